"""The ground of the map and the image: they can be switched, and settlements can be opened."""

from __future__ import annotations

from playwright.sync_api import expect

from browser.conftest import Visit
from browser.driving import App, Visitor
from projectmap.map.theme import OPACITIES
from projectmap.model.labels import Labels
from projectmap.model.register import Register

SETTLEMENT = "UA44120070100035017"
"""A village that has its point from the basemap and no record."""


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


def test_the_ground_and_the_image_can_be_switched_and_a_settlement_opens(
    visit: Visit, app: App, register: Register
) -> None:
    host = "https://tiles.maps.eox.at/"
    visitor = visit(app, "en", allow=(host,), viewport={"width": 1280, "height": 720})
    visitor.open()
    visitor.expect_map(len(register.projects))
    visitor.settle()
    assert not visitor.heard
    ground = visitor.map.locator("#map_div.over-ground")
    outline = visitor.map.locator("path.community").first
    expect(ground).to_have_count(1)
    expect(outline).to_have_css("fill-opacity", str(OPACITIES["over-ground"]))
    expect(visitor.map.locator("canvas.inset")).to_be_visible()

    # The image is all that is asked of another host; one that does not come is missed aloud.
    credit, notice = visitor.map.locator(".credit"), visitor.map.locator(".map-notice")
    with visitor.page.expect_request(lambda request: request.url.startswith(host)):
        visitor.layer("Satellite image").click()
    expect(credit).to_contain_text("Sentinel-2")
    expect(notice).to_contain_text("cannot be loaded")
    visitor.expect_map(len(register.projects))
    visitor.layer("Satellite image").click()
    expect(credit).not_to_contain_text("Sentinel-2")
    expect(notice).to_be_hidden()
    assert all(host in line for line in visitor.heard)

    visitor.layer("Basemap").click()
    expect(ground).to_have_count(0)
    expect(visitor.map.locator("#map_div")).to_have_attribute("data-places", "0")
    expect(visitor.map.locator("canvas.inset")).to_be_hidden()
    expect(outline).to_have_css("fill-opacity", "1")
    visitor.layer("Basemap").click()
    expect(ground).to_have_count(1)
    visitor.page.keyboard.press("Escape")  # the switches lie on the map
    expect(visitor.key("layer")).to_be_hidden()
    visitor.settle()

    place = register.settlements[SETTLEMENT].point
    assert place is not None
    x, y = go_to(visitor, place, 12)
    shown = visitor.map.locator("#map_div[data-level='detail']")
    expect(shown).to_have_count(1)
    shown.click(position={"x": x, "y": y})
    visitor.expect_parameters(place=SETTLEMENT)
    name = Labels(register, visitor.t).settlement(SETTLEMENT)
    expect(visitor.details()).to_contain_text(name)
