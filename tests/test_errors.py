"""Errors: short, complete, and never the cause of another error."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from projectmap.errors import (
    MAX_OF_ONE_CAUSE,
    VALUE_SHOWN,
    DataInvalidError,
    Problem,
    ProblemCode,
    ProjectmapError,
    one_per_cause,
    shorten,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("вода", "вода"), (5, "5"), (None, "None"), (["a"], "['a']"), ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"), ("\ud800", "\\ud800"), ({"a": "\ud800"}, "{'a': '\\ud800'}"),
    ],
    ids=repr,
)  # fmt: skip
def test_shorten(value: object, text: str) -> None:
    assert shorten(value) == text


@given(st.text(st.characters()) | st.lists(st.floats()) | st.integers())
def test_a_shortened_value_can_be_written_anywhere(value: object) -> None:
    text = shorten(value)
    assert len(text) <= VALUE_SHOWN
    assert text.encode().decode() == text
    assert json.loads(json.dumps(text)) == text


def test_the_error_holds_and_names_every_problem() -> None:
    problems = [
        Problem(ProblemCode.NOT_JSON, "projects.geojson"),
        Problem(ProblemCode.UNKNOWN_CODE, "organisations.csv", "test-x", "parent", "nobody"),
    ]
    error = DataInvalidError(problems)
    problems.clear()
    assert len(error.problems) == 2
    assert isinstance(error, ProjectmapError)
    for part in ("projects.geojson", "not_json", "organisations.csv", "test-x", "parent"):
        assert part in str(error)


def test_one_cause_in_many_records_is_one_line() -> None:
    column = [
        Problem(ProblemCode.WRONG_VALUE, "settlements.csv", f"TEST-{number}", f"point.{number % 2}")
        for number in range(926)
    ]
    others = [
        Problem(ProblemCode.DUPLICATE_ID, "sectors.csv", f"test-{number}", "id")
        for number in range(MAX_OF_ONE_CAUSE)
    ]
    first, *rest = one_per_cause([*column, *others])
    assert (first.record, first.more) == ("TEST-0", 925)
    assert rest == others
