"""Files that are not what their names say, or are half there: refused, with the file named."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from builders import collection, project, write_folder
from each import each

from projectmap.data.load import load
from projectmap.data.snapshot import FILES
from projectmap.errors import DataInvalidError, ProblemCode

NOT_JSON, UNREADABLE = ProblemCode.NOT_JSON, ProblemCode.UNREADABLE_FILE
NOT_A_COLLECTION, MISSING_COLUMN = ProblemCode.NOT_A_COLLECTION, ProblemCode.MISSING_COLUMN
GEOJSON = [name for name in FILES if name.endswith(".geojson")]
CSV = [name for name in FILES if name.endswith(".csv")]
VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="passwd">'
    "<SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
)
DEEP = 100_000

# What becomes of the good bytes, and what is said of it.
BROKEN_GEOJSON: Mapping[str, tuple[Callable[[bytes], bytes], ProblemCode]] = {
    "empty": (lambda _: b"", NOT_JSON),
    "blank": (lambda _: b" \n", NOT_JSON),
    "truncated": (lambda good: good[: len(good) // 2], NOT_JSON),
    "last byte lost": (lambda good: good.rstrip()[:-1], NOT_JSON),
    "written twice": (lambda good: good * 2, NOT_JSON),
    "merge conflict": (
        lambda good: b"<<<<<<< HEAD\n" + good + b"=======\n" + good + b">>>>>>> other\n",
        NOT_JSON,
    ),
    "merge conflict inside": (
        lambda good: good.replace(b"\n", b"\n<<<<<<< HEAD\n", 1),
        NOT_JSON,
    ),
    "cp1251": (lambda good: good.decode().encode("cp1251", "replace") + b"\xff", UNREADABLE),
    "UTF-32": (lambda good: good.decode().encode("utf-32-le"), NOT_JSON),
    "UTF-16 cut in two": (lambda good: good.decode().encode("utf-16")[:-1], UNREADABLE),
    "a program": (lambda _: b"\x7fELF\x02\x01\x01\0\xff\xfe", UNREADABLE),
    "a zip": (lambda _: b"PK\x03\x04\x14\0\xff\xff", UNREADABLE),
    "VRT": (lambda _: VRT.encode(), NOT_JSON),
    "XML with entities": (
        lambda _: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        NOT_JSON,
    ),
    "nested 100,000 deep": (lambda _: b"[" * DEEP + b"]" * DEEP, NOT_JSON),
    "objects nested 100,000 deep": (lambda _: b'{"a":' * DEEP + b"1" + b"}" * DEEP, NOT_JSON),
    "NaN": (lambda good: good.replace(b'"properties": {', b'"properties": {"x": NaN, ', 1),
            NOT_JSON),
    "Infinity": (lambda good: good.replace(b'"properties": {', b'"properties": {"x": Infinity, ',
                                           1), NOT_JSON),
    "comment": (lambda good: b"// a note\n" + good, NOT_JSON),
    "single quotes": (lambda good: good.replace(b'"', b"'"), NOT_JSON),
    "null": (lambda _: b"null", NOT_A_COLLECTION),
    "a number": (lambda _: b"5", NOT_A_COLLECTION),
    "a list": (lambda _: b"[]", NOT_A_COLLECTION),
    "one feature": (lambda _: json.dumps(project()).encode(), NOT_A_COLLECTION),
    "another type": (lambda _: b'{"type":"GeometryCollection","features":[]}', NOT_A_COLLECTION),
    "no features": (lambda _: b'{"type":"FeatureCollection"}', NOT_A_COLLECTION),
    "features null": (lambda _: b'{"type":"FeatureCollection","features":null}', NOT_A_COLLECTION),
    "features an object": (lambda _: b'{"type":"FeatureCollection","features":{}}',
                           NOT_A_COLLECTION),
    "another CRS": (
        lambda good: good.replace(
            b"{",
            b'{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},', 1),
        NOT_A_COLLECTION,
    ),
}  # fmt: skip

BROKEN_CSV: Mapping[str, tuple[Callable[[bytes], bytes], ProblemCode]] = {
    "empty": (lambda _: b"", MISSING_COLUMN),
    "no header": (lambda good: good.split(b"\n", 1)[1], MISSING_COLUMN),
    "colons": (lambda good: good.replace(b",", b":"), MISSING_COLUMN),
    "first column lost": (
        lambda good: b"\n".join(line.partition(b",")[2] for line in good.split(b"\n")),
        MISSING_COLUMN,
    ),
    "merge conflict": (lambda good: b"<<<<<<< HEAD\n" + good, MISSING_COLUMN),
    "cp1251": (lambda good: good.decode().encode("cp1251"), UNREADABLE),
    "open quote": (lambda good: good + b'"', UNREADABLE),
    "cell of 200 kB": (lambda good: good + b"x" * 200_000, UNREADABLE),
    "a workbook": (lambda _: b"PK\x03\x04\x14\0\xff\xff", UNREADABLE),
    "VRT": (lambda _: VRT.encode(), MISSING_COLUMN),
    "cell too many": (lambda good: good.rstrip(b"\n") + b",extra\n", ProblemCode.WRONG_VALUE),
}


def problems_of(folder: Path) -> set[tuple[str, ProblemCode]]:
    with pytest.raises(DataInvalidError) as caught:
        load(folder)
    return {(problem.file, problem.code) for problem in caught.value.problems}


@each(
    (name, what)
    for names, table in ((GEOJSON, BROKEN_GEOJSON), (CSV, BROKEN_CSV))
    for name in names
    for what in table
)
def test_a_broken_file_is_refused(tmp_path: Path, name: str, what: str) -> None:
    broken, code = (BROKEN_GEOJSON if name in GEOJSON else BROKEN_CSV)[what]
    path = write_folder(tmp_path) / name
    path.write_bytes(broken(path.read_bytes()))
    assert problems_of(tmp_path) == {(name, code)}


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_and_a_folder_in_its_place_are_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert problems_of(folder) == {(name, ProblemCode.MISSING_FILE)}
    (folder / name).mkdir()
    assert problems_of(folder) == {(name, ProblemCode.UNREADABLE_FILE)}


def test_every_unusable_file_is_listed(folder: Path) -> None:
    (folder / "projects.geojson").unlink()
    (folder / "europe.geojson").write_bytes(b"")
    (folder / "sectors.csv").write_bytes(b"code,label_uk\n")
    with pytest.raises(DataInvalidError) as caught:
        load(folder)
    assert [(p.file, p.code, p.field) for p in caught.value.problems] == [
        ("europe.geojson", NOT_JSON, ""),
        ("projects.geojson", ProblemCode.MISSING_FILE, ""),
        ("sectors.csv", MISSING_COLUMN, "label_en"),
        ("sectors.csv", MISSING_COLUMN, "dac_code"),
    ]


def test_a_missing_folder_lists_every_file(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nowhere") == {(name, ProblemCode.MISSING_FILE) for name in FILES}


@pytest.mark.parametrize(
    "name", ["communities.geojson", "occupation_status.geojson", "settlements.csv"]
)
def test_a_territory_without_records_is_refused(folder: Path, name: str) -> None:
    head = (folder / name).read_text().partition("\n")[0] + "\n"
    (folder / name).write_text(collection([]) if name in GEOJSON else head)
    with pytest.raises(DataInvalidError):
        load(folder)


@pytest.mark.parametrize("emptied", ["projects.geojson", "partnerships.geojson"])
def test_a_register_may_be_empty(folder: Path, emptied: str) -> None:
    (folder / emptied).write_text(collection([]))
    assert load(folder).problems == ()


@pytest.mark.parametrize("digits", [4_000, 5_000, 100_000])
def test_a_number_of_thousands_of_digits_sets_its_record_aside(folder: Path, digits: int) -> None:
    text = collection([project(), project("TEST-002", amount=123456789)])
    (folder / "projects.geojson").write_text(text.replace("123456789", "9" * digits))
    register = load(folder)
    assert ("TEST-002", "amount") in {(p.record, p.field) for p in register.problems}
    assert [item.id for item in register.projects] == ["TEST-001"]


@pytest.mark.parametrize("depth", [100, 500, *range(900, 1000, 10)])
def test_nesting_that_json_can_still_read_is_refused_or_set_aside(folder: Path, depth: int) -> None:
    text = collection([project(), project("TEST-002", title_en="NESTED")])
    (folder / "projects.geojson").write_text(
        text.replace('"NESTED"', "[" * depth + "]" * depth)
    )  # fmt: skip
    try:
        problems = load(folder).problems
    except DataInvalidError as error:
        problems = error.problems
    # How deep JSON is read depends on how deep the caller is; either way it is reported.
    assert {(p.file, p.record, p.field, p.code) for p in problems} in (
        {("projects.geojson", "", "", NOT_JSON)},
        {("projects.geojson", "TEST-002", "title_en", ProblemCode.WRONG_VALUE)},
    )
