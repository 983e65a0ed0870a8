"""Slides: what they say is what the register says, and nothing runs over its place."""

from __future__ import annotations

import io
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from export.conftest import Office
from export.making import blank, written
from fontTools.ttLib import TTFont
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches
from web.hostile import STORABLE
from web.hostile_folder import write as write_folder

from projectmap.content.figures import figures
from projectmap.content.sources import unique_sources
from projectmap.content.view import TITLE, credits_of
from projectmap.data.load import load
from projectmap.export import text_metrics
from projectmap.export.request import DeckLength, ExportRequest
from projectmap.export.slides import front, pptx_file, tables, write
from projectmap.export.slides.charts import MAX_BARS, MIN_NAMES
from projectmap.export.slides.deck import TABLE_SIZE
from projectmap.export.slides.fit import ARIAL, EDGE, FONTS, SIDE, Text
from projectmap.export.slides.pptx_file import Layout
from projectmap.i18n import Translator, translator
from projectmap.map.theme import COLOURS, OFFICE_STATUS_FILLS, office
from projectmap.markup import one_line
from projectmap.model.codes import Kind, TerritoryStatus
from projectmap.model.labels import Labels, label
from projectmap.model.register import Register
from projectmap.query.figures import PERIODS, breakdown, by_year
from projectmap.query.history import counts_over_time
from projectmap.query.select import Selection, select
from projectmap.query.shown import Shown as Find
from projectmap.query.status import status_on
from projectmap.query.view import View

DAY = date(2026, 11, 22)
SITE, CONTACT = "https://map.example.org/", "map@example.org"
AIDARSKA, KREMINSKA = "UA44140090000072167", "UA44120030000094047"
VIEWS = {
    "all": View(),
    "water": View(sector=("water",)),
    "one": View(q="LUH-029"),
    "none": View(sector=("media",), donor=("japan",), year_from=2025),
    "places": View(community=(AIDARSKA, KREMINSKA), asof=date(2022, 3, 10)),
    "place": View(place=KREMINSKA, period=("before_2022_02_24",)),
}
TAGS = {"uk": "uk-UA", "en": "en-GB"}
NAMES = (*VIEWS, "small", "hostile")
LANGUAGE = {
    (name, deck): [*TAGS][(n + m) % 2]
    for m, deck in enumerate((DeckLength.LONG, DeckLength.SHORT))
    for n, name in enumerate(NAMES)
}
"""The language of each deck, by turns: each takes a second to make."""
SIZES = {"ctrTitle": 36.0, "title": 26.0, "sldNum": 10.0}
"""Points of texts that have no size of their own."""
BOTTOM = 6.86
"""Inches from the top of a slide to the line above its footer."""


