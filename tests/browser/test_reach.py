"""With the keyboard alone, on a phone, and for those who hear the page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, expect

from browser.conftest import Visit
from browser.driving import AIDARSKA, CHARTS, FOCUS_IS_SEEN, MAP_FRAME, PHONE, App, Visitor
from browser.test_filters_and_links import QUERY, expect_view_of_link
from browser.test_share import document_link, line
from projectmap.content import charts
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.web.pages import PAGES

FURTHER = (
    "/projects?project=LUH-001&order=-amount",
    "/projects?show=figures",
    f"/communities?place={AIDARSKA}",
    "/communities?asof=2022-03-01",
    "/partnerships?partnership=R003",
)
EVERY_KIND = (*(f"/{name}" for name in PAGES), *FURTHER)
"""A page of each kind."""
WITH_MAP = {"/", "/partnerships"}

FOCUSED = """() => {
    const at = document.activeElement;
    const key = at && at.closest('[class*="st-key-"]');
    return at && {
        tag: at.tagName, label: at.getAttribute("aria-label") || at.textContent.trim(),
        key: key ? /st-key-([\\w-]+)/.exec(key.className)[1] : "",
        project: at.dataset.project || "", place: at.dataset.place || at.dataset.katottg || "",
        frame: at.tagName === "IFRAME",
        inFilters: !!at.closest(".st-key-filters"), inList: !!at.closest(".record-table"),
        inLayers: !!at.closest(".st-key-layers"),
    };
}"""


def inner(visitor: Visitor, focused: dict[str, Any]) -> dict[str, Any]:
    """What has the focus inside the map's frame, where that has it."""
    if not focused.get("frame"):
        return focused
    found: dict[str, Any] = visitor.map_frame.evaluate(FOCUSED)
    return found | {"in_map": True}


def test_the_keyboard_reaches_filters_layers_communities_and_the_list(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app)
    visitor.open()
    visitor.expect_map(len(register.projects))
    visitor.settle()
    page = visitor.page
    reached: dict[str, int] = {}
    steps: list[dict[str, Any]] = []
    for _ in range(160):
        page.keyboard.press("Tab")
        at = inner(visitor, page.evaluate(FOCUSED))
        steps.append(at)
        here = {
            "filters": at.get("inFilters"),
            "layers": at.get("inLayers"),
            "community": at.get("in_map") and at["place"],
            "list": at.get("inList") and at["project"],
            "language": at["key"] == "lang",
            "asof": at["key"] == "asof",
        }
        for name, yes in here.items():
            if yes and name not in reached:
                reached[name] = len(steps)
                there: Any = visitor.map_frame if at.get("in_map") else page
                assert there.evaluate(FOCUS_IS_SEEN), f"no visible focus: {at}"
        if "list" in reached:
            break
    assert reached.keys() >= {"filters", "layers", "community", "list"}, steps
    assert sum(bool(at.get("in_map") and at["place"]) for at in steps) == 37

    # The list's link, and before it the map: Enter opens the details, and their end leads back.
    page.keyboard.press("Enter")
    record = register.project(steps[-1]["project"])
    assert record is not None
    expect(visitor.details().locator("h2")).to_have_text(record.title_en)
    close_details(visitor)
    expect(visitor.key("list").locator(f'a[data-project="{record.id}"]')).to_be_focused()
    path = visitor.map.locator("path.community").nth(5)
    code = path.get_attribute("data-katottg") or ""
    path.focus()
    page.keyboard.press("Enter")
    expect(visitor.details().locator("h2")).to_have_text(
        Labels(register, visitor.t).community(code)
    )
    visitor.expect_parameters(place=code)
    close_details(visitor)
    expect(visitor.map.locator(f'path[data-katottg="{code}"]')).to_be_focused()


def close_details(visitor: Visitor) -> None:
    """With the keyboard."""
    visitor.settle()
    visitor.key("close-details").get_by_role("button").press("Enter")
    visitor.expect_parameters()


