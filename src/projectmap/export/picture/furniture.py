"""Scale bar and north arrow, in the corner of the map that has most room for them."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from projectmap.export.picture import letters
from projectmap.export.picture.frame import Box, Point
from projectmap.export.picture.ground import Fit, north, round_length
from projectmap.export.picture.sheet import INK, Line
from projectmap.i18n import Translator

_PART = 0.22
"""The part of the map's width that the scale bar takes at most."""
_HIGH, _LOW = 5.2, 3.0
"""Heights with and without the scale bar, in sizes of the letters."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Where they stand; points."""

    box: Box
    bar: Box | None
    """The scale bar; None where a map has no single scale."""
    metres: int
    """What the bar's length is on the ground."""
    words: tuple[Line, ...]
    arrow: Point
    """The middle of the arrow."""
    up: Point
    """The direction of true north there, of length 1."""


def furniture(
    box: Box, land: shapely.Geometry, fit: Fit, crs: str, size: float, t: Translator, *, bar: bool
) -> Furniture | None:
    """Scale bar (if ``bar``) and arrow inside ``box``; None where it is too small for them.

    ``land`` is what they should not cover, in points.
    """
    metres = round_length(_PART * box.width / fit.scale)
    text = _length(metres, t)
    long = metres * fit.scale if bar else 0.0
    half_text = letters.width(text, size) / 2 if bar else 0.0
    wide = max(long + 2 * half_text, 2.2 * size)
    high = (_HIGH if bar else _LOW) * size
    inner = box.grown(-0.8 * size)
    if inner.width < wide or inner.height < high:
        return None
    place = _corner(inner, wide, high, land)
    middle = place.middle[0]
    up = 1.9 * size if bar else 0.0
    arrow = (middle, place.bottom + up + (place.height - up - 1.1 * size) / 2)
    words = [_centred(t("N"), (middle, place.top - 0.8 * size), size, bold=True)]
    found_bar = None
    if bar:
        found_bar = Box(
            middle - long / 2, place.bottom + 0.05 * size, middle + long / 2,
            place.bottom + 0.4 * size,
        )  # fmt: skip
        words.append(_centred(text, (middle, found_bar.top + 0.35 * size), size))
    x, y = fit.metres(arrow).tolist()
    direction = north((x, y), crs)
    return Furniture(place, found_bar, metres, tuple(words), arrow, direction)


def _length(metres: int, t: Translator) -> str:
    if metres < 1000:  # noqa: PLR2004 - metres in a kilometre
        return t("{n} m", n=t.number(metres))
    return t("{n} km", n=t.number(metres // 1000))


def _centred(text: str, at: Point, size: float, *, bold: bool = False) -> Line:
    wide = letters.width(text, size, bold=bold)
    return Line(text, (at[0] - wide / 2, at[1]), size, bold, INK)


def _corner(box: Box, wide: float, high: float, land: shapely.Geometry) -> Box:
    corners = [
        Box(box.left, box.bottom, box.left + wide, box.bottom + high),
        Box(box.right - wide, box.bottom, box.right, box.bottom + high),
        Box(box.left, box.top - high, box.left + wide, box.top),
        Box(box.right - wide, box.top - high, box.right, box.top),
    ]

    def covered(corner: Box) -> float:
        there = shapely.box(corner.left, corner.bottom, corner.right, corner.top)
        return round(float(shapely.intersection(there, land).area), 3)

    return min(corners, key=covered)
