"""The views of a story's steps, and that the real stories show what they speak of."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from builders import make_register, step, story
from each import each
from territory import EAST, NORTH

from projectmap.data.load import load
from projectmap.data.stories import PARAMETERS
from projectmap.model.codes import Layer, StoryMap
from projectmap.model.register import Register
from projectmap.model.story import EDITION, Step
from projectmap.query.select import select
from projectmap.query.status import change_dates
from projectmap.query.story import steps_of
from projectmap.query.view import View, read_view

REAL = load(Path(__file__).resolve().parents[2] / "geodata")
STEPS = [
    pytest.param(item, view, id=f"{presented.id}-{number}")
    for presented in REAL.stories.values()
    for number, (item, views) in enumerate(
        zip(presented.steps, steps_of(REAL, presented, View()), strict=True), 1
    )
    for view in views
]


def test_the_parameters_of_a_step_are_those_of_a_view() -> None:
    known = {field.name for field in fields(View)}
    reader = {"lang", "project", "place", "partnership", "show", "page", "order", "column"}
    assert set(PARAMETERS) == known - reader


def test_each_step_has_its_view() -> None:
    steps = [
        step(view={}),
        step(view={"sector": ["water"], "community": [EAST, NORTH], "asof": ["2022-02-24"]}),
        step(view={"asof": ["2022-02-24"], "compare": ["2025-04-30"]}),
        step(view={"q": ["вода  і"], "year_from": ["2014"], "layer": ["names", "status"]}),
    ]
    register = make_register(stories=[story("test-story", *steps)])
    assert steps_of(register, register.stories["test-story"], View()) == (
        (View(),),
        (View(sector=("water",), community=tuple(sorted((EAST, NORTH))), asof=date(2022, 2, 24)),),
        (View(asof=date(2022, 2, 24), compare=date(2025, 4, 30)),),
        (View(q="вода і", year_from=2014, layer=(Layer.STATUS, Layer.NAMES)),),
    )


def test_a_step_has_a_view_for_each_of_its_dates() -> None:
    days = ["2014-04-07", "2022-02-24", EDITION]
    presented = story("test-story", step(view={"asof": days, "sector": ["water"]}))
    register = make_register(stories=[presented])
    [views] = steps_of(register, register.stories["test-story"], View(lang="en"))
    known = View(sector=("water",), lang="en")
    assert views == (
        replace(known, asof=date(2014, 4, 7)),
        replace(known, asof=date(2022, 2, 24)),
        known,
    )


@pytest.mark.parametrize("language", ["uk", "en", None])
def test_of_the_base_only_the_language_holds(language: str | None) -> None:
    register = make_register(stories=[story("test-story", step(view={"sector": ["water"]}))])
    base = View(donor=("test-donor",), asof=date(2014, 4, 7), project="TEST-001", layer=(),
                place=NORTH, q="x", lang=language)  # fmt: skip
    [[view]] = steps_of(register, register.stories["test-story"], base)
    assert view == View(sector=("water",), lang=language)


# --- The real ones ----------------------------------------------------------------------------


@each(STEPS)
def test_a_step_shows_something_on_a_day_of_change(item: Step, view: View) -> None:
    asked = {name: values for name, values in item.view.items() if name != "asof"}
    assert read_view(asked, REAL) == (replace(view, asof=None), [])
    assert item.view.get("q") is None
    selection = select(REAL, view)
    assert selection.count
    if item.map == StoryMap.PARTNERS:
        assert any(partnership.places for partnership in selection.partnerships)
    assert selection.partnerships or "partnerships" not in item.facts
    if view.asof is not None:
        assert view.asof in change_dates(REAL)
        assert view.asof <= REAL.edition
        # A step that names a date speaks of the status.
        assert "status" in item.facts


def test_a_story_goes_forward_in_time(register: Register) -> None:
    for presented in register.stories.values():
        for views in steps_of(register, presented, View()):
            days = [view.asof or register.edition for view in views]
            assert days == sorted(days)
