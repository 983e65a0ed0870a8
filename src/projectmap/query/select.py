"""Which records a view shows, and how many each other choice would leave.

The register is indexed once: every filter is a pair of arrays (row, value), so that a selection
is a mask over rows and the counts of all options are one ``bincount`` a filter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from projectmap.model.codes import PartnershipKind, Period, Scope
from projectmap.model.dates import span
from projectmap.model.records import Partnership, Project
from projectmap.model.register import Register
from projectmap.query.text import fold, words
from projectmap.query.view import FACETS, View

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Facet:
    """The values of one filter: ``rows[i]`` has the value ``values[codes[i]]``."""

    values: tuple[str, ...]
    rows: npt.NDArray[np.int64]
    codes: npt.NDArray[np.int64]
    size: int

    def mask(self, chosen: Iterable[str]) -> Mask:
        """The rows that have any of ``chosen``."""
        wanted = np.isin(
            self.codes, [self.values.index(value) for value in chosen if value in self.values]
        )
        found = np.zeros(self.size, dtype=bool)
        found[self.rows[wanted]] = True
        return found

    def counts(self, mask: Mask) -> dict[str, int]:
        """How many rows of ``mask`` have each value."""
        found = np.bincount(self.codes[mask[self.rows]], minlength=len(self.values))
        return dict(zip(self.values, found.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Index:
    facets: Mapping[str, _Facet]
    first_year: npt.NDArray[np.int64]
    last_year: npt.NDArray[np.int64]
    """Years of start and end; 0 where no date is stated."""
    texts: tuple[str, ...]
    partnership_texts: tuple[str, ...]
    order: npt.NDArray[np.int64]
    """Rows as the list shows them: newest start first, undated last."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The records that a view shows."""

    mask: Mask
    rows: npt.NDArray[np.int64]
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


@lru_cache(maxsize=4)
def _index(register: Register) -> _Index:
    projects = register.projects
    readers = _readers(register)
    years = [_years(item) for item in projects]
    starts = [span(item.start)[0].toordinal() if item.start else 0 for item in projects]
    return _Index(
        facets={name: _facet(projects, readers[name]) for name in FACETS},
        first_year=np.array([first for first, _ in years], dtype=np.int64),
        last_year=np.array([last for _, last in years], dtype=np.int64),
        texts=_texts(register),
        partnership_texts=tuple(
            _partnership_text(register, item) for item in register.partnerships
        ),
        order=np.argsort(-np.array(starts, dtype=np.int64), kind="stable"),
    )


def _facet(projects: tuple[Project, ...], read: Callable[[Project], Iterable[str]]) -> _Facet:
    pairs = [(row, value) for row, item in enumerate(projects) for value in read(item)]
    values = tuple(sorted({value for _, value in pairs}))
    place = {value: number for number, value in enumerate(values)}
    return _Facet(
        values=values,
        rows=np.array([row for row, _ in pairs], dtype=np.int64),
        codes=np.array([place[value] for _, value in pairs], dtype=np.int64),
        size=len(projects),
    )


def _readers(register: Register) -> Mapping[str, Callable[[Project], Iterable[str]]]:
    countries: dict[str, set[str]] = {}
    for partnership in register.partnerships:
        if partnership.project_id is not None:
            countries.setdefault(partnership.project_id, set()).update(
                partnership.partner_countries
            )
    return {
        "sector": lambda item: item.sectors,
        "donor": lambda item: with_parents(register, item.donors),
        "community": lambda item: with_raions(register, item.communities),
        "status": lambda item: [item.status],
        "kind": lambda item: [item.kind],
        "period": lambda item: [item.period],
        "partner_country": lambda item: sorted(countries.get(item.id, ())),
        "verification": lambda item: [item.verification],
    }


def with_parents(register: Register, slugs: Iterable[str]) -> set[str]:
    """``slugs`` and every organisation above them."""
    found: set[str] = set()
    for slug in slugs:
        above: str | None = slug
        while above is not None and above not in found:
            found.add(above)
            above = register.organisations[above].parent
    return found


def with_raions(register: Register, codes: Iterable[str]) -> set[str]:
    """The communities of ``codes`` and their raions; the oblast's code is left out."""
    known = [register.communities[code] for code in codes if code in register.communities]
    return {item.katottg for item in known} | {item.raion for item in known}


def _years(item: Project) -> tuple[int, int]:
    first = item.start or item.end
    last = item.end or item.start
    if first is None or last is None:
        return 0, 0
    return span(first)[0].year, span(last)[1].year


