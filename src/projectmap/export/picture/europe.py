"""The ground of the partners' map: outlines of countries, the oblast, ends and lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.export.picture import lines
from projectmap.export.picture.frame import Box, Frame
from projectmap.export.picture.ground import EUROPE, Fit, project, project_points
from projectmap.map import partners
from projectmap.model.codes import PartnershipKind, PartnershipStatus
from projectmap.model.records import Partnership
from projectmap.model.register import Register

_MOVES = 7
"""Places, each way, where the lines may stand in their frame."""
_ACROSS, _UP = 4.5, 2.5
"""Room for names between the lines' ends and the map's edges, in sizes of the letters."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What all pictures share; metres of EUROPE."""

    covered: shapely.Geometry
    """The area of which there are outlines."""
    land: npt.NDArray[np.object_]
    home: shapely.Geometry
    ends: npt.NDArray[np.float64]
    data: Mapping[str, Any]
    """As :func:`projectmap.map.partners.data` gives it."""


@lru_cache(maxsize=2)
def ground(register: Register) -> Ground:
    """The ground of the partners' map."""
    data: dict[str, Any] = json.loads(partners.data(register))
    outlines = [item.outline for item in register.communities.values()]
    places_known = [tuple(end["at"]) for end in data["ends"]]
    land = project(register.europe, EUROPE)
    # Its edges are bent by the projection.
    box = shapely.segmentize(shapely.envelope(shapely.GeometryCollection(register.europe)), 1.0)
    return Ground(
        covered=project([box], EUROPE)[0],
        land=land,
        home=project([shapely.coverage_union_all(outlines)], EUROPE)[0],
        ends=project_points(places_known, EUROPE),
        data=data,
    )


def shown_lines(land: Ground, drawn: Sequence[Partnership]) -> list[lines.Bound]:
    """The lines of partnerships, in the register's order."""
    ids = {item.id for item in drawn}
    return [
        lines.Bound(
            item["id"], PartnershipKind(item["kind"]), PartnershipStatus(item["status"]),
            near, far, bow,
        )
        for item in land.data["partnerships"]
        if item["id"] in ids
        for near, far, bow in item["lines"]
    ]  # fmt: skip


def bounds_of(
    register: Register, land: Ground, drawn: Sequence[Partnership]
) -> tuple[float, float, float, float]:
    """What has to be seen: the oblast and all shown lines; without any, all that there are."""
    some = shown_lines(land, drawn or partners.placed(register))
    ways = [point for curve in lines.curves(some, land.ends) for point in curve.way()]
    around = shapely.union_all([land.home, shapely.MultiPoint(ways)])
    west, south, east, north = shapely.bounds(around).tolist()
    return west, south, east, north


def ratio_of(bounds: tuple[float, float, float, float]) -> float:
    """Width by height."""
    west, south, east, north = bounds
    return float((east - west) / max(north - south, 1))


def inside(box: Box, frame: Frame) -> Box:
    """Where lines may go: around them is room for names."""
    across = min(_ACROSS * frame.font_pt, box.width / 6)
    up = min(_UP * frame.font_pt, box.height / 6)
    return Box(box.left + across, box.bottom + up, box.right - across, box.top - up)


def fit_into(land: Ground, bounds: Sequence[float], box: Box, inner: Box) -> Fit:
    """``bounds`` in ``inner``, moved so that ``box`` shows ground whose outlines are known."""
    fit = Fit.into(bounds, inner)
    (west, south), (east, north) = fit.points([bounds[:2], bounds[2:]]).tolist()
    here = shapely.box(box.left, box.bottom, box.right, box.top)
    covered = fit.shape(land.covered)

    def beyond(way: tuple[float, float]) -> float:
        moved = shapely.transform(covered, lambda places: places + way)
        return round(float(shapely.difference(here, moved).area), 1)

    ways = [
        (across, up)
        for across in np.linspace(inner.left - west, inner.right - east, _MOVES).tolist()
        for up in np.linspace(inner.bottom - south, inner.top - north, _MOVES).tolist()
    ]
    # Of equals the one that moves least.
    across, up = min(ways, key=lambda way: (beyond(way), abs(way[0]) + abs(way[1])))
    return replace(fit, left=fit.left + across, bottom=fit.bottom + up)


def clipped(areas: npt.NDArray[np.object_], box: Box) -> Iterator[shapely.Geometry]:
    """What of ``areas`` (points) lies in ``box``, simplified for the eye."""
    for area in areas:
        part = shapely.clip_by_rect(
            shapely.simplify(area, 0.15), box.left, box.bottom, box.right, box.top
        )
        if not shapely.is_empty(part):
            yield part
