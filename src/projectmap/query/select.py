"""Which records a view shows, and how many each other choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from projectmap.memory import kept
from projectmap.model.codes import Period, Scope
from projectmap.model.filters import FILTERS, PARTNERSHIP_FILTERS
from projectmap.model.records import Partnership
from projectmap.model.register import Register
from projectmap.query.index import Index, Mask, index_of
from projectmap.query.search import search
from projectmap.query.view import FACETS, View

MAX_SELECTIONS = 64
"""Selections kept in memory; one of 100,000 records takes half a megabyte."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The records that a view shows."""

    mask: Mask
    rows: npt.NDArray[np.int32]
    """Rows of ``Register.projects``, in the order of the list."""
    options: Mapping[str, Mapping[str, int]]
    """For each filter, how many records each of its values would leave."""
    hidden_undated: int
    """Records without any date that only the years filter hides."""
    by_period: Mapping[Period, int]
    by_scope: Mapping[Scope, int]
    partnerships: tuple[Partnership, ...]

    @property
    def count(self) -> int:
        """How many records are shown."""
        return len(self.rows)


def select(register: Register, view: View) -> Selection:
    """The records that ``view`` shows; kept, as many sessions ask for the same."""
    return _select(register, view.records_only())


def tally(register: Register, selection: Selection, facet: str) -> dict[str, int]:
    """How many of the shown records have each value of ``facet`` (of :class:`Index`)."""
    return index_of(register).facets[facet].counts(selection.mask)


def rows_where(
    register: Register, selection: Selection, facet: str, value: str
) -> npt.NDArray[np.int32]:
    """The shown rows that have ``value``, in the order of the list."""
    index = index_of(register)
    here = selection.mask & index.facets[facet].mask([value])
    return index.order[here[index.order]]


@kept(MAX_SELECTIONS)
def _select(register: Register, view: View) -> Selection:
    index = index_of(register)
    masks = {
        name: index.facets[name].mask(getattr(view, name)) for name in FACETS if getattr(view, name)
    }
    text = search(register, view.q).records
    years = _in_years(index, view)

    def together(*, without: str = "") -> Mask:
        found = text if without == "years" else text & years
        for name, mask in masks.items():
            if name != without:
                found = found & mask
        return found

    shown = together()
    asked_years = view.year_from is not None or view.year_to is not None
    undated = index.first_year == 0
    periods = index.facets["period"].counts(shown)
    scopes = index.facets["scope"].counts(shown)
    return Selection(
        mask=shown,
        rows=index.order[shown[index.order]],
        options={
            name: index.facets[name].counts(together(without=name) if name in masks else shown)
            for name in FACETS
        },
        hidden_undated=int((together(without="years") & undated).sum()) if asked_years else 0,
        by_period={period: periods.get(period, 0) for period in Period},
        by_scope={scope: scopes.get(scope, 0) for scope in Scope},
        partnerships=tuple(item for item, _, missed in _matched(register, view) if not missed),
    )


def _in_years(index: Index, view: View) -> Mask:
    found = np.ones(len(index.first_year), dtype=bool)
    if view.year_from is not None:
        found &= index.last_year >= view.year_from
    if view.year_to is not None:
        found &= (index.first_year <= view.year_to) & (index.first_year > 0)
    return found


def for_partnerships(view: View) -> View:
    """Just what of ``view`` decides which partnerships are shown.

    Donors and years do not, nor do codes that only records have.
    """
    chosen: dict[str, Any] = {}
    for name, row in FILTERS.items():
        codes = getattr(view, name) if name in PARTNERSHIP_FILTERS else ()
        own = row.partnership_codes
        chosen[name] = tuple(code for code in codes if own is None or code in own)
    return View(q=view.q, **chosen)


def _matched(
    register: Register, view: View
) -> Iterator[tuple[Partnership, dict[str, set[str]], set[str]]]:
    """The partnerships that have the words, with their values of each filter and those missed."""
    own = for_partnerships(view)
    asked = {name: set(getattr(own, name)) for name in PARTNERSHIP_FILTERS}
    found = search(register, view.q).partnerships
    for item in register.partnerships:
        if item.id in found:
            has = {name: set(row.values(register, item))
                   for name, row in PARTNERSHIP_FILTERS.items()}  # fmt: skip
            missed = {name for name in has if asked[name] and asked[name].isdisjoint(has[name])}
            yield item, has, missed


def partnership_options(register: Register, view: View) -> dict[str, Counter[str]]:
    """For each filter that partnerships have, how many of them each of its values would leave."""
    options: dict[str, Counter[str]] = {}
    for _, has, missed in _matched(register, view):
        for name, values in has.items():
            if missed <= {name}:
                options.setdefault(name, Counter()).update(values)
    return options
