"""The register in columns: made once, shared by all sessions, and all that selections read.

Every filter is the rows of each of its values, so that a choice is a mask over rows and the
counts of all options are one pass a filter.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from projectmap.memory import kept
from projectmap.model.codes import AmountScope, Finance, Scope
from projectmap.model.dates import span
from projectmap.model.filters import FILTERS, as_tuple, identity
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.text_index import Numbers, Rows, inverted

Mask = npt.NDArray[np.bool_]
Values: TypeAlias = Callable[[Register, Any], Iterable[str]]
SCOPES = tuple(Scope)
ROLES = ("donors", "implementers", "channels", "partners")
"""Fields that name organisations; ``programme`` names one more."""


@dataclass(frozen=True, slots=True)
class Facet:
    """The rows of each value of one filter."""

    places: Mapping[str, int]
    """The values, sorted, with their numbers."""
    starts: Numbers
    """Where in ``rows`` the rows of each value begin; one more at the end."""
    rows: Rows
    size: int
    """Of the register."""

    def of(self, value: str) -> Rows:
        """The rows of ``value``, none for a value that no record has."""
        place = self.places.get(value)
        if place is None:
            return self.rows[:0]
        return self.rows[self.starts[place] : self.starts[place + 1]]

    def mask(self, chosen: Iterable[str]) -> Mask:
        """The rows that have any of ``chosen``."""
        found = np.zeros(self.size, dtype=bool)
        for value in chosen:
            found[self.of(value)] = True
        return found

    @property
    def named(self) -> Mask:
        """The rows that have any value."""
        found = np.zeros(self.size, dtype=bool)
        found[self.rows] = True
        return found

    def counts(self, mask: Mask) -> dict[str, int]:
        """How many rows of ``mask`` have each value."""
        found = np.cumsum(mask[self.rows], dtype=np.int32)
        ends = np.concatenate([[0], found])[self.starts]
        return dict(zip(self.places, np.diff(ends).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Money:
    """The rows that state an amount for themselves alone; parallel arrays but for ``stated``."""

    stated: Mask
    """Whether a record states any amount, over all rows."""
    rows: Rows
    amounts: npt.NDArray[np.float64]
    kinds: Rows
    """Place in ``names``."""
    names: tuple[tuple[str, bool], ...]
    """Currency, and whether it is a loan."""
    above: Mapping[int, tuple[int, ...]]
    """By place in ``rows``, for parts only: the rows of the records that they are a part of."""


@dataclass(frozen=True, slots=True)
class Index:
    """The columns of a register; rows are those of ``Register.projects``."""

    facets: Mapping[str, Facet]
    """The filters; besides, what records themselves name: the roles, ``programme``,
    ``place`` (communities without their raions) and ``settlement``."""
    scopes: npt.NDArray[np.uint8]
    """Place in SCOPES."""
    first_year: npt.NDArray[np.int16]
    last_year: npt.NDArray[np.int16]
    """Years of start and end; 0 where no date is stated."""
    order: Rows
    """Rows as the list shows them: newest start first, undated last."""
    money: Money


@kept(2)
def index_of(register: Register) -> Index:
    """The index of ``register``; made once and kept."""
    projects = register.projects
    starts = [span(item.start)[0].toordinal() if item.start else 0 for item in projects]
    years = np.array([_years(item.start, item.end) for item in projects], dtype=np.int16)
    years = years.reshape(-1, 2)
    return Index(
        facets=_facets(register),
        scopes=np.array([SCOPES.index(item.scope) for item in projects], dtype=np.uint8),
        first_year=years[:, 0].copy(),
        last_year=years[:, 1].copy(),
        order=np.argsort(-np.array(starts, dtype=np.int64), kind="stable").astype(np.int32),
        money=_money(register),
    )


def _facets(register: Register) -> dict[str, Facet]:
    def facet(read_key: Callable[[Project], Hashable], values: Values) -> Facet:
        keys, size = map(read_key, register.projects), len(register.projects)
        return Facet(*inverted(keys, [1] * size, partial(values, register)), size)

    return {
        **{name: facet(row.key, row.values) for name, row in FILTERS.items()},
        **{role: facet(attrgetter(role), identity) for role in ROLES},
        "programme": facet(attrgetter("programme"), as_tuple),
        "place": facet(attrgetter("communities"), identity),
        "settlement": facet(attrgetter("settlement"), as_tuple),
    }


def _years(start: str | None, end: str | None) -> tuple[int, int]:
    first, last = start or end, end or start
    if first is None or last is None:
        return 0, 0
    return span(first)[0].year, span(last)[1].year


def _money(register: Register) -> Money:
    names: dict[tuple[str, bool], int] = {}
    rows, amounts, kinds = [], [], []
    above = {}
    for row, item in enumerate(register.projects):
        if item.amount is None or item.currency is None or item.amount_scope != AmountScope.RECORD:
            continue
        rows.append(row)
        amounts.append(item.amount)
        kinds.append(names.setdefault((item.currency, item.finance == Finance.LOAN), len(names)))
        if item.parent_id is not None:
            above[len(rows) - 1] = tuple(_rows_above(register, item))
    return Money(
        stated=np.array([item.amount is not None for item in register.projects], dtype=bool),
        rows=np.array(rows, dtype=np.int32),
        amounts=np.array(amounts, dtype=np.float64),
        kinds=np.array(kinds, dtype=np.int32),
        names=tuple(names),
        above=above,
    )


def _rows_above(register: Register, item: Project) -> Iterable[int]:
    parent_id = item.parent_id
    while parent_id is not None and parent_id in register.project_rows:
        row = register.project_rows[parent_id]
        yield row
        parent_id = register.projects[row].parent_id
