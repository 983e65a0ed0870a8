"""The outlines of the communities in projected metres, and how they are fitted to a map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, hypot, log10
from typing import Any

import geopandas
import numpy as np
import numpy.typing as npt
import shapely

from projectmap.export.picture.geometry import Box, Rows
from projectmap.map.ground import Level, areas_of as outlines_of, inner_point
from projectmap.map.svg import Point
from projectmap.memory import kept
from projectmap.model.records import Position
from projectmap.model.register import Register

WGS84 = "EPSG:4326"
EUROPE = "+proj=laea +lat_0=50 +lon_0=25 +ellps=GRS80 +units=m"
"""Equal areas like ETRS89-LAEA, but with its middle between the oblast and the farthest partners,
so that neither end of a line is tilted."""
_ZONE = 6
"""Degrees of a zone of UTM."""
_NEAR_ENOUGH = 100
"""Metres by which the place of a name may be off the best one."""
_STEP = 0.02
"""Degrees northwards by which the direction of north is measured."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Outlines of the communities in metres of UTM, in the order of ``Register.communities``."""

    crs: str
    """EPSG:32637 (UTM zone 37 north) for Luhansk oblast."""
    communities: npt.NDArray[np.object_]
    raions: tuple[tuple[int, ...], ...]
    """Indexes in ``communities`` of each raion's own."""
    oblast: shapely.Geometry
    centres: Rows
    """The best place for a name: x and y, one community a row."""
    points: Rows
    """x and y of each record's point, NaN without one, in the order of ``Register.projects``."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The way from metres of a projection (y northwards) to points of a map (y downwards)."""

    scale: float
    """Points a metre."""
    left: float
    top: float
    """Where the projection's origin lies."""

    @classmethod
    def into(cls, bounds: Sequence[float], box: Box) -> Fit:
        """``bounds`` (least x and y, greatest x and y) as large as ``box`` lets, in its middle."""
        west, south, east, north = bounds
        scale = min(
            max(box.width, 1) / max(east - west, 1), max(box.height, 1) / max(north - south, 1)
        )
        x, y = box.middle
        return cls(scale, x - (west + east) / 2 * scale, y + (south + north) / 2 * scale)

    def points(self, metres: npt.ArrayLike) -> Rows:
        """Positions on the map, one a row."""
        origin = np.array([self.left, self.top])
        return np.asarray(np.asarray(metres, dtype=float) * (self.scale, -self.scale) + origin)

    def metres(self, at: npt.ArrayLike) -> Rows:
        """Positions in the projection of points of the map, one a row."""
        moved = np.asarray(at, dtype=float) - (self.left, self.top)
        return np.asarray(moved / (self.scale, -self.scale))

    def shapes(self, areas: Any) -> Any:
        """A geometry, or several, in points of the map."""
        return shapely.transform(areas, self.points)


@kept(2)
def ground(register: Register) -> Ground:
    """The ground of the communities' map, in the zone of UTM that its middle lies in."""
    outlines = outlines_of(register, Level.LIGHT)[: len(register.communities)]
    west, south, east, north = shapely.total_bounds(outlines)
    zone = floor((west + east) / 2 / _ZONE) + 31
    crs = f"EPSG:{(32600 if south + north >= 0 else 32700) + zone}"
    areas = project(outlines, crs)
    order = {code: index for index, code in enumerate(register.communities)}
    return Ground(
        crs=crs,
        communities=areas,
        raions=tuple(
            tuple(order[code] for code in codes) for codes in register.raions.values()
        ),
        oblast=shapely.coverage_union_all(areas),
        centres=np.array([inner_point(area, _NEAR_ENOUGH) for area in areas]),
        points=project_points([item.point for item in register.projects], crs),
    )  # fmt: skip


def project(areas: Iterable[shapely.Geometry], crs: str) -> npt.NDArray[np.object_]:
    """Geometries of WGS84 in metres of ``crs``."""
    return np.asarray(geopandas.GeoSeries(list(areas), crs=WGS84).to_crs(crs).array)


def project_points(places: Sequence[Position | None], crs: str) -> Rows:
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
    length = hypot(to_x - x, to_y - y)
    return (to_x - x) / length, (to_y - y) / length


def round_length(most: float) -> int:
    """The greatest length of 1, 2 or 5 times a power of ten that is at most ``most``."""
    power = 10 ** floor(log10(max(most, 1)))
    return int(max(step * power for step in (1, 2, 5) if step * power <= max(most, 1)))


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
