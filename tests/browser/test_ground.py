"""The ground of the map: it is drawn, can be switched off, and its settlements can be opened."""

from __future__ import annotations

from playwright.sync_api import expect

from browser.conftest import Visit
from browser.driving import App, Visitor
from projectmap.i18n import translator
from projectmap.map.theme import OPACITIES
from projectmap.model.labels import Labels
from projectmap.model.register import Register

WINDOW = {"viewport": {"width": 1280, "height": 720}}
SETTLEMENT = "UA44120070100035017"
"""A village that has its point from the basemap and no record."""


def container(visitor: Visitor) -> str:
    """The classes of the map's container."""
    classes = visitor.map_frame.evaluate("() => map.getContainer().className")
    assert isinstance(classes, str)
    return classes


def go_to(visitor: Visitor, place: tuple[float, float], zoom: int) -> tuple[float, float]:
    """Look at a place from near; where it then stands in the map, in px."""
    lon, lat = place
    x, y = visitor.map_frame.evaluate(
        """([lat, lon, zoom]) => {
            map.setView([lat, lon], zoom, {animate: false});
            const spot = map.latLngToContainerPoint([lat, lon]);
            return [spot.x, spot.y];
        }""",
        [lat, lon, zoom],
    )
    return x, y


def test_a_click_on_a_settlement_opens_it(visit: Visit, app: App, register: Register) -> None:
    visitor = visit(app, "en", **WINDOW)
    visitor.open()
    visitor.expect_map(len(register.projects))
    place = register.settlements[SETTLEMENT].point
    assert place is not None
    x, y = go_to(visitor, place, 12)
    shown = visitor.map.locator("#map_div[data-level='detail']")
    expect(shown).to_have_count(1)
    shown.click(position={"x": x, "y": y})
    visitor.expect_parameters(place=SETTLEMENT)
    name = Labels(register, translator("en")).settlement(SETTLEMENT)
    expect(visitor.details()).to_contain_text(name)


def test_the_ground_can_be_switched_off(visit: Visit, app: App, register: Register) -> None:
    visitor = visit(app, "en", **WINDOW)
    visitor.open()
    visitor.expect_map(len(register.projects))
    expect(visitor.map.locator("#map_div.over-ground")).to_have_count(1)
    outline = visitor.map.locator("path.community").first
    expect(outline).to_have_css("fill-opacity", str(OPACITIES["over-ground"]))
    expect(visitor.map.locator("canvas.inset")).to_be_visible()
    visitor.layer("Basemap").click()
    expect(visitor.map.locator("#map_div.over-ground")).to_have_count(0)
    expect(visitor.map.locator("#map_div")).to_have_attribute("data-places", "0")
    expect(visitor.map.locator("canvas.inset")).to_be_hidden()
    expect(outline).to_have_css("fill-opacity", "1")


def test_an_image_that_does_not_come_is_missed_aloud(visit: Visit, app: App) -> None:
    visitor = visit(app, "en", allow=("https://tiles.maps.eox.at/",), **WINDOW)
    visitor.open("/?layer=satellite&layer=status")
    visitor.expect_map()
    expect(visitor.map.locator(".map-notice")).to_contain_text("cannot be loaded")
    visitor.layer("Satellite image").click()
    expect(visitor.map.locator(".map-notice")).to_be_hidden()
