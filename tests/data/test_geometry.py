"""Geometry that cannot be drawn: refused with the reason, never moved or corrected in silence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from builders import community, feature, partnership, placed, point, project, square, write_folder
from each import each
from hypothesis import given, strategies as st
from territory import MIDDLE, N1, NORTH, SOUTH

from projectmap.data import parse
from projectmap.data.load import load
from projectmap.errors import DataInvalidError, Problem, ProblemCode

RING = [[38, 48], [38.1, 48], [38.1, 48.1], [38, 48.1], [38, 48]]
HUGE = 10**400


def circle(vertices: int) -> list[list[float]]:
    angles = [2 * math.pi * number / vertices for number in range(vertices)]
    ring = [[38 + math.cos(angle) / 10, 48 + math.sin(angle) / 10] for angle in angles]
    return [*ring, ring[0]]


NOT_POINTS: Mapping[str, Any] = {
    "text": "38 48",
    "number": 5,
    "bare pair": [38.05, 48.05],
    "empty object": {},
    "no type": {"coordinates": [38.05, 48.05]},
    "type not text": {"type": ["Point"], "coordinates": [38.05, 48.05]},
    "line": {"type": "LineString", "coordinates": [[38, 48], [38.1, 48.1]]},
    "polygon": square(38, 48),
    "collection": {"type": "GeometryCollection", "geometries": [point((38.05, 48.05))]},
    "no coordinates": {"type": "Point"},
    "coordinates null": {"type": "Point", "coordinates": None},
    "empty": point([]),
    "one number": point([38.05]),
    "4D": point([38.05, 48.05, 100, 7]),
    "3D, the altitude a text": point([38.05, 48.05, "100"]),
    "texts": point(["38.05", "48.05"]),
    "yes and no": point([True, False]),
    "null": point([None, 48.05]),
    "nested": point([[38.05, 48.05]]),
    "infinity": point([math.inf, 48.05]),
    "latitude 200": point([38.05, 200]),
    "longitude -181": point([-181, 48.05]),
    "metres": point([4_235_000, 6_100_000]),
    "400 digits": point([HUGE, 48.05]),
}


def polygon(coordinates: Any, kind: str = "Polygon") -> dict[str, Any]:
    return {"type": kind, "coordinates": coordinates}


NOT_AREAS: Mapping[str, Any] = {
    "null": None,
    "text": "POLYGON",
    "point": point((38.05, 48.05)),
    "line": polygon(RING, "LineString"),
    "type not text": {"type": [], "coordinates": [RING]},
    "no coordinates": {"type": "Polygon"},
    "coordinates null": polygon(None),
    "coordinates text": polygon("ring"),
    "coordinates number": polygon(5),
    "coordinates object": polygon({"a": 1}),
    "empty": polygon([]),
    "empty ring": polygon([[]]),
    "empty multi": polygon([], "MultiPolygon"),
    "empty part": polygon([[RING], [[]]], "MultiPolygon"),
    "ring unwrapped": polygon(RING),
    "two-point ring": polygon([[[38, 48], [38.1, 48]]]),
    "triangle unclosed": polygon([RING[:3]]),
    "unclosed": polygon([RING[:4]]),
    "hole unclosed": polygon([RING, [[38.02, 48.02], [38.04, 48.02], [38.04, 48.04],
                                     [38.02, 48.03]]]),
    "bow-tie": polygon([[[38, 48], [38.1, 48.1], [38.1, 48], [38, 48.1], [38, 48]]]),
    "hole outside": polygon([RING, square(40, 50)["coordinates"][0]]),
    "flat": polygon([[[38, 48], [38.1, 48], [38.05, 48], [38, 48]]]),
    "parts overlap": polygon([[RING], square(38.05, 48)["coordinates"]], "MultiPolygon"),
    "4D": polygon([[[*pair, 5, 6] for pair in RING]]),
    "texts": polygon([[[str(x), str(y)] for x, y in RING]]),
    "one text": polygon([[RING[0], ["38.1", 48], *RING[2:]]]),
    "yes and no": polygon([[[False, False], [True, False], [True, True], [False, False]]]),
    **{str(x): polygon([[RING[0], [x, 48], *RING[2:]]]) for x in (None, math.inf, math.nan)},
    "400 digits": polygon([[RING[0], [HUGE, 48], *RING[2:]]]),
    "latitude 200": square(38, 199),
    "metres": square(4_235_000, 6_100_000, 1000),
    "100,000 vertices": polygon([circle(100_001)]),
}  # fmt: skip


@each(NOT_POINTS.values())
def test_a_record_without_a_usable_point_is_set_aside(geometry: Any) -> None:
    problems: list[Problem] = []
    found = parse.projects([placed("TEST-002", geometry=geometry), project()], problems)
    assert [(p.file, p.record, p.field, p.code) for p in problems] == [
        ("projects.geojson", "TEST-002", "geometry", ProblemCode.BAD_GEOMETRY)
    ]
    assert problems[0].detail
    assert [item.id for item in found] == ["TEST-001"]
    problems.clear()
    parse.partnerships([partnership(geometry=geometry)], problems)
    assert [(p.record, p.code) for p in problems] == [("TEST-R001", ProblemCode.BAD_GEOMETRY)]


@pytest.mark.parametrize(
    "positions",
    [[], [[6.9, 52.2], [200, 52]], [6.9, 52.2], [[6.9, 52.2], None], "x", None],
    ids=repr,
)
def test_several_places_must_all_be_usable(positions: Any) -> None:
    problems: list[Problem] = []
    geometry = {"type": "MultiPoint", "coordinates": positions}
    assert parse.partnerships([partnership(geometry=geometry)], problems) == []
    assert [p.code for p in problems] == [ProblemCode.BAD_GEOMETRY]


def test_places_are_kept_in_order() -> None:
    positions = [[180, -90], [-180, 90], [6.9, 52.2]]
    geometry = {"type": "MultiPoint", "coordinates": positions}
    found = parse.partnerships([partnership(geometry=geometry)], [])
    assert found[0].places == ((180, -90), (-180, 90), (6.9, 52.2))


@pytest.mark.parametrize("more", [0, 1, 100_000])
def test_a_partnership_has_no_more_places_than_a_map_can_show(more: int) -> None:
    problems: list[Problem] = []
    geometry = {"type": "MultiPoint", "coordinates": [[6.9, 52.2]] * (parse.MAX_PLACES + more)}
    found = parse.partnerships([partnership(geometry=geometry)], problems)
    assert (len(found), len(problems)) == ((0, 1) if more else (1, 0))


@each(NOT_AREAS.values())
def test_an_outline_that_is_no_area_is_named(geometry: Any) -> None:
    problems: list[Problem] = []
    found = parse.communities([community(geometry=geometry), community(MIDDLE)], problems)
    assert [(p.file, p.record, p.field, p.code) for p in problems] == [
        ("communities.geojson", NORTH, "geometry", ProblemCode.BAD_GEOMETRY)
    ]
    assert [item.katottg for item in found] == [MIDDLE]


@each(NOT_AREAS.values())
def test_a_country_that_is_no_area_does_not_stop_the_rest(geometry: Any) -> None:
    problems: list[Problem] = []
    country = feature({"id": "998"}, geometry)
    found = parse.outlines("europe.geojson", [country, feature({}, square(30, 45))], problems)
    assert [(p.record, p.code) for p in problems] == [("#1", ProblemCode.BAD_GEOMETRY)]
    assert len(found) == 1


def test_a_folder_does_without_a_country(tmp_path: Path) -> None:
    countries = [feature({"id": "998"}), feature({"id": "999"}, square(30, 45))]
    register = load(write_folder(tmp_path, europe=countries))
    assert [p.file for p in register.problems] == ["europe.geojson"]
    assert list(register.europe) == ["999"]


def test_swapped_axes_of_an_outline_leave_its_settlements_outside(tmp_path: Path) -> None:
    swapped = square(48, 38)
    files = {"communities": [community(NORTH, geometry=swapped), community(MIDDLE),
                             community(SOUTH)]}  # fmt: skip
    with pytest.raises(DataInvalidError) as caught:
        load(write_folder(tmp_path, **files))
    assert (N1, ProblemCode.POINT_OUTSIDE) in {(p.record, p.code) for p in caught.value.problems}


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["Point", "Polygon", "MultiPolygon", "type", "coordinates"])
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "geometries"]), inner)
    ),
    max_leaves=20,
)
shapes = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Point", "MultiPoint", "Polygon", "MultiPolygon"]),
        "coordinates": anything,
    }
)


@given(anything | shapes)
def test_any_geometry_is_read_or_refused(geometry: Any) -> None:
    for read, record in (
        (parse.projects, project()),
        (parse.partnerships, partnership()),
        (parse.communities, community()),
        (parse.status_rows, feature({"id": "TEST-1"})),
    ):
        problems: list[Problem] = []
        found = read([record | {"geometry": geometry}], problems)
        assert bool(found) != bool(problems)
