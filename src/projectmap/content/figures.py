"""The few big numbers of a view as facts, for the stage, slides and reports.

Every number comes from :mod:`projectmap.query`. Nothing here says "not stated" by a zero: a group
that has nothing to say is empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from projectmap.content.money import SUM, SUM_OF_LOANS, money_rule
from projectmap.content.nodes import Fact, text_fact
from projectmap.content.records import caution
from projectmap.content.statuses import notices, status
from projectmap.i18n import Translator
from projectmap.model.codes import (
    FactGroup,
    Kind,
    PartnershipKind,
    PartnershipStatus,
    Period,
    TerritoryStatus,
)
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.figures import PERIODS, Breakdown, Row, breakdown, offers
from projectmap.query.select import Selection, select, tally
from projectmap.query.status import status_on
from projectmap.query.totals import totals
from projectmap.query.view import View

GROUPS: tuple[str, ...] = tuple(group.value for group in FactGroup)
MAX_NAMED = 5
"""Donors, sectors and chosen communities that are named one by one."""


@dataclass(frozen=True, slots=True)
class _Context:
    labels: Labels
    view: View
    selection: Selection

    @property
    def register(self) -> Register:
        return self.labels.register

    @property
    def t(self) -> Translator:
        return self.labels.t

    @property
    def day(self) -> date:
        """The status date."""
        return self.view.asof or self.register.edition


def figures(labels: Labels, view: View, group: str) -> tuple[Fact, ...]:
    """The facts of ``group``, one of :data:`GROUPS`, about what ``view`` shows.

    Empty where no record is shown that could have any; the groups ``records`` and ``status``
    never are. The keys are the codes of what is counted, and names of what is no code:
    ``records``, ``hidden_undated``, ``status_day``, ``communities``, ``partnerships``,
    ``stating``, ``sum``, ``sum_of_loans``, ``needs``, ``open_to_partners``, ``others``, ``none``.
    Raises :class:`KeyError` for an unknown group.
    """
    make = _MAKERS[group]
    return tuple(make(_Context(labels, view, select(labels.register, view))))


def _records(context: _Context) -> list[Fact]:
    found, t = context.selection, context.t
    of_all = t.plural("of {n} record", "of {n} records", len(context.register.projects))
    facts = [text_fact("records", t("Records"), t.number(found.count), of_all)]
    for period in PERIODS:
        if number := found.by_period[period]:
            unknown = caution(context.labels, period) if period == Period.BEFORE else ""
            facts.append(
                text_fact(period.value, context.labels.code(period), t.number(number), unknown)
            )
    if found.hidden_undated:
        hidden = t("Undated records hidden by the year filter")
        facts.append(text_fact("hidden_undated", hidden, t.number(found.hidden_undated)))
    return facts


# --- Status of the communities ----------------------------------------------------------------


def _status(context: _Context) -> list[Fact]:
    """How the communities stand on the date; those of the view by name where they are few."""
    labels, t = context.labels, context.t
    found = status_on(context.register, context.day)
    chosen = _chosen(context)
    notes = " ".join(notices(labels, context.day))
    dated = text_fact("status_day", t("Territory status as of"), t.day(context.day), notes)
    if chosen and len(chosen) <= MAX_NAMED:
        return [dated, *(_one_status(context, code) for code in chosen)]
    codes = chosen or list(found)
    counts = Counter(found[code].status for code in codes)
    of_all = t.plural("of {n} community", "of {n} communities", len(found))
    return [
        dated,
        text_fact("communities", t("Communities"), t.number(len(codes)), of_all if chosen else ""),
        *(
            text_fact(
                item.value,
                labels.code(item),
                t.number(counts[item]),
                _parts(context, codes) if item == TerritoryStatus.PARTLY_OCCUPIED else "",
            )
            for item in TerritoryStatus
            if counts[item]
        ),
    ]


def _chosen(context: _Context) -> list[str]:
    """The communities that the view names, those of its raions too; by name."""
    raions = context.register.raions
    codes = {code for chosen in context.view.community for code in raions.get(chosen, (chosen,))}
    return sorted(codes, key=lambda code: context.t.sort_key(context.labels.community(code)))


def _one_status(context: _Context, code: str) -> Fact:
    found = status(context.labels, code, context.day)
    # The date stands in the fact before.
    return text_fact(code, context.labels.community(code), found.name, "; ".join(found.details[1:]))


def _parts(context: _Context, codes: list[str]) -> str:
    """Of partly occupied communities: how many settlements of each."""
    t, found = context.t, status_on(context.register, context.day)
    said = [
        t(
            "{name} – {some} of {all}",
            name=context.labels.community(code, former=False),
            some=t.number(found[code].settlements_occupied),
            all=t.number(found[code].settlements_total),
        )
        for code in codes
        if found[code].status == TerritoryStatus.PARTLY_OCCUPIED
    ]
    return t("Settlements occupied: {list}", list="; ".join(sorted(said, key=t.sort_key)))


# --- Partnerships, money, needs ---------------------------------------------------------------


def _partnerships(context: _Context) -> list[Fact]:
    """How many, and of each kind how many in which state; what has no kind goes by its state."""
    t, labels, shown = context.t, context.labels, context.selection.partnerships
    if not shown:
        return []
    of_all = t.plural(
        "of {n} partnership", "of {n} partnerships", len(context.register.partnerships)
    )
    kinds: dict[PartnershipKind | PartnershipStatus, Counter[PartnershipStatus]] = {}
    for item in shown:
        kinds.setdefault(item.kind or item.status, Counter())[item.status] += 1
    facts = [
        text_fact(
            kind.value, labels.code(kind), t.number(states.total()), _states(context, kind, states)
        )
        for kind, states in kinds.items()
    ]
    facts.sort(key=lambda fact: t.sort_key(fact.label))
    facts.sort(key=lambda fact: -kinds[_kind(fact.key)].total())
    return [text_fact("partnerships", t("Partnerships"), t.number(len(shown)), of_all), *facts]


def _kind(code: str) -> PartnershipKind | PartnershipStatus:
    return PartnershipKind(code) if code in set(PartnershipKind) else PartnershipStatus(code)


def _states(context: _Context, kind: StrEnum, states: Mapping[PartnershipStatus, int]) -> str:
    return "; ".join(
        f"{context.labels.code(state)}: {context.t.number(states[state])}"
        for state in PartnershipStatus
        # What goes by its state need not say it twice.
        if states.get(state) and state != kind
    )


def _money(context: _Context) -> list[Fact]:
    t, found = context.t, totals(context.register, context.selection.mask)
    if not found.records:
        return []
    stating = t("{some} of {all}", some=t.number(found.stating), all=t.number(found.records))
    rule = money_rule(found, t) if found.stating else ""
    return [
        text_fact("stating", t("Records that state an amount"), stating, rule),
        *(
            text_fact(
                "sum_of_loans" if total.loan else "sum",
                t(SUM_OF_LOANS if total.loan else SUM),
                t.money(total.amount, total.currency),
                t.plural("in {n} record", "in {n} records", total.records),
            )
            for total in found.sums
        ),
    ]


def _needs(context: _Context) -> list[Fact]:
    t, count = context.t, context.selection.count
    if not count:
        return []
    kinds = breakdown(context.register, context.selection, "kind").rows
    needs = next(row.records for row in kinds if row.code == Kind.NEED)
    of_shown = t.plural("of {n} record", "of {n} records", count) if needs < count else ""
    found = offers(context.register, context.selection)
    confirmed = t(
        "confirmed by the community: {some} of {all}",
        some=t.number(found.confirmed),
        all=t.number(found.records),
    )
    return [
        text_fact("needs", t("Needs"), t.number(needs), of_shown),
        text_fact(
            "open_to_partners",
            t("Open to partners"),
            t.number(found.records),
            confirmed if found.records else "",
        ),
    ]


# --- Who and what -----------------------------------------------------------------------------


def _donors(context: _Context) -> list[Fact]:
    """Donors of which each counts its programmes and agencies, and says so where it has any."""
    t = context.t
    themselves = tally(context.register, context.selection, "donors")
    return _named(
        context,
        breakdown(context.register, context.selection, "donor"),
        context.labels.organisation,
        lambda row: (
            ""
            if themselves.get(row.code, 0) == row.records
            else t("with its programmes and agencies")
        ),
        (t("Other donors"), t("Records that name no donor")),
    )


def _sectors(context: _Context) -> list[Fact]:
    t = context.t
    return _named(
        context,
        breakdown(context.register, context.selection, "sector"),
        context.labels.sector,
        lambda _: "",
        (t("Other sectors"), t("Records that name no sector")),
    )


def _named(
    context: _Context,
    found: Breakdown,
    name: Callable[[str], str],
    note: Callable[[Row], str],
    rest: tuple[str, str],
) -> list[Fact]:
    """Those with most records, how many others there are, and how many records name none.

    ``rest`` is what the last two are called.
    """
    t = context.t
    rows = sorted(found.rows, key=lambda row: (-row.records, t.sort_key(name(row.code))))
    facts = [
        text_fact(row.code, name(row.code), _in_records(row, t), note(row))
        for row in rows[:MAX_NAMED]
    ]
    if left := len(rows) - len(facts):
        facts.append(text_fact("others", rest[0], t.plural("{n} more", "{n} more", left)))
    if found.none is not None and found.none.records:
        facts.append(text_fact("none", rest[1], _in_records(found.none, t)))
    if found.overlapping:
        rule = t(
            "A record that names several is counted under each, so the rows add up to more "
            "than the number of records."
        )
        last = facts[-1]
        facts[-1] = replace(last, note="; ".join(part for part in (last.note, rule) if part))
    return facts


def _in_records(row: Row, t: Translator) -> str:
    return t.plural("{n} record", "{n} records", row.records)


_MAKERS: Mapping[str, Callable[[_Context], list[Fact]]] = {
    FactGroup.RECORDS: _records,
    FactGroup.STATUS: _status,
    FactGroup.PARTNERSHIPS: _partnerships,
    FactGroup.MONEY: _money,
    FactGroup.NEEDS: _needs,
    FactGroup.DONORS: _donors,
    FactGroup.SECTORS: _sectors,
}
