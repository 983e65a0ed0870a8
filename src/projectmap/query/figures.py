"""Counts of the shown records: by category, by year, cross-tabulated, and how complete they are.

Everything is counted by column, mostly those of :class:`~projectmap.query.index.Index`, so that a
register of any size takes a few passes of numpy. A donor here is an organisation that is part of
no other: its programmes and agencies count in it, as they do in the filter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from projectmap.i18n import N_
from projectmap.memory import kept
from projectmap.model.codes import ActivityStatus, Kind, Period, Verification
from projectmap.model.filters import FILTERS
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.index import Facet, Index, Mask, index_of
from projectmap.query.select import Selection
from projectmap.query.view import View

Counts = npt.NDArray[np.int64]
PERIODS = (Period.AFTER, Period.BEFORE, Period.UNDATED)
NAMED = {"sector": "sector", "donor": "donor", "community": "place"}
"""What a record may name none, one or several of, with its facet."""
CLOSED: Mapping[str, tuple[StrEnum, ...]] = {
    "period": PERIODS,
    "kind": tuple(Kind),
    "status": tuple(ActivityStatus),
    "verification": tuple(Verification),
}
"""What every record has exactly one of; the codes in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class Row:
    """The records of one code, or one year."""

    code: str
    """Empty for the records that name none."""
    by_period: Mapping[Period, int]

    @property
    def records(self) -> int:
        """How many in all."""
        return sum(self.by_period.values())


@dataclass(frozen=True, slots=True)
class Breakdown:
    """How the shown records are distributed; one with several codes or years counts in each row."""

    rows: tuple[Row, ...]
    """Of a closed list all codes, in its order; else those that are named, most records first.
    Of years every one from the first to the last that has any; a period of undated is a date that
    may lie before or after 24.02.2022."""
    none: Row
    """The records that name none: in a closed list there can be no such record."""
    every: Row
    """All that are shown."""

    @property
    def overlapping(self) -> bool:
        """Whether records count more than once, so that the rows add up to more than there are."""
        return sum(row.records for row in (*self.rows, self.none)) > self.every.records


