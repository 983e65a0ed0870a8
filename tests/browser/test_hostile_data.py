"""Texts that would like to be code, in every field of every file: shown as they are, never run."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

import builders
from playwright.sync_api import Locator, expect
from web.hostile import GROUPS, STORABLE
from web.hostile_folder import COMMUNITY, code, write

from browser.conftest import Visit
from browser.driving import CHARTS, App, Visitor, until
from projectmap.content import charts

EVALUATED = "1337"
"""What ``{{7*191}}`` comes to."""


def payloads() -> list[str]:
    """A dozen hostile texts of a group as one. A script among them that runs opens a dialog."""
    groups: dict[str, list[str]] = {}
    for name, text in STORABLE.items():
        groups.setdefault(GROUPS[name], []).append(text)
    return [
        " ".join(texts[at : at + 12])
        for texts in groups.values()
        for at in range(0, len(texts), 12)
    ]


def shown(text: str) -> str:
    """``text`` as a browser shows it: white space joined, without signs that turn the direction."""
    return " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", text).split())


def loosely(text: str) -> re.Pattern[str]:
    """The shown text, or the same with the signs that turn the direction still in it."""
    turns = "[\u202a-\u202e\u2066-\u2069]*"
    signs = (r"\s+" if sign == " " else re.escape(sign) for sign in shown(text))
    return re.compile(rf"^\s*{turns.join(['', *signs, ''])}\s*$")


def with_broken_records(folder: Path, texts: list[str]) -> Path:
    """A data folder made of ``texts``, and what cannot be a record at all: set aside, and named."""
    broken = [
        builders.project("X-0", sources=[builders.source(url="javascript:alert(1)")], donors=[]),
        builders.project("X-1", title_uk="a\0b", donors=[]),
        builders.project("X-2", title_uk="half \ud800 pair", donors=[]),
        builders.project("X-3", status=texts[3], donors=[]),
        builders.project(texts[0], donors=[]),
        builders.project("X-4", currency=texts[3][:40], donors=[]),
    ]
    return write(folder, texts, broken)


def expect_shown(where: Locator, text: str) -> None:
    """Wait until the element shows the text as it is."""
    expect(where).to_contain_text(shown(text))


def expect_harmless(visitor: Visitor) -> None:
    """Nothing has run in any frame, and nothing was evaluated on the server."""
    for frame in visitor.page.frames:
        assert EVALUATED not in frame.evaluate("() => document.documentElement.innerHTML")
    assert not visitor.heard


def hint_of(visitor: Visitor, path: Locator, text: str) -> Locator:
    """Point at a community until the map names it: symbols and panels lie on some of it."""
    hint, parts = visitor.map.locator(".hint strong"), cycle((0.1, 0.3, 0.5, 0.7, 0.9))

    def named() -> bool:
        box = path.bounding_box()  # each time: the map comes up where a notice was
        assert box is not None
        at = box["y"] + box["height"] * next(parts)
        visitor.page.mouse.move(box["x"] + box["width"] * 0.5, at)
        visitor.settle()
        return any(shown(text) in shown(one) for one in hint.all_inner_texts())

    until(named, text)
    return hint


def look_at_the_map(visitor: Visitor, texts: list[str]) -> None:
    """What the map reads out, and what it shows under the pointer."""
    paths = visitor.map.locator("path.community")
    expect(paths).to_have_count(len(texts))
    for number, text in enumerate(texts):
        aloud = shown(paths.nth(number).get_attribute("aria-label") or "")
        assert shown(text) in aloud, text
    # What was opened of the notice pushes the map down.
    visitor.page.evaluate(
        "() => document.querySelectorAll('details[open]').forEach(item => { item.open = false; })"
    )
    for number in (0, 2, 3):
        hint = hint_of(visitor, paths.nth(number), texts[number])
        expect_shown(hint, texts[number])
        assert visitor.map.locator(".hint *:not(strong, span, div)").count() == 0


def look_at_the_details(visitor: Visitor, texts: list[str]) -> None:
    """The list, and from it the details of each record; for the last its place, too."""
    details = visitor.details()
    for number, text in list(enumerate(texts))[visitor.t.language == "en" :: 2]:
        link = visitor.page.locator(f'th a[data-project="H-{number}"]')
        row = visitor.page.locator(".record-table tr").filter(has=link)
        expect_shown(row.locator("th"), text)
        link.click()
        expect_shown(details.locator("h2"), text)
        expect(details.locator("article")).to_contain_text(f"H-{number}")
        for fact in range(5):  # where, sector, donor, when, state
            expect_shown(details.locator("dd").nth(fact), text)
        expect_shown(details.locator(".sources li"), text)
        address = details.locator(".sources a").get_attribute("href") or ""
        assert address.startswith("https://example.org/")
    row.locator("td a[data-place]").first.click()
    expect(details).to_contain_text(code(number, COMMUNITY))
    expect_shown(details.locator("h2"), text)
    expect_shown(details.locator(".partnerships li").first, text)
    details.locator(".status-box summary").click()
    expect_shown(details.locator(".status-box li"), text)


def look_at_the_filters(visitor: Visitor, texts: list[str]) -> None:
    """Options, what is chosen, and what of a link is not known."""
    page = visitor.page
    for parameter in ("sector", "donor", "community"):
        visitor.key(parameter).get_by_role("combobox").click()
        page.get_by_role("option").first.wait_for()
        options = " ".join(shown(one) for one in page.get_by_role("option").all_inner_texts())
        # The list draws only those of its options that are in view.
        assert sum(shown(text) in options for text in texts) >= 3, (parameter, options)
        page.keyboard.press("Escape")
    link = [("sector", "s-3"), ("donor", "o-3"), ("project", texts[0]), ("kind", texts[3][:50])]
    visitor.open("/?" + urlencode([*link, ("q", texts[0])]))
    expect(page.locator(".notice[role=status]")).to_contain_text(shown(texts[0])[:50])
    expect_shown(visitor.key("sector"), texts[3])
    expect_shown(visitor.key("donor"), texts[3])
    visitor.expect_map(0)


def look_at_the_figures(visitor: Visitor, texts: list[str]) -> None:
    """Charts, what they read out and show under the pointer, and their tables."""
    visitor.turn_to("/projects?show=figures")
    page = visitor.page
    expect(page.locator(CHARTS)).to_have_count(len(charts.KEYS))
    for key in ("sector", "donor", "community", "needs", "donors_sectors"):
        figure = page.locator(f".st-key-figure-{key}:has(.figure)")
        aloud = " ".join(
            shown(one.get_attribute("aria-label") or "")
            for one in figure.locator("svg.marks path[aria-label]").all()
        )
        figure.locator("details.beside > summary").click()
        table = figure.locator("table.record-table")
        for text in texts:
            expect_shown(table, text)
            assert shown(text) in aloud, (key, text)
    bars = page.locator('.st-key-figure-sector svg.marks path[aria-roledescription="bar"]')
    for bar in (bars.first, bars.last):
        bar.hover()
        expect(page.locator("#vg-tooltip-element")).to_be_visible()
        assert page.locator("#vg-tooltip-element :is(img, script, svg, iframe, a)").count() == 0


def look_at_the_table(visitor: Visitor, texts: list[str]) -> None:
    """The rows of the table, and the record of one."""
    visitor.turn_to("/projects")
    rows = visitor.key("beside").locator(".st-key-list tbody th")
    expect(rows.nth(len(texts) - 1)).to_be_visible()
    assert {shown(one) for one in rows.all_text_contents()} == {shown(text) for text in texts}
    rows.first.locator("a").press("Enter")
    expect(visitor.key("close-details")).to_be_visible()
    heading = visitor.details().locator("h2")
    assert shown(heading.text_content() or "") in {shown(text) for text in texts}


def look_at_the_communities(visitor: Visitor, texts: list[str]) -> None:
    """Finding, where the typed text and what is found are both hostile; each community's page."""
    page, found = visitor.page, visitor.page.locator(".found a").first
    visitor.turn_to("/communities")
    for text in texts:
        # As long a text as the box takes; it has no room for lines.
        typed = shown(text)[:200]
        visitor.search_place(typed)
        expect(page.locator(".empty, .found")).to_be_visible()
        expect(visitor.key("find").get_by_role("textbox")).to_have_value(typed)
        visitor.settle()
    visitor.search_place(code(0, COMMUNITY))
    expect_shown(found, texts[0])
    for number, text in enumerate(texts):
        if number:
            visitor.turn_to(f"/communities?place={code(number, COMMUNITY)}")
        else:
            found.click()
        dossier = visitor.key("dossier")
        expect_shown(dossier.get_by_role("heading", level=1), text)
        for part in ("status", "projects", "partnerships", "figures", "sources", "contact"):
            expect_shown(dossier.locator(f".part-{part}"), text)
        address = dossier.locator(".sources a").first.get_attribute("href") or ""
        assert address.startswith("https://example.org/")


