"""Turns plain values into records; every value that does not fit the model becomes a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from functools import partial
from typing import Any, TypeAlias, TypeVar, get_origin, get_type_hints

import shapely
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json
from shapely.geometry.base import BaseGeometry

from projectmap.data.misfits import misfits
from projectmap.errors import Problem, ProblemCode, shorten
from projectmap.i18n import N_
from projectmap.memory import kept
from projectmap.model.records import (
    Amendment,
    Community,
    KnownException,
    Organisation,
    Partnership,
    Project,
    Sector,
    Settlement,
    StatusRow,
)

MAX_VERTICES = 100_000
MAX_PLACES = 200
"""Points of one record: an agreement has a few ends, and every visitor gets all of them."""
_ROW_NUMBER = re.compile(r"([\w-]*[./])?\d*", re.ASCII)
"""Ids that programs give to rows, such as ``7`` and ``projects.7``."""
_OF_PROGRAMS = {"fid", "ogc_fid", "objectid", "layer", "path"}
"""Fields that programs add: numbers of rows, and the file that a row was in."""
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)
_POINT = ("lat", "lon")
Row: TypeAlias = Mapping[str, str | None]
Problems: TypeAlias = list[Problem]
T = TypeVar("T")
_hints = kept(32)(get_type_hints)
"""Of the same few records again and again; it takes longer than to read a small file."""


class _GeometryError(Exception):
    """A geometry that the record cannot have; the argument says why."""


def outlines(name: str, items: Iterable[Any], problems: Problems) -> dict[str, BaseGeometry]:
    """The valid areas of a file whose features are only drawn (``europe.geojson``).

    By their ``iso_numeric``, else by their id, which programs may make a row's number.
    """
    found = {}
    for number, item in enumerate(items, 1):
        try:
            known = item if isinstance(item, dict) else {}
            own = known.get("properties")
            code = own.get("iso_numeric") if isinstance(own, dict) else None
            found[str(code or known.get("id", f"#{number}"))] = area(known.get("geometry"))
        except _GeometryError as error:
            detail = str(error)
            problems.append(Problem(ProblemCode.BAD_GEOMETRY, name, f"#{number}", detail=detail))
    return found


def records(
    file: str, record: type[T], place: Callable[[Any], dict[str, Any]], items: Iterable[Any],
    problems: Problems,
) -> list[T]:  # fmt: skip
    """The records among GeoJSON features; ``place``: what a record has of its geometry.

    What is wrong is added to ``problems``.
    """
    found: list[T] = []
    adapter = TypeAdapter(record)
    lists = {field for field, hint in _hints(record).items() if get_origin(hint) is tuple}
    for number, item in enumerate(items, 1):
        name = f"#{number}"

        def wrong(code: ProblemCode, field: str = "", value: str = "", detail: str = "") -> None:
            problems.append(Problem(code, file, name, field, value, detail))  # noqa: B023 - called at once

        properties = item.get("properties") if isinstance(item, dict) else None
        if not isinstance(properties, dict) or item.get("type") != "Feature":
            wrong(ProblemCode.NOT_A_FEATURE)
            continue
        properties, given = _with_id(item, properties)
        own = properties.get("id", properties.get("katottg", name))
        name = shorten(own)
        if given is not None and given != own:
            detail = N_("differs from the id among the properties")
            wrong(ProblemCode.WRONG_VALUE, "id", shorten(given), detail)
            continue
        try:
            placed = place(item.get("geometry"))
        except _GeometryError as error:
            wrong(ProblemCode.BAD_GEOMETRY, "geometry", detail=str(error))
            continue
        clash = sorted(placed.keys() & properties.keys())
        if clash:
            detail = N_("belongs to the geometry")
            wrong(ProblemCode.WRONG_VALUE, clash[0], shorten(properties[clash[0]]), detail)
            continue
        values = {**properties, **placed}
        for field in lists & values.keys():
            values[field] = _list_from_text(values[field])
        parsed = _record(file, adapter, name, values, problems)
        if parsed is not None:
            found.append(parsed)
    return found


def _list_from_text(value: Any) -> Any:
    """A list that came as its JSON text: desktop programs know no lists and keep that."""
    if not isinstance(value, str) or not value.startswith("["):
        return value
    try:
        return from_json(value, allow_inf_nan=False)
    except ValueError:
        return value


def _with_id(item: Mapping[str, Any], properties: dict[str, Any]) -> tuple[dict[str, Any], object]:
    """The properties with the record's id among them, and the id of the feature, None for none.

    RFC 7946 lets the id stand on either place. A number is a row's number in some program, no id
    of ours.
    """
    properties = {key: properties[key] for key in properties if key.lower() not in _OF_PROGRAMS}
    given = item.get("id")
    if isinstance(given, str):
        given = None if _ROW_NUMBER.fullmatch(given.strip()) else given.strip()
    elif isinstance(given, int | float):
        given = None
    if given is not None and properties.keys().isdisjoint(("id", "katottg")):
        properties = {"id": given, **properties}
    return properties, given


def columns(record: type[Any]) -> tuple[str, ...]:
    """The columns of a record's CSV file: its fields; its point stands in two."""
    names = (item.name for item in fields(record))
    return tuple(part for name in names for part in (_POINT if name == "point" else (name,)))


