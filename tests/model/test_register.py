"""The register: what is looked up by id, and that it cannot be changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from builders import make_register, project
from territory import EAST, MIDDLE, N1, NORTH, SOUTH, WEST

from projectmap.model.register import Register

SMALL = make_register(projects=[project("TEST-1", same_as=["TEST-8", "TEST-9"]), project("TEST-2")])


@pytest.mark.parametrize(
    ("asked", "found"),
    [("TEST-1", "TEST-1"), ("TEST-2", "TEST-2"), ("TEST-8", "TEST-1"), ("TEST-9", "TEST-1"),
     ("TEST-404", None), ("", None), ("test-1", None)],
)  # fmt: skip
def test_a_project_by_its_id_or_a_joined_one(asked: str, found: str | None) -> None:
    project = SMALL.project(asked)
    assert (project and project.id) == found


def test_raions_and_settlements() -> None:
    assert dict(SMALL.raions) == {WEST: (NORTH, MIDDLE), EAST: (SOUTH,)}
    assert N1 in SMALL.settlements_of[NORTH]
    assert sum(map(len, SMALL.settlements_of.values())) == len(SMALL.settlements)


@pytest.mark.parametrize("name", ["raions", "settlements_of", "project_rows"])
def test_look_ups_cannot_be_changed(name: str) -> None:
    found: Any = getattr(SMALL, name)
    with pytest.raises(TypeError):
        found["x"] = ()


@pytest.mark.parametrize("name", ["communities", "settlements", "organisations", "sectors"])
def test_a_loaded_register_cannot_be_changed(name: str) -> None:
    found: Any = getattr(SMALL, name)
    with pytest.raises(TypeError):
        found["x"] = None


def test_records_cannot_be_changed() -> None:
    item: Any = SMALL.projects[0]
    with pytest.raises(FrozenInstanceError):
        item.title_en = "x"


def test_a_register_equals_only_itself() -> None:
    other: Register = make_register()
    assert other == other  # noqa: PLR0124 - that is the question
    assert other != make_register()
