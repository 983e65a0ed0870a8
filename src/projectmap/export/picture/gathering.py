"""What is counted in which symbol of the communities' map."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import numpy as np

from projectmap.export.picture.frame import Box, Point, Shelf, apart
from projectmap.export.picture.placing import place, place_joined
from projectmap.export.picture.symbols import (
    CELL,
    FEW,
    GAP,
    ROOM,
    SMALLEST,
    Counts,
    Sign,
    Symbol,
    Symbols,
    Task,
    mean,
    radius,
)
from projectmap.map.layers import PERIODS, on_communities
from projectmap.query.view import Layer

_SMALLER = (1.0, 0.88, 0.76, 0.64)
"""Parts of the unit that are tried, so that all symbols find a place, and most at home."""
_SMALL = 12
"""How many symbols outside their communities are as bad as none that could be read."""


def symbols(task: Task, unit: float) -> Symbols:
    """The symbols, none of which covers another or what is taken.

    ``unit`` is made smaller where that is the only way, or brings many to their communities.
    """
    few = len(task.register.communities) <= FEW
    best: tuple[float, Symbols] | None = None
    for part in _SMALLER:
        if best is not None and best[0] <= _SMALL * (1 - part):
            break
        found = _placed(task, unit * part, 0 if few else ROOM)
        if found is not None and (best is None or _cost(part, found) < best[0]):
            best = _cost(part, found), found
    # Where nothing has a place of its own, near things are counted together.
    return best[1] if best else _placed(task, unit * _SMALLER[-1], inf) or Symbols(unit)


def _cost(part: float, found: Symbols) -> float:
    """Small symbols are bad, and so are those outside their communities."""
    return _SMALL * (1 - part) + sum(item.leader is not None for item in found.items)


def _placed(task: Task, unit: float, room: float) -> Symbols | None:
    found = Symbols(unit)
    layers = set(task.view.layer)
    sizes = task.ground.rooms * task.fit.scale
    alone = sizes >= room * unit
    counts = _on_communities(task) if Layer.PROJECTS in layers else {}
    if Layer.PROJECTS in layers:
        together = {number: some for number, some in counts.items() if not alone[number]}
        found.items = _clusters(task, unit, together)
    shelf = Shelf(task.bounds, [*task.taken, *(item.box.grown(GAP * unit) for item in found.items)])
    pairs = task.partnerships if Layer.PARTNERSHIPS in layers else ()
    partners = {number: n for number, n in enumerate(pairs) if n}
    for number in sorted({*counts, *partners}):
        if alone[number]:
            parts = list(_parts(number, counts.get(number), partners.get(number), unit))
            if not place(task, shelf, unit, parts, number):
                return None
            found.items += parts
    small = {number: n for number, n in partners.items() if not alone[number]}
    place_joined(task, shelf, found, small)
    return found


def _on_communities(task: Task) -> dict[int, Counts]:
    """Shown records of each community that have no better place, by period."""
    order = {code: number for number, code in enumerate(task.register.communities)}
    found: dict[int, list[int]] = {}
    for row in np.flatnonzero(task.selection.mask).tolist():
        item = task.register.projects[row]
        if on_communities(item):
            for code in item.communities:
                periods = found.setdefault(order[code], [0] * len(PERIODS))
                periods[PERIODS.index(item.period)] += 1
    return {number: tuple(periods) for number, periods in sorted(found.items())}


def _parts(number: int, counts: Counts | None, partners: int | None, unit: float
           ) -> Iterator[Symbol]:  # fmt: skip
    nowhere = (0.0, 0.0)
    if counts:
        n = sum(counts)
        yield Symbol(Sign.COMMUNITY, n, counts, nowhere, (radius(n) - 1) * unit, (number,))
    if partners:
        yield Symbol(Sign.PARTNERSHIP, partners, (), nowhere, (SMALLEST + 1) * unit, (number,))


def _clusters(task: Task, unit: float, communities: dict[int, Counts]) -> list[Symbol]:
    """Circles of records with a point, and of communities that have no symbol of their own."""
    known = ~np.isnan(task.ground.points[:, 0]) if len(task.ground.points) else np.array([], bool)
    rows = np.flatnonzero(task.selection.mask & known)
    spots = task.fit.points(task.ground.points[rows])
    single: list[tuple[Point, Symbol]] = []
    for row, (x, y) in zip(rows.tolist(), spots.tolist(), strict=True):
        place = PERIODS.index(task.register.projects[row].period)
        counts = tuple(int(place == other) for other in range(len(PERIODS)))
        single.append(((x, y), Symbol(Sign.RECORDS, 1, counts, (x, y), 0, rows=(row,))))
    for number, counts in communities.items():
        x, y = task.fit.points(task.ground.centres[number]).tolist()
        single.append(((x, y), Symbol(
            Sign.RECORDS, sum(counts), counts, (x, y), 0, communities=(number,)
        )))  # fmt: skip
    cells: dict[tuple[float, float], list[Symbol]] = {}
    for (x, y), item in single:
        # The grid lies on the world, as in map.js.
        east, north = x - task.fit.left, y - task.fit.bottom
        cells.setdefault((east // (CELL * unit), north // (CELL * unit)), []).append(item)
    groups = [_together(items, mean(items)) for items in cells.values()]
    return _joined(groups, task.bounds, unit)


def _together(items: list[Symbol], at: Point) -> Symbol:
    return Symbol(
        Sign.RECORDS,
        sum(item.n for item in items),
        tuple(np.sum([item.counts for item in items], axis=0).tolist()),
        at,
        0,
        communities=tuple(sorted({number for item in items for number in item.communities})),
        rows=tuple(sorted(row for item in items for row in item.rows)),
    )


def _joined(groups: list[Symbol], bounds: Box, unit: float) -> list[Symbol]:
    """Near groups joined, at the place of the fullest, until none covers another."""
    while True:
        for group in groups:
            group.radius = radius(group.n) * unit
            group.at = _inside(group.at, bounds.grown(-group.radius - GAP * unit))
        groups.sort(key=lambda group: (-group.n, group.rows, group.communities))
        gathered: list[list[Symbol]] = []
        for group in groups:
            near = next((some for some in gathered if _touch(some[0], group, unit)), None)
            if near:
                near.append(group)
            else:
                gathered.append([group])
        if len(gathered) == len(groups):
            return groups
        groups = [_together(some, some[0].at) for some in gathered]


def _touch(one: Symbol, other: Symbol, unit: float) -> bool:
    return apart(one.at, other.at) < one.radius + other.radius + GAP * unit


def _inside(at: Point, bounds: Box) -> Point:
    if bounds.width < 0 or bounds.height < 0:
        return bounds.middle
    return bounds.nearest(at)
