"""Changing a few records is the same as reading everything again, with the same problems."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import collection, money, partnership, placed, point, project, story, write_folder
from territory import N1, N3, S1

from projectmap.data.change import with_records
from projectmap.data.load import load

PROJECTS = {
    item["id"]: item
    for item in (
        money("P"), money("P-1", 50.0, parent_id="P"), project("P-2", parent_id="P"),
        project("Q", same_as=["Z"]), placed("S", N1), placed("S-1", S1),
    )
}  # fmt: skip
PARTNERSHIPS = {
    item["id"]: item
    for item in (
        partnership("R-1", project_id="P-2", counted_with_project=True), partnership("R-2"),
    )
}  # fmt: skip
Change = dict[str, Any]
CASES: dict[str, tuple[Change, Change]] = {
    "a text": ({"P": money("P", title_en="New")}, {}),
    "a new record": ({"N": project("N")}, {}),
    "a removed part": ({"P-1": None}, {}),
    "a removed whole": ({"P": None}, {}),
    "a removed record that a partnership names": ({"P-2": None}, {}),
    "an amount as that of a part": ({"P": money("P", 50.0)}, {}),
    "a part as large as the whole": ({"P-1": money("P-1", 100.0, parent_id="P")}, {}),
    "a circle": ({"P": money("P", parent_id="P-2")}, {}),
    "a part of itself": ({"Q": project("Q", parent_id="Q")}, {}),
    "a record that another joins": ({"Z": project("Z")}, {}),
    "a faulty value": ({"S": placed("S", N1, end="2020-13")}, {}),
    "a faulty whole": ({"P": money("P", sources=[])}, {}),
    "a faulty shape": ({"P": {"type": "Feature", "id": "P"}}, {}),
    "a record that moves": ({"S": placed("S", S1)}, {}),
    "a place without a point": ({"S": placed("S", N3)}, {}),
    "a wrong point": ({"S": placed("S", N1, geometry=point((0, 0)))}, {}),
    "an unknown code": ({"Q": project("Q", donors=["nobody"])}, {}),
    "a faulty partnership": ({}, {"R-2": partnership("R-2", communities=[])}),
    "a removed partnership": ({}, {"R-2": None}),
    "both": ({"N": project("N")}, {"R-3": partnership("R-3", project_id="N")}),
    "several": ({"P": None, "P-1": project("P-1"), "P-2": project("P-2")}, {}),
}


@pytest.mark.parametrize(("projects", "partnerships"), CASES.values(), ids=CASES)
def test_the_answer_is_that_of_a_whole_reading(
    projects: Change, partnerships: Change, tmp_path: Path
) -> None:
    def folder(name: str, some: Change, others: Change) -> Path:
        path = write_folder(tmp_path / name, projects=[], partnerships=[])
        for file, before, after in (
            ("projects", PROJECTS, some), ("partnerships", PARTNERSHIPS, others),
        ):  # fmt: skip
            kept = {key: value for key, value in (before | after).items() if value is not None}
            (path / f"{file}.geojson").write_text(collection(kept.values()), "utf-8")
        return path

    before = load(folder("before", {}, {}))
    assert before.problems == ()
    wanted = load(folder("after", projects, partnerships))
    found = with_records(before, projects, partnerships)
    assert found is not None
    assert found.projects == wanted.projects
    assert found.partnerships == wanted.partnerships
    assert {str(item) for item in found.problems if item.record[:1] != "#"} == {
        str(item) for item in wanted.problems if item.record[:1] != "#"
    }
    assert len(found.problems) == len(wanted.problems)
    assert found.set_aside == wanted.set_aside


def test_what_it_cannot_tell_it_leaves_to_a_whole_reading(tmp_path: Path) -> None:
    faulty = load(write_folder(tmp_path / "a", projects=[project(sources=[])]))
    assert with_records(faulty, {"N": project("N")}, {}) is None
    folder = write_folder(tmp_path / "b", partnerships=[partnership("R-1")], stories=[story()])
    register = load(folder)
    assert register.stories
    assert with_records(register, {}, {"R-1": None}) is None  # a story may name the country
    assert with_records(register, {"N": project("N")}, {}) is not None


def test_settlements_that_have_their_point_from_the_basemap(geodata: Path) -> None:
    """A record that has no point is placed there, as after a whole reading."""
    register = load(geodata)
    item = next(
        item for item in json.loads((geodata / "projects.geojson").read_text("utf-8"))["features"]
        if item["geometry"] is None and item["properties"]["settlement"] is not None
    )  # fmt: skip
    found = with_records(register, {item["id"]: item}, {})
    assert found is not None
    assert found.projects == register.projects
    assert found.project(item["id"]).point is not None  # type: ignore[union-attr]
