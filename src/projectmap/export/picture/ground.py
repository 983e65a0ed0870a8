"""The ground of the maps in metres of a projection, and its way onto a picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import atan2, cos, floor, hypot, log10, sin

import geopandas
import numpy as np
import numpy.typing as npt
import shapely

from projectmap.export.picture.frame import Box, Point
from projectmap.model.records import Position
from projectmap.model.register import Register

WGS84 = "EPSG:4326"
EUROPE = "+proj=laea +lat_0=50 +lon_0=25 +ellps=GRS80 +units=m"
"""Equal areas like ETRS89-LAEA, but with its middle between the oblast and the farthest partners,
so that neither end of a line stands askew."""
_ZONE = 6
"""Degrees of a zone of UTM."""
_STEP = 0.02
"""Degrees that are gone northwards to tell where north is."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Outlines of the communities in metres of UTM, in the order of ``Register.communities``."""

    crs: str
    """EPSG:32637 (UTM zone 37 north) for Luhansk oblast."""
    communities: npt.NDArray[np.object_]
    raions: tuple[tuple[int, ...], ...]
    """The places in ``communities`` of each raion's own."""
    oblast: shapely.Geometry
    centres: npt.NDArray[np.float64]
    """Where a name stands best: x and y, one community a row."""
    rooms: npt.NDArray[np.float64]
    """How much room each has: the shorter side of its box, in metres."""
    points: npt.NDArray[np.float64]
    """x and y of each record's point, NaN without one, in the order of ``Register.projects``."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The way from metres of a projection to points of a picture."""

    scale: float
    """Points a metre."""
    left: float
    bottom: float
    """Where the projection's origin lies."""

    @classmethod
    def into(cls, bounds: Sequence[float], box: Box) -> Fit:
        """``bounds`` (least x and y, greatest x and y) as large as ``box`` lets, in its middle."""
        west, south, east, north = bounds
        scale = min(
            max(box.width, 1) / max(east - west, 1), max(box.height, 1) / max(north - south, 1)
        )
        x, y = box.middle
        return cls(scale, x - (west + east) / 2 * scale, y - (south + north) / 2 * scale)

    def points(self, metres: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Positions on the picture, one a row."""
        return np.asarray(metres, dtype=float) * self.scale + (self.left, self.bottom)

    def metres(self, at: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Positions in the projection of points of the picture, one a row."""
        return (np.asarray(at, dtype=float) - (self.left, self.bottom)) / self.scale

    def shape(self, area: shapely.Geometry) -> shapely.Geometry:
        """A geometry in points of the picture."""
        return shapely.transform(area, self.points)

    def shapes(self, areas: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
        """Geometries in points of the picture."""
        return np.asarray(shapely.transform(areas, self.points))


@lru_cache(maxsize=2)
def ground(register: Register) -> Ground:
    """The ground of the communities' map, in the zone of UTM that its middle lies in."""
    outlines = [item.outline for item in register.communities.values()]
    west, south, east, north = shapely.total_bounds(outlines)
    zone = floor((west + east) / 2 / _ZONE) + 31
    crs = f"EPSG:{(32600 if south + north >= 0 else 32700) + zone}"
    areas = project(outlines, crs)
    order = {code: number for number, code in enumerate(register.communities)}
    boxes = shapely.bounds(areas)
    return Ground(
        crs=crs,
        communities=areas,
        raions=tuple(
            tuple(order[code] for code in codes) for codes in register.raions.values()
        ),
        oblast=shapely.coverage_union_all(areas),
        centres=np.array([_inner_point(area) for area in areas]),
        rooms=np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]),
        points=project_points([item.point for item in register.projects], crs),
    )  # fmt: skip


def project(areas: Iterable[shapely.Geometry], crs: str) -> npt.NDArray[np.object_]:
    """Geometries of WGS84 in metres of ``crs``."""
    return np.asarray(geopandas.GeoSeries(list(areas), crs=WGS84).to_crs(crs).array)


def project_points(places: Sequence[Position | None], crs: str) -> npt.NDArray[np.float64]:
    """Positions of WGS84 in metres of ``crs``, one a row; NaN for None."""
    found = np.full((len(places), 2), np.nan)
    rows = [row for row, place in enumerate(places) if place is not None]
    if rows:
        some = shapely.points([place for place in places if place is not None])
        found[rows] = shapely.get_coordinates(project(some, crs))
    return found


def north(at: Point, crs: str) -> Point:
    """The direction of true north at a place of a projection (metres), of length 1."""
    here = geopandas.GeoSeries([shapely.Point(at)], crs=crs).to_crs(WGS84)
    lon, lat = float(here.x.iloc[0]), float(here.y.iloc[0])
    (x, y), (to_x, to_y) = project_points([(lon, lat), (lon, lat + _STEP)], crs).tolist()
    turn = atan2(to_x - x, to_y - y)
    return sin(turn), cos(turn)


def round_length(most: float) -> int:
    """The greatest length of 1, 2 or 5 times a power of ten that is at most ``most``."""
    power = 10 ** floor(log10(max(most, 1)))
    return int(max(step * power for step in (1, 2, 5) if step * power <= max(most, 1)))


def simplified(areas: npt.NDArray[np.object_], tolerance: float) -> npt.NDArray[np.object_]:
    """Areas that share borders, with borders that are off by some ``tolerance`` at most."""
    return np.asarray(shapely.coverage_simplify(areas, tolerance))


def hatch(area: shapely.Geometry, step: float) -> shapely.Geometry:
    """Slanted lines ``step`` apart inside ``area``; they lie on one grid, whatever the area."""
    left, bottom, right, top = area.bounds
    slant = step * 2**0.5
    first, last = floor((left + bottom) / slant), floor((right + top) / slant) + 1
    lines = [
        [(number * slant - bottom, bottom), (number * slant - top, top)]
        for number in range(first, last + 1)
    ]
    return shapely.intersection(shapely.MultiLineString(lines), area)


def largest_share(areas: Mapping[int, shapely.Geometry], box: Box) -> int | None:
    """The key of the area that has most of ``box``; None where none has any."""
    there = shapely.box(box.left, box.bottom, box.right, box.top)
    shares = {key: shapely.intersection(area, there).area for key, area in areas.items()}
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] > 0 else None


def inner_points(area: shapely.Geometry, best: Point, step: float, most: int) -> list[Point]:
    """``best`` and up to ``most`` places well inside ``area``, ``step`` from its border."""
    west, south, east, north = shapely.bounds(area).tolist()
    inner = shapely.buffer(area, -step / 2)
    xs, ys = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    inside = shapely.contains_xy(inner, xs.ravel(), ys.ravel())
    spots = np.column_stack([xs.ravel(), ys.ravel()])[inside]
    order = np.argsort(np.hypot(*(spots - best).T), kind="stable")
    every = max(1, len(order) // most)
    return [best, *((float(x), float(y)) for x, y in spots[order[::every]].tolist())]


def _inner_point(area: shapely.Geometry) -> tuple[float, float]:
    largest = max(shapely.get_parts(area), key=shapely.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=hypot(*_size(largest)) / 200)
    spot = shapely.get_point(circle, 0)
    return float(spot.x), float(spot.y)


def _size(area: shapely.Geometry) -> tuple[float, float]:
    west, south, east, north = shapely.bounds(area).tolist()
    return east - west, north - south
