"""The viewer as a file that is explored without any network."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import (
    Browser,
    Page,
    expect,
)
from pypdf import PdfReader

from browser.conftest import Come, Write
from browser.driving import FIELD_IS_CLEAR
from browser.viewing import (
    LEGEND,
    SHOWN,
    details,
    expected,
    legend,
)
from projectmap.i18n import Translator, translator
from projectmap.model.codes import CommunityKind, TerritoryStatus
from projectmap.model.labels import Labels, label
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.status import change_dates, since, status_on
from projectmap.query.view import View

FACETS = ("sector", "donor", "kind", "period")


# --- Filters ---------------------------------------------------------------------------------


def expect_all_of_the_oblast_in_sight(page: Page) -> None:
    # Leaflet learns only after a while how large the map is.
    page.wait_for_function(
        """() => {
            const box = one => document.querySelector("#map " + one).getBoundingClientRect();
            return box("path.oblast").bottom <= box(".credit").top + 2;
        }"""
    )
    page.wait_for_function(FIELD_IS_CLEAR)


def test_filters_together_and_back_to_nothing(alone: Come, made: Write, register: Register) -> None:
    """What each choice shows is tested without a browser (tests/viewer/test_model.py)."""
    reader = alone()
    page = reader.open(made())
    reader.expect_drawn(len(register.projects))
    assert reader.shown() == expected(register, View()) | {"lang": "uk"}
    expect_all_of_the_oblast_in_sight(page)
    views = [
        View(sector=("water",)),
        View(sector=("health", "water"), period=("after",)),
        View(kind=("need",), period=("after",)),
    ]
    assert all(0 < select(register, view).count < len(register.projects) for view in views)
    for view in views:
        chosen = [(facet, value) for facet in FACETS for value in getattr(view, facet)]
        for facet, value in chosen:
            group = page.locator(f"#filters [data-facet={facet}]")
            box = group.locator(f'input[value="{value}"]')
            if not box.is_visible():
                group.locator("summary").click()
            box.check()
        assert reader.shown() == expected(register, view) | {"lang": "uk"}, view
        for facet, value in chosen:
            here = page.locator(f"#filters [data-facet={facet}] label", has=page.locator(
                f'input[value="{value}"]')).locator("b")  # fmt: skip
            alone_there = replace(view, **{facet: ()})
            left = select(register, alone_there).options[facet].get(value, 0)
            expect(here).to_have_text(str(left))
        assert {key: value for key, value in reader.said().items() if key != "lang"} == {
            facet: list(getattr(view, facet)) for facet in FACETS if getattr(view, facet)
        }
        reader.expect_drawn(select(register, view).count)
        page.locator("#clear").click()
    expect(page.locator("#clear")).to_be_hidden()
    assert reader.shown() == expected(register, View()) | {"lang": "uk"}
    assert reader.said() == {"lang": ["uk"]}
    reader.expect_drawn(len(register.projects))
    expect_on_paper(page, register)


def expect_on_paper(page: Page, register: Register) -> None:
    """The whole map with the symbols of its legend, and every row of the list."""
    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    printed = "".join("".join(sheet.extract_text().split()) for sheet in sheets)
    titles = [item.title_uk for item in (*register.projects, *register.partnerships)]
    assert [title for title in titles if "".join(title.split()) not in printed] == []
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})
    frame, signs = page.locator("#map").bounding_box(), page.locator("#legend li span[class]")
    assert frame is not None
    assert 680 * 0.6 < frame["width"] <= 680
    colours = "all => all.map(one => getComputedStyle(one).printColorAdjust)"
    assert set(signs.evaluate_all(colours)) == {"exact"}


def test_a_page_of_a_filter_narrows_its_own_records(
    alone: Come, made: Write, register: Register
) -> None:
    reader = alone()
    page = reader.open(made(View(sector=("water",))))
    reader.expect_drawn(select(register, View(sector=("water",))).count)
    page.locator("#filters [data-facet=kind] input[value=need]").check()
    wanted = expected(register, View(sector=("water",), kind=("need",)))
    assert reader.shown()["records"] == wanted["records"]
    reader.expect_drawn(wanted["count"])
    page.locator("nav [data-part=list]").click()
    expect(page.locator("#list [lang=uk] tbody:first-of-type tr:visible").first).to_be_visible()
    assert page.locator("#list tbody tr:visible").count() == len(
        wanted["records"] + wanted["partnerships"]
    )
    # A row's magnifier goes to the map, and there to the record.
    placed = next(item for item in register.projects if item.id in wanted["records"] and item.point)
    page.locator(f'#list [lang=uk] [data-locate="{placed.id}"]').click()
    expect(page.locator("#map[data-level=detail]")).to_be_visible()

    page = reader.open(made(View(q="нічогонемає")))
    reader.expect_drawn(0)
    assert reader.shown()["count"] == 0
    expect(page.locator("#filters label")).to_have_count(0)
    page.locator("nav [data-part=list]").click()
    expect(page.locator("#list")).to_contain_text(translator("uk")("No records match the filters."))


# --- Status ----------------------------------------------------------------------------------


def test_dates_by_arrow_and_by_hand(alone: Come, made: Write, register: Register) -> None:
    reader = alone("en")
    page = reader.open(made(View(lang="en")))
    reader.expect_drawn(len(register.projects))
    days = [*(day for day in change_dates(register) if day < register.edition), register.edition]
    seen = page.evaluate(
        f"""() => {{
            const before = document.getElementById("day-before"), legend = {LEGEND}, all = [];
            const after = document.getElementById("day-after");
            const look = () => all.push([document.getElementById("asof").value, legend("#legend"),
                document.getElementById("status-line").textContent]);
            look();
            while (!before.disabled) {{ before.click(); look(); }}
            while (!after.disabled) {{ after.click(); look(); }}
            return all;
        }}"""
    )
    assert [one[0] for one in seen] == [day.isoformat() for day in (*reversed(days), *days[1:])]
    for day, counted, line in seen:
        expect_status(register, reader.t, date.fromisoformat(day), counted, line)

    # Typed by a hand; what the map draws follows.
    day = date(2022, 3, 3)  # day and month are the same, whichever the browser asks first
    page.locator("#asof").focus()
    page.keyboard.type(f"{day:%d%m%Y}")
    expect(page.locator("#asof")).to_have_value(day.isoformat())
    assert reader.said() == {"lang": ["en"], "asof": [day.isoformat()]}
    drawn = page.locator("path.community").evaluate_all(
        "paths => paths.map(path => /status-(\\w+)/.exec(path.getAttribute('class'))[1])"
    )
    assert dict(Counter(drawn)) == legend(register, day)


def expect_status(
    register: Register, t: Translator, day: date, counted: dict[str, int], line: str
) -> None:
    """Legend and line of a date are those of ``status_on``, and say what must be known."""
    assert counted == legend(register, day), day
    assert t("Status on {day}", day=t.day(day)) in line
    assert t.day(register.edition) in line
    later = t(
        "Based on the List as amended to {edition}; later amendments are not included.",
        edition=t.day(register.edition),
    )
    assert (later in line) == (day > register.edition)
    assert (t.day(register.act_date) in line) == (day < register.act_date)


def test_each_community_has_its_status_since_when(
    alone: Come, made: Write, register: Register
) -> None:
    reader = alone()
    page = reader.open(made(), "lang=uk")
    reader.expect_drawn(len(register.projects))
    expect_each_status(page, register, translator("uk"), register.edition)
    reader.turn_to("lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect_each_status(page, register, translator("en"), date(2022, 3, 4))


def expect_each_status(page: Page, register: Register, t: Translator, day: date) -> None:
    page.locator("#asof").fill(day.isoformat())
    seen = page.locator("path.community").evaluate_all(
        """paths => paths.map(path => {
            path.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
            const sheet = document.querySelector("[data-sheet]:not([hidden])");
            return [path.dataset.katottg, sheet.querySelector(
                `.language[lang=${document.documentElement.lang}] h2`).textContent,
                document.querySelector("#here .status-box p").textContent.trim(),
                document.querySelectorAll("#here .status-box li").length];
        })"""
    )
    assert len(seen) == len(register.communities)
    for found, (katottg, name, said, rows) in zip(
        status_on(register, day).values(), seen, strict=True
    ):
        assert (katottg, rows) == (found.katottg, len(found.rows))
        assert name == Labels(register, t).community(katottg)
        parts = [t("on {day}", day=t.day(day))]
        began = since(register, katottg, day)
        if began:
            parts.append(t("since {day}", day=t.day(began)))
        if found.status == TerritoryStatus.PARTLY_OCCUPIED:
            parts.append(
                t(
                    "{occupied} of {total} settlements",
                    occupied=t.number(found.settlements_occupied),
                    total=t.number(found.settlements_total),
                )
            )
        assert said == f"{label(t, found.status)} {', '.join(parts)}"


# --- Details ---------------------------------------------------------------------------------


def test_a_community_by_click_and_by_keyboard(alone: Come, made: Write, register: Register) -> None:
    reader = alone("en")
    page = reader.open(made(View(lang="en")))
    reader.expect_drawn(len(register.projects))
    expect(details(page).locator("h2")).to_have_text(reader.t("Key figures"))
    # A community without symbols is hit where it is seen.
    named = {code for item in register.projects for code in item.communities}
    named |= {code for item in register.partnerships for code in item.communities}
    # Where a town is, its name may lie under the pointer and opens the town.
    for katottg, community in register.communities.items():
        if katottg in named or community.kind != CommunityKind.RURAL:
            continue
        path = page.locator(f'path.community[data-katottg="{katottg}"]')
        path.click()
        expect(details(page).locator("h2")).to_have_text(
            Labels(register, reader.t).community(katottg)
        )
        expect(page.locator("#here")).to_contain_text(
            reader.t("No records here match the filters.")
        )
        assert reader.said() == {"lang": ["en"], "place": [katottg]}
        expect(path).to_have_class(re.compile(r"\bselected\b"))
        break
    else:
        pytest.fail("every community has a record")
    page.locator("#close").click()
    expect(details(page).locator("h2")).to_have_text(reader.t("Key figures"))
    assert reader.said() == {"lang": ["en"]}

    busy = max(named & register.communities.keys(), key=lambda one: (len(here(register, one)), one))
    path = page.locator(f'path.community[data-katottg="{busy}"]')
    path.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#close")).to_be_visible()
    listed = page.locator("#here ul.records").last.locator("a")
    assert listed.evaluate_all("links => links.map(link => link.dataset.project)") == here(
        register, busy
    )
    expect(page.locator("#here h3").last).to_contain_text(str(len(here(register, busy))))
    # From there to a record, and by its link back to the community.
    listed.first.click()
    item = register.project(here(register, busy)[0])
    assert item is not None
    expect(details(page).locator("h2")).to_have_text(item.title_en)
    details(page).locator(f'a[data-place="{busy}"]').first.click()
    expect(details(page).locator("h2")).to_have_text(Labels(register, reader.t).community(busy))


def here(register: Register, katottg: str) -> list[str]:
    """The records of a community, in the order of the list."""
    rows = select(register, View()).rows.tolist()
    return [
        register.projects[row].id for row in rows if katottg in register.projects[row].communities
    ]


def test_what_is_not_in_the_file_is_named_without_a_link(
    alone: Come, made: Write, register: Register
) -> None:
    part = next(
        item
        for item in register.projects
        if item.parent_id and select(register, View(q=item.id)).count == 1
    )
    whole = register.project(part.parent_id or "")
    assert whole is not None
    reader = alone("en")
    page = reader.open(made(View(q=part.id, lang="en")), f"lang=en&project={part.id}")
    expect(details(page).locator("h2")).to_have_text(part.title_en)
    expect(details(page)).to_contain_text(whole.title_en)
    expect(details(page).get_by_role("link", name=whole.title_en)).to_have_count(0)
    # Nor does an address lead to it.
    page = reader.open(made(View(q=part.id, lang="en")), f"lang=en&project={whole.id}")
    reader.expect_drawn(1)
    expect(page.locator("#close")).to_be_hidden()


# --- Languages and addresses -----------------------------------------------------------------


def test_the_language_changes_and_the_choice_stays(
    alone: Come, made: Write, register: Register
) -> None:
    reader = alone()
    page = reader.open(made())
    view = View(sector=("water",), period=("after",))
    for value in ("water", "after"):
        page.locator(f"#filters input[value={value}]").check()
    page.locator("#asof").fill("2022-03-04")
    katottg = page.locator("path.community").nth(5).get_attribute("data-katottg") or ""
    path = page.locator(f'path.community[data-katottg="{katottg}"]')
    path.focus()
    page.keyboard.press("Enter")
    for language in ("en", "uk", "en"):
        t = translator(language)
        page.locator(f"[data-language={language}]").click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert reader.shown() == expected(register, view) | {"lang": language}
        name = Labels(register, t).community(katottg)
        expect(details(page).locator("h2")).to_have_text(name)
        expect(page.locator("#here .status-box")).to_contain_text(t.day(date(2022, 3, 4)))
        expect(page.locator("#count strong")).to_have_text(
            t("Shown: {n} of {all}", n=t.number(select(register, view).count),
              all=t.number(len(register.projects)))
        )  # fmt: skip
        expect(page.locator("#map")).to_have_attribute(
            "aria-label", t("Map of the communities (hromadas) of Luhansk oblast")
        )
        expect(path).to_have_attribute(
            "aria-label",
            re.compile(label(t, status_on(register, date(2022, 3, 4))[katottg].status)),
        )
        names = page.locator("#filters [data-facet=sector] .name").all_text_contents()
        assert names == sorted(names, key=t.sort_key)
        visible = page.locator("body").inner_text()
        assert translator("uk" if language == "en" else "en")("Clear the filters") not in visible
    assert reader.said() == {
        "lang": ["en"], "sector": ["water"], "period": ["after"],
        "asof": ["2022-03-04"], "place": [katottg],
    }  # fmt: skip


CHOICES = {
    "all that can be": "lang=en&asof=2022-03-04&part=list&project={project}"
    "&sector=water&kind=need&donor={donor}&donor={other}",
    "a settlement": "lang=uk&place={settlement}",
    "a partnership": "lang=en&part=partners&partnership={partnership}",
    "about": "lang=uk&part=about",
}


@pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES)
def test_an_address_restores_all(alone: Come, made: Write, register: Register, choice: str) -> None:
    donors = [code for code, n in select(register, View()).options["donor"].items() if n]
    hash_ = choice.format(
        project=register.projects[select(register, View(sector=("water",))).rows[0]].id,
        donor=donors[0],
        other=donors[1],
        settlement=next(item.settlement for item in register.projects if item.settlement),
        partnership=register.partnerships[2].id,
    )
    reader = alone()
    page = reader.open(made(), hash_)
    expect(page.locator("html")).to_have_attribute("lang", parse_qs(hash_)["lang"][0])
    assert reader.said() == parse_qs(hash_)
    before = picture(page)
    # In the same page another address takes the place of all that was chosen, and back.
    reader.turn_to("lang=uk")
    expect(page.locator("#close")).to_be_hidden()
    expect(page.locator("#map")).to_be_visible()
    assert reader.shown() == expected(register, View()) | {"lang": "uk"}
    expect(page.locator("#asof")).to_have_value(register.edition.isoformat())
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", parse_qs(hash_)["lang"][0])
    assert picture(page) == before


def picture(page: Page) -> dict[str, Any]:
    """What is to be seen."""
    found: dict[str, Any] = page.evaluate(
        f"""() => Object.assign(({SHOWN})(), {{
            text: document.body.innerText, asof: document.getElementById("asof").value,
            ticked: [...document.querySelectorAll("input:checked")].map(one => one.value),
            part: document.querySelector("[data-part][aria-current]").dataset.part,
        }})"""
    )
    return found


def test_what_a_page_was_made_with_can_be_left(
    alone: Come, made: Write, register: Register
) -> None:
    """The date and the part that it begins with are not those that an address leaves out."""
    view = View(lang="en", asof=date(2022, 3, 4))
    reader = alone("en")
    page = reader.open(made(view, partners=True))
    expect(page.locator("#partners-map")).to_be_visible()
    expect(page.locator("#asof")).to_have_value("2022-03-04")
    page.locator("[data-part=map]").click()
    page.locator("#asof").fill(register.edition.isoformat())
    expect(page.locator("#asof")).to_have_value(register.edition.isoformat())
    page = reader.open(made(view, partners=True), reader.fragment)
    expect(page.locator("#map")).to_be_visible()
    expect(page.locator("#asof")).to_have_value(register.edition.isoformat())
    # What was chosen by "?" can be closed.
    page = reader.open(f"{made()}?place={next(iter(register.communities))}")
    expect(page.locator("#close")).to_be_visible()
    page.locator("#close").click()
    expect(page.locator("#close")).to_be_hidden()
    page.wait_for_timeout(100)  # the address has changed, and the page has heard of it
    expect(page.locator("#close")).to_be_hidden()


# --- Partners; without scripts ---------------------------------------------------------------


def test_the_partners_part(alone: Come, made: Write, register: Register) -> None:
    reader = alone("en")
    page = reader.open(made(View(lang="en")))
    page.locator("[data-part=partners]").click()
    drawn = page.locator("path.partnership:visible")
    expect(page.locator("#partners-map")).to_have_attribute("data-shown", re.compile(r"[1-9]"))
    every = {item.id for item in register.partnerships}
    for sector in (None, "culture"):
        if sector:
            page.locator(f"#filters input[value={sector}]").check()
        view = View() if sector is None else View(sector=(sector,))
        chosen = select(register, view).partnerships
        expect(page.locator("#count")).to_have_text(
            reader.t("Partnerships: {n} of {all}", n=len(chosen), all=len(every))
        )
        on_map = set(drawn.evaluate_all("lines => lines.map(line => line.dataset.partnership)"))
        expect(page.locator("#partners-map")).to_have_attribute("data-shown", str(len(on_map)))
        assert on_map <= {item.id for item in chosen}
        counts = Counter(
            label(reader.t, item.kind) for item in chosen if item.id in on_map and item.kind
        )
        signs = page.locator("#legend li:has(.partner-sign)").evaluate_all(
            """signs => signs.map(sign => [sign.querySelector("b").textContent,
                sign.textContent.replace(sign.querySelector("b").textContent, "").trim()])"""
        )
        assert {name: int(number) for number, name in signs} == counts
    line = drawn.first
    line.focus()
    page.keyboard.press("Enter")
    item = next(
        one for one in register.partnerships if one.id == line.get_attribute("data-partnership")
    )
    expect(details(page).locator("h2")).to_have_text(item.title_en)
    assert reader.said()["partnership"] == [item.id]
    sources = details(page).locator(".sources li")
    expect(sources).to_have_count(len(item.sources))
    page.locator("#close").click()
    expect(page.locator("#close")).to_be_hidden()


def test_without_scripts_the_records_are_there(
    chromium: Browser, made: Write, register: Register
) -> None:
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(made(View(sector=("water",))))
    expect(page.locator("noscript p")).to_be_visible()
    rows = page.locator("#list [lang=uk] tbody tr:visible")
    wanted = expected(register, View(sector=("water",)))
    expect(rows).to_have_count(len(wanted["records"]) + len(wanted["partnerships"]))
    context.close()
