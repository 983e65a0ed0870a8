"""Slides: what they say is what the register says, and nothing runs over its place."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import builders
import openpyxl
import pypdf
import pytest
from export.making import written
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu
from web.hostile import STORABLE

from projectmap.export.charts import figure
from projectmap.export.slides import front, lists, measure, write_slides
from projectmap.export.slides.deck import EDGE, SIDE, plain
from projectmap.export.slides.figures import FEWEST
from projectmap.export.slides.graphs import MOST_BARS, named_rows
from projectmap.export.slides.template import BODY, LEAD
from projectmap.i18n import Translator, translator
from projectmap.model.labels import label
from projectmap.model.register import Register
from projectmap.query.figures import PERIODS
from projectmap.query.history import counts_over_time
from projectmap.query.select import select
from projectmap.query.status import status_on
from projectmap.query.view import View

DAY = date(2026, 11, 22)
SITE = "https://map.example.org/"
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
SIZES = {"ctrTitle": 36.0, "title": 26.0, "sldNum": 10.0}
"""Points of texts that have no size of their own."""


def blank(*_: object) -> bytes:
    """A small white PNG in place of a map."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 20, 10, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * 20) * 10)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def without_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Maps are drawn elsewhere and take a second each."""
    monkeypatch.setattr(front, "map_picture", blank)
    monkeypatch.setattr(front, "partners_picture", blank)


def made(register: Register, view: View, t: Translator, base_url: str | None = SITE) -> Any:
    content = written(write_slides, register, view, t, DAY, base_url)
    return Presentation(io.BytesIO(content))


Shown = tuple[Register, View, Translator, Any]
Kept = Callable[[str, str], Shown]


@pytest.fixture(scope="session")
def kept(register: Register, hostile_slides: Register, mixed: Register) -> Kept:
    """Gives the slides of a view of :data:`VIEWS`, or of another register, in a language."""

    @cache
    def of(name: str, language: str) -> Shown:
        found = {"hostile": hostile_slides, "small": mixed}.get(name, register)
        view, t = VIEWS.get(name, View()), translator(language)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(front, "map_picture", blank)
            patch.setattr(front, "partners_picture", blank)
            return found, view, t, made(found, view, t)

    return of


@pytest.fixture(
    params=[(name, language) for name in (*VIEWS, "hostile", "small") for language in TAGS],
    ids="-".join,
)
def shown(request: pytest.FixtureRequest, kept: Kept) -> Shown:
    """A register, a view, a language and their slides."""
    return kept(*request.param)


@pytest.fixture(scope="session")
def hostile_slides() -> Register:
    """Hostile texts in records, and in names of organisations, sectors and partners."""
    texts = [*STORABLE.values(), "=cmd()", "#panic()", "W" * 4000, "<r>x</r>"]
    return builders.make_register(
        organisations=[
            builders.organisation(f"d{place}", name_uk=text, name_en=text)
            for place, text in enumerate(texts)
        ],
        projects=[
            builders.project(
                f"TEST-{place:03}",
                donors=[f"d{place}"],
                **dict.fromkeys(
                    ("title_uk", "title_en", "summary_uk", "summary_en", "status_text",
                     "status_text_en", "date_text", "date_text_en"),
                    text,
                ),
                sources=[builders.source(title=text, title_en=text, publisher=text)],
            )
            for place, text in enumerate(texts)
        ],
        partnerships=[
            builders.partnership(
                f"TEST-R{place:03}",
                title_uk=text,
                title_en=text,
                partners=[builders.partner(name_uk=text, name_en=text)],
            )
            for place, text in enumerate(texts)
        ],
    )  # fmt: skip


# --- Looking at slides ------------------------------------------------------------------------


def tables(slide: Any) -> list[Any]:
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
        for table in tables(slide)
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
    texts += [cell.text for table in tables(slide) for line in table.rows for cell in line.cells]
    return "\n".join(texts)


