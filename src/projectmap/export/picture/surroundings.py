"""What the communities' map is drawn on: land, border, sea, rivers, roads and places.

Simplified for the eye and cut to the map; places and waters are named where there is still room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import shapely

from projectmap.export.picture.clustering import Task
from projectmap.export.picture.geometry import Box, CollisionIndex, Rows, boxes_around
from projectmap.export.picture.ground import Fit, project, project_points
from projectmap.export.picture.label_placement import HALO
from projectmap.export.picture.page import Label
from projectmap.export.picture.symbols import UNITS
from projectmap.export.text_metrics import width
from projectmap.i18n import Translator
from projectmap.map import ground, svg
from projectmap.map.svg import Point
from projectmap.map.theme import COLOURS
from projectmap.markup import Html, join
from projectmap.memory import kept
from projectmap.model.basemap import Basemap, Feature
from projectmap.model.codes import BasemapKind
from projectmap.model.records import Position
from projectmap.model.register import Register

_TOLERANCE = 0.15
"""Points by which a line may be off."""
_RANK = 4
"""The least class of places that a picture shows."""
_SIZES = {1: 0.95, 2: 0.95, 3: 0.85, 4: 0.8}
"""Of a place's name by its class, in sizes of the communities' names."""
Place: TypeAlias = tuple[int, str, str]
_AREAS = (
    ("others", "ground-abroad"),
    ("home", "ground-around"),
    ("abroad", "ground-abroad"),
    ("land", "ground-around"),
    ("sea", "ground-sea"),
    ("own", "ground-own"),
)
_LINES = (
    ("rivers", "river", 1.1, ()),
    ("national", "road", 0.8, ()),
    ("international", "road", 1.4, ()),
    ("oblasts", "oblast-around", 1.0, (5.0, 3.0)),
    ("border", "state-border", 1.8, ()),
)
"""What is drawn over the areas: colour, width and dashes in units of the symbols."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All of it in metres of a projection."""

    shapes: dict[str, shapely.Geometry]
    """By the names in ``_AREAS`` and ``_LINES``."""
    places: tuple[Place, ...]
    """Rank and names (Ukrainian, English) of each; the largest first."""
    spots: Rows
    """x and y of each place."""


@kept(2)
def surroundings(register: Register, crs: str) -> Surroundings | None:
    """What lies around the communities; None without a basemap."""
    basemap = register.basemap
    if basemap is None:
        return None
    areas = ground.areas_of(register, ground.Level.LIGHT)
    own, land = areas[: len(basemap.outlines)], areas[len(basemap.outlines) :]
    abroad, near = (
        [area for area, item in zip(land, basemap.land, strict=True) if item.kind == kind]
        for kind in (BasemapKind.ABROAD, BasemapKind.OBLAST)
    )
    inside = shapely.coverage_union_all([*own, *near])
    home, others = ground.europe_areas(register, ground.AROUND)

    def united(items: Iterable[Feature]) -> shapely.Geometry:
        return shapely.union_all([item.geometry for item in items])

    found: dict[str, shapely.Geometry] = {
        "others": shapely.union_all(others),
        "home": shapely.union_all(home),
        "abroad": shapely.union_all(abroad),
        "land": shapely.coverage_union_all(near),
        "sea": united(basemap.sea),
        "own": shapely.coverage_union_all(own),
        "rivers": united(basemap.rivers),
        **{
            str(kind): united(item for item in basemap.roads if item.kind == kind)
            for kind in (BasemapKind.INTERNATIONAL, BasemapKind.NATIONAL)
        },
        "oblasts": shapely.union_all([_shared(a, b) for a, b in combinations(near, 2)]),
        "border": shapely.union_all([_shared(area, inside) for area in abroad]),
    }
    placed = sorted(_placed(register, basemap), key=lambda pair: pair[0][0])
    projected = project(found.values(), crs)
    return Surroundings(
        shapes=dict(zip(found, projected, strict=True)),
        places=tuple(place for place, _ in placed),
        spots=project_points([at for _, at in placed], crs),
    )


