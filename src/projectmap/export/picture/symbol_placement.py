"""Where squares and diamonds stand: in their community, else beside it with a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import dist, hypot

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.export.picture.geometry import Box, CollisionIndex, Rows, boxes_around, ring
from projectmap.export.picture.ground import Fit, Ground, inner_points
from projectmap.export.picture.symbols import GAP, UNITS, Counts, Symbol
from projectmap.map.svg import Point
from projectmap.map.theme import SYMBOLS
from projectmap.model.register import Register
from projectmap.query.select import Selection
from projectmap.query.view import View

STEP, NEAR, TURNS = (SYMBOLS[name] for name in ("step", "reach", "turns"))
"""Units between places that are tried, and to the farthest that is near; directions."""
ON_OTHERS = 60
"""How much farther away, in units, a symbol goes to stand on no other community."""
_CORNERS_AT_HOME = 3
"""Corners of a box that must lie in the community it stands for."""
_MOST_STARTS = 12
"""Places in a community from which a line to its symbols may go."""
_INNER = 0.7
"""The part of a box, each way, whose corners are looked at."""


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


@dataclass(frozen=True, slots=True)
class _Row:
    """Symbols side by side, or under each other, as one box."""

    parts: tuple[Symbol, ...]
    upright: bool
    gap: float

    def boxes(self, middles: Rows) -> Rows:
        """What they take around each of ``middles``, with the gap around them."""
        long = sum(part.radius for part in self.parts) + self.gap
        wide = max(part.radius for part in self.parts) + self.gap
        return boxes_around(middles, *((wide, long) if self.upright else (long, wide)))

    def stand(self, box: Box, index: CollisionIndex) -> None:
        """Put them into ``box``."""
        x, y = box.middle
        start = -sum(part.radius for part in self.parts)
        for part in self.parts:
            way = start + part.radius
            part.at = (x, y + way) if self.upright else (x + way, y)
            start += 2 * part.radius
        index.add(box)


def place(
    task: Task, index: CollisionIndex, unit: float, parts: Sequence[Symbol], community: int
) -> bool:
    """Puts the symbols of a community; False where no place is left anywhere."""
    x, y = task.fit.points(task.ground.centres[community]).tolist()
    area = task.fit.shapes(task.ground.communities[community])
    rows = [_Row(tuple(parts), upright, GAP * unit) for upright in (False, True)[: len(parts)]]
    boxes = _all_boxes(rows, _places(NEAR, STEP / 2, 2 * TURNS) * unit + (x, y))
    found = np.flatnonzero(_at_home(area, boxes) & index.free(boxes))
    if len(found):
        rows[found[0] % len(rows)].stand(Box(*boxes[found[0]].tolist()), index)
        return True
    starts = inner_points(area, (x, y), UNITS * unit, _MOST_STARTS)
    return _place_beside(task, index, unit, starts, rows)


def merged(index: CollisionIndex, unit: float, items: Sequence[Symbol]
           ) -> list[Symbol]:  # fmt: skip
    """``items`` near their places; one for which none is free is counted in its neighbour."""
    placed: list[Symbol] = []
    for item in items:
        half = item.radius + GAP * unit
        free = index.free_boxes(
            boxes_around(_places(NEAR, STEP, TURNS) * unit + item.at, half, half)
        )
        if free:
            item.at = free[0].middle
            index.add(free[0])
        if free or not placed:
            placed.append(item)
        else:
            nearest = min(placed, key=lambda other: dist(other.at, item.at))
            nearest.n += item.n
            nearest.communities += item.communities
    return placed


@lru_cache(maxsize=64)
def _places(most: float, step: float, count: int) -> Rows:
    """Steps from a spot to the places around it, nearest first, up to ``most``; units."""
    found = np.vstack([(0, 0), ring(np.arange(step, most + step / 2, step).tolist(), count)])
    found.flags.writeable = False
    return found


def _all_boxes(rows: Sequence[_Row], middles: Rows) -> Rows:
    """For each of ``middles`` the boxes of all rows."""
    return np.stack([row.boxes(middles) for row in rows], axis=1).reshape(-1, 4)


def _at_home(area: shapely.Geometry, boxes: Rows) -> npt.NDArray[np.bool_]:
    """Which boxes have their middle and most corners in ``area``."""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    reach = (boxes[:, 2:] - middles) * _INNER
    corners = np.sum([
        shapely.contains_xy(area, *(middles + reach * side).T)
        for side in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ], axis=0)  # fmt: skip
    return np.asarray(shapely.contains_xy(area, *middles.T) & (corners >= _CORNERS_AT_HOME))


def _place_beside(
    task: Task, index: CollisionIndex, unit: float, starts: Sequence[Point], rows: Sequence[_Row]
) -> bool:
    """Puts symbols beside their community, with a line from one of ``starts``.

    Near is good; on another community is as bad as far. Where no line leads to any free place past
    all else, the best place will do without.
    """
    clear = index.free(boxes_around(np.array(starts), GAP * unit, GAP * unit))
    seen = [start for start, is_clear in zip(starts, clear, strict=True) if is_clear] or starts
    most = hypot(task.bounds.width, task.bounds.height) / unit
    steps = _places(round(most), STEP, TURNS) * unit
    spots = steps + starts[0]
    others = shapely.contains_xy(task.ground.oblast, *task.fit.metres(spots).T)
    cost = np.hypot(*steps.T) / unit + np.where(others, ON_OTHERS, 0)
    boxes = _all_boxes(rows, spots[np.argsort(cost, kind="stable")])
    free = np.flatnonzero(index.free(boxes))
    if not len(free):
        return False
    found = [Box(*row) for row in boxes[free].tolist()]
    number, leader = index.first_led(seen, found, to_middle=True) or (
        0, (starts[0], found[0].middle)
    )  # fmt: skip
    row = rows[free[number] % len(rows)]
    row.stand(found[number], index)
    row.parts[0].leader = leader
    index.add_line(*leader)
    return True
