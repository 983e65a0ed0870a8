"""The records as figures that lead back into the list, and as a table that opens them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from urllib.parse import urlencode

from playwright.sync_api import Locator, expect

from browser.conftest import Visit
from browser.driving import CHARTS, App, Visitor
from projectmap.content import charts
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.columns import BY_KEY, COLUMNS, FIRST_COLUMNS
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.view import View, read_view, write_view


def figure(visitor: Visitor, key: str) -> Locator:
    return visitor.page.locator(f".st-key-figure-{key}:has(.figure)")


def number(text: str) -> str:
    """A number as a file has it."""
    return "".join(sign for sign in text if not sign.isspace() and sign != ",")


def test_every_figure_has_its_chart_table_and_file_and_narrows_the_records(
    visit: Visit, app: App, register: Register
) -> None:
    """Both languages are tested without a browser (tests/ui/test_charts.py)."""
    visitor = visit(app, "uk")
    visitor.open("/projects?show=figures")
    visitor.settle()
    expect_chart_table_and_file(visitor, register)
    expect_a_year_and_a_cell_to_narrow(visitor, register)
    expect_a_bar_and_a_link_of_its_table_to_narrow_alike(visitor, register)


def expect_chart_table_and_file(visitor: Visitor, register: Register) -> None:
    for key in charts.KEYS:
        made = charts.figure(key, Shown(Labels(register, visitor.t), View()))
        shown = figure(visitor, key)
        expect(shown.locator("h2")).to_have_text(made.title)
        expect(shown.locator(CHARTS)).to_have_count(1)
        size = shown.locator(CHARTS).bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) > 60, key
        shown.locator("details.beside > summary").click()
        link = shown.get_by_role("link", name=visitor.t("Download these figures (CSV)"))
        with visitor.page.expect_download() as download:
            link.click()
        content = download.value.path().read_text("utf-8-sig")
        heads, *rows = list(csv.reader(io.StringIO(content)))
        assert heads == list(made.heads)
        # The file has codes beside the names, the table has names only.
        names = [place for place, head in enumerate(heads) if "(" not in head]
        table = shown.locator("details.beside table.record-table")
        cells = table.locator("tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
        )
        coded = [index for index in range(len(heads)) if index not in names]
        assert len(coded) == len(charts.CHOICES.get(key, (key,))) - (key == "year")
        assert [[number(text) for text in row] for row in cells] == [
            [number(row[place]) for place in names] for row in rows
        ], key
        assert len(rows) == len(made.rows) > 0
    visitor.expect_parameters(show="figures")


def expect_narrowed(visitor: Visitor, register: Register, view: View) -> None:
    """Address, count and chosen filters are those of ``view``."""
    visitor.expect_parameters(**write_view(view))
    visitor.expect_count(select(register, view).count)
    for code in view.sector:
        name = Labels(register, visitor.t).sector(code)
        expect(visitor.key("sector")).to_contain_text(name)


def expect_a_year_and_a_cell_to_narrow(visitor: Visitor, register: Register) -> None:
    bars = figure(visitor, "year").locator(f'{CHARTS} >> [aria-roledescription="bar"]')
    year = (bars.first.get_attribute("aria-label") or "")[:4]
    bars.first.click()
    view, ignored = read_view(
        {"year_from": [year], "year_to": [year], "show": ["figures"]}, register
    )
    assert not ignored
    expect_narrowed(visitor, register, view)
    visitor.key("clear").get_by_role("button").click()
    expect_narrowed(visitor, register, View(show="figures"))
    visitor.settle()
    cell = figure(visitor, "donors_sectors").locator(f'{CHARTS} >> path[aria-label*=", "]')
    cell.first.click()
    visitor.page.wait_for_function("() => /donor=.*sector=|sector=.*donor=/.test(location.search)")
    view, _ = read_view(visitor.parameters(), register)
    assert len(view.donor) == len(view.sector) == 1
    assert select(register, view).count > 0
    expect_narrowed(visitor, register, view)
    visitor.key("clear").get_by_role("button").click()
    expect_narrowed(visitor, register, View(show="figures"))
    visitor.settle()


def expect_a_bar_and_a_link_of_its_table_to_narrow_alike(
    visitor: Visitor, register: Register
) -> None:
    water = View(sector=("water",), show="figures")
    name = Labels(register, visitor.t).sector("water")
    bars = figure(visitor, "sector").locator(f'{CHARTS} >> [aria-roledescription="bar"]')
    bars.and_(visitor.page.locator(f'[aria-label^="{name}"]')).first.click()
    expect_narrowed(visitor, register, water)
    visitor.settle()

    # Figures follow their filters; the way back is back.
    counted = select(register, water).count
    total = charts.figure("completeness", Shown(Labels(register, visitor.t), water))
    assert {sum(map(int, row[2:])) for row in total.rows} == {counted}
    visitor.page.go_back()
    expect_narrowed(visitor, register, View(show="figures"))
    expect(visitor.key("sector")).not_to_contain_text(name)
    visitor.settle()

    shown = figure(visitor, "sector")
    if not shown.locator("details.beside table.record-table").is_visible():
        shown.locator("details.beside > summary").click()
    visitor.page.evaluate("window.__same_page = true")
    shown.get_by_role("link", name=name, exact=True).click()
    expect_narrowed(visitor, register, water)
    assert visitor.page.evaluate("() => window.__same_page === true")

    # From the figures to the list of the same records.
    visitor.key("show").get_by_text(visitor.t("List"), exact=True).click()
    visitor.expect_parameters(sector="water")
    visitor.expect_list([register.projects[row].id for row in select(register, water).rows])


def ids_in_order(visitor: Visitor, register: Register, view: View) -> list[str]:
    rows = Shown(Labels(register, visitor.t), view).selection.rows
    return [register.projects[row].id for row in rows]


def heads(visitor: Visitor) -> Locator:
    return visitor.key("list").locator("thead th")


def test_a_row_opens_its_record_and_a_head_sorts_also_in_the_link(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app, "uk")
    page, t = visitor.page, visitor.t
    view = View(sector=("water",))
    wanted = [register.projects[row] for row in select(register, view).rows]
    visitor.open("/projects?sector=water")
    visitor.settle()
    visitor.expect_list([item.id for item in wanted])
    page.set_viewport_size({"width": 1280, "height": 720})
    frame, fifth = visitor.key("list").locator(".table-frame"), heads(visitor).nth(4)
    ends = [one.evaluate("one => one.getBoundingClientRect().right") for one in (frame, fifth)]
    assert ends[0] >= ends[1], "the first five columns are seen"
    rows, heading = visitor.key("list").locator("tbody tr"), visitor.details().locator("h2")
    chosen = visitor.key("list").locator("tr[aria-current=true]")

    # By the pointer: anywhere in the row; by the keyboard: its title.
    rows.nth(1).locator("td").last.click()
    visitor.expect_parameters(sector="water", project=wanted[1].id)
    expect(heading).to_have_text(wanted[1].title_uk)
    visitor.settle()
    rows.nth(0).locator("th a").focus()
    page.keyboard.press("Tab")
    expect(rows.nth(1).locator("th a")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    visitor.expect_parameters(sector="water", project=wanted[0].id)
    expect(heading).to_have_text(wanted[0].title_uk)
    expect(chosen).to_have_text(re.compile(re.escape(wanted[0].title_uk)))
    visitor.settle()

    # The mark goes with the record: back, and the button that closes it.
    page.go_back()
    expect(heading).to_have_text(wanted[1].title_uk)
    expect(chosen).to_have_text(re.compile(re.escape(wanted[1].title_uk)))
    visitor.settle()
    visitor.key("close-details").get_by_role("button").click()
    visitor.expect_parameters(sector="water")
    expect(chosen).to_have_count(0)
    visitor.settle()

    # The largest first, then the smallest, then as before; a link opens in the same order.
    amount = heads(visitor).get_by_role("link", name=t(BY_KEY["amount"].title))
    for order, said in (("-amount", "descending"), ("amount", "ascending")):
        amount.click()
        visitor.expect_parameters(sector="water", order=order)
        visitor.expect_list(ids_in_order(visitor, register, replace(view, order=order)))
        expect(visitor.key("list").locator(f"th[aria-sort={said}]")).to_have_count(1)
        visitor.settle()
    visitor.expect_parameters(sector="water", order="amount")
    assert [row["id"] for row in visitor.download()] == ids_in_order(
        visitor, register, replace(view, order="amount")
    )
    other = visit(app, "en")
    other.open("/projects?" + urlencode({"sector": "water", "order": "amount", "column": "end"}))
    other.expect_list(ids_in_order(other, register, replace(view, order="amount")))
    expect(heads(other)).to_have_text([other.t(BY_KEY[key].title) for key in ("title", "end")])
    amount.click()
    visitor.expect_parameters(sector="water")


def test_all_columns_can_be_chosen_and_nothing_found_is_said(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app, "en")
    page, t = visitor.page, visitor.t
    visitor.open("/projects")
    visitor.settle()
    expect(heads(visitor)).to_have_count(1 + len(FIRST_COLUMNS))
    visitor.key("columns").get_by_role("button").click()
    box = visitor.key("column").get_by_role("combobox")
    box.click()
    box.press_sequentially(t(BY_KEY["confirmed_on"].title))
    page.get_by_role("option", name=t(BY_KEY["confirmed_on"].title), exact=True).click()
    visitor.expect_parameters(column=[*FIRST_COLUMNS, "confirmed_on"])
    expect(heads(visitor).last).to_have_text(t(BY_KEY["confirmed_on"].title))
    page.keyboard.press("Escape")
    page.locator("summary", has_text=t("Columns explained")).click()
    rows = page.locator(".beside .record-table tbody tr")
    expect(rows).to_have_count(len(COLUMNS))
    expect(rows.first).to_contain_text(t(COLUMNS[0].note))

    # Where nothing is found, nothing is drawn.
    view = replace(View(), q="нічогонемає")
    assert select(register, view).count == 0
    visitor.open("/projects?" + urlencode(write_view(view), doseq=True))
    visitor.settle()
    expect(visitor.page.locator(".empty")).to_be_visible()
    expect(visitor.key("list")).to_have_count(0)
    visitor.key("show").get_by_text(visitor.t("Figures"), exact=True).click()
    visitor.expect_parameters(**write_view(replace(view, show="figures")))
    visitor.settle()
    expect(visitor.page.locator(CHARTS)).to_have_count(0)
    expect(figure(visitor, "sector")).to_contain_text(visitor.t("No records match the filters."))
