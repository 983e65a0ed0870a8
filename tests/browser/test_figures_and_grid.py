"""The records as figures that lead back into the list, and as a grid that opens them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from urllib.parse import urlencode

from playwright.sync_api import Locator, expect

from browser.conftest import Visit
from browser.driving import App, Visitor
from projectmap.content import charts
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.rows import COLUMNS
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.view import View, read_view, write_view
from projectmap.ui.listing import GRID_COLUMNS

PICTURE = "svg.marks, canvas.marks"
ROW = 35
"""Pixels that a row of the grid is high, its head too."""


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
    expect_a_bar_and_a_link_of_its_table_to_narrow_alike(visitor, register)


def expect_chart_table_and_file(visitor: Visitor, register: Register) -> None:
    for key in charts.KEYS:
        made = charts.figure(key, Shown(Labels(register, visitor.t), View()))
        shown = figure(visitor, key)
        expect(shown.locator("h2")).to_have_text(made.title)
        expect(shown.locator(PICTURE)).to_have_count(1)
        size = shown.locator(PICTURE).bounding_box()
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


def expect_a_bar_and_a_link_of_its_table_to_narrow_alike(
    visitor: Visitor, register: Register
) -> None:
    water = View(sector=("water",), show="figures")
    name = Labels(register, visitor.t).sector("water")
    bars = figure(visitor, "sector").locator(f'{PICTURE} >> [aria-roledescription="bar"]')
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
    expect(grid(visitor).locator("table")).to_have_attribute("aria-rowcount", str(counted + 1))


def test_a_year_and_a_cell_narrow_the_records(visit: Visit, app: App, register: Register) -> None:
    visitor = visit(app)
    visitor.open("/projects?show=figures")
    visitor.settle()
    bars = figure(visitor, "year").locator(f'{PICTURE} >> [aria-roledescription="bar"]')
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
    cell = figure(visitor, "donors_sectors").locator(f'{PICTURE} >> path[aria-label*=", "]')
    cell.first.click()
    visitor.page.wait_for_function("() => /donor=.*sector=|sector=.*donor=/.test(location.search)")
    view, _ = read_view(visitor.parameters(), register)
    assert len(view.donor) == len(view.sector) == 1
    assert select(register, view).count > 0
    expect_narrowed(visitor, register, view)


def grid(visitor: Visitor) -> Locator:
    """The grid's canvas; inside it stands what is read out."""
    return visitor.page.get_by_test_id("data-grid-canvas")


def row_title(visitor: Visitor, row: int) -> str:
    return grid(visitor).get_by_test_id(f"glide-cell-1-{row}").text_content() or ""


def expect_ticked(visitor: Visitor, row: int | None) -> None:
    """Wait until just this row of the grid is ticked."""
    ticked = grid(visitor).locator('tr[aria-selected="true"]')
    expect(ticked).to_have_count(0 if row is None else 1)
    if row is not None:
        expect(ticked).to_have_attribute("aria-rowindex", str(row + 2))  # the head is the first


def enter_grid(visitor: Visitor) -> int:
    """Move the focus into the grid as the keyboard does; the row of the focused cell."""
    visitor.page.get_by_role("button", name="Fullscreen").focus()
    visitor.page.keyboard.press("Tab")
    script = "() => /^glide-cell-1-\\d+$/.exec(document.activeElement.dataset.testid || '')?.[0]"
    cell: str = visitor.page.wait_for_function(script).json_value()
    return int(cell.rpartition("-")[2])


