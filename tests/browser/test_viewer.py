"""The viewer as a file without any network, as a stage, and inside another site's page."""

from __future__ import annotations

import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Frame,
    Locator,
    Page,
    Request,
    expect,
)

from browser.driving import LOCALES, PATIENCE, App
from browser.test_hostile_data import EVALUATED, COMMUNITY, code, payloads, shown, write
from browser.test_reach import PHONE, violations
from projectmap.data.load import load
from projectmap.export.facts import facts
from projectmap.export.viewer import Asked, Mode, viewer
from projectmap.i18n import LANGUAGES, Translator, translator
from projectmap.model.codes import TerritoryStatus
from projectmap.model.labels import community_name, label
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.status import change_dates, since, status_on
from projectmap.query.story import steps_of
from projectmap.query.view import View

MADE = date(2026, 11, 22)
SITE = "https://example.org/map/"
ROOMS = ({"width": 1280, "height": 720}, {"width": 1920, "height": 1080})
READABLE = 18
"""Pixels of the lines' type on the smaller screen."""
FACETS = ("sector", "donor", "kind", "period")

SHOWN = """() => {
    const number = text => Number((/\\d[\\d\\s\\u00a0,]*/.exec(text) || ["-1"])[0].replace(/\\D/g, ""));
    const lang = document.documentElement.lang;
    const tables = [...document.querySelectorAll(`#list [lang=${lang}] tbody`)];
    const rows = tables.flatMap(table => [...table.rows]).filter(row => !row.hidden);
    return {
        count: number((document.querySelector("#count strong") || {textContent: ""}).textContent),
        periods: Object.fromEntries([...document.querySelectorAll("#count .period")].map(
            one => [one.className.replace("period period-", ""), number(one.textContent.split(":")[1])])),
        records: rows.map(row => row.querySelector("th a").dataset.project).filter(Boolean),
        partnerships: rows.map(row => row.querySelector("th a").dataset.partnership).filter(Boolean),
        lang: lang,
    };
}"""
LEGEND = """list => Object.fromEntries([...document.querySelectorAll(list + " .swatch")].map(
    sign => [/status-(\\w+)/.exec(sign.className)[1],
        Number(sign.parentElement.querySelector("b").textContent)]))"""


class Alone:
    """Somebody with a page, and no network at all."""

    def __init__(self, browser: Browser, language: str = "en", **options: Any) -> None:
        self.t: Translator = translator(language)
        self.heard: list[str] = []
        """Requests but for the page's own, what the console says, exceptions, dialogs."""
        self.own = ""
        settings = {
            "locale": LOCALES[language],
            "viewport": {"width": 1440, "height": 900},
            "reduced_motion": "reduce",
            "offline": True,
        }
        self.context: BrowserContext = browser.new_context(**(settings | options))
        self.context.set_default_timeout(PATIENCE)
        self.context.on("request", self._requested)
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.heard.append(str(error.error)))
        self.context.on("dialog", lambda dialog: self.heard.append(dialog.message))
        self.page: Page = self.context.new_page()

    def _requested(self, request: Request) -> None:
        address = request.url.partition("#")[0]
        if address != self.own and not address.startswith("data:"):
            self.heard.append(f"asked for {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        self.heard.append(f"{message.type}: {message.text}")

    def open(self, address: str, hash_: str = "") -> Page:
        """Open an address; with what stands after its ``#``, anew."""
        self.own = address
        if self.page.url != "about:blank":
            self.page.goto("about:blank")
        self.page.goto(f"{address}#{hash_}" if hash_ else address)
        return self.page

    def shown(self) -> dict[str, Any]:
        """What the page shows of the records: count, periods, rows of the list."""
        found: dict[str, Any] = self.page.evaluate(SHOWN)
        return found

    def said(self) -> dict[str, list[str]]:
        """What stands after the ``#``."""
        return parse_qs(urlsplit(self.page.url).fragment)

    def expect_drawn(self, number: int, which: str = "map") -> None:
        """Wait until a map shows so many records."""
        expect(self.page.locator(f"#{which}")).to_have_attribute("data-shown", str(number))


@pytest.fixture
def alone(chromium: Browser) -> Iterator[Callable[..., Alone]]:
    """Makes readers; none of them may have heard of anything but the page."""
    readers: list[Alone] = []

    def come(language: str = "en", **options: Any) -> Alone:
        readers.append(Alone(chromium, language, **options))
        return readers[-1]

    yield come
    for reader in readers:
        reader.context.close()
    assert not [line for reader in readers for line in reader.heard]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, register: Register) -> Callable[..., str]:
    """Writes the page of a view or a story; its address. Equal pages are written once."""
    folder = tmp_path_factory.mktemp("viewer")
    written: dict[Any, str] = {}

    def write_page(  # noqa: PLR0913 - as the page is asked for
        view: View = View(),  # noqa: B008 - frozen
        story: str | None = None,
        mode: Mode = Mode.EXPLORE,
        *,
        partners: bool = False,
        site: str | None = SITE,
        of: Register = register,
    ) -> str:
        key = (view, story, mode, partners, site, of.version)
        if key not in written:
            path = folder / f"{len(written)}.html"
            told = None if story is None else of.stories[story]
            path.write_text(viewer(Asked(of, view, told, mode, partners), MADE, site), "utf-8")
            written[key] = path.as_uri()
        return written[key]

    return write_page


def expected(register: Register, view: View) -> dict[str, Any]:
    """What a page must show of the records of a view."""
    found = select(register, view)
    return {
        "count": found.count,
        "records": [register.projects[row].id for row in found.rows.tolist()],
        "partnerships": [item.id for item in found.partnerships],
        "periods": {
            period.replace("_2022_02_24", ""): number
            for period, number in found.by_period.items()
            if select(register, View()).by_period[period]
        },
    }


