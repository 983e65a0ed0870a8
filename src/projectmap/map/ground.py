"""The ground of the map as the browser gets it: light with the page, in detail on zooming in.

Both levels are simplified from one coverage of communities and land, so that borders agree at
every zoom. Without a basemap there are only the register's own outlines.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from projectmap.map.topology import lines, steps, topology
from projectmap.memory import kept
from projectmap.model.basemap import Basemap, Feature
from projectmap.model.codes import BasemapKind
from projectmap.model.register import Register


class Level(StrEnum):
    """How much of the ground."""

    LIGHT = "light"
    DETAIL = "detail"


UNITS = {Level.LIGHT: 1e-4, Level.DETAIL: 1e-5}
"""Degrees."""
TOLERANCES = {Level.LIGHT: 0.0015, Level.DETAIL: 0.0}
"""Degrees, of the simplification of areas."""
LINE_TOLERANCES = {Level.LIGHT: 0.002, Level.DETAIL: 0.0}
"""Degrees, of rivers, roads and coasts."""
RANKS = {Level.LIGHT: 4, Level.DETAIL: 6}
"""The least class of towns and settlements."""
AROUND = shapely.box(28, 43, 49, 55)
"""Beyond the basemap's own box the land is drawn as coarse as ``europe.geojson`` is."""
EUROPE = shapely.box(-11, 35, 45, 62)
"""What the small map of Europe shows."""
EVERYWHERE = shapely.box(-180, -90, 180, 90)
COARSE = {"around": 0.02, "inset": 0.25}
"""Degrees."""
_STEP = 0.35
"""Degrees between two names of one river."""


def areas_of(register: Register, level: Level) -> list[BaseGeometry]:
    """The outlines of the communities, in the register's order, then of the land around."""
    basemap = register.basemap
    if basemap is None:
        return [item.outline for item in register.communities.values()]
    return _areas(basemap, level)


@kept(4)
def _areas(basemap: Basemap, level: Level) -> list[BaseGeometry]:
    areas = [*basemap.outlines.values(), *(item.geometry for item in basemap.land)]
    tolerance = TOLERANCES[level]
    return list(shapely.coverage_simplify(areas, tolerance)) if tolerance else areas


def outlines(register: Register, level: Level) -> dict[str, object]:
    """Outlines as arcs.

    ``unit`` (degrees), ``arcs`` (see :func:`~projectmap.map.topology.steps`), ``communities`` and
    ``land`` (rings of arcs of each area), ``abroad`` (which of ``land`` lie beyond the border),
    and the arcs of ``raions``, ``oblast``, ``oblasts`` (around) and the state ``border``.
    """
    unit = UNITS[level] if register.basemap else UNITS[Level.DETAIL]
    found = topology(areas_of(register, level), unit)
    communities = list(register.communities.values())
    land = register.basemap.land if register.basemap else ()
    raions = [item.raion for item in communities]
    owners = [*raions, *(item.id for item in land)]
    own = len(communities)
    abroad = {own + n for n, item in enumerate(land) if item.kind == BasemapKind.ABROAD}

    def bounding(wanted: Callable[[frozenset[int]], bool]) -> list[int]:
        return [number for number, sides in enumerate(found.sides) if wanted(sides)]

    return {
        "unit": unit,
        "arcs": [steps(arc) for arc in found.arcs],
        "communities": found.areas[:own],
        "land": found.areas[own:],
        "abroad": sorted(n - own for n in abroad),
        "raions": bounding(
            lambda sides: (
                min(sides) < own and (len({owners[n] for n in sides}) > 1 or len(sides) == 1)
            )
        ),
        "oblast": bounding(lambda sides: _parts(sides, lambda n: n < own) or _alone(sides, own)),
        "oblasts": bounding(lambda sides: len(sides) > 1 and min(sides) >= own),
        "border": bounding(lambda sides: _parts(sides, lambda n: n in abroad)),
    }


def _parts(sides: frozenset[int], inside: Callable[[int], bool]) -> bool:
    """Whether an arc separates what is inside from what is not."""
    return len({inside(side) for side in sides}) > 1


def _alone(sides: frozenset[int], own: int) -> bool:
    """Whether an arc bounds one community and nothing else."""
    return len(sides) == 1 and min(sides) < own


