"""Where in Europe the oblast is: a small map in a corner of the communities' map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from projectmap.export.picture.geometry import Box
from projectmap.export.picture.ground import EUROPE, Fit, project
from projectmap.export.picture.scale_bar import corners
from projectmap.map import ground, svg
from projectmap.map.theme import COLOURS
from projectmap.markup import Html, join
from projectmap.memory import kept
from projectmap.model.register import Register

_SHARE = 0.19
"""Of the map's width."""
_RATIO = 0.86
"""Height by width."""
_MOST_COVERED = 0.02
"""Part of it that may lie on the oblast."""
_CENTRE, _ACROSS = shapely.Point(17, 50), 4_300_000
"""The middle of what it shows, and metres from west to east."""


@dataclass(frozen=True, slots=True)
class Inset:
    """The small map; positions in points."""

    box: Box
    others: shapely.Geometry
    home: shapely.Geometry
    """The country of the oblast."""
    oblast: Box

    def drawing(self, unit: float) -> Html:
        """``unit``: of the symbols, in points."""
        colour, frame = COLOURS, svg.rectangle(*self.box)
        return join([
            svg.shape(frame, fill=colour["ground-sea"]),
            svg.shape(svg.area(self.others), fill=colour["ground-abroad"], stroke=colour["paper"],
                      width=0.5 * unit),
            svg.shape(svg.area(self.home), fill=colour["inset-home"]),
            svg.shape(svg.rectangle(*self.oblast), fill=colour["accent"]),
            svg.shape(frame, stroke=colour["border"], width=unit),
        ])  # fmt: skip


@kept(2)
def _europe(register: Register) -> tuple[shapely.Geometry, shapely.Geometry, shapely.Geometry]:
    """The country of the oblast, all others and the oblast in metres of EUROPE."""
    near = ground.COARSE["inset"] / 2
    home, others = (
        shapely.GeometryCollection(list(project(shapely.simplify(areas, near), EUROPE)))
        for areas in ground.europe_areas(register, ground.EVERYWHERE)
    )
    outlines = [item.outline for item in register.communities.values()]
    return home, others, project([shapely.coverage_union_all(outlines)], EUROPE)[0]


def inset(
    register: Register, box: Box, size: float, land: shapely.Geometry, taken: Sequence[Box]
) -> Inset | None:
    """The small map in a corner of ``box`` that is free; None where there is none.

    ``size`` is that of the map's letters, ``land`` what it should not cover, in points.
    """
    home, others, oblast = _europe(register)
    wide = _SHARE * box.width
    places = [
        place
        for place in corners(box.grown(-0.8 * size), wide, _RATIO * wide, land)
        if not any(shapely.box(*place).intersects(shapely.box(*other)) for other in taken)
        and shapely.box(*place).intersection(land).area <= _MOST_COVERED * wide * wide
    ]
    if shapely.is_empty(home) or not places:
        return None
    place = places[0]
    (centre,) = project([_CENTRE], EUROPE)
    seen = Box.around((centre.x, centre.y), _ACROSS / 2, _RATIO * _ACROSS / 2)
    fit = Fit.into(seen, place)
    others, home = (shapely.clip_by_rect(fit.shapes(area), *place) for area in (others, home))
    return Inset(place, others, home, Box(*shapely.bounds(fit.shapes(oblast)).tolist()))
