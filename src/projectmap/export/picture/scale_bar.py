"""Scale bar and north arrow, in the corner of the map that has most room for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from projectmap.export.picture.geometry import Box
from projectmap.export.picture.ground import Fit, north, round_length
from projectmap.export.picture.page import INK, Label
from projectmap.export.text_metrics import width
from projectmap.i18n import Translator
from projectmap.map import svg
from projectmap.map.svg import Point
from projectmap.map.theme import COLOURS
from projectmap.markup import Html, join

_SHARE = 0.22
"""The part of the map's width that the scale bar takes at most."""
_HIGH, _LOW = 5.2, 3.0
"""Heights with and without the scale bar, in sizes of the letters."""
_ARROW = ((0, -1.1), (0.55, 0.9), (0, 0.45), (-0.55, 0.9))
_KILOMETRE = 1000


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """The positions of scale bar and arrow, in points."""

    box: Box
    bar: Box | None
    """None where a map has no single scale."""
    metres: int
    """What the bar's length is on the ground."""
    labels: tuple[Label, ...]
    arrow: Point
    """The middle of the arrow."""
    up: Point
    """The direction of true north there, of length 1."""
    size: float
    """Of the letters."""

    def drawing(self) -> Html:
        """Arrow and bar."""
        x, y = self.up
        turned = np.array(_ARROW) * self.size * 0.85 @ np.array([[-y, x], [-x, -y]]) + self.arrow
        parts = [svg.shape(svg.polygon(turned.tolist()), fill=INK, stroke=COLOURS["paper"],
                           width=self.size / 12)]  # fmt: skip
        if self.bar is not None:
            half = Box(self.bar.left, self.bar.top, self.bar.middle[0], self.bar.bottom)
            parts += [
                svg.shape(svg.rectangle(*self.bar), fill=COLOURS["paper"], stroke=INK,
                          width=self.size / 14),
                svg.shape(svg.rectangle(*half), fill=INK),
            ]  # fmt: skip
        return join(parts)


def scale_bar(
    box: Box, land: shapely.Geometry, fit: Fit, crs: str, size: float, t: Translator, *, bar: bool
) -> ScaleBar | None:
    """Scale bar (if ``bar``) and arrow inside ``box``; None where it is too small for them.

    ``land`` is what they should not cover, in points.
    """
    metres = round_length(_SHARE * box.width / fit.scale)
    text = _length(metres, t)
    long = metres * fit.scale if bar else 0.0
    wide = max(long + width(text, size) if bar else 0.0, 2.2 * size)
    high = (_HIGH if bar else _LOW) * size
    inner = box.grown(-0.8 * size)
    if inner.width < wide or inner.height < high:
        return None
    place = corners(inner, wide, high, land)[0]
    middle, bottom = place.middle[0], place.bottom
    labels = [Label(t("N"), (middle, place.top + 0.8 * size), size, halo=size / 4)]
    found_bar = None
    if bar:
        half = long / 2
        found_bar = Box(middle - half, bottom - 0.4 * size, middle + half, bottom - 0.05 * size)
        at = (middle, found_bar.top - 0.35 * size)
        labels.append(Label(text, at, size, bold=False, halo=size / 4))
    up = 1.9 * size if bar else 0.0
    arrow = (middle, bottom - up - (high - up - 1.1 * size) / 2)
    x, y = north(tuple(fit.metres(arrow).tolist()), crs)
    return ScaleBar(place, found_bar, metres, tuple(labels), arrow, (x, -y), size)


def _length(metres: int, t: Translator) -> str:
    if metres < _KILOMETRE:
        return t("{n} m", n=t.number(metres))
    return t("{n} km", n=t.number(metres // _KILOMETRE))


def corners(box: Box, wide: float, high: float, land: shapely.Geometry) -> list[Box]:
    """The corners of ``box``; those that cover least of ``land`` first."""
    places = [
        Box(left, top, left + wide, top + high)
        for top in (box.bottom - high, box.top)
        for left in (box.left, box.right - wide)
    ]

    def covered(corner: Box) -> float:
        return round(float(shapely.intersection(shapely.box(*corner), land).area), 3)

    return sorted(places, key=covered)