def lead(slide: Any) -> str:
    """The line under the title."""
    found = [item for item in slide.placeholders if item.placeholder_format.idx == LEAD]
    return str(found[0].text_frame.text) if found else ""


def text_height(frame: Any, room: float, kind: str | None) -> float:
    """The estimated height of a text frame's paragraphs in ``room`` inches, in inches."""
    total = 0.0
    for paragraph in frame.paragraphs:
        run = paragraph.runs[0] if paragraph.runs else None
        size = run.font.size.pt if run and run.font.size else SIZES.get(kind or "", 13.0)
        bold = bool(run and run.font.bold) or kind in {"title", "ctrTitle"}
        indent = paragraph._p.pPr is not None and int(paragraph._p.pPr.get("marL", 0))  # noqa: SLF001 - python-pptx has no name for it
        inner = room * 72 - (indent / 12700 if indent else 0)
        count = measure.lines(paragraph.text, size, inner, bold=bold)
        total += count * size * measure.LEADING / 72
    return total


# --- Form -------------------------------------------------------------------------------------


def test_everything_lies_on_its_slide(shown: Shown) -> None:
    *_, slides = shown
    for slide in slides.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= slides.slide_width
            assert shape.top + shape.height <= slides.slide_height


def test_no_text_runs_over_its_box(shown: Shown) -> None:
    *_, slides = shown
    for slide in slides.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                kind = shape.element.ph.get("type") if shape.is_placeholder else None
                needed = text_height(shape.text_frame, Emu(shape.width).inches, kind)
                assert needed <= Emu(shape.height).inches + 0.01, shape.text_frame.text
        for table in tables(slide):
            for line in table.rows:
                for column, cell in zip(table.columns, line.cells, strict=True):
                    room = Emu(column.width).inches - 2 * SIDE
                    needed = text_height(cell.text_frame, room, None) + 2 * EDGE
                    assert needed <= Emu(line.height).inches + 0.01, cell.text


def test_tables_and_charts_end_above_the_footer(
    shown: Shown,
) -> None:
    *_, slides = shown
    for slide in slides.slides:
        for shape in slide.shapes:
            if shape.has_table:
                whole = sum(line.height for line in shape.table.rows)
                assert Emu(shape.top + whole).inches <= BODY.bottom + 0.01, words(slide)
            if shape.has_chart:
                assert Emu(shape.top + shape.height).inches <= BODY.bottom + 0.01


def test_every_slide_has_title_number_and_footer(
    shown: Shown,
) -> None:
    register, view, t, slides = shown
    day = t.day(view.asof or register.edition)
    for slide in slides.slides:
        assert slide.shapes.title.text.strip()
        kinds = {
            shape.element.ph.get("type"): shape for shape in slide.shapes if shape.is_placeholder
        }
        assert "sldNum" in kinds
        for part in (day, t.day(register.edition), register.version):
            assert part in kinds["ftr"].text_frame.text


def test_titles_tell_slides_apart(shown: Shown) -> None:
    *_, slides = shown
    titles = Counter(slide.shapes.title.text for slide in slides.slides)
    assert max(titles.values()) == 1


def test_pictures_charts_and_tables_are_told_in_words(
    shown: Shown,
) -> None:
    *_, slides = shown
    for slide in slides.slides:
        for shape in slide.shapes:
            if shape.has_table or shape.has_chart or shape.shape_type == 13:
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr", "").strip()  # noqa: SLF001 - no public way


def test_every_text_has_its_language(shown: Shown) -> None:
    *_, t, slides = shown
    elements = [item.element for item in (*slides.slides, slides.slide_master)]
    elements += [item.element for item in slides.slide_layouts]
    elements += [chart.part._element for _, chart in charts(slides)]  # noqa: SLF001 - no public way
    for element in elements:
        for run in element.iter(qn("a:r")):
            assert run.find(qn("a:rPr")).get("lang") == TAGS[t.language]
        for name in ("a:rPr", "a:endParaRPr", "a:defRPr"):
            assert {item.get("lang") for item in element.iter(qn(name))} <= {TAGS[t.language]}


