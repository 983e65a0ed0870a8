"""Ends of lines on the partners' map, and their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import dist
from typing import Any

import shapely

from projectmap.export.picture.geometry import Box, CollisionIndex, Rows, ring
from projectmap.export.picture.label_placement import HEIGHT, Name, half_width
from projectmap.export.picture.page import DIGIT, INK, Label
from projectmap.export.picture.partner_lines import PAPER, PARTNER, Curve, covered
from projectmap.export.text_metrics import shortened, width
from projectmap.i18n import Translator
from projectmap.map import svg
from projectmap.map.svg import Point
from projectmap.markup import Html, join, one_line

NEAR, TOUCH = 24, 18
"""Units; ends nearer than this are one: of the same side, of both sides."""
ROOM = 240
"""Units that the oblast must measure for the names of its communities."""
SEVERAL, SINGLE = 11, 6
"""Units; the radius of an end with several partnerships, and with one."""
FAR_SIZE, NEAR_SIZE = 14, 13
_WIDEST = 260
"""Units that a name may be wide; longer ones are cut."""
_MOST_NAMES = 2
"""Places of one end that are named."""


@dataclass(slots=True)
class End:
    """An end of lines, or several so near that they are drawn as one."""

    at: Point
    near: bool
    """Whether it is a community or the oblast, and not a partner's place."""
    members: list[int]
    """Indexes in the list of ends, the leading one first."""
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

    @property
    def number(self) -> Label:
        """The number of partnerships, in its middle."""
        text, size = str(self.n), 12 * self.unit
        size = min(size, size * 1.5 * self.radius / width(text, size, bold=True))
        x, y = self.at
        return Label(text, (x, y + DIGIT / 2 * size), size, colour=INK if self.near else PAPER)


@dataclass(slots=True)
class Names:
    """The names found so far, and what of the map is taken."""

    index: CollisionIndex
    lines: shapely.Geometry
    """The ground of the partnerships' lines."""
    found: list[Name] = field(default_factory=list)
    nameless: int = 0

    def is_crossed(self, box: Box) -> bool:
        """Whether a line runs through ``box``."""
        return bool(shapely.intersects(self.lines, shapely.box(*box.as_tuple)))


def end_sign(at: Point, radius: float, unit: float, *, near: bool) -> Html:
    """Filled: a partner's place. Hollow: a community or the oblast."""
    parts = [
        svg.shape(svg.circle(at, radius + 1.5 * unit), fill=PAPER, opacity=0.9),
        svg.shape(svg.circle(at, radius), fill=PARTNER),
    ]
    if near:
        parts.append(svg.shape(svg.circle(at, radius - 2 * unit), fill=PAPER))
    return join(parts)


def ends(
    data: Sequence[Mapping[str, Any]], curves: Sequence[Curve], spots: Rows, unit: float
) -> list[End]:
    """The ends of the lines; those that would cover each other are one.

    It stands at the place of the fullest, or of the one in the oblast, so that this is never
    hidden.
    """
    ids: dict[int, set[str]] = {}
    for curve in curves:
        for end in (curve.link.near, curve.link.far):
            ids.setdefault(end, set()).add(curve.link.id)
    found: list[End] = []
    for end in sorted(ids, key=lambda end: (not data[end]["near"], -len(ids[end]), end)):
        x, y = spots[end].tolist()
        near = bool(data[end]["near"])
        one = next((
            other for other in found
            if dist(other.at, (x, y)) < (NEAR if other.near == near else TOUCH) * unit
        ), None)  # fmt: skip
        if one is None:
            found.append(End((x, y), near, [end], set(ids[end]), unit))
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
    index: CollisionIndex,
    unit: float,
) -> Names:
    """The names of partners' places, then of the oblast, or of its communities where it is large.

    What they take, and the ends themselves, are added to ``index``.
    """
    for item in items:
        index.add(item.box.grown(2 * unit))
    names = Names(index, covered(curves, unit))
    for item in sorted((item for item in items if not item.near), key=lambda item: -item.n):
        _name_end(names, item, data, t, FAR_SIZE * unit)
    west, _, east, south = shapely.bounds(home).tolist()
    if east - west >= ROOM * unit:
        for item in (item for item in items if item.near):
            _name_end(names, item, data, t, NEAR_SIZE * unit)
    else:
        _name_home(names, t("Luhansk oblast"), (west, south, east), FAR_SIZE * unit)
    return names


def _name_end(
    names: Names, item: End, data: Sequence[Mapping[str, Any]], t: Translator, size: float
) -> None:
    """The names of an end's places, or at least the first one."""
    stated = [data[end]["name"] for end in item.members]
    known = [str(name[t.language]) for name in stated if name and name[t.language]]
    if not known:
        return
    texts = [_joined(known, len(stated), most) for most in range(_MOST_NAMES, 0, -1)]
    for text in dict.fromkeys(texts):
        short = shortened(one_line(text), size, _WIDEST * item.unit, bold=True)
        name = _placed(names, short, item, size)
        if name is not None:
            names.found.append(name)
            return
    names.nameless += 1


def _joined(known: Sequence[str], count: int, most: int) -> str:
    more = count - most
    return ", ".join(known[:most]) + (f" +{more}" if more > 0 else "")


def _placed(names: Names, text: str, item: End, size: float) -> Name | None:
    half, half_height = half_width(text, size), HEIGHT * size / 2
    places = (
        (Box.around(at, half, half_height), is_led)
        for at, is_led in _around(item, half, half_height, size)
    )
    # Rather beside lines than on them; the sort keeps the order of equals.
    free = sorted(
        (place for place in places if names.index.is_free(place[0])),
        key=lambda place: names.is_crossed(place[0]),
    )
    own = [item.box.grown(2 * item.unit)]
    for box, is_led in free:
        led = names.index.first_led([item.at], [box], own) if is_led else None
        if is_led and led is None:
            continue
        leader = led[1] if led else None
        names.index.add(box)
        if leader is not None:
            names.index.add_line(*leader)
        return Name(text, size, box, leader)
    return None


def _around(item: End, half: float, half_height: float, size: float
            ) -> Iterator[tuple[Point, bool]]:  # fmt: skip
    """Places of a name's middle around an end, and whether it needs a line there."""
    x, y = item.at
    gap = item.radius + 0.35 * size
    side, slanted = gap + half, gap + half - 0.3 * size
    for dx, dy in (
        (side, 0), (-side, 0), (0, gap + half_height), (0, -gap - half_height),
        (slanted, gap), (-slanted, gap), (slanted, -gap), (-slanted, -gap),
    ):  # fmt: skip
        yield (x + dx, y + dy), False
    for dx, dy in ring([item.radius + steps * size for steps in range(2, 12)], 16).tolist():
        # The edge, not the middle, lies at this distance.
        yield (x + dx + half * dx / dist((dx, dy), (0, 0)), y + dy), True


def _name_home(names: Names, text: str, edges: tuple[float, float, float], size: float) -> None:
    """The oblast's name under it, or beside it."""
    west, south, east = edges
    half, tall = half_width(text, size), HEIGHT * size
    middle = (west + east) / 2
    for at in (
        (middle, south + 0.7 * tall), (east + half, south), (west - half, south),
        (middle, south + 1.8 * tall), (east + half, south + 1.5 * tall),
    ):  # fmt: skip
        box = Box.around(at, half, tall / 2)
        if names.index.is_free(box):
            names.index.add(box)
            names.found.append(Name(text, size, box))
            return
    names.nameless += 1
