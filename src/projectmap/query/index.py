"""The register in columns: made once, shared by all sessions; selections read nothing else.

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
from projectmap.model.dates import span
from projectmap.model.filters import FILTERS, as_tuple, identity
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.text_index import Numbers, Rows, inverted

Mask = npt.NDArray[np.bool_]
Values: TypeAlias = Callable[[Register, Any], Iterable[str]]
ROLES = ("donors", "implementers", "channels", "partners")
"""Fields that name organisations; ``programme`` names one more."""


@dataclass(frozen=True, slots=True)
class Facet:
    """The rows of each value of one filter."""

    indexes: Mapping[str, int]
    """Of the values, which are sorted, in ``starts``."""
    starts: Numbers
    """Where in ``rows`` the rows of each value begin; one more at the end."""
    rows: Rows
    size: int
    """Of the register."""

    def of(self, value: str) -> Rows:
        """The rows of ``value``, none for a value that no record has."""
        index = self.indexes.get(value)
        if index is None:
            return self.rows[:0]
        return self.rows[self.starts[index] : self.starts[index + 1]]

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
        return dict(zip(self.indexes, np.diff(ends).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Index:
    """The columns of a register; rows are those of ``Register.projects``."""

    facets: Mapping[str, Facet]
    """The filters; besides, what records themselves name: the roles, ``programme``,
    ``place`` (communities without their raions), ``settlement`` and ``scope``."""
    first_year: npt.NDArray[np.int16]
    last_year: npt.NDArray[np.int16]
    """Years of start and end; 0 where no date is stated."""
    order: Rows
    """Rows as the list shows them: newest start first, undated last."""


@kept(2)
def index_of(register: Register) -> Index:
    """The index of ``register``; made once and kept."""
    projects = register.projects
    starts = [span(item.start)[0].toordinal() if item.start else 0 for item in projects]
    years = np.array([_years(item.start, item.end) for item in projects], dtype=np.int16)
    years = years.reshape(-1, 2)
    return Index(
        facets=_facets(register),
        first_year=years[:, 0].copy(),
        last_year=years[:, 1].copy(),
        order=np.argsort(-np.array(starts, dtype=np.int64), kind="stable").astype(np.int32),
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
        "scope": facet(attrgetter("scope"), as_tuple),
    }


def _years(start: str | None, end: str | None) -> tuple[int, int]:
    first, last = start or end, end or start
    if first is None or last is None:
        return 0, 0
    return span(first)[0].year, span(last)[1].year