def test_no_placeholder_is_left_empty(shown: Shown) -> None:
    *_, slides = shown
    for slide in slides.slides:
        for shape in slide.placeholders:
            assert shape.text_frame.text.strip()


def test_properties_name_the_title_and_nobody(
    shown: Shown,
) -> None:
    *_, t, slides = shown
    found = slides.core_properties
    assert found.title
    assert found.language == TAGS[t.language]
    assert (found.author, found.last_modified_by, found.comments) == ("", "", "")
    assert found.created.date() == DAY


def test_the_template_is_clean(kept: Kept) -> None:
    *_, slides = kept("one", "en")
    assert len(slides.slide_masters) == 1
    assert len(slides.slide_layouts) == 3
    used = {slide.slide_layout.name for slide in slides.slides}
    assert used == {layout.name for layout in slides.slide_layouts}
    names = {str(part.partname) for part in slides.part.package.iter_parts()}
    assert not any("thumbnail" in name or "printer" in name for name in names)
    theme = next(part for part in slides.part.package.iter_parts() if "theme" in str(part.partname))
    assert b'typeface="Arial"' in theme.blob
    assert b"Calibri" not in theme.blob
    assert (slides.slide_width / slides.slide_height) == pytest.approx(16 / 9, rel=1e-3)


def test_equal_input_gives_equal_bytes(
    register: Register,
    without_maps: None,  # noqa: ARG001 - what it does is all
) -> None:
    arguments = (write_slides, register, VIEWS["water"], translator("uk"), DAY, SITE)
    assert written(*arguments) == written(*arguments)


# --- Numbers ----------------------------------------------------------------------------------


def test_every_shown_record_has_a_row(shown: Shown) -> None:
    register, view, t, slides = shown
    selection = select(register, view)
    found = record_rows(slides, t)
    assert len(found) == selection.count
    ids = {line[1].rpartition("\n")[2].rpartition(" · ")[2] for line in found}
    assert ids == {register.projects[place].id for place in selection.rows.tolist()}
    for period in PERIODS:
        part = rows(slides, t("Records: {period}", period=label(t, period)))
        assert len(part) == selection.by_period[period]


def test_every_record_slide_says_then_or_now(
    shown: Shown,
) -> None:
    *_, t, slides = shown
    unknown = t("What the sources say was true then; the present state is not known.")
    for period in PERIODS:
        for slide in titled(slides, t("Records: {period}", period=label(t, period))):
            assert (unknown in lead(slide)) == (period != "after")


def test_every_shown_partnership_has_a_row(shown: Shown) -> None:
    register, view, t, slides = shown
    found = rows(slides, t("Partnerships"))
    assert len(found) == len(select(register, view).partnerships)


