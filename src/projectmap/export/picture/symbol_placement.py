"""Where squares and diamonds go: inside their community, else beside it with a line to it."""

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
from projectmap.map.theme import SYMBOLS
from projectmap.model.register import Register
from projectmap.query.select import Selection
from projectmap.query.view import View

STEP, NEAR, TURNS = (SYMBOLS[name] for name in ("step", "reach", "turns"))
"""Units between places that are tried, and to the farthest that is near; directions."""
_ON_OTHERS = 60
"""Units farther that a symbol goes rather than cover another community."""
_INNER = 0.7
"""The part of a box, each way, of which three corners must lie in the community."""
_MOST_STARTS = 12
"""Places in a community from which a line to its symbols may go."""


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


def place(
    task: Task, index: CollisionIndex, unit: float, parts: Sequence[Symbol], community: int
) -> bool:
    """Place the symbols of a community in a row or column; False where no place is left at all."""
    x, y = task.fit.points(task.ground.centres[community]).tolist()
    area = task.fit.shapes(task.ground.communities[community])
    along = sum(part.radius for part in parts) + GAP * unit
    across = max(part.radius for part in parts) + GAP * unit

    def boxes(middles: Rows) -> Rows:
        """A row around each of ``middles``, and a column where that is something else."""
        halves = [(along, across), (across, along)][: len(parts)]
        both = np.stack([boxes_around(middles, *half) for half in halves], axis=1)
        return both.reshape(-1, 4)

    near = boxes(_places(NEAR, STEP / 2, 2 * TURNS) * unit + (x, y))
    box, leader = index.take(near[_at_home(area, near)]), None
    if box is None:
        starts = inner_points(area, (x, y), UNITS * unit, _MOST_STARTS)
        clear = index.free(boxes_around(starts, GAP * unit, GAP * unit))
        seen = [start for start, is_clear in zip(starts, clear, strict=True) if is_clear] or starts
        # Near is good; on another community is as bad as far.
        most = hypot(task.bounds.width, task.bounds.height) / unit
        steps = _places(round(most), STEP, TURNS) * unit
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


def merged(index: CollisionIndex, unit: float, items: Sequence[Symbol]) -> list[Symbol]:
    """``items`` near their places; one that has no free place is counted in its neighbour."""
    placed: list[Symbol] = []
    for item in items:
        half = item.radius + GAP * unit
        box = index.take(boxes_around(_places(NEAR, STEP, TURNS) * unit + item.at, half, half))
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
