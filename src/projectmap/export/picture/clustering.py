"""The symbols of the communities' map: what is counted in which, and where each goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import dist, hypot, sqrt

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.export.picture.geometry import Box, CollisionIndex, Rows, boxes_around, ring
from projectmap.export.picture.ground import Fit, Ground, inner_points
from projectmap.export.picture.symbols import GAP, LARGEST, SMALLEST, UNITS, Counts, Sign, Symbol
from projectmap.map.layers import PERIODS, on_communities
from projectmap.map.svg import Point
from projectmap.map.theme import SYMBOL_RADIUS, SYMBOLS
from projectmap.query.shown import Shown
from projectmap.query.view import Layer

STEP, NEAR, DIRECTIONS = (SYMBOLS[name] for name in ("step", "reach", "directions"))
"""Units between places that are tried, and to the farthest that is near; directions."""
_ON_OTHERS = 60
"""Units farther that a symbol goes rather than cover another community."""
_INNER = 0.7
"""The part of a box, each way, of which three corners must lie in the community."""
_MOST_STARTS = 12
"""Places in a community from which a line to its symbols may go."""
_CELL = SYMBOLS["cell"]
"""Units of the grid by which records are clustered; as in ``map/scripts/clustering.js``."""
_SMALLER = (1.0, 0.88, 0.76, 0.64)
"""Parts of the unit that are tried, so that all symbols find a place, most of them at home."""
_FAR = 24
"""Units of a line to a symbol outside its community that make it twice as bad, and so on."""
_SMALL = 12
"""Symbols outside their communities that are as bad as a unit of nothing."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be placed where."""

    shown: Shown
    partnerships: Counts
    """Shown partnerships of each community."""
    ground: Ground
    fit: Fit
    bounds: Box
    """Where symbols may stand."""
    taken: tuple[Box, ...]
    """Where they may not."""


@dataclass(slots=True)
class Symbols:
    """All symbols of a picture, and what they are measured by."""

    unit: float
    """Points a unit."""
    items: list[Symbol] = field(default_factory=list)


def symbols(task: Task, unit: float) -> Symbols:
    """The symbols, none of which covers another or what is taken.

    ``unit`` is made smaller where that is the only way, or brings many to their communities.
    """
    best: tuple[float, Symbols] | None = None
    for part in _SMALLER:
        if best is not None and best[0] <= _SMALL * (1 - part):
            break
        found = _placed(task, unit * part)
        if found is not None and (best is None or _cost(part, found) < best[0]):
            best = _cost(part, found), found
    # As a last resort, near things are counted together.
    return best[1] if best else _placed(task, unit * _SMALLER[-1], apart=False) or Symbols(unit)


def _cost(part: float, found: Symbols) -> float:
    """Small symbols are bad, and so are those outside their communities, the more the farther."""
    ways = (dist(*item.leader) / found.unit for item in found.items if item.leader is not None)
    return _SMALL * (1 - part) + sum(max(1.0, way / _FAR) for way in ways)


def _placed(task: Task, unit: float, *, apart: bool = True) -> Symbols | None:
    """All symbols, those of communities each by itself or joined; None without a place."""
    records: dict[int, Symbol] = {}
    circles: list[Symbol] = []
    if Layer.PROJECTS in task.shown.view.layer:
        for community, counts in _on_communities(task).items():
            at = _centre(task, community)
            records[community] = Symbol(Sign.COMMUNITY, sum(counts), counts, at, 0, (community,))
        circles = _clusters(
            task, unit, [*_points(task), *(() if apart else records.values())], _CELL
        )
    partners = {
        community: Symbol(Sign.PARTNERSHIP, n, (), _centre(task, community), 0, (community,))
        for community, n in enumerate(task.partnerships)
        if n and Layer.PARTNERSHIPS in task.shown.view.layer
    }
    index = CollisionIndex(
        task.bounds, [*task.taken, *(item.box.grown(GAP * unit) for item in circles)]
    )
    found = Symbols(unit, circles)
    if not apart:
        grouped = _clusters(task, unit, partners.values(), 3 * _CELL)
        found.items += _merged(index, unit, grouped)
        return found
    for community in sorted({*records, *partners}):
        parts = [some[community] for some in (records, partners) if community in some]
        for part in parts:
            part.radius = _radius(part) * unit
        if not _place(task, index, unit, parts, community):
            return None
        found.items += parts
    return found


