"""The status of every community on a date, by the rule of the List.

A raion row covers all settlements of the raion. A community row covers all settlements of the
community but those that have a row of their own anywhere in the List. A settlement row covers
its settlement. ``valid_from`` is inclusive, ``valid_to`` exclusive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from projectmap.memory import kept
from projectmap.model.codes import Level, ListStatus, TerritoryStatus
from projectmap.model.records import StatusRow
from projectmap.model.register import Register

_CATEGORIES = tuple(ListStatus)
_HOSTILITIES = _CATEGORIES[1:]
"""All but occupation, the gravest first."""
_FOREVER = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class CommunityStatus:
    """A community's status on a date."""

    katottg: str
    status: TerritoryStatus
    settlements_occupied: int
    settlements_total: int
    rows: tuple[StatusRow, ...]
    """The rows of the List that are in force there on the date."""


@dataclass(frozen=True, slots=True)
class _Coverage:
    """Which row covers which settlement, as parallel arrays of indices."""

    communities: tuple[str, ...]
    totals: npt.NDArray[np.int64]
    """Settlements of each community."""
    home: npt.NDArray[np.int64]
    """Community of each settlement."""
    pair_row: npt.NDArray[np.int64]
    pair_settlement: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]
    """First day of each row, proleptic ordinal."""
    after: npt.NDArray[np.int64]
    """First day no longer covered."""
    category: npt.NDArray[np.int64]


@kept(4)
def listed_settlements(register: Register) -> frozenset[str]:
    """The settlements that have a row of their own anywhere in the List."""
    return frozenset(row.territory for row in register.status_rows if row.level == Level.SETTLEMENT)


@kept(4)
def _coverage(register: Register) -> _Coverage:
    settlements = {code: number for number, code in enumerate(register.settlements)}
    communities = {code: number for number, code in enumerate(register.communities)}
    own = listed_settlements(register)
    pair_row: list[int] = []
    pair_settlement: list[int] = []
    of = register.settlements_of
    for number, row in enumerate(register.status_rows):
        covered = [row.territory]
        if row.level == Level.COMMUNITY:
            covered = [code for code in of[row.territory] if code not in own]
        elif row.level == Level.RAION:
            covered = [code for place in register.raions[row.territory] for code in of[place]]
        pair_row += [number] * len(covered)
        pair_settlement += [settlements[code] for code in covered]
    home = np.array([communities[item.community] for item in register.settlements.values()])
    return _Coverage(
        communities=tuple(register.communities),
        totals=np.bincount(home, minlength=len(communities)),
        home=home,
        pair_row=np.array(pair_row, dtype=np.int64),
        pair_settlement=np.array(pair_settlement, dtype=np.int64),
        first=np.array([row.valid_from.toordinal() for row in register.status_rows]),
        after=np.array(
            [row.valid_to.toordinal() if row.valid_to else _FOREVER for row in register.status_rows]
        ),
        category=np.array([_CATEGORIES.index(row.status) for row in register.status_rows]),
    )


@kept(64)
def status_on(register: Register, day: date) -> Mapping[str, CommunityStatus]:
    """The status of every community on ``day``, by KATOTTG code."""
    cover, in_force = _coverage(register), _in_force(register, day)
    rows, where = cover.pair_row[in_force], cover.pair_settlement[in_force]
    covered = np.zeros((len(_CATEGORIES), len(cover.home)), dtype=bool)
    covered[cover.category[rows], where] = True
    size = len(cover.communities)
    counts = {
        category: np.bincount(cover.home[covered[place]], minlength=size)
        for place, category in enumerate(_CATEGORIES)
    }
    rows_of: list[list[StatusRow]] = [[] for _ in cover.communities]
    together = np.column_stack([cover.home[where], rows])
    for place, row in np.unique(together, axis=0):
        rows_of[place].append(register.status_rows[row])
    found = {}
    for place, code in enumerate(cover.communities):
        occupied = int(counts[ListStatus.TEMPORARILY_OCCUPIED][place])
        total = int(cover.totals[place])
        hostilities = (TerritoryStatus(item) for item in _HOSTILITIES if counts[item][place])
        status = next(hostilities, TerritoryStatus.NOT_LISTED)
        if occupied:
            status = TerritoryStatus.PARTLY_OCCUPIED
        if occupied == total:
            status = TerritoryStatus.TEMPORARILY_OCCUPIED
        found[code] = CommunityStatus(code, status, occupied, total, tuple(rows_of[place]))
    return MappingProxyType(found)


@kept(4)
def settlements_on(register: Register, day: date) -> Mapping[str, TerritoryStatus]:
    """The status of every settlement on ``day``: of the rows that cover it the gravest."""
    cover, in_force = _coverage(register), _in_force(register, day)
    gravest = np.full(len(cover.home), len(_CATEGORIES))
    categories = cover.category[cover.pair_row[in_force]]
    np.minimum.at(gravest, cover.pair_settlement[in_force], categories)
    statuses = (*map(TerritoryStatus, _CATEGORIES), TerritoryStatus.NOT_LISTED)
    found = (statuses[at] for at in gravest)
    return MappingProxyType(dict(zip(register.settlements, found, strict=True)))


def _in_force(register: Register, day: date) -> npt.NDArray[np.bool_]:
    """Which pairs of row and settlement are in force on ``day``."""
    cover, number = _coverage(register), day.toordinal()
    return ((cover.first <= number) & (number < cover.after))[cover.pair_row]


def counts_on(register: Register, day: date) -> Counter[TerritoryStatus]:
    """How many communities have each status on ``day``."""
    return Counter(item.status for item in status_on(register, day).values())


@kept(4)
def change_dates(register: Register) -> tuple[date, ...]:
    """Every date on which a row of the List begins or ends, oldest first."""
    days = {row.valid_from for row in register.status_rows}
    days |= {row.valid_to for row in register.status_rows if row.valid_to is not None}
    return tuple(sorted(days))


def since(register: Register, katottg: str, day: date) -> date | None:
    """Since when the community has had, without a break, the status that it has on ``day``.

    None where it has had it since before the first date of the List.
    """
    status = status_on(register, day)[katottg].status
    earlier = [change for change in change_dates(register) if change <= day]
    began: date | None = None
    for change in reversed(earlier):
        if status_on(register, change)[katottg].status != status:
            return began
        began = change
    return None if status == TerritoryStatus.NOT_LISTED else began
