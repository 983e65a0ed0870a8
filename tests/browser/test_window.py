"""The window belongs to the map, nothing moves under the pointer, and clicks open what they hit."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from browser.conftest import Visit
from browser.driving import FIELD_IS_CLEAR, MAP_FRAME, App, Visitor, until
from browser.test_details import click_community
from projectmap.map.layers import on_communities
from projectmap.model.labels import Labels
from projectmap.model.register import Register

SMALL, _, PHONE = SIZES = [(1280, 720), (1440, 900), (390, 844)]
LEAST_OBLAST = 430
"""Pixels that the oblast is high at least at 1280 by 720."""
WATCH = """() => {
    const { placement, communities } = window.projectmap, place = placement.placeSymbols;
    placement.placeSymbols = (...asked) => {
        const layout = place(...asked), [land, , { scale, origin }] = asked;
        window.signs = layout.symbols;
        for (const sign of layout.symbols.filter((one) => one.community !== undefined)) {
            const outline = land.outlines[sign.community];
            const at = [(sign.x + origin.x) / scale, (sign.y + origin.y) / scale];
            const outside = !placement.inside(outline, ...at);
            sign.away = outside ? placement.toEdge(outline, ...at).away * scale : 0;
        }
        return layout;
    };
    window.sent = [];
    window.kept = window.Streamlit.setComponentValue;
    window.Streamlit.setComponentValue = (value) => window.sent.push(value.last_active_drawing);
    map.fire("moveend");
}"""
"""Keeps the signs that are drawn, and what a press sends, which stays in the browser."""
SIGNS = """() => window.signs.map(({ x, y, n, kind, community, same, rows, away }) =>
    ({ x, y, n, kind, community, same, rows, away: away || 0 }))"""
FARTHEST = 40
"""Pixels from the edge of its community."""


def come(visit: Visit, app: App, size: tuple[int, int]) -> Visitor:
    width, height = size
    return visit(app, "uk", viewport={"width": width, "height": height})


def box(one: Locator) -> dict[str, float]:
    found: Any = one.bounding_box()
    assert found is not None
    return dict(found)


def expect_one_line_and_the_map_to_the_fold(visitor: Visitor, size: tuple[int, int]) -> None:
    frame = box(visitor.page.locator(MAP_FRAME))
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
    oblast, credit = visitor.map.locator("path.oblast"), visitor.map.locator(".credit")
    # Its frame grows to the fold first, then the map fills the frame.
    until(lambda: box(oblast)["height"] >= LEAST_OBLAST, "the map to fill its frame")
    assert box(oblast)["y"] + box(oblast)["height"] <= box(credit)["y"] + 2


def counted(register: Register, kind: str, sent: dict[str, str]) -> int:
    """How many of what a sign of this kind counts the panel of what it sent lists."""
    code = sent["id"]
    if sent["kind"] == "project":
        return 1
    if kind == "partnership":
        return sum(code in item.communities for item in register.partnerships)
    if kind == "community":
        return sum(on_communities(item) and code in item.communities for item in register.projects)
    return sum(item.settlement == code for item in register.projects)


def press(visitor: Visitor, sign: dict[str, Any]) -> None:
    at = box(visitor.page.locator(MAP_FRAME))
    visitor.page.mouse.click(at["x"] + sign["x"], at["y"] + sign["y"])


def expect_every_sign_to_open_what_it_counts(visitor: Visitor, register: Register) -> None:
    """Pressed once, each opens what was under the pointer, as many as it says."""
    frame = visitor.map_frame
    frame.evaluate(WATCH)
    frame.wait_for_function("() => window.signs")
    signs = frame.evaluate(SIGNS)
    whole = visitor.view()
    codes = list(register.communities)
    assert len(signs) > 25
    assert max(sign["away"] for sign in signs) <= FARTHEST
    opened = []
    for sign in signs:
        press(visitor, sign)
        if sign["kind"] == "records" and not sign["same"]:
            frame.wait_for_function(
                "zoom => map.getZoom() > zoom && !map._animatingZoom", arg=whole[0]
            )
            frame.evaluate(
                "([zoom, lat, lon]) => map.setView([lat, lon], zoom, { animate: false })", whole
            )
            # Until they are drawn where they were.
            frame.wait_for_function(
                """([n, x, y]) => window.signs.length === n
                    && Math.hypot(window.signs[0].x - x, window.signs[0].y - y) < 1""",
                arg=[len(signs), signs[0]["x"], signs[0]["y"]],
            )
            continue
        frame.wait_for_function("n => window.sent.length > n", arg=len(opened))
        sent = frame.evaluate("() => window.sent.at(-1)")
        opened.append((sign, sent))
        if sign["kind"] != "records":
            assert (sent["kind"], sent["id"]) == ("place", codes[sign["community"]])
        else:
            assert register.projects[sign["rows"][0]].id == sent["id"] or sent["kind"] == "place"
        assert counted(register, sign["kind"], sent) == sign["n"], (sign, sent)
    assert len({(sign["kind"], sent["id"]) for sign, sent in opened}) == len(opened)

    # One of them for good: the panel says the same.
    sign, sent = next(pair for pair in opened if pair[0]["kind"] == "partnership")
    frame.evaluate("() => { window.Streamlit.setComponentValue = window.kept; }")
    press(visitor, sign)
    visitor.expect_parameters(place=sent["id"])
    t = visitor.t
    heading = t.plural("{n} partnership", "{n} partnerships", sign["n"])
    expect(visitor.details().get_by_role("heading", name=heading)).to_be_attached()


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
    visitor.map_frame.wait_for_function(FIELD_IS_CLEAR)
    expect_every_sign_to_open_what_it_counts(visitor, register)
    visitor.settle()
    visitor.key("close-details").get_by_role("button").click()
    visitor.expect_parameters()
    visitor.settle()

    # Its first press scrolls nothing.
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
    frame = visitor.page.locator(MAP_FRAME)
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
