"""The picture of the partners' map, by the rules of ``map/scripts/partners.js``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

import shapely

from projectmap.export.picture import europe, page, partner_ends, partner_lines
from projectmap.export.picture.communities import GROUND
from projectmap.export.picture.geometry import Box, CollisionIndex
from projectmap.export.picture.ground import EUROPE
from projectmap.export.picture.label_placement import Name
from projectmap.export.picture.legends import partners_alternative, partners_texts
from projectmap.export.picture.page import Form, Label, Marginalia, Page, PageSize, Picture
from projectmap.export.picture.partner_ends import End, end_sign
from projectmap.export.picture.partner_lines import PARTNER, Curve, line_sign, mark_sign
from projectmap.export.picture.scale_bar import ScaleBar, scale_bar
from projectmap.export.picture.symbols import UNITS, leader
from projectmap.i18n import Translator
from projectmap.map import partners, svg
from projectmap.map.svg import Point
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


@dataclass(frozen=True, slots=True)
class PartnersMap:
    """The whole map as data; positions in points."""

    box: Box
    size: float
    """Of the letters, in points."""
    covered: shapely.Geometry
    own: tuple[shapely.Geometry, ...]
    """The country of the oblast."""
    land: tuple[shapely.Geometry, ...]
    """All others."""
    home: shapely.Geometry
    curves: tuple[Curve, ...]
    marks: tuple[tuple[Curve, Point], ...]
    ends: tuple[End, ...]
    names: tuple[Name, ...]
    nameless: int
    """Ends whose name has no room."""
    countries: tuple[Label, ...]
    """Their names."""
    scale_bar: ScaleBar | None

    def drawing(self) -> Html:
        """The map without its texts."""
        unit = self.size / UNITS
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
        if self.scale_bar is not None:
            parts.append(self.scale_bar.drawing())
        return svg.document(self.box.width, self.box.height, *parts, stroke_linejoin="round")

    def labels(self) -> tuple[Label, ...]:
        """Every text on the map."""
        return (
            *(end.number for end in self.ends if end.n > 1),
            *(name.label for name in self.names),
            *self.countries,
            *(self.scale_bar.labels if self.scale_bar is not None else ()),
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
    return page.settled(at, texts, lambda room: _made(land, ids, bounds, t, size.font_pt, room))


def _made(
    land: europe.Ground, drawn: Collection[str], bounds: Sequence[float], t: Translator,
    size: float, room: Box,
) -> PartnersMap:  # fmt: skip
    unit, box = size / UNITS, Box(0, 0, room.width, room.height)
    fit = europe.fit_into(land, bounds, box, size)
    spots = fit.points(land.ends)
    curves = partner_lines.curves(land.data, drawn, spots)
    ends = partner_ends.ends(land.data["ends"], curves, spots, unit)
    home = fit.shapes(land.home)
    lines = partner_lines.covered(curves, unit)
    covered = shapely.union_all([home, lines])
    corner = scale_bar(box, covered, fit, EUROPE, size, t, bar=False)
    index = CollisionIndex(box.grown(-0.4 * size), [corner.box] if corner else [])
    names, nameless = partner_ends.names(ends, land.data["ends"], home, curves, t, index, unit)
    here = box.grown(2)
    return PartnersMap(
        box,
        size,
        covered=shapely.clip_by_rect(fit.shapes(land.covered), *here),
        own=tuple(europe.clipped(fit.shapes(land.own), here)),
        land=tuple(europe.clipped(fit.shapes(land.land), here)),
        home=shapely.simplify(home, 0.1),
        curves=tuple(curves),
        marks=tuple(partner_lines.marks(curves, index, unit)),
        ends=tuple(ends),
        names=tuple(names),
        nameless=nameless,
        countries=tuple(europe.country_names(land, lines, fit, index, t, size)),
        scale_bar=corner,
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
