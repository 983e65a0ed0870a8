"""Ends of lines on the partners' map, and their names. Sizes of constants are units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import dist
from typing import Any

import numpy as np
import shapely

from projectmap.export.picture.geometry import Box, CollisionIndex, Rows, boxes_around, ring
from projectmap.export.picture.label_placement import HEIGHT, Name, half_width
from projectmap.export.picture.page import INK, Label
from projectmap.export.picture.partner_lines import PAPER, PARTNER, Curve
from projectmap.export.picture.symbols import number_in
from projectmap.export.text_metrics import shortened
from projectmap.i18n import Translator
from projectmap.map import svg
from projectmap.map.svg import Point
from projectmap.map.theme import END_SIZES
from projectmap.markup import Html, join, one_line

_WIDEST = 260
"""Longer names are cut."""
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
        return END_SIZES["several" if self.n > 1 else "single"] * self.unit

    @property
    def box(self) -> Box:
        """What it covers."""
        return Box.around(self.at, self.radius, self.radius)

    @property
    def number(self) -> Label:
        """The number of partnerships, in its middle."""
        colour = INK if self.near else PAPER
        return number_in(self.at, self.n, 12 * self.unit, 1.5 * self.radius, colour)


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

    Such an end is drawn where most partnerships end, or at the one in the oblast, so that this is
    never hidden.
    """
    ids: dict[int, set[str]] = {}
    for curve in curves:
        for end in (curve.near, curve.far):
            ids.setdefault(end, set()).add(curve.id)
    found: list[End] = []
    for end in sorted(ids, key=lambda end: (not data[end]["near"], -len(ids[end]), end)):
        x, y = spots[end].tolist()
        near = bool(data[end]["near"])
        one = next((
            other for other in found
            if dist(other.at, (x, y))
            < END_SIZES["same_side" if other.near == near else "both_sides"] * unit
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
    lines: shapely.Geometry,
    t: Translator,
    index: CollisionIndex,
    unit: float,
) -> tuple[list[Name], int]:
    """The names that have room, and how many have none.

    First those of partners' places, then that of the oblast, or of its communities where it is
    large; none of them on ``lines`` if that can be. What they take, and the ends themselves, are
    added to ``index``.
    """
    for item in items:
        index.add(item.box.grown(2 * unit))
    west, _, east, south = shapely.bounds(home).tolist()
    is_large = east - west >= END_SIZES["named_oblast"] * unit
    far = sorted((item for item in items if not item.near), key=lambda item: -item.n)
    named = [*far, *(item for item in items if item.near and is_large)]
    found = [
        next(filter(None, (_beside(item, text, lines, index) for text in texts)), None)
        for item in named
        if (texts := _texts(item, data, t))
    ]
    if not is_large:
        found.append(
            _home(t("Luhansk oblast"), (west, south, east), END_SIZES["far_name"] * unit, index)
        )
    placed = [name for name in found if name is not None]
    return placed, len(found) - len(placed)


def _texts(item: End, data: Sequence[Mapping[str, Any]], t: Translator) -> list[str]:
    """The names of an end's places, then the first one alone; none where none is known."""
    stated = [data[end]["name"] for end in item.members]
    known = [str(name[t.language]) for name in stated if name and name[t.language]]
    texts = []
    for most in range(_MOST_NAMES, 0, -1) if known else ():
        more = len(stated) - most
        texts.append(", ".join(known[:most]) + (f" +{more}" if more > 0 else ""))
    return list(dict.fromkeys(texts))


def _beside(item: End, text: str, lines: shapely.Geometry, index: CollisionIndex) -> Name | None:
    """A name right beside its end, else farther off with a line; rather not on ``lines``."""
    size = END_SIZES["near_name" if item.near else "far_name"] * item.unit
    text = shortened(one_line(text), size, _WIDEST * item.unit, bold=True)
    half, half_height = half_width(text, size), HEIGHT * size / 2
    gap = item.radius + 0.35 * size
    side, slanted = gap + half, gap + half - 0.3 * size
    touching = np.array([
        (side, 0), (-side, 0), (0, gap + half_height), (0, -gap - half_height),
        (slanted, gap), (-slanted, gap), (slanted, -gap), (-slanted, -gap),
    ])  # fmt: skip
    around = ring([item.radius + steps * size for steps in range(2, 12)], 16)
    # The edge, not the middle, lies at this distance.
    around[:, 0] *= 1 + half / np.hypot(*around.T)
    boxes = boxes_around(np.vstack([touching, around]) + item.at, half, half_height)
    crossed = shapely.intersects(lines, shapely.box(*boxes.T))
    boxes = boxes[np.argsort(crossed, kind="stable")]
    led = index.take_led([item.at], boxes, [item.box.grown(2 * item.unit)])
    if led is None:
        return None
    box, leader = led
    return Name(text, size, box, leader if dist(*leader) > item.radius + size else None)


def _home(
    text: str, edges: tuple[float, float, float], size: float, index: CollisionIndex
) -> Name | None:
    """The oblast's name under it, or beside it."""
    west, south, east = edges
    half, tall = half_width(text, size), HEIGHT * size
    middle = (west + east) / 2
    middles = [
        (middle, south + 0.7 * tall), (east + half, south), (west - half, south),
        (middle, south + 1.8 * tall), (east + half, south + 1.5 * tall),
    ]  # fmt: skip
    box = index.take(boxes_around(middles, half, tall / 2))
    return None if box is None else Name(text, size, box)
