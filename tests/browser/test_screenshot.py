"""The picture in the README, taken of the real app: ``PROJECTMAP_SCREENSHOT=1 pytest …``."""

from __future__ import annotations

import os

from browser.conftest import Visit
from browser.driving import ROOT, App
from projectmap.model.register import Register


def test_the_map_fits_the_screen(visit: Visit, app: App, register: Register) -> None:
    visitor = visit(app, "uk")
    visitor.open()
    visitor.expect_map(len(register.projects))
    visitor.settle()
    visitor.map_frame.evaluate("() => document.fonts.ready.then(() => {})")
    frame = visitor.page.locator(".st-key-map iframe").bounding_box()
    assert frame is not None
    assert frame["y"] + frame["height"] <= 900, "nobody scrolls to see the map"
    assert frame["height"] > 500
    picture = visitor.page.screenshot()
    assert picture.startswith(b"\x89PNG")
    if os.environ.get("PROJECTMAP_SCREENSHOT") == "1":
        target = ROOT / "docs" / "screenshot.png"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(picture)
