"""The stage: a story presented with the keyboard, and every step read from the back of the room."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from playwright.sync_api import (
    Page,
    expect,
)

from browser.conftest import Come, Write
from browser.viewing import (
    LEGEND,
    OVERFLOWING,
    RECORDS,
    ROOMS,
    expected_step,
    legend,
    on_stage,
    turns,
)
from projectmap.content.figures import figures
from projectmap.i18n import LANGUAGES, Translator, translator
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.status import change_dates
from projectmap.query.story import steps_of
from projectmap.query.view import View
from projectmap.viewer import Mode

DRAWN = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
"""Wait until the page is drawn: before, a map does not know its new size."""
READABLE = 18
"""Pixels of the lines' type on the smaller screen."""


@pytest.mark.parametrize(("story", "language"), [("oblast", "uk"), ("aidarska", "en")])
def test_presenting_a_story_with_the_keyboard(
    alone: Come,
    made: Write,
    register: Register,
    story: str,
    language: str,
) -> None:
    reader = alone(language)
    t, order = reader.t, turns(register, story)
    page = reader.open(made(View(lang=language), story))
    expect(page.locator("#stage")).to_be_hidden()
    page.get_by_role("button", name=t("Present"), exact=True).click()
    expect(page.locator("#page")).to_be_hidden()
    expect_step(page, register, story, 0, 0, t)
    # Forward through the dates of each step, and back, by each of the keys that do so.
    forward, back = ("ArrowRight", "PageDown", " ", "Enter"), ("ArrowLeft", "PageUp", "Shift+ ")
    for number, (at, turn) in enumerate(order[1:]):
        page.keyboard.press(forward[number % len(forward)])
        expect_step(page, register, story, at, turn, t)
    page.keyboard.press("ArrowRight")
    expect_step(page, register, story, *order[-1], t)
    expect(page.locator("#stage-next")).to_be_disabled()
    for number, (at, turn) in enumerate(order[-2::-1]):
        page.keyboard.press(back[number % len(back)])
        expect_step(page, register, story, at, turn, t)
    page.keyboard.press("ArrowLeft")
    expect_step(page, register, story, 0, 0, t)
    expect(page.locator("#stage-previous")).to_be_disabled()
    page.keyboard.press("End")
    expect_step(page, register, story, order[-1][0], 0, t)
    page.keyboard.press("Home")
    expect_step(page, register, story, 0, 0, t)
    page.keyboard.press("3")
    expect_step(page, register, story, 2, 0, t)
    assert reader.said()["step"] == ["3"]

    # Dark, blank, help, language.
    page.keyboard.press("d")
    expect(page.locator("body")).to_have_class(re.compile("dark"))
    assert reader.said()["theme"] == ["dark"]
    for key in ("b", "."):
        page.keyboard.press(key)
        expect(page.locator("#blank")).to_be_visible()
        page.keyboard.press("ArrowRight")  # any key ends it, and does nothing else
        expect(page.locator("#blank")).to_be_hidden()
        expect_step(page, register, story, 2, 0, t)
    page.keyboard.press("h")
    expect(page.locator("#stage-keys")).to_contain_text("Esc")
    page.keyboard.press("h")
    expect(page.locator("#stage-keys")).to_be_hidden()
    other = translator("en" if language == "uk" else "uk")
    page.keyboard.press("l")
    expect(page.locator("html")).to_have_attribute("lang", other.language)
    expect_step(page, register, story, 2, 0, other)
    page.keyboard.press("l")
    # The same step opened again.
    said = reader.fragment
    page.keyboard.press("Escape")
    expect(page.locator("#stage")).to_be_hidden()
    expect(page.locator("#page #map")).to_be_visible()
    reader.expect_drawn(len(page.evaluate(RECORDS)))
    page = reader.open(made(View(lang=language), story), said)
    expect_step(page, register, story, 2, 0, t)
    expect(page.locator("body")).to_have_class(re.compile("dark"))


def expect_step(
    page: Page, register: Register, story: str, at: int, turn: int, t: Translator
) -> None:
    """The stage says and draws a step on one of its dates."""
    seen = on_stage(page)
    foot = seen.pop("foot")
    assert seen == expected_step(register, story, at, turn, t)
    stated = register.stories[story]
    view = steps_of(register, stated, View())[at][turn]
    day = view.asof or register.edition
    assert t("Status on {day}", day=t.day(day)) in foot
    assert t.day(register.edition) in foot
    selection = select(register, view)
    if stated.steps[at].map == "communities":
        expect(page.locator("#map")).to_have_attribute("data-shown", str(selection.count))
        expect(page.locator("#map")).to_have_attribute("data-layers", " ".join(view.layer))
        assert page.evaluate(LEGEND, "#stage-legend") == legend(register, day)
        drawn = page.locator("path.community").evaluate_all(
            "paths => paths.map(path => /status-(\\w+)/.exec(path.getAttribute('class'))[1])"
        )
        assert dict(Counter(drawn)) == legend(register, day)
    else:
        expect(page.locator("#partners-map")).to_have_attribute("data-shown", re.compile(r"[1-9]"))


