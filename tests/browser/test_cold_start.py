"""The first look: the map is there, whole, ours, and asks nobody else.

``PROJECTMAP_SCREENSHOT=1`` renews the picture in the README.
"""

from __future__ import annotations

import os
import re
from collections import Counter

import pytest
from playwright.sync_api import Route, expect

from browser.conftest import Visit
from browser.driving import MAP_FRAME, ROOT, App
from projectmap.i18n import translator
from projectmap.map.render import ZOOMS
from projectmap.model.register import Register
from projectmap.query.status import status_on
from projectmap.web.pages import PAGES, page_title


@pytest.mark.parametrize(("browser_language", "shown"), [("uk", "uk"), ("nl", "en")])
def test_the_map_is_there_at_once(
    visit: Visit, app: App, register: Register, browser_language: str, shown: str
) -> None:
    """With nothing in the browser's cache."""
    visitor = visit(app, browser_language, own_context=True)
    visitor.page.emulate_media(reduced_motion="null")
    visitor.open()
    visitor.expect_map(len(register.projects))
    visitor.expect_count(len(register.projects))
    visitor.settle()

    statuses = Counter(item.status.value for item in status_on(register, register.edition).values())
    assert statuses == {"temporarily_occupied": 33, "partly_occupied": 4}
    assert visitor.communities() == statuses
    expect(visitor.map.locator("path.community")).to_have_count(37)
    assert visitor.map_data("version") == register.version
    assert int(visitor.map_data("symbols")) > 0
    limits = visitor.map_frame.evaluate("() => [map.getMinZoom(), map.getMaxZoom()]")
    assert limits == [*ZOOMS["communities"]][::2]

    t = translator(shown)
    expect(visitor.page.locator("html")).to_have_attribute("lang", shown)
    expect(visitor.page).to_have_title(page_title("", t))
    assert "streamlit" not in visitor.page.locator("body").inner_text().lower()
    assert "streamlit" not in visitor.map.locator("body").inner_text().lower()
    for key in ("filters", "result-count", "map", "legend", "asof", "downloads"):
        expect(visitor.key(key)).to_be_visible()
    expect(visitor.key("legend")).to_contain_text("33")
    if shown == "uk" and os.environ.get("PROJECTMAP_SCREENSHOT") == "1":
        visitor.map_frame.evaluate("() => document.fonts.ready.then(() => {})")
        visitor.page.screenshot(path=ROOT / "docs" / "screenshot.png")


def test_a_style_that_comes_after_the_map_leaves_the_oblast_in_sight(
    visit: Visit, app: App
) -> None:
    """Until then the credit is somewhere below the map."""
    visitor = visit(app, "uk", own_context=True, viewport={"width": 1280, "height": 720})
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visitor.page.route("**/assets/leaflet.css", hold)
    visitor.open()
    expect(visitor.map.locator("path.community")).to_have_count(37)
    for route in held:
        route.continue_()
    expect(visitor.map.locator(".leaflet-bottom.leaflet-right")).to_have_css("position", "absolute")
    visitor.settle()
    frame, oblast, credit = (
        one.bounding_box()
        for one in (
            visitor.page.locator(MAP_FRAME),
            visitor.map.locator("path.oblast"),
            visitor.map.locator(".credit"),
        )
    )
    assert frame
    assert oblast
    assert credit
    assert oblast["y"] >= frame["y"]
    assert oblast["y"] + oblast["height"] <= credit["y"] + 2


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_head_of_ours_before_any_script_runs(app: App, name: str) -> None:
    titles = []
    for language in ("uk", "en"):
        status, text = app.get(f"/{name}", language)
        assert status == 200
        assert f'<html lang="{language}">' in text
        found = re.search("<title>(.*?)</title>", text)
        assert found is not None
        titles.append(found[1])
        assert found[1] == page_title(name, translator(language))
        assert "Streamlit</title>" not in text
        assert 'property="og:title"' in text
        assert "<noscript>" in text
    assert titles[0] != titles[1]