def look_at_the_partners(visitor: Visitor, texts: list[str]) -> None:
    """Lines and places of the partners' map, the table, and each partnership."""
    visitor.open("/partnerships")
    visitor.expect_map(len(texts))
    visitor.settle()
    for name, marks in (
        ("line", visitor.map.locator("path.partnership")),
        ("end", visitor.map.locator("path.end")),
    ):
        aloud = [shown(one.get_attribute("aria-label") or "") for one in marks.all()]
        for text in texts:
            assert any(shown(text) in one for one in aloud), (name, text)
    for number, text in enumerate(texts):
        line = visitor.map.locator(f'path.partnership[data-partnership="R-{number}"]')
        visitor.page.keyboard.press("Tab")  # the hint comes to those who use the keyboard
        line.focus()
        expect(visitor.map.locator(".partner-hint strong")).to_have_text(loosely(text))
        assert visitor.map.locator(".partner-hint *:not(strong, span, div)").count() == 0
        row = visitor.page.locator(".record-table tbody tr").nth(number)
        for cell in range(7):
            if cell != 3:  # the kind
                expect_shown(row.locator("th, td").nth(cell), text)
        if number % 3:  # all of them in tests/web/test_hostile_matrix.py
            continue
        visitor.page.keyboard.press("Enter")
        details = visitor.details()
        expect_shown(details.locator("h2"), text)
        for fact in range(5):
            expect_shown(details.locator("dd").nth(fact), text)
        expect_shown(details.locator(".sources li"), text)