@pytest.fixture
def without_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Maps are drawn elsewhere and take a second each."""
    monkeypatch.setattr(front, "map_picture", blank)
    monkeypatch.setattr(front, "partners_picture", blank)


def made(
    register: Register,
    view: View,
    language: str,
    base_url: str | None = SITE,
    *,
    deck: DeckLength = DeckLength.LONG,
) -> Any:
    request = ExportRequest("slides.pptx", view, language, DAY, base_url, CONTACT, deck=deck)
    return Presentation(io.BytesIO(written(write, register, request)))


Shown = tuple[Register, View, Translator, Any]
Kept = Callable[..., Shown]
"""``kept(name, deck=DeckLength.LONG, language=None)``; None: that of :data:`LANGUAGE`."""


@pytest.fixture(scope="session")
def kept(register: Register, hostile_slides: Register, mixed: Register) -> Kept:
    """Gives the slides of a view of :data:`VIEWS`, or of another register, in a language."""

    @cache
    def of(name: str, deck: DeckLength = DeckLength.LONG, language: str | None = None) -> Shown:
        language = language or LANGUAGE[name, deck]
        found = {"hostile": hostile_slides, "small": mixed}.get(name, register)
        view = VIEWS.get(name, View())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(front, "map_picture", blank)
            patch.setattr(front, "partners_picture", blank)
            return found, view, translator(language), made(found, view, language, deck=deck)

    return of


@pytest.fixture(params=NAMES)
def shown(request: pytest.FixtureRequest, kept: Kept) -> Shown:
    """A register, a view, a language and their slides, all of them."""
    return kept(request.param)


@pytest.fixture(params=(*LANGUAGE, ("all", DeckLength.LONG, "en")), ids="-".join)
def either(request: pytest.FixtureRequest, kept: Kept) -> Shown:
    """The same, and those of a short deck."""
    return kept(*request.param)


@pytest.fixture(scope="session")
def hostile_slides(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """Hostile texts in records, and in names of organisations, sectors and partners."""
    texts = [*STORABLE.values(), "=cmd()", "#panic()", "W" * 4000, "<r>x</r>"]
    return load(write_folder(tmp_path_factory.mktemp("hostile"), texts))


# --- Looking at slides ------------------------------------------------------------------------


def tables_of(slide: Any) -> list[Any]:
    return [shape.table for shape in slide.shapes if shape.has_table]


def charts(slides: Any) -> Iterator[tuple[str, Any]]:
    for slide in slides.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                yield slide.shapes.title.text, shape.chart


def titled(slides: Any, start: str) -> list[Any]:
    return [item for item in slides.slides if item.shapes.title.text.startswith(start)]


def rows(slides: Any, title: str) -> list[list[str]]:
    """The rows of all tables on slides of that title, without their heads."""
    return [
        [cell.text for cell in line.cells]
        for slide in titled(slides, title)
        for table in tables_of(slide)
        for place, line in enumerate(table.rows)
        if place or not table.first_row
    ]


def record_rows(slides: Any, t: Translator) -> list[list[str]]:
    return [
        line
        for period in PERIODS
        for line in rows(slides, t("Records: {period}", period=label(t, period)))
    ]


def words(slide: Any) -> str:
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    texts += [cell.text for table in tables_of(slide) for line in table.rows for cell in line.cells]
    return "\n".join(texts)


def is_picture(shape: Any) -> bool:
    return hasattr(shape, "image")


def lead(slide: Any) -> str:
    """The line under the title."""
    found = [item for item in slide.placeholders if item.placeholder_format.idx == 13]
    return str(found[0].text_frame.text) if found else ""


@cache
def text_height(
    text: str, size: float, room: float, *, bold: bool, number: int | None
) -> list[float]:
    """The estimated height of a paragraph in ``room`` inches, in inches, in each of FONTS."""
    paragraph = Text(text, size, bold, number=number)
    return [paragraph.height(room, font) for font in FONTS]


def heights(frame: Any, room: float, kind: str | None = None) -> list[float]:
    """The same of a text frame's paragraphs; ``kind`` is the frame's kind of placeholder."""
    found = []
    for paragraph in frame.paragraphs:
        run = paragraph.runs[0] if paragraph.runs else None
        indent = paragraph._p.pPr is not None and paragraph._p.pPr.get("marL")  # noqa: SLF001 - python-pptx has no name for it
        found.append(
            text_height(
                paragraph.text,
                run.font.size.pt if run and run.font.size else SIZES.get(kind or "", 13.0),
                round(room, 6),
                bold=bool(run and run.font.bold) or kind in {"title", "ctrTitle"},
                number=1 if indent else None,
            )
        )
    return [sum(column) for column in zip(*found, strict=True)]


# --- A short deck -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "fewest", "most"),
    [("all", 9, 11), ("water", 7, 10), ("one", 4, 6), ("none", 3, 3), ("places", 7, 12)],
)
def test_a_short_deck_has_about_ten_slides(name: str, fewest: int, most: int, kept: Kept) -> None:
    register, view, t, slides = kept(name, DeckLength.SHORT)
    titles = [slide.shapes.title.text for slide in slides.slides]
    assert fewest <= len(titles) <= most, titles
    assert (titles[0], titles[-1]) == (t(TITLE), t("How to take part"))
    assert len(titles) < len(kept(name)[-1].slides)
    found = select(register, view)
    # Of a few records each has its row; of many there are charts, and the needs.
    listed = len(record_rows(slides, t))
    assert listed == (found.count if found.count <= tables.MAX_SHORT_LIST else 0)
    assert bool(list(charts(slides))) == (found.count > 1 and name != "one")


def test_a_short_deck_says_what_is_sought_and_whom_to_ask(kept: Kept) -> None:
    register, view, t, slides = kept("all", DeckLength.SHORT)
    needs = {item.id: item for item in register.projects if item.kind == Kind.NEED}
    said = [line[0].split("\n")[1] for line in rows(slides, t("Needs"))]
    assert said
    assert set(said) <= set(needs)
    # Those that somebody can answer come first.
    answered = [bool(needs[name].open_to_partners) for name in said]
    assert answered == sorted(answered, reverse=True)
    left = len(needs) - len(said)
    more = t.plural("And {n} more: in the XLSX file.", "And {n} more: in the XLSX file.", left)
    assert (more in lead(titled(slides, t("Needs"))[0])) == bool(left)
    last = words(list(slides.slides)[-1])
    labels = Labels(register, t)
    for fact in figures(Find(labels, view), "needs"):
        assert f"{fact.label}: {fact.text}" in last
    for item in register.partnerships:
        assert (labels.text(item, "title") in last) == (item.status == "sought")
    assert CONTACT in last
    assert all(text in last for text in credits_of(Labels(register, t)))
    sources = unique_sources([*register.projects, *register.partnerships])
    published = Counter(one.publisher for one in sources if one.publisher)
    assert f"{t('Sources')}: {len(sources)} ({published.most_common(1)[0][0]}; " in last
    others = len(published) - front.MAX_PUBLISHERS
    assert t.plural("and {n} more", "and {n} more", others) + ")" in last
    assert is_picture(next(shape for shape in list(slides.slides)[-1].shapes if is_picture(shape)))


@pytest.mark.usefixtures("without_maps")
def test_partnerships_say_what_does_not_filter_them(register: Register) -> None:
    view = View(sector=("water",), donor=("icrc",))
    slides = made(register, view, "en", deck=DeckLength.SHORT)
    (found,) = titled(slides, "Partnerships")
    assert "Not filtered by: Donor." in lead(found)


# --- Form -------------------------------------------------------------------------------------


def test_everything_lies_on_its_slide_and_no_text_runs_over_its_box(either: Shown) -> None:
    *_, slides = either
    for slide in slides.slides:
        for shape in slide.shapes:
            left, top, width, high = shape.left, shape.top, shape.width, shape.height
            assert min(left, top) >= 0
            assert left + width <= slides.slide_width
            assert top + high <= slides.slide_height
            if shape.has_text_frame:
                kind = shape.element.ph.get("type") if shape.is_placeholder else None
                needed = max(heights(shape.text_frame, Emu(width).inches, kind))
                assert needed <= Emu(high).inches + 0.01, shape.text_frame.text


def test_tables_and_charts_end_above_the_footer(either: Shown) -> None:
    *_, slides = either
    for slide in slides.slides:
        for shape in slide.shapes:
            if shape.has_table:
                rows = [row_heights(shape.table, line) for line in shape.table.rows]
                highest = max(map(sum, zip(*rows, strict=True)))
                assert Emu(shape.top).inches + highest <= BOTTOM, words(slide)
            if shape.has_chart:
                assert Emu(shape.top + shape.height).inches <= BOTTOM


def row_heights(table: Any, line: Any) -> list[float]:
    """In each of FONTS the inches that a row states, or that its texts need where that is more."""
    rooms = [Emu(column.width).inches - 2 * SIDE for column in table.columns]
    pairs = zip(line.cells, rooms, strict=True)
    cells = [heights(cell.text_frame, room) for cell, room in pairs]
    needed = [max(column) + 2 * EDGE for column in zip(*cells, strict=True)]
    stated = Emu(line.height).inches
    assert needed[FONTS.index(ARIAL)] <= stated + 0.01
    return [max(stated, each) for each in needed]


def test_every_slide_is_whole(either: Shown) -> None:
    """A title of its own, number and footer; words for what is drawn; nothing left empty."""
    register, view, t, slides = either
    day = t.day(view.asof or register.edition)
    titles = [slide.shapes.title.text.strip() for slide in slides.slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    for slide in slides.slides:
        kinds = {
            shape.element.ph.get("type"): shape for shape in slide.shapes if shape.is_placeholder
        }
        assert "sldNum" in kinds
        for part in (day, t.day(register.edition), register.version):
            assert part in kinds["ftr"].text_frame.text
        for shape in slide.placeholders:
            assert not shape.has_text_frame or shape.text_frame.text.strip()
        for shape in slide.shapes:
            if shape.has_table or shape.has_chart or is_picture(shape):
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr", "").strip()  # noqa: SLF001 - no public way


def test_every_text_has_its_language(either: Shown) -> None:
    *_, t, slides = either
    elements = [item.element for item in (*slides.slides, slides.slide_master)]
    elements += [item.element for item in slides.slide_layouts]
    elements += [chart.part._element for _, chart in charts(slides)]  # noqa: SLF001 - no public way
    for element in elements:
        for run in element.iter(qn("a:r")):
            assert run.find(qn("a:rPr")).get("lang") == TAGS[t.language]
        for name in ("a:rPr", "a:endParaRPr", "a:defRPr"):
            assert {item.get("lang") for item in element.iter(qn(name))} <= {TAGS[t.language]}


def test_properties_name_the_title_and_nobody(shown: Shown) -> None:
    *_, t, slides = shown
    found = slides.core_properties
    assert found.title
    assert found.language == TAGS[t.language]
    assert (found.author, found.last_modified_by, found.comments) == ("", "", "")
    assert found.created.date() == DAY


# --- The template -----------------------------------------------------------------------------

THEME = {
    "dk1": COLOURS["ink"],
    "lt1": COLOURS["paper"],
    "dk2": COLOURS["muted"],
    "lt2": COLOURS["ground"],
    "accent1": COLOURS["accent"],
    "accent2": COLOURS["partner"],
    "accent3": OFFICE_STATUS_FILLS[TerritoryStatus.TEMPORARILY_OCCUPIED],
    "accent4": OFFICE_STATUS_FILLS[TerritoryStatus.ACTIVE_HOSTILITIES],
    "accent5": COLOURS["raion"],
    "accent6": COLOURS["rule"],
    "hlink": COLOURS["accent"],
    "folHlink": COLOURS["raion"],
}


def template() -> Any:
    return Presentation(io.BytesIO(pptx_file.TEMPLATE.read_bytes()))


def theme_of(slides: Any) -> Any:
    return next(part for part in slides.part.package.iter_parts() if "theme" in str(part.partname))


def test_the_template_has_the_colours_of_the_theme() -> None:
    theme = theme_of(template()).blob.decode()
    for name, colour in THEME.items():
        assert f'<a:{name}><a:srgbClr val="{office(colour)}"/></a:{name}>' in theme


def test_the_template_is_clean() -> None:
    slides = template()
    assert len(slides.slide_masters) == 1
    assert [layout.name for layout in slides.slide_layouts] == list(Layout)
    assert not slides.slides
    names = {str(part.partname) for part in slides.part.package.iter_parts()}
    assert not any("thumbnail" in name or "printer" in name for name in names)
    theme = theme_of(slides).blob
    assert b'typeface="Arial"' in theme
    assert b"Calibri" not in theme
    assert (slides.slide_width / slides.slide_height) == pytest.approx(16 / 9, rel=1e-3)


@pytest.mark.parametrize("name", ["one", "none"])
def test_layouts_have_names_in_the_language(name: str, kept: Kept) -> None:
    *_, t, slides = kept(name)
    assert [layout.name for layout in slides.slide_layouts] == [t(name) for name in Layout]


@pytest.mark.usefixtures("without_maps")
def test_a_restyled_template_is_followed(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    restyled = template()
    layout = next(item for item in restyled.slide_layouts if item.name == Layout.TABLE)
    shape = next(item for item in layout.placeholders if item.name == "Table")
    shape.left, shape.top, shape.width, shape.height = map(Inches, (2, 2, 9, 3.5))
    restyled.save(tmp_path / "restyled.pptx")
    monkeypatch.setattr(pptx_file, "TEMPLATE", tmp_path / "restyled.pptx")
    t = translator("en")
    slides = made(register, VIEWS["water"], "en")
    assert len(record_rows(slides, t)) == select(register, VIEWS["water"]).count
    for slide in titled(slides, t("Partnerships")):
        (frame,) = (item for item in slide.shapes if item.has_table)
        assert (frame.left, frame.top) == (Inches(2), Inches(2))
        assert frame.width == pytest.approx(Inches(9), rel=1e-4)
        assert frame.height <= Inches(3.5)


# --- Numbers ----------------------------------------------------------------------------------


def test_every_shown_record_has_a_row(shown: Shown) -> None:
    register, view, t, slides = shown
    selection = select(register, view)
    found = record_rows(slides, t)
    assert len(found) == selection.count
    ids = {line[0].rpartition("\n")[2] for line in found}
    assert ids == {register.projects[place].id for place in selection.rows.tolist()}
    for period in PERIODS:
        part = rows(slides, t("Records: {period}", period=label(t, period)))
        assert len(part) == selection.by_period[period]


@pytest.mark.parametrize(("name", "size"), [("one", 16.0), ("all", 11.0)])
def test_few_rows_are_written_larger(name: str, size: float, kept: Kept) -> None:
    *_, t, slides = kept(name)
    before = titled(slides, t("Records: {period}", period=label(t, PERIODS[0])))
    since = titled(slides, t("Records: {period}", period=label(t, PERIODS[1])))
    titles = [line.cells[1] for slide in (*before, *since) for table in tables_of(slide)
              for line in list(table.rows)[1:]]  # fmt: skip
    assert {cell.text_frame.paragraphs[0].runs[0].font.size.pt for cell in titles} == {size}


@pytest.mark.parametrize("name", ["water", "one", "places"])
def test_no_word_is_broken_where_rows_are_written_larger(name: str, kept: Kept) -> None:
    *_, slides = kept(name)
    runs = [(run, column.width.inches - 2 * SIDE)
            for slide in slides.slides for table in tables_of(slide) for line in table.rows
            for cell, column in zip(line.cells, table.columns, strict=True)
            for paragraph in cell.text_frame.paragraphs for run in paragraph.runs]  # fmt: skip
    larger = [(run, room) for run, room in runs if run.font.size.pt > TABLE_SIZE]
    assert larger
    for run, room in larger:
        for word in run.text.split(" "):
            assert Text(word, run.font.size.pt, bold=bool(run.font.bold)).lines(room, ARIAL) == 1


def test_every_record_slide_says_then_or_now(shown: Shown) -> None:
    *_, t, slides = shown
    unknown = t("The sources describe the situation at the time; the current situation is unknown.")
    for period in PERIODS:
        for slide in titled(slides, t("Records: {period}", period=label(t, period))):
            assert (unknown in lead(slide)) == (period != "after")


def test_every_shown_partnership_has_a_row(shown: Shown) -> None:
    register, view, t, slides = shown
    found = rows(slides, t("Partnerships"))
    assert len(found) == len(select(register, view).partnerships)


@pytest.mark.usefixtures("without_maps")
def test_what_is_left_out_is_said(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    t = translator("uk")
    for name, most in (("MAX_RECORDS", 40), ("MAX_PARTNERSHIPS", 3), ("MAX_SOURCES", 5)):
        monkeypatch.setattr(tables, name, most)
    slides = made(register, View(), t.language)
    assert len(record_rows(slides, t)) == 40
    assert len(rows(slides, t("Partnerships"))) == 3
    every = len(register.projects)
    said = t.plural(
        "The slides list the first {most} of {n} record; all are in the XLSX file.",
        "The slides list the first {most} of {n} records; all are in the XLSX file.",
        every,
        most=t.number(40),
    )
    for period in PERIODS:
        for slide in titled(slides, t("Records: {period}", period=label(t, period))):
            assert said in words(slide)
    assert "XLSX" in words(titled(slides, t("Partnerships"))[0])
    assert "XLSX" in words(titled(slides, t("Sources"))[0])


def numbers(chart: Any) -> dict[str, tuple[int, ...]]:
    """The numbers of a chart by name, in the order of its series."""
    names = [str(name) for name in chart.plots[0].categories]
    values = zip(*(series.values for series in chart.plots[0].series), strict=True)
    return dict(zip(names, (tuple(int(part) for part in found) for found in values), strict=True))


CHARTS = {
    "sector": ("Records by sector", Labels.sector),
    "donor": ("Records by donor", Labels.organisation),
}


@pytest.mark.parametrize("key", CHARTS)
def test_charts_show_the_numbers_of_the_figures(key: str, shown: Shown) -> None:
    register, view, t, slides = shown
    title, naming = CHARTS[key]
    counted = breakdown(register, select(register, view).mask, key).rows
    found = [chart for name, chart in charts(slides) if name == t(title)]
    assert len(found) == (len(counted) >= MIN_NAMES)
    if not found:
        return
    unnamed = breakdown(register, select(register, view).mask, key).none
    said = t("Records that name no sector" if key == "sector" else "Records that name no donor")
    line = f"{said}: {t.number(unnamed.records)}."
    assert (line in lead(titled(slides, t(title))[0])) == bool(unnamed.records)
    bars = numbers(found[0])
    assert len(bars) == min(len(counted), MAX_BARS)
    wanted = {item.code: item for item in counted}
    periods = {label(t, period): period for period in PERIODS}
    series = [periods[item.name] for item in found[0].plots[0].series]
    sums = [sum(values) for values in bars.values()]
    assert sums == sorted((item.records for item in counted), reverse=True)[:MAX_BARS]
    for name, values in bars.items():
        text = name.rpartition(" (")[0].rstrip("…")
        matching = [
            item
            for code, item in wanted.items()
            if one_line(naming(Labels(register, t), code)).strip().startswith(text)
        ]
        assert values in [tuple(item.by_period[period] for period in series) for item in matching]
        assert name.endswith(f"({t.number(sum(values))})")


def test_years_show_the_numbers_of_the_figure(shown: Shown) -> None:
    register, view, t, slides = shown
    counted = by_year(register, select(register, view).mask).rows
    found = [chart for title, chart in charts(slides) if title == t("Records by year")]
    assert len(found) == (sum(item.records > 0 for item in counted) >= MIN_NAMES)
    if found:
        assert {name: sum(values) for name, values in numbers(found[0]).items()} == {
            item.code: item.records for item in counted
        }


def test_statuses_over_time_are_those_of_the_history(kept: Kept) -> None:
    register, _, t, slides = kept("all")
    title = t("Status of the communities over time")
    chart = next(chart for name, chart in charts(slides) if name == title)
    series = {item.name: list(item.values) for item in chart.plots[0].series}
    last = counts_over_time(register)[-1][1]
    assert {name: values[-1] for name, values in series.items() if values[-1]} == {
        label(t, status): count for status, count in last.items()
    }
    columns = list(zip(*series.values(), strict=True))
    assert {sum(column) for column in columns} == {len(register.communities)}
    assert all(one != other for one, other in pairwise(columns))


@pytest.mark.usefixtures("without_maps")
def test_statuses_over_time_go_on_to_the_later_of_two_dates(register: Register) -> None:
    early, late, t = date(2022, 2, 23), register.edition, translator("en")
    for asof, compare, last in ((early, None, early), (early, late, late), (late, early, late)):
        slides = made(register, View(q="no such words", asof=asof, compare=compare), t.language)
        [slide] = titled(slides, t("Status of the communities over time"))
        assert t.day(last) in lead(slide)


@pytest.mark.usefixtures("without_maps")
def test_needs_are_those_of_the_filter(register: Register, kept: Kept) -> None:
    title = translator("uk")("Needs by sector")
    needs = View(kind=("need",))
    selection: Selection = select(register, needs)
    wanted = sorted(item.records for item in breakdown(register, selection.mask, "sector").rows)
    for slides in (kept("all")[-1], made(register, needs, "uk")):
        found = [chart for name, chart in charts(slides) if name == title]
        assert sorted(sum(values) for values in numbers(found[0]).values()) == wanted
    projects = made(register, View(kind=("project",)), "uk")
    assert title not in [name for name, _ in charts(projects)]


def test_the_workbooks_hold_what_the_charts_show(shown: Shown) -> None:
    *_, slides = shown
    for _, chart in charts(slides):
        blob = chart.part.chart_workbook.xlsx_part.blob
        sheet = openpyxl.load_workbook(io.BytesIO(blob))["Sheet1"]
        head, *lines = sheet.iter_rows(values_only=True)
        assert list(head[1:]) == [series.name for series in chart.plots[0].series]
        assert {str(line[0]).strip(): line[1:] for line in lines} == {
            name.strip(): values for name, values in numbers(chart).items()
        }
        assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


@pytest.mark.parametrize("name", ["places", "place"])
def test_chosen_communities_have_a_slide(name: str, kept: Kept) -> None:
    register, view, t, slides = kept(name)
    codes = view.community or (view.place,)
    for code in codes:
        assert code is not None
        slide = next(item for item in slides.slides if code in lead(item))
        day = view.asof or register.edition
        said = words(slide)
        assert label(t, status_on(register, day)[code].status) in said
        assert t.day(day) in said
        own = View(community=(code,), period=view.period)
        left = [[cell.text for cell in line.cells] for line in tables_of(slide)[0].rows]
        count = next(value for head, value in left if head == t("Records"))
        assert count.partition("\n")[0] == t.number(select(register, own).count)
    leads = map(lead, slides.slides)
    assert sum(any(code in said for code in register.communities) for said in leads) == len(codes)


# --- Words ------------------------------------------------------------------------------------


def test_nothing_to_show_says_so(kept: Kept) -> None:
    *_, t, slides = kept("none")
    (slide,) = titled(slides, t("No records match the filters."))
    assert t("Remove or widen a filter; the panel shows how many records each option has.") in (
        words(slide)
    )
    assert [title for title, _ in charts(slides)] == [t("Status of the communities over time")]
    assert record_rows(slides, t) == []


def test_hostile_texts_show_as_themselves(kept: Kept) -> None:
    hostile_slides, _, t, slides = kept("hostile")
    found = {line[0].rpartition("\n")[2]: line for line in record_rows(slides, t)}
    for item in hostile_slides.projects:
        if not item.donors:
            continue
        text = one_line(t.pick(item.title_uk, item.title_en) or "").strip()
        donor = hostile_slides.organisations[item.donors[0]]
        for cell, whole in (
            (found[item.id][1].rpartition("\n")[0], text),
            (found[item.id][3].partition("\n")[0], one_line(donor.name_uk).strip()),
        ):
            cut = cell.endswith("…") and len(cell) > 60
            assert cell
            assert cell == whole or (cut and whole.startswith(cell[:-1]))


@pytest.mark.parametrize(
    ("site", "link", "code"),
    [(None, False, False), (SITE, True, True), ("http://localhost:8501/", True, False)],
)
@pytest.mark.usefixtures("without_maps")
def test_the_link_is_given_where_it_is_known(
    site: str | None,
    link: bool,  # noqa: FBT001 - a column of the table
    code: bool,  # noqa: FBT001 - a column of the table
    register: Register,
) -> None:
    slides = made(register, VIEWS["water"], "en", site, deck=DeckLength.SHORT)
    first = slides.slides[0]
    assert ("sector=water" in words(first)) == link
    assert any(map(is_picture, first.shapes)) == code


@pytest.mark.usefixtures("without_maps")
def test_a_link_too_long_to_be_read_has_no_code(register: Register) -> None:
    view = View(community=tuple(register.communities), kind=("need",))
    first = made(register, view, "en", deck=DeckLength.SHORT).slides[0]
    assert not any(map(is_picture, first.shapes))
    assert SITE in words(first)


# --- Under other fonts ------------------------------------------------------------------------

FONT_FILES = {
    "Liberation Sans": ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    "DejaVu Sans": ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
}
"""By the font that stands in for Arial: its files, regular and bold."""
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts",
           "/Library/Fonts", "/opt/homebrew/share/fonts")  # fmt: skip


@pytest.fixture(params=FONT_FILES)
def font_files(request: pytest.FixtureRequest) -> tuple[str, list[Path]]:
    """A font and its files."""
    folders = [Path(folder).expanduser() for folder in FOLDERS]
    found = []
    for name in FONT_FILES[request.param]:
        file = next((file for folder in folders for file in folder.rglob(name)), None)
        if file is None:
            pytest.fail(f"the font {name} is missing: see tools/programs.sh")
        found.append(file)
    return request.param, found


def test_no_font_is_wider_than_the_widest(
    font_files: tuple[str, list[Path]], register: Register
) -> None:
    texts = [text for item in register.projects for text in (item.title_uk, item.title_en) if text]
    most = {False: max(font.regular for font in FONTS), True: max(font.bold for font in FONTS)}
    for file, bold in zip(font_files[1], (False, True), strict=True):
        with TTFont(file) as font:
            em, widths, letters = font["head"].unitsPerEm, font["hmtx"], font.getBestCmap()
            leading = (font["hhea"].ascent - font["hhea"].descent + font["hhea"].lineGap) / em
            assert leading <= max(item.leading for item in FONTS)
            for text in texts:
                wide = sum(widths[letters[ord(letter)]][0] for letter in text) / em
                assert wide <= text_metrics.width(text, 1, bold=bold) * most[bold], text


@pytest.fixture
def only_font(font_files: tuple[str, list[Path]], tmp_path: Path) -> Path:
    """The settings of a machine that has one font only."""
    for file in font_files[1]:
        shutil.copy(file, tmp_path)
    config = tmp_path / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{tmp_path}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>"
    )
    return config


def fonts_of(pdf: pypdf.PdfReader) -> set[str]:
    """The names of the fonts in a PDF, without the mark of a subset."""
    fonts = [
        font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()
    ]
    return {str(font["/BaseFont"]).rpartition("+")[2].removeprefix("/") for font in fonts}


def test_libreoffice_opens_them(
    kept: Kept, font_files: tuple[str, list[Path]], only_font: Path, office: Office
) -> None:
    # The wider font for the deck that has more.
    deck = DeckLength.LONG if font_files[0] == "DejaVu Sans" else DeckLength.SHORT
    *_, slides = kept("all", deck)
    source = io.BytesIO()
    slides.save(source)
    files = {"slides.pptx": source.getvalue()}
    pdf = pypdf.PdfReader(office(files, "pdf", FONTCONFIG_FILE=str(only_font))["slides.pptx"])
    assert {name.partition("-")[0] for name in fonts_of(pdf)} == {font_files[0].replace(" ", "")}
    assert len(pdf.pages) == len(slides.slides)
    for page, slide in zip(pdf.pages, slides.slides, strict=True):
        low: list[str] = []

        def look(text: str, _: Any, place: Any, *__: Any, low: list[str] = low) -> None:
            if place[5] < (7.5 - 6.97) * 72 and text.strip():
                low.append(text.strip())

        said = page.extract_text(visitor_text=look)
        assert slide.shapes.title.text.split()[0] in said
        for shape in slide.shapes:
            if shape.has_chart and shape.chart.plots[0].categories:
                # Every bar and column has its name.
                assert all(str(name).split()[0] in said for name in shape.chart.plots[0].categories)
        # Below the line there is only the footer: no table has grown into it. The reader gives
        # the second line of a text the place of what it read before.
        footer = next(
            item for item in slide.placeholders if item.element.ph.get("type") == "ftr"
        ).text_frame.text
        own = footer + lead(slide)
        assert all(part.isdigit() or part in own for part in low), low
