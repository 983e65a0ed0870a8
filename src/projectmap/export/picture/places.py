"""Ends of lines on the partners' map, and their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.export.picture import letters
from projectmap.export.picture.frame import Box, Point, Shelf, apart
from projectmap.export.picture.lines import Curve, reach
from projectmap.i18n import Translator

NEAR, TOUCH = 24, 18
"""Units; ends nearer than this are one: of the same side, of both sides."""
ROOM = 240
"""Units that the oblast must measure for the names of its communities."""
SEVERAL, SINGLE = 11, 6
"""Units; the radius of an end with several partnerships, and with one."""
FAR_SIZE, NEAR_SIZE = 14, 13
WIDEST = 260
"""Units that a name may be wide; longer ones are cut."""
_MOST = 2
"""Places of one end that are named."""
_TURNS = 16


@dataclass(slots=True)
class End:
    """An end of lines, or several so near that they are drawn as one."""

    at: Point
    near: bool
    """Whether it is a community or the oblast, and not a partner's place."""
    members: list[int]
    """Places in the list of ends, the leading one first."""
    ids: set[str]
    """Of the partnerships that end there."""
    unit: float

    @property
    def n(self) -> int:
        """How many partnerships end there."""
        return len(self.ids)

    @property
    def radius(self) -> float:
        """In points."""
        return (SEVERAL if self.n > 1 else SINGLE) * self.unit

    @property
    def box(self) -> Box:
        """What it covers."""
        return Box.around(self.at, self.radius, self.radius)


@dataclass(frozen=True, slots=True)
class Name:
    """A name and where it stands."""

    line_text: str
    box: Box
    size: float
    leader: tuple[Point, Point] | None


@dataclass(slots=True)
class Names:
    """What :func:`names` found."""

    shelf: Shelf
    lines: shapely.Geometry
    """The partnerships' lines."""
    names: list[Name] = field(default_factory=list)
    nameless: int = 0

    def crossed(self, box: Box) -> bool:
        """Whether a line runs through ``box``."""
        there = shapely.box(box.left, box.bottom, box.right, box.top)
        return bool(shapely.intersects(self.lines, there))


def ends(
    data: Sequence[Mapping[str, Any]],
    curves: Sequence[Curve],
    spots: npt.NDArray[np.float64],
    unit: float,
) -> list[End]:
    """The ends of the lines; those that would cover each other are one.

    It stands at the place of the fullest, or of the one in the oblast, so that this is never
    hidden.
    """
    ids: dict[int, set[str]] = {}
    for curve in curves:
        for end in (curve.of.near, curve.of.far):
            ids.setdefault(end, set()).add(curve.of.id)
    order = sorted(ids, key=lambda end: (not data[end]["near"], -len(ids[end]), end))
    found: list[End] = []
    for end in order:
        at = (float(spots[end, 0]), float(spots[end, 1]))
        near = bool(data[end]["near"])
        one = next((
            other for other in found
            if apart(other.at, at) < (NEAR if other.near == near else TOUCH) * unit
        ), None)  # fmt: skip
        if one is None:
            found.append(End(at, near, [end], set(ids[end]), unit))
        else:
            one.members.append(end)
            one.ids |= ids[end]
    return found


def names(
    items: Sequence[End],
    data: Sequence[Mapping[str, Any]],
    home: shapely.Geometry,
    curves: Sequence[Curve],
    t: Translator,
    bounds: Box,
    taken: Sequence[Box],
    unit: float,
) -> Names:
    """The names of partners' places, then of the oblast, or of its communities where it is large.

    What they take, and the ends themselves, are on the shelf that is given back.
    """
    shelf = Shelf(bounds, [*taken, *(item.box.grown(2 * unit) for item in items)])
    found = Names(shelf, reach(curves, unit))
    for item in sorted((item for item in items if not item.near), key=lambda item: -item.n):
        _name_end(found, item, data, t, FAR_SIZE * unit)
    west, south, east, _ = shapely.bounds(home).tolist()
    if east - west >= ROOM * unit:
        for item in (item for item in items if item.near):
            _name_end(found, item, data, t, NEAR_SIZE * unit)
    else:
        _name_home(found, t("Luhansk oblast"), (west, south, east), FAR_SIZE * unit)
    return found


def _name_end(
    found: Names, item: End, data: Sequence[Mapping[str, Any]], t: Translator, size: float
) -> None:
    """The names of an end's places, or at least the first one."""
    known = [name for name in (_own_name(data[end], t) for end in item.members) if name]
    if not known:
        return
    texts = [_joined(known, len(item.members), most) for most in range(_MOST, 0, -1)]
    for text in dict.fromkeys(texts):
        short = letters.shortened(letters.plain(text), size, WIDEST * item.unit, bold=True)
        if _write(found, short, item, size):
            return
    found.nameless += 1


def _own_name(end: Mapping[str, Any], t: Translator) -> str | None:
    name = end["name"]
    return None if name is None else name[t.language]


def _joined(known: Sequence[str], count: int, most: int) -> str:
    more = count - most
    return ", ".join(known[:most]) + (f" +{more}" if more > 0 else "")


def _write(found: Names, text: str, item: End, size: float) -> bool:
    half = letters.width(text, size, bold=True) / 2 + 0.15 * size
    tall = 1.25 * size
    own = [item.box.grown(2 * item.unit)]
    free = [
        (Box.around(at, half, tall / 2), led)
        for at, led in _around(item, half, tall, size)
        if found.shelf.free(Box.around(at, half, tall / 2))
    ]
    # Rather beside lines than on them; the sort keeps the order of equals.
    free.sort(key=lambda place: found.crossed(place[0]))
    for box, led in free:
        end = box.nearest(item.at)
        if led and found.shelf.way([item.at], [end], own) is None:
            continue
        found.shelf.add(box)
        if led:
            found.shelf.add_line(item.at, end)
        found.names.append(Name(text, box, size, (item.at, end) if led else None))
        return True
    return False


def _around(item: End, half: float, tall: float, size: float) -> Iterator[tuple[Point, bool]]:
    """Places of a name's middle around an end, and whether it needs a line there."""
    x, y = item.at
    gap = item.radius + 0.35 * size
    side = gap + half
    for dx, dy in (
        (side, 0), (-side, 0), (0, -gap - tall / 2), (0, gap + tall / 2),
        (side - 0.3 * size, -gap), (-side + 0.3 * size, -gap),
        (side - 0.3 * size, gap), (-side + 0.3 * size, gap),
    ):  # fmt: skip
        yield (x + dx, y + dy), False
    for steps in range(2, 12):
        for turn in range(_TURNS):
            angle = 2 * pi * turn / _TURNS
            far = item.radius + steps * size
            yield (x + (far + half) * cos(angle), y + far * sin(angle)), True


def _name_home(found: Names, text: str, edges: tuple[float, float, float], size: float) -> None:
    """The oblast's name under it, or beside it."""
    west, south, east = edges
    half = letters.width(text, size, bold=True) / 2 + 0.15 * size
    tall = 1.25 * size
    middle = (west + east) / 2
    for at in (
        (middle, south - 0.7 * tall), (east + half, south), (west - half, south),
        (middle, south - 1.8 * tall), (east + half, south - 1.5 * tall),
    ):  # fmt: skip
        box = Box.around(at, half, tall / 2)
        if found.shelf.free(box):
            found.shelf.add(box)
            found.names.append(Name(text, box, size, None))
            return
    found.nameless += 1