def legend(register: Register, day: date) -> dict[str, int]:
    """How many communities have each status."""
    return dict(Counter(str(found.status) for found in status_on(register, day).values()))


# --- Exploring the file -----------------------------------------------------------------------


@pytest.mark.parametrize("facet", FACETS)
def test_each_filter_shows_what_select_finds(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register, facet: str
) -> None:
    reader = alone()
    page = reader.open(made())
    reader.expect_drawn(len(register.projects))
    assert reader.shown() == expected(register, View()) | {"lang": "uk"}
    found = page.evaluate(
        f"""async facet => {{
            const shown = {SHOWN}, all = {{}};
            const group = document.querySelector(`#filters [data-facet=${{facet}}]`);
            for (const box of group.querySelectorAll("input")) {{
                box.click();
                all[box.value] = shown();
                all[box.value].here = box.parentElement.querySelector("b").textContent;
                box.click();
            }}
            return all;
        }}""",
        facet,
    )
    used = {code for code, n in select(register, View()).options[facet].items() if n}
    assert found.keys() == used
    for value, seen in found.items():
        wanted = expected(register, replace(View(), **{facet: (value,)}))
        assert seen == wanted | {"lang": "uk", "here": str(wanted["count"])}, value
    assert reader.shown() == expected(register, View()) | {"lang": "uk"}


def test_filters_together_and_back_to_nothing(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register
) -> None:
    reader = alone()
    page = reader.open(made())
    chance = random.Random(24)  # noqa: S311 - the same choices in every run
    codes = {
        facet: sorted(code for code, n in select(register, View()).options[facet].items() if n)
        for facet in FACETS
    }
    views = [
        View(
            sector=tuple(sorted(chance.sample(codes["sector"], 3))),
            donor=tuple(sorted(chance.sample(codes["donor"], chance.choice([0, 5])))),
            kind=tuple(chance.sample(codes["kind"], chance.choice([0, 1]))),
            period=tuple(sorted(chance.sample(codes["period"], chance.choice([0, 2])))),
        )
        for _ in range(12)
    ]
    assert len({select(register, view).count for view in views}) > 4
    for view in views:
        chosen = [[facet, value] for facet in FACETS for value in getattr(view, facet)]
        found = page.evaluate(
            f"""chosen => {{
                chosen.forEach(([facet, value]) => document.querySelector(
                    `#filters [data-facet=${{facet}}] input[value="${{value}}"]`).click());
                return ({SHOWN})();
            }}""",
            chosen,
        )
        assert found == expected(register, view) | {"lang": "uk"}, view
        assert {key: value for key, value in reader.said().items() if key != "lang"} == {
            facet: list(getattr(view, facet)) for facet in FACETS if getattr(view, facet)
        }
        reader.expect_drawn(select(register, view).count)
        page.locator("#clear").click()
    expect(page.locator("#clear")).to_be_hidden()
    assert reader.shown() == expected(register, View()) | {"lang": "uk"}
    assert reader.said() == {"lang": ["uk"]}
    reader.expect_drawn(len(register.projects))


def test_a_page_of_a_filter_narrows_its_own_records(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register
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

    page = reader.open(made(View(q="нічого такого")))
    reader.expect_drawn(0)
    assert reader.shown()["count"] == 0
    expect(page.locator("#filters label")).to_have_count(0)
    page.locator("nav [data-part=list]").click()
    expect(page.locator("#list")).to_contain_text(
        translator("uk")("No record answers to the chosen filters.")
    )


# --- Status -----------------------------------------------------------------------------------


def test_dates_by_arrow_and_by_hand(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register
) -> None:
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

    around = {day + timedelta(days=step) for day in days for step in (-1, 1)}
    around |= {date(2011, 5, 9), date(2030, 1, 31), date(2024, 2, 29)}
    seen = page.evaluate(
        f"""days => days.map(day => {{
            const field = document.getElementById("asof"), legend = {LEGEND};
            field.value = day;
            field.dispatchEvent(new Event("change"));
            return [day, legend("#legend"), document.getElementById("status-line").textContent];
        }})""",
        sorted(day.isoformat() for day in around),
    )
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
        "As of the edition of {edition}; later amendments are not included.",
        edition=t.day(register.edition),
    )
    assert (later in line) == (day > register.edition)
    assert (t.day(register.act_date) in line) == (day < register.act_date)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_community_has_its_status_since_when(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register, language: str
) -> None:
    reader = alone(language)
    page = reader.open(made(), f"lang={language}")
    reader.expect_drawn(len(register.projects))
    t = reader.t
    for day in (register.edition, date(2022, 3, 4), date(2014, 4, 6)):
        page.locator("#asof").fill(day.isoformat())
        seen = page.locator("path.community").evaluate_all(
            """paths => paths.map(path => {
                path.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
                const sheet = document.querySelector("[data-sheet]:not([hidden])");
                return [path.dataset.katottg, sheet.querySelector(
                    `.tongue[lang=${document.documentElement.lang}] h2`).textContent,
                    document.querySelector("#here .status-box p").textContent.trim(),
                    document.querySelectorAll("#here .status-box li").length];
            })"""
        )
        assert len(seen) == len(register.communities)
        for found, (katottg, name, said, rows) in zip(
            status_on(register, day).values(), seen, strict=True
        ):
            assert (katottg, rows) == (found.katottg, len(found.rows))
            assert name == community_name(t, register.communities[katottg])
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


# --- Details ----------------------------------------------------------------------------------


def details(page: Page) -> Locator:
    """The details that are shown."""
    return page.locator("#side [data-sheet]:visible .tongue:visible")