@dataclass(frozen=True, slots=True)
class Cross:
    """Shown records in the cells of a table; one that names several counts in several cells."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    """Sectors."""
    counts: Counts
    """Shape (rows, columns)."""
    outside: int
    """Shown records that name no row or no column: in no cell."""


@dataclass(frozen=True, slots=True)
class Needs(Cross):
    """What communities need, beside what is recorded for them."""

    needs: Counts
    """How many of the records are needs."""
    gaps: npt.NDArray[np.bool_]
    """Cells where a shown need meets no project or event of the whole register, so that no filter
    makes it look as if nobody had done anything."""
    empty: tuple[str, ...]
    """Communities that no shown record names."""


def breakdown(register: Register, shown: Mask, name: str) -> Breakdown:
    """The records of ``shown`` by ``name``, a key of :data:`NAMED` or :data:`CLOSED`."""
    index = index_of(register)
    facet = index.facets[NAMED.get(name, name)]
    masks = _by_period(index, shown)
    counts = {period: facet.counts(mask) for period, mask in masks.items()}

    def row(code: str) -> Row:
        return Row(code, {period: counts[period].get(code, 0) for period in PERIODS})

    if name in CLOSED:
        rows = [row(code.value) for code in CLOSED[name]]
    else:
        rows = [item for item in map(row, _own(register, name, facet)) if item.records]
        rows.sort(key=lambda item: (-item.records, item.code))
    return Breakdown(tuple(rows), _row(masks, without=facet.named), _row(masks))


def by_year(register: Register, shown: Mask) -> Breakdown:
    """The records of ``shown`` by year: in each from start to end, or in the one that is stated."""
    index = index_of(register)
    dated, masks = index.first_year > 0, _by_period(index, shown)
    none, every = _row(masks, without=dated), _row(masks)
    if none.records == every.records:
        return Breakdown((), none, every)
    start = int(index.first_year[shown & dated].min())
    size = int(index.last_year[shown & dated].max()) - start + 1
    counts = {}
    for period, mask in masks.items():
        begun = np.bincount(index.first_year[mask & dated] - start, minlength=size + 1)
        over = np.bincount(index.last_year[mask & dated] - start + 1, minlength=size + 1)
        counts[period] = np.cumsum(begun - over).tolist()
    rows = (
        Row(str(start + index), {period: counts[period][index] for period in PERIODS})
        for index in range(size)
    )
    return Breakdown(tuple(rows), none, every)


def busiest(rows: Sequence[Row], most: int) -> slice:
    """The ``most`` consecutive rows with the most records; the last of several equal runs."""
    starts = range(max(len(rows) - most, 0) + 1)
    sums = [(sum(row.records for row in rows[start : start + most]), start) for start in starts]
    start = max(sums)[1]
    return slice(start, start + most)


def donors_by_sector(register: Register, selection: Selection) -> Cross:
    """Donors against sectors, donors with most shown records first."""
    index = index_of(register)
    return _cross(index, "donor", _codes(register, selection.mask, "donor"),
                  _codes(register, selection.mask, "sector"), selection.mask)  # fmt: skip


def needs_by_sector(register: Register, selection: Selection) -> Needs:
    """Communities against sectors; communities with gaps first, then those with most records."""
    index = index_of(register)
    needed = index.facets["kind"].mask([Kind.NEED])
    columns = _codes(register, selection.mask, "sector")
    rows = _codes(register, selection.mask, "community")
    every, needs, work = (
        _cross(index, "community", rows, columns, mask)
        for mask in (selection.mask, selection.mask & needed, ~needed)
    )
    gaps = (needs.counts > 0) & (work.counts == 0)
    order = np.argsort(-gaps.sum(axis=1), kind="stable")
    return Needs(
        rows=tuple(rows[index] for index in order),
        columns=columns,
        counts=every.counts[order],
        outside=every.outside,
        needs=needs.counts[order],
        gaps=gaps[order],
        empty=tuple(code for code in register.communities if code not in set(rows)),
    )


def offers(register: Register, selection: Selection) -> tuple[int, int]:
    """How many shown records say that partners may join, and how many of these are confirmed.

    What does not say so is not open; what is confirmed states the date.
    """
    confirmed = [yes for row, yes in _open_rows(register).items() if selection.mask[row]]
    return len(confirmed), sum(confirmed)


@kept(2)
def _open_rows(register: Register) -> Mapping[int, bool]:
    """The rows that say that partners may join; whether they are confirmed."""
    return {
        row: item.confirmed_on is not None
        for row, item in enumerate(register.projects)
        if item.open_to_partners
    }


STATED: Mapping[str, tuple[str, Callable[[Project], object]]] = {
    "date": (N_("Start or end date"), lambda item: item.start or item.end),
    "amount": (N_("Amount"), lambda item: item.amount is not None),
    "donor": (N_("Donor"), lambda item: item.donors),
    "implementer": (N_("Implementing partner"), lambda item: item.implementers),
    "community": (N_("Community"), lambda item: item.communities),
    "settlement": (N_("Settlement"), lambda item: item.settlement),
    "status_asof": (N_("Date of the activity status"), lambda item: item.status_asof),
    "source_read": (N_("Source read"), lambda item: item.verification != Verification.EXCERPT),
}
"""What a reader will ask for: its name, and whether a record states it."""


def completeness(register: Register, selection: Selection) -> dict[str, int]:
    """How many of the shown records state what a reader will ask for, by the keys of STATED."""
    masks = stating(register)
    return {name: int((selection.mask & masks[name]).sum()) for name in STATED}


@kept(2)
def stating(register: Register) -> Mapping[str, Mask]:
    """The rows that state each of :data:`STATED`; one pass over the records for each, then kept."""
    return {
        name: np.array([bool(states(item)) for item in register.projects], dtype=bool)
        for name, (_, states) in STATED.items()
    }


def narrowed(register: Register, view: View, chosen: Mapping[str, str]) -> View | None:
    """``view`` narrowed to ``chosen``: codes of filters, or a ``year``.

    None where the view already asks for other values of the same filter: the shown records have
    them too, and no view can ask for both.
    """
    if any(not _within(view, name, code, register) for name, code in chosen.items()):
        return None
    changes: dict[str, Any] = {name: (code,) for name, code in chosen.items() if name != "year"}
    if "year" in chosen:
        changes = dict.fromkeys(("year_from", "year_to"), int(chosen["year"]))
    return replace(view, **changes)


def _within(view: View, name: str, code: str, register: Register) -> bool:
    if name == "year":
        after = view.year_from is None or view.year_from <= int(code)
        return after and (view.year_to is None or int(code) <= view.year_to)
    asked = getattr(view, name)
    # An organisation or a community is asked for by what is above it as well.
    found = FILTERS[name].values(register, (code,)) if name in NAMED else (code,)
    return not asked or not set(found).isdisjoint(asked)


def _by_period(index: Index, mask: Mask) -> dict[Period, Mask]:
    return {period: mask & index.facets["period"].mask([period]) for period in PERIODS}


def _row(masks: Mapping[Period, Mask], without: Mask | None = None) -> Row:
    """The records of the periods' masks together, those of ``without`` left out."""
    return Row("", {period: int((mask if without is None else mask & ~without).sum())
                    for period, mask in masks.items()})  # fmt: skip


def _own(register: Register, name: str, facet: Facet) -> list[str]:
    """The codes of ``facet`` that get a row: of donors those that are part of no other."""
    if name != "donor":
        return list(facet.indexes)
    return [slug for slug in facet.indexes if register.organisations[slug].parent is None]


def _codes(register: Register, mask: Mask, name: str) -> tuple[str, ...]:
    """The codes that records of ``mask`` name, most records first."""
    facet = index_of(register).facets[NAMED[name]]
    counts = facet.counts(mask)
    found = (code for code in _own(register, name, facet) if counts[code])
    return tuple(sorted(found, key=lambda code: (-counts[code], code)))


def _cross(
    index: Index, name: str, rows: Sequence[str], columns: Sequence[str], mask: Mask
) -> Cross:
    facet, sectors = index.facets[NAMED[name]], index.facets["sector"]
    counts = np.zeros((len(rows), len(columns)), dtype=np.int64)
    for number, column in enumerate(columns):
        found = facet.counts(mask & sectors.mask([column]))
        counts[:, number] = [found[code] for code in rows]
    inside = facet.named & sectors.named
    return Cross(tuple(rows), tuple(columns), counts, int((mask & ~inside).sum()))
