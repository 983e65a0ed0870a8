"""The PDF report: what its pages say, and that it says just that."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

import builders
import pypdf
import pytest
from export.making import check_pdf, links_of, squeezed, written

from projectmap import fonts
from projectmap.content import record
from projectmap.content.charts import figure
from projectmap.content.figures import figures
from projectmap.content.view import TITLE
from projectmap.export import picture, report, typeset
from projectmap.export.registry import write_export
from projectmap.export.request import ExportRequest
from projectmap.i18n import LANGUAGES, Translator, translator
from projectmap.map.layers import credit
from projectmap.markup import one_line
from projectmap.model.codes import FactGroup
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.view import View

DAY = date(2026, 11, 22)
SITE = "https://map.example.org/"
AIDARSKA = "UA44140090000072167"
VIEWS = {
    "all": View(),
    "water": View(sector=("water",)),
    "community": View(community=(AIDARSKA,)),
    "one": View(q="LUH-048 Кремінна"),
    "none": View(q="nothing has these words", sector=("water",)),
    "before the order": View(asof=date(2022, 3, 1), period=("after",)),
    "partnerships only": View(kind=("twinning",)),
}
LANGUAGE = {name: LANGUAGES[n % len(LANGUAGES)] for n, name in enumerate(VIEWS)}
"""The language of each view's report: one is enough, as it takes long to make and to read."""
DRAWN = ("map_picture", "partners_picture")
BLANK = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9V9z"/></svg>'
MARKUP = ("#panic()", "#sys.inputs", "*b* _i_ `c` $x^2$", "= h", "@ref <lab>", "\\u{41}", "// c")


@pytest.fixture(scope="module", autouse=True)
def blank_maps() -> Iterator[None]:
    """Maps are drawn for those tests alone that ask for ``real_maps``: they are slow to read."""
    with pytest.MonkeyPatch.context() as patch:
        for name in DRAWN:
            patch.setattr(report, name, lambda *_: BLANK)
        yield


