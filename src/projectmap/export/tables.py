"""The tables to download, as CSV or as a workbook that explains itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from projectmap.content import charts, view as views
from projectmap.content.nodes import Fact, text_fact
from projectmap.content.records import partner_name, quote
from projectmap.content.sources import unique_sources
from projectmap.content.statuses import (
    OUR_CALCULATION,
    WHOLE_SETTLEMENT,
    group_name,
    notices,
    settlement_names,
)
from projectmap.content.view import NAMES_FROM, provenance
from projectmap.export.csv_file import write_csv
from projectmap.export.request import ExportRequest
from projectmap.export.xlsx_file import Workbook, write_xlsx
from projectmap.i18n import N_
from projectmap.model.codes import TerritoryStatus
from projectmap.model.records import Partnership, Source
from projectmap.model.register import Register
from projectmap.query import rows as listed
from projectmap.query.history import exceptions
from projectmap.query.rows import BOTH_NOTE, CODE_NOTE, Cell, Cells, Column, joined
from projectmap.query.shown import Shown
from projectmap.query.status import CommunityStatus, counts_on, since, status_on
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
        return listed.rows(self.columns, self.items(shown), Cells(shown.labels, shown.day))

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
    columns=listed.COLUMNS,
    items=Shown.records,
    about=lambda shown, request: views.about(shown, request.day, request.base_url),
    sources=lambda shown: unique_sources(shown.records()),
)


# --- Partnerships -----------------------------------------------------------------------------


PARTNERSHIP_COLUMNS: tuple[Column[Partnership], ...] = (
    listed.ID,
    Column("kind", N_("Type (code)"), CODE_NOTE, lambda item, _: item.kind and item.kind.value,
           width=16),
    Column("kind_label", N_("Type"), N_("Empty while a partner is still being sought."),
           lambda item, c: c.label(item.kind), width=20),
    *listed.DESCRIPTION,
    Column("communities_names", N_("Communities"),
           N_("Luhansk side: communities (hromadas) or the whole oblast."),
           lambda item, c: c.communities(item.communities), width=30),
    Column("partners", N_("Partners"), N_("Partner side, as named by the sources."),
           lambda item, c: joined(partner_name(part, c.t, with_place=False)
               for part in item.partners), width=32),
    Column("partner_places", N_("Partners’ locations"), N_("Towns, where known."),
           lambda item, c: joined(c.t.pick(part.place_uk, part.place_en) for part in item.partners),
           width=24),
    Column("partner_countries", N_("Countries of the partners"), N_("ISO 3166 codes."),
           lambda item, _: joined(item.partner_countries), width=14),
    listed.SECTORS,
    Column("status", N_("Status (code)"), CODE_NOTE, lambda item, _: item.status.value, width=16),
    Column("status_label", N_("Status"), N_("As of the date in the next column."),
           lambda item, c: c.label(item.status), width=18),
    Column("status_asof", N_("Status as of"),
           N_("The date to which the source’s status refers; later status is unknown."),
           lambda item, _: item.status_asof, kind="date", width=12),
    Column("status_text", N_("Status in the source’s words"), N_("Quoted or translated."),
           lambda item, c: c.t.pick(item.status_text, item.status_text_en), width=30),
    listed.START,
    listed.DATE_TEXT,
    listed.PERIOD,
    Column("period_label", N_("Period"), N_("Before or since the full-scale invasion."),
           lambda item, c: c.label(item.period), width=18),
    listed.VERIFICATION,
    Column("project_id", N_("Same facts in record"), N_("Count both as one record."),
           lambda item, _: item.project_id, width=12),
    *listed.SOURCES,
    listed.UPDATED,
)  # fmt: skip


def _about_partnerships(shown: Shown, request: ExportRequest) -> list[Fact]:
    t, view = shown.t, shown.view
    said = ("version", "made", "language", "credit")
    return [
        text_fact("partnerships", t("Partnerships in this list"),
                  views.shown_partnerships(shown)),
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
    about=_about_partnerships,
    sources=lambda shown: unique_sources(shown.selection.partnerships),
)


# --- Status -----------------------------------------------------------------------------------


def _since(item: CommunityStatus, cells: Cells) -> str | None:
    began = since(cells.register, item.katottg, cells.day)
    return None if began is None else began.isoformat()


def _wording(item: CommunityStatus, cells: Cells) -> str | None:
    texts = (
        f"{quote(row.wording, cells.t)} – {cells.label(TerritoryStatus(row.status))}"
        for row in item.rows
    )
    return joined(dict.fromkeys(texts))


def _named(item: CommunityStatus, cells: Cells) -> str | None:
    groups = exceptions(cells.register, item.katottg, cells.day)
    return joined(
        f"{group_name(cells.labels, group)}: {', '.join(settlement_names(cells.labels, group))}"
        for group in groups
    )


STATUS_COLUMNS: tuple[Column[CommunityStatus], ...] = (
    Column("katottg", N_("KATOTTG"), N_("Code of the community."), lambda item, _: item.katottg,
           width=22),
    Column("pcode", N_("P-code"), N_("OCHA code."),
           lambda item, c: c.register.communities[item.katottg].pcode, width=12),
    Column("name_uk", N_("Name in Ukrainian"), BOTH_NOTE,
           lambda item, c: c.register.communities[item.katottg].name_uk, width=22),
    Column("name_en", N_("Name in English"), BOTH_NOTE,
           lambda item, c: c.register.communities[item.katottg].name_en, width=22),
    Column("raion_name_uk", N_("Raion in Ukrainian"), BOTH_NOTE,
           lambda item, c: c.register.communities[item.katottg].raion_name_uk, width=20),
    Column("raion_name_en", N_("Raion in English"), BOTH_NOTE,
           lambda item, c: c.register.communities[item.katottg].raion_name_en, width=20),
    Column("status", N_("Territory status (code)"),
           CODE_NOTE, lambda item, _: item.status.value, width=20),
    Column("status_label", N_("Territory status"),
           N_("As in the order, except for our own calculations; “temporarily occupied” stands for "
              "“temporarily occupied by the Russian Federation”."),
           lambda item, c: c.label(item.status), width=34, wrap=True),
    Column("derived", N_("Our calculation"),
           N_("“Yes”: the status is our own calculation, not the wording of the order."),
           lambda item, c: c.yes_no(item.status.derived), width=10),
    Column("since", N_("Status since"),
           N_("Date since which the status has applied; empty if it began before the List’s "
              "first date."), _since, kind="date", width=12),
    Column("settlements_occupied", N_("Settlements occupied"),
           N_("How many settlements the List shows as temporarily occupied on the date."),
           lambda item, _: float(item.settlements_occupied), kind="number", width=13),
    Column("settlements_total", N_("Total settlements"),
           N_("How many settlements the community has."),
           lambda item, _: float(item.settlements_total), kind="number", width=13),
    Column("settlements_named", N_("Settlements with another status"),
           N_("For partly occupied communities: the settlements listed as occupied, or the "
              "others, whichever are fewer. For other communities: settlements listed "
              "separately with another status."), _named, width=44, wrap=True),
    Column("wording", N_("In the words of the order"),
           N_("The List entries in force on the date, in Ukrainian."),
           _wording, width=44, wrap=True),
    Column("act", N_("Legal act"), N_("The legal act these entries come from."),
           lambda item, c: joined(dict.fromkeys(c.t.pick(row.act, row.act_en)
               for row in item.rows)), width=44, wrap=True),
    Column("edition", N_("List version"),
           N_("The last date covered by this version of the List."),
           lambda _, c: c.register.edition.isoformat(), kind="date", width=12),
    Column("status_date", N_("Status on the date"), N_("The selected date."),
           lambda _, c: c.day.isoformat(), kind="date", width=12),
    Column("notices", N_("Please note"), N_("What to know about the status on this date."),
           lambda _, c: " ".join(notices(c.labels, c.day)), width=60, wrap=True),
)  # fmt: skip


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
    sheet=N_("Communities"),
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
