"""The status of every community on a date as a table to download."""

from __future__ import annotations

from projectmap.content.nodes import Fact, text_fact
from projectmap.content.records import quote
from projectmap.content.statuses import (
    OUR_CALCULATION,
    WHOLE_SETTLEMENT,
    group_name,
    notices,
    settlement_names,
)
from projectmap.content.view import NAMES_FROM, provenance
from projectmap.export.request import ExportRequest
from projectmap.export.tables import Table
from projectmap.i18n import N_
from projectmap.model.codes import TerritoryStatus
from projectmap.model.records import Source
from projectmap.query.history import exceptions
from projectmap.query.rows import BOTH_NOTE, CODE_NOTE, Cells, Column, joined
from projectmap.query.shown import Shown
from projectmap.query.status import CommunityStatus, counts_on, since, status_on
from projectmap.query.view import View


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


COLUMNS: tuple[Column[CommunityStatus], ...] = (
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
           N_("Wording of the order, except for our own calculations."),
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


def _about(shown: Shown, request: ExportRequest) -> tuple[Fact, ...]:
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


def _sources(shown: Shown) -> list[Source]:
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
    columns=COLUMNS,
    items=lambda shown: status_on(shown.register, shown.day).values(),
    about=_about,
    sources=_sources,
)
write = STATUS.write
