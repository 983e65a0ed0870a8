"""Looking at the viewer: somebody with a page and no network, and what the page must show."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import parse_qs

from playwright.sync_api import Locator, Page, expect

from browser.driving import Contexts, Guest
from projectmap.content.figures import figures
from projectmap.i18n import Translator
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.status import status_on
from projectmap.query.story import steps_of
from projectmap.query.view import View

SITE = "https://example.org/map/"


MADE = date(2026, 11, 22)


ROOMS = ({"width": 1280, "height": 720}, {"width": 1920, "height": 1080})


RECORDS = "() => JSON.parse(document.getElementById('data').textContent).records"
"""The records that a page holds."""


SHOWN = """() => {
    const number = text => {
        const found = /\\d[\\d\\s\\u00a0,]*/.exec(text);
        return found ? Number(found[0].replace(/\\D/g, "")) : null;
    };
    const lang = document.documentElement.lang;
    const tables = [...document.querySelectorAll(`#list [lang=${lang}] tbody`)];
    const rows = tables.flatMap(table => [...table.rows]).filter(row => !row.hidden);
    const all = name => rows.map(row => row.querySelector("th a").dataset[name]).filter(Boolean);
    return {
        count: number((document.querySelector("#count strong") || {textContent: ""}).textContent),
        periods: Object.fromEntries([...document.querySelectorAll("#count .period")].map(
            one => [one.className.replace("period period-", ""),
                number(one.textContent.split(":")[1])])),
        records: all("project"),
        partnerships: all("partnership"),
        lang: lang,
    };
}"""
"""The count, those of periods, and the rows of the list."""


LEGEND = """list => Object.fromEntries([...document.querySelectorAll(list + " .swatch")].map(
    sign => [/status-(\\w+)/.exec(sign.className)[1],
        Number(sign.parentElement.querySelector("b").textContent)]))"""
"""How many communities have each status, in a list of signs."""


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
"""What the stage says."""


OVERFLOWING = """() => {
    const found = [], box = one => one.getBoundingClientRect();
    const find = name => document.getElementById("stage-" + name), panel = find("panel");
    const inner = box(panel), map = box(find("map")), key = box(find("legend"));
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
    text.selectNodeContents(find("foot"));
    const foot = box(text), first = box(find("previous"));
    if (foot.right > first.left && foot.bottom > first.top && first.width && innerWidth > 800)
        found.push("the foot runs into the buttons");
    if (key.top < map.top || key.height > map.height * 0.6) found.push("the legend covers the map");
    const covered = at => at.left < key.right && at.right > key.left
        && at.top < key.bottom && at.bottom > key.top;
    const out = at => at.left < map.left - 1 || at.right > map.right + 1
        || at.top < map.top - 1 || at.bottom > map.bottom + 1;
    const chosen = [...document.querySelectorAll("#map:not([hidden]) path.community.selected")];
    const all = [...document.querySelectorAll("#map:not([hidden]) path.community")];
    (chosen.length ? chosen : all).map(box).forEach(at => {
        if (out(at)) found.push("a community is off the map");
        if (chosen.length && covered(at)) found.push("a community is under the legend");
    });
    const ends = [...document.querySelectorAll("#partners-map:not([hidden]) path.end")];
    ends.map(box).filter(at => at.width).forEach(at => {
        if (out(at) || covered(at)) found.push("a partner's place is hidden");
    });
    const least = some => Math.min(99, ...[...panel.querySelectorAll(some)].map(
        one => parseFloat(getComputedStyle(one).fontSize)));
    return [found, least(".lines p"), least("*")];
}"""
"""What of a step is out of its place; px of the smallest type of its lines, and of all."""


class Alone(Guest):
    """Somebody with a page, and no network at all."""

    _hears_all = True

    def __init__(self, contexts: Contexts, home: str, language: str = "en", **options: Any) -> None:
        """``home``: an empty page, where the next reader's page waits."""
        self.own = ""
        settings: dict[str, Any] = {"offline": True} | options
        own_context = not settings["offline"]
        super().__init__(contexts, home, language, own_context=own_context, **settings)

    def _may_ask_for(self, address: str) -> bool:
        return address.partition("#")[0] == self.own or address.startswith("data:")

    def open(self, address: str, hash_: str = "") -> Page:
        """Open an address; with what stands after its ``#``, again."""
        self.own = self._home
        if self.page.url not in {"about:blank", self._home}:
            self.page.goto(self._home)
        self.own = address
        self.page.goto(f"{address}#{hash_}" if hash_ else address)
        return self.page

    def turn_to(self, hash_: str) -> None:
        """Change what stands after the ``#``; the page follows."""
        self.page.evaluate(
            """hash => new Promise(done => {
                window.addEventListener("hashchange", () => done(), {once: true});
                location.hash = hash;
            })""",
            hash_,
        )

    def shown(self) -> dict[str, Any]:
        """What the page shows of the records: count, periods, rows of the list."""
        found: dict[str, Any] = self.page.evaluate(SHOWN)
        return found

    def said(self) -> dict[str, list[str]]:
        """What stands after the ``#``; ``page.url`` follows only later."""
        return parse_qs(self.fragment)

    @property
    def fragment(self) -> str:
        """The same as the address has it."""
        return str(self.page.evaluate("() => location.hash")).removeprefix("#")

    def expect_drawn(self, number: int, which: str = "map") -> None:
        """Wait until a map shows so many records."""
        expect(self.page.locator(f"#{which}")).to_have_attribute("data-shown", str(number))


def details(page: Page) -> Locator:
    """The details that are shown."""
    return page.locator("#side [data-sheet]:visible .language:visible")


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


def turns(register: Register, story: str) -> list[tuple[int, int]]:
    """Each step and date of a story, in the order of telling."""
    views = steps_of(register, register.stories[story], View())
    return [(at, turn) for at, dates in enumerate(views) for turn in range(len(dates))]


def on_stage(page: Page) -> dict[str, Any]:
    """What the stage says."""
    found: dict[str, Any] = page.evaluate(TOLD)
    return found


def expected_step(
    register: Register, story: str, at: int, turn: int, t: Translator
) -> dict[str, Any]:
    """What the stage must say of a step on one of its dates; but for its foot."""
    presented = register.stories[story]
    step, view = presented.steps[at], steps_of(register, presented, View())[at][turn]
    groups = [figures(Shown(Labels(register, t), view), group) for group in step.facts]
    last = at == len(presented.steps) - 1
    return {
        "step": f"{at + 1} / {len(presented.steps)}",
        "story": (t.pick(presented.title_uk, presented.title_en) or "") if at == 0 else "",
        "title": t.pick(step.title_uk, step.title_en),
        "lines": [*(step.lines_uk if t.language == "uk" else step.lines_en)],
        "figures": [
            [[one.label, one.text, one.note] for one in group] for group in groups if group
        ],
        "code": int(last),
        "map": "map" if step.map == "communities" else "partners-map",
    }
