"""Each hostile value by itself, nine to a folder: all pages, the details, the viewer.

``make hostile`` takes all or a share; ``make test`` has the values of each group as one text, in
test_hostile_data.py.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route
from web.hostile import STORABLE
from web.hostile_folder import COMMUNITY, code, write
from web.hostile_readers import same

from browser.conftest import Visit
from browser.driving import App
from browser.test_hostile_data import expect_harmless
from projectmap.i18n import LANGUAGES

ASKED = os.environ.get("PROJECTMAP_HOSTILE", "")
TOGETHER = 9
NAMES = [*STORABLE]
FOLDERS = [NAMES[at : at + TOGETHER] for at in range(0, len(NAMES), TOGETHER)]
PAGES = ("projects", "projects?show=figures", "communities", "partnerships", "present", "about")
FRAMES = ("stage", "stage?map=partners", "embed/map", "export/viewer.html")
READ_ALL = "() => document.body.textContent"


def alone(content: str) -> Callable[[Route], None]:
    """Hands over ``content`` as a page, as a disk would."""
    return lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8")


def _share() -> list[list[str]]:
    part, _, of = ASKED.partition("/")
    return FOLDERS if ASKED in {"all", ""} else FOLDERS[int(part) - 1 :: int(of)]


@pytest.mark.skipif(not ASKED, reason="make hostile")
@pytest.mark.parametrize("names", _share(), ids=lambda names: names[0])
def test_nothing_runs_on_any_page(
    visit: Visit, start_app: Callable[[Path], App], tmp_path: Path, names: list[str]
) -> None:
    texts = [STORABLE[name] for name in names]
    app = start_app(write(tmp_path / "geodata", texts))
    for language in LANGUAGES:
        visitor = visit(app, language)
        visitor.open()
        visitor.expect_map(2 * len(texts))
        visitor.settle()
        aloud = "".join(
            same(one.get_attribute("aria-label") or "")
            for one in visitor.map.locator("path.community").all()
        )
        for text in texts:
            assert same(text) in aloud
        expect_harmless(visitor)
        for page in PAGES:
            visitor.turn_to(f"/{page}")
            expect_harmless(visitor)
        if language == "uk":
            for number, text in enumerate(texts):
                for query in (f"project=H-{number}", f"place={code(number, COMMUNITY)}"):
                    visitor.turn_to(f"/?{query}")
                    visitor.details().locator("h2").wait_for()
                    assert same(text) in same(visitor.details().text_content() or "")
                expect_harmless(visitor)
    visitor = visit(app, "en")
    for path in FRAMES:
        if path.startswith("export"):
            content = app.get(f"/{path}")[1]
            visitor.context.route("**/viewer", alone(content))
            visitor.open("/viewer")
        else:
            visitor.open(f"/{path}")
        visitor.page.wait_for_function("() => document.querySelector('svg, canvas, path')")
        held = same(visitor.page.evaluate(READ_ALL))
        if path.startswith("export"):
            assert all(same(text) in held for text in texts)
        assert not visitor.heard
