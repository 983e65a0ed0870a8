"""How the status of communities changes in time: counts, intervals, settlements, then and now.

Everything rests on :func:`projectmap.query.status.status_on`: a start date counts, an end
date does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from projectmap.i18n import N_
from projectmap.memory import kept
from projectmap.model.codes import TerritoryStatus
from projectmap.model.dates import span
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.status import (
    CommunityStatus,
    change_dates,
    listed_settlements,
    settlements_on,
    status_on,
)

T = TypeVar("T")
Dated: TypeAlias = tuple[tuple[date | None, T], ...]
"""What holds from each date on, oldest first; from None: before the first change."""


@dataclass(frozen=True, slots=True)
class StatusInterval(CommunityStatus):
    """A time without any change: ``start`` inclusive, ``end`` exclusive, None where it is open."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Group:
    """Settlements that are to be named, and why."""

    status: TerritoryStatus | None
    """What they have; None: they are not listed as temporarily occupied."""
    settlements: tuple[str, ...]

    @property
    def label(self) -> str:
        """What they have in common: a message id."""
        return (
            N_("not listed as temporarily occupied") if self.status is None else self.status.label
        )


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """A community's status at the date of a record and at that of the edition."""

    katottg: str
    then: tuple[TerritoryStatus, ...] | None
    """Several, oldest first, where it changed within a date like ``2022``.

    None: the record has no date.
    """
    now: TerritoryStatus


@kept(4)
def counts_over_time(register: Register) -> Dated[Mapping[TerritoryStatus, int]]:
    """How many communities have each status; statuses of no community are left out."""
    return tuple(
        (day, MappingProxyType(Counter(item.status for item in found.values())))
        for day, found in _states(register)
    )


@kept(64)
def status_intervals(register: Register, katottg: str) -> tuple[StatusInterval, ...]:
    """The times without change of a community, oldest first, without gaps; neighbours differ."""
    states = [(day, found[katottg]) for day, found in _states(register)]
    begun = [next(alike) for _, alike in groupby(states, key=lambda pair: pair[1])]
    ends = [*(start for start, _ in begun[1:]), None]
    return tuple(
        StatusInterval(
            **{item.name: getattr(state, item.name) for item in fields(state)}, start=start, end=end
        )
        for (start, state), end in zip(begun, ends, strict=True)
    )


def exceptions(register: Register, katottg: str, day: date) -> tuple[Group, ...]:
    """The settlements without whose names the status of the community would mislead.

    Of a partly occupied community the settlements that are occupied or those that are not,
    whichever are fewer; of any other those that the List names separately and that have another
    status.
    """
    statuses, own = settlements_on(register, day), listed_settlements(register)
    found = {code: statuses[code] for code in register.settlements_of[katottg]}
    status = status_on(register, day)[katottg].status
    if status == TerritoryStatus.PARTLY_OCCUPIED:
        full = TerritoryStatus.TEMPORARILY_OCCUPIED
        occupied = tuple(code for code in found if found[code] == full)
        others = tuple(code for code in found if found[code] != full)
        return (Group(None, others) if len(others) < len(occupied) else Group(full, occupied),)
    groups = (
        Group(other, tuple(code for code in found if code in own and found[code] == other))
        for other in TerritoryStatus
        if other != status
    )
    return tuple(group for group in groups if group.settlements)


def step(register: Register, day: date, *, forward: bool) -> date | None:
    """The next or the previous date on which anything changed; None where there is none.

    The last one is the date of the edition, whether anything changed on it or not.
    """
    known = {change for change in change_dates(register) if change <= register.edition}
    known.add(register.edition)
    if forward:
        return min((stop for stop in known if stop > day), default=None)
    return max((stop for stop in known if stop < day), default=None)


def status_at_project(register: Register, project: Project) -> tuple[ThenAndNow, ...]:
    """What each community of ``project`` had at the record's date, and has at the edition's.

    The record's date is its start, or its end where it has no start.
    """
    dated = project.start or project.end
    now = status_on(register, register.edition)
    return tuple(
        ThenAndNow(code, _within(register, code, dated) if dated else None, now[code].status)
        for code in project.communities
    )


def _within(register: Register, katottg: str, dated: str) -> tuple[TerritoryStatus, ...]:
    first, last = span(dated)
    days = [first, *(change for change in change_dates(register) if first < change <= last)]
    found = (status_on(register, day)[katottg].status for day in days)
    return tuple(status for status, _ in groupby(found))


@kept(4)
def _states(register: Register) -> Dated[Mapping[str, CommunityStatus]]:
    """The status of every community from each date of change on, and before the first (None)."""
    changes = change_dates(register)
    before = status_on(register, changes[0] - timedelta(days=1))
    return ((None, before), *((day, status_on(register, day)) for day in changes))
