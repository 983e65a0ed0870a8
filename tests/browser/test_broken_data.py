"""Missing and broken data: said where and why; what was good stays served."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import builders
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.driving import App, until


def change(file: Path, text: str | bytes) -> None:
    """Put ``text`` in the place of a file, whole and later than before."""
    fresh = file.with_suffix(".new")
    fresh.write_bytes(text.encode() if isinstance(text, str) else text)
    later = time.time() + 2
    os.utime(fresh, (later, later))
    fresh.replace(file)


def test_data_that_is_missing_breaks_and_is_mended_while_the_app_runs(
    visit: Visit, start_app: Callable[[Path], App], tmp_path: Path
) -> None:
    folder = tmp_path / "geodata"
    app = start_app(folder)
    why = "the file is missing"
    expect_told(visit, app, tmp_path, "communities.geojson", why, "uk", "", "about")

    records = [builders.placed("TEST-001"), builders.project("TEST-002")]
    builders.write_folder(folder, projects=records)
    file = folder / "projects.geojson"
    good = file.read_text()
    change(file, '{"type": "FeatureCollection", "features": [{{7*191}}\n<<<<<<<')
    why = "the file is not valid JSON"
    until(lambda: any(why in line for line in app.health()[1]["problems"]))
    expect_told(visit, app, tmp_path, file.name, why, "en", "projects")
    assert "Traceback" not in app.log()

    change(file, good)
    until(lambda: app.health()[1].get("projects") == 2)
    visitor = visit(app)
    visitor.open()
    visitor.expect_map(2)

    # What was good stays served while a file is broken.
    change(file, good[: len(good) // 2])
    until(lambda: "problems" in app.health()[1])
    status, health = app.health()
    assert (status, health["projects"]) == (200, 2)
    visitor.open()
    notice = visitor.page.locator(".notice")
    expect(notice).to_contain_text("projects.geojson")
    expect(notice).to_contain_text(visitor.t(why))
    visitor.expect_map(2)
    visitor.expect_count(2)

    change(file, builders.collection([*records, builders.money("TEST-003")]))
    until(lambda: app.health()[1].get("projects") == 3)
    # The next run of the same visit: no reload, just another choice.
    visitor.layer("Names").click()
    expect(notice).to_have_count(0)
    visitor.expect_count(3)
    visitor.expect_map(3)
    assert visitor.map_data("version") == app.health()[1]["data_version"]
    assert json.loads(app.get("/health")[1])["projects"] == 3


def expect_told(
    visit: Visit, app: App, secret: Path, file: str, why: str, language: str, *pages: str
) -> None:
    """Every address says which file cannot be used and why, but not where it lies."""
    status, health = app.health()
    assert status == 503
    assert health["status"] == "unavailable"
    assert any(file in line and why in line for line in health["problems"])
    for address in ("/list", "/export/projects.csv", "/map/geometry"):
        status, text = app.get(address)
        assert status == 503
        assert file in text
    visitor = visit(app, language)
    t = visitor.t
    for name in pages:
        visitor.open(f"/{name}")
        alert = visitor.page.get_by_role("alert")
        expect(alert).to_contain_text(t("The data cannot be shown."))
        expect(alert).to_contain_text(file)
        expect(alert).to_contain_text(t(why))
        assert str(secret) not in visitor.page.content()
    assert t("The data cannot be shown.") in app.get("/list", language)[1]
