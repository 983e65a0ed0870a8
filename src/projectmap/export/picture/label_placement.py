"""Names on a map, each where it covers nothing.

The name of a community stands in it if there is room; else beside it, or outside the oblast, with
a line to it. One that has no room anywhere is left out, and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import dist
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
from projectmap.export.picture.page import ASCENT, DESCENT, Label
from projectmap.export.text_metrics import shortened, width
from projectmap.map.svg import Point
from projectmap.markup import one_line

HEIGHT = 1.25
"""Of a name's box, in sizes of its letters."""
HALO = 0.28
"""Width of the white edge of letters, in sizes."""
_MARGIN = 0.15
"""Room left and right of a name, in sizes of its letters."""
_WIDEST = 16
"""Sizes of its letters that a name may be wide; longer ones are cut."""
_REACHES = (0.9, 1.8, 2.7, 3.6, 4.5, 5.4)
_AT_HOME = 0.55
"""The part of a name's box that must lie in its community."""
_ON_ANOTHER = 0.75
"""The part of a name's box that may lie in another community where it stands at its symbols."""
_MOST_STARTS = 24
"""Places in a community from which a line to its name may go."""
_COARSE = 0.5
"""Points by which a border may be off where boxes are compared with areas."""
_FAR = 16
"""Sizes of its letters that a line to a name may be long."""
_ON_OTHERS = 9.0
"""How much farther away, in sizes, a name goes to stand on no other community."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name and where it stands."""

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
        x, y = self.box.middle
        at = (x, y + (ASCENT - DESCENT) / 2 * self.size)
        return Label(self.text, at, self.size, halo=HALO * self.size)


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


def names(
    texts: Sequence[str],
    wanted: Sequence[int],
    ground: Ground,
    fit: Fit,
    index: CollisionIndex,
    own: Sequence[Sequence[Box]],
    size: float,
) -> list[Name]:
    """The names that have room.

    ``texts`` and ``own`` are in the order of the communities; ``wanted`` says whose names are
    wanted. ``size`` is that of the letters, in points; what the names take is added to ``index``.
    """
    # Good enough to tell how much of a box lies where.
    areas = fit.shapes(shapely.coverage_simplify(ground.communities, _COARSE / fit.scale))
    oblast = shapely.simplify(fit.shapes(ground.oblast), _COARSE)
    homes = []
    for community in wanted:
        text = shortened(one_line(texts[community]), size, _WIDEST * size, bold=True)
        x, y = fit.points(ground.centres[community]).tolist()
        homes.append(_Home(
            community, text, (x, y), areas[community], half_width(text, size), tuple(own[community])
        ))  # fmt: skip
    found: list[Name] = []
    # Those with symbols come first, as these would say nothing without; then those with the
    # fewest free places.
    free = {home.community: _at_home(home, areas, index, size) for home in homes}
    later = []
    for home in sorted(homes, key=lambda home: (not home.own, len(free[home.community]))):
        box = next((box for box in free[home.community] if index.is_free(box)), None)
        if box is None:
            later.append(home)
            continue
        index.add(box)
        found.append(Name(home.text, size, box, None, home.community))
    for home in sorted(later, key=lambda home: (not home.own, home.spot[1])):
        starts = inner_points(home.area, home.spot, size / 2, _MOST_STARTS)
        boxes = _around(home, oblast, index, size)
        led = index.first_led(starts, boxes, home.own)
        if led is not None:
            number, leader = led
            index.add(boxes[number])
            index.add_line(*leader)
            found.append(Name(home.text, size, boxes[number], leader, home.community))
    return found


def _at_home(
    home: _Home, areas: npt.NDArray[np.object_], index: CollisionIndex, size: float
) -> list[Box]:
    """Free places of a name in its community or right beside its symbols, best first."""
    half_height = HEIGHT * size / 2
    middles = np.vstack([(0, 0), ring(_REACHES, 16) * size]) + home.spot
    inside = middles[shapely.contains_xy(home.area, *middles.T)]
    free = index.free_boxes(boxes_around(inside, home.half, half_height))
    shares = _shares(home.area, free)
    found = [box for box, share in zip(free, shares, strict=True) if share >= _AT_HOME]
    if not home.own:
        return found
    around = Box(*shapely.total_bounds([shapely.box(*box.as_tuple) for box in home.own]).tolist())
    beside = index.free_boxes(boxes_around(_touching(around, home.half, half_height), home.half,
                                           half_height))  # fmt: skip
    others = np.delete(areas, home.community)
    return [*found, *(box for box in beside if (_shares(others, [box]) <= _ON_ANOTHER).all())]


def _touching(box: Box, half: float, half_height: float) -> Rows:
    """Middles of a name's boxes that touch ``box``."""
    x, y = box.middle
    over, under = box.top - half_height, box.bottom + half_height
    begin, end = box.left + half, box.right - half
    return np.array([
        (x, under), (x, over), (box.right + half, y), (box.left - half, y),
        (begin, under), (end, under), (begin, over), (end, over),
    ])  # fmt: skip


def _around(home: _Home, oblast: shapely.Geometry, index: CollisionIndex, size: float) -> list[Box]:
    """Free places of a name around its community, best first."""
    steps = ring(np.arange(1.5, _FAR, 0.75).tolist(), 32)
    # The edge, not the middle, lies at this distance.
    sides = steps[:, 0] / np.hypot(*steps.T) * home.half
    middles = steps * size + np.column_stack([sides, np.zeros(len(sides))]) + home.spot
    free = index.free_boxes(boxes_around(middles, home.half, HEIGHT * size / 2))
    away = [dist(box.nearest(home.spot), home.spot) / size for box in free]
    cost = np.array(away) + _ON_OTHERS * _shares(oblast, free)
    return [free[number] for number in np.argsort(cost, kind="stable").tolist()]


def _shares(area: Any, boxes: Sequence[Box]) -> npt.NDArray[np.float64]:
    """The part of each box that lies in ``area``, or of one box in each of several areas."""
    there = [shapely.box(*box.as_tuple) for box in boxes]
    shares = shapely.area(shapely.intersection(area, there)) / shapely.area(there)
    return np.asarray(shares, dtype=float)
