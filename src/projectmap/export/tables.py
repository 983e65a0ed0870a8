"""The tables to download, as CSV or as a workbook that explains itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from projectmap.content import charts, view as views
from projectmap.content.nodes import Fact, text_fact
from projectmap.content.records import partner_name
from projectmap.content.sources import unique_sources
from projectmap.export.csv_file import write_csv, write_plain_csv
from projectmap.export.request import ExportRequest
from projectmap.export.xlsx_file import Workbook, write_xlsx
from projectmap.i18n import N_
from projectmap.model.codes import OBLAST
from projectmap.model.records import Partnership, Source
from projectmap.model.register import Register
from projectmap.query.rows import (
    CODE_NOTE,
    COLUMNS,
    DATE_TEXT,
    DESCRIPTION,
    ID,
    PERIOD,
    SECTORS,
    SOURCES,
    START,
    UPDATED,
    VERIFICATION,
    Cell,
    Cells,
    Column,
    joined,
    rows,
)
from projectmap.query.shown import Shown

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
            write_csv(self.columns, found, path)
            return
        book = Workbook(
            title=request.t(self.title),
            sheet=request.t(self.sheet),
            columns=self.columns,
            rows=found,
            about=self.about(shown, request),
            sources=self.sources(shown),
        )
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
projects = PROJECTS.write


# --- Partnerships -----------------------------------------------------------------------------


def _near_side(item: Partnership, cells: Cells) -> str | None:
    if item.communities == (OBLAST,):
        return cells.t("Luhansk oblast")
    return cells.communities(item.communities)


PARTNERSHIP_COLUMNS: tuple[Column[Partnership], ...] = (
    ID,
    Column("kind", N_("Type (code)"), CODE_NOTE, lambda item, _: item.kind and item.kind.value,
           width=16),
    Column("kind_label", N_("Type"), N_("Empty while a partner is still being sought."),
           lambda item, c: c.label(item.kind), width=20),
    *DESCRIPTION,
    Column("communities_names", N_("Communities"),
           N_("Luhansk side: communities (hromadas) or the whole oblast."), _near_side, width=30),
    Column("partners", N_("Partners"), N_("Partner side, as named by the sources."),
           lambda item, c: joined(partner_name(part, c.t, with_place=False)
               for part in item.partners), width=32),
    Column("partner_places", N_("Partners’ locations"), N_("Towns, where known."),
           lambda item, c: joined(c.t.pick(part.place_uk, part.place_en) for part in item.partners),
           width=24),
    Column("partner_countries", N_("Countries of the partners"), N_("ISO 3166 codes."),
           lambda item, _: joined(item.partner_countries), width=14),
    SECTORS,
    Column("status", N_("Status (code)"), CODE_NOTE, lambda item, _: item.status.value, width=16),
    Column("status_label", N_("Status"), N_("As of the date in the next column."),
           lambda item, c: c.label(item.status), width=18),
    Column("status_asof", N_("Status as of"),
           N_("The date to which the source’s status refers; later status is unknown."),
           lambda item, _: item.status_asof, kind="date", width=12),
    Column("status_text", N_("Status in the source’s words"), N_("Quoted or translated."),
           lambda item, c: c.t.pick(item.status_text, item.status_text_en), width=30),
    START,
    DATE_TEXT,
    PERIOD,
    Column("period_label", N_("Period"), N_("Before or since the full-scale invasion."),
           lambda item, c: c.label(item.period), width=18),
    VERIFICATION,
    Column("project_id", N_("Same facts in record"), N_("Count both as one record."),
           lambda item, _: item.project_id, width=12),
    *SOURCES,
    UPDATED,
)  # fmt: skip


def _about(shown: Shown, request: ExportRequest) -> list[Fact]:
    t, view = shown.t, shown.view
    said = ("version", "made", "language", "credit")
    return [
        text_fact("partnerships", t("Partnerships in this list"),
                  views.shown_partnerships(shown.labels, shown.selection)),
        text_fact("filter", t("Filter"), "" if view.filtered else t("none: all partnerships")),
        *views.filters(shown.labels, view),
        *(fact for fact in views.provenance(shown.labels, view, request.day, None)
          if fact.key in said),
    ]  # fmt: skip


PARTNERSHIPS = Table(
    title=N_("Partnerships of the communities (hromadas) of Luhansk oblast"),
    sheet=N_("Partnerships"),
    columns=PARTNERSHIP_COLUMNS,
    items=lambda shown: shown.selection.partnerships,
    about=_about,
    sources=lambda shown: unique_sources(shown.selection.partnerships),
)
partnerships = PARTNERSHIPS.write


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
        write_plain_csv(heads, rows_of_sums, path)
        return
    made = charts.figure(key, shown)
    write_plain_csv(made.heads, made.rows, path)
