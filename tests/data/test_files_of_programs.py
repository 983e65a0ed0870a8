"""Files as desktop programs write them: they are read as if written by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from builders import collection, make_register, placed, project, write_folder
from each import each

from projectmap.data.load import load
from projectmap.data.snapshot import FILES
from projectmap.errors import DataInvalidError, ProblemCode
from projectmap.model.register import Register

GEOJSON = [name for name in FILES if name.endswith(".geojson")]
CSV = [name for name in FILES if name.endswith(".csv")]
Rewrite = Callable[[bytes], bytes]


def contents(register: Register) -> dict[str, Any]:
    """All that a register says."""
    names = register.__dataclass_fields__.keys() - {"version"}
    return {name: getattr(register, name) for name in names}


def with_crs(name: Any) -> Rewrite:
    crs = {"type": "name", "properties": {"name": name}}
    return lambda good: json.dumps(json.loads(good) | {"crs": crs}).encode()


def of_features(change: Callable[[dict[str, Any]], object]) -> Rewrite:
    def rewrite(good: bytes) -> bytes:
        found = json.loads(good)
        for item in found["features"]:
            change(item)
        return json.dumps(found).encode()

    return rewrite


def lift(value: Any) -> Any:
    """Coordinates with an altitude."""
    if isinstance(value, list) and value and isinstance(value[0], int | float):
        return [*value, 0.0]
    return [lift(part) for part in value] if isinstance(value, list) else value


def lifted(item: dict[str, Any]) -> None:
    if item["geometry"] is not None:
        item["geometry"]["coordinates"] = lift(item["geometry"]["coordinates"])


def lists_as_text(item: dict[str, Any]) -> None:
    """As OGR hands lists and objects to programs that have no such fields."""
    properties = item["properties"]
    for name, value in properties.items():
        if isinstance(value, list):
            properties[name] = json.dumps(value, ensure_ascii=False)


def in_a_set(item: dict[str, Any]) -> None:
    geometry = item["geometry"]
    if geometry is not None and geometry["type"] == "Point":
        geometry.update(type="MultiPoint", coordinates=[geometry["coordinates"]])


ENCODED: Mapping[str, Rewrite] = {
    "UTF-16": lambda good: good.decode().encode("utf-16"),
    "UTF-16 without its mark": lambda good: good.decode().encode("utf-16-le"),
    "UTF-16, the other way round": lambda good: good.decode().encode("utf-16-be"),
    "two marks": lambda good: b"\xef\xbb\xbf" * 2 + good,
    "ended as in DOS": lambda good: good + b"\x1a",
    "ended by zeros": lambda good: good + b"\0\0",
}
GEOJSON_REWRITES: Mapping[str, Rewrite] = {
    "BOM": lambda good: b"\xef\xbb\xbf" + good,
    **ENCODED,
    "CRLF": lambda good: good.replace(b"\n", b"\r\n"),
    "pretty": lambda good: json.dumps(json.loads(good), indent=4).encode(),
    "a name and a bbox": lambda good: json.dumps(
        json.loads(good) | {"name": "test", "bbox": [38, 48, 39, 49]}
    ).encode(),
    **{
        f"crs {name}": with_crs(name)
        for name in (
            "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84",
            "EPSG:4326", "urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:EPSG:6.18:4326",
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            "http://www.opengis.net/def/crs/EPSG/0/4326", "urn:ogc:def:crs:ogc:1.3:crs84",
            "epsg:4326", "CRS84", "WGS 84", "OGC:CRS84h", "EPSG:4979", "https://epsg.io/4326",
            "http://www.opengis.net/gml/srs/epsg.xml#4326",
        )
    },
    "crs by its address": lambda good: json.dumps(
        json.loads(good)
        | {"crs": {"type": "link", "properties": {
            "href": "http://spatialreference.org/ref/epsg/4326/proj4/", "type": "proj4"}}}
    ).encode(),
    "crs null": lambda good: json.dumps(json.loads(good) | {"crs": None}).encode(),
    "ids among the properties only": of_features(lambda item: item.pop("id", None)),
    "ids null": of_features(lambda item: item.update(id=None)),
    "ids are numbers of rows": of_features(lambda item: item.update(id=7)),
    "ids are numbers of rows, as text": of_features(lambda item: item.update(id="7")),
    "ids are numbers of rows of a layer": of_features(lambda item: item.update(id="projects.7")),
    "ids empty": of_features(lambda item: item.update(id="")),
    "blanks around ids": of_features(
        lambda item: item.update(id=f" {item['properties'].get('id', '')} ")
    ),
    "fields of programs": of_features(
        lambda item: item["properties"].update(
            fid=3, ogc_fid=4, OBJECTID=5, layer="projects", path="C:\\projects.geojson"
        )
    ),
    "points as sets of one": of_features(in_a_set),
    "altitude": of_features(lifted),
    "lists as their text": of_features(lists_as_text),
}  # fmt: skip
CSV_REWRITES: Mapping[str, Rewrite] = {
    "BOM": lambda good: b"\xef\xbb\xbf" + good,
    "CRLF": lambda good: good.replace(b"\n", b"\r\n"),
    "semicolons": lambda good: good.replace(b",", b";"),
    "semicolons, BOM, CRLF": lambda good: (
        b"\xef\xbb\xbf" + good.replace(b",", b";").replace(b"\n", b"\r\n")
    ),
    "semicolons and decimal commas": lambda good: re.sub(
        rb"(\d)\.(\d)", rb"\1,\2", good.replace(b",", b";")
    ),
    "Unicode text": lambda good: good.decode().replace(",", "\t").encode("utf-16"),
    **ENCODED,
    "blank first rows": lambda good: b"\n,,,\n" + good,
    "delimiter named above": lambda good: b"sep=;\r\n" + good.replace(b",", b";"),
    "capitals in the head": lambda good: good.replace(
        *(line := good.split(b"\n")[0], line.upper())
    ),
    "blanks around cells": lambda good: good.replace(b",", b", ").replace(b"\n", b" \n"),
    "rows of blanks": lambda good: good + " , ,\u00a0\n \t\n".encode(),
    "cells in quotes": lambda good: b'"' + good.replace(b",", b'","').replace(b"\n", b'"\n"')[:-1],
    "blank last rows": lambda good: good + b",,\n" * 3,
    "blank wide last rows": lambda good: good + b"," * 40 + b"\n",
    "blank cells after each row": lambda good: good.replace(b"\n", b",,\n"),
    "empty lines": lambda good: good + b"\n\r\n\n",
}
MAY_CHANGE_NOTHING = {"ids null", "lists as their text", "points as sets of one"}
RECORDS = [placed(), project("TEST-002")]
BEFORE = make_register(projects=RECORDS)
REWRITES = [(name, what) for name in GEOJSON for what in GEOJSON_REWRITES] + [
    (name, what) for name in CSV for what in CSV_REWRITES
]


@each(REWRITES)
def test_a_file_as_a_program_writes_it_says_the_same(tmp_path: Path, name: str, what: str) -> None:
    folder = write_folder(tmp_path, projects=RECORDS)
    rewrite = (GEOJSON_REWRITES if name in GEOJSON else CSV_REWRITES)[what]
    good = (folder / name).read_bytes()
    (folder / name).write_bytes(rewrite(good))
    assert (folder / name).read_bytes() != good or what in MAY_CHANGE_NOTHING
    after = load(folder)
    assert after.problems == ()
    assert contents(after) == contents(BEFORE)


@pytest.mark.parametrize(
    "code",
    ["EPSG::3857", "EPSG::32637", "EPSG::43260", "EPSG::14326", "OGC:1.3:CRS27", "CRS84/UTM", 4326],
)
def test_another_crs_is_refused(folder: Path, code: object) -> None:
    path = folder / "projects.geojson"
    name = f"urn:ogc:def:crs:{code}" if isinstance(code, str) else code
    path.write_bytes(with_crs(name)(path.read_bytes()))
    with pytest.raises(DataInvalidError) as caught:
        load(folder)
    assert [(item.file, item.code) for item in caught.value.problems] == [
        ("projects.geojson", ProblemCode.NOT_A_COLLECTION)
    ]


@pytest.mark.parametrize("separator", [b",", b";"])
def test_windows_1251_is_named(folder: Path, separator: bytes) -> None:
    path = folder / "sectors.csv"
    path.write_bytes(path.read_text().encode("cp1251").replace(b",", separator))
    with pytest.raises(DataInvalidError) as caught:
        load(folder)
    (problem,) = caught.value.problems
    assert (problem.file, problem.code) == ("sectors.csv", ProblemCode.UNREADABLE_FILE)
    assert "Windows-1251" in problem.detail


def test_the_id_may_stand_on_the_feature_alone(folder: Path) -> None:
    item = project("TEST-001")
    del item["properties"]["id"]
    (folder / "projects.geojson").write_text(collection([item]))
    register = load(folder)
    assert [item.id for item in register.projects] == ["TEST-001"]
    assert register.problems == ()


def test_a_file_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("projectmap.data.read.MAX_BYTES", 1000)
    with pytest.raises(DataInvalidError) as caught:
        load(folder)
    assert {item.code for item in caught.value.problems} == {ProblemCode.UNREADABLE_FILE}
