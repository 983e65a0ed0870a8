"""What does not fit a record is said in both languages, for every field and every bad value."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_type_hints

import pytest
from pydantic import TypeAdapter, ValidationError

from projectmap.data.misfits import misfits
from projectmap.i18n import translator
from projectmap.model import records
from projectmap.model.labels import describe
from projectmap.model.story import Step, Story

MODELS = (
    *(records.Project, records.Partnership, records.Partner, records.Source, records.Community),
    *(records.Settlement, records.StatusRow, records.Amendment, records.Organisation),
    *(records.Sector, records.KnownException, Step, Story),
)
BAD: tuple[Any, ...] = (
    *("", " ", "x" * 5000, "a\x01b", "A b", "two\nlines", "2020-13", "1900", "ZZZ", "\ud800"),
    *(0, -1, 1e13, 1.5, float("nan"), True, None, [], ["x"], [{}], {}, {"asof": []}, ["x"] * 200),
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_reason_is_in_the_catalogue(model: type[Any]) -> None:
    t, hints = translator("uk"), get_type_hints(model, include_extras=True)
    found = 0
    for field in fields(model):
        if field.name == "outline":
            continue
        adapter: TypeAdapter[Any] = TypeAdapter(hints[field.name])
        for value in BAD:
            try:
                adapter.validate_python(value)
            except ValidationError as error:
                for _, problem in misfits(error):
                    found += 1
                    assert t(problem.detail) != problem.detail, (field.name, value, problem)
                    assert problem.detail != "does not fit this field", (field.name, value)
                    assert "limit" not in describe(t, problem)
    assert found


@pytest.mark.parametrize("values", [{}, {"nonsense": 1}, 5])
def test_so_is_what_is_wrong_with_the_whole(values: Any) -> None:
    t = translator("uk")
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(records.Sector, config=None).validate_python(values)
    for _, problem in misfits(caught.value):
        assert t(problem.detail) != problem.detail