def test_from_the_map_to_a_community_and_back_by_keyboard_alone(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app, "uk")
    page, t = visitor.page, visitor.t
    visitor.open()
    visitor.expect_map(len(register.projects))
    visitor.settle()
    page.add_style_tag(content="*, *::before, *::after { transition: none !important }")
    visitor.tab_to(page.locator(".st-key-nav").get_by_role("link", name=t(PAGES["communities"])))
    page.keyboard.press("Enter")
    box = visitor.key("find").get_by_role("textbox")
    expect(box).to_be_visible()
    visitor.settle()
    visitor.tab_to(box)
    page.keyboard.type("Новопсков")
    page.keyboard.press("Enter")
    result = page.locator(".found a").first
    expect(result).to_contain_text(Labels(register, t).community(AIDARSKA))
    visitor.settle()
    visitor.tab_to(result)
    page.keyboard.press("Enter")
    expect(visitor.key("dossier").get_by_role("heading", level=1)).to_be_visible()
    visitor.settle()
    visitor.tab_to(page.get_by_role("link", name=t("Show on the map")))
    page.keyboard.press("Enter")
    expect(visitor.details()).to_contain_text(AIDARSKA)
    visitor.expect_map()
    visitor.settle()
    # Through the communities above, one by one.
    visitor.map.locator("path.community").last.focus()
    visitor.tab_to(visitor.key("close-details").get_by_role("button"))
    page.keyboard.press("Enter")
    visitor.expect_parameters()
    expect(visitor.map.locator(f'path[data-katottg="{AIDARSKA}"]')).to_be_focused()

    # A date by the keyboard, which comes before the map: from step to step.
    visitor.tab_to(visitor.key("day-earlier").get_by_role("button"), key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.startsWith('?asof=')")

    # In a contrast theme the chosen page can be read: no part of its link has another colour.
    page.emulate_media(forced_colors="active")
    chosen = page.locator('.st-key-nav [aria-current="page"]')
    colours = chosen.evaluate(
        "link => [link, ...link.querySelectorAll('*')].map(part => getComputedStyle(part).color)"
    )
    assert len(set(colours)) == 1, colours


@pytest.mark.parametrize("language", ["uk", "en"])
def test_on_a_phone_nothing_is_wider_than_the_screen(visit: Visit, app: App, language: str) -> None:
    """Half of the pages in each language."""
    visitor = visit(app, language, viewport=PHONE, is_mobile=True, has_touch=True)
    for number, path in enumerate(EVERY_KIND[language == "en" :: 2]):
        (visitor.turn_to if number else visitor.open)(path)
        visitor.settle()
        wait_for_parts(visitor, path)
        if path == "/":
            expect_the_map_first(visitor)
        expect_no_wider_than_the_screen(visitor, path)
        if path in {"/present", "/about", f"/communities?place={AIDARSKA}"}:
            expect_links_to_files_to_fit(visitor)
        # As wide as a window of 1280 px enlarged four times.
        visitor.page.set_viewport_size({"width": 320, "height": 844})
        visitor.page.wait_for_function(
            """() => [document.scrollingElement, document.querySelector("[data-testid=stMain]")]
                .every(one => one.scrollWidth <= 320)"""
        )
        visitor.page.set_viewport_size(PHONE)


def expect_the_map_first(visitor: Visitor) -> None:
    """The map before filters and details; a community opens below it."""
    frame = visitor.page.locator(MAP_FRAME).bounding_box()
    assert frame is not None
    assert frame["x"] >= 0
    assert frame["x"] + frame["width"] <= PHONE["width"]
    assert frame["width"] > 300
    assert frame["y"] < PHONE["height"] / 2, "the map begins in the upper half of the screen"
    expect(visitor.key("filters")).not_to_be_in_viewport()
    box = visitor.details().bounding_box()
    assert box is not None
    assert box["y"] >= frame["y"] + frame["height"]
    assert box["x"] + box["width"] <= PHONE["width"]
    path = visitor.map.locator("path.community").nth(5)
    code = path.get_attribute("data-katottg") or ""
    path.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.details()).to_contain_text(code)
    chosen = visitor.map.locator("path.community.selected")
    expect(chosen).to_have_attribute("data-katottg", code)
    visitor.key("close-details").get_by_role("button").tap()
    visitor.expect_parameters()
    expect(chosen).to_have_count(0)  # until then the map looks at it

    # The magnifier of a row of the list leads to its place on the map.
    visitor.page.emulate_media(reduced_motion="no-preference")  # the map flies there
    zoom = visitor.view()[0]
    visitor.key("list").locator(".locate").first.tap()
    visitor.map_frame.wait_for_function(f"() => map.getZoom() > {zoom}")
    expect(visitor.page.locator(MAP_FRAME)).to_be_in_viewport()
    visitor.settle()
    visitor.page.emulate_media(reduced_motion="reduce")