def test_a_row_of_the_grid_opens_its_record_and_back_closes_it(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app, "uk")
    page, t = visitor.page, visitor.t
    view = View(sector=("water",))
    wanted = [register.projects[row] for row in select(register, view).rows]
    visitor.open("/projects?sector=water")
    visitor.settle()
    expect(grid(visitor).locator("table")).to_have_attribute("aria-rowcount", str(len(wanted) + 1))
    assert [row_title(visitor, row) for row in range(3)] == [
        t.pick(item.title_uk, item.title_en) for item in wanted[:3]
    ]

    # By the keyboard: into the grid, a row down, and the row is chosen.
    row = enter_grid(visitor) + 1
    page.keyboard.press("ArrowDown")
    expect(grid(visitor).get_by_test_id(f"glide-cell-1-{row}")).to_be_focused()
    page.keyboard.press("Shift+Space")
    visitor.expect_parameters(sector="water", project=wanted[row].id)
    heading = visitor.details().locator("h2")
    expect(heading).to_have_text(t.pick(wanted[row].title_uk, wanted[row].title_en) or "")
    visitor.settle()

    # By the pointer: the box before the row.
    box = grid(visitor).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + ROW + ROW / 2)
    visitor.expect_parameters(sector="water", project=wanted[0].id)
    expect(heading).to_have_text(t.pick(wanted[0].title_uk, wanted[0].title_en) or "")
    visitor.settle()

    # The tick goes with the record: back, and the button that closes it.
    page.go_back()
    expect(heading).to_have_text(t.pick(wanted[row].title_uk, wanted[row].title_en) or "")
    expect_ticked(visitor, row)
    page.go_back()
    visitor.expect_parameters(sector="water")
    expect(visitor.key("close-details")).to_have_count(0)
    expect(heading).to_have_text(t("Key figures"))
    expect_ticked(visitor, None)

    # A link opens the record with its row chosen; the button closes it.
    other = visit(app, "en")
    other.open("/projects?" + urlencode({"sector": "water", "project": wanted[1].id}))
    expect(other.details().locator("h2")).to_have_text(
        other.t.pick(wanted[1].title_uk, wanted[1].title_en) or ""
    )
    expect_ticked(other, 1)
    other.settle()
    other.key("close-details").get_by_role("button").click()
    other.expect_parameters(sector="water")
    expect_ticked(other, None)


def test_all_columns_can_be_chosen_and_are_explained(visit: Visit, app: App) -> None:
    visitor = visit(app, "en")
    page, t = visitor.page, visitor.t
    visitor.open("/projects")
    visitor.settle()
    table = grid(visitor).locator("table")
    expect(table).to_have_attribute("aria-colcount", str(len(GRID_COLUMNS)))
    page.get_by_test_id("stDataFrame").hover()
    page.get_by_role("button", name="Show/hide columns").click()
    menu = page.get_by_test_id("stDataFrameColumnVisibilityMenu")
    for column in COLUMNS:
        expect(menu.get_by_text(t(column.title), exact=True).first).to_be_attached()
    menu.get_by_text(t(next(one.title for one in COLUMNS if one.key == "id")), exact=True).click()
    expect(table).to_have_attribute("aria-colcount", str(len(GRID_COLUMNS) + 1))
    page.keyboard.press("Escape")
    page.locator("summary", has_text=t("Columns explained")).click()
    rows = page.locator(".beside .record-table tbody tr")
    expect(rows).to_have_count(len(COLUMNS))
    expect(rows.first).to_contain_text(t(COLUMNS[0].note))


def test_an_empty_selection_draws_nothing_and_says_so(
    visit: Visit, app: App, register: Register
) -> None:
    view = replace(View(), q="нічогонемає")
    assert select(register, view).count == 0
    visitor = visit(app)
    visitor.open("/projects?" + urlencode(write_view(view), doseq=True))
    visitor.settle()
    expect(visitor.page.locator(".empty")).to_be_visible()
    expect(grid(visitor)).to_have_count(0)
    visitor.key("show").get_by_text(visitor.t("Figures"), exact=True).click()
    visitor.expect_parameters(**write_view(replace(view, show="figures")))
    visitor.settle()
    expect(visitor.page.locator(PICTURE)).to_have_count(0)
    expect(figure(visitor, "sector")).to_contain_text(visitor.t("No records match the filters."))