def _texts(register: Register) -> tuple[str, ...]:
    """What the free text is looked for in, a text a record; names are folded once each."""

    @cache
    def community(code: str) -> str:
        item = register.communities[code]
        return _folded(code, item.pcode, item.name_uk, item.name_en, *item.aliases)

    @cache
    def settlement(code: str) -> str:
        item = register.settlements[code]
        return _folded(item.name_uk, item.name_en, item.former_name_uk or "")

    @cache
    def organisation(slug: str) -> str:
        above = sorted(with_parents(register, [slug]))
        items = [register.organisations[code] for code in above]
        return _folded(
            *(name for item in items for name in (item.name_uk, item.name_en, *item.aliases))
        )

    @cache
    def sector(code: str) -> str:
        item = register.sectors[code]
        return _folded(item.label_uk, item.label_en)

    def text(item: Project) -> str:
        involved = {*item.donors, *item.implementers, *item.channels, *item.partners}
        involved |= {item.programme} if item.programme else set()
        return "\n".join(
            [
                _folded(item.id, *item.same_as, item.title_uk, item.title_en),
                _folded(item.summary_uk, item.summary_en),
                *map(community, item.communities),
                *(settlement(code) for code in (item.settlement,) if code is not None),
                *map(organisation, sorted(involved)),
                *map(sector, item.sectors),
            ]
        )

    return tuple(map(text, register.projects))


def _folded(*parts: str) -> str:
    return fold("\n".join(parts))


@lru_cache(maxsize=256)
def _select(register: Register, view: View) -> Selection:
    index = _index(register)
    size = len(register.projects)
    masks = {
        name: index.facets[name].mask(getattr(view, name)) for name in FACETS if getattr(view, name)
    }
    text = _matching(index.texts, view.q)
    undated = index.first_year == 0
    years = _in_years(index, view)
    everything = np.ones(size, dtype=bool)

    def together(*, without: str | None = None) -> Mask:
        found = everything & text & years
        for name, mask in masks.items():
            if name != without:
                found &= mask
        return found

    shown = together()
    asked_years = view.year_from is not None or view.year_to is not None
    all_but_years = everything & text
    for mask in masks.values():
        all_but_years &= mask
    rows = index.order[shown[index.order]]
    periods = index.facets["period"].counts(shown)
    scopes = [register.projects[row].scope for row in rows]
    return Selection(
        mask=shown,
        rows=rows,
        options={
            name: index.facets[name].counts(together(without=name) if name in masks else shown)
            for name in FACETS
        },
        hidden_undated=int((all_but_years & undated).sum()) if asked_years else 0,
        by_period={period: periods.get(period, 0) for period in Period},
        by_scope={scope: scopes.count(scope) for scope in Scope},
        partnerships=_partnerships(register, index, view),
    )


def select(register: Register, view: View) -> Selection:
    """The records that ``view`` shows; kept, as many sessions ask for the same."""
    return _select(register, view.records_only())


def _in_years(index: _Index, view: View) -> Mask:
    found = np.ones(len(index.first_year), dtype=bool)
    if view.year_from is not None:
        found &= index.last_year >= view.year_from
    if view.year_to is not None:
        found &= (index.first_year <= view.year_to) & (index.first_year > 0)
    return found


def _matching(texts: tuple[str, ...], query: str) -> Mask:
    wanted = words(query)
    if not wanted:
        # A query of signs alone ("???") matches nothing rather than everything.
        return np.full(len(texts), fill_value=not query)
    return np.fromiter(
        (all(word in text for word in wanted) for text in texts), dtype=bool, count=len(texts)
    )


def _partnerships(register: Register, index: _Index, view: View) -> tuple[Partnership, ...]:
    """The partnerships that answer to those filters that partnerships have."""
    kinds = tuple(set(view.kind) & set(PartnershipKind))

    def answers(item: Partnership) -> bool:
        asked_and_has: tuple[tuple[tuple[str, ...], Iterable[str | None]], ...] = (
            (view.sector, item.sectors),
            (view.community, with_raions(register, item.communities)),
            (view.partner_country, item.partner_countries),
            (view.period, [item.period]),
            (kinds, [item.kind]),
            (view.verification, [item.verification]),
        )
        return not any(asked and set(asked).isdisjoint(has) for asked, has in asked_and_has)

    found = _matching(index.partnership_texts, view.q)
    return tuple(
        item
        for item, matches in zip(register.partnerships, found, strict=True)
        if matches and answers(item)
    )


def _partnership_text(register: Register, item: Partnership) -> str:
    parts = [item.id, *item.same_as, item.title_uk, item.title_en, item.summary_uk, item.summary_en]
    for code in item.communities:
        if code in register.communities:
            community = register.communities[code]
            parts += [code, community.name_uk, community.name_en, *community.aliases]
    for partner in item.partners:
        parts += [partner.name_uk, partner.name_en, partner.place_uk or "", partner.place_en or ""]
    return _folded(*parts)
