"""The ground of the partners' map: outlines of countries, the oblast, ends and lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.export.picture import partner_lines
from projectmap.export.picture.geometry import Box, CollisionIndex, Rows, boxes_around
from projectmap.export.picture.ground import EUROPE, Fit, project, project_points
from projectmap.export.picture.page import Label
from projectmap.export.text_metrics import width
from projectmap.i18n import Translator
from projectmap.map import partners
from projectmap.map.ground import EVERYWHERE, Level, areas_of, europe_areas
from projectmap.map.theme import COLOURS
from projectmap.memory import kept
from projectmap.model.records import Partnership
from projectmap.model.register import Register

_MOVES = 7
"""Positions of the lines on the map that are tried, each way."""
_COUNTRY = 0.7
"""Size of the letters of a country's name, in those of the map's names."""
_LEAST_ROOM = 2.6
"""Of a country that is named, in the same."""
_STEPS = (0, -1.6, 1.6, -3.2, 3.2)
"""How far up or down such a name may go, in its letters."""
_DEGREE = 111_000
"""Metres of a degree of latitude."""
PADDING = (4.5, 2.5)
"""Room for names between the lines' ends and the map's edges, in sizes of the letters."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What all pictures share; metres of EUROPE."""

    covered: shapely.Geometry
    """The area of which there are outlines."""
    own: npt.NDArray[np.object_]
    """The country of the oblast."""
    land: npt.NDArray[np.object_]
    """All others."""
    home: shapely.Geometry
    ends: Rows
    countries: Rows
    """Where the names of countries go."""
    data: Mapping[str, Any]
    """As :func:`projectmap.map.partners.data` gives it."""


@kept(2)
def ground(register: Register) -> Ground:
    """The ground of the partners' map."""
    data: dict[str, Any] = json.loads(partners.data(register))
    positions = [tuple(end["at"]) for end in data["ends"]]
    own, others = europe_areas(register, EVERYWHERE)
    # Its edges are bent by the projection.
    box = shapely.segmentize(shapely.envelope(shapely.GeometryCollection([*own, *others])), 1.0)
    outlines = areas_of(register, Level.LIGHT)[: len(register.communities)]
    return Ground(
        covered=project([box], EUROPE)[0],
        own=project(own, EUROPE),
        land=project(others, EUROPE),
        home=project([shapely.coverage_union_all(outlines)], EUROPE)[0],
        ends=project_points(positions, EUROPE),
        countries=project_points([(x, y) for x, y, *_ in data["countries"]], EUROPE),
        data=data,
    )


def bounds_of(
    register: Register, land: Ground, drawn: Sequence[Partnership]
) -> tuple[float, float, float, float]:
    """What has to be seen: the oblast and all shown lines; without any, all that there are."""
    ids = {item.id for item in drawn or partners.placed(register)}
    curves = partner_lines.curves(land.data, ids, land.ends, north=1)
    ways = [point for curve in curves for point in curve.way()]
    around = shapely.union_all([land.home, shapely.MultiPoint(ways)])
    west, south, east, north = shapely.bounds(around).tolist()
    return west, south, east, north


def fit_into(land: Ground, bounds: Sequence[float], box: Box, size: float) -> Fit:
    """``bounds`` in ``box``, moved so that it shows ground whose outlines are known."""
    across, up = (
        min(share * size, side / 6)
        for share, side in zip(PADDING, (box.width, box.height), strict=True)
    )
    inner = Box(box.left + across, box.top + up, box.right - across, box.bottom - up)
    fit = Fit.into(bounds, inner)
    (west, south), (east, north) = fit.points([bounds[:2], bounds[2:]]).tolist()
    here = shapely.box(*box)
    covered = fit.shapes(land.covered)

    def beyond(move: tuple[float, float]) -> float:
        moved = shapely.transform(covered, lambda positions: positions + move)
        return round(float(shapely.difference(here, moved).area), 1)

    moves = [
        (across, down)
        for across in np.linspace(inner.left - west, inner.right - east, _MOVES).tolist()
        for down in np.linspace(inner.top - north, inner.bottom - south, _MOVES).tolist()
    ]
    # Of equals the one that moves least.
    across, down = min(moves, key=lambda move: (beyond(move), abs(move[0]) + abs(move[1])))
    return replace(fit, left=fit.left + across, top=fit.top + down)


def country_names(
    land: Ground, lines: shapely.Geometry, fit: Fit, index: CollisionIndex, t: Translator,
    size: float,
) -> Iterator[Label]:  # fmt: skip
    """The names of countries that have room where no line runs; they are added to ``index``."""
    letters = _COUNTRY * size
    for (x, y), (_, _, room, *names) in zip(
        fit.points(land.countries).tolist(), land.data["countries"], strict=True
    ):
        if room * _DEGREE * fit.scale < _LEAST_ROOM * size:
            continue
        text = (t.pick(*names) or "").upper()
        half = width(text, letters, bold=True) / 2 + 0.3 * letters
        spots = boxes_around([(x, y + step * letters) for step in _STEPS], half, 0.7 * letters)
        if box := index.take(spots[~shapely.intersects(lines, shapely.box(*spots.T))]):
            look = {"colour": COLOURS["land-name"], "halo": 0.2 * letters}
            yield Label.inside(box, text, letters, **look)


def clipped(areas: npt.NDArray[np.object_], box: Box) -> Iterator[shapely.Geometry]:
    """What of ``areas`` (points) lies in ``box``, simplified for the eye."""
    parts = shapely.clip_by_rect(shapely.simplify(areas, 0.15), *box)
    yield from parts[~shapely.is_empty(parts)]