def test_what_is_left_out_is_said(
    register: Register,
    t: Translator,
    without_maps: None,  # noqa: ARG001 - what it does is all
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, most in (("MOST_RECORDS", 40), ("MOST_PARTNERSHIPS", 3), ("MOST_SOURCES", 5)):
        monkeypatch.setattr(lists, name, most)
    slides = made(register, View(), t)
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


@pytest.mark.parametrize("key", ["sector", "donor"])
def test_charts_show_the_numbers_of_the_figures(key: str, shown: Shown) -> None:
    register, view, t, slides = shown
    expected = figure(key, register, select(register, view), view, t)
    wanted = named_rows(expected)
    found = [chart for title, chart in charts(slides) if title == expected.title]
    assert len(found) == (len(wanted) >= FEWEST)
    if not found:
        return
    series = [item.name for item in found[0].plots[0].series]
    drawn = wanted[:MOST_BARS]
    periods = [item for place, item in enumerate(PERIODS) if any(row[2][place] for row in drawn)]
    assert series == [label(t, item) for item in periods]
    for (name, values), (text, records, parts) in zip(
        numbers(found[0]).items(), drawn, strict=True
    ):
        assert name.endswith(f"({t.number(records)})")
        assert name.startswith(plain(text)[:20])
        assert values == tuple(parts[PERIODS.index(item)] for item in periods)
        assert sum(values) == records


def test_years_show_the_numbers_of_the_figure(
    shown: Shown,
) -> None:
    register, view, t, slides = shown
    expected = figure("year", register, select(register, view), view, t)
    found = [chart for title, chart in charts(slides) if title == expected.title]
    assert len(found) == (len(expected.rows) >= FEWEST)
    if found:
        sums = {name: sum(values) for name, values in numbers(found[0]).items()}
        assert {name: count for name, count in sums.items() if count} == {
            str(row[0]): row[1] for row in expected.rows
        }
        assert list(sums) == [str(year) for year in range(int(min(sums)), int(max(sums)) + 1)]


@pytest.mark.parametrize("language", TAGS)
def test_statuses_over_time_are_those_of_the_history(language: str, kept: Kept) -> None:
    register, _, t, slides = kept("all", language)
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


def test_needs_are_those_of_the_filter(
    register: Register,
    without_maps: None,  # noqa: ARG001 - what it does is all
) -> None:
    t = translator("uk")
    needs = View(kind=("need",))
    expected = named_rows(figure("sector", register, select(register, needs), needs, t))
    for view in (View(), needs):
        found = [c for title, c in charts(made(register, view, t)) if title == t("Needs by sector")]
        assert [sum(values) for values in numbers(found[0]).values()] == [
            records for _, records, _ in expected
        ]
    projects = made(register, View(kind=("project",)), t)
    assert t("Needs by sector") not in [title for title, _ in charts(projects)]


def test_the_workbooks_hold_what_the_charts_show(
    shown: Shown,
) -> None:
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


@pytest.mark.parametrize("language", TAGS)
@pytest.mark.parametrize("name", ["places", "place"])
def test_chosen_communities_have_a_slide(name: str, language: str, kept: Kept) -> None:
    register, view, t, slides = kept(name, language)
    codes = view.community or (view.place,)
    for code in codes:
        assert code is not None
        slide = next(item for item in slides.slides if code in lead(item))
        day = view.asof or register.edition
        said = words(slide)
        assert label(t, status_on(register, day)[code].status) in said
        assert t.day(day) in said
        own = View(community=(code,), period=view.period)
        left = [[cell.text for cell in line.cells] for line in tables(slide)[0].rows]
        count = next(value for head, value in left if head == t("Records"))
        assert count.partition("\n")[0] == t.number(select(register, own).count)
    every = [item for item in slides.slides if any(c in lead(item) for c in register.communities)]
    assert len(every) == len(codes)


# --- Words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", TAGS)
def test_nothing_to_show_says_so(language: str, kept: Kept) -> None:
    *_, t, slides = kept("none", language)
    (slide,) = titled(slides, t("No record answers to the chosen filters."))
    assert t("Take a filter away, or widen it: each choice in the panel says how many it has.") in (
        words(slide)
    )
    assert [title for title, _ in charts(slides)] == [t("Status of the communities over time")]
    assert record_rows(slides, t) == []


@pytest.mark.parametrize("language", TAGS)
def test_hostile_texts_show_as_themselves(language: str, kept: Kept) -> None:
    hostile_slides, _, t, slides = kept("hostile", language)
    found = {line[1].rpartition("\n")[2]: line for line in record_rows(slides, t)}
    for item in hostile_slides.projects:
        text = plain(t.pick(item.title_uk, item.title_en) or "")
        donor = hostile_slides.organisations[item.donors[0]]
        for cell, whole in (
            (found[item.id][1].rpartition("\n")[0], text),
            (found[item.id][4], plain(donor.name_uk)),
        ):
            cut = cell.endswith("…") and len(cell) > 60
            assert cell
            assert cell == whole or (cut and whole.startswith(cell[:-1]))


def test_only_letters_that_no_file_carries_are_changed() -> None:
    assert plain(" два\nрядки\t{{7*7}} <b>&amp;") == "два рядки {{7*7}} <b>&amp;"
    assert (
        plain("\u202egro\u202c \x01 \ufffe")
        == "gro \N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}"
    )


@pytest.mark.parametrize(
    ("site", "link", "code"),
    [(None, False, False), (SITE, True, True), ("http://localhost:8501/", True, False)],
)
def test_the_link_is_given_where_it_is_known(
    site: str | None,
    link: bool,  # noqa: FBT001 - a column of the table
    code: bool,  # noqa: FBT001 - a column of the table
    register: Register,
    without_maps: None,  # noqa: ARG001 - what it does is all
) -> None:
    slides = made(register, VIEWS["water"], translator("en"), site)
    first = slides.slides[0]
    assert ("sector=water" in words(first)) == link
    assert any(shape.shape_type == 13 for shape in first.shapes) == code


def test_a_link_too_long_to_be_read_has_no_code(
    register: Register,
    without_maps: None,  # noqa: ARG001 - what it does is all
) -> None:
    view = View(community=tuple(register.communities), kind=("need",))
    first = made(register, view, translator("en")).slides[0]
    assert not any(shape.shape_type == 13 for shape in first.shapes)
    assert SITE in words(first)


# --- Measuring --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "слово", "довгий текст " * 40, "W" * 4000, "a b " * 900])
@pytest.mark.parametrize("most", [1, 2, 6])
def test_a_shortened_text_fits(text: str, most: int) -> None:
    cut = measure.shortened(text, 11, 150, most)
    assert measure.lines(cut, 11, 150) <= most
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))
    assert (cut == text) == (measure.lines(text, 11, 150) <= most)