def expect_no_wider_than_the_screen(visitor: Visitor, path: str) -> None:
    page = visitor.page
    widths = page.evaluate(
        """() => [document.scrollingElement.scrollWidth, innerWidth,
            document.querySelector("[data-testid=stMain]").scrollWidth]"""
    )
    assert max(widths) <= PHONE["width"], (path, widths)
    # What is cut off could not be scrolled to, either.
    beyond = page.evaluate(
        """() => [...document.querySelectorAll("[data-testid=stMain] *")].filter(one => {
            const box = one.getBoundingClientRect();
            if (!box.width || !box.height || box.right <= innerWidth + 1) return false;
            for (let at = one; at.dataset.testid !== "stMain"; at = at.parentElement)
                if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return false;
            return !one.closest(".sr-only, canvas");
        }).map(one => one.outerHTML.slice(0, 140))"""
    )
    assert not beyond, path
    button = page.get_by_test_id("stExpandSidebarButton")
    if path.partition("?")[0] in {"/", "/projects", "/partnerships", "/present"}:
        expect(visitor.key("filters")).not_to_be_in_viewport()
        button.tap()
        expect(visitor.key("sector")).to_be_in_viewport()
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").tap()
        expect(visitor.key("filters")).not_to_be_in_viewport()
    else:
        expect(button).to_be_hidden()
    if path.endswith(AIDARSKA):
        sizes = page.evaluate(
            """() => [...document.querySelectorAll(".dossier :is(h1, p, dd, dt, li, small)")]
                .map(one => parseFloat(getComputedStyle(one).fontSize))"""
        )
        assert min(sizes) >= 12
        title = visitor.key("dossier").get_by_role("heading", level=1)
        expect(title).to_be_in_viewport()


def expect_links_to_files_to_fit(visitor: Visitor) -> None:
    """Also while the page names a file of the longest name."""
    visitor.page.route(
        "**/export/map.svg*",
        lambda route: route.fulfill(
            body=b"x", headers={"Content-Disposition": f'attachment; filename="{"x" * 96}.svg"'}
        ),
        times=1,
    )
    svg = document_link(visitor, "map.svg")
    svg.scroll_into_view_if_needed()
    with visitor.page.expect_download():
        svg.tap()
    expect(line(visitor)).to_contain_text("x" * 96)
    beyond = visitor.page.evaluate(
        """() => [...document.querySelectorAll(".share, .share *, .details *, .stCode pre")]
            .filter(one => {
                const box = one.getBoundingClientRect();
                return box.width && (box.left < 0 || box.right > innerWidth + 1)
                    && !one.closest(".sr-only, pre, table");
            }).map(one => one.outerHTML.slice(0, 140))"""
    )
    assert beyond == []
    small = visitor.page.locator(".share a").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 24).map(one => one.href)"
    )
    assert small == [], "too small for a finger (WCAG 2.2, 2.5.8)"


PAPER = {"portrait": 680, "landscape": 1009}
"""Px between the margins of A4."""


def test_paper_gets_the_whole_map_all_columns_and_nothing_to_press(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app, "uk", viewport={"width": 1280, "height": 720})
    page = visitor.page
    visitor.open()
    visitor.expect_map(len(register.projects))
    for path in ("/", "/projects", "/communities", "/partnerships"):
        if path != "/":
            visitor.turn_to(path)
            wait_for_parts(visitor, path)
        page.emulate_media(media="print")
        for way, width in PAPER.items():
            page.set_viewport_size({"width": width, "height": 1000 if way == "portrait" else 600})
            expect_on_paper(visitor, path, width)
        page.emulate_media(media="null")
        page.set_viewport_size({"width": 1280, "height": 720})
        if path in {"/", "/projects"}:
            left = page.locator("p.only-print", has_text=f"{app.url}/list?lang=uk")
            expect(left).to_contain_text(str(len(register.projects)))
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert len(sheets) > 2, "the printer gets all of it, not what the window shows"