def _centre(task: Task, community: int) -> Point:
    x, y = task.fit.points(task.ground.centres[community]).tolist()
    return x, y


def _radius(item: Symbol) -> float:
    """In units: it grows with the root of the number; a diamond has one size."""
    if item.sign == Sign.PARTNERSHIP:
        return SMALLEST + 1
    of_circle = max(
        SMALLEST, min(LARGEST, SYMBOL_RADIUS["base"] + SYMBOL_RADIUS["growth"] * sqrt(item.n))
    )
    return of_circle - (item.sign == Sign.COMMUNITY)


def _on_communities(task: Task) -> Mapping[int, Counts]:
    """Shown records of each community that have no better place, by period."""
    order = {code: index for index, code in enumerate(task.shown.register.communities)}
    found: dict[int, list[int]] = {}
    for row in np.flatnonzero(task.shown.selection.mask).tolist():
        item = task.shown.register.projects[row]
        if on_communities(item):
            for code in item.communities:
                periods = found.setdefault(order[code], [0] * len(PERIODS))
                periods[PERIODS.index(item.period)] += 1
    return {community: tuple(periods) for community, periods in sorted(found.items())}


def _points(task: Task) -> list[Symbol]:
    """Each shown record that has a point."""
    points, register = task.ground.points, task.shown.register
    rows = np.flatnonzero(task.shown.selection.mask & ~np.isnan(points[:, 0])).tolist()
    found = []
    for row, (x, y) in zip(rows, task.fit.points(points[rows]).tolist(), strict=True):
        counts = tuple(int(register.projects[row].period == period) for period in PERIODS)
        found.append(Symbol(Sign.RECORDS, 1, counts, (x, y), 0, rows=(row,)))
    return found


