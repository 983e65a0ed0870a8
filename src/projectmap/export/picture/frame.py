"""The size of a picture, its file form, and boxes on it.

Positions on a picture are points (1/72 inch) from its lower left corner, y upwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot
from typing import Self

import numpy as np
import numpy.typing as npt

POINTS_PER_MM = 72 / 25.4

Point = tuple[float, float]
Rows = npt.NDArray[np.float64]
"""Four numbers a row: a box's left, bottom, right and top, or a line's start and end."""


class Form(StrEnum):
    """The forms of file that a picture may have."""

    PNG = "png"
    SVG = "svg"


@dataclass(frozen=True, slots=True)
class Frame:
    """How large a picture is and how much it says."""

    width_mm: float
    height_mm: float
    dpi: int
    """Pixels an inch of a PNG; an SVG has none."""
    furnished: bool
    """With title, filter, status date, notices, credit and data version around the map; else only
    legend, scale and north arrow, for slides and documents that have words of their own."""
    font_pt: float
    """Size of the map's names; all else is measured by it."""

    @property
    def width(self) -> float:
        """In points."""
        return self.width_mm * POINTS_PER_MM

    @property
    def height(self) -> float:
        """In points."""
        return self.height_mm * POINTS_PER_MM


SCREEN = Frame(width_mm=1920 / 144 * 25.4, height_mm=1080 / 144 * 25.4, dpi=144, furnished=True,
               font_pt=10.5)  # fmt: skip
"""1920 by 1080 pixels, the size of a slide."""
PRINT = Frame(width_mm=297, height_mm=210, dpi=300, furnished=True, font_pt=9)
"""A4, landscape."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle on the picture, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, at: Point, half_width: float, half_height: float) -> Self:
        """The box whose middle is ``at``."""
        x, y = at
        return cls(x - half_width, y - half_height, x + half_width, y + half_height)

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In points."""
        return self.top - self.bottom

    @property
    def middle(self) -> Point:
        """Its middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def grown(self, by: float) -> Box:
        """The box with ``by`` added on each side."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def holds(self, other: Box) -> bool:
        """Whether ``other`` lies inside."""
        return (
            self.left <= other.left
            and self.bottom <= other.bottom
            and other.right <= self.right
            and other.top <= self.top
        )

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def nearest(self, at: Point) -> Point:
        """The point of the box that lies nearest to ``at``."""
        x, y = at
        return min(max(x, self.left), self.right), min(max(y, self.bottom), self.top)


class Shelf:
    """What on a picture is taken: boxes, and lines that lead to them."""

    def __init__(self, bounds: Box, taken: Iterable[Box] = ()) -> None:
        self._bounds = bounds
        rows = [(box.left, box.bottom, box.right, box.top) for box in taken]
        self._boxes: Rows = np.array(rows, dtype=float).reshape(-1, 4)
        self._lines: Rows = np.empty((0, 4))

    def add(self, box: Box) -> None:
        """Take ``box``."""
        self._boxes = np.vstack([self._boxes, (box.left, box.bottom, box.right, box.top)])

    def add_line(self, start: Point, end: Point) -> None:
        """Take the straight line between two points."""
        self._lines = np.vstack([self._lines, (*start, *end)])

    def free(self, box: Box) -> bool:
        """Whether ``box`` lies inside the bounds and meets nothing that is taken."""
        if not self._bounds.holds(box):
            return False
        left, bottom, right, top = self._boxes.T
        meets = (left < box.right) & (box.left < right) & (bottom < box.top) & (box.bottom < top)
        row = np.array([(box.left, box.bottom, box.right, box.top)])
        return not meets.any() and not _enters(self._lines, row).any()

    def free_mask(self, boxes: Rows) -> npt.NDArray[np.bool_]:
        """Which of ``boxes`` are free."""
        left, bottom, right, top = boxes.T[:, :, None]
        bounds = self._bounds
        inside = (bounds.left <= left) & (bounds.bottom <= bottom)
        inside &= (right <= bounds.right) & (top <= bounds.top)
        others = self._boxes.T[:, None, :]
        meets = (left < others[2]) & (others[0] < right) & (bottom < others[3]) & (others[1] < top)
        free = inside[:, 0] & ~meets.any(axis=1)
        free[free] = ~_enters(self._lines, boxes[free]).any(axis=0)
        return np.asarray(free)

    def free_ones(self, boxes: Rows) -> list[Box]:
        """Those of ``boxes`` that are free, in order."""
        return [Box(*row) for row in boxes[self.free_mask(boxes)].tolist()]

    def way(
        self, starts: Sequence[Point], ends: Sequence[Point], among: Sequence[Box] = ()
    ) -> int | None:
        """The first pair of start and end whose line meets nothing that is taken; None without.

        It may pass the taken boxes of ``among``.
        """
        ways = np.hstack([np.asarray(starts, dtype=float), np.asarray(ends, dtype=float)])
        others = np.full(len(self._boxes), fill_value=True)
        for box in among:
            row = (box.left, box.bottom, box.right, box.top)
            others &= ~(self._boxes == row).all(axis=1)
        blocked = _enters(ways, self._boxes[others]).any(axis=1)
        blocked |= _cross(ways, self._lines).any(axis=1)
        return None if blocked.all() else int(np.argmin(blocked))


def _enters(lines: Rows, boxes: Rows) -> npt.NDArray[np.bool_]:
    """Whether each line has a part inside each box (Liang and Barsky's clipping)."""
    x, y, to_x, to_y = lines.T[:, :, None]
    left, bottom, right, top = boxes.T[:, None, :]
    # A line along an axis is divided by nought: infinite where it lies beside or between the
    # edges, not a number where it lies on one; none of these is less than the other then.
    with np.errstate(divide="ignore", invalid="ignore"):
        across = np.stack([(left - x) / (to_x - x), (right - x) / (to_x - x)])
        up = np.stack([(bottom - y) / (to_y - y), (top - y) / (to_y - y)])
        first = np.maximum(np.maximum(across.min(axis=0), up.min(axis=0)), 0)
        last = np.minimum(np.minimum(across.max(axis=0), up.max(axis=0)), 1)
        return np.asarray(first < last)


def _cross(lines: Rows, others: Rows) -> npt.NDArray[np.bool_]:
    """Whether each line crosses each other one."""

    def sides(ones: Rows, places: Rows) -> npt.NDArray[np.float64]:
        x, y, to_x, to_y = ones.T[:, :, None]
        at_x, at_y = places.T[:, None, :]
        return np.asarray((to_x - x) * (at_y - y) - (to_y - y) * (at_x - x))

    apart_here = sides(lines, others[:, :2]) * sides(lines, others[:, 2:]) < 0
    apart_there = sides(others, lines[:, :2]) * sides(others, lines[:, 2:]) < 0
    return np.asarray(apart_here & apart_there.T)


def apart(one: Point, other: Point) -> float:
    """How far two points lie apart."""
    return hypot(one[0] - other[0], one[1] - other[1])


def corners(box: Box) -> npt.NDArray[np.float64]:
    """The four corners, one a row."""
    return np.array([
        (box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top)
    ])  # fmt: skip
