"""From the map and the list to a record and its sources."""

from __future__ import annotations

from urllib.parse import urlencode

from playwright.sync_api import Locator, expect

from browser.conftest import Visit
from browser.driving import App, Visitor
from projectmap.html.records import record_details
from projectmap.i18n import translator
from projectmap.model.labels import Labels, label
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.status import since, status_on
from projectmap.query.view import View

MARK = "window.__same_page = true"


def expect_same_page(visitor: Visitor) -> None:
    """The page has not been loaded again since MARK."""
    assert visitor.page.evaluate("() => window.__same_page === true")


def sources(panel: Locator) -> list[dict[str, str]]:
    found: list[dict[str, str]] = panel.locator(".sources a").evaluate_all(
        "links => links.map(a => ({href: a.href, rel: a.rel, text: a.textContent}))"
    )
    return found


def click_community(visitor: Visitor, katottg: str) -> None:
    """Click the outline of a community where no symbol covers it."""
    spot = visitor.map_frame.evaluate(
        """katottg => {
            const box = map.getContainer().getBoundingClientRect(), free = [];
            for (let y = 8; y < box.height; y += 6) for (let x = 8; x < box.width; x += 6) {
                const target = document.elementFromPoint(x, y);
                if (!target || target.dataset.katottg !== katottg) continue;
                map.getContainer().style.cursor = "";
                map.fire("mousemove", {containerPoint: L.point(x, y),
                    latlng: map.containerPointToLatLng([x, y]), originalEvent: {target}});
                if (map.getContainer().style.cursor !== "pointer") free.push([x, y]);
            }
            return free.length ? free[Math.floor(free.length / 2)] : null;
        }""",
        katottg,
    )
    assert spot is not None
    visitor.map.locator("#map_div").click(position={"x": spot[0], "y": spot[1]})


def test_a_click_on_a_community_tells_its_name_codes_status_and_since_when(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app, "uk")
    visitor.open("/?sector=water")
    visitor.expect_map()
    visitor.settle()
    visitor.page.evaluate(MARK)
    statuses = status_on(register, register.edition)
    partly = next(code for code, item in statuses.items() if item.status == "partly_occupied")
    wholly = next(code for code, item in statuses.items() if item.settlements_occupied > 20)
    for code in (partly, wholly):
        click_community(visitor, code)
        panel = visitor.details()
        expect(panel).to_contain_text(Labels(register, visitor.t).community(code))
        expect(panel).to_contain_text(code)
        expect(panel).to_contain_text(label(visitor.t, statuses[code].status))
        began = since(register, code, register.edition)
        assert began is not None
        expect(panel).to_contain_text(visitor.t.day(began))
        visitor.expect_parameters(sector="water", place=code)
        chosen = visitor.map.locator("path.community.selected")
        expect(chosen).to_have_attribute("data-katottg", code)
    visitor.key("close-details").get_by_role("button").click()
    visitor.expect_parameters(sector="water")
    expect(visitor.map.locator("path.community.selected")).to_have_count(0)
    visitor.settle()
    expect_records_of_the_list_to_open_in_place(visitor, register)
    address = visitor.address.removeprefix(app.url)
    (name,) = visitor.parameters()["project"]
    record = register.project(name)
    assert record is not None
    visitor.settle()
    visitor.turn_to("/communities?place=UA44140090000072167&sector=water")
    expect_record_to_open_on_the_map(visitor, register)
    expect_same_page(visitor)

    cold = visit(app, "en")
    cold.open(address)
    expect(cold.details().locator("h2")).to_have_text(record.title_en)
    expect(cold.page.locator("tr.chosen a[data-project]")).to_have_attribute("data-project", name)
    expect_harmless(sources(cold.details()), record)

    # Where no map is (another page, no scripts), the same link is an ordinary one.
    plain = visit(app, java_script_enabled=False)
    plain.open("/list?sector=water")
    plain.page.locator(f'th a[data-project="{name}"]').click()
    expect(plain.page.locator("article.details h2")).to_have_text(record.title_en)
    assert plain.parameters()["project"] == [name]