def expect_on_paper(visitor: Visitor, path: str, width: int) -> None:
    page = visitor.page
    expect(page.locator("p.only-print").first).to_be_visible()
    wrong = page.evaluate(
        """width => [...document.querySelectorAll("#root *")].filter(one => {
            const box = one.getBoundingClientRect();
            return one.checkVisibility({visibilityProperty: true}) && box.width && box.height
                && !one.closest(".sr-only") && (box.right > width + 1 || one.matches(
                    "button, input, .button, [data-testid=stSidebar], .locate"));
        }).map(one => one.outerHTML.slice(0, 140))""",
        width,
    )
    assert not wrong, (path, width)
    colours = "all => all.map(one => getComputedStyle(one).printColorAdjust)"
    signs = page.locator(".legend li span[class]")
    assert set(signs.evaluate_all(colours)) == ({"exact"} if path != "/projects" else set())
    if path not in WITH_MAP:
        return
    assert visitor.map.locator("button:visible, input:visible").count() == 0
    # As much of it as the screen shows, and all of that inside the sheet.
    box = visitor.page.locator(MAP_FRAME).bounding_box()
    inside = visitor.map_frame.evaluate("() => [innerWidth, innerHeight]")
    assert box is not None
    assert inside[0] > 900
    assert box["width"] / box["height"] == pytest.approx(inside[0] / inside[1], rel=0.02)
    assert width * 0.6 < box["width"] <= width
    legend = visitor.key("legend").bounding_box()
    assert legend is not None
    assert legend["y"] >= box["y"] + box["height"] - 1


def violations(frame: Frame) -> list[str]:
    """What axe-core calls serious or critical in a frame, one line a rule and element."""
    if not frame.evaluate("() => 'axe' in window"):
        frame.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], "iframes": False}
    found = frame.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['target']} {node['html'][:160]}"
        for rule in found["violations"]
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


def wait_for_parts(visitor: Visitor, path: str) -> None:
    """Wait until what is drawn after the rest of the page is there, too."""
    page = path.partition("?")[0]
    if page in WITH_MAP:
        visitor.expect_map()
    if "show=figures" in path:
        expect(visitor.page.locator(CHARTS)).to_have_count(len(charts.KEYS))
    elif page == "/projects":
        expect(visitor.key("beside").locator("tbody tr").first).to_be_visible()
    if "place=" in path and page == "/communities":
        expect(visitor.key("dossier")).to_be_visible()
    elif "project=" in path or "partnership=" in path:
        expect(visitor.key("close-details")).to_be_visible()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_page_opens_as_linked_and_axe_finds_nothing_serious(
    visit: Visit, app: App, register: Register, language: str
) -> None:
    """Half of the pages in each language, a map in both."""
    visitor = visit(app, language)
    found = []
    for name in list(PAGES)[language == "en" :: 2]:
        visitor.open(f"/{name}?{QUERY}")
        expect_view_of_link(visitor, register, name)
        found += violations_of_page(visitor, f"/{name}")
    for path in (*FURTHER, "/")[language == "en" :: 2]:
        visitor.turn_to(path)
        found += violations_of_page(visitor, path)
    nonsense = "/?q=nowhere&donor=nonsense&place=UA44120110000010163"
    plain = "/list?donor=nonsense&project=LUH-001&sector=admin_services"
    if language == "en":
        visitor.open(nonsense)
        found += violations_of_page(visitor, nonsense)
    else:
        visitor.open("/list")
        found += violations(visitor.page.main_frame)
        visitor.open(plain)
        expect(visitor.page.locator("article.details h2")).to_be_visible()
        found += violations(visitor.page.main_frame)
    assert not found, "\n".join(found)


def violations_of_page(visitor: Visitor, path: str) -> list[str]:
    visitor.settle()
    wait_for_parts(visitor, path)
    language = visitor.t.language
    expect(visitor.page.locator("html")).to_have_attribute("lang", language)
    with_map = path.partition("?")[0] in WITH_MAP
    if with_map:
        expect(visitor.map.locator("html")).to_have_attribute("lang", language)
    # axe-core does not look into frames by itself; each is tested, or the test fails.
    expect(visitor.page.locator("iframe")).to_have_count(int(with_map))
    frames = [frame for frame in visitor.page.frames if not frame.is_detached()]
    assert len(frames) == 1 + with_map, [frame.url for frame in frames]
    return [f"{path}: {line}" for frame in frames for line in violations(frame)]


def test_axe_would_find_what_is_wrong(visit: Visit, app: App) -> None:
    visitor = visit(app)
    visitor.open("/list?q=nowhere")
    visitor.page.locator("main").evaluate(
        """main => {
            main.append(document.createElement("button"));
            const faint = document.createElement("p");
            faint.textContent = "faint";
            faint.style.color = "#ddd";
            main.append(faint);
        }"""
    )
    found = "\n".join(violations(visitor.page.main_frame))
    assert "button-name" in found
    assert "color-contrast" in found
