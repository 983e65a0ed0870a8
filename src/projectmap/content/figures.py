"""The few big numbers of a view as facts, for the stage, slides and reports.

Every number comes from :mod:`projectmap.query`. Nothing here says "not stated" by a zero: a group
that has nothing to say is empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum

from projectmap.content.charts import OVERLAPPING
from projectmap.content.money import money_rule, sums
from projectmap.content.nodes import Fact, text_fact
from projectmap.content.records import caution
from projectmap.content.statuses import status
from projectmap.content.view import hidden_undated
from projectmap.i18n import Translator
from projectmap.model.codes import (
    FactGroup,
    Kind,
    PartnershipKind,
    PartnershipStatus,
    Period,
    TerritoryStatus,
)
from projectmap.query.figures import PERIODS, Row, breakdown, offers
from projectmap.query.notices import notices
from projectmap.query.select import tally
from projectmap.query.shown import Shown
from projectmap.query.status import status_on
from projectmap.query.totals import totals

MAX_NAMED = 5
"""Donors, sectors and chosen communities that are named one by one."""


def figures(shown: Shown, group: str) -> tuple[Fact, ...]:
    """The facts of ``group``, a value of :class:`FactGroup`.

    Empty where no record is shown that could have any; the groups ``records`` and ``status``
    never are. The keys are the codes of what is counted, and names of what is no code:
    ``records``, ``hidden_undated``, ``status_day``, ``communities``, ``partnerships``,
    ``stating``, ``sum``, ``sum_of_loans``, ``needs``, ``open_to_partners``, ``others``, ``none``.
    Raises :class:`KeyError` for an unknown group.
    """
    return tuple(_MAKERS[group](shown))


def _records(shown: Shown) -> list[Fact]:
    found, t = shown.selection, shown.t
    of_all = t.plural("of {n} record", "of {n} records", len(shown.register.projects))
    facts = [text_fact("records", t("Records"), t.number(found.count), of_all)]
    for period in PERIODS:
        if number := found.by_period[period]:
            unknown = caution(shown.labels, period) if period == Period.BEFORE else ""
            name = shown.labels.code(period)
            facts.append(text_fact(period.value, name, t.number(number), unknown))
    return [*facts, *hidden_undated(shown)]


def overview(shown: Shown) -> tuple[Fact, ...]:
    """What is shown, in five numbers."""
    t, found, register = shown.t, shown.selection, shown.register
    places, donors = (tally(register, found, facet) for facet in ("place", "donors"))
    no_donor = breakdown(register, found.mask, "donor").none.records
    money, every = totals(register, found.mask), len(register.communities)
    return (
        _share(t, "communities", t("Communities with records"), _some(places), every),
        text_fact("donors", t("Donors named"), t.number(_some(donors))),
        text_fact("no_donor", t("Records that name no donor"), t.number(no_donor)),
        _share(t, "stating", t("Records that state an amount"), money.stating, money.records),
        text_fact("partnerships", t("Partnerships"), t.number(len(found.partnerships))),
    )


def _some(counts: Mapping[str, int]) -> int:
    return sum(count > 0 for count in counts.values())


def _share(t: Translator, key: str, label: str, some: int, every: int, note: str = "") -> Fact:
    shared = t("{some} of {all}", some=t.number(some), all=t.number(every))
    return text_fact(key, label, shared, note)


# --- Status of the communities ----------------------------------------------------------------


def _status(shown: Shown) -> list[Fact]:
    """The communities by status on the date; those of the view by name where they are few."""
    labels, t = shown.labels, shown.t
    found = status_on(shown.register, shown.day)
    chosen = _chosen(shown)
    notes = " ".join(notices(labels, shown.day))
    dated = text_fact("status_day", t("Territory status as of"), t.day(shown.day), notes)
    if chosen and len(chosen) <= MAX_NAMED:
        facts = [dated]
        for code in chosen:
            one = status(labels, code, shown.day)
            # The date stands in the fact before.
            details = "; ".join(one.details[1:])
            facts.append(text_fact(code, labels.community(code), one.name, details))
        return facts
    codes = chosen or list(found)
    counts = Counter(found[code].status for code in codes)
    of_all = t.plural("of {n} community", "of {n} communities", len(found))
    every = t.number(len(codes))
    facts = [dated, text_fact("communities", t("Communities"), every, of_all if chosen else "")]
    for item in filter(counts.get, TerritoryStatus):
        parts = _parts(shown, codes) if item == TerritoryStatus.PARTLY_OCCUPIED else ""
        facts.append(text_fact(item.value, labels.code(item), t.number(counts[item]), parts))
    return facts


def _chosen(shown: Shown) -> list[str]:
    """The communities that the view names, those of its raions too; by name."""
    raions = shown.register.raions
    codes = {code for chosen in shown.view.community for code in raions.get(chosen, (chosen,))}
    return sorted(codes, key=lambda code: shown.t.sort_key(shown.labels.community(code)))


def _parts(shown: Shown, codes: list[str]) -> str:
    """Of partly occupied communities: how many settlements of each."""
    t, found = shown.t, status_on(shown.register, shown.day)
    said = []
    for one in (found[code] for code in codes):
        if one.status == TerritoryStatus.PARTLY_OCCUPIED:
            name = shown.labels.community(one.katottg, former=False)
            some, every = t.number(one.settlements_occupied), t.number(one.settlements_total)
            said.append(t("{name} – {some} of {all}", name=name, some=some, all=every))
    return t("Settlements occupied: {list}", list="; ".join(sorted(said, key=t.sort_key)))


# --- Partnerships, money, needs ---------------------------------------------------------------


def _partnerships(shown: Shown) -> list[Fact]:
    """How many, and of each kind how many in which state; what has no kind goes by its state."""
    t, labels, found = shown.t, shown.labels, shown.selection.partnerships
    if not found:
        return []
    of_all = t.plural("of {n} partnership", "of {n} partnerships", len(shown.register.partnerships))
    kinds: dict[PartnershipKind | PartnershipStatus, Counter[PartnershipStatus]] = {}
    for item in found:
        kinds.setdefault(item.kind or item.status, Counter())[item.status] += 1
    facts = [text_fact("partnerships", t("Partnerships"), t.number(len(found)), of_all)]
    named = sorted(kinds, key=lambda kind: t.sort_key(labels.code(kind)))
    for kind in sorted(named, key=lambda kind: -kinds[kind].total()):
        number, states = t.number(kinds[kind].total()), _states(shown, kind, kinds[kind])
        facts.append(text_fact(kind.value, labels.code(kind), number, states))
    return facts


def _states(shown: Shown, kind: StrEnum, states: Mapping[PartnershipStatus, int]) -> str:
    return "; ".join(
        f"{shown.labels.code(state)}: {shown.t.number(states[state])}"
        for state in PartnershipStatus
        # What goes by its state need not say it twice.
        if states.get(state) and state != kind
    )


def _money(shown: Shown) -> list[Fact]:
    t, found = shown.t, totals(shown.register, shown.selection.mask)
    if not found.records:
        return []
    rule, label = money_rule(found, t) if found.stating else "", t("Records that state an amount")
    return [_share(t, "stating", label, found.stating, found.records, rule), *sums(found, t)]


def _needs(shown: Shown) -> list[Fact]:
    t, count = shown.t, shown.selection.count
    if not count:
        return []
    kinds = breakdown(shown.register, shown.selection.mask, "kind").rows
    needs = next(row.records for row in kinds if row.code == Kind.NEED)
    of_shown = t.plural("of {n} record", "of {n} records", count) if needs < count else ""
    is_open, some = offers(shown.register, shown.selection)
    confirmed = t(
        "confirmed by the community: {some} of {all}", some=t.number(some), all=t.number(is_open)
    )
    return [
        text_fact("needs", t("Needs"), t.number(needs), of_shown),
        text_fact("open_to_partners", t("Open to partners"), t.number(is_open),
                  confirmed if is_open else ""),
    ]  # fmt: skip


# --- Who and what -----------------------------------------------------------------------------


def _donors(shown: Shown) -> list[Fact]:
    """Donors of which each counts its programmes and agencies, and says so where it has any."""
    t, name = shown.t, shown.labels.organisation
    themselves = tally(shown.register, shown.selection, "donors")
    with_parts = t("with its programmes and agencies")

    def note(row: Row) -> str:
        return "" if themselves.get(row.code, 0) == row.records else with_parts

    rest = t("Other donors"), t("Records that name no donor")
    return _named(shown, "donor", name, rest, note)


def _sectors(shown: Shown) -> list[Fact]:
    rest = shown.t("Other sectors"), shown.t("Records that name no sector")
    return _named(shown, "sector", shown.labels.sector, rest)


def _named(
    shown: Shown,
    key: str,
    name: Callable[[str], str],
    rest: tuple[str, str],
    note: Callable[[Row], str] = lambda _: "",
) -> list[Fact]:
    """Those with most records, how many others there are, and how many records name none.

    ``rest`` is what the last two are called.
    """
    t, found = shown.t, breakdown(shown.register, shown.selection.mask, key)
    rows = sorted(found.rows, key=lambda row: (-row.records, t.sort_key(name(row.code))))
    facts = [
        text_fact(row.code, name(row.code), _in_records(row, t), note(row))
        for row in rows[:MAX_NAMED]
    ]
    if left := len(rows) - len(facts):
        facts.append(text_fact("others", rest[0], t.plural("{n} more", "{n} more", left)))
    if found.none.records:
        facts.append(text_fact("none", rest[1], _in_records(found.none, t)))
    if found.overlapping:
        last = facts[-1]
        facts[-1] = replace(last, note="; ".join(filter(None, (last.note, t(OVERLAPPING)))))
    return facts


def _in_records(row: Row, t: Translator) -> str:
    return t.plural("{n} record", "{n} records", row.records)


_MAKERS: Mapping[str, Callable[[Shown], list[Fact]]] = {
    FactGroup.RECORDS: _records,
    FactGroup.STATUS: _status,
    FactGroup.PARTNERSHIPS: _partnerships,
    FactGroup.MONEY: _money,
    FactGroup.NEEDS: _needs,
    FactGroup.DONORS: _donors,
    FactGroup.SECTORS: _sectors,
}
