"""Boxes on a map, and what of it is taken.

Positions are points (1/72 inch) from the map's upper left corner, y downwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.map.svg import Point

Rows = npt.NDArray[np.float64]
"""Boxes or points, one a row: left, top, right and bottom, or x and y."""
Leader = tuple[Point, Point]
"""A line from a place to its symbol or name: start and end."""
_BATCH = 20
"""Boxes to which lines are tried together."""
_HAIR = 1e-6
"""Things that only touch do not collide."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle, in points."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, at: Point, half_width: float, half_height: float) -> Self:
        """The box whose middle is ``at``."""
        x, y = at
        return cls(x - half_width, y - half_height, x + half_width, y + half_height)

    @property
    def as_tuple(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.left, self.top, self.right, self.bottom

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In points."""
        return self.bottom - self.top

    @property
    def middle(self) -> Point:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, by: float, up: float | None = None) -> Box:
        """The box with ``by`` added on each side, or ``up`` above and below."""
        up = by if up is None else up
        return Box(self.left - by, self.top - up, self.right + by, self.bottom + up)

    def holds(self, other: Box) -> bool:
        """Whether ``other`` lies inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def nearest(self, at: Point) -> Point:
        """The point of the box that lies nearest to ``at``."""
        x, y = at
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)


class CollisionIndex:
    """What of a map is taken: boxes, and lines that lead to them."""

    def __init__(self, bounds: Box, taken: Iterable[Box] = ()) -> None:
        self._bounds = bounds
        self._boxes: list[Box | None] = []
        self._shapes: list[shapely.Geometry] = []
        self._tree: shapely.STRtree | None = None
        for box in taken:
            self.add(box)

    def add(self, box: Box) -> None:
        """Take ``box``."""
        self._take(box, shapely.box(*box.grown(-_HAIR).as_tuple))

    def add_line(self, start: Point, end: Point) -> None:
        """Take the straight line between two points; others may begin at the same start."""
        begin = np.array(start) + _HAIR * np.subtract(end, start)
        self._take(None, shapely.LineString([begin, end]))

    def free(self, boxes: Rows) -> npt.NDArray[np.bool_]:
        """Which of ``boxes`` lie inside the bounds and meet nothing that is taken."""
        left, top, right, bottom = boxes.T
        bounds = self._bounds
        free = (bounds.left <= left) & (bounds.top <= top)
        free &= (right <= bounds.right) & (bottom <= bounds.bottom)
        inner = shapely.box(left + _HAIR, top + _HAIR, right - _HAIR, bottom - _HAIR)
        free[self._query(inner)[0]] = False
        return np.asarray(free)

    def free_boxes(self, boxes: Rows) -> list[Box]:
        """Those of ``boxes`` that are free, in order."""
        return [Box(*row) for row in boxes[self.free(boxes)].tolist()]

    def is_free(self, box: Box) -> bool:
        """Whether ``box`` is free."""
        return bool(self.free(np.array([box.as_tuple]))[0])

    def clear_line(
        self, starts: Sequence[Point], ends: Sequence[Point], among: Collection[Box] = ()
    ) -> int | None:
        """The first pair of start and end whose line meets nothing that is taken; None without.

        It may pass the taken boxes of ``among``.
        """
        lines = shapely.linestrings(np.stack([np.array(starts), np.array(ends)], axis=1))
        passable = np.array([box is not None and box in among for box in self._boxes], dtype=bool)
        rows, met = self._query(lines)
        blocked = np.zeros(len(lines), dtype=bool)
        blocked[rows[~passable[met]]] = True
        return None if blocked.all() else int(np.argmin(blocked))

    def first_led(
        self,
        starts: Sequence[Point],
        boxes: Sequence[Box],
        among: Collection[Box] = (),
        *,
        to_middle: bool = False,
    ) -> tuple[int, Leader] | None:
        """The first of ``boxes`` to which a clear line leads from one of ``starts``: index, line.

        The line ends at the box, or in its middle.
        """
        for first in range(0, len(boxes), _BATCH):
            batch = range(first, min(first + _BATCH, len(boxes)))
            ways = [
                (index, (start, boxes[index].middle if to_middle else boxes[index].nearest(start)))
                for index in batch
                for start in starts
            ]
            lines = [leader for _, leader in ways]
            found = self.clear_line([start for start, _ in lines], [end for _, end in lines], among)
            if found is not None:
                return ways[found]
        return None

    def _take(self, box: Box | None, taken: shapely.Geometry) -> None:
        self._boxes.append(box)
        self._shapes.append(taken)
        self._tree = None

    def _query(self, shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
        """Pairs of what meets: rows of ``shapes``, and places of what is taken."""
        if self._tree is None:
            self._tree = shapely.STRtree(self._shapes)
        return np.asarray(self._tree.query(shapes, predicate="intersects"))


def boxes_around(middles: Rows, half_width: float, half_height: float) -> Rows:
    """The boxes whose middles are ``middles``."""
    reach = (half_width, half_height)
    return np.hstack([middles - reach, middles + reach])


def ring(reaches: Sequence[float], count: int) -> Rows:
    """``count`` steps around, for each of ``reaches``, nearest first, from the right by the top."""
    angles = np.arange(count) * 2 * np.pi / count
    around = np.outer(np.asarray(reaches), np.exp(-1j * angles)).ravel()
    return np.column_stack([around.real, around.imag])