def _shared(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """The line that two areas of a coverage share."""
    shared = shapely.intersection(shapely.boundary(one), shapely.boundary(other))
    parts = [part for part in shapely.get_parts(shared) if part.length]
    return shapely.line_merge(shapely.MultiLineString(parts))


def _placed(register: Register, basemap: Basemap) -> Iterator[tuple[Place, Position]]:
    """The places of a picture and where they are; WGS84."""
    for item in basemap.towns:
        if item.rank <= _RANK and item.name_uk is not None and item.name_en is not None:
            yield (item.rank, item.name_uk, item.name_en), (item.geometry.x, item.geometry.y)
    for code, rank in basemap.ranks.items():
        settlement = register.settlements[code]
        if rank <= _RANK and settlement.point is not None:
            yield (rank, settlement.name_uk, settlement.name_en), settlement.point


def drawing(around: Surroundings, fit: Fit, box: Box, unit: float) -> Html:
    """Land, waters, roads and borders in ``box``; ``unit``: of the symbols, in points."""
    here = box.grown(2)

    def shown(name: str) -> str:
        simple = shapely.simplify(fit.shapes(around.shapes[name]), _TOLERANCE)
        cut = shapely.clip_by_rect(simple, *here)
        parts = [part for part in shapely.get_parts(cut)
                 if part.geom_type in {"Polygon", "LineString"}]  # fmt: skip
        return svg.area(shapely.GeometryCollection(parts)) if parts else ""

    sea = svg.shape(svg.rectangle(*box), fill=COLOURS["ground-sea"])
    areas = (svg.shape(shown(name), fill=COLOURS[colour]) for name, colour in _AREAS)
    lines = (
        svg.shape(
            shown(name), stroke=COLOURS[colour], width=wide * unit,
            dashes=[part * unit for part in dashes],
        )
        for name, colour, wide, dashes in _LINES
    )  # fmt: skip
    return join([sea, *areas, *lines])


@dataclass(frozen=True, slots=True)
class Named:
    """A place on the map whose name has room."""

    at: Point
    radius: float
    label: Label

    def drawing(self, unit: float) -> Html:
        """Its dot."""
        dot, paper, ink = svg.circle(self.at, self.radius), COLOURS["paper"], COLOURS["place-name"]
        return svg.shape(dot, fill=paper, stroke=ink, width=unit)


def named(
    around: Surroundings, task: Task, index: CollisionIndex, t: Translator, size: float
) -> Iterator[Named]:
    """The places whose names have room; what they take is added to ``index``."""
    unit = size / UNITS
    spots = task.fit.points(around.spots)
    seen = CollisionIndex(task.bounds, task.taken).free(boxes_around(spots, 3 * unit, 3 * unit))
    for (rank, *names), (x, y), is_seen in zip(around.places, spots.tolist(), seen, strict=True):
        if not is_seen:
            continue
        letters = _SIZES[rank] * size
        bold = rank < _RANK
        text = t.pick(*names) or ""
        half, high = width(text, letters, bold=bold) / 2 + 0.1 * letters, 0.6 * letters
        radius = (4.4 - 0.5 * rank) * unit
        # Right beside the dot; farther off if a symbol lies there.
        middles = [
            middle
            for gap in (radius + 0.2 * size, 1.9 * size)
            for middle in ((x + gap + half, y), (x - gap - half, y),
                           (x, y - gap - high), (x, y + gap + high))
        ]  # fmt: skip
        if box := index.take(boxes_around(middles, half, high)):
            index.add(Box.around((x, y), radius, radius))
            look = {"bold": bold, "colour": COLOURS["place-name"], "halo": HALO * letters}
            yield Named((x, y), radius, Label.inside(box, text, letters, **look))