def test_hostile_texts_are_shown_and_never_run(
    visit: Visit, start_app: Callable[[Path], App], tmp_path: Path
) -> None:
    texts = payloads()
    app = start_app(with_broken_records(tmp_path / "geodata", texts))
    status, health = app.health()
    assert (status, health["projects"], health["communities"]) == (200, 2 * len(texts), len(texts))
    assert len(health["set_aside"]) >= 6

    visitor = visit(app, "uk")
    visitor.open()
    visitor.expect_map(2 * len(texts))
    visitor.expect_count(2 * len(texts))
    visitor.settle()
    expect_harmless(visitor)
    # What cannot be a record is set aside and named.
    aside = visitor.page.locator("details.notice")
    aside.locator("summary").click()
    for said in ("javascript:alert(1)", "X-1", "half \\ud800 pair"):
        expect(aside).to_contain_text(said)
    for look in (
        *(look_at_the_map, look_at_the_details, look_at_the_filters),
        *(look_at_the_figures, look_at_the_table, look_at_the_communities),
    ):
        look(visitor, texts)
        expect_harmless(visitor)
    visitor.turn_to("/about")
    expect_harmless(visitor)
    for path in ("/list?project=H-0", "/stage", "/stage?map=partners", "/embed/map"):
        visitor.open(path)
        expect(visitor.page.locator("path, article.details").first).to_be_attached()
        expect_harmless(visitor)

    # Many texts have a field of their own in English.
    visitor = visit(app, "en")
    visitor.open()
    visitor.expect_map(2 * len(texts))
    for look in (look_at_the_details, look_at_the_partners):
        look(visitor, texts)
        expect_harmless(visitor)
    for path in ("/communities", "/present"):
        visitor.turn_to(path)
        expect_harmless(visitor)
