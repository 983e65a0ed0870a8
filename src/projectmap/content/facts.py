"""The few big numbers of a view as texts, for the stage, slides and reports.

Every number comes from :mod:`projectmap.query`. Nothing here says "not stated" by a zero: a group
that has nothing to tell is empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from projectmap.content.about import notices
from projectmap.i18n import Translator
from projectmap.model.codes import FactGroup, Kind, PartnershipStatus, Period, TerritoryStatus
from projectmap.model.labels import community_name, label, organisation_name, sector_name
from projectmap.model.records import Partnership
from projectmap.model.register import Register
from projectmap.query.figures import PERIODS, Breakdown, Row, breakdown, offers
from projectmap.query.select import Selection, select, tally
from projectmap.query.status import CommunityStatus, since, status_on
from projectmap.query.totals import totals
from projectmap.query.view import View

GROUPS: tuple[str, ...] = tuple(group.value for group in FactGroup)
MOST_NAMED = 5
"""Donors, sectors and chosen communities that are named one by one."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with its name, and what must be known to read it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    register: Register
    view: View
    selection: Selection
    t: Translator


def facts(register: Register, view: View, t: Translator, group: str) -> tuple[Fact, ...]:
    """The facts of ``group``, one of :data:`GROUPS`, about what ``view`` shows.

    Empty where no record is shown that could have any; the groups ``records`` and ``status``
    never are. Raises :class:`KeyError` for an unknown group.
    """
    make = _MAKERS[group]
    return tuple(make(_Asked(register, view, select(register, view), t)))


def _records(asked: _Asked) -> list[Fact]:
    found, t = asked.selection, asked.t
    of_all = t.plural("of {n} record", "of {n} records", len(asked.register.projects))
    facts = [Fact(t("Records"), t.number(found.count), of_all)]
    unknown = t("What the sources say was true then; the present state is not known.")
    facts += [
        Fact(
            label(t, period),
            t.number(found.by_period[period]),
            unknown if period == Period.BEFORE else "",
        )
        for period in PERIODS
        if found.by_period[period]
    ]
    if found.hidden_undated:
        hidden = t("Undated records hidden by the years")
        facts.append(Fact(hidden, t.number(found.hidden_undated)))
    return facts


# --- Status of the communities ----------------------------------------------------------------


def _status(asked: _Asked) -> list[Fact]:
    """How the communities stand on the date; those of the view by name where they are few."""
    register, t = asked.register, asked.t
    day = asked.view.asof or register.edition
    found = status_on(register, day)
    chosen = _chosen(asked)
    dated = Fact(
        t("Status of territories as of"), t.day(day), " ".join(notices(register, asked.view, t))
    )
    if chosen and len(chosen) <= MOST_NAMED:
        return [dated, *(_one_status(asked, found[code]) for code in chosen)]
    codes = chosen or list(found)
    counts = Counter(found[code].status for code in codes)
    of_all = t.plural("of {n} community", "of {n} communities", len(found))
    return [
        dated,
        Fact(t("Communities"), t.number(len(codes)), of_all if chosen else ""),
        *(
            Fact(label(t, status), t.number(counts[status]), _parts(asked, codes, status))
            for status in TerritoryStatus
            if counts[status]
        ),
    ]


def _chosen(asked: _Asked) -> list[str]:
    """The communities that the view names, those of its raions too; by name."""
    register, t = asked.register, asked.t
    codes = {
        code for chosen in asked.view.community for code in register.raions.get(chosen, (chosen,))
    }
    return sorted(codes, key=lambda code: t.sort_key(community_name(t, register.communities[code])))


def _one_status(asked: _Asked, found: CommunityStatus) -> Fact:
    register, t = asked.register, asked.t
    began = since(register, found.katottg, asked.view.asof or register.edition)
    notes = [t("since {day}", day=t.day(began))] if began else []
    if found.status == TerritoryStatus.PARTLY_OCCUPIED:
        notes.append(
            t(
                "{occupied} of {total} settlements",
                occupied=t.number(found.settlements_occupied),
                total=t.number(found.settlements_total),
            )
        )
    name = community_name(t, register.communities[found.katottg])
    return Fact(name, label(t, found.status), "; ".join(notes))


def _parts(asked: _Asked, codes: list[str], status: TerritoryStatus) -> str:
    """Of partly occupied communities: how many settlements of each."""
    if status != TerritoryStatus.PARTLY_OCCUPIED:
        return ""
    register, t = asked.register, asked.t
    found = status_on(register, asked.view.asof or register.edition)
    said = [
        t(
            "{name} – {some} of {all}",
            name=community_name(t, register.communities[code], former=False),
            some=t.number(found[code].settlements_occupied),
            all=t.number(found[code].settlements_total),
        )
        for code in codes
        if found[code].status == status
    ]
    return t("Settlements occupied: {list}", list="; ".join(sorted(said, key=t.sort_key)))


# --- Partnerships, money, needs ---------------------------------------------------------------


