"""Labels on a map, placed so that they cover nothing.

A community's name is inside it if there is room; else beside it or outside the oblast, with a
line to it. A name that has no room anywhere is left out and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.export.picture.geometry import (
    Box,
    CollisionIndex,
    Leader,
    Rows,
    boxes_around,
    ring,
)
from projectmap.export.picture.ground import Fit, Ground, inner_points
from projectmap.export.picture.page import Label
from projectmap.export.text_metrics import shortened, width
from projectmap.map.svg import Point
from projectmap.markup import one_line

HEIGHT = 1.25
"""Of a name's box, in sizes of its letters, as all lengths here."""
HALO = 0.28
"""Width of the white edge of letters."""
_MARGIN = 0.15
"""Room left and right of a name."""
_WIDEST = 16
"""Longer names are cut."""
_REACHES = (0.9, 1.8, 2.7, 3.6, 4.5, 5.4)
"""How far from its middle a name may stand in its community."""
_FAR = 16
"""How long a line to a name may be."""
_ON_OTHERS = 9.0
"""How much farther away a name goes rather than cover other communities."""
_AT_HOME = 0.55
"""The part of a name's box that must lie in its community."""
_ON_ANOTHER = 0.75
"""The part of it that may lie in another one where the name stands at its community's symbols."""
_MOST_STARTS = 24
"""Places in a community from which a line to its name may go."""
_COARSE = 0.5
"""Points by which a border may be off where boxes are compared with areas."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name and its position."""

    text: str
    size: float
    box: Box
    leader: Leader | None = None
    """From what it names to its box."""
    community: int | None = None
    """Its index in ``Register.communities``."""

    @property
    def label(self) -> Label:
        """The letters, in the middle of the box."""
        return Label.inside(self.box, self.text, self.size, halo=HALO * self.size)


@dataclass(frozen=True, slots=True)
class _Home:
    """A community on the map."""

    community: int
    text: str
    spot: Point
    area: shapely.Geometry
    half: float
    """Of the name's box, in points."""
    own: tuple[Box, ...]
    """Its symbols, which its line may pass; the name may stand right beside them."""


def half_width(text: str, size: float) -> float:
    """Half of the width of a name's box."""
    return width(text, size, bold=True) / 2 + _MARGIN * size


def largest_names(
    texts: Sequence[str],
    ground: Ground,
    fit: Fit,
    index: CollisionIndex,
    own: Sequence[Sequence[Box]],
    sizes: Sequence[float],
) -> tuple[list[Name], CollisionIndex]:
    """The names, and ``index`` with what they take, in the largest of ``sizes`` that costs nothing.

    The last of ``sizes`` is the smallest; in a larger one no fewer names have room, and no more
    need a line. The others are as of :func:`names`.
    """

    def tried(size: float) -> tuple[list[Name], CollisionIndex]:
        taken = index.copy()
        return names(texts, ground, fit, taken, own, size), taken

    def led(some: Sequence[Name]) -> int:
        return sum(name.leader is not None for name in some)

    smallest = tried(sizes[-1])
    for size in sizes[:-1]:
        found = tried(size)
        if len(found[0]) == len(smallest[0]) and led(found[0]) <= led(smallest[0]):
            return found
    return smallest


def names(
    texts: Sequence[str],
    ground: Ground,
    fit: Fit,
    index: CollisionIndex,
    own: Sequence[Sequence[Box]],
    size: float,
) -> list[Name]:
    """The names that have room; what they take is added to ``index``.

    ``texts`` and ``own`` are in the order of the communities; ``size`` of the letters in points.
    """
    # Precise enough to compare boxes with areas.
    areas = fit.shapes(shapely.coverage_simplify(ground.communities, _COARSE / fit.scale))
    oblast = shapely.simplify(fit.shapes(ground.oblast), _COARSE)
    homes = []
    for community, name in enumerate(texts):
        text = shortened(one_line(name), size, _WIDEST * size, bold=True)
        x, y = fit.points(ground.centres[community]).tolist()
        homes.append(_Home(
            community, text, (x, y), areas[community], half_width(text, size), tuple(own[community])
        ))  # fmt: skip
    found: list[Name] = []
    # Communities with symbols come first, as these say little without a name; then those with
    # the fewest free places.
    free = {home.community: _at_home(home, areas, index, size) for home in homes}
    later = []
    for home in sorted(homes, key=lambda home: (not home.own, len(free[home.community]))):
        box = index.take(free[home.community])
        if box is None:
            later.append(home)
        else:
            found.append(Name(home.text, size, box, None, home.community))
    for home in sorted(later, key=lambda home: (not home.own, home.spot[1])):
        starts = inner_points(home.area, home.spot, size / 2, _MOST_STARTS)
        led = index.take_led(starts, _around(home, oblast, index, size), home.own)
        if led is not None:
            found.append(Name(home.text, size, *led, home.community))
    return found


def _at_home(
    home: _Home, areas: npt.NDArray[np.object_], index: CollisionIndex, size: float
) -> Rows:
    """Free boxes of a name in its community or right beside its symbols, best first."""
    half, half_height = home.half, HEIGHT * size / 2
    middles = np.vstack([(0, 0), ring(_REACHES, 16) * size]) + home.spot
    inside = boxes_around(middles[shapely.contains_xy(home.area, *middles.T)], half, half_height)
    inside = inside[index.free(inside)]
    inside = inside[_shares(home.area, inside) >= _AT_HOME]
    if not home.own:
        return inside
    left, top = np.min(home.own, axis=0)[:2]
    right, bottom = np.max(home.own, axis=0)[2:]
    x, y = (left + right) / 2, (top + bottom) / 2
    over, under = top - half_height, bottom + half_height
    beside = boxes_around(
        [(x, under), (x, over), (right + half, y), (left - half, y),
         (left + half, under), (right - half, under), (left + half, over), (right - half, over)],
        half, half_height,
    )  # fmt: skip
    beside = beside[index.free(beside)]
    on_others = _shares(np.delete(areas, home.community)[:, None], beside)
    return np.vstack([inside, beside[(on_others <= _ON_ANOTHER).all(axis=0)]])


def _around(home: _Home, oblast: shapely.Geometry, index: CollisionIndex, size: float) -> Rows:
    """Free boxes of a name around its community, best first: near, and outside the oblast."""
    steps = ring(np.arange(1.5, _FAR, 0.75).tolist(), 32)
    # The edge, not the middle, lies at this distance.
    sides = steps[:, 0] / np.hypot(*steps.T) * home.half
    middles = steps * size + np.column_stack([sides, np.zeros(len(sides))]) + home.spot
    boxes = boxes_around(middles, home.half, HEIGHT * size / 2)
    boxes = boxes[index.free(boxes)]
    away = np.hypot(*(np.clip(home.spot, boxes[:, :2], boxes[:, 2:]) - home.spot).T) / size
    return boxes[np.argsort(away + _ON_OTHERS * _shares(oblast, boxes), kind="stable")]


def _shares(area: Any, boxes: Rows) -> npt.NDArray[np.float64]:
    """The part of each box that lies in ``area``; of several areas, one row an area."""
    there = shapely.box(*boxes.T)
    return np.asarray(shapely.area(shapely.intersection(area, there)) / shapely.area(there))
