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
from projectmap.query.figures import PERIODS, Row, breakdown, naming, offers
from projectmap.query.index import index_of
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
    if found.hidden_undated:
        hidden = t("Undated records hidden by the year filter")
        facts.append(text_fact("hidden_undated", hidden, t.number(found.hidden_undated)))
    return facts


def overview(shown: Shown) -> tuple[Fact, ...]:
    """What is shown, in five numbers."""
    t, found, register = shown.t, shown.selection, shown.register
    places, donors = (tally(register, found, facet) for facet in ("place", "donors"))
    anonymous = (found.mask & ~naming(index_of(register).facets["donors"])).sum()
    money, every = totals(register, found.mask), len(register.communities)
    return (
        _share(t, "communities", t("Communities with records"), _some(places), every),
        text_fact("donors", t("Donors named"), t.number(_some(donors))),
        text_fact("no_donor", t("Records that name no donor"), t.number(int(anonymous))),
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
    """How the communities stand on the date; those of the view by name where they are few."""
    labels, t = shown.labels, shown.t
    found = status_on(shown.register, shown.day)
    chosen = _chosen(shown)
    notes = " ".join(notices(labels, shown.day))
    dated = text_fact("status_day", t("Territory status as of"), t.day(shown.day), notes)
    if chosen and len(chosen) <= MAX_NAMED:
        return [dated, *(_one_status(shown, code) for code in chosen)]
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
                _parts(shown, codes) if item == TerritoryStatus.PARTLY_OCCUPIED else "",
            )
            for item in TerritoryStatus
            if counts[item]
        ),
    ]


def _chosen(shown: Shown) -> list[str]:
    """The communities that the view names, those of its raions too; by name."""
    raions = shown.register.raions
    codes = {code for chosen in shown.view.community for code in raions.get(chosen, (chosen,))}
    return sorted(codes, key=lambda code: shown.t.sort_key(shown.labels.community(code)))


def _one_status(shown: Shown, code: str) -> Fact:
    found = status(shown.labels, code, shown.day)
    # The date stands in the fact before.
    return text_fact(code, shown.labels.community(code), found.name, "; ".join(found.details[1:]))


def _parts(shown: Shown, codes: list[str]) -> str:
    """Of partly occupied communities: how many settlements of each."""
    t, found = shown.t, status_on(shown.register, shown.day)
    said = [
        t(
            "{name} – {some} of {all}",
            name=shown.labels.community(code, former=False),
            some=t.number(found[code].settlements_occupied),
            all=t.number(found[code].settlements_total),
        )
        for code in codes
        if found[code].status == TerritoryStatus.PARTLY_OCCUPIED
    ]
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
    facts = [
        text_fact(
            kind.value, labels.code(kind), t.number(states.total()), _states(shown, kind, states)
        )
        for kind, states in kinds.items()
    ]
    facts.sort(key=lambda fact: t.sort_key(fact.label))
    facts.sort(key=lambda fact: -kinds[_kind(fact.key)].total())
    return [text_fact("partnerships", t("Partnerships"), t.number(len(found)), of_all), *facts]


def _kind(code: str) -> PartnershipKind | PartnershipStatus:
    return PartnershipKind(code) if code in set(PartnershipKind) else PartnershipStatus(code)


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
    return [
        _share(t, "stating", label, found.stating, found.records, rule),
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


def _needs(shown: Shown) -> list[Fact]:
    t, count = shown.t, shown.selection.count
    if not count:
        return []
    kinds = breakdown(shown.register, shown.selection, "kind").rows
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
    t, found = shown.t, breakdown(shown.register, shown.selection, key)
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
