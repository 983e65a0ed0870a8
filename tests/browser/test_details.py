"""From the map and the list to a record and its sources."""

from __future__ import annotations

from urllib.parse import urlencode

from playwright.sync_api import Locator, expect

from browser.conftest import Visit
from browser.driving import App, Visitor
from projectmap.html.records import record_details
from projectmap.i18n import translator
from projectmap.model.labels import Labels, label
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
    visitor.open()
    visitor.expect_map(len(register.projects))
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
        visitor.expect_parameters(place=code)
        chosen = visitor.map.locator("path.community.selected")
        expect(chosen).to_have_attribute("data-katottg", code)
    expect_same_page(visitor)
    visitor.key("close-details").get_by_role("button").click()
    visitor.expect_parameters()
    expect(visitor.map.locator("path.community.selected")).to_have_count(0)


def test_a_click_on_a_bubble_opens_what_it_stands_for(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app)
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
    assert visitor.parameters()["project"] == [alone.id]

    # Of all bubbles, the joined ones come apart or name the settlement or community.
    visitor = visit(app)
    visitor.open("/?layer=projects")
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


def test_a_record_of_the_list_opens_in_place_and_its_link_opens_cold(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app)
    visitor.open("/?sector=water")
    visitor.expect_map()
    visitor.settle()
    visitor.page.evaluate(MARK)
    links = visitor.page.locator(".record-table a[data-project]")
    for number in (1, 0):
        link = links.nth(number)
        name = link.get_attribute("data-project") or ""
        record = register.project(name)
        assert record is not None
        link.click()
        expect(visitor.details().locator("h2")).to_have_text(record.title_en)
        visitor.expect_parameters(sector="water", project=name)
    expect_same_page(visitor)
    address = visitor.page.url.removeprefix(app.url)

    cold = visit(app, "uk")
    cold.open(address)
    expect(cold.details().locator("h2")).to_have_text(record.title_uk)
    expect(cold.page.locator("tr.chosen a[data-project]")).to_have_attribute(
        "data-project", record.id
    )

    # Where no map is (another page, no scripts), the same link is an ordinary one.
    plain = visit(app, java_script_enabled=False)
    plain.open("/list?sector=water")
    link = plain.page.locator(f'th a[data-project="{record.id}"]')
    link.click()
    expect(plain.page.locator("article.details h2")).to_have_text(record.title_en)
    assert plain.parameters()["project"] == [record.id]


def test_every_records_sources_are_harmless_links(
    visit: Visit, app: App, register: Register
) -> None:
    shown = Shown(Labels(register, translator("uk")), View(donor=("icrc",)))
    panels = [record_details(shown, record) for record in register.projects]
    visitor = visit(app, "uk", java_script_enabled=False)
    visitor.page.set_content("".join(panels))
    articles = visitor.page.locator("article.details")
    expect(articles).to_have_count(len(register.projects))
    found = sources(articles)
    wanted = [one.url for record in register.projects for one in record.sources if one.url]
    assert len(found) == len(wanted)
    for link in found:
        assert link["href"].startswith(("http://", "https://")), link
        assert "noopener" in link["rel"], link
        assert link["text"].strip(), link

    # And in the panel beside the map, of one record.
    record = next(item for item in register.projects if any(one.url for one in item.sources))
    visitor = visit(app)
    visitor.open(f"/projects?project={record.id}")
    expect(visitor.details().locator("h2")).to_have_text(record.title_en)
    found = sources(visitor.details())
    assert len(found) == sum(source.url is not None for source in record.sources)
    assert all("noopener" in link["rel"] for link in found)
    assert all(link["href"].startswith("http") for link in found)


def test_a_record_told_on_another_page_opens_on_the_map_by_its_ordinary_link(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app)
    visitor.open("/communities?place=UA44140090000072167&sector=water")
    link = visitor.key("dossier").locator("a[data-project]").first
    record = register.project(link.get_attribute("data-project") or "")
    assert record is not None
    visitor.settle()
    visitor.page.evaluate(MARK)
    link.click()
    visitor.expect_map()
    expect(visitor.details().locator("h2")).to_have_text(record.title_en)
    visitor.expect_parameters(sector="water", project=record.id)
    expect_same_page(visitor)
