"""Names of communities on the map, each where it covers nothing.

A name stands in its community if there is room; else beside it, or outside the oblast, with a
line to it. One that has no room anywhere is left out, and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.export.picture import letters
from projectmap.export.picture.frame import Box, Point, Shelf, apart
from projectmap.export.picture.ground import Fit, Ground, inner_points, simplified

HEIGHT = 1.25
"""Of a name's box, in sizes of its letters."""
MARGIN = 0.15
"""Room left and right of a name, in sizes of its letters."""
WIDEST = 16
"""Sizes of its letters that a name may be wide; longer ones are cut."""
_REACHES = (0.0, 0.9, 1.8, 2.7, 3.6, 4.5, 5.4)
_TURNS = 16
_AT_HOME = 0.55
"""The part of a name's box that must lie in its community."""
_ON_ANOTHER = 0.75
"""The part of a name's box that may lie in another community where it stands at its symbols."""
_MOST_STARTS = 12
"""Places in a community from which a line to its name may go."""
_BATCH = 20
"""Places that are looked at together."""
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
    box: Box
    community: int
    """Its place in ``Register.communities``."""
    leader: tuple[Point, Point] | None
    """From its community to its box."""


@dataclass(frozen=True, slots=True)
class _Home:
    """A community on the picture."""

    number: int
    text: str
    spot: Point
    area: shapely.Geometry
    half: float
    """Of the name's box, in points."""
    own: tuple[Box, ...]
    """Its symbols, which its line may pass; the name may stand right beside them."""


def names(
    texts: Sequence[str],
    which: Sequence[int],
    ground: Ground,
    fit: Fit,
    shelf: Shelf,
    own: Sequence[Sequence[Box]],
    size: float,
) -> tuple[list[Name], int]:
    """The names that have room, and how many have none.

    ``texts`` and ``own`` are in the order of the communities; ``which`` says whose names are
    wanted. ``size`` is that of the letters, in points; what the names take is put on ``shelf``.
    """
    # Good enough to tell how much of a box lies where.
    areas = fit.shapes(simplified(ground.communities, _COARSE / fit.scale))
    oblast = shapely.simplify(fit.shape(ground.oblast), _COARSE)
    homes = []
    for number in which:
        text = letters.shortened(letters.plain(texts[number]), size, WIDEST * size, bold=True)
        half = letters.width(text, size, bold=True) / 2 + MARGIN * size
        x, y = fit.points(ground.centres[number]).tolist()
        homes.append(_Home(number, text, (x, y), areas[number], half, tuple(own[number])))
    found: list[Name] = []
    # Those with symbols come first, as these would say nothing without; then those with the
    # fewest free places.
    free = {home.number: _at_home(home, areas, shelf, size) for home in homes}
    later = []
    for home in sorted(homes, key=lambda home: (not home.own, len(free[home.number]))):
        box = next((box for box in free[home.number] if shelf.free(box)), None)
        if box is None:
            later.append(home)
            continue
        shelf.add(box)
        found.append(Name(home.text, box, home.number, None))
    for home in sorted(later, key=lambda home: (not home.own, -home.spot[1])):
        name = _led(home, oblast, shelf, size)
        if name is not None:
            found.append(name)
    return found, len(homes) - len(found)


def _at_home(home: _Home, areas: npt.NDArray[np.object_], shelf: Shelf, size: float) -> list[Box]:
    """Free places of a name in its community or right beside its symbols, best first."""
    tall = HEIGHT * size
    middles = np.array([
        (reach * size * cos(turn), reach * size * sin(turn))
        for reach in _REACHES
        for turn in _turns(_TURNS if reach else 1)
    ]) + home.spot  # fmt: skip
    inside = shapely.contains_xy(home.area, middles[:, 0], middles[:, 1])
    free = shelf.free_ones(_boxes(middles[inside], home.half, tall))
    shares = _shares(home.area, free)
    found = [box for box, share in zip(free, shares, strict=True) if share >= _AT_HOME]
    return [*found, *_beside_symbols(home, areas, shelf, tall)]


def _beside_symbols(
    home: _Home, areas: npt.NDArray[np.object_], shelf: Shelf, tall: float
) -> list[Box]:
    """Free places that touch the community's own symbols and are not mostly another's ground."""
    if not home.own:
        return []
    left, bottom = min(box.left for box in home.own), min(box.bottom for box in home.own)
    right, top = max(box.right for box in home.own), max(box.top for box in home.own)
    x, y = (left + right) / 2, (bottom + top) / 2
    under, over = bottom - tall / 2, top + tall / 2
    middles = np.array([
        (x, under), (x, over), (right + home.half, y), (left - home.half, y),
        (left + home.half, under), (right - home.half, under),
        (left + home.half, over), (right - home.half, over),
    ])  # fmt: skip
    free = shelf.free_ones(_boxes(middles, home.half, tall))
    others = np.delete(areas, home.number)
    return [box for box in free if (_shares(others, [box]) <= _ON_ANOTHER).all()]


def _led(home: _Home, oblast: shapely.Geometry, shelf: Shelf, size: float) -> Name | None:
    """The name beside its community, with a line to it."""
    starts = inner_points(home.area, home.spot, size, _MOST_STARTS)
    boxes = _around(home, oblast, shelf, size)
    for begin in range(0, len(boxes), _BATCH):
        ways = [(start, box) for box in boxes[begin : begin + _BATCH] for start in starts]
        begins = [start for start, _ in ways]
        ends = [box.nearest(start) for start, box in ways]
        first = shelf.way(begins, ends, home.own)
        if first is not None:
            box = ways[first][1]
            shelf.add(box)
            shelf.add_line(begins[first], ends[first])
            return Name(home.text, box, home.number, (begins[first], ends[first]))
    return None


def _around(home: _Home, oblast: shapely.Geometry, shelf: Shelf, size: float) -> list[Box]:
    """Free places of a name around its community, best first."""
    reaches = np.arange(1.5, _FAR, 0.75)
    turns = np.array(_turns(2 * _TURNS))
    # The edge, not the middle, lies at this distance.
    across = np.outer(reaches * size + home.half, np.cos(turns)).ravel()
    up = np.outer(reaches * size, np.sin(turns)).ravel()
    boxes = _boxes(np.column_stack([across, up]) + home.spot, home.half, HEIGHT * size)
    free = shelf.free_ones(boxes)
    x, y = home.spot
    away = [apart(box.nearest((x, y)), (x, y)) / size for box in free]
    cost = np.array(away) + _ON_OTHERS * _shares(oblast, free)
    return [free[place] for place in np.argsort(cost, kind="stable").tolist()]


def _turns(count: int) -> list[float]:
    return [2 * pi * turn / count for turn in range(count)]


def _boxes(middles: npt.NDArray[np.float64], half: float, tall: float) -> npt.NDArray[np.float64]:
    """Boxes around ``middles``: left, bottom, right and top, one a row."""
    reach = (half, tall / 2)
    return np.hstack([middles - reach, middles + reach])


def _shares(area: Any, boxes: Sequence[Box]) -> npt.NDArray[np.float64]:
    """The part of each box that lies in ``area``, or of one box in each of several areas."""
    there = [shapely.box(box.left, box.bottom, box.right, box.top) for box in boxes]
    shares = shapely.area(shapely.intersection(area, there)) / shapely.area(there)
    return np.asarray(shares, dtype=float)
