"""Symbols of the communities' map: what is counted in which, and where each stands.

The rules are those of ``map/map.js``: records at settlements are circles, near ones gathered in
one; records that only name communities are squares on each of these, partnerships diamonds.
Where there are many communities, those that are small on the picture are counted with their
neighbours. Other than on the screen nothing can be zoomed, so no symbol may cover another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import cos, hypot, inf, pi, sin, sqrt

import numpy as np
import shapely

from projectmap.export.picture.frame import Box, Point, Shelf, apart, corners
from projectmap.export.picture.ground import Fit, Ground, inner_points
from projectmap.map.layers import PERIODS, on_communities
from projectmap.model.register import Register
from projectmap.query.select import Selection
from projectmap.query.view import Layer, View

# In units, of which the map's names are UNITS high; as the pixels of map.js.
UNITS = 13
SMALLEST, LARGEST = 13, 34
GAP = 3
CELL = 44
ROOM = 44
STEP, TURNS, NEAR = 14, 12, 112
FEW = 200
"""Communities up to which each has symbols of its own."""
_ON_OTHERS = 60
"""How much farther away, in units, a symbol goes to stand on no other community."""
_CORNERS_AT_HOME = 3
"""Corners of a box that must lie in the community it stands for."""
_MOST_STARTS = 12
"""Places in a community from which a line to its symbols may go."""
_SMALLER = (1.0, 0.9, 0.8, 0.7, 0.6)
"""Parts of the unit that are tried, so that all symbols find a place, and most at home."""
_SMALL = 20
"""How many symbols outside their communities are as bad as none that could be read."""

Counts = tuple[int, ...]
"""Records by period, in the order of PERIODS."""


class Sign(StrEnum):
    """The shapes of symbols."""

    RECORDS = "records"
    COMMUNITY = "community"
    PARTNERSHIP = "partnership"


@dataclass(slots=True)
class Symbol:
    """A shape with a number; positions and radius in points."""

    sign: Sign
    n: int
    counts: Counts
    """Empty for partnerships."""
    at: Point
    radius: float
    communities: tuple[int, ...] = ()
    """The communities counted in it as such; their places in ``Register.communities``."""
    rows: tuple[int, ...] = ()
    """The records counted in it by their points; rows of ``Register.projects``."""
    leader: Point | None = None
    """Where the line begins that says what it belongs to."""
    leads: Point | None = None
    """Where that line ends: the middle of the nearest of the symbols that stand together."""

    @property
    def box(self) -> Box:
        """What it covers; a diamond's corners reach one unit further than its radius."""
        return Box.around(self.at, self.radius, self.radius)


@dataclass(slots=True)
class Symbols:
    """All symbols of a picture, and what they are measured by."""

    unit: float
    """Points a unit."""
    items: list[Symbol] = field(default_factory=list)
    lost: int = 0
    """Partnerships, counted once a community, that found no place at all."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be placed where."""

    register: Register
    selection: Selection
    view: View
    partnerships: Counts
    """Shown partnerships of each community."""
    ground: Ground
    fit: Fit
    bounds: Box
    """Where symbols may stand."""
    taken: tuple[Box, ...]
    """Where they may not."""


def symbols(task: Task, unit: float) -> Symbols:
    """The symbols, none of which covers another or what is taken.

    ``unit`` is made smaller where that is the only way, or brings many to their communities.
    """
    few = len(task.register.communities) <= FEW
    made = [
        (part, found)
        for part in _SMALLER
        if (found := _placed(task, unit * part, 0 if few else ROOM)) is not None
    ]
    if made:
        return min(made, key=lambda item: _cost(*item))[1]
    # Nothing has a place of its own: near things are counted together.
    return _placed(task, unit * _SMALLER[-1], inf) or Symbols(unit)


def _cost(part: float, found: Symbols) -> float:
    """Small symbols are bad, and so are those outside their communities."""
    return _SMALL * (1 - part) + sum(item.leader is not None for item in found.items)


def radius(n: int) -> float:
    """How large a symbol for ``n`` records is, in units; it grows with the square root."""
    return max(SMALLEST, min(LARGEST, 9 + 3.4 * sqrt(n)))


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
            if not _place(task, shelf, unit, parts, number):
                return None
            found.items += parts
    small = {number: n for number, n in partners.items() if not alone[number]}
    _place_joined(task, shelf, found, small)
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


# --- Circles ----------------------------------------------------------------------------------


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
    groups = [_together(items, _mean(items)) for items in cells.values()]
    return _joined(groups, task.bounds, unit)


def _mean(items: list[Symbol]) -> Point:
    n = sum(item.n for item in items)
    return (
        sum(item.at[0] * item.n for item in items) / n,
        sum(item.at[1] * item.n for item in items) / n,
    )


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


# --- Squares and diamonds ---------------------------------------------------------------------


def ways(unit: float, most: float, step: float = STEP, turns: int = TURNS) -> Iterator[Point]:
    """Steps from a spot to the places around it, in points, nearest first, ``most`` units far."""
    yield 0.0, 0.0
    reach = step
    while reach <= most:
        for turn in range(turns):
            angle = turn * 2 * pi / turns
            yield reach * unit * cos(angle), reach * unit * sin(angle)
        reach += step


