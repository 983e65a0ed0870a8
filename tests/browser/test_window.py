"""The window belongs to the map, nothing moves under the pointer, and clicks open what they hit."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from browser.conftest import Visit
from browser.driving import App, Visitor
from browser.test_details import click_community
from projectmap.model.labels import Labels
from projectmap.model.register import Register

SMALL, _, PHONE = SIZES = [(1280, 720), (1440, 900), (390, 844)]
LEAST_OBLAST = 430
"""Pixels that the oblast is high at least at 1280 by 720."""


def come(visit: Visit, app: App, size: tuple[int, int]) -> Visitor:
    width, height = size
    return visit(app, "uk", viewport={"width": width, "height": height})


def box(one: Locator) -> dict[str, float]:
    found: Any = one.bounding_box()
    assert found is not None
    return dict(found)


def expect_one_line_and_the_map_to_the_fold(visitor: Visitor, size: tuple[int, int]) -> None:
    frame = box(visitor.page.locator(".st-key-map iframe"))
    assert frame["y"] <= 100
    assert size[1] - 16 <= frame["y"] + frame["height"] <= size[1]
    line = [visitor.key(name) for name in ("result-count", "day-earlier", "asof", "day-later")]
    middles = [box(one)["y"] + box(one)["height"] / 2 for one in [*line, visitor.key("layers")]]
    assert max(middles) - min(middles) < 8
    edges = [(box(one)["x"], box(one)["x"] + box(one)["width"]) for one in line]
    assert all(left[1] <= right[0] + 1 for left, right in pairwise(edges))
    for name in ("legend", "details"):
        inner = box(visitor.key(name))
        assert frame["y"] <= inner["y"]
        assert inner["y"] + inner["height"] <= size[1]
    height = visitor.map.locator("path.oblast").evaluate(
        "one => one.getBoundingClientRect().height"
    )
    assert height >= LEAST_OBLAST


@pytest.mark.parametrize("size", SIZES)
def test_what_is_pressed_opens_or_applies_and_nothing_moves(
    visit: Visit, app: App, register: Register, size: tuple[int, int]
) -> None:
    wide = size != PHONE
    visitor = come(visit, app, size)
    visitor.open()
    visitor.expect_map(len(register.projects))
    visitor.settle()
    if wide:
        expect_one_line_and_the_map_to_the_fold(visitor, size)

    # The first press, on the map.
    main = visitor.page.get_by_test_id("stMain")
    main.evaluate("one => { one.scrollTop = 40; }")
    before = main.evaluate("one => one.scrollTop")
    code = visitor.map.locator("path.community").nth(20).get_attribute("data-katottg") or ""
    click_community(visitor, code)
    visitor.expect_parameters(place=code)
    expect(visitor.details()).to_contain_text(code)
    expect(visitor.details().locator("h2")).to_be_in_viewport()
    assert main.evaluate("one => one.scrollTop") == before
    main.evaluate("one => { one.scrollTop = 0; }")
    visitor.key("close-details").get_by_role("button").click()
    visitor.expect_parameters()
    visitor.settle()

    if wide:
        expect_fields_and_steps_to_stay(visitor, register)
    visitor.type_date(date(2022, 3, 1))
    visitor.page.wait_for_function("() => location.search.includes('asof=2022-03-01')")
    if wide:  # texts of other widths
        visitor.settle()
        visitor.key("lang").get_by_text("English").click()
        expect(visitor.map.locator("html")).to_have_attribute("lang", "en")
        visitor.settle()
        expect_one_line_and_the_map_to_the_fold(visitor, size)


def expect_fields_and_steps_to_stay(visitor: Visitor, register: Register) -> None:
    frame = visitor.page.locator(".st-key-map iframe")
    places = [visitor.key("donor"), visitor.key("kind"), frame]
    before = [box(one) for one in places]
    visitor.choose("sector", Labels(register, visitor.t).sector("water"))
    visitor.expect_parameters(sector="water")
    visitor.settle()
    assert [box(one) for one in places] == before
    step = visitor.key("day-earlier")
    at = box(step)
    step.get_by_role("button").click()
    expect(visitor.page).to_have_url(re.compile("asof="))
    visitor.settle()
    assert box(step) == at
    assert box(frame) == before[-1]


@pytest.mark.parametrize("size", [SMALL, PHONE])
def test_details_of_a_link_are_seen_and_a_filter_that_hides_them_closes_them(
    visit: Visit, app: App, register: Register, size: tuple[int, int]
) -> None:
    visitor = come(visit, app, size)
    item = register.partnerships[0]
    visitor.open(f"/?partnership={item.id}")
    heading = visitor.details().locator("h2")
    expect(heading).to_have_text(visitor.t.pick(item.title_uk, item.title_en))
    expect(heading).to_be_in_viewport()

    record = next(one for one in register.projects if "water" not in one.sectors)
    visitor.settle()
    visitor.turn_to(f"/?project={record.id}")
    expect(heading).to_have_text(visitor.t.pick(record.title_uk, record.title_en))
    expect(heading).to_be_in_viewport()
    if size == PHONE:
        visitor.page.get_by_test_id("stExpandSidebarButton").click()
    visitor.choose("sector", Labels(register, visitor.t).sector("water"))
    visitor.expect_parameters(sector="water")
    visitor.settle()
    expect(heading).to_have_text(visitor.t("Key figures"))