def _clusters(task: Task, unit: float, items: Iterable[Symbol], cell: float) -> list[Symbol]:
    """Symbols of one cell of a grid joined, then near ones until none covers another."""
    cells: dict[tuple[float, float], list[Symbol]] = {}
    for item in items:
        # The grid is fixed to the world, as in clustering.js.
        east, north = item.at[0] - task.fit.left, task.fit.top - item.at[1]
        cells.setdefault((east // (cell * unit), north // (cell * unit)), []).append(item)
    groups = [_joined(some) for some in cells.values()]
    while True:
        for group in groups:
            group.radius = _radius(group) * unit
            room = task.bounds.grown(-group.radius - GAP * unit)
            group.at = room.nearest(group.at) if min(room.width, room.height) >= 0 else room.middle
        groups.sort(key=lambda group: (-group.n, group.rows, group.communities))
        gathered: list[list[Symbol]] = []
        for group in groups:
            touched = (some for some in gathered if dist(some[0].at, group.at)
                       < some[0].radius + group.radius + GAP * unit)  # fmt: skip
            near = next(touched, None)
            if near:
                near.append(group)
            else:
                gathered.append([group])
        if len(gathered) == len(groups):
            return groups
        groups = [_joined(some, some[0].at) for some in gathered]


def _joined(items: list[Symbol], at: Point | None = None) -> Symbol:
    """Circles, and squares without room of their own, as a circle; diamonds as a diamond.

    It stands at ``at``, else in the middle of ``items``, each as heavy as its number.
    """
    sign = Sign.PARTNERSHIP if items[0].sign == Sign.PARTNERSHIP else Sign.RECORDS
    n = sum(item.n for item in items)
    x, y = (sum(item.at[axis] * item.n for item in items) / n for axis in (0, 1))
    counts = tuple(int(n) for n in np.sum([item.counts for item in items], axis=0))
    communities = tuple(sorted({index for item in items for index in item.communities}))
    rows = tuple(sorted(row for item in items for row in item.rows))
    return Symbol(sign, n, counts, at or (x, y), 0, communities, rows)


# --- Places -----------------------------------------------------------------------------------


def _place(
    task: Task, index: CollisionIndex, unit: float, parts: Sequence[Symbol], community: int
) -> bool:
    """Place the symbols of a community in a row or column; False where no place is left at all."""
    x, y = _centre(task, community)
    area = task.fit.shapes(task.ground.communities[community])
    along = sum(part.radius for part in parts) + GAP * unit
    across = max(part.radius for part in parts) + GAP * unit

    def boxes(middles: Rows) -> Rows:
        """A row around each of ``middles``, and a column where that is something else."""
        halves = [(along, across), (across, along)][: len(parts)]
        both = np.stack([boxes_around(middles, *half) for half in halves], axis=1)
        return both.reshape(-1, 4)

    near = boxes(_places(NEAR, STEP / 2, 2 * DIRECTIONS) * unit + (x, y))
    box, leader = index.take(near[_at_home(area, near)]), None
    if box is None:
        starts = inner_points(area, (x, y), UNITS * unit, _MOST_STARTS)
        clear = index.free(boxes_around(starts, GAP * unit, GAP * unit))
        seen = [start for start, is_clear in zip(starts, clear, strict=True) if is_clear] or starts
        # Near is good; on another community is as bad as far.
        most = hypot(task.bounds.width, task.bounds.height) / unit
        steps = _places(round(most), STEP, DIRECTIONS) * unit
        spots = steps + np.array((x, y))
        others = shapely.contains_xy(task.ground.oblast, *task.fit.metres(spots).T)
        cost = np.hypot(*steps.T) / unit + np.where(others, _ON_OTHERS, 0)
        far = boxes(spots[np.argsort(cost, kind="stable")])
        led = index.take_led(seen, far, to_middle=True, always=True)
        if led is None:
            return False
        box, leader = led
    is_column = box.height > box.width
    x, y = box.middle
    way = -sum(part.radius for part in parts)
    for part in parts:
        way += part.radius
        part.at = (x, y + way) if is_column else (x + way, y)
        way += part.radius
    parts[0].leader = leader
    return True


def _merged(index: CollisionIndex, unit: float, items: Sequence[Symbol]) -> list[Symbol]:
    """``items`` near their places; one that has no free place is counted in its neighbour."""
    placed: list[Symbol] = []
    for item in items:
        half = item.radius + GAP * unit
        box = index.take(boxes_around(_places(NEAR, STEP, DIRECTIONS) * unit + item.at, half, half))
        if box is not None:
            item.at = box.middle
        if box is not None or not placed:
            placed.append(item)
        else:
            nearest = min(placed, key=lambda other: dist(other.at, item.at))
            nearest.n += item.n
            nearest.communities += item.communities
    return placed


@lru_cache(maxsize=64)
def _places(most: float, step: float, count: int) -> Rows:
    """Steps from a spot to the places around it, nearest first, up to ``most``; units."""
    return np.vstack([(0, 0), ring(np.arange(step, most + step / 2, step).tolist(), count)])


def _at_home(area: shapely.Geometry, boxes: Rows) -> npt.NDArray[np.bool_]:
    """Which boxes have their middle and most corners in ``area``."""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    reach = (boxes[:, 2:] - middles) * _INNER
    sides = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    corners = sum(shapely.contains_xy(area, *(middles + reach * side).T).astype(int)
                  for side in sides)  # fmt: skip
    return np.asarray(shapely.contains_xy(area, *middles.T) & (corners >= len(sides) - 1))