@kept(4)
def ground(register: Register, level: Level) -> bytes:
    """What lies under and around the communities, as JSON.

    ``sea``, ``rivers``, ``international`` and ``national`` (roads): lines in whole ``unit``;
    ``towns`` and ``settlements``: longitude and latitude in units, class, names (Ukrainian,
    English), and the code of a settlement; ``waters``: the same with a kind instead of a class.
    Light: ``around``, the land farther away, and ``europe`` for the small map, each a pair of
    this country and all others. Detail: ``outlines``, as :func:`outlines`. Empty without a
    basemap.
    """
    basemap = register.basemap
    if basemap is None:
        return b"{}"
    unit = UNITS[level]
    tolerance = LINE_TOLERANCES[level]

    def drawn(features: Iterable[Feature]) -> list[list[int]]:
        found = [shapely.simplify(item.geometry, tolerance) for item in features]
        return [line for one in found for line in lines(one, unit)]

    def spot(at: Sequence[float]) -> tuple[int, int]:
        return round(at[0] / unit), round(at[1] / unit)

    most = RANKS[level]
    found: dict[str, Any] = {
        "unit": unit,
        "sea": drawn(basemap.sea),
        "rivers": drawn(basemap.rivers),
        **{
            kind: drawn(item for item in basemap.roads if item.kind == kind)
            for kind in (BasemapKind.INTERNATIONAL, BasemapKind.NATIONAL)
        },
        "towns": [
            [*spot((item.geometry.x, item.geometry.y)), item.rank, item.name_uk, item.name_en]
            for item in sorted(basemap.towns, key=lambda item: item.rank)
            if item.rank <= most
        ],
        "settlements": [
            [*spot(item.point), basemap.ranks.get(code, 6), item.name_uk, item.name_en, code]
            for code, item in sorted(
                register.settlements.items(), key=lambda pair: basemap.ranks.get(pair[0], 6)
            )
            if item.point is not None and basemap.ranks.get(code, 6) <= most
        ],
        "waters": [[*spot(at), kind, uk, en] for at, kind, uk, en in _waters(basemap, level)],
        "land": [
            [*spot(inner_point(item.geometry)), item.kind, item.name_uk, item.name_en]
            for item in basemap.land
        ],
    }
    if level is Level.DETAIL:
        found["outlines"] = outlines(register, level)
    else:
        found["around"] = _europe(register, AROUND, COARSE["around"], unit)
        found["europe"] = _europe(register, EUROPE, COARSE["inset"], 0.01)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def inner_point(area: BaseGeometry, tolerance: float = 0.05) -> tuple[float, float]:
    """The place in the largest part of ``area`` that is farthest from its border, about."""
    largest = max(shapely.get_parts(area), key=shapely.area)
    spot = shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=tolerance), 0)
    return float(spot.x), float(spot.y)


def _waters(basemap: Basemap, level: Level) -> Iterable[tuple[Any, str, str | None, str | None]]:
    """Names of waters: along the drawn rivers, of the sea, and in detail at points."""
    for item in basemap.sea:
        yield inner_point(item.geometry), item.kind, item.name_uk, item.name_en
    named = set()
    for item in basemap.rivers:
        if item.name_uk is None:
            continue
        named.add(item.name_uk)
        for part in shapely.get_parts(item.geometry):
            count = max(round(part.length / _STEP), 1)
            for number in range(count):
                at = shapely.line_interpolate_point(part, (number + 0.5) / count, normalized=True)
                yield (at.x, at.y), item.kind, item.name_uk, item.name_en
    if level is Level.DETAIL:
        for item in basemap.waters:
            if item.name_uk not in named:
                yield (item.geometry.x, item.geometry.y), item.kind, item.name_uk, item.name_en


def europe_areas(
    register: Register, frame: BaseGeometry
) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    """What of ``europe.geojson`` lies in ``frame``: the country of the oblast, and all others."""
    here = shapely.centroid(next(iter(register.communities.values())).outline)
    home: list[BaseGeometry] = []
    others: list[BaseGeometry] = []
    for area in register.europe.values():
        part = shapely.intersection(area, frame)
        if not shapely.is_empty(part):
            (home if shapely.contains(part, here) else others).append(part)
    return home, others


def _europe(
    register: Register, frame: BaseGeometry, tolerance: float, unit: float
) -> list[list[list[int]]]:
    """The rings of :func:`europe_areas`, simplified."""
    return [
        [
            ring
            for area in areas
            for ring in lines(shapely.simplify(area, tolerance), unit)
            if len(ring) > 6  # noqa: PLR2004 - three positions
        ]
        for areas in europe_areas(register, frame)
    ]
