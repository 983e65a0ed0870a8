"""The tables to download, as CSV or as a workbook that explains itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from projectmap.content import charts, view as views
from projectmap.content.nodes import Fact, text_fact
from projectmap.content.sources import unique_sources
from projectmap.content.statuses import OUR_CALCULATION, WHOLE_SETTLEMENT
from projectmap.content.view import NAMES_FROM, provenance
from projectmap.export.csv_file import write_csv
from projectmap.export.request import ExportRequest
from projectmap.export.xlsx_file import Workbook, write_xlsx
from projectmap.i18n import N_
from projectmap.model.codes import TerritoryStatus
from projectmap.model.records import Source
from projectmap.model.register import Register
from projectmap.query.columns import COLUMNS, PARTNERSHIP_COLUMNS, STATUS_COLUMNS
from projectmap.query.rows import Cell, Cells, Column, rows
from projectmap.query.select import for_partnerships
from projectmap.query.shown import Shown
from projectmap.query.status import counts_on, status_on
from projectmap.query.view import View

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """What a table is of; ``title`` and ``sheet`` are message ids."""

    title: str
    sheet: str
    """The name of the workbook's first sheet."""
    columns: Sequence[Column[T]]
    items: Callable[[Shown], Iterable[T]]
    """What it has a row of."""
    about: Callable[[Shown, ExportRequest], Sequence[Fact]]
    """What the workbook says of the table: the filter, the dates, the edition."""
    sources: Callable[[Shown], Iterable[Source]]
    """The sources that the workbook lists."""

    def rows(self, shown: Shown) -> Iterator[dict[str, Cell]]:
        """The rows, with the keys of the columns."""
        return rows(self.columns, self.items(shown), Cells(shown.labels, shown.day))

    def write(self, register: Register, request: ExportRequest, path: Path) -> None:
        """Write it in the format that the name of the request ends with."""
        shown = request.shown(register)
        found = self.rows(shown)
        if request.ending == "csv":
            keys = [column.key for column in self.columns]
            write_csv(keys, (row.values() for row in found), path)
            return
        title, sheet = request.t(self.title), request.t(self.sheet)
        about, sources = self.about(shown, request), self.sources(shown)
        book = Workbook(title, sheet, self.columns, found, about, sources)
        write_xlsx(book, request.t, request.day, path)


# --- Records ----------------------------------------------------------------------------------


PROJECTS = Table(
    title=views.TITLE,
    sheet=N_("Records"),
    columns=COLUMNS,
    items=Shown.records,
    about=lambda shown, request: views.about(shown, request.day, request.base_url),
    sources=lambda shown: unique_sources(shown.records()),
)


# --- Partnerships -----------------------------------------------------------------------------


def _about_partnerships(shown: Shown, request: ExportRequest) -> list[Fact]:
    t, view = shown.t, for_partnerships(shown.view)
    said = ("version", "made", "language", "credit")
    unused = views.not_filtered(shown.labels, shown.view)
    return [
        text_fact("partnerships", t("Partnerships in this list"),
                  views.shown_partnerships(shown)),
        text_fact("filter", t("Filter"), "" if view.filtered else t("none: all partnerships")),
        *views.filters(shown.labels, view),
        *([text_fact("notice", t("Please note"), unused)] if unused else []),
        *(fact for fact in views.provenance(shown.labels, view, request.day, None)
          if fact.key in said),
    ]  # fmt: skip


PARTNERSHIPS = Table(
    title=N_("Partnerships of the communities (hromadas) of Luhansk oblast"),
    sheet=N_("Partnerships"),
    columns=PARTNERSHIP_COLUMNS,
    items=lambda shown: shown.selection.partnerships,
    about=_about_partnerships,
    sources=lambda shown: unique_sources(shown.selection.partnerships),
)


# --- Status -----------------------------------------------------------------------------------


def _about_status(shown: Shown, request: ExportRequest) -> tuple[Fact, ...]:
    t, labels = shown.t, shown.labels
    counts = counts_on(shown.register, shown.day)
    communities = t.number(len(shown.register.communities))
    dated, *others = provenance(labels, View(asof=shown.day), request.day, None)
    rules = (t(OUR_CALCULATION), t(WHOLE_SETTLEMENT))
    return (
        text_fact("communities", t("Communities in this list"), communities),
        dated,
        *(
            text_fact(status.value, labels.code(status),
                      t.plural("{n} community", "{n} communities", counts[status]))
            for status in TerritoryStatus
            if counts[status]
        ),
        *(text_fact("rule", t("How the status is determined"), rule) for rule in rules),
        *(fact for fact in others if fact.key != "credit"),
        text_fact("names", t("Names and codes"), t(NAMES_FROM)),
    )  # fmt: skip


def _acts(shown: Shown) -> list[Source]:
    """The acts of the List."""
    rows = {row.act: row for row in shown.register.status_rows}
    nothing = dict.fromkeys(("publisher", "url", "document", "accessed", "locator"))
    return [
        Source(title=row.act, title_en=row.act_en, date=row.act_date.isoformat(), **nothing)
        for row in rows.values()
    ]


STATUS = Table(
    title=N_("Territory status of the communities (hromadas) of Luhansk oblast"),
    sheet=N_("Communities (hromadas)"),
    columns=STATUS_COLUMNS,
    items=lambda shown: status_on(shown.register, shown.day).values(),
    about=_about_status,
    sources=_acts,
)


# --- Figures ----------------------------------------------------------------------------------


AMOUNTS = "amounts"
"""The sums by donor, currency, and whether they are loans."""


def figures(register: Register, request: ExportRequest, path: Path) -> None:
    """Write the rows of the figure that the name of the request ends with."""
    key = request.name.removeprefix("figures/").removesuffix(".csv")
    shown, t = request.shown(register), request.t
    if key == AMOUNTS:
        heads = (t("Donor (code)"), t("Donor"), t("Currency"), t("Loan"), t("Amount"), t("Records"))
        rows_of_sums = (
            (line.codes[0], line.names[0], one.currency, t("yes") if one.loan else t("no"),
             one.amount, one.records)
            for line, found in charts.amounts_by_donor(shown)
            for one in found.sums
        )  # fmt: skip
        write_csv(heads, rows_of_sums, path)
        return
    made = charts.figure(key, shown)
    write_csv(made.heads, made.rows, path)