def expect_record_to_open_on_the_map(visitor: Visitor, register: Register) -> None:
    """From the page of a community, by its ordinary link."""
    link = visitor.key("dossier").locator("a[data-project]").first
    record = register.project(link.get_attribute("data-project") or "")
    assert record is not None
    link.click()
    visitor.expect_map()
    expect(visitor.details().locator("h2")).to_have_text(record.title_uk)
    visitor.expect_parameters(sector="water", project=record.id)


def expect_records_of_the_list_to_open_in_place(visitor: Visitor, register: Register) -> None:
    links = visitor.page.locator(".record-table th a[data-project]")
    names = links.evaluate_all("links => links.map(link => link.dataset.project)")
    for name in names[1::-1]:
        record = register.project(name)
        assert record is not None
        visitor.page.locator(f'.record-table th a[data-project="{name}"]').click()
        expect(visitor.details().locator("h2")).to_have_text(record.title_uk)
        visitor.expect_parameters(sector="water", project=name)


def test_a_click_on_a_bubble_opens_what_it_stands_for(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app)
    visitor.page.emulate_media(reduced_motion="null")
    # One settlement's record alone: its bubble leads to the record.
    alone = next(
        item
        for item in register.projects
        if item.point and select(register, View(q=item.title_en)).count == 1
    )
    # Records alone: partnerships and the settlements of the ground can be clicked as well.
    visitor.open("/?" + urlencode({"q": alone.title_en, "layer": "projects"}))
    visitor.expect_map(1)
    visitor.settle()
    spots = visitor.symbols()
    assert spots
    middle = spots[len(spots) // 2]
    visitor.map.locator("#map_div").click(position={"x": middle["x"], "y": middle["y"]})
    expect(visitor.details().locator("h2")).to_have_text(alone.title_en)
    visitor.expect_parameters(q=alone.title_en, layer="projects", project=alone.id)

    # Of all bubbles, the joined ones come apart or name the settlement or community.
    visitor.settle()
    visitor.turn_to("/?layer=projects")
    visitor.expect_map(len(register.projects))
    spots = visitor.symbols()
    assert spots
    expect(visitor.details().locator("h2")).to_have_text(visitor.t("Key figures"))
    zoom = visitor.view()[0]
    for _ in range(6):
        middle = spots[len(spots) // 2]
        visitor.map.locator("#map_div").click(position={"x": middle["x"], "y": middle["y"]})
        visitor.page.wait_for_function(
            "zoom => /[?&](place|project)=/.test(location.search)"
            " || document.querySelector('.st-key-map iframe').contentWindow.map.getZoom() > zoom",
            arg=zoom,
        )
        visitor.map_frame.wait_for_function("() => !map._animatingZoom")
        if {"place", "project"} & visitor.parameters().keys():
            break
        assert visitor.view()[0] > zoom
        zoom = visitor.view()[0]
        spots = visitor.symbols()
    assert {"place", "project"} & visitor.parameters().keys()
    expect(visitor.details().locator("h2")).not_to_have_text(visitor.t("Key figures"))


def test_every_records_sources_are_harmless_links(
    visit: Visit, app: App, register: Register
) -> None:
    shown = Shown(Labels(register, translator("uk")), View(donor=("icrc",)))
    panels = [record_details(shown, record) for record in register.projects]
    visitor = visit(app, "uk", java_script_enabled=False)
    visitor.page.set_content("".join(panels))
    articles = visitor.page.locator("article.details")
    expect(articles).to_have_count(len(register.projects))
    expect_harmless(sources(articles), *register.projects)


def expect_harmless(found: list[dict[str, str]], *records: Project) -> None:
    """The links are those of the records' sources, and hand nothing over."""
    assert len(found) == sum(one.url is not None for item in records for one in item.sources) > 0
    for link in found:
        assert link["href"].startswith(("http://", "https://")), link
        assert "noopener" in link["rel"], link
        assert link["text"].strip(), link
