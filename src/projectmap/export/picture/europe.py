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
from projectmap.export.picture.geometry import Box, Rows
from projectmap.export.picture.ground import EUROPE, Fit, project, project_points
from projectmap.map import partners
from projectmap.memory import kept
from projectmap.model.records import Partnership
from projectmap.model.register import Register

_MOVES = 7
"""Positions of the lines on the map that are tried, each way."""
PADDING = (4.5, 2.5)
"""Room for names between the lines' ends and the map's edges, in sizes of the letters."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What all pictures share; metres of EUROPE."""

    covered: shapely.Geometry
    """The area of which there are outlines."""
    land: npt.NDArray[np.object_]
    home: shapely.Geometry
    ends: Rows
    data: Mapping[str, Any]
    """As :func:`projectmap.map.partners.data` gives it."""


@kept(2)
def ground(register: Register) -> Ground:
    """The ground of the partners' map."""
    data: dict[str, Any] = json.loads(partners.data(register))
    outlines = [item.outline for item in register.communities.values()]
    positions = [tuple(end["at"]) for end in data["ends"]]
    land = project(register.europe, EUROPE)
    # Its edges are bent by the projection.
    box = shapely.segmentize(shapely.envelope(shapely.GeometryCollection(register.europe)), 1.0)
    return Ground(
        covered=project([box], EUROPE)[0],
        land=land,
        home=project([shapely.coverage_union_all(outlines)], EUROPE)[0],
        ends=project_points(positions, EUROPE),
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


def clipped(areas: npt.NDArray[np.object_], box: Box) -> Iterator[shapely.Geometry]:
    """What of ``areas`` (points) lies in ``box``, simplified for the eye."""
    parts = shapely.clip_by_rect(shapely.simplify(areas, 0.15), *box)
    yield from parts[~shapely.is_empty(parts)]
