"""GeoJSON and GeoPackage: the same records, readable by other programs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import builders
import geopandas as gpd
import pyogrio
import pytest
from export.conftest import VIEWS
from export.making import export

from projectmap.content.view import TITLE
from projectmap.export.tables import PROJECTS, STATUS
from projectmap.i18n import Translator, translator
from projectmap.model.labels import Labels, label
from projectmap.model.register import Register
from projectmap.query.columns import COLUMNS
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.status import status_on
from projectmap.query.view import View

KEYS = [column.key for column in COLUMNS]
Save = Callable[[str, Register, View, Translator], Path]


@pytest.fixture
def saved(tmp_path: Path, day: date) -> Save:
    def save(name: str, register: Register, view: View, t: Translator) -> Path:
        path = tmp_path / name
        path.write_bytes(export(name, register, view, t, day, "https://example.org/projects"))
        return path

    return save


def ids(register: Register, view: View) -> list[str]:
    return [register.projects[row].id for row in select(register, view).rows]


@pytest.mark.parametrize("view", VIEWS)
def test_geojson_is_the_list(register: Register, view: View, t: Translator, day: date) -> None:
    content = export("projects.geojson", register, view, t, day, None)
    found = json.loads(content)
    assert found["type"] == "FeatureCollection"
    assert [item["id"] for item in found["features"]] == ids(register, view)
    assert content.decode().count("\n") == max(len(found["features"]), 1) + 2
    for item in found["features"]:
        record = register.project(item["id"])
        assert record is not None
        assert list(item["properties"]) == KEYS
        assert item["geometry"] == (
            None if record.point is None else {"type": "Point", "coordinates": list(record.point)}
        )


def test_geojson_has_arrays_objects_and_booleans(mixed: Register, day: date) -> None:
    content = export("projects.geojson", mixed, View(), translator("en"), day, None)
    features = {item["id"]: item["properties"] for item in json.loads(content)["features"]}
    full, bare = features["TEST-FULL"], features["TEST-BARE"]
    assert full["communities"] == [builders.NORTH, builders.SOUTH]
    assert full["sectors"] == ["water", "health"]
    assert full["sectors_dac"] == ["140"]
    assert full["donors"] == ["test-donor", "test-other"]
    assert full["joined_ids"] == ["OLD-1", "OLD-2"]
    assert full["open_to_partners"] is False
    assert full["sources_urls"] == ["https://example.org/test"]
    assert full["sources"][1] == {
        "title": "Second source", "publisher": "example.net", "url": None, "document": None,
        "date": None, "accessed": None, "locator": None,
    }  # fmt: skip
    assert bare["donors"] == bare["sectors"] == bare["sectors_dac"] == []
    assert bare["amount"] is None
    assert bare["open_to_partners"] is True


def test_geojson_says_what_it_is(register: Register, t: Translator, day: date) -> None:
    view = View(sector=("water",), q="nul\0 half\ud800", asof=date(2022, 2, 23))
    content = export("projects.geojson", register, view, t, day, "https://example.org/projects")
    stated = json.loads(content)["projectmap"]
    assert stated["filter"] == {"sector": ["water"], "q": ["nul\ufffd half\ufffd"]}
    assert stated["data_version"] == register.version
    assert (stated["records"], stated["records_total"]) == (0, len(register.projects))
    assert stated["status_date"] == "2022-02-23"
    assert stated["edition"] == register.edition.isoformat()
    assert stated["made_on"] == day.isoformat()
    assert stated["link"].startswith("https://example.org/projects?sector=water&q=nul")
    assert len(stated["notices"]) == 2
    assert stated["credit"]


@pytest.mark.parametrize("view", VIEWS)
def test_geopackage_has_every_row(
    register: Register, view: View, t: Translator, saved: Save
) -> None:
    path = saved("projects.gpkg", register, view, t)
    assert pyogrio.list_layers(path).tolist() == [
        ["projects", "Point"],
        ["communities", "MultiPolygon"],
    ]
    with closing(sqlite3.connect(path)) as file:  # versions up to 1.3: QGIS 3.22 warns of 1.4
        assert file.execute("PRAGMA user_version").fetchone() <= (10300,)
    frame = gpd.read_file(path, layer="projects")
    rows = list(PROJECTS.rows(Shown(Labels(register, t), view)))
    assert frame["id"].tolist() == ids(register, view)
    assert [key for key in frame.columns if key != "geometry"] == KEYS
    assert frame.crs == "EPSG:4326"
    for column in COLUMNS:
        found = [None if value != value else value for value in frame[column.key]]  # noqa: PLR0124 - NaN
        assert found == [row[column.key] for row in rows], column.key
    records = [register.project(name) for name in frame["id"]]
    assert [None if place is None else (place.x, place.y) for place in frame.geometry] == [
        record.point for record in records if record is not None
    ]


def test_geopackage_has_the_communities_on_the_date(
    register: Register, t: Translator, saved: Save
) -> None:
    day = date(2022, 2, 23)
    path = saved("projects.gpkg", register, View(asof=day), t)
    frame = gpd.read_file(path, layer="communities").set_index("katottg")
    assert set(frame.index) == set(register.communities)
    for code, found in status_on(register, day).items():
        assert frame.loc[code, "status"] == found.status
        assert frame.loc[code, "status_label"] == label(t, found.status)
        assert frame.loc[code, "name_uk"] == register.communities[code].name_uk
        assert frame.loc[code, "geometry"].equals(register.communities[code].outline)
    assert set(frame["status_asof"].astype(str)) == {"2022-02-23"}


def test_geopackage_says_what_it_is(register: Register, t: Translator, saved: Save) -> None:
    path = saved("projects.gpkg", register, View(sector=("water",), q="nul\0 half\ud800"), t)
    for layer, title in (("projects", TITLE), ("communities", STATUS.title)):
        stated = pyogrio.read_info(path, layer=layer)["layer_metadata"]
        assert stated["title"] == stated["DESCRIPTION"] == t(title)
        assert stated["data_version"] == register.version
        assert json.loads(stated["filter"]) == {"sector": ["water"], "q": ["nul\ufffd half\ufffd"]}
        assert json.loads(stated["credit"])


@pytest.mark.parametrize("name", ["projects.geojson", "projects.gpkg"])
def test_tricky_texts_read_back(hostile: Register, t: Translator, name: str, saved: Save) -> None:
    layer = {"layer": "projects"} if name == "projects.gpkg" else {}
    frame = gpd.read_file(saved(name, hostile, View(), t), **layer)
    rows = list(PROJECTS.rows(Shown(Labels(hostile, t), View())))
    assert frame.crs == "EPSG:4326"
    assert frame["summary"].tolist() == [row["summary"] for row in rows]


def test_geopackage_leaves_no_file_behind(
    register: Register, day: date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    export("projects.gpkg", register, View(), translator("uk"), day, None)
    assert list(tmp_path.iterdir()) == []
