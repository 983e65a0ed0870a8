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
        self._boxes = np.empty((0, 4))
        self._lines: list[tuple[Point, Point]] = []
        for box in taken:
            self.add(box)

    def add(self, box: Box) -> None:
        """Take ``box``."""
        row = [[box.left, box.bottom, box.right, box.top]]
        self._boxes = np.concatenate([self._boxes, row])

    def add_line(self, start: Point, end: Point) -> None:
        """Take the straight line between two points."""
        self._lines.append((start, end))

    def free(self, box: Box) -> bool:
        """Whether ``box`` lies inside the bounds and meets nothing that is taken."""
        if not self._bounds.holds(box):
            return False
        left, bottom, right, top = self._boxes.T
        meets = (left < box.right) & (box.left < right) & (bottom < box.top) & (box.bottom < top)
        return not meets.any() and not any(crosses(line, box) for line in self._lines)

    def free_ones(self, boxes: npt.NDArray[np.float64]) -> list[Box]:
        """Those of ``boxes`` (left, bottom, right, top, one a row) that are free, in order."""
        left, bottom, right, top = boxes.T[:, :, None]
        bounds = self._bounds
        inside = (bounds.left <= left) & (bounds.bottom <= bottom)
        inside &= (right <= bounds.right) & (top <= bounds.top)
        others = self._boxes.T[:, None, :]
        meets = (left < others[2]) & (others[0] < right) & (bottom < others[3]) & (others[1] < top)
        maybe = boxes[inside[:, 0] & ~meets.any(axis=1)].tolist()
        found = [Box(*row) for row in maybe]
        return [box for box in found if not any(crosses(line, box) for line in self._lines)]

    def open(self, start: Point, end: Point, among: Sequence[Box] = ()) -> bool:
        """Whether a line meets no taken line and no taken box but those of ``among``."""
        line = (start, end)
        return not any(lines_cross(line, other) for other in self._lines) and not any(
            crosses(line, box) for box in self._others(among)
        )

    def _others(self, among: Sequence[Box]) -> list[Box]:
        mine = {(box.left, box.bottom, box.right, box.top) for box in among}
        return [Box(*row) for row in self._boxes.tolist() if tuple(row) not in mine]


def crosses(line: tuple[Point, Point], box: Box) -> bool:
    """Whether a straight line has a part inside a box (Liang and Barsky's clipping)."""
    (x, y), (to_x, to_y) = line
    first, last = 0.0, 1.0
    for start, step, low, high in (
        (x, to_x - x, box.left, box.right),
        (y, to_y - y, box.bottom, box.top),
    ):
        if step == 0:
            if not low < start < high:
                return False
            continue
        ends = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, ends[0]), min(last, ends[1])
    return first < last


def lines_cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two straight lines cross."""

    def side(line: tuple[Point, Point], at: Point) -> float:
        (x, y), (to_x, to_y) = line
        return (to_x - x) * (at[1] - y) - (to_y - y) * (at[0] - x)

    return (
        side(one, other[0]) * side(one, other[1]) < 0
        and side(other, one[0]) * side(other, one[1]) < 0
    )


def apart(one: Point, other: Point) -> float:
    """How far two points lie apart."""
    return hypot(one[0] - other[0], one[1] - other[1])


def corners(box: Box) -> npt.NDArray[np.float64]:
    """The four corners, one a row."""
    return np.array([
        (box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top)
    ])  # fmt: skip