def table(
    file: str, record: type[T], key: str, values: Callable[[Row], dict[str, Any]],
    rows: Iterable[Row], problems: Problems,
) -> list[T]:  # fmt: skip
    """The records of a CSV file; ``values``: the fields of a row."""
    found, adapter = [], TypeAdapter(record)
    for number, row in enumerate(rows, 2):
        name = shorten(row[key] or f"line {number}")
        parsed = _record(file, adapter, name, values(row), problems)
        if parsed is not None:
            found.append(parsed)
    return found


def _record(
    file: str, adapter: TypeAdapter[T], name: str, values: dict[str, Any], problems: Problems
) -> T | None:
    try:
        return adapter.validate_python(values)
    except ValidationError as error:
        problems.extend(replace(wrong, file=file, record=name) for _, wrong in misfits(error))
        return None


def decimal(text: str | None) -> float | str | None:
    """The number of a cell, written with a point or a comma; else the cell for the message."""
    if text is None:
        return None
    try:
        return float(text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text)
    except ValueError:
        return text


def _no_geometry(geometry: Any) -> dict[str, Any]:
    if geometry is not None:
        raise _GeometryError(N_("must be null: the territory has its own"))
    return {}


def _point(geometry: Any) -> Any:
    if geometry is None:
        return None
    position = geometry.get("coordinates") if isinstance(geometry, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "MultiPoint" and isinstance(position, list) and len(position) == 1:
        kind, position = "Point", position[0]  # as programs save layers of points
    if kind != "Point":
        raise _GeometryError(N_("is neither a Point nor null"))
    return _pair(position)


def _points(geometry: Any) -> tuple[Any, ...]:
    if geometry is None:
        return ()
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        return (_pair(geometry.get("coordinates")),)
    if isinstance(geometry, dict) and geometry.get("type") == "MultiPoint":
        positions = geometry.get("coordinates")
        if isinstance(positions, list) and len(positions) > MAX_PLACES:
            raise _GeometryError(f"has more than {MAX_PLACES} points")
        if isinstance(positions, list) and positions:
            return tuple(_pair(position) for position in positions)
    raise _GeometryError(N_("is neither a Point, a MultiPoint nor null"))


def _pair(position: Any) -> tuple[float, float]:
    """Longitude and latitude of a position; an altitude says nothing here (RFC 7946, 3.1.1)."""
    numbers = isinstance(position, list) and all(type(part) in {int, float} for part in position)
    if not numbers or len(position) not in {2, 3}:
        raise _GeometryError(
            N_("has a position that is not [longitude, latitude] in numbers, altitude allowed")
        )
    lon, lat = position[:2]
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004 - the range of WGS84
        raise _GeometryError(N_("has a position outside longitude ±180, latitude ±90"))
    return float(lon), float(lat)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise _GeometryError(N_("has an empty part or one that is not a list"))
    return value


def _ring(positions: Any) -> list[tuple[float, float]]:
    ring = [_pair(position) for position in _list(positions)]
    if len(ring) < 4 or ring[0] != ring[-1]:  # noqa: PLR2004 - RFC 7946, 3.1.6
        raise _GeometryError(N_("has a ring that is not closed or is too short"))
    return ring


def area(geometry: Any) -> BaseGeometry:
    """A valid polygon, or several."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ["Polygon", "MultiPolygon"]:
        raise _GeometryError(N_("is neither a Polygon nor a MultiPolygon"))
    parts = geometry.get("coordinates")
    # shapely closes open rings and reads texts as numbers: what it is given is checked before.
    polygons = [
        [_ring(ring) for ring in _list(polygon)]
        for polygon in _list([parts] if geometry["type"] == "Polygon" else parts)
    ]
    if sum(len(ring) for rings in polygons for ring in rings) > MAX_VERTICES:
        raise _GeometryError(f"has more than {MAX_VERTICES} vertices")
    areas = [shapely.Polygon(outer, holes) for outer, *holes in polygons]
    found = areas[0] if geometry["type"] == "Polygon" else shapely.MultiPolygon(areas)
    if not found.is_valid:
        raise _GeometryError(f"is not valid: {shapely.is_valid_reason(found)}")
    return found


def shape(geometry: Any) -> BaseGeometry:
    """A point, a line or lines, or a valid area."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "Point":
        return shapely.Point(_pair(geometry.get("coordinates")))
    if kind not in {"LineString", "MultiLineString"}:
        return area(geometry)
    parts = geometry.get("coordinates")
    lines = [_line(line) for line in _list([parts] if kind == "LineString" else parts)]
    if sum(map(len, lines)) > MAX_VERTICES:
        raise _GeometryError(f"has more than {MAX_VERTICES} vertices")
    return shapely.LineString(lines[0]) if len(lines) == 1 else shapely.MultiLineString(lines)


def _line(positions: Any) -> list[tuple[float, float]]:
    line = [_pair(position) for position in _list(positions)]
    if len(set(line)) < 2:  # noqa: PLR2004 - RFC 7946, 3.1.4
        raise _GeometryError(N_("has a line of fewer than two positions"))
    return line


# --- The files --------------------------------------------------------------------------------


def _settlement(row: Row) -> dict[str, Any]:
    lon, lat = row["lon"], row["lat"]
    point = None if lon is None and lat is None else (decimal(lon), decimal(lat))
    return {key: row[key] for key in row if key not in _POINT} | {"point": point}


def _organisation(row: Row) -> dict[str, Any]:
    """Aliases are separated by ``|``."""
    aliases = [part.strip() for part in (row["aliases"] or "").split("|")]
    may_fund = {"yes": True, "no": False}.get(row["may_fund"] or "", row["may_fund"])
    return {**row, "aliases": tuple(part for part in aliases if part), "may_fund": may_fund}


# Each takes what the file holds and the list of problems, and gives the records.
projects = partial(records, "projects.geojson", Project, lambda place: {"point": _point(place)})
partnerships = partial(
    records, "partnerships.geojson", Partnership, lambda place: {"places": _points(place)}
)
communities = partial(
    records, "communities.geojson", Community, lambda place: {"outline": area(place)}
)
status_rows = partial(records, "occupation_status.geojson", StatusRow, _no_geometry)
settlements = partial(table, "settlements.csv", Settlement, "katottg", _settlement)
organisations = partial(table, "organisations.csv", Organisation, "slug", _organisation)
sectors = partial(table, "sectors.csv", Sector, "code", dict)
exceptions = partial(
    table, "known_exceptions.csv", KnownException, "record",
    lambda row: {**row, "distance_km": decimal(row["distance_km"])},
)  # fmt: skip
amendments = partial(table, "list_amendments.csv", Amendment, "act_en", dict)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "settlements.csv": columns(Settlement),
    "organisations.csv": columns(Organisation),
    "sectors.csv": columns(Sector),
    "known_exceptions.csv": columns(KnownException),
    "list_amendments.csv": columns(Amendment),
}
