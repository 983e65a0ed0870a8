"""The picture of the partners' map, by the rules of ``map/scripts/partners.js``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

import shapely

from projectmap.export.picture import europe, page, partner_ends, partner_lines
from projectmap.export.picture.communities import GROUND
from projectmap.export.picture.geometry import Box, CollisionIndex
from projectmap.export.picture.ground import EUROPE
from projectmap.export.picture.legends import partners_alternative, partners_texts
from projectmap.export.picture.page import Form, Label, Marginalia, Page, PageSize, Picture
from projectmap.export.picture.partner_ends import end_sign
from projectmap.export.picture.partner_lines import PARTNER, line_sign, mark_sign
from projectmap.export.picture.scale_bar import ScaleBar
from projectmap.export.picture.symbols import UNITS, leader
from projectmap.i18n import Translator
from projectmap.map import partners, svg
from projectmap.map.theme import COLOURS, SOLID_STATUSES, STROKES
from projectmap.markup import Html
from projectmap.model.codes import PartnershipKind, PartnershipStatus
from projectmap.query.shown import Shown

HOME = COLOURS["home"]
_LEAST_RATIO, _MOST_RATIO = 1.0, 2.8
"""Width by height of the map that room is made for; the ground fills what else there is."""
_SIGN_WIDTH = 3.4
_SIGN = 20
"""Units in the height of a sign of the legend."""


class PartnersMap:
    """The whole map, as large as a room of the page; positions in points."""

    def __init__(
        self, land: europe.Ground, drawn: Collection[str], bounds: Sequence[float], t: Translator,
        size: float, room: Box,
    ) -> None:  # fmt: skip
        # ``drawn`` are the ids of its partnerships, ``size`` is that of the letters.
        self.box, self.unit = Box(0, 0, room.width, room.height), size / UNITS
        here = self.box.grown(2)
        fit = europe.fit_into(land, bounds, self.box, size)
        spots = fit.points(land.ends)
        home = fit.shapes(land.home)
        self.curves = partner_lines.curves(land.data, drawn, spots)
        self.ends = partner_ends.ends(land.data["ends"], self.curves, spots, self.unit)
        lines = partner_lines.covered(self.curves, self.unit)
        covered = shapely.union_all([home, lines])
        self.scale_bar = ScaleBar(self.box, covered, fit, EUROPE, size, t, bar=False)
        index = CollisionIndex(self.box.grown(-0.4 * size), [self.scale_bar.box])
        # How many ends have a name without room, too.
        self.names, self.nameless = partner_ends.names(
            self.ends, land.data["ends"], home, lines, t, index, self.unit
        )
        self.marks = partner_lines.marks(self.curves, index, self.unit)
        self.countries = [*europe.country_names(land, lines, fit, index, t, size)]
        self.home = shapely.simplify(home, 0.1)
        self.covered = shapely.clip_by_rect(fit.shapes(land.covered), *here)
        self.own, self.land = (
            [*europe.clipped(fit.shapes(areas), here)] for areas in (land.own, land.land)
        )

    def drawing(self) -> Html:
        """The map without its texts."""
        unit = self.unit
        parts = [
            svg.shape(svg.rectangle(*self.box), fill=GROUND),
            svg.shape(svg.area(self.covered), fill=COLOURS["ground-sea"]),
        ]
        for areas, fill, edge, wide in (
            (self.land, "ground-abroad", "coast", "coast"),
            (self.own, "ground-around", "state-border", "home"),
        ):
            style = partial(svg.shape, fill=COLOURS[fill], stroke=COLOURS[edge])
            parts += [style(svg.area(area), width=STROKES[wide] * unit) for area in areas]
        width = STROKES["home"] * unit
        parts.append(svg.shape(svg.area(self.home), fill=HOME, stroke=PARTNER, width=width))
        parts += [curve.drawing(unit) for curve in self.curves]
        parts += [leader(*name.leader, unit) for name in self.names if name.leader is not None]
        parts += [mark_sign(at, curve.kind, unit, solid=curve.status in SOLID_STATUSES)
                  for curve, at in self.marks]  # fmt: skip
        parts += [end_sign(end.at, end.radius, unit, near=end.near) for end in self.ends]
        parts.append(self.scale_bar.drawing())
        return svg.document(self.box.width, self.box.height, *parts, stroke_linejoin="round")

    def labels(self) -> tuple[Label, ...]:
        """Every text on the map."""
        return (
            *(end.number for end in self.ends if end.n > 1),
            *(name.label for name in self.names),
            *self.countries,
            *self.scale_bar.labels,
        )


def partners_picture(shown: Shown, size: PageSize, form: Form) -> bytes:
    """The partners' map of what is shown as a file; equal arguments give equal bytes."""
    return partners_layout(shown, size).write(form, partners_alternative(shown))


def partners_layout(shown: Shown, size: PageSize) -> Picture[PartnersMap]:
    """The layout of the picture: its map and the texts around it."""
    land, t = europe.ground(shown.register), shown.t
    drawn = [item for item in shown.selection.partnerships if partners.on_map(item)]
    bounds = europe.bounds_of(shown.register, land, drawn)

    ids = {item.id for item in drawn}

    def texts(made: PartnersMap | None) -> Marginalia:
        nameless = len(land.ends) if made is None else made.nameless
        return partners_texts(shown, size, nameless)

    west, south, east, north = bounds
    extent = (max(east - west, 1), max(north - south, 1))
    ratio = min(max(extent[0] / extent[1], _LEAST_RATIO), _MOST_RATIO)
    at = Page(size, t.language, extent, ratio, europe.PADDING, _SIGN_WIDTH, _legend_sign)
    return page.settled(
        at, texts, lambda room: PartnersMap(land, ids, bounds, t, size.font_pt, room)
    )


def _legend_sign(name: str) -> Html:
    """A sign of the legend: a kind, the line of a status, or an end."""
    box = Box(0, 0, _SIGN * _SIGN_WIDTH / 1.1, _SIGN)
    kind, _, code = name.partition("-")
    if kind == "kind":
        drawn = mark_sign(box.middle, PartnershipKind(code), 1, solid=True)
    elif kind == "line":
        drawn = line_sign(box, PartnershipStatus(code))
    else:
        drawn = end_sign(box.middle, 6, 1, near=kind == "near")
    return svg.document(box.width, box.height, drawn, stroke_linejoin="round")
