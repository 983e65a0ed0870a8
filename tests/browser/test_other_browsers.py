"""The pages, the stage and the offline map in Firefox and in WebKit, the engine of Safari."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.conftest import Write
from browser.drivers import Driver, Firefox, WebKit
from browser.driving import MAP_FRAME, App
from projectmap.i18n import translator
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import View
from projectmap.web.pages import PAGES, page_title

T = translator("en")

AREA = """(name => {
    const frame = document.querySelector(name), inside = frame ? frame.contentDocument : document;
    const at = frame ? frame.getBoundingClientRect() : {left: 0, top: 0};
    const paths = inside ? [...inside.querySelectorAll("path.community")] : [];
    const around = inside && inside.querySelector(".leaflet-container");
    // Leaflet learns only after a while how large its frame is.
    const height = frame && around ? frame.contentWindow.map.getSize().y : 0;
    if (frame && (!around || height !== around.clientHeight)) return null;
    for (const path of paths.length === 37 ? paths : []) {
        const box = path.getBoundingClientRect();
        const x = box.left + box.width / 2, y = box.top + box.height / 2;
        if (inside.elementFromPoint(x, y) !== path || at.top + y > innerHeight) continue;
        path.dispatchEvent(new MouseEvent("mousemove", {clientX: x, clientY: y, bubbles: true}));
        if (!around.style.cursor) return [path.dataset.katottg, at.left + x, at.top + y];
    }
    return null;
})(%r)"""
"""A spot where the map shows a community and no sign, once all 37 are drawn: code and place."""
LINES = f"""(frame => frame && frame.contentDocument.querySelector("path.partnership"))
    (document.querySelector({MAP_FRAME!r})) !== null"""
SETTLED = """!!document.querySelector("footer.credit")
    && !!document.querySelector('[data-test-script-state="notRunning"]')
    && !document.querySelector("[data-testid=stSkeleton]")"""
GO = """(link => !!link && (link.click(), true))(
    [...document.querySelectorAll(".st-key-nav a")].find(one => one.pathname === %r))"""
"""Follows the link to a page."""
FIELD = """(box => box && (at => [at.left + at.width / 3, at.top + at.height / 2])
    (box.getBoundingClientRect()))(document.querySelector(%r))"""


@pytest.fixture(params=[Firefox, WebKit])
def driver(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Driver]:
    """Each of the browsers."""
    started: Driver = request.param()
    try:
        started.start(tmp_path)
        yield started
    finally:
        started.end()


def test_every_page_and_the_stage(driver: Driver, app: App, register: Register) -> None:
    everything = len(register.projects)
    driver.open(f"{app.url}/?lang=en")
    katottg, *spot = driver.settled(AREA % MAP_FRAME)
    driver.click(spot)
    driver.wait(f"new URLSearchParams(location.search).get('place') === {katottg!r}")
    name = register.communities[katottg].name_en
    driver.wait(
        "[...document.querySelectorAll('.st-key-details h2')]"
        f".some(one => one.textContent.startsWith({name!r}))"
    )
    driver.wait(f"parseInt({count_line()}) === {everything}")
    driver.click(driver.wait(FIELD % ".st-key-sector input"))
    driver.press(*"Water", "Enter")
    water = select(register, View(sector=("water",))).count
    driver.wait(f"parseInt({count_line()}) === {water}")
    driver.wait("location.search.includes('sector=water')")
    driver.wait(SETTLED)
    for page in list(PAGES)[1:]:
        driver.wait(GO % f"/{page}")
        driver.wait(f"document.title === {page_title(page, T)!r}")
        driver.wait(SETTLED)
        assert not driver.run("!!document.querySelector('[data-testid=stException]')")
        if page == "partnerships":
            driver.wait(LINES)

    steps = len(register.stories["oblast"].steps)
    driver.open(f"{app.url}/stage?story=oblast&step={steps - 1}&lang=en")
    driver.wait(f"document.getElementById('stage-count').textContent === '{steps - 1} / {steps}'")
    driver.press("ArrowRight")
    driver.wait(f"document.getElementById('stage-count').textContent === '{steps} / {steps}'")
    assert not driver.complaints()


def test_the_offline_map(driver: Driver, made: Write) -> None:
    """In a new session: WebKit's driver may lose a script where a file follows a site."""
    driver.open(made(View(lang="en")))
    katottg, *spot = driver.settled(AREA % "none")
    driver.click(spot)
    driver.wait(f"document.querySelector('[data-sheet=place-{katottg}]').offsetHeight")
    assert not driver.complaints()


def count_line() -> str:
    """What the line above the map says."""
    return "(document.querySelector('.st-key-result-count') || {textContent: ''}).textContent"