@dataclass(frozen=True, slots=True)
class _Row:
    """Parts side by side, or under each other, as one box around ``at``."""

    parts: tuple[Symbol, ...]
    upright: bool
    gap: float

    def box(self, at: Point) -> Box:
        """What they take, with the gap around them."""
        long = sum(part.radius for part in self.parts) + self.gap
        wide = max(part.radius for part in self.parts) + self.gap
        return Box.around(at, wide, long) if self.upright else Box.around(at, long, wide)

    def stand(self, at: Point) -> None:
        """Put them there."""
        x, y = at
        start = -sum(part.radius for part in self.parts)
        for part in self.parts:
            way = start + part.radius
            part.at = (x, y - way) if self.upright else (x + way, y)
            start += 2 * part.radius


def _place(task: Task, shelf: Shelf, unit: float, parts: Sequence[Symbol], number: int) -> bool:
    """Puts parts in their community, else beside it with a line; False where no place is left."""
    x, y = task.fit.points(task.ground.centres[number]).tolist()
    area = task.ground.communities[number]
    rows = [_Row(tuple(parts), upright, GAP * unit) for upright in (False, True)[: len(parts)]]

    def at_home(box: Box) -> bool:
        corner_places = [task.fit.metres(at) for at in corners(box.grown(-box.height / 6)).tolist()]
        inside = shapely.contains_xy(area, *np.transpose(corner_places))
        middle = shapely.contains_xy(area, *task.fit.metres(box.middle))
        return bool(middle and inside.sum() >= _CORNERS_AT_HOME)

    for dx, dy in ways(unit, NEAR, STEP / 2, 2 * TURNS):
        at = (x + dx, y + dy)
        for row in rows:
            box = row.box(at)
            if shelf.free(box) and at_home(box):
                row.stand(at)
                shelf.add(box)
                return True
    starts = inner_points(task.fit.shape(area), (x, y), UNITS * unit, _MOST_STARTS)
    seen = [at for at in starts if shelf.free(Box.around(at, GAP * unit, GAP * unit))]
    far = _far(task, shelf, seen or starts, rows, unit)
    if far is None:
        return False
    row, at, start = far
    row.stand(at)
    shelf.add(row.box(at))
    end = min((part.at for part in parts), key=lambda spot: apart(spot, start))
    parts[0].leader, parts[0].leads = start, end
    shelf.add_line(start, end)
    return True


def _far(
    task: Task, shelf: Shelf, starts: Sequence[Point], rows: Sequence[_Row], unit: float
) -> tuple[_Row, Point, Point] | None:
    """The best free place, and the start of a line that leads to it past all else, if one does.

    Near is good; on another community is as bad as far.
    """
    spot = starts[0]
    most = hypot(task.bounds.width, task.bounds.height) / unit
    steps = list(ways(unit, most))
    spots = np.array(steps) + spot
    metres = np.array([task.fit.metres((x, y)) for x, y in spots.tolist()])
    others = shapely.contains_xy(task.ground.oblast, metres[:, 0], metres[:, 1])
    cost = np.hypot(*np.transpose(steps)) / unit + np.where(others, _ON_OTHERS, 0)
    found = None
    for place in np.argsort(cost, kind="stable").tolist():
        at = (float(spots[place, 0]), float(spots[place, 1]))
        for row in rows:
            if shelf.free(row.box(at)):
                start = next((start for start in starts if shelf.open(start, at)), None)
                if start is not None:
                    return row, at, start
                found = found or (row, at, spot)
    return found


def _place_joined(task: Task, shelf: Shelf, found: Symbols, counts: dict[int, int]) -> None:
    """Partnerships of communities too small for symbols of their own: a diamond a stretch."""
    side = 3 * CELL * found.unit
    cells: dict[tuple[float, float], list[Symbol]] = {}
    for number, n in counts.items():
        x, y = task.fit.points(task.ground.centres[number]).tolist()
        item = Symbol(Sign.PARTNERSHIP, n, (), (x, y), (SMALLEST + 1) * found.unit, (number,))
        cells.setdefault((x // side, y // side), []).append(item)
    placed: list[Symbol] = []
    for items in cells.values():
        item = Symbol(
            Sign.PARTNERSHIP, sum(one.n for one in items), (), _mean(items), items[0].radius,
            tuple(number for one in items for number in one.communities),
        )  # fmt: skip
        grown = item.box.grown(GAP * found.unit)
        half = grown.width / 2
        spots = [(item.at[0] + dx, item.at[1] + dy) for dx, dy in ways(found.unit, NEAR)]
        free = next((at for at in spots if shelf.free(Box.around(at, half, half))), None)
        if free is not None:
            item.at = free
            shelf.add(Box.around(free, half, half))
            placed.append(item)
        elif placed:
            nearest = min(placed, key=lambda other: apart(other.at, item.at))
            nearest.n += item.n
            nearest.communities += item.communities
        else:
            found.lost += item.n
    found.items += placed
