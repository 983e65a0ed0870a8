"""The stage of a server that goes away, and the map inside another site’s page."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Frame,
    Page,
    expect,
)

from browser.conftest import Come
from browser.driving import App
from browser.viewing import (
    LEGEND,
    OVERFLOWING,
    Alone,
    expected_step,
    legend,
    on_stage,
    turns,
)
from projectmap.i18n import LANGUAGES, Translator, translator
from projectmap.map.layers import texts as map_texts
from projectmap.model.codes import Period
from projectmap.model.labels import Labels, label
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.status import status_on
from projectmap.query.view import View

SIGN = """([sure, vague]) => {
    const map = document.getElementById("map"), box = map.getBoundingClientRect();
    for (let i = 0, wide = Math.floor(box.width / 6); i < wide * box.height / 6; i += 1) {
        const x = box.left + i % wide * 6, y = box.top + Math.floor(i / wide) * 6;
        const at = document.elementFromPoint(x, y);
        if (!at || !at.closest(".leaflet-map-pane")) continue;
        at.dispatchEvent(new MouseEvent("mousemove", {clientX: x, clientY: y, bubbles: true}));
        const hint = document.querySelector(".hint"), said = hint ? hint.textContent : "";
        if (said.includes(sure + ": 1") && !said.includes(vague)) return [x, y];
    }
    return null;
}"""
"""A spot of the map where the sign of one record lies whose place is known."""
SWIPE = """() => {
    const panel = document.getElementById("stage-panel");
    const touch = x => new Touch({identifier: 1, target: panel, clientX: x, clientY: 300});
    panel.dispatchEvent(new TouchEvent("touchstart", {touches: [touch(50)]}));
    panel.dispatchEvent(new TouchEvent("touchend", {changedTouches: [touch(250)]}));
}"""


class _Host(SimpleHTTPRequestHandler):
    """Another site, whose only page shows the map inside."""

    page = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page if self.path == "/" else b"")

    def log_message(self, *_: Any) -> None:
        """Nothing: tests tell what they see."""


@contextmanager
def other_site() -> Iterator[tuple[str, type[_Host]]]:
    """Another site on another port, so of another origin; its page is still to be set."""
    handler = type("Host", (_Host,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def framed(app: App, query: str) -> bytes:
    """A page that shows the embedded map."""
    return (
        f'<!DOCTYPE html><title>Host</title><iframe src="{app.url}/embed/map?{query}" '
        'title="Map" width="900" height="640" style="border:0"></iframe>'
    ).encode()


def inner_frame(page: Page) -> Frame:
    """What the page of the other site shows inside."""
    found = page.locator("iframe").element_handle().content_frame()
    assert found is not None
    return found


def visit_host(alone: Come, app: App, address: str) -> Alone:
    """Somebody at the other site; a request to any third one would be heard of."""
    reader = alone("en", offline=False)
    reader.open(address + "/")
    reader.heard = [line for line in reader.heard if app.url not in line]
    return reader


def test_embedded_where_the_settings_name_the_site(
    alone: Come,
    app: App,
    register: Register,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with other_site() as (address, host):
        monkeypatch.setenv("PROJECTMAP_EMBED_SITES", f"https://example.org {address}")
        named = App(tmp_path / "log.txt")
        try:
            host.page = framed(named, "sector=water&lang=en")
            expect_embedded(alone, named, register, address)
            host.page = framed(app, "sector=water&lang=en")
            expect_refused(alone, address)
            expect_whole_story_without_a_server(alone, named, register)
        finally:
            named.stop()


def expect_embedded(alone: Come, app: App, register: Register, address: str) -> None:
    """The map alone, of its filter; and a card for what is clicked, with the way to the site."""
    reader = visit_host(alone, app, address)
    page, t = reader.page, reader.t
    frame = inner_frame(page)
    found = select(register, View(sector=("water",)))
    expect(frame.locator("#map")).to_have_attribute("data-shown", str(found.count))
    expect(frame.locator("#count strong")).to_have_text(
        t("Shown: {n} of {all}", n=found.count, all=found.count)
    )
    for nothing in ("#filters", "#list", "#about", "#present", "nav"):
        expect(frame.locator(nothing)).to_have_count(0)
    for hidden in ("#partners-map", "#stage", "#day"):
        expect(frame.locator(hidden)).to_be_hidden()
    assert frame.evaluate(LEGEND, "#legend") == legend(register, register.edition)
    link = frame.locator("#chosen a")
    expect(link).to_have_attribute("href", f"{app.url}/?sector=water&lang=en")
    expect(link).to_have_attribute("target", "_blank")

    path = frame.locator("path.community").nth(3)
    katottg = path.get_attribute("data-katottg") or ""
    path.dispatch_event("click")
    status = status_on(register, register.edition)[katottg].status
    expect(frame.locator("#chosen h2")).to_have_text(register.communities[katottg].name_en)
    expect(frame.locator("#chosen .status-box b")).to_have_text(label(t, status))
    expect(link).to_have_attribute("href", f"{app.url}/?sector=water&lang=en&place={katottg}")
    box, whole = frame.locator("#side").bounding_box(), page.locator("iframe").bounding_box()
    assert box is not None
    assert whole is not None
    assert box["y"] + box["height"] <= whole["y"] + whole["height"]
    frame.locator("[data-language=uk]").click()
    expect(link).to_have_text(translator("uk")("Open on the full map"))
    frame.locator("#close").click()
    expect(frame.locator("#chosen h2")).to_have_count(0)
    assert page.url == address + "/"
    assert frame.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def expect_refused(alone: Come, address: str) -> None:
    """A browser does not show the map of a site whose settings name no others."""
    reader = alone("en", offline=False)
    with reader.page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        reader.open(address + "/")
    inner_frame(reader.page).wait_for_url("chrome-error:**")
    reader.heard.clear()


def expect_whole_story_without_a_server(alone: Come, app: App, register: Register) -> None:
    """Once it is open, the stage needs nobody: neither for steps, dates nor languages."""
    reader = alone("en", offline=False)
    view = alone("uk", offline=False)
    page = reader.open(f"{app.url}/stage?story=oblast&step=3&lang=en&theme=dark")
    expect_step_of_server(page, register, 2, 0, reader.t)
    expect(page.locator("body")).to_have_class(re.compile("dark"))
    one = view.open(f"{app.url}/stage?sector=water&donor=icrc&lang=uk&asof=2022-03-04")
    assert reader.heard == view.heard == []
    app.stop()
    page.keyboard.press("d")
    expect(page.locator("body")).not_to_have_class(re.compile("dark"))
    page.keyboard.press("Home")
    for number, (at, turn) in enumerate(turns(register, "oblast")):
        if number:
            page.keyboard.press("ArrowRight")
        page.keyboard.press("l")
        t = translator(LANGUAGES[number % 2])
        expect_step_of_server(page, register, at, turn, t)
    page.keyboard.press("2")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#stage-foot")).not_to_contain_text(
        t("Status on {day}", day=t.day(register.edition))
    )
    expect(page.locator("body")).not_to_have_class(re.compile("dark"))

    expect_view_on_stage(view, one, register)


def expect_view_on_stage(view: Alone, page: Page, register: Register) -> None:
    """In short, as a list, and one by one; what is clicked opens, and closes again."""
    t, day = view.t, date(2022, 3, 4)
    seen = on_stage(page)
    found = select(register, View(sector=("water",), donor=("icrc",)))
    items = [register.projects[row] for row in found.rows.tolist()]
    assert 1 < found.count <= 8
    assert (seen["step"], seen["story"], seen["code"]) == (f"1 / {found.count + 2}", "", 0)
    assert t("Status on {day}", day=t.day(day)) in seen["foot"]
    expect(page.locator("#map")).to_have_attribute("data-shown", str(found.count))
    assert page.evaluate(LEGEND, "#stage-legend") == legend(register, day)
    records = {name: value for name, value, _ in seen["figures"][0]}
    assert records[t("Records")] == t.number(found.count)
    assert page.evaluate(OVERFLOWING)[0] == []
    page.keyboard.press("ArrowRight")
    links = page.locator("#stage-panel .records a")
    assert links.all_inner_texts() == [item.title_uk for item in items]
    links.last.click()
    title = page.locator("#stage-panel h2")
    expect(title).to_have_text(items[-1].title_uk or "")
    assert on_stage(page)["step"] == f"{found.count + 2} / {found.count + 2}"
    assert page.evaluate(OVERFLOWING)[0] == []
    page.keyboard.press("Home")
    expect(page.locator("#map")).to_have_attribute("data-shown", str(found.count))
    # A sign of one record, where it is drawn, leads to its step.
    texts: Any = map_texts(Labels(register, t))
    asked = [label(t, Period.BEFORE), texts["communityOnly"]]
    page.mouse.click(*page.wait_for_function(SIGN, arg=asked, polling=500).json_value())
    expect(page.locator("#map")).to_have_attribute("data-shown", "1")
    assert title.inner_text() in {item.title_uk for item in items}
    # A community is read, and closed again by a key.
    katottg = page.locator("path.community").nth(3).get_attribute("data-katottg") or ""
    path = page.locator(f'path.community[data-katottg="{katottg}"]')
    path.dispatch_event("click")
    expect(title).to_have_text(register.communities[katottg].name_uk)
    expect(path).to_have_class(re.compile("selected"))
    assert (
        label(t, status_on(register, day)[katottg].status)
        in page.locator("#stage-panel .status-box").inner_text()
    )
    page.keyboard.press("Escape")
    expect(title).not_to_have_text(register.communities[katottg].name_uk)
    # A swipe over the words goes back.
    before = on_stage(page)["step"]
    page.evaluate(SWIPE)
    assert on_stage(page)["step"] != before


def expect_step_of_server(
    page: Page, register: Register, at: int, turn: int, t: Translator
) -> None:
    """As of the file; on this machine's address no telephone could open the code."""
    seen = on_stage(page)
    seen.pop("foot")
    assert seen == expected_step(register, "oblast", at, turn, t) | {"code": 0}
