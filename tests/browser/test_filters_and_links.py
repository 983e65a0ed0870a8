"""Filters, links, back and forward, languages: the same view everywhere."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.driving import MAP_FRAME, App, Visitor
from browser.test_communities import EVE, ON_THE_EVE
from browser.test_share import document_link, links, offered
from projectmap.i18n import Translator, translator
from projectmap.map import partners
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.history import step
from projectmap.query.search import only_these
from projectmap.query.select import select
from projectmap.query.status import status_on
from projectmap.query.view import FACETS, View
from projectmap.web.gate import MAX_ADDRESS
from projectmap.web.pages import PAGES, page_title

WATER_ICRC = View(sector=("water",), donor=("icrc",))
QUERY = "sector=water&donor=icrc"
Kept: TypeAlias = dict[str, str | list[str]]
"""Parameters of the address that stay."""
RECORD_PAGES = {"", "projects", "present"}
"""Pages that say how many records are shown."""


def expected_ids(register: Register, view: View) -> list[str]:
    return [register.projects[row].id for row in select(register, view).rows]


def expect_chosen(visitor: Visitor, register: Register, t: Translator) -> None:
    expect(visitor.key("sector")).to_contain_text(Labels(register, t).sector("water"))
    expect(visitor.key("donor")).to_contain_text(Labels(register, t).organisation("icrc"))


def test_clicks_count_map_list_download_and_link_agree_there_and_back(
    visit: Visit, app: App, register: Register
) -> None:
    wanted = expected_ids(register, WATER_ICRC)
    every, water = len(register.projects), len(expected_ids(register, View(sector=("water",))))
    assert 0 < len(wanted) < water < every
    visitor = visit(app, "uk")
    visitor.open()
    visitor.expect_map(every)
    assert all(set(link.asked) <= {"lang", "size", "deck"} for link in links(visitor))
    visitor.choose("sector", Labels(register, visitor.t).sector("water"))
    visitor.expect_count(water)
    visitor.expect_map(water)
    visitor.expect_parameters(sector="water")
    visitor.choose("donor", Labels(register, visitor.t).organisation("icrc"))
    visitor.expect_count(len(wanted))
    visitor.expect_map(len(wanted))
    visitor.expect_parameters(sector="water", donor="icrc")
    visitor.expect_list(wanted)

    expect_table_of_the_list(visitor, wanted)
    slides = document_link(visitor, "slides.pptx")
    expect(slides).to_have_attribute("href", re.compile("donor=icrc"))
    assert all(link.asked["sector"] == ["water"] for link in links(visitor))

    status, text = app.get(f"/list?{QUERY}", "uk")
    assert status == 200
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert re.findall(r'<th scope="row"><a [^>]*data-project="([^"]+)"', body) == wanted

    # Another language: the same choices, records and place in the link.
    visitor.key("lang").get_by_text("English").click()
    visitor.expect_parameters(sector="water", donor="icrc", lang="en")
    expect(slides).to_have_attribute("href", re.compile("lang=en"))
    assert {link.stated for link in links(visitor)} == offered("/", "en")
    visitor.expect_count(len(wanted))
    visitor.expect_map(len(wanted))
    expect_chosen(visitor, register, translator("en"))
    expect(visitor.page).to_have_title(page_title("", translator("en")))
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    expect(visitor.map.locator("html")).to_have_attribute("lang", "en")
    visitor.expect_list(wanted)
    visitor.settle()
    visitor.page.evaluate("history.back()")
    visitor.expect_parameters(sector="water", donor="icrc")
    expect_chosen(visitor, register, visitor.t)
    expect(visitor.page).to_have_title(page_title("", visitor.t))
    expect(visitor.page.locator("html")).to_have_attribute("lang", "uk")

    # Back and forward undo and redo.
    one, both = {"sector": "water"}, {"sector": "water", "donor": "icrc"}
    for go, number, parameters in (
        ("back", water, one),
        ("back", every, {}),
        ("forward", water, one),
        ("forward", len(wanted), both),
        ("back", water, one),
    ):
        visitor.settle()
        visitor.page.evaluate(f"history.{go}()")
        visitor.expect_parameters(**parameters)
        visitor.expect_count(number)
        visitor.expect_map(number)
    donor = Labels(register, visitor.t).organisation("icrc")
    expect(visitor.key("donor")).not_to_contain_text(donor)


def expect_table_of_the_list(visitor: Visitor, wanted: list[str]) -> None:
    """The file has the same records, and its name says which."""
    with visitor.page.expect_download() as download:
        visitor.key("downloads").get_by_role("link", name="CSV").click()
    content = download.value.path().read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [row["id"] for row in rows] == wanted
    assert "icrc" in download.value.suggested_filename


def expect_view_of_link(visitor: Visitor, register: Register, name: str) -> None:
    """A page that was opened with :data:`QUERY` shows that view (test_reach.py opens each)."""
    wanted = expected_ids(register, WATER_ICRC)
    expect(visitor.page).to_have_title(page_title(name, visitor.t))
    if name in RECORD_PAGES:  # others show no filters, or those of partnerships
        visitor.expect_count(len(wanted))
        expect_chosen(visitor, register, visitor.t)
    links = visitor.page.locator(".st-key-nav a")
    expect(links).to_have_text([visitor.t(title) for title in PAGES.values()])
    # Opened in a new tab, too, each leads to its page.
    paths = links.evaluate_all("links => links.map(link => link.pathname)")
    assert paths == [f"/{page}" for page in PAGES]
    current = visitor.page.locator(".st-key-nav a[aria-current=page]")
    expect(current).to_have_text([visitor.t(PAGES[name])])
    if name == "":
        visitor.expect_map(len(wanted))
        visitor.expect_list(wanted)
    if name == "projects":
        visitor.expect_list(wanted)
    if name == "partnerships":
        shown = select(register, WATER_ICRC).partnerships
        visitor.expect_count(len(shown))
        visitor.expect_map(sum(map(partners.on_map, shown)))
        assert visitor.listed_partnerships() == [item.id for item in shown]
        expect(visitor.key("sector")).to_contain_text(Labels(register, visitor.t).sector("water"))
    if name == "communities":
        expect(visitor.page.locator(".status-table tbody tr")).to_have_count(37)
    visitor.expect_parameters(sector="water", donor="icrc")


def test_the_view_goes_along_from_page_to_page_and_back(
    visit: Visit, app: App, register: Register
) -> None:
    wanted = expected_ids(register, WATER_ICRC)
    hirska = next(code for code, item in register.communities.items() if item.name_en == "Hirska")
    narrower = select(register, replace(WATER_ICRC, community=(hirska,))).count
    assert 0 < narrower < len(wanted)
    link = {"sector": "water", "donor": "icrc", "asof": "2022-02-23"}
    visitor = visit(app)
    visitor.open(f"/?{urlencode(link)}")
    visitor.expect_map(len(wanted))

    def expect_page(name: str) -> None:
        expect(visitor.page).to_have_title(page_title(name, visitor.t))
        visitor.expect_parameters(**link)
        if name in RECORD_PAGES:
            visitor.expect_count(len(wanted))
        if name == "communities":
            assert visitor.legend()["not_listed"] == 25

    for name in ("communities", "about", "projects"):
        visitor.go(name)
        expect_page(name)
    visitor.choose("community", Labels(register, visitor.t).community(hirska))
    visitor.expect_count(narrower)
    visitor.expect_parameters(**link, community=hirska)
    for name in ("projects", "about", "communities", ""):
        visitor.page.evaluate("history.back()")
        expect_page(name)
    visitor.expect_map(len(wanted))
    expect_chosen(visitor, register, visitor.t)
    assert visitor.communities()["not_listed"] == 25
    visitor.page.evaluate("history.forward()")
    expect_page("communities")
    visitor.page.evaluate("history.forward()")
    expect_page("about")
    visitor.page.evaluate("history.forward()")
    expect_page("projects")
    visitor.expect_list(wanted)


def test_nonsense_in_a_long_link_is_named_and_ignored(
    visit: Visit, app: App, register: Register
) -> None:
    names = (*FACETS, "year_from", "year_to", "asof", "lang", "project", "place", "layer")
    nonsense = [(name, "xyzzy") for name in names]
    more = [*(("sector", f"x{number}") for number in range(400)), ("donor", "y" * 2_000)]
    link = urlencode([*nonsense, *more, ("sector", "water"), ("strange", "1")])
    assert MAX_ADDRESS - 2_000 < len(link) < MAX_ADDRESS
    visitor = visit(app)
    visitor.open(f"/?{link}")
    water = len(expected_ids(register, View(sector=("water",))))
    visitor.expect_map(water)
    visitor.expect_count(water)
    notice = visitor.page.locator(".notice[role=status]")
    expect(notice).to_contain_text("sector=xyzzy")
    left = len(nonsense) + len(more) - 5
    expect(notice).to_contain_text(visitor.t.plural("and {n} more", "and {n} more", left))
    assert len(notice.inner_text()) < 2000
    # It covers nothing, and leaves the map in sight but for a line or two.
    visitor.page.wait_for_function(
        """([notices, map]) => {
            const [above, frame] = [notices, map].map(
                one => document.querySelector(one).getBoundingClientRect());
            return above.height && above.bottom <= frame.top && frame.bottom <= innerHeight + 44;
        }""",
        arg=[".st-key-notices", MAP_FRAME],
    )
    status, text = app.get("/list?" + urlencode(nonsense))
    assert status == 200
    assert "sector=xyzzy" in text
    status, text = app.get(f"/?{link}&q={'z' * MAX_ADDRESS}")
    assert status == HTTPStatus.REQUEST_URI_TOO_LONG
    assert visitor.t("This link is too long.") in text

    # What is typed into a filter is looked up; what means nothing there is named as well.
    t, box = visitor.t, visitor.key("donor").get_by_role("combobox")
    box.click()
    box.press_sequentially("zzzz")
    expect(visitor.page.get_by_role("listbox")).to_contain_text("Find: zzzz")
    visitor.page.keyboard.press("Enter")
    words = t(
        "Nothing in the filter “{filter}” matches “{words}”.", filter=t("Donor"), words="zzzz"
    )
    expect(notice).to_have_text(words)
    visitor.expect_count(water)
    visitor.page.keyboard.press("Escape")  # the open list hides all else from those who hear it
    visitor.settle()

    # Words that mean more say so; a button takes them as they are.
    visitor.key("clear").get_by_role("button").click()
    visitor.expect_parameters()
    visitor.settle()
    alone = only_these("вода")
    found = {words: select(register, View(q=words)).count for words in ("вода", alone)}
    assert found["вода"] > found[alone] > 0
    visitor.key("q").get_by_role("textbox").fill("вода")
    visitor.page.keyboard.press("Enter")
    visitor.expect_count(found["вода"])
    visitor.key("only-these").get_by_role("button", name=t("Only the words typed")).click()
    visitor.expect_count(found[alone])
    visitor.expect_parameters(q=alone)

    # One after the other each is named by itself.
    for name in names:
        status, text = app.get("/list?" + urlencode([(name, "xyzzy")]))
        assert status == 200
        assert f"{name}=xyzzy" in text


def test_filters_and_dates_do_not_move_the_map_and_layers_stay_as_switched(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app)
    visitor.page.emulate_media(reduced_motion="null")
    visitor.open()
    visitor.expect_map(len(register.projects))
    visitor.layer("Names").click()
    visitor.layer("Partnerships").click()
    without = "status projects boundaries basemap"
    expect(visitor.map.locator("#map_div")).to_have_attribute("data-layers", without)
    zoom_in = visitor.map.get_by_role("button", name=visitor.t("Zoom in"))
    before = visitor.view()
    zoom_in.click()
    # Leaflet takes no drag while it zooms.
    zoomed = f"() => map.getZoom() > {before[0]} && !map._animatingZoom"
    visitor.map_frame.wait_for_function(zoomed)
    visitor.map_frame.evaluate("() => { map.options.inertia = false; }")  # it stops with the hand
    box = visitor.page.locator(".st-key-map iframe").bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visitor.page.mouse.move(*middle)
    visitor.page.mouse.down()
    visitor.page.mouse.move(middle[0] + 90, middle[1] + 60, steps=6)
    visitor.page.mouse.up()
    visitor.map_frame.wait_for_function(
        f"() => !map._panAnim?._inProgress && Math.abs(map.getCenter().lng - {before[2]}) > 0.01"
    )
    moved = visitor.view()
    visitor.choose("sector", Labels(register, visitor.t).sector("water"))
    visitor.expect_map(len(expected_ids(register, View(sector=("water",)))))
    visitor.settle()
    assert visitor.view() == pytest.approx(moved, abs=1e-4)
    assert visitor.map_data("layers") == without
    expect(visitor.layer("Names")).to_have_attribute("aria-pressed", "false")
    visitor.layer("Territory status").click()
    expect(visitor.map.locator("path.community.quiet")).to_have_count(37)
    visitor.layer("Territory status").click()
    expect(visitor.map.locator("path.community.quiet")).to_have_count(0)
    assert visitor.view() == pytest.approx(moved, abs=1e-4)
    view: Kept = {"sector": "water", "layer": without.split()}
    visitor.expect_parameters(**view)
    assert visitor.communities() == {"temporarily_occupied": 33, "partly_occupied": 4}
    visitor.page.keyboard.press("Escape")  # closes the switches
    expect(visitor.key("layer")).to_be_hidden()
    expect_a_date_to_change_the_status_and_nothing_else(visitor, register, view)
    assert visitor.view() == pytest.approx(moved, abs=1e-4)


def expect_a_date_to_change_the_status_and_nothing_else(
    visitor: Visitor, register: Register, view: Kept
) -> None:
    """Typed, by a step, and back to the edition's, whose address is the shorter one."""
    shown = int(visitor.map_data("shown"))
    visitor.map_frame.evaluate("window.__same_map = true")
    visitor.type_date(EVE)
    expect(visitor.map.locator("path.community.status-not_listed")).to_have_count(25)
    visitor.settle()
    assert visitor.communities() == visitor.legend() == ON_THE_EVE
    visitor.expect_parameters(**view, asof=EVE.isoformat())
    visitor.expect_map(shown)

    visitor.key("day-later").get_by_role("button").click()
    day = step(register, EVE, forward=True)
    assert day is not None
    visitor.expect_parameters(**view, asof=day.isoformat())
    wanted = Counter(item.status.value for item in status_on(register, day).values())
    status, number = wanted.most_common(1)[0]
    expect(visitor.map.locator(f"path.community.status-{status}")).to_have_count(number)
    assert visitor.communities() == wanted
    visitor.expect_map(shown)
    assert visitor.map_frame.evaluate("() => window.__same_map === true")
    visitor.settle()
    visitor.type_date(register.edition)
    visitor.expect_parameters(**view)
    expect(visitor.map.locator("path.status-temporarily_occupied")).to_have_count(33)

    visitor.settle()

    # The second date of a comparison is typed likewise, and the keyboard stays in its pop-up.
    visitor.key("comparison").get_by_role("button").click()
    visitor.type_date(EVE, "compare")
    visitor.expect_parameters(**view, compare=EVE.isoformat())
    expect(visitor.page.get_by_role("dialog")).to_be_focused()
