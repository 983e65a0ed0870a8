"""The editor in a browser: a date from the form to what the public gets, and back, by keyboard.

``PROJECTMAP_SCREENSHOT=1`` renews the picture in the README.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import builders
import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.driving import ROOT, Editor, Visitor, free_port
from browser.test_reach import violations
from projectmap.data.load import load
from projectmap.store import open_store

KEY = "TEST-001"
WINDOW = {"width": 1280, "height": 720}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the editor keeps everything."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def editor(kept: Path) -> Iterator[Editor]:
    """The editor, with the small made-up folder as version 1."""
    file = kept / "register.sqlite3"
    open_store(str(file), seed=builders.write_folder(kept / "geodata")).engine.dispose()
    places = {"PROJECTMAP_STORE": str(file), "PROJECTMAP_SNAPSHOTS": str(kept / "snapshots")}
    started = Editor(kept / "log.txt", free_port(), places)
    yield started
    started.stop()


def settle(page: Page) -> None:
    """Wait until the server has answered, and the page shows it."""
    page.wait_for_timeout(150)  # until what was done last is sent
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def look(visitor: Visitor, title: str) -> None:
    """The page of this title: its language, axe, and nothing of Streamlit's in English.

    What English adds is the language of the page (test_two_people.py).
    """
    page = visitor.page
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    settle(page)
    expect(page.locator("html")).to_have_attribute("lang", visitor.t.language)
    assert violations(page.main_frame) == [], title
    said = page.evaluate(
        """() => [...document.querySelectorAll("[aria-label], [title], [placeholder], p, h2")]
            .filter(one => !one.closest('[data-testid="stIconMaterial"], svg'))
            .flatMap(one => [one.getAttribute("aria-label"), one.title, one.placeholder,
                one.matches("p, h2") ? one.innerText : null])
            .filter(Boolean)"""
    )
    # Codes, names of files and the other language's name apart.
    english = [text for text in said if re.search(r"\b[a-z]{4,}\b", text)]
    assert [text for text in english if not re.search(r"[а-яґєії/]", text.casefold())] == []


def press(visitor: Visitor, name: str, role: str = "button") -> None:
    """Get to a button or link by keyboard, and press it."""
    found = visitor.page.get_by_role(role, name=visitor.t(name), exact=True)  # type: ignore[arg-type]
    target = found.first  # the navigation has the links of a page, too
    expect(target).to_be_enabled()
    visitor.tab_to(target)
    visitor.page.keyboard.press("Enter")


def type_into(visitor: Visitor, name: str, text: str, key: str = "Tab") -> None:
    """Get to a field by keyboard and fill it in."""
    field = visitor.page.get_by_role("textbox", name=visitor.t(name), exact=True).first
    visitor.tab_to(field, key)
    visitor.page.keyboard.press("Control+A")
    visitor.page.keyboard.type(text)
    visitor.page.keyboard.press("Tab")
    settle(visitor.page)


def test_a_date_is_corrected_published_and_taken_back(
    visit: Visit, editor: Editor, kept: Path
) -> None:
    visitor = visit(editor, "uk", viewport=WINDOW)
    visitor.open("/")
    look(visitor, visitor.t("Work list"))
    before = corrected(visitor, "2020-11")
    accepted(visitor)
    published(visitor)
    shown = load(kept / "snapshots" / "current").project(KEY)
    assert shown is not None
    assert shown.end == "2020-11"
    withdrawn(visitor)
    accepted(visitor)
    brought_back(visitor)
    accepted(visitor)
    visitor.open(f"/records?collection=projects&key={KEY}&lang=uk")
    field = visitor.page.get_by_role("textbox", name=visitor.t("End"), exact=True)
    expect(field).to_have_value(before)
    one_cell(visitor)


def corrected(visitor: Visitor, date: str) -> str:
    """Find the record, give it an impossible date, then another, and propose it; the old one."""
    page, t = visitor.page, visitor.t
    press(visitor, "Find and edit", "link")
    look(visitor, t("Find and edit"))
    type_into(visitor, "Search", KEY)
    expect(page).to_have_url(re.compile(f"q={KEY}"))  # after a link it would lead back here
    page.get_by_role("link", name=re.compile(KEY)).press("Enter")
    look(visitor, KEY)
    before = page.get_by_role("textbox", name=t("End"), exact=True).input_value()
    type_into(visitor, "End", "2020-13")
    expect(page.get_by_text(t("there is no such day or month")).first).to_be_visible()
    look(visitor, KEY)
    type_into(visitor, "End", date, "Shift+Tab")
    type_into(visitor, "Reason for the change", "123")
    press(visitor, "Propose")
    return before


def accepted(visitor: Visitor) -> None:
    """Follow the link to what was just proposed, and accept it."""
    page, t = visitor.page, visitor.t
    page.get_by_role("link", name=re.compile(t("Review no. {number}", number=""))).press("Enter")
    look(visitor, t("Review"))
    press(visitor, "Accept")
    expect(page.get_by_text(t("Accepted. Readers see it once it is published."))).to_be_visible()


def published(visitor: Visitor) -> None:
    """Publish what is accepted."""
    page, t = visitor.page, visitor.t
    press(visitor, "Publish", "link")
    look(visitor, t("Publish"))
    page.get_by_role("button", name=t("Publish"), exact=True).press("Enter")
    said = re.compile(f"^{re.escape(t('Published: {version}', version=''))}")
    expect(page.get_by_text(said)).to_be_visible()


def withdrawn(visitor: Visitor) -> None:
    """Propose that the record is removed."""
    page, t = visitor.page, visitor.t
    visitor.open(f"/records?collection=projects&key={KEY}&lang={t.language}")
    page.locator("summary", has_text=t("Withdraw")).press("Enter")
    page.get_by_role("checkbox", name=t("Withdraw this record")).press("Space")
    type_into(visitor, "Reason for the change", "123")
    press(visitor, "Propose")


def brought_back(visitor: Visitor) -> None:
    """From the page of the record that is gone: propose what it was to begin with."""
    page, t = visitor.page, visitor.t
    visitor.open(f"/records?collection=projects&key={KEY}&lang={t.language}")
    look(visitor, t("There is no such record."))
    page.get_by_role("link", name=t("History")).last.press("Enter")
    look(visitor, t("History"))
    page.get_by_role("button", name=t("Choose a date")).first.press("Enter")
    calendar = re.compile(t("Choose a date, {month}", month=""))
    expect(page.get_by_role("heading", name=calendar)).to_be_attached()
    page.keyboard.press("Escape")
    box = page.get_by_role("checkbox", name=t("Bring this version back"))
    expect(box).to_have_count(2)  # the third version is that there is none
    box.last.press("Space")
    type_into(visitor, "Reason for the change", "123")
    press(visitor, "Propose")


def one_cell(visitor: Visitor) -> None:
    """Give the record an impossible date in the grid; nothing is lost before it is discarded."""
    page, t = visitor.page, visitor.t
    wrong = page.get_by_text(t("Correct these problems first:"))
    visitor.open(f"/grid?lang={t.language}")
    canvas = page.get_by_test_id("data-grid-canvas")
    expect(canvas).to_be_visible()
    look(visitor, t("Bulk edit"))
    visitor.tab_to(canvas)
    for _ in range(5):  # past the ID: title, status, its date, start, end
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    cell = page.locator("#portal :is(textarea, input)")
    expect(cell).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("1999", delay=30)  # the cell takes one key at a time
    expect(cell).to_have_value("1999")
    page.keyboard.press("Enter")
    expect(wrong).to_be_visible()
    type_into(visitor, "Search", "TEST")
    expect(wrong).to_be_visible()
    press(visitor, "Discard my changes")
    expect(wrong).to_be_hidden()


@pytest.mark.skipif(os.environ.get("PROJECTMAP_SCREENSHOT") != "1", reason="only on demand")
def test_the_picture_of_the_readme(visit: Visit, tmp_path: Path) -> None:
    places = {"PROJECTMAP_STORE": str(tmp_path / "register.sqlite3"),
              "PROJECTMAP_SNAPSHOTS": str(tmp_path / "snapshots")}  # fmt: skip
    started = Editor(tmp_path / "log.txt", free_port(), places)
    try:
        visitor = visit(started, "uk", own_context=True, viewport=WINDOW)
        visitor.open("/records?collection=projects&key=LUH-002&lang=uk")
        field = visitor.page.get_by_role("textbox", name=visitor.t("End"), exact=True)
        field.fill("2018-07")
        field.press("Tab")
        settle(visitor.page)
        visitor.page.get_by_role("heading", level=1).scroll_into_view_if_needed()
        visitor.page.screenshot(path=ROOT / "docs" / "editor.png")
    finally:
        started.stop()