def _partnerships(asked: _Asked) -> list[Fact]:
    """How many, and of each kind how many in which state."""
    t, shown = asked.t, asked.selection.partnerships
    if not shown:
        return []
    of_all = t.plural("of {n} partnership", "of {n} partnerships", len(asked.register.partnerships))
    kinds: dict[str, Counter[PartnershipStatus]] = {}
    for item in shown:
        kinds.setdefault(_kind(item, t), Counter())[item.status] += 1
    by_kind = sorted(kinds.items(), key=lambda pair: (-pair[1].total(), t.sort_key(pair[0])))
    return [
        Fact(t("Partnerships"), t.number(len(shown)), of_all),
        *(
            Fact(kind, t.number(states.total()), _states(kind, states, t))
            for kind, states in by_kind
        ),
    ]


def _kind(item: Partnership, t: Translator) -> str:
    return label(t, item.kind) if item.kind else label(t, item.status)


def _states(kind: str, states: Mapping[PartnershipStatus, int], t: Translator) -> str:
    said = [
        f"{label(t, state)}: {t.number(states[state])}"
        for state in PartnershipStatus
        if states.get(state)
    ]
    # What has no kind goes by its state, which need not be said twice.
    return "; ".join(text for text in said if not text.startswith(f"{kind}:"))


def _money(asked: _Asked) -> list[Fact]:
    t, found = asked.t, totals(asked.register, asked.selection.mask)
    if not found.records:
        return []
    rule = (
        t("Programme totals, shared sums, prices per unit and approximate sums are not added up.")
        if found.sums
        else t("There is no sum: no amount belongs to one shown record alone.")
    )
    stating = t("{some} of {all}", some=t.number(found.stating), all=t.number(found.records))
    return [
        Fact(t("Records that state an amount"), stating, rule if found.stating else ""),
        *(
            Fact(
                t("Sum of loans") if total.loan else t("Sum without loans"),
                t.money(total.amount, total.currency),
                t.plural("in {n} record", "in {n} records", total.records),
            )
            for total in found.sums
        ),
    ]


def _needs(asked: _Asked) -> list[Fact]:
    t, count = asked.t, asked.selection.count
    if not count:
        return []
    kinds = breakdown(asked.register, asked.selection, "kind").rows
    needs = next(row.records for row in kinds if row.code == Kind.NEED)
    of_shown = t.plural("of {n} record", "of {n} records", count)
    found = offers(asked.register, asked.selection)
    confirmed = t(
        "confirmed by the community: {some} of {all}",
        some=t.number(found.confirmed),
        all=t.number(found.records),
    )
    return [
        Fact(t("Needs"), t.number(needs), of_shown if needs < count else ""),
        Fact(t("Open to partners"), t.number(found.records), confirmed if found.records else ""),
    ]


# --- Who and what -----------------------------------------------------------------------------


def _donors(asked: _Asked) -> list[Fact]:
    t, register = asked.t, asked.register
    themselves = tally(register, asked.selection, "donors")

    def note(row: Row) -> str:
        alone = themselves.get(row.code, 0) == row.records
        return "" if alone else t("with its programmes and agencies")

    return _named(
        breakdown(register, asked.selection, "donor"),
        lambda row: Fact(organisation_name(t, register, row.code), _in_records(row, t), note(row)),
        t("Other donors"),
        t("Records that name no donor"),
        t,
    )


def _sectors(asked: _Asked) -> list[Fact]:
    t, register = asked.t, asked.register
    return _named(
        breakdown(register, asked.selection, "sector"),
        lambda row: Fact(sector_name(t, register, row.code), _in_records(row, t)),
        t("Other sectors"),
        t("Records that name no sector"),
        t,
    )


def _in_records(row: Row, t: Translator) -> str:
    return t.plural("{n} record", "{n} records", row.records)


def _named(
    found: Breakdown, tell: Callable[[Row], Fact], others: str, nobody: str, t: Translator
) -> list[Fact]:
    """Those with most records, how many others there are, and how many records name none."""
    pairs = [(row.records, tell(row)) for row in found.rows]
    pairs.sort(key=lambda pair: (-pair[0], t.sort_key(pair[1].label)))
    said = [fact for _, fact in pairs[:MOST_NAMED]]
    if left := len(pairs) - len(said):
        said.append(Fact(others, t.plural("{n} more", "{n} more", left)))
    if found.none is not None and found.none.records:
        said.append(Fact(nobody, _in_records(found.none, t)))
    if found.overlapping:
        rule = t(
            "A record that names several of them counts in each, so the rows add up to more than "
            "the number of records."
        )
        said[-1] = replace(said[-1], note="; ".join(part for part in (said[-1].note, rule) if part))
    return said


_MAKERS: Mapping[str, Callable[[_Asked], list[Fact]]] = {
    FactGroup.RECORDS: _records,
    FactGroup.STATUS: _status,
    FactGroup.PARTNERSHIPS: _partnerships,
    FactGroup.MONEY: _money,
    FactGroup.NEEDS: _needs,
    FactGroup.DONORS: _donors,
    FactGroup.SECTORS: _sectors,
}
