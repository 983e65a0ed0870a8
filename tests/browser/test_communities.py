"""Finding a community, the status of all on any date, and the page of one to hand over."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.driving import AIDARSKA, App, Visitor
from projectmap.model.labels import Labels, label
from projectmap.model.register import Register
from projectmap.query.find import find
from projectmap.query.history import step
from projectmap.query.status import change_dates, status_on

EVE = date(2022, 2, 23)
ON_THE_EVE = {"temporarily_occupied": 11, "partly_occupied": 1, "not_listed": 25}
PIPE_DREAM = "xyzzyq"
SCRIPT = "<script>window.top.__pwned=1</script><img src=x onerror=window.top.__pwned=1>"

FOUND = [
    ("Новопсковська", AIDARSKA),  # its former name
    ("Новопсквська", AIDARSKA),  # a slip
    ("Novopskov", AIDARSKA),
    ("Северодонецк", "UA44120110000010163"),
    ("Золоте", "UA44120010000044132"),  # a settlement of the Hirska community
    ("UA4414009", AIDARSKA),  # the P-code
    (AIDARSKA, AIDARSKA),
]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_community_is_found_by_whatever_it_is_called(
    visit: Visit, app: App, register: Register, language: str
) -> None:
    """Half of the names in each language; by keyboard alone in test_reach.py."""
    visitor = visit(app, language)
    t, page = visitor.t, visitor.page
    visitor.open("/communities")
    visitor.settle()
    found = page.locator(".found a")
    names = Labels(register, t)
    for text, code in FOUND[language == "en" :: 2]:
        visitor.search_place(text)
        expect(found.first).to_have_text(names.community(code))
        expect(found).to_have_text([names.community(one.community) for one in find(register, text)])

    nothing = SCRIPT if language == "en" else PIPE_DREAM
    visitor.search_place(nothing)
    expect(page.locator(".empty")).to_have_text(t("No community or settlement has this name."))
    expect(found).to_have_count(0)
    expect(visitor.key("find").get_by_role("textbox")).to_have_value(nothing)
    assert page.evaluate("() => window.__pwned") is None

    # What is found opens without loading again.
    visitor.search_place("Новопсков")
    expect(found).to_have_count(1)
    visitor.settle()
    page.evaluate("window.__same_page = true")
    found.click()
    title = visitor.key("dossier").get_by_role("heading", level=1)
    name = register.communities[AIDARSKA]
    expect(title).to_contain_text(t.pick(name.name_uk, name.name_en) or "")
    visitor.expect_parameters(community=AIDARSKA)
    assert page.evaluate("() => window.__same_page === true")
    page.go_back()
    visitor.expect_parameters()
    expect(visitor.key("find")).to_be_visible()
    expect(visitor.key("dossier")).to_have_count(0)


def expect_day(visitor: Visitor, register: Register, day: date) -> None:
    """The page shows the status on ``day``, and the address says so."""
    expect(visitor.page.locator(".status-day")).to_contain_text(visitor.t.day(day))
    counts = Counter(item.status.value for item in status_on(register, day).values())
    label_of = {name.value: label(visitor.t, name) for name in
                {item.status for item in status_on(register, day).values()}}  # fmt: skip
    for status, number in counts.items():
        sign = (
            visitor.key("legend")
            .locator("li")
            .filter(has=visitor.page.locator(f".status-{status}"))
        )
        expect(sign.locator("b")).to_have_text(visitor.t.number(number))
        expect(sign).to_contain_text(label_of[status])
    assert visitor.legend() == counts
    if day == register.edition:
        visitor.expect_parameters()
    else:
        visitor.expect_parameters(asof=day.isoformat())
    visitor.settle()  # what stands below comes later


def test_steps_lead_from_one_change_to_the_next(visit: Visit, app: App, register: Register) -> None:
    visitor = visit(app)
    earlier, later = (visitor.key(f"day-{way}").get_by_role("button") for way in
                      ("earlier", "later"))  # fmt: skip
    first, second, *_ = change_dates(register)
    visitor.open("/communities")
    visitor.settle()
    expect_day(visitor, register, register.edition)
    expect(later).to_be_disabled()
    stops = [register.edition]
    for _ in range(2):
        day = step(register, stops[-1], forward=False)
        assert day is not None
        stops.append(day)
        earlier.click()
        expect_day(visitor, register, day)
    for day in stops[1::-1]:
        later.click()
        expect_day(visitor, register, day)
    expect(later).to_be_disabled()

    visitor.turn_to(f"/communities?asof={second}")
    earlier.click()
    expect_day(visitor, register, first)
    expect(earlier).to_be_disabled()
    later.click()
    expect_day(visitor, register, second)
    page = visitor.page
    page.go_back()
    expect_day(visitor, register, first)


def test_the_status_on_a_typed_date_is_the_same_in_table_file_and_link(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app, "uk")
    t = visitor.t
    visitor.open("/communities")
    visitor.settle()
    expect_the_date_to_be_said_in_ukrainian(visitor)
    visitor.type_date(EVE)
    expect_day(visitor, register, EVE)
    assert visitor.legend() == ON_THE_EVE

    # The picture, the table under it and the table of communities say the same.
    chart = visitor.key("over-time")
    picture = chart.get_by_role("img").get_attribute("alt") or ""
    for status, number in ON_THE_EVE.items():
        name = label(t, next(item.status for item in status_on(register, EVE).values()
                             if item.status == status))  # fmt: skip
        assert f"{name}: {t.number(number)}" in picture
    chart.locator("summary").click()
    row = chart.locator("tr[aria-current=date] td")
    assert sorted(map(int, row.all_inner_texts()), reverse=True) == [25, 11, 1, 0]
    swatches = visitor.page.locator(".status-table tbody td:nth-child(3) .swatch")
    expect(swatches).to_have_count(37)
    classes = swatches.evaluate_all("all => all.map(one => one.className)")
    assert Counter(name.partition("status-")[2] for name in classes) == ON_THE_EVE

    rows = visitor.download()
    assert Counter(row["status"] for row in rows) == ON_THE_EVE
    assert {row["status_date"] for row in rows} == {EVE.isoformat()}
    assert {row["katottg"] for row in rows} == set(register.communities)

    # Somebody else with the same link sees the same.
    other = visit(app, "en")
    other.open(visitor.address.removeprefix(app.url))
    other.settle()
    expect_day(other, register, EVE)
    assert other.legend() == ON_THE_EVE
    expect_the_table_to_lead_to_a_community_of_the_same_date(other, register)

    late = date(2026, 1, 31)
    visitor.type_date(late)
    expect_day(visitor, register, late)
    note = t("Based on the List as amended to {edition}; later amendments are not included.",
             edition=t.day(register.edition))  # fmt: skip
    expect(visitor.page.locator(".note", has_text=note)).to_be_visible()


def expect_the_date_to_be_said_in_ukrainian(visitor: Visitor) -> None:
    field = visitor.key("asof")
    field.locator("button[aria-haspopup=dialog]").click()
    calendar = visitor.page.get_by_role("dialog")
    expect(calendar.get_by_role("grid")).to_have_attribute("aria-label", re.compile("квітень"))
    for part in (field, calendar):
        said = part.locator("xpath=descendant-or-self::*[@aria-label or @aria-valuetext or @title]")
        names = said.evaluate_all(
            """all => all.flatMap(one => ["aria-label", "aria-valuetext", "title"].map(
                name => one.getAttribute(name) ?? ""))"""
        )
        assert len(set(names)) > 3
        assert [name for name in names if re.search("[A-Za-z]", name)] == []
    visitor.page.keyboard.press("Escape")
    expect(calendar).to_have_count(0)


def expect_the_table_to_lead_to_a_community_of_the_same_date(
    visitor: Visitor, register: Register
) -> None:
    link = visitor.page.locator(f'.status-table a[data-place="{AIDARSKA}"]')
    expect(link).to_have_text(Labels(register, visitor.t).community(AIDARSKA))
    link.click()
    visitor.expect_parameters(asof=EVE.isoformat(), place=AIDARSKA)
    box = visitor.key("dossier").locator(".status-box")
    expect(box).to_contain_text(visitor.t.day(EVE))
    expect(box.locator(".status-not_listed")).to_be_visible()


def test_the_page_of_a_community_tells_everything_and_prints(
    visit: Visit, app: App, register: Register
) -> None:
    """What it says in both languages is tested without a browser (tests/html/)."""
    visitor = visit(app, "uk")
    t, page = visitor.t, visitor.page
    # Filters of other pages narrow nothing here.
    visitor.open(f"/communities?place={AIDARSKA}&sector=media")
    dossier = visitor.key("dossier")
    community = register.communities[AIDARSKA]
    name = community.name_uk
    expect(dossier.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    visitor.settle()
    records = {item.id for item in register.projects if AIDARSKA in item.communities}
    assert records >= {"P001", "P002", "P003", "P004", "P005"}
    links = dossier.locator("a[data-project]")
    assert set(links.evaluate_all("all => all.map(one => one.dataset.project)")) >= records
    sought = next(item for item in register.partnerships if item.id == "R011")
    link = dossier.locator('a[href*="partnership=R011"]')
    expect(link.first).to_have_text(t.pick(sought.title_uk, sought.title_en) or "")
    for code in (AIDARSKA, community.pcode):
        expect(dossier).to_contain_text(code)

    page.emulate_media(media="print")
    hidden = page.evaluate(
        """() => [...document.querySelectorAll(
            "button, input, .st-key-nav, .st-key-language, [data-testid=stHeader], "
            + ".button, [data-testid=stSidebar]"
        )].filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 120))"""
    )
    assert not hidden
    folded = dossier.locator("details > :not(summary)")
    assert folded.count()
    for number in range(folded.count()):
        expect(folded.nth(number)).to_be_visible()
        assert folded.nth(number).evaluate("one => one.getBoundingClientRect().height") > 10
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf())
    assert len(sheets) > 1, "the printer gets all of it, not what the window shows"
    page.emulate_media(media="screen")

    page.evaluate("window.__same_page = true")
    page.get_by_role("link", name=t("Show on the map")).click()
    visitor.expect_map()
    visitor.expect_parameters(place=AIDARSKA, sector="media")
    expect(visitor.map.locator("path.community.selected")).to_have_attribute(
        "data-katottg", AIDARSKA
    )
    expect(visitor.details()).to_contain_text(AIDARSKA)
    assert page.evaluate("() => window.__same_page === true")
    page.go_back()
    expect(dossier.get_by_role("heading", level=1)).to_contain_text(name)
    page.get_by_role("link", name=t("← All communities")).click()
    visitor.expect_parameters(sector="media")
    expect(page.locator(".status-table tbody tr")).to_have_count(37)
    expect(dossier).to_have_count(0)
