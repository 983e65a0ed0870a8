"""Where squares and diamonds stand: in their community, else beside it with a line."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, hypot, pi

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.export.picture.frame import Box, Point, Rows, Shelf, apart
from projectmap.export.picture.ground import inner_points
from projectmap.export.picture.symbols import (
    CELL,
    GAP,
    NEAR,
    SMALLEST,
    STEP,
    TURNS,
    UNITS,
    Sign,
    Symbol,
    Symbols,
    Task,
    mean,
)

_ON_OTHERS = 60
"""How much farther away, in units, a symbol goes to stand on no other community."""
_CORNERS_AT_HOME = 3
"""Corners of a box that must lie in the community it stands for."""
_MOST_STARTS = 12
"""Places in a community from which a line to its symbols may go."""
_BATCH = 40
"""Places that are looked at together."""
_INNER = 0.7
"""The part of a box, each way, whose corners are looked at."""


@lru_cache(maxsize=64)
def ways(most: float, step: float = STEP, turns: int = TURNS) -> npt.NDArray[np.float64]:
    """Steps from a spot to the places around it, nearest first, up to ``most``; units."""
    reaches = np.arange(step, most + step / 2, step)
    angles = np.arange(turns) * 2 * pi / turns
    around = np.outer(reaches, np.exp(1j * angles)).ravel()
    found = np.vstack([(0, 0), np.column_stack([around.real, around.imag])])
    found.flags.writeable = False
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    """Parts side by side, or under each other, as one box."""

    parts: tuple[Symbol, ...]
    upright: bool
    gap: float

    def boxes(self, middles: npt.NDArray[np.float64]) -> Rows:
        """What they take around each of ``middles``, with the gap around them."""
        long = sum(part.radius for part in self.parts) + self.gap
        wide = max(part.radius for part in self.parts) + self.gap
        reach = (wide, long) if self.upright else (long, wide)
        return np.hstack([middles - reach, middles + reach])

    def stand(self, at: Point, shelf: Shelf) -> None:
        """Put them there."""
        x, y = at
        start = -sum(part.radius for part in self.parts)
        for part in self.parts:
            way = start + part.radius
            part.at = (x, y - way) if self.upright else (x + way, y)
            start += 2 * part.radius
        shelf.add(Box(*self.boxes(np.array([at]))[0].tolist()))


def place(task: Task, shelf: Shelf, unit: float, parts: Sequence[Symbol], number: int) -> bool:
    """Puts the parts of a community; False where no place is left anywhere."""
    spot = task.fit.points(task.ground.centres[number])
    area = task.fit.shape(task.ground.communities[number])
    rows = [_Row(tuple(parts), upright, GAP * unit) for upright in (False, True)[: len(parts)]]
    middles = ways(NEAR, STEP / 2, 2 * TURNS) * unit + spot
    fitting = [
        _inside(area, row.boxes(middles)) & shelf.free_mask(row.boxes(middles)) for row in rows
    ]
    found = _first(fitting)
    if found is not None:
        which, at = found
        x, y = middles[at].tolist()
        rows[which].stand((x, y), shelf)
        return True
    starts = inner_points(area, (float(spot[0]), float(spot[1])), UNITS * unit, _MOST_STARTS)
    return _place_far(task, shelf, unit, starts, rows)


def _inside(area: shapely.Geometry, boxes: Rows) -> npt.NDArray[np.bool_]:
    """Which boxes have their middle and most corners in ``area``."""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    reach = (boxes[:, 2:] - middles) * _INNER
    corners = np.sum([
        shapely.contains_xy(area, *(middles + reach * side).T)
        for side in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ], axis=0)  # fmt: skip
    return np.asarray(shapely.contains_xy(area, *middles.T) & (corners >= _CORNERS_AT_HOME))


def _first(masks: Sequence[npt.NDArray[np.bool_]]) -> tuple[int, int] | None:
    """Which of the masks has the first place that any of them has, and that place."""
    places = np.flatnonzero(np.any(masks, axis=0))
    if not len(places):
        return None
    return next(which for which, mask in enumerate(masks) if mask[places[0]]), int(places[0])


def _place_far(
    task: Task, shelf: Shelf, unit: float, starts: Sequence[Point], rows: Sequence[_Row]
) -> bool:
    """Puts parts beside their community, with a line from one of ``starts``.

    Near is good; on another community is as bad as far. Where no line leads to any free place past
    all else, the best place will do without.
    """
    seen = [at for at in starts if shelf.free(Box.around(at, GAP * unit, GAP * unit))] or starts
    most = hypot(task.bounds.width, task.bounds.height) / unit
    steps = ways(ceil(most / STEP) * STEP) * unit
    spots = steps + starts[0]
    others = shapely.contains_xy(task.ground.oblast, *task.fit.metres(spots).T)
    order = np.argsort(np.hypot(*steps.T) / unit + np.where(others, _ON_OTHERS, 0), kind="stable")
    spots = spots[order]
    masks = [shelf.free_mask(row.boxes(spots)) for row in rows]
    free = np.flatnonzero(np.any(masks, axis=0))
    if not len(free):
        return False
    number, start = _led(shelf, seen, spots[free]) or (0, starts[0])
    x, y = spots[free[number]].tolist()
    row = next(row for row, mask in zip(rows, masks, strict=True) if mask[free[number]])
    row.stand((x, y), shelf)
    row.parts[0].leader = (start, (x, y))
    shelf.add_line(start, (x, y))
    return True


def _led(
    shelf: Shelf, starts: Sequence[Point], spots: npt.NDArray[np.float64]
) -> tuple[int, Point] | None:
    """The first of ``spots`` to which a line leads past all else, and where the line begins."""
    for first in range(0, len(spots), _BATCH):
        batch = spots[first : first + _BATCH].tolist()
        pairs = list(itertools.product(range(len(batch)), starts))
        way = shelf.way([start for _, start in pairs], [batch[number] for number, _ in pairs])
        if way is not None:
            number, start = pairs[way]
            return first + number, start
    return None


def place_joined(task: Task, shelf: Shelf, found: Symbols, counts: Mapping[int, int]) -> None:
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
            Sign.PARTNERSHIP, sum(one.n for one in items), (), mean(items), items[0].radius,
            tuple(number for one in items for number in one.communities),
        )  # fmt: skip
        grown = item.box.grown(GAP * found.unit)
        half = grown.width / 2
        spots = ways(NEAR) * found.unit + item.at
        free = shelf.free_ones(np.hstack([spots - half, spots + half]))
        if free:
            item.at = free[0].middle
            shelf.add(free[0])
        if free or not placed:
            placed.append(item)
            continue
        nearest = min(placed, key=lambda other: apart(other.at, item.at))
        nearest.n += item.n
        nearest.communities += item.communities
    found.items += placed
