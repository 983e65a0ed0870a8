"""Boxes on a map, and the space that is still free.

Positions are points (1/72 inch) from the map's upper left corner, y downwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.map.svg import Point

Rows = npt.NDArray[np.float64]
"""Boxes or points, one a row: left, top, right and bottom, or x and y."""
Leader = tuple[Point, Point]
"""A line from a place to its symbol or name: start and end."""
_BATCH = 20
"""Boxes whose lines are tested together."""
_HAIR = 1e-6
"""Things that only touch do not collide."""


class Box(NamedTuple):
    """An upright rectangle; on maps in points, on slides in inches."""

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
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> Point:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, by: float) -> Box:
        """The box with ``by`` added on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def columns(self, *parts: float) -> list[float]:
        """Widths of columns that fill the box, in proportion to ``parts``."""
        return [self.width * part / sum(parts) for part in parts]

    def nearest(self, at: Point) -> Point:
        """The point of the box that lies nearest to ``at``."""
        x, y = at
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)


class CollisionIndex:
    """What of a map is taken: boxes, and the lines that lead to them."""

    def __init__(self, bounds: Box, taken: Iterable[Box] = ()) -> None:
        self._bounds = bounds
        self._boxes: list[Box | None] = []
        self._shapes: list[shapely.Geometry] = []
        self._tree: shapely.STRtree | None = None
        for box in taken:
            self.add(box)

    def copy(self) -> CollisionIndex:
        """The same, to try what is then not taken here."""
        found = CollisionIndex(self._bounds)
        found._boxes, found._shapes = [*self._boxes], [*self._shapes]
        found._tree = self._tree
        return found

    def add(self, box: Box, leader: Leader | None = None) -> None:
        """Take ``box`` and the line that leads to it; other lines may begin where it does."""
        self._boxes.append(box)
        self._shapes.append(shapely.box(*box.grown(-_HAIR)))
        if leader is not None:
            start, end = np.array(leader)
            self._boxes.append(None)
            self._shapes.append(shapely.LineString([start + _HAIR * (end - start), end]))
        self._tree = None

    def free(self, boxes: Rows) -> npt.NDArray[np.bool_]:
        """Which of ``boxes`` lie inside the bounds and meet nothing that is taken."""
        left, top, right, bottom = boxes.T
        bounds = self._bounds
        free = (bounds.left <= left) & (bounds.top <= top)
        free &= (right <= bounds.right) & (bottom <= bounds.bottom)
        inner = shapely.box(left + _HAIR, top + _HAIR, right - _HAIR, bottom - _HAIR)
        free[self._meetings(inner)[0]] = False
        return np.asarray(free)

    def take(self, boxes: Rows) -> Box | None:
        """The first of ``boxes`` that is free, which is then taken; None without."""
        free = boxes[self.free(boxes)]
        if not len(free):
            return None
        box = Box(*free[0].tolist())
        self.add(box)
        return box

    def take_led(
        self,
        starts: Sequence[Point],
        boxes: Rows,
        among: Collection[Box] = (),
        *,
        to_middle: bool = False,
        always: bool = False,
    ) -> tuple[Box, Leader] | None:
        """The first of ``boxes`` that is free and has a clear line from one of ``starts``.

        Both are then taken. The line ends at the box, or in its middle, and may pass the taken
        boxes of ``among``. With ``always`` the first free box will do where no line is clear.
        """
        free = [Box(*row) for row in boxes[self.free(boxes)].tolist()]
        passable = np.array([box is not None and box in among for box in self._boxes], dtype=bool)
        found = None
        for first in range(0, len(free), _BATCH):
            ways = [
                (box, (start, box.middle if to_middle else box.nearest(start)))
                for box in free[first : first + _BATCH]
                for start in starts
            ]
            rows, met = self._meetings(shapely.linestrings([leader for _, leader in ways]))
            blocked = set(rows[~passable[met]].tolist())
            found = next((way for row, way in enumerate(ways) if row not in blocked), None)
            if found is not None:
                break
        if found is None and always and free:
            found = free[0], (starts[0], free[0].middle)
        if found is not None:
            self.add(*found)
        return found

    def _meetings(self, shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
        """Pairs that meet: rows of ``shapes``, and indexes of what is taken."""
        if self._tree is None:
            self._tree = shapely.STRtree(self._shapes)
        return np.asarray(self._tree.query(shapes, predicate="intersects"))


def boxes_around(middles: npt.ArrayLike, half_width: float, half_height: float) -> Rows:
    """The boxes whose middles are ``middles``."""
    at, reach = np.asarray(middles, dtype=float), (half_width, half_height)
    return np.hstack([at - reach, at + reach])


def ring(reaches: Sequence[float], count: int) -> Rows:
    """``count`` steps around, for each of ``reaches``, nearest first, from the right by the top."""
    angles = np.arange(count) * 2 * np.pi / count
    around = np.outer(np.asarray(reaches), np.exp(-1j * angles)).ravel()
    return np.column_stack([around.real, around.imag])