@pytest.fixture
def real_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The maps as they are."""
    for name in DRAWN:
        monkeypatch.setattr(report, name, getattr(picture, name))


@pytest.fixture(params=VIEWS)
def shown(request: pytest.FixtureRequest, register: Register) -> Shown:
    """What each view shows, the languages by turns."""
    return in_turn(register, request.param)


def in_turn(register: Register, name: str) -> Shown:
    """What a view shows in its language."""
    return Shown(Labels(register, translator(LANGUAGE[name])), VIEWS[name])


def request_for(
    view: View, language: str, site: str | None = SITE, day: date = DAY
) -> ExportRequest:
    return ExportRequest("report.pdf", view, language, day, site)


@cache
def made(register: Register, view: View, language: str, site: str | None = SITE) -> bytes:
    """The report as bytes."""
    return written(write_export, register, request_for(view, language, site))


@cache
def pages(pdf: bytes) -> tuple[str, ...]:
    """What each page says, blanks and hyphens of broken lines left out."""
    return tuple(squeezed(page.extract_text()) for page in reader(pdf).pages)


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(pdf), strict=True)


def text(pdf: bytes) -> str:
    """All that it says."""
    return "".join(pages(pdf))


@cache
def template_data(register: Register, view: View, t: Translator, site: str | None = SITE) -> Any:
    """What the template is given, as it gets there."""
    return json.loads(json.dumps(report.report_data(register, request_for(view, t.language, site))))


def test_every_record_stands_in_it_with_id_title_and_state(shown: Shown) -> None:
    register, view, t = shown.register, shown.view, shown.t
    said = text(made(register, view, t.language))
    records = [register.projects[row] for row in select(register, view).rows.tolist()]
    for item in (*records, *select(register, view).partnerships):
        assert squeezed(item.id) in said
        assert squeezed(t.pick(item.title_uk, item.title_en) or "") in said


def listed(found: Any) -> list[Any]:
    """The records in the order of the list."""
    return [entry for section in found["records"] for entry in section["entries"]]


def value(entry: Any, key: str) -> str:
    """What an entry states under a key; ``""`` for nothing."""
    fact = next((fact for fact in entry["facts"] if fact["key"] == key), None)
    return "".join(span["text"] for span in fact["value"]) if fact and fact["stated"] else ""


@pytest.mark.parametrize("name", VIEWS)
def test_no_other_record_stands_in_it(register: Register, t: Translator, name: str) -> None:
    records = [register.projects[row] for row in select(register, VIEWS[name]).rows.tolist()]
    found = [(entry["id"], squeezed(entry["title"]))
             for entry in listed(template_data(register, VIEWS[name], t))]  # fmt: skip
    assert sorted(found) == sorted(
        (item.id, squeezed(t.pick(item.title_uk, item.title_en) or "")) for item in records
    )


def test_every_stated_fact_of_a_record_stands_in_it(mixed: Register, t: Translator) -> None:
    said = text(made(mixed, View(), t.language))
    for item in mixed.projects:
        for fact in record(Labels(mixed, t), item).facts:
            assert not fact.stated or squeezed(fact.text) in said, fact.key
            assert squeezed(fact.note) in said


@pytest.mark.parametrize("name", ["all", "water", "community"])
def test_figures_are_those_of_the_page_of_figures(register: Register, name: str) -> None:
    shown = in_turn(register, name)
    view, t = shown.view, shown.t
    found = template_data(register, view, t)
    assert [bars["title"] for bars in found["figures"]] == [
        figure(key, shown).title for key in report.FIGURES
    ]
    said = text(made(register, view, t.language))
    for key, bars in zip(report.FIGURES, found["figures"], strict=True):
        expected = figure(key, shown)
        assert [row["counts"] for row in bars["rows"]] == [list(row[-4:]) for row in expected.rows]
        assert [row["name"] for row in bars["rows"]] == [row[-5] for row in expected.rows]
        for row in expected.rows:
            line = [str(row[-5]), *(t.number(int(number)) for number in row[-4:])]
            assert squeezed("".join(line)) in said


def test_needs_are_the_cells_of_the_figure_that_have_any(register: Register, t: Translator) -> None:
    view = VIEWS["all"]
    expected = figure("needs", Shown(Labels(register, t), view))
    cells = [row for row in expected.rows if int(row[5]) > 0]
    found = template_data(register, view, t)["needs"]
    assert len(cells) == len(found["rows"]) > 0
    assert {tuple(row) for row in found["rows"]} == {
        (row[1], row[3], *(t.number(int(number)) for number in row[4:])) for row in cells
    }


def test_facts_are_those_of_the_slides(shown: Shown) -> None:
    said = text(made(shown.register, shown.view, shown.t.language))
    for group in FactGroup:
        for fact in figures(shown, group):
            assert squeezed(fact.text) in said
            assert squeezed(fact.label) in said


def test_it_says_as_of_when_and_from_where(shown: Shown) -> None:
    register, view, t = shown.register, shown.view, shown.t
    first, *others = pages(made(register, view, t.language))
    for line in (t.day(view.asof or register.edition), t.day(register.edition), t.day(DAY),
                 register.version):  # fmt: skip
        assert squeezed(line) in first
    for number, page in enumerate((first, *others), 1):
        place = t("page {n} of {m}").format(n=number, m=len(others) + 1)
        assert squeezed(place) in page
        assert squeezed(t("Data version {version}", version=register.version)) in page
    for page in others:
        assert squeezed(t("Status on {day}", day=t.day(view.asof or register.edition))) in page


def test_the_cover_names_both_dates_that_are_compared(register: Register, t: Translator) -> None:
    one = View(sector=("water",), asof=date(2022, 2, 23))
    for view, days in (
        (one, [one.asof]),
        (replace(one, compare=register.edition), [one.asof, register.edition]),
    ):
        lines = template_data(register, view, t)["lines"]
        said = [line for line in lines if line["key"] in {"status_day", "compare"}]
        assert ["".join(span["text"] for span in line["value"]) for line in said] == [
            t.day(day) for day in days
        ]


def test_the_filter_goes_by_names_and_at_the_end_by_codes_too(
    register: Register, t: Translator
) -> None:
    found = template_data(register, VIEWS["water"], t)
    name = Labels(register, t).sector("water")
    for part, said in (("filter", name), ("about", f"{name} (water)")):
        assert found[part][0]["label"] == t("Sector")
        assert "".join(span["text"] for span in found[part][0]["value"]) == said


def test_what_is_older_is_said_to_be_of_then(register: Register) -> None:
    t = translator(LANGUAGE["all"])
    caution = t("The sources describe the situation at the time; the current situation is unknown.")
    groups = template_data(register, VIEWS["all"], t)["records"]
    assert [group["caution"] for group in groups] == ["", caution]
    # The head is repeated on each page on which the list goes on.
    said = [squeezed(caution) in page for page in pages(made(register, View(), t.language))
            if squeezed(t("Donor and amount")) in page]  # fmt: skip
    assert sum(said) > 3
    assert all(said[said.index(True) :])


def test_no_record_says_so_and_the_way_out(register: Register) -> None:
    t = translator(LANGUAGE["none"])
    found = template_data(register, VIEWS["none"], t)
    pdf = made(register, VIEWS["none"], t.language)
    assert len(reader(pdf).pages) <= 2
    assert squeezed(t("No records match the filters.")) in text(pdf)
    water = select(register, View(sector=("water",))).count
    assert [line["value"] for line in found["way_out"]["lines"]] == [
        t.plural("{n} record", "{n} records", 0),
        t.plural("{n} record", "{n} records", water),
    ]
    assert found["way_out"]["lines"][1]["url"] == f"{SITE}?sector=water"


def test_one_record_needs_no_figures(register: Register) -> None:
    t = translator(LANGUAGE["one"])
    assert select(register, VIEWS["one"]).count == 1
    assert template_data(register, VIEWS["one"], t)["figures"] == []
    assert len(reader(made(register, VIEWS["one"], t.language)).pages) <= 4


def test_partnerships_say_what_does_not_filter_them(register: Register) -> None:
    for view, said in ((View(donor=("usaid",)), True), (View(sector=("water",)), False)):
        note = template_data(register, view, translator("en"))["partnerships"]["note"]
        assert ("Not filtered by: Donor." in note) is said


def test_amounts_of_few_records_stand_under_the_figures(register: Register) -> None:
    t = translator(LANGUAGE["one"])
    outline = reader(made(register, VIEWS["one"], t.language)).outline
    chapters = {
        item.title: [part.title for part in parts]
        for item, parts in pairwise([*outline, None])
        if isinstance(parts, list)
    }
    assert t("Amounts by donor") in chapters[t("Figures")]


def test_nothing_is_stated_that_nobody_states(t: Translator) -> None:
    register = builders.make_register(
        projects=[
            builders.undated(
                "TEST-BARE", communities=[], scope="unplaced", sectors=[], donors=[],
                status="unknown", status_asof=None, status_text=None, status_text_en=None,
            )
        ],
        partnerships=[builders.partnership(partners=[], partner_countries=[], start=None,
                                           period="undated")],
    )  # fmt: skip
    found = template_data(register, View(), t)
    [bare] = listed(found)
    assert [value(bare, key) for key in ("sectors", "donors", "when", "amount")] == [""] * 4
    said = text(made(register, View(), t.language))
    assert said.count(squeezed(t("not stated"))) >= 2
    assert squeezed(t("amount not stated")) in said
    assert squeezed(t("date not stated")) in said


def test_sources_are_numbered_once_and_all_linked(register: Register) -> None:
    t = translator(LANGUAGE["all"])
    found = template_data(register, View(), t)
    numbers = [source["number"] for source in found["sources"]]
    assert numbers == list(range(1, len(numbers) + 1))
    groups = [*found["records"], *found["partnerships"]["groups"]]
    entries = [entry for group in groups for entry in group["entries"]]
    read = [number for entry in entries for number in entry["sources"]]
    assert list(dict.fromkeys(read)) == numbers, "in the order in which they are read"
    assert found["map"]["credit"] == found["partnerships"]["credit"] == credit(Labels(register, t))
    home = f"{SITE}?lang={t.language}"
    keys = {(source["title"], source["details"], source["url"]) for source in found["sources"]}
    assert len(keys) == len(numbers)
    addresses = links_of(reader(made(register, View(), t.language)))
    assert {source["url"] for source in found["sources"] if source["url"]} | {home} == addresses


def test_a_reader_can_find_the_way(register: Register) -> None:
    t = translator(LANGUAGE["all"])
    pdf = reader(made(register, View(), t.language))
    titles = [item.title for item in pdf.outline if not isinstance(item, list)]
    heads = ("Summary of the view", "Map", "Figures", "Records", "Partnerships", "Sources",
             "About this report")  # fmt: skip
    assert titles == [t(head) for head in heads]
    check_pdf(pdf, t(TITLE), t.language, DAY)


@pytest.mark.usefixtures("real_maps")
@pytest.mark.parametrize("name", ["all", "none", "community"])
def test_it_keeps_the_standard_of_reach(register: Register, name: str) -> None:
    """PDF/UA-1: Typst refuses pictures without words, skipped headings, a missing title."""
    data = report.report_data(register, request_for(VIEWS[name], "uk"))
    typeset.compiler("report.typ", data).compile(format="pdf", pdf_standards=["ua-1"])


def test_pages_are_a4_and_nothing_is_blank(register: Register) -> None:
    t = translator(LANGUAGE["all"])
    pdf = made(register, View(), t.language)
    for page, said in zip(reader(pdf).pages, pages(pdf), strict=True):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert len(said) > 200, "more than header and footer"


@pytest.mark.parametrize(
    ("site", "scanned"), [(None, False), ("http://localhost:8501/", False), (SITE, True)]
)
def test_a_code_to_scan_only_where_others_can_open_the_address(
    register: Register, site: str | None, *, scanned: bool
) -> None:
    found = template_data(register, VIEWS["water"], translator("en"), site)
    assert found["url"] == (site and f"{site}?sector=water")
    assert (found["qr"] is not None) == scanned
    said = text(made(register, VIEWS["water"], "en", site))
    assert (squeezed("Scan or click") in said) == scanned
    assert (squeezed("localhost:8501/?sector=water") in said) == (site is not None and not scanned)


def test_data_is_never_markup(hostile: Register) -> None:
    """What the fonts have no letter for shows as a box, which no reader can copy."""
    letters = {code for part in fonts.LETTERS for code in part}

    def known(said: str) -> str:
        return "".join(letter for letter in said if ord(letter) in letters)

    said = known(text(made(hostile, View(), "uk")))
    for item in hostile.projects:
        assert known(squeezed(one_line(item.title_uk))) in said


def test_markup_of_the_template_shows_as_itself() -> None:
    value = " ".join(MARKUP)
    texts = dict.fromkeys(("title_uk", "title_en", "status_text", "status_text_en"), value)
    source = builders.source(title=value, title_en=value)
    register = builders.make_register(
        projects=[builders.project(**texts, sources=[source])], partnerships=[]
    )
    view = View(q=value)
    assert select(register, view).count
    assert text(made(register, view, "en")).count(squeezed(value)) >= 3


@pytest.mark.parametrize("word", ["w" * 4000, "Щ" * 3999, "слово " * 600, "a/b-" * 900])
def test_nothing_is_so_long_that_it_leaves_the_page(word: str) -> None:
    texts = dict.fromkeys(("title_uk", "title_en", "date_text", "date_text_en"), word)
    register = builders.make_register(projects=[builders.project(**texts)], partnerships=[])
    said = text(made(register, View(), "uk"))
    heads = squeezed(said.replace(squeezed(translator("uk")("Record")), ""))
    assert heads.count(word[0]) >= word.count(word[0])
    [entry] = listed(template_data.__wrapped__(register, View(), translator("uk")))
    assert all(len(piece) < 34 for piece in entry["title"].replace("\u200b", " ").split())


def test_long_lists_say_that_the_workbook_has_the_rest(
    monkeypatch: pytest.MonkeyPatch, register: Register
) -> None:
    monkeypatch.setattr(report, "MAX_LISTED", 5)
    view, t = VIEWS["water"], translator(LANGUAGE["water"])
    found = template_data.__wrapped__(register, view, t)
    assert len(listed(found)) == 5
    numbers = re.findall(r"\d+", found["more_records"])
    assert set(numbers) == {str(select(register, view).count), "5"}
    said = text(written(write_export, register, request_for(view, t.language)))
    assert squeezed(found["more_records"]) in said
