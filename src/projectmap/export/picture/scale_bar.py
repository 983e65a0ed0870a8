"""Scale bar and north arrow, in the corner of the map that has most room for them."""

from __future__ import annotations

import numpy as np
import shapely

from projectmap.export.picture.geometry import Box
from projectmap.export.picture.ground import Fit, north, round_length
from projectmap.export.picture.page import INK, Label
from projectmap.export.text_metrics import width
from projectmap.i18n import Translator
from projectmap.map import svg
from projectmap.map.theme import COLOURS
from projectmap.markup import Html, join

_SHARE = 0.22
"""The part of the map's width that the scale bar takes at most."""
_HIGH, _LOW = 5.2, 3.0
"""Heights with and without the scale bar, in sizes of the letters."""
_ARROW = ((0, -1.1), (0.55, 0.9), (0, 0.45), (-0.55, 0.9))
_KILOMETRE = 1000


class ScaleBar:
    """Scale bar (on a map that has a single scale) and north arrow; positions in points.

    Made for frames of at least 20 sizes of the letters by 10, as all pages and slides have.
    """

    def __init__(
        self, box: Box, land: shapely.Geometry, fit: Fit, crs: str, size: float, t: Translator,
        *, bar: bool,
    ) -> None:  # fmt: skip
        # Inside ``box``, where they cover least of ``land``; ``size`` is that of the letters.
        self.metres = round_length(_SHARE * box.width / fit.scale)
        """What the bar's length is on the ground."""
        text = _length(self.metres, t)
        long = self.metres * fit.scale if bar else 0.0
        wide = max(long + width(text, size) if bar else 0.0, 2.2 * size)
        high = (_HIGH if bar else _LOW) * size
        self.size = size
        self.box = corners(box.grown(-0.8 * size), wide, high, land)[0]
        middle, bottom = self.box.middle[0], self.box.bottom
        self.labels = [Label(t("N"), (middle, self.box.top + 0.8 * size), size, halo=size / 4)]
        self.bar = None
        if bar:
            half = long / 2
            self.bar = Box(middle - half, bottom - 0.4 * size, middle + half, bottom - 0.05 * size)
            at = (middle, self.bar.top - 0.35 * size)
            self.labels.append(Label(text, at, size, bold=False, halo=size / 4))
        up = 1.9 * size if bar else 0.0
        self.arrow = (middle, bottom - up - (high - up - 1.1 * size) / 2)
        """Its middle."""
        x, y = north(tuple(fit.metres(self.arrow).tolist()), crs)
        self.up = (x, -y)
        """The direction of true north there, of length 1."""

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