def test_another_date_on_the_stage(alone: Come, made: Write, register: Register) -> None:
    reader = alone("en")
    t = reader.t
    page = reader.open(made(View(lang="en"), "oblast", Mode.STAGE))
    expect_step(page, register, "oblast", 0, 0, t)
    days = [*(day for day in change_dates(register) if day < register.edition), register.edition]
    first = days.index(
        steps_of(register, register.stories["oblast"], View())[0][0].asof or days[-1]
    )
    for day in days[first + 1 :]:
        page.keyboard.press("ArrowUp")
        assert page.evaluate(LEGEND, "#stage-legend") == legend(register, day)
        seen = on_stage(page)
        assert t("Status on {day}", day=t.day(day)) in seen["foot"]
        said = figures(Shown(Labels(register, t), View(asof=day)), "status")
        assert [row[:2] for row in seen["figures"][0]] == [[one.label, one.text] for one in said]
    page.keyboard.press("ArrowUp")
    assert t.day(register.edition) in on_stage(page)["foot"]
    page.keyboard.press("ArrowDown")
    assert page.evaluate(LEGEND, "#stage-legend") == legend(register, days[-2])
    # The next step, or date of the step, is as it was made.
    page.keyboard.press("ArrowRight")
    expect_step(page, register, "oblast", 0, 1, t)


def test_no_code_where_nobody_could_open_it(alone: Come, made: Write, register: Register) -> None:
    """Which addresses these are is tested without a browser (tests/viewer/test_page.py)."""
    last = len(register.stories["oblast"].steps)
    reader = alone("en")
    page = reader.open(made(View(lang="en"), "oblast", Mode.STAGE, site=None))
    page.keyboard.press("End")
    assert on_stage(page)["step"] == f"{last} / {last}"
    expect(page.locator("#stage-panel figure")).to_have_count(0)


COLOURS = """() => {
    const look = one => getComputedStyle(document.querySelector(one));
    const name = ".status-temporarily_occupied";
    return [look("path" + name).fill, look("#stage-legend " + name).backgroundColor,
        projectmapTheme.colours.paper, look("body").getPropertyValue("--paper").trim()];
}"""
"""The colour of a status on the map and in the legend; that of paper, on canvases and elsewhere."""


def test_buttons_and_a_typed_number(alone: Come, made: Write, register: Register) -> None:
    last = len(register.stories["water"].steps) - 1
    reader = alone("en")
    page = reader.open(made(View(lang="en"), "water", Mode.STAGE), f"lang=en&step={last + 1}")
    expect_step(page, register, "water", last, 0, reader.t)
    page.get_by_role("button", name=reader.t("Previous step")).click()
    expect_step(page, register, "water", last - 1, 0, reader.t)
    page.keyboard.press(" ")  # on a button, the blank presses it
    expect_step(page, register, "water", last - 2, 0, reader.t)
    page.get_by_role("button", name=reader.t("Next step")).click()
    expect_step(page, register, "water", last - 1, 0, reader.t)
    light = page.evaluate(COLOURS)
    page.get_by_role("button", name=reader.t("Dark or light theme")).click()
    expect(page.locator("body")).to_have_class(re.compile("dark"))
    dark = page.evaluate(COLOURS)
    for fill, swatch, drawn, written in (light, dark):
        assert fill == swatch
        assert drawn == written
    assert not set(light) & set(dark)
    page.keyboard.press("Escape")  # a stage alone has nothing to go back to
    expect(page.locator("#stage")).to_be_visible()
    expect(page.locator("#stage-leave")).to_be_hidden()
    # A click on the map chooses nothing during a presentation.
    page.locator("path.community").first.dispatch_event("click")
    page.keyboard.press("9")
    expect_step(page, register, "water", last, 0, reader.t)


@pytest.mark.parametrize("story", ["aidarska", "oblast", "water"])
def test_every_step_can_be_read_from_the_back_of_the_room(
    alone: Come, made: Write, register: Register, story: str
) -> None:
    reader = alone("uk", viewport=ROOMS[0])
    page = reader.open(made(View(lang="uk"), story, Mode.STAGE))
    page.evaluate("() => document.fonts.ready")
    wrong = []
    for room in ROOMS:
        page.set_viewport_size(room)  # type: ignore[arg-type]
        page.keyboard.press("Home")
        for number, (at, turn) in enumerate(turns(register, story)):
            if number:
                page.keyboard.press("ArrowRight")
            # The larger room has the same shape: there the languages take turns.
            for _ in LANGUAGES if room is ROOMS[0] else LANGUAGES[:1]:
                page.keyboard.press("l")
                where = (
                    f"{room['height']} {page.locator('html').get_attribute('lang')} {at + 1}.{turn}"
                )
                page.evaluate(DRAWN)
                found, lines, least = page.evaluate(OVERFLOWING)
                wrong += [f"{where}: {one}" for one in found]
                if lines < READABLE * room["height"] / ROOMS[0]["height"]:
                    wrong.append(f"{where}: lines of {lines:.1f} px")
                if least < 11:
                    wrong.append(f"{where}: type of {least:.1f} px")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("story", "step"), [("oblast", 3), ("water", 2), ("aidarska", 6)])
def test_a_step_opened_from_a_link_is_as_one_that_was_gone_to(
    alone: Come, made: Write, story: str, step: int
) -> None:
    reader = alone("uk", viewport=ROOMS[1])
    page = reader.open(made(View(lang="uk"), story, Mode.STAGE), f"lang=uk&step={step}")
    page.evaluate("() => document.fonts.ready")
    expect(page.locator("#stage-map .map:visible")).to_have_attribute(
        "data-shown", re.compile(r"\d")
    )
    sized = "() => document.getElementById('stage-panel').style.cssText"
    assert page.evaluate(OVERFLOWING)[0] == []
    before = page.evaluate(sized)
    page.keyboard.press("Home")
    page.keyboard.press(str(step))
    assert page.evaluate(sized) == before
    # Into a smaller room and back.
    for room in ROOMS:
        page.set_viewport_size(room)  # type: ignore[arg-type]
        page.evaluate(DRAWN)
        assert page.evaluate(OVERFLOWING)[0] == []
    assert page.evaluate(sized) == before