def test_a_community_by_click_and_by_keyboard(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register
) -> None:
    reader = alone("en")
    page = reader.open(made(View(lang="en")))
    reader.expect_drawn(len(register.projects))
    expect(details(page).locator("h2")).to_have_text(reader.t("Key figures"))
    # A community without symbols is hit where it is seen.
    named = {code for item in register.projects for code in item.communities}
    named |= {code for item in register.partnerships for code in item.communities}
    for katottg in register.communities:
        if katottg in named:
            continue
        path = page.locator(f'path.community[data-katottg="{katottg}"]')
        path.click()
        expect(details(page).locator("h2")).to_have_text(
            community_name(reader.t, register.communities[katottg])
        )
        expect(page.locator("#here")).to_contain_text(
            reader.t("No record here answers to the chosen filters.")
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
    listed = page.locator("#here ul.records").first.locator("a")
    assert listed.evaluate_all("links => links.map(link => link.dataset.project)") == here(
        register, busy
    )
    expect(page.locator("#here h3").first).to_contain_text(str(len(here(register, busy))))
    # From there to a record, and by its link back to the community.
    listed.first.click()
    item = register.project(here(register, busy)[0])
    assert item is not None
    expect(details(page).locator("h2")).to_have_text(item.title_en)
    details(page).locator(f'a[data-place="{busy}"]').first.click()
    expect(details(page).locator("h2")).to_have_text(
        community_name(reader.t, register.communities[busy])
    )


def here(register: Register, katottg: str) -> list[str]:
    """The records of a community, in the order of the list."""
    rows = select(register, View()).rows.tolist()
    return [
        register.projects[row].id for row in rows if katottg in register.projects[row].communities
    ]


def test_each_record_has_its_details_and_sources(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register
) -> None:
    reader = alone("en")
    page = reader.open(made(View(lang="en"), partners=True), "lang=en&part=list")
    seen = page.evaluate(
        """() => [...document.querySelectorAll("#list [lang=en] tbody th a")].map(link => {
            link.click();
            const sheets = [...document.querySelectorAll("[data-sheet]:not([hidden])")];
            const told = sheets[0].querySelector("[lang=en]");
            return [link.dataset.project || link.dataset.partnership, sheets.length,
                told.querySelector("h2").textContent,
                [...told.querySelectorAll(".sources li a")].map(one => one.getAttribute("href"))];
        })"""
    )
    items = [register.projects[row] for row in select(register, View()).rows.tolist()]
    both = [*items, *register.partnerships]
    assert [one[0] for one in seen] == [item.id for item in both]
    for item, (_, sheets, title, sources) in zip(both, seen, strict=True):
        assert (sheets, title) == (1, item.title_en)
        assert sources == [source.url for source in item.sources if source.url]


def test_what_is_not_in_the_file_is_named_without_a_link(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register
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


# --- Languages, addresses ---------------------------------------------------------------------


def test_the_language_changes_and_the_choice_stays(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register
) -> None:
    reader = alone()
    page = reader.open(made())
    view = View(sector=("water",), period=("undated",))
    for value in ("water", "undated"):
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
        name = community_name(t, register.communities[katottg])
        expect(details(page).locator("h2")).to_have_text(name)
        expect(page.locator("#here .status-box")).to_contain_text(t.day(date(2022, 3, 4)))
        expect(page.locator("#count strong")).to_have_text(
            t("Shown: {n} of {all}", n=t.number(select(register, view).count),
              all=t.number(len(register.projects)))
        )  # fmt: skip
        expect(page.locator("#map")).to_have_attribute(
            "aria-label", t("Map of the communities of Luhansk oblast")
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
        "lang": ["en"], "sector": ["water"], "period": ["undated"],
        "asof": ["2022-03-04"], "place": [katottg],
    }  # fmt: skip


CHOICES = {
    "all that can be": "lang=en&asof=2022-03-04&part=list&project={project}&sector=water&kind=need&donor={donor}&donor={other}",
    "a settlement": "lang=uk&place={settlement}",
    "a partnership": "lang=en&part=partners&partnership={partnership}",
    "about": "lang=uk&part=about",
}


@pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES)
def test_an_address_opened_anew_restores_all(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register, choice: str
) -> None:
    donors = [code for code, n in select(register, View()).options["donor"].items() if n]
    hash_ = choice.format(
        project=select(register, View(sector=("water",))).rows.tolist()
        and register.projects[select(register, View(sector=("water",))).rows[0]].id,
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
    again = reader.open(made(), urlsplit(page.url).fragment)
    assert picture(again) == before
    # In the same page, too: another address takes the place of all that was chosen.
    again.evaluate("() => { location.hash = 'lang=uk' }")
    expect(again.locator("#close")).to_be_hidden()
    expect(again.locator("#map")).to_be_visible()
    assert reader.shown() == expected(register, View()) | {"lang": "uk"}
    expect(again.locator("#asof")).to_have_value(register.edition.isoformat())
    again.go_back()
    expect(again.locator("html")).to_have_attribute("lang", parse_qs(hash_)["lang"][0])
    assert picture(again) == before


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
    alone: Callable[..., Alone], made: Callable[..., str], register: Register
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
    page = reader.open(made(view, partners=True), urlsplit(page.url).fragment)
    expect(page.locator("#map")).to_be_visible()
    expect(page.locator("#asof")).to_have_value(register.edition.isoformat())
    # What was chosen by "?" can be closed.
    page = reader.open(f"{made()}?place={next(iter(register.communities))}")
    expect(page.locator("#close")).to_be_visible()
    page.locator("#close").click()
    expect(page.locator("#close")).to_be_hidden()
    page.wait_for_timeout(100)  # the address has changed, and the page has heard of it
    expect(page.locator("#close")).to_be_hidden()


# --- Partners ---------------------------------------------------------------------------------


def test_the_partners_part(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register
) -> None:
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
    # The places that partners have on the map of communities count the same.
    page.locator("#close").click()
    expect(page.locator("#close")).to_be_hidden()


# --- The stage --------------------------------------------------------------------------------

TOLD = """() => {
    const text = one => one ? one.textContent : "";
    const panel = document.getElementById("stage-panel");
    const drawn = [...document.querySelectorAll("#stage-map .map:not([hidden])")];
    return {
        step: text(document.getElementById("stage-count")),
        story: text(panel.querySelector(".story-name")),
        title: text(panel.querySelector("h2")),
        lines: [...panel.querySelectorAll(".lines p")].map(text),
        figures: [...panel.querySelectorAll("dl")].map(list => [...list.children].map(row => [
            row.querySelector("dt").firstChild.textContent, text(row.querySelector("dd")),
            text(row.querySelector("small"))])),
        code: panel.querySelectorAll("figure img").length,
        map: drawn.map(one => one.id).join(" "),
        foot: text(document.getElementById("stage-foot")),
    };
}"""


def on_stage(page: Page) -> dict[str, Any]:
    """What the stage says."""
    found: dict[str, Any] = page.evaluate(TOLD)
    return found


def expected_step(
    register: Register, story: str, at: int, turn: int, t: Translator
) -> dict[str, Any]:
    """What the stage must say of a step on one of its dates; but for its foot."""
    told = register.stories[story]
    step, view = told.steps[at], steps_of(register, told, View())[at][turn]
    groups = [facts(register, view, t, group) for group in step.facts]
    last = at == len(told.steps) - 1
    return {
        "step": f"{at + 1} / {len(told.steps)}",
        "story": (t.pick(told.title_uk, told.title_en) or "") if at == 0 else "",
        "title": t.pick(step.title_uk, step.title_en),
        "lines": [*(step.lines_uk if t.language == "uk" else step.lines_en)],
        "figures": [
            [[one.label, one.value, one.note] for one in group] for group in groups if group
        ],
        "code": int(last),
        "map": "map" if step.map == "communities" else "partners-map",
    }


def expect_step(
    page: Page, register: Register, story: str, at: int, turn: int, t: Translator
) -> None:
    """The stage says and draws a step on one of its dates."""
    seen = on_stage(page)
    foot = seen.pop("foot")
    assert seen == expected_step(register, story, at, turn, t)
    told = register.stories[story]
    view = steps_of(register, told, View())[at][turn]
    day = view.asof or register.edition
    assert t("Status on {day}", day=t.day(day)) in foot
    assert t.day(register.edition) in foot
    selection = select(register, view)
    if told.steps[at].map == "communities":
        expect(page.locator("#map")).to_have_attribute("data-shown", str(selection.count))
        expect(page.locator("#map")).to_have_attribute("data-layers", " ".join(view.layer))
        assert page.evaluate(LEGEND, "#stage-legend") == legend(register, day)
        drawn = page.locator("path.community").evaluate_all(
            "paths => paths.map(path => /status-(\\w+)/.exec(path.getAttribute('class'))[1])"
        )
        assert dict(Counter(drawn)) == legend(register, day)
    else:
        expect(page.locator("#partners-map")).to_have_attribute("data-shown", re.compile(r"[1-9]"))


def turns(register: Register, story: str) -> list[tuple[int, int]]:
    """Each step and date of a story, in the order of telling."""
    views = steps_of(register, register.stories[story], View())
    return [(at, turn) for at, dates in enumerate(views) for turn in range(len(dates))]


@pytest.mark.parametrize(("story", "language"), [("oblast", "uk"), ("aidarska", "en")])
def test_presenting_a_story_with_the_keyboard(
    alone: Callable[..., Alone],
    made: Callable[..., str],
    register: Register,
    story: str,
    language: str,
) -> None:
    reader = alone(language)
    t, order = reader.t, turns(register, story)
    page = reader.open(made(View(lang=language), story))
    expect(page.locator("#stage")).to_be_hidden()
    page.get_by_role("button", name=t("Present"), exact=True).click()
    expect(page.locator("#page")).to_be_hidden()
    expect_step(page, register, story, 0, 0, t)
    # Forward through the dates of each step, and back, by each of the keys that do so.
    forward, back = ("ArrowRight", "PageDown", " ", "Enter"), ("ArrowLeft", "PageUp", "Shift+ ")
    for number, (at, turn) in enumerate(order[1:]):
        page.keyboard.press(forward[number % len(forward)])
        expect_step(page, register, story, at, turn, t)
    page.keyboard.press("ArrowRight")
    expect_step(page, register, story, *order[-1], t)
    expect(page.locator("#stage-next")).to_be_disabled()
    for number, (at, turn) in enumerate(order[-2::-1]):
        page.keyboard.press(back[number % len(back)])
        expect_step(page, register, story, at, turn, t)
    page.keyboard.press("ArrowLeft")
    expect_step(page, register, story, 0, 0, t)
    expect(page.locator("#stage-previous")).to_be_disabled()
    page.keyboard.press("End")
    expect_step(page, register, story, order[-1][0], 0, t)
    page.keyboard.press("Home")
    expect_step(page, register, story, 0, 0, t)
    page.keyboard.press("3")
    expect_step(page, register, story, 2, 0, t)
    assert reader.said()["step"] == ["3"]

    # Dark, blank, help, language.
    page.keyboard.press("d")
    expect(page.locator("body")).to_have_class(re.compile("dark"))
    assert reader.said()["theme"] == ["dark"]
    for key in ("b", "."):
        page.keyboard.press(key)
        expect(page.locator("#blank")).to_be_visible()
        page.keyboard.press("ArrowRight")  # any key ends it, and does nothing else
        expect(page.locator("#blank")).to_be_hidden()
        expect_step(page, register, story, 2, 0, t)
    page.keyboard.press("h")
    expect(page.locator("#stage-keys")).to_contain_text("Esc")
    page.keyboard.press("h")
    expect(page.locator("#stage-keys")).to_be_hidden()
    other = translator("en" if language == "uk" else "uk")
    page.keyboard.press("l")
    expect(page.locator("html")).to_have_attribute("lang", other.language)
    expect_step(page, register, story, 2, 0, other)
    page.keyboard.press("l")
    # The same step opened anew.
    said = urlsplit(page.url).fragment
    page.keyboard.press("Escape")
    expect(page.locator("#stage")).to_be_hidden()
    expect(page.locator("#page #map")).to_be_visible()
    reader.expect_drawn(
        select(register, View()).count
        if story == "oblast"
        else len(
            page.evaluate("() => JSON.parse(document.getElementById('data').textContent).records")
        )
    )
    page = reader.open(made(View(lang=language), story), said)
    expect_step(page, register, story, 2, 0, t)
    expect(page.locator("body")).to_have_class(re.compile("dark"))


def test_another_date_on_the_stage(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register
) -> None:
    reader = alone("en")
    t = reader.t
    page = reader.open(made(View(lang="en"), "oblast", Mode.STAGE))
    expect_step(page, register, "oblast", 0, 0, t)
    days = [*(day for day in change_dates(register) if day < register.edition), register.edition]
    first = days.index(
        steps_of(register, register.stories["oblast"], View())[0][0].asof or days[-1]
    )
    for day in days[first + 1 :]:
        page.keyboard.press("ArrowUp")
        assert page.evaluate(LEGEND, "#stage-legend") == legend(register, day)
        seen = on_stage(page)
        assert t("Status on {day}", day=t.day(day)) in seen["foot"]
        said = {name: value for name, value, _ in seen["figures"][0]}
        counted = {
            label(t, TerritoryStatus(code)): t.number(n)
            for code, n in legend(register, day).items()
        }
        assert counted.items() <= said.items()
        assert set(said.values()) - set(counted.values()) <= {
            t.day(day),
            t.number(len(register.communities)),
        }
    page.keyboard.press("ArrowUp")
    assert t.day(register.edition) in on_stage(page)["foot"]
    page.keyboard.press("ArrowDown")
    assert page.evaluate(LEGEND, "#stage-legend") == legend(register, days[-2])
    # The next step, or date of the step, is as it was made.
    page.keyboard.press("ArrowRight")
    expect_step(page, register, "oblast", 0, 1, t)


@pytest.mark.parametrize("site", [None, "http://127.0.0.1:8501/"])
def test_no_code_where_nobody_could_open_it(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register, site: str | None
) -> None:
    reader = alone("en")
    page = reader.open(made(View(lang="en"), "oblast", Mode.STAGE, site=site))
    page.keyboard.press("End")
    assert on_stage(page)["step"] == "5 / 5"
    expect(page.locator("#stage-panel figure")).to_have_count(0)


def test_buttons_and_a_typed_number(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register
) -> None:
    reader = alone("en")
    page = reader.open(made(View(lang="en"), "water", Mode.STAGE), "lang=en&step=7")
    expect_step(page, register, "water", 6, 0, reader.t)
    page.get_by_role("button", name=reader.t("Previous step")).click()
    expect_step(page, register, "water", 5, 0, reader.t)
    page.keyboard.press(" ")  # on a button, the blank presses it
    expect_step(page, register, "water", 4, 0, reader.t)
    page.get_by_role("button", name=reader.t("Next step")).click()
    expect_step(page, register, "water", 5, 0, reader.t)
    page.get_by_role("button", name=reader.t("Dark or light")).click()
    expect(page.locator("body")).to_have_class(re.compile("dark"))
    page.keyboard.press("Escape")  # a stage alone has nothing to go back to
    expect(page.locator("#stage")).to_be_visible()
    expect(page.locator("#stage-leave")).to_be_hidden()
    # A click on the map chooses nothing while something is told.
    page.locator("path.community").first.dispatch_event("click")
    page.keyboard.press("9")
    expect_step(page, register, "water", 6, 0, reader.t)


OVERFLOWING = """() => {
    const found = [], box = one => one.getBoundingClientRect();
    const panel = document.getElementById("stage-panel"), inner = box(panel);
    if (panel.scrollHeight > panel.clientHeight) found.push("the panel overflows");
    if (document.documentElement.scrollWidth > innerWidth) found.push("sideways");
    const name = one => `${one.tagName} ${one.id} ${one.className} ${one.textContent.slice(0, 40)}`;
    document.querySelectorAll("#stage *").forEach(one => {
        if (one.closest(".leaflet-map-pane, [hidden]")) return;
        const at = box(one);
        if (!at.width || !at.height) return;
        if (at.left < -1 || at.top < -1 || at.right > innerWidth + 1 || at.bottom > innerHeight + 1)
            found.push("outside: " + name(one));
        if (panel.contains(one) && (at.right > inner.right + 1 || at.bottom > inner.bottom + 1))
            found.push("out of the panel: " + name(one));
        if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth && panel.contains(one))
            found.push("cut off: " + name(one));
    });
    const text = document.createRange();
    text.selectNodeContents(document.getElementById("stage-foot"));
    const foot = text.getBoundingClientRect(), first = box(document.getElementById("stage-previous"));
    if (foot.right > first.left && foot.bottom > first.top && first.width && innerWidth > 800)
        found.push("the foot runs into the buttons");
    const map = box(document.getElementById("stage-map")), key = box(document.getElementById("stage-legend"));
    if (key.top < map.top || key.height > map.height * 0.6) found.push("the legend covers the map");
    const covered = at => at.left < key.right && at.right > key.left && at.top < key.bottom && at.bottom > key.top;
    const out = at => at.left < map.left - 1 || at.right > map.right + 1 || at.top < map.top - 1 || at.bottom > map.bottom + 1;
    const chosen = [...document.querySelectorAll("#map:not([hidden]) path.community.selected")];
    const all = [...document.querySelectorAll("#map:not([hidden]) path.community")];
    (chosen.length ? chosen : all).map(box).forEach(at => {
        if (out(at)) found.push("a community is off the map");
        if (chosen.length && covered(at)) found.push("a community is under the legend");
    });
    [...document.querySelectorAll("#partners-map:not([hidden]) path.end")].map(box).filter(at => at.width)
        .forEach(at => { if (out(at) || covered(at)) found.push("a partner's place is hidden"); });
    const sizes = [...panel.querySelectorAll(".lines p")].map(one => parseFloat(getComputedStyle(one).fontSize));
    return [found, Math.min(...sizes, 99), Math.min(...[...panel.querySelectorAll("*")].map(
        one => parseFloat(getComputedStyle(one).fontSize)))];
}"""


@pytest.mark.parametrize("story", ["aidarska", "oblast", "water"])
def test_every_step_can_be_read_from_the_back_of_the_room(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register, story: str
) -> None:
    reader = alone("uk", viewport=ROOMS[0])
    page = reader.open(made(View(lang="uk"), story, Mode.STAGE))
    page.evaluate("() => document.fonts.ready")
    wrong = []
    for room in ROOMS:
        page.set_viewport_size(room)  # type: ignore[arg-type]
        page.keyboard.press("Home")
        for number, (at, turn) in enumerate(turns(register, story)):
            if number:
                page.keyboard.press("ArrowRight")
            for _ in LANGUAGES:
                page.keyboard.press("l")
                where = (
                    f"{room['height']} {page.locator('html').get_attribute('lang')} {at + 1}.{turn}"
                )
                found, lines, least = page.evaluate(OVERFLOWING)
                wrong += [f"{where}: {one}" for one in found]
                if lines < READABLE * room["height"] / ROOMS[0]["height"]:
                    wrong.append(f"{where}: lines of {lines:.1f} px")
                if least < 11:
                    wrong.append(f"{where}: type of {least:.1f} px")
    assert not wrong, "\n".join(wrong)


def test_the_first_step_fits_as_soon_as_its_type_is_there(
    alone: Callable[..., Alone], made: Callable[..., str]
) -> None:
    reader = alone("uk", viewport=ROOMS[0])
    for story in ("aidarska", "oblast", "water"):
        page = reader.open(made(View(lang="uk"), story, Mode.STAGE))
        page.evaluate("() => document.fonts.ready")
        page.wait_for_timeout(50)
        assert page.evaluate(OVERFLOWING)[0] == []
        before = page.evaluate("() => document.getElementById('stage-panel').style.cssText")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Home")
        assert page.evaluate("() => document.getElementById('stage-panel').style.cssText") == before


# --- From the server --------------------------------------------------------------------------


class _Host(SimpleHTTPRequestHandler):
    """Another site, whose only page shows the map inside."""

    page = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page if self.path == "/" else b"")

    def log_message(self, *_: Any) -> None:
        """Nothing: tests tell what they see."""


@contextmanager
def other_site() -> Iterator[tuple[str, type[_Host]]]:
    """Another site on a port of its own, so of another origin; its page is still to be set."""
    handler = type("Host", (_Host,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def framed(app: App, query: str) -> bytes:
    """A page that shows the embedded map."""
    return (
        f'<!DOCTYPE html><title>Host</title><iframe src="{app.url}/embed/map?{query}" '
        'title="Map" width="900" height="640" style="border:0"></iframe>'
    ).encode()


def inner_frame(page: Page) -> Frame:
    """What the page of the other site shows inside."""
    found = page.locator("iframe").element_handle().content_frame()
    assert found is not None
    return found


def test_embedded_where_the_settings_name_the_site(
    alone: Callable[..., Alone],
    app: App,
    register: Register,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with other_site() as (address, host):
        monkeypatch.setenv("PROJECTMAP_EMBED_SITES", f"https://example.org {address}")
        named = App(tmp_path / "log.txt")
        try:
            host.page = framed(named, "sector=water&lang=en")
            expect_embedded(alone, named, register, address)
            host.page = framed(app, "sector=water&lang=en")
            expect_refused(alone, app, address)
            expect_whole_story_without_a_server(alone, named, register)
        finally:
            named.stop()


def visit_host(alone: Callable[..., Alone], app: App, address: str) -> Alone:
    """Somebody at the other site; a request to any third one would be heard of."""
    reader = alone("en", offline=False)
    reader.open(address + "/")
    reader.heard = [line for line in reader.heard if app.url not in line and "favicon" not in line]
    return reader


def expect_embedded(
    alone: Callable[..., Alone], app: App, register: Register, address: str
) -> None:
    """The map alone, of its filter; and a card for what is clicked, with the way to the site."""
    reader = visit_host(alone, app, address)
    page, t = reader.page, reader.t
    frame = inner_frame(page)
    found = select(register, View(sector=("water",)))
    expect(frame.locator("#map")).to_have_attribute("data-shown", str(found.count))
    expect(frame.locator("#count strong")).to_have_text(
        t("Shown: {n} of {all}", n=found.count, all=found.count)
    )
    for nothing in ("#filters", "#list", "#about", "#present", "nav"):
        expect(frame.locator(nothing)).to_have_count(0)
    for hidden in ("#partners-map", "#stage", "#day"):
        expect(frame.locator(hidden)).to_be_hidden()
    assert frame.evaluate(LEGEND, "#legend") == legend(register, register.edition)
    link = frame.locator("#told a")
    expect(link).to_have_attribute("href", f"{app.url}/?sector=water&lang=en")
    expect(link).to_have_attribute("target", "_blank")

    path = frame.locator("path.community").nth(3)
    katottg = path.get_attribute("data-katottg") or ""
    path.dispatch_event("click")
    status = status_on(register, register.edition)[katottg].status
    expect(frame.locator("#told h2")).to_have_text(register.communities[katottg].name_en)
    expect(frame.locator("#told .status-box b")).to_have_text(label(t, status))
    expect(link).to_have_attribute("href", f"{app.url}/?sector=water&lang=en&place={katottg}")
    box, whole = frame.locator("#side").bounding_box(), page.locator("iframe").bounding_box()
    assert box is not None
    assert whole is not None
    assert box["y"] + box["height"] <= whole["y"] + whole["height"]
    frame.locator("[data-language=uk]").click()
    expect(link).to_have_text(translator("uk")("Open on the whole map"))
    frame.locator("#close").click()
    expect(frame.locator("#told h2")).to_have_count(0)
    assert page.url == address + "/"
    assert frame.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def expect_refused(alone: Callable[..., Alone], app: App, address: str) -> None:
    """A browser does not show the map of a site whose settings name no others."""
    reader = alone("en", offline=False)
    reader.open(address + "/")
    frame = inner_frame(reader.page)
    assert frame.url.startswith("chrome-error:")
    refused = [line for line in reader.heard if "frame-ancestors" in line]
    assert refused
    reader.heard.clear()


def expect_whole_story_without_a_server(
    alone: Callable[..., Alone], app: App, register: Register
) -> None:
    """Once it is open, the stage needs nobody: neither for steps, dates nor languages."""
    reader = alone("en", offline=False)
    view = alone("uk", offline=False)
    page = reader.open(f"{app.url}/stage?story=oblast&step=3&lang=en&theme=dark")
    expect_step_of_server(page, register, 2, 0, reader.t)
    expect(page.locator("body")).to_have_class(re.compile("dark"))
    one = view.open(f"{app.url}/stage?sector=water&lang=uk&asof=2022-03-04")
    for someone in (reader, view):
        assert [line for line in someone.heard if "favicon" not in line] == []
        someone.heard.clear()
    app.stop()
    page.keyboard.press("d")
    expect(page.locator("body")).not_to_have_class(re.compile("dark"))
    page.keyboard.press("Home")
    for number, (at, turn) in enumerate(turns(register, "oblast")):
        if number:
            page.keyboard.press("ArrowRight")
        for language in ("uk", "en"):
            page.keyboard.press("l")
            expect_step_of_server(page, register, at, turn, translator(language))
    page.keyboard.press("2")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#stage-foot")).not_to_contain_text(
        reader.t("Status on {day}", day=reader.t.day(register.edition))
    )
    expect(page.locator("body")).not_to_have_class(re.compile("dark"))

    t, day = view.t, date(2022, 3, 4)
    seen = on_stage(one)
    found = select(register, View(sector=("water",)))
    assert (seen["step"], seen["story"], seen["code"]) == ("1 / 1", "", 0)
    assert t("Status on {day}", day=t.day(day)) in seen["foot"]
    expect(one.locator("#map")).to_have_attribute("data-shown", str(found.count))
    assert one.evaluate(LEGEND, "#stage-legend") == legend(register, day)
    records = {name: value for name, value, _ in seen["figures"][0]}
    assert records[t("Records")] == t.number(found.count)
    assert one.evaluate(OVERFLOWING)[0] == []


def expect_step_of_server(
    page: Page, register: Register, at: int, turn: int, t: Translator
) -> None:
    """As of the file; on this machine's address no telephone could open the code."""
    seen = on_stage(page)
    seen.pop("foot")
    assert seen == expected_step(register, "oblast", at, turn, t) | {"code": 0}


# --- Hostile data, and those who cannot see or have a small screen ----------------------------


def test_hostile_texts_are_shown_and_never_run(
    alone: Callable[..., Alone], made: Callable[..., str], tmp_path: Path
) -> None:
    proof = tmp_path / "evaluated"
    texts = payloads(proof)
    hostile = load(write(tmp_path / "geodata", texts))
    reader = alone("en")
    page = reader.open(made(View(lang="en"), of=hostile))
    reader.expect_drawn(2 * len(texts))

    def harmless() -> None:
        assert page.evaluate("() => window.__pwned") is None
        assert EVALUATED not in page.evaluate("() => document.body.innerText")
        assert not proof.exists()

    for number, text in enumerate(texts):
        page.locator("[data-part=list]").click()
        link = page.locator(f'#list [lang=en] a[data-project="H-{number}"]').first
        assert shown(text) in shown(link.inner_text())
        link.click()
        expect(details(page).locator("h2")).to_have_text(shown(text))
        for fact in range(5):
            assert shown(text) in shown(details(page).locator("dd").nth(fact).inner_text())
        assert shown(text) in shown(details(page).locator(".sources li").inner_text())
        page.locator("[data-part=map]").click()
        path = page.locator(f'path.community[data-katottg="{code(number, COMMUNITY)}"]')
        assert shown(text) in shown(path.get_attribute("aria-label") or "")
        path.focus()
        page.keyboard.press("Enter")
        assert shown(text) in shown(details(page).locator("h2").inner_text())
        page.locator("#here .status-box summary").click()
        assert shown(text) in shown(page.locator("#here .status-box li").inner_text())
        for item in page.locator("#here ul.records").all():
            assert shown(text) in shown(item.inner_text())
        harmless()
    names = page.locator("#filters [data-facet=sector] .name").all_inner_texts()
    assert {shown(name) for name in names} == {shown(text) for text in texts}
    page.locator("[data-part=partners]").click()
    aloud = page.locator("path.partnership").evaluate_all(
        "lines => lines.map(line => line.getAttribute('aria-label'))"
    )
    assert all(any(shown(text) in shown(one) for one in aloud) for text in texts)
    # A settlement's place, whose text names the community; as in the pages, and in a card.
    for mode in (Mode.EXPLORE, Mode.EMBED):
        for number, text in enumerate(texts):
            place = code(number, 3)
            page = reader.open(
                made(View(lang="en"), mode=mode, of=hostile), f"lang=en&place={place}"
            )
            expect(page.locator("#told h2")).to_be_visible()
            assert shown(page.locator("#told h2").inner_text()) == shown(text)
            if mode is Mode.EXPLORE:
                assert shown(page.locator("#told .kicker").inner_text()) == shown(
                    reader.t("settlement of the {name} community", name=text)
                )
            harmless()
    page = reader.open(made(View(lang="en", q=texts[0][:60]), mode=Mode.STAGE, of=hostile))
    expect(page.locator("#stage-panel h2")).to_contain_text(shown(texts[0])[:50])
    harmless()
    assert page.evaluate(OVERFLOWING)[0] == []


LOOKS = {
    "map": (Mode.EXPLORE, None, "asof=2022-03-04&place=UA44140090000072167"),
    "partners": (Mode.EXPLORE, "oblast", "part=partners&partnership=R003"),
    "list": (Mode.EXPLORE, None, "part=list&project=LUH-001"),
    "about": (Mode.EXPLORE, "water", "part=about&sector=water"),
    "stage": (Mode.STAGE, "oblast", "step=1"),
    "stage of partners": (Mode.STAGE, "oblast", "step=3"),
    "dark stage": (Mode.STAGE, "oblast", "step=5&theme=dark"),
    "dark stage of partners": (Mode.STAGE, "oblast", "step=3&theme=dark"),
    "embedded": (Mode.EMBED, None, ""),
    "embedded, with a card": (Mode.EMBED, None, "place=UA44140090000072167"),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_axe_finds_nothing_serious(
    alone: Callable[..., Alone], made: Callable[..., str], look: tuple[Mode, str | None, str]
) -> None:
    mode, story, hash_ = look
    found = []
    reader = alone("en")
    for language in LANGUAGES:
        page = reader.open(made(View(), story, mode), f"lang={language}&{hash_}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        drawn = (
            "#partners-map" if "of partners" in str(hash_) or "part=partners" in hash_ else "#map"
        )
        if "part=" not in hash_ and "step=3" not in hash_:
            expect(page.locator(drawn)).to_have_attribute("data-shown", re.compile(r"\d"))
        found += [f"{language}: {line}" for line in violations(page.main_frame)]
    assert not found, "\n".join(found)


WIDE = """() => {
    const beyond = [...document.querySelectorAll("body *")].filter(one => {
        const box = one.getBoundingClientRect();
        if (!box.width || !box.height || box.right <= innerWidth + 1) return false;
        for (let at = one; at && at !== document.documentElement; at = at.parentElement)
            if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return false;
        return !one.closest(".sr-only, .leaflet-map-pane, canvas");
    });
    return [document.documentElement.scrollWidth, beyond.map(one => one.outerHTML.slice(0, 120))];
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_nothing_is_wider_than_the_screen(
    alone: Callable[..., Alone], made: Callable[..., str], register: Register, language: str
) -> None:
    reader = alone(language, viewport=PHONE, is_mobile=True, has_touch=True)
    for hash_ in ("", "part=partners", "part=list&project=LUH-001", "part=about",
                  "place=UA44140090000072167"):  # fmt: skip
        page = reader.open(made(View(), "oblast"), f"lang={language}&{hash_}")
        width, beyond = page.evaluate(WIDE)
        assert (width, beyond) == (PHONE["width"], []), hash_
    for story in ("aidarska", "oblast", "water"):
        page = reader.open(made(View(), story, Mode.STAGE), f"lang={language}")
        for number, (at, turn) in enumerate(turns(register, story)):
            if number:
                page.keyboard.press("ArrowRight")
            width, beyond = page.evaluate(WIDE)
            assert (width, beyond) == (PHONE["width"], []), (story, at, turn)
            assert page.evaluate("() => document.getElementById('stage-map').offsetHeight") > 200
            expect(page.locator("#stage-next")).to_be_in_viewport()
    page = reader.open(made(View(), mode=Mode.EMBED), f"lang={language}&place=UA44140090000072167")
    assert page.evaluate(WIDE) == [PHONE["width"], []]


def test_without_scripts_the_records_are_there(
    chromium: Browser, made: Callable[..., str], register: Register
) -> None:
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(made(View(sector=("water",))))
    expect(
        page.get_by_text(
            translator("uk")("This map needs scripts. Without them, the records are listed below.")
        )
    ).to_be_visible()
    rows = page.locator("#list [lang=uk] tbody tr:visible")
    wanted = expected(register, View(sector=("water",)))
    expect(rows).to_have_count(len(wanted["records"]) + len(wanted["partnerships"]))
    context.close()
