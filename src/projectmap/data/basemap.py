"""The folder ``basemap/`` to a basemap. Nothing that is wrong with it makes a folder unusable.

A feature with a problem is left out. Without valid outlines of all communities there is no
basemap, and the map is drawn on the register's own outlines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar

import shapely
from pydantic.dataclasses import dataclass as checked
from shapely.geometry.base import BaseGeometry

from projectmap.data import check, parse, read
from projectmap.data.snapshot import BASEMAP
from projectmap.errors import DataInvalidError, Problem, ProblemCode
from projectmap.i18n import N_
from projectmap.model.basemap import Basemap, Feature, Rank
from projectmap.model.codes import BasemapKind, Exactness, PointQuality
from projectmap.model.records import SHAPES, Community, Katottg, Position, Project, Settlement

MAX_BYTES = 8 * 2**20
"""Of one file: all visitors get what is in it."""
MAX_FEATURES = 5_000
_AREAS, _LINES = ("Polygon", "MultiPolygon"), ("LineString", "MultiLineString")
_FILES: Mapping[str, tuple[tuple[str, ...], set[BasemapKind]]] = {
    "land": (_AREAS, {BasemapKind.OBLAST, BasemapKind.ABROAD}),
    "sea": (_AREAS, {BasemapKind.SEA}),
    "rivers": (_LINES, {BasemapKind.RIVER}),
    "roads": (_LINES, {BasemapKind.INTERNATIONAL, BasemapKind.NATIONAL}),
    "towns": (("Point",), {BasemapKind.TOWN}),
    "waters": (("Point",), {BasemapKind.RIVER, BasemapKind.STREAM, BasemapKind.LAKE,
                            BasemapKind.RESERVOIR}),
}  # fmt: skip
"""The types of geometry and the kinds of features of each file."""
T = TypeVar("T")


@checked(frozen=True, slots=True, config=SHAPES)
class _Outline:
    katottg: Katottg
    outline: BaseGeometry


@checked(frozen=True, slots=True)
class _Point:
    katottg: Katottg
    point: Position
    point_quality: PointQuality
    rank: Rank


@dataclass(frozen=True, slots=True)
class Ground:
    """What the folder gives to the register."""

    basemap: Basemap | None
    points: Mapping[str, tuple[tuple[float, float], PointQuality]]
    """Points of settlements by code, each inside its community."""

    def settlements(self, settlements: Mapping[str, Settlement]) -> dict[str, Settlement]:
        """``settlements``; one that has no point gets the one found here."""
        return {
            code: item
            if item.point is not None or code not in self.points
            else replace(item, point=self.points[code][0], point_quality=self.points[code][1])
            for code, item in settlements.items()
        }

    def projects(self, projects: Mapping[str, Project]) -> dict[str, Project]:
        """``projects``; one at a settlement whose point was found here stands there."""

        def placed(item: Project) -> Project:
            found = self.points.get(item.settlement or "")
            if found is None or item.point is not None or item.location_exactness is not None:
                return item
            return replace(item, point=found[0], location_exactness=Exactness.APPROXIMATE)

        return {key: placed(item) for key, item in projects.items()}


def ground(
    files: Mapping[str, bytes],
    communities: Mapping[str, Community],
    settlements: Mapping[str, Settlement],
    problems: list[Problem],
) -> Ground:
    """What ``files`` hold of the basemap; what is wrong is added to ``problems``."""
    if not any(name.startswith(BASEMAP) for name in files):
        return Ground(None, {})
    outlines = _outlines(files, communities, problems)
    features = {name: _features(files, name, problems) for name in _FILES}
    if outlines is not None and not shapely.coverage_is_valid(
        [*outlines.values(), *(item.geometry for item in features["land"])]
    ):
        problems.append(Problem(ProblemCode.GAP_OR_OVERLAP, BASEMAP + "land.geojson"))
        outlines = None
    points = _points(files, outlines, settlements, problems) if outlines is not None else {}
    if outlines is None:
        return Ground(None, {})
    ranks = {code: item.rank for code, item in points.items()}
    basemap = Basemap(MappingProxyType(outlines), **features, ranks=MappingProxyType(ranks))
    missing = {
        code: (item.point, item.point_quality)
        for code, item in points.items()
        if settlements[code].point is None
    }
    return Ground(basemap, MappingProxyType(missing))


def _read(
    files: Mapping[str, bytes],
    name: str,
    reading: Callable[[str, bytes], list[T]],
    problems: list[Problem],
) -> list[T]:
    """What ``reading`` finds in a file; nothing of one that is missing, too large or broken."""
    content, found, detail = files.get(name), list[T](), ""
    if content is None:
        return []  # that it is missing, the snapshot has said
    if len(content) > MAX_BYTES:
        detail = f"> {MAX_BYTES // 2**20} MB"
    else:
        try:
            found = reading(name, content)
        except DataInvalidError as error:
            problems.extend(error.problems)
        if len(found) > MAX_FEATURES:
            detail = f"> {MAX_FEATURES}"
    if detail:
        problems.append(Problem(ProblemCode.UNREADABLE_FILE, name, detail=detail))
    return [] if detail else found


def _outlines(
    files: Mapping[str, bytes], communities: Mapping[str, Community], problems: list[Problem]
) -> dict[str, BaseGeometry] | None:
    """The outline of every community, in their order; None unless all are there and fit."""
    name = BASEMAP + "communities.geojson"
    items = _read(files, name, read.features, problems)
    parsed = parse.records(
        name, _Outline, lambda geometry: {"outline": parse.area(geometry)}, items, problems
    )
    found = check.unique(name, ((item.katottg, item.outline) for item in parsed), problems)
    problems.extend(
        Problem(ProblemCode.UNKNOWN_CODE, name, code, "katottg", code)
        for code in sorted(found.keys() - communities.keys())
    )
    missing = [code for code in communities if code not in found]
    problems.extend(Problem(ProblemCode.UNCOVERED, name, code, "katottg") for code in missing)
    if missing or found.keys() != communities.keys():
        return None
    outlines = {code: found[code] for code in communities}
    if shapely.coverage_is_valid(list(outlines.values())):
        return outlines
    problems.append(Problem(ProblemCode.GAP_OR_OVERLAP, name))
    return None


def _features(
    files: Mapping[str, bytes], name: str, problems: list[Problem]
) -> tuple[Feature, ...]:
    """The valid features of one file by id."""
    file, (types, kinds) = f"{BASEMAP}{name}.geojson", _FILES[name]
    items = _read(files, file, read.features, problems)
    parsed = parse.records(
        file, Feature, lambda geometry: {"geometry": parse.shape(geometry)}, items, problems
    )
    kept: list[tuple[str, Feature]] = []
    for item in parsed:
        report = check.Reporter(file, item.id)
        if item.kind not in kinds:
            report(ProblemCode.WRONG_VALUE, "kind", item.kind, N_("does not belong in this file"))
        elif (item.name_uk is None) != (item.name_en is None):
            report(ProblemCode.ONE_LANGUAGE, "name_uk, name_en", "")
        elif item.geometry.geom_type not in types:
            detail = N_("is of another type than the others of this file")
            report(ProblemCode.BAD_GEOMETRY, "geometry", "", detail)
        else:
            kept.append((item.id, item))
        problems.extend(report.problems)
    return tuple(check.unique(file, kept, problems).values())


def _points(
    files: Mapping[str, bytes],
    outlines: Mapping[str, BaseGeometry],
    settlements: Mapping[str, Settlement],
    problems: list[Problem],
) -> dict[str, _Point]:
    """The rows of ``settlement_points.csv`` whose point lies in its settlement's community."""
    name = BASEMAP + "settlement_points.csv"
    columns = parse.columns(_Point)
    rows = _read(files, name, lambda file, content: read.rows(file, content, columns), problems)

    def values(row: parse.Row) -> dict[str, Any]:
        return {
            "katottg": row["katottg"],
            "point": (parse.decimal(row["lon"]), parse.decimal(row["lat"])),
            "point_quality": row["point_quality"],
            "rank": row["rank"],
        }

    parsed = parse.table(name, _Point, "katottg", values, rows, problems)

    def placed() -> Iterator[tuple[str, _Point]]:
        for item in parsed:
            settlement, report = settlements.get(item.katottg), check.Reporter(name, item.katottg)
            if settlement is None:
                report(ProblemCode.UNKNOWN_CODE, "katottg", item.katottg)
            elif not outlines[settlement.community].covers(shapely.Point(item.point)):
                report(ProblemCode.POINT_OUTSIDE, "lat, lon", item.point)
            else:
                yield item.katottg, item
            problems.extend(report.problems)

    return check.unique(name, placed(), problems)
