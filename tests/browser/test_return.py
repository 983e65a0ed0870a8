"""What a reader does first counts, though the process behind the page is another one by then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from browser.conftest import Visit
from browser.driving import TIMEOUT_MS, App, Visitor, until
from browser.relay import Relay
from projectmap.i18n import translator
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.history import step

BACK = """() => document.querySelector(
    '[data-testid="stApp"][data-test-connection-state="CONNECTED"]') !== null"""
PRESS = """selector => {
    // At the moment when the page has its server again, before anything has come from it.
    const app = '[data-testid="stApp"][data-test-connection-state="CONNECTED"]';
    const one = document.querySelector(selector);
    if (!document.querySelector(app) || !one) return false;
    if (one.closest(":disabled, [aria-disabled=true]")) return false;
    if (one.click) one.click();
    else {
        const box = one.getBoundingClientRect(), at = {bubbles: true, view: window,
            clientX: box.x + box.width / 2, clientY: box.y + box.height / 2};
        for (const kind of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"])
            one.dispatchEvent(new MouseEvent(kind, at));
    }
    return true;
}"""

LOST = (
    "Failed to load resource",
    "page error: Event",  # from the map's frame, about a script that it could not load
    "Failed to fetch dynamically imported module",
)
"""What the console says of a file that is lost with its connection."""


class Elsewhere:
    """A reader whose connection is cut, and who comes back to a process that knows nothing."""

    def __init__(self, relay: Relay, visit: Visit, processes: list[App]) -> None:
        self.relay, self._processes = relay, processes
        self.visitor: Visitor = visit(relay, allow=LOST)

    def leave(self) -> None:
        """Lose the connection, and notice."""
        self.visitor.settle()
        self.cut()

    def cut(self) -> None:
        """Lose it whatever is on its way."""
        self.relay.turn(None)
        self.visitor.page.wait_for_function(f"() => !({BACK})()")

    def come_back(self) -> None:
        """Have a server again: the other process."""
        self._processes.reverse()
        self.relay.turn(self._processes[0].port)

    def is_back(self) -> None:
        """Wait until the page knows that it has a server."""
        self.visitor.page.wait_for_function(BACK)

    def press(self, selector: str) -> None:
        """Come back, and click before the new session has answered."""
        self.leave()
        self.come_back()
        self.visitor.page.wait_for_function(PRESS, arg=selector, polling=1)


@pytest.fixture
def elsewhere(
    app: App, start_app: Callable[[Path | None], App], visit: Visit
) -> Iterator[Elsewhere]:
    other = start_app(None)
    relay = Relay(app.port)
    relay.log = lambda: app.log() + other.log()
    yield Elsewhere(relay, visit, [app, other])
    relay.stop()


def test_the_first_action_at_another_process_counts(
    elsewhere: Elsewhere, register: Register
) -> None:
    visitor, page = elsewhere.visitor, elsewhere.visitor.page
    later = step(register, date(2022, 3, 27), forward=True)
    assert later is not None
    view = {"period": "before_2022_02_24", "asof": str(step(register, later, forward=False))}
    visitor.open("/?period=before_2022_02_24&asof=2022-03-27")
    visitor.expect_map()

    # Buttons, whose callbacks a session has only once it has drawn them.
    elsewhere.press(".st-key-day-later button")
    visitor.expect_parameters(**view | {"asof": str(later)})
    elsewhere.press(".st-key-day-earlier button")
    visitor.expect_parameters(**view)

    # Values, of which a session knows only what it has assigned.
    elsewhere.press(".st-key-lang button[aria-checked=false]")
    view["lang"] = "uk"
    visitor.expect_parameters(**view)
    visitor.settle()
    elsewhere.leave()
    elsewhere.come_back()
    elsewhere.is_back()
    visitor.choose("sector", Labels(register, translator("uk")).sector("water"))
    view["sector"] = "water"
    visitor.expect_parameters(**view)

    # Chosen on the map, and gone back to, while there was no server.
    elsewhere.leave()
    place = visitor.map.locator("path.community").nth(5)
    chosen = view | {"place": place.get_attribute("data-katottg") or ""}
    place.focus()
    page.keyboard.press("Enter")
    elsewhere.come_back()
    visitor.expect_parameters(**chosen)
    expect(visitor.details()).to_contain_text(chosen["place"])
    elsewhere.leave()
    page.evaluate("history.back()")
    elsewhere.come_back()
    visitor.expect_parameters(**view)
    expect(visitor.details()).not_to_contain_text(chosen["place"])
    view["asof"] = str(later)
    expect_only_the_click_without_an_answer_to_be_followed(elsewhere, view)

    # What only the former session knew: the page of the list; and a chart's or grid's own name.
    visitor.open("/?page=2")
    expect(visitor.page.locator(".record-table tbody tr").first).to_be_visible()
    elsewhere.press(".st-key-list-previous button")
    visitor.expect_parameters()
    visitor.open("/projects?show=figures")
    visitor.settle()
    elsewhere.press("[class*=st-key-figure] svg.marks path[role=graphics-symbol]")
    page.wait_for_function("() => new URLSearchParams(location.search).size > 1")


def expect_only_the_click_without_an_answer_to_be_followed(
    elsewhere: Elsewhere, view: dict[str, str]
) -> None:
    """By a session that knows of no clicks on the map."""
    visitor = elsewhere.visitor
    visitor.settle()
    visitor.key("day-later").get_by_role("button").click()
    visitor.expect_parameters(**view)
    visitor.settle()
    elsewhere.relay.silent = True
    place = visitor.map.locator("path.community").nth(5)
    code = place.get_attribute("data-katottg") or ""
    place.focus()
    visitor.page.keyboard.press("Enter")
    until(lambda: elsewhere.relay.lost, "the click")
    elsewhere.cut()
    elsewhere.come_back()
    visitor.expect_parameters(**view | {"place": code})


def test_a_file_that_is_lost_once_is_asked_for_again(app: App, visit: Visit) -> None:
    visitor = visit(app, allow=LOST)
    names = (
        "static/js/index.*.js",
        "static/js/Multiselect*",
        "assets/page.css",
        "assets/leaflet.js",
    )
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        route.abort("connectionreset")

    for name in names:
        visitor.page.route(f"**/{name}", lose, times=1)
    visitor.open("/?sector=water")
    # The page is loaded three times.
    visitor.page.wait_for_function(
        """() => document.querySelector("[data-testid=stMultiSelect]")
            && [...document.querySelectorAll("link[rel=stylesheet]")].every(one => one.sheet)""",
        timeout=3 * TIMEOUT_MS,
    )
    visitor.expect_map()
    visitor.expect_parameters(sector="water")
    assert len(lost) == len(names)
