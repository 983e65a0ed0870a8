"""Partnerships on a map of Europe, beside it, in the table, in details and in the file."""

from __future__ import annotations

from playwright.sync_api import expect

from browser.conftest import Visit
from browser.driving import App, Visitor
from projectmap.map import partners
from projectmap.model.records import Partnership
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import View

DUTCH = View(partner_country=("NL",))
LINE = "path.partnership"


def title(visitor: Visitor, item: Partnership) -> str:
    return visitor.t.pick(item.title_uk, item.title_en) or ""


def lines(visitor: Visitor) -> set[str]:
    """The partnerships whose line can be seen."""
    found = visitor.map.locator(LINE).evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.dataset.partnership)"
    )
    return set(found)


def expect_shown(visitor: Visitor, shown: list[Partnership]) -> None:
    """Count, lines on the map, and table are those of ``shown``."""
    placed = {item.id for item in shown if partners.on_map(item)}
    visitor.expect_count(len(shown))
    visitor.expect_map(len(placed))
    assert lines(visitor) == placed
    expect(visitor.page.locator(".record-table tbody tr")).to_have_count(len(shown))
    assert visitor.listed_partnerships() == [item.id for item in shown]


def test_every_partnership_is_on_the_map_or_beside_it_and_opens(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app, "uk")
    visitor.open("/partnerships")
    everything = list(register.partnerships)
    expect_shown(visitor, everything)
    visitor.settle()
    placed = partners.placed(register)
    beside = [item for item in register.partnerships if item not in placed]
    assert len(placed) == visitor.map.locator(LINE).count() > 0
    addresses = (
        visitor.details()
        .locator("a")
        .evaluate_all("all => all.map(one => new URL(one.href).searchParams.get('partnership'))")
    )
    assert addresses == [item.id for item in beside]
    # Cities that took part in a project bind nobody: named beside, without a line.
    assert "R009" in addresses
    assert "R009" not in lines(visitor)

    visitor.page.evaluate("window.__same_page = true")
    cities = next(item for item in beside if item.id == "R009")
    visitor.details().get_by_role("link", name=title(visitor, cities)).click()
    visitor.expect_parameters(partnership="R009")
    expect(visitor.details().locator("h2")).to_have_text(title(visitor, cities))
    expect(visitor.map.locator(f"{LINE}.selected")).to_have_count(0)
    assert visitor.page.evaluate("() => window.__same_page === true")
    visitor.page.go_back()
    visitor.expect_parameters()
    expect(visitor.details().locator("a")).to_have_count(len(beside))
    visitor.settle()
    expect_lines_to_open(visitor, register)

    # The link opens the same elsewhere.
    first = partners.placed(register)[0]
    other = visit(app, "en")
    other.open(visitor.address.removeprefix(app.url))
    expect(other.details().locator("h2")).to_have_text(title(other, first))
    expect(other.map.locator(f"{LINE}.selected")).to_have_attribute("data-partnership", first.id)
    other.key("close-details").get_by_role("button").click()
    other.expect_parameters()
    expect(other.map.locator(f"{LINE}.selected")).to_have_count(0)
    other.settle()
    expect_a_country_to_narrow_map_table_count_and_file(other, register)


def expect_lines_to_open(visitor: Visitor, register: Register) -> None:
    """By keyboard and by pointer."""
    first, second, *_ = partners.placed(register)
    for item in (first, second):
        line = visitor.map.locator(f'{LINE}[data-partnership="{item.id}"]')
        assert title(visitor, item) in (line.get_attribute("aria-label") or "")
        line.focus()
        visitor.page.keyboard.press("Enter")
        expect(visitor.details().locator("h2")).to_have_text(title(visitor, item))
        expect(visitor.details()).to_contain_text(item.id)
        visitor.expect_parameters(partnership=item.id)
        expect(visitor.map.locator(f"{LINE}.selected")).to_have_attribute(
            "data-partnership", item.id
        )
    sources = visitor.details().locator(".sources a")
    for number in range(sources.count()):
        assert (sources.nth(number).get_attribute("href") or "").startswith("http")
        assert "noopener" in (sources.nth(number).get_attribute("rel") or "")

    # The pointer finds a line where it is drawn.
    spot = visitor.map_frame.evaluate(
        """id => {
            const box = map.getContainer().getBoundingClientRect();
            const line = document.querySelector(`path.partnership[data-partnership="${id}"]`);
            const long = line.getTotalLength(), matrix = line.getScreenCTM();
            for (let part = 0.05; part < 1; part += 0.01) {
                const at = line.getPointAtLength(long * part).matrixTransform(matrix);
                if (document.elementFromPoint(at.x, at.y) === line)
                    return [at.x - box.x, at.y - box.y];
            }
            return null;
        }""",
        first.id,
    )
    assert spot is not None
    visitor.map.locator("#map_div").click(position={"x": spot[0], "y": spot[1]})
    expect(visitor.details().locator("h2")).to_have_text(title(visitor, first))


def expect_a_country_to_narrow_map_table_count_and_file(
    visitor: Visitor, register: Register
) -> None:
    dutch = list(select(register, DUTCH).partnerships)
    assert {item.id for item in dutch} >= {"R001", "R003"}
    assert 0 < len([item for item in dutch if partners.on_map(item)]) < len(dutch)
    visitor.choose("partner_country", visitor.t.territory("NL"))
    expect_shown(visitor, dutch)
    visitor.expect_parameters(partner_country="NL")
    assert [row["id"] for row in visitor.download()] == [item.id for item in dutch]

    # All at once, by the button; and the first of the table opens from there.
    visitor.key("clear").get_by_role("button").click()
    expect_shown(visitor, list(register.partnerships))
    item = register.partnerships[0]
    link = visitor.page.locator(".record-table tbody th a").first
    expect(link).to_have_text(title(visitor, item))
    link.click()
    expect(visitor.details().locator("h2")).to_have_text(title(visitor, item))
    visitor.expect_parameters(partnership=item.id)
