"""The ground of the map: a walk over the shipped one, and what becomes of a broken one."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from math import cos, hypot, radians
from pathlib import Path

import pytest
import shapely
from builders import collection, feature, make_register, placed, project, square, write_folder
from each import each
from territory import N1, N3, NORTH

from projectmap.data.load import load
from projectmap.data.snapshot import BASEMAP_FILES, FILES
from projectmap.errors import ProblemCode
from projectmap.model.basemap import Basemap, Feature
from projectmap.model.codes import Exactness, PointQuality
from projectmap.model.register import Register

GEODATA = Path(__file__).resolve().parents[2] / "geodata"
SHIPPED = load(GEODATA)
GROUND = SHIPPED.basemap
assert GROUND is not None
FEATURES = [
    *GROUND.land, *GROUND.sea, *GROUND.rivers, *GROUND.roads, *GROUND.towns, *GROUND.waters,
]  # fmt: skip
ONLY_RUSSIAN = re.compile("[ыэёъЫЭЁЪ]")
# Settlements and where they are, from OpenStreetMap: longitude, latitude.
KNOWN_PLACES = {
    "UA44020010260064322": (38.92851, 48.44552),  # Троїцьке
    "UA44080030010061353": (39.36803, 48.0898),  # Ровеньки
    "UA44100010010025116": (38.73539, 49.52637),  # Білокуракине
    "UA44100130010040850": (38.28682, 49.90745),  # Троїцьке
    "UA44120070100035017": (38.40005, 48.53365),  # Троїцьке
    "UA44140070010019293": (40.1255, 49.38011),  # Мілове
    "UA44020010170094007": (38.72331, 48.35924),  # Адріанопіль
    "UA44040010370012255": (39.50149, 47.86734),  # Новоборовиці
    "UA44060030270015908": (39.32172, 48.3566),  # Петро-Миколаївка
    "UA44080050210078856": (38.78251, 48.28322),  # Жереб'яче
}


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    return 111.2 * hypot((a[0] - b[0]) * cos(radians(a[1])), a[1] - b[1])


@each(FEATURES)
def test_a_feature_is_valid_and_has_both_names_or_none(item: Feature) -> None:
    assert item.geometry.is_valid
    assert (item.name_uk is None) == (item.name_en is None)
    if item.name_uk is not None and item.name_en is not None:
        assert not ONLY_RUSSIAN.search(item.name_uk)
        assert re.fullmatch(r"[A-Z][A-Za-z0-9' -]*", item.name_en), item.name_en


def test_what_is_named_at_a_point_has_a_name() -> None:
    assert all(item.name_uk for item in (*GROUND.towns, *GROUND.waters, *GROUND.land, *GROUND.sea))


def test_communities_and_land_are_one_coverage() -> None:
    areas = [*GROUND.outlines.values(), *(item.geometry for item in GROUND.land)]
    assert shapely.coverage_is_valid(areas)
    assert list(GROUND.outlines) == list(SHIPPED.communities)


@each(SHIPPED.communities)
def test_an_outline_is_that_of_its_community(code: str) -> None:
    fine, general = GROUND.outlines[code], SHIPPED.communities[code].outline
    assert fine.intersection(general).area / fine.union(general).area > 0.88


@each(SHIPPED.settlements)
def test_a_settlement_stands_in_its_community(code: str) -> None:
    item = SHIPPED.settlements[code]
    if item.point_quality.startswith("O"):
        assert item.point is not None
        assert GROUND.outlines[item.community].covers(shapely.Point(item.point))


def test_more_settlements_have_a_point_each_with_its_quality() -> None:
    found = Counter(item.point_quality for item in SHIPPED.settlements.values())
    assert found == {"A": 170, "B": 340, "D": 1, "OK": 180, "ON": 213, "OD": 16, "none": 6}


@pytest.mark.parametrize("code", KNOWN_PLACES)
def test_settlements_stand_where_they_are(code: str) -> None:
    point = SHIPPED.settlements[code].point
    assert point is not None
    assert _km(point, KNOWN_PLACES[code]) < 2


def test_records_stand_at_the_settlements_point() -> None:
    for item in SHIPPED.projects:
        if item.settlement is not None:
            assert item.point == SHIPPED.settlements[item.settlement].point
            assert (item.location_exactness is None) == (item.point is None)


def test_towns_of_the_land_beyond_the_border_are_few_and_large() -> None:
    beyond = next(item.geometry for item in GROUND.land if item.kind == "abroad")
    assert all(item.rank <= 3 for item in GROUND.towns if beyond.covers(item.geometry))
    assert [item.name_en for item in GROUND.towns].count("Donetsk") == 1


def test_the_folder_is_small() -> None:
    assert sum((GEODATA / name).stat().st_size for name in BASEMAP_FILES) < 1_500_000


OUTLINES = [
    feature({"katottg": code}, dict(shapely.geometry.mapping(item.outline)))
    for code, item in make_register().communities.items()
]


def _ground(folder: Path, **changes: str) -> Path:
    """A valid basemap of the test strip in ``folder``, but for ``changes`` by file."""
    named = {"name_uk": "Тестове", "name_en": "Testove"}
    east = feature({"id": "land", "kind": "oblast", **named}, square(38.3, 48.0))
    line = {"type": "LineString", "coordinates": [[38.0, 48.0], [38.2, 48.1]]}
    spot = {"type": "Point", "coordinates": [38.0, 48.1]}
    unnamed = {"name_uk": None, "name_en": None}
    contents = {
        "communities": collection(OUTLINES),
        "land": collection([east]),
        "sea": collection([feature({"id": "sea", "kind": "sea", **named}, square(39, 47))]),
        "rivers": collection([feature({"id": "r", "kind": "river", **named}, line)]),
        "roads": collection([feature({"id": "m", "kind": "national", **unnamed}, line)]),
        "towns": collection([feature({"id": "t", "kind": "town", "rank": 2, **named}, spot)]),
        "waters": collection([feature({"id": "w", "kind": "lake", **named}, spot)]),
        "settlement_points": "katottg,lat,lon,point_quality,rank\n"
        f"{N1},48.01,38.01,OK,4\n{N3},48.03,38.03,ON,6\n",
    } | changes
    (folder / "basemap").mkdir()
    for name in BASEMAP_FILES:
        stem = Path(name).stem
        if contents[stem]:
            (folder / name).write_text(contents[stem], "utf-8")
    return folder


def test_a_settlement_or_record_without_a_point_gets_one(tmp_path: Path) -> None:
    records = [
        placed("AT-N1"),
        project("AT-N3", settlement=N3, scope="settlement"),
        project("AT-NORTH"),
    ]
    register = load(_ground(write_folder(tmp_path, projects=records)))
    assert register.problems == ()
    assert register.settlements[N1].point == (38.05, 48.05)
    assert register.settlements[N3].point == (38.03, 48.03)
    assert register.settlements[N3].point_quality == PointQuality.OSM_NAME
    found = {item.id: (item.point, item.location_exactness) for item in register.projects}
    assert found["AT-N3"] == ((38.03, 48.03), Exactness.APPROXIMATE)
    assert found["AT-NORTH"] == (None, None)
    assert register.basemap is not None
    assert register.basemap.ranks == {N1: 4, N3: 6}


_POINT = {"type": "Point", "coordinates": [38.0, 48.1]}
_NAMES = {"name_uk": "Тест", "name_en": "Test"}


def _towns(geometry: object = _POINT, **changes: object) -> str:
    properties = {"id": "t", "kind": "town", "rank": 2, **_NAMES} | changes
    return collection([feature(properties, geometry)])


LEFT_OUT: Mapping[str, tuple[Mapping[str, str], ProblemCode, str]] = {
    "missing": ({"towns": ""}, ProblemCode.MISSING_FILE, "towns"),
    "no JSON": ({"towns": "{"}, ProblemCode.NOT_JSON, "towns"),
    "too large": ({"towns": " " * (8 * 2**20 + 1)}, ProblemCode.UNREADABLE_FILE, "towns"),
    "too many": (
        {"towns": collection([feature({"id": str(n)}) for n in range(5_001)])},
        ProblemCode.UNREADABLE_FILE, "towns",
    ),
    "one language": ({"towns": _towns(name_en=None)}, ProblemCode.ONE_LANGUAGE, "towns"),
    "no rank": ({"towns": _towns(rank=9)}, ProblemCode.WRONG_VALUE, "towns"),
    "unknown kind": ({"towns": _towns(kind="camp")}, ProblemCode.WRONG_VALUE, "towns"),
    "kind of another file": ({"towns": _towns(kind="sea")}, ProblemCode.WRONG_VALUE, "towns"),
    "another geometry": ({"towns": _towns(square(38, 48))}, ProblemCode.BAD_GEOMETRY, "towns"),
    "no geometry": ({"towns": _towns(None)}, ProblemCode.BAD_GEOMETRY, "towns"),
    "a line of one point": (
        {"roads": collection([feature({"id": "m", "kind": "national", "name_uk": None,
                                       "name_en": None},
                                      {"type": "LineString", "coordinates": [[38, 48]] * 2})])},
        ProblemCode.BAD_GEOMETRY, "roads",
    ),
    "a point outside": (
        {"settlement_points": f"katottg,lat,lon,point_quality,rank\n{N3},48.03,38.25,ON,6\n"},
        ProblemCode.POINT_OUTSIDE, "settlement_points",
    ),
    "an unknown settlement": (
        {"settlement_points": f"katottg,lat,lon,point_quality,rank\n{NORTH},48,38,ON,6\n"},
        ProblemCode.UNKNOWN_CODE, "settlement_points",
    ),
    "no number": (
        {"settlement_points": f"katottg,lat,lon,point_quality,rank\n{N3},north,38,ON,6\n"},
        ProblemCode.WRONG_VALUE, "settlement_points",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "code", "name"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_broken_is_named_and_left_out(
    changes: dict[str, str], code: ProblemCode, name: str, tmp_path: Path
) -> None:
    register = load(_ground(write_folder(tmp_path), **changes))
    assert isinstance(register.basemap, Basemap)
    suffix = "csv" if name == "settlement_points" else "geojson"
    assert {(item.code, item.file) for item in register.problems} == {
        (code, f"basemap/{name}.{suffix}")
    }
    assert len(register.basemap.outlines) == 3


NO_GROUND: Mapping[str, tuple[Mapping[str, str], ProblemCode]] = {
    "no outlines": ({"communities": ""}, ProblemCode.MISSING_FILE),
    "one too few": ({"communities": collection(OUTLINES[1:])}, ProblemCode.UNCOVERED),
    "an unknown one": (
        {"communities": collection([*OUTLINES, feature({"katottg": N1}, square(38.3, 48.0))])},
        ProblemCode.UNKNOWN_CODE,
    ),
    "an overlap": (
        {"communities": collection(
            [*OUTLINES[1:], feature({"katottg": NORTH}, square(38, 48, 0.15))])},
        ProblemCode.GAP_OR_OVERLAP,
    ),
    "land over them": (
        {"land": collection([feature({"id": "l", "kind": "abroad", **_NAMES}, square(38, 48))])},
        ProblemCode.GAP_OR_OVERLAP,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "code"), NO_GROUND.values(), ids=NO_GROUND)
def test_without_sound_outlines_there_is_no_ground_but_a_register(
    changes: dict[str, str], code: ProblemCode, tmp_path: Path
) -> None:
    register = load(_ground(write_folder(tmp_path), **changes))
    assert register.basemap is None
    assert code in {item.code for item in register.problems}
    assert register.settlements[N3].point is None


def test_a_change_of_the_ground_is_another_version(tmp_path: Path) -> None:
    folder = _ground(write_folder(tmp_path))
    before = load(folder).version
    (folder / "basemap/towns.geojson").write_text(_towns(rank=3), "utf-8")
    assert load(folder).version != before


def test_the_shipped_data_stands_without_the_ground(tmp_path: Path) -> None:
    for name in FILES:
        shutil.copy(GEODATA / name, tmp_path / name)
    register: Register = load(tmp_path)
    assert register.problems == ()
    assert sum(item.point is not None for item in register.settlements.values()) == 511


def test_a_row_of_points_has_the_point_that_is_drawn() -> None:
    with (GEODATA / "basemap/settlement_points.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    own = {code for code, item in SHIPPED.settlements.items() if item.point_quality in set("ABD")}
    for row in rows:
        if row["katottg"] not in own:
            point = (float(row["lon"]), float(row["lat"]))
            assert SHIPPED.settlements[row["katottg"]].point == point