def test_widths_are_those_of_the_letters() -> None:
    # Advance widths of Arial: i 222, W 944, Щ 938, ї 278 thousandths of an em.
    for letter, least, most in (("i", 222, 240), ("W", 944, 960), ("Щ", 938, 960), ("ї", 278, 300)):
        assert least <= measure.width(letter, 1000) / measure.SAFETY <= most
    assert measure.width("é", 10) == measure.width("e", 10)
    assert measure.width("漢", 10) > 10


# --- Through an office program ----------------------------------------------------------------


@pytest.fixture
def as_pdf(tmp_path: Path) -> Callable[[bytes], pypdf.PdfReader]:
    """What LibreOffice makes of slides."""

    def convert(content: bytes) -> pypdf.PdfReader:
        program = shutil.which("soffice")
        if program is None:
            pytest.fail("LibreOffice is missing: no program `soffice` on the PATH")
        source = tmp_path / "slides.pptx"
        source.write_bytes(content)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        done = subprocess.run(
            [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path),
             str(source)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )  # fmt: skip
        result = source.with_suffix(".pdf")
        assert result.exists(), f"LibreOffice made no file: {done.stdout} {done.stderr}"
        return pypdf.PdfReader(result)

    return convert


def test_libreoffice_opens_them(
    register: Register, as_pdf: Callable[[bytes], pypdf.PdfReader]
) -> None:
    t = translator("uk")
    content = written(write_slides, register, View(), t, DAY, SITE)
    slides = Presentation(io.BytesIO(content))
    pages = as_pdf(content).pages
    assert len(pages) == len(slides.slides)
    for page, slide in zip(pages, slides.slides, strict=True):
        low: list[str] = []

        def look(text: str, _: Any, place: Any, *__: Any, low: list[str] = low) -> None:
            if place[5] < (7.5 - 6.97) * 72 and text.strip():
                low.append(text.strip())

        said = page.extract_text(visitor_text=look)
        assert slide.shapes.title.text.split()[0] in said
        # Below the line there is only the footer: no table has grown into it. The reader gives
        # the second line of a text the place of what it read before.
        footer = next(
            item for item in slide.placeholders if item.element.ph.get("type") == "ftr"
        ).text_frame.text
        own = footer + lead(slide)
        assert all(part.isdigit() or part in own for part in low), low
