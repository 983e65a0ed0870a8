"""Every sign of the map, pressed once, opens what was under the pointer, as many as it says."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.driving import App, Visitor
from browser.test_window import SIZES, box, come
from projectmap.map.layers import on_communities
from projectmap.model.register import Register

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
    at = box(visitor.page.locator(".st-key-map iframe"))
    visitor.page.mouse.click(at["x"] + sign["x"], at["y"] + sign["y"])


@pytest.mark.parametrize("size", SIZES)
def test_every_sign_opens_what_it_counts(
    visit: Visit, app: App, register: Register, size: tuple[int, int]
) -> None:
    visitor = come(visit, app, size)
    visitor.open()
    visitor.expect_map(len(register.projects))
    visitor.settle()
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
