"""Figures: the chart, the table and the file say the same, and links and clicks keep their word."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import builders
import pytest
from drawn import views_of
from hypothesis import given, settings, strategies as st
from web.hostile import STORABLE
from web.reading import read

from projectmap.content import charts
from projectmap.content.charts import CHOICES, KEYS, MAX_DRAWN, Figure, figure
from projectmap.content.money import money_sums
from projectmap.export import tables
from projectmap.export.request import ExportRequest
from projectmap.html.figures import MAX_TABLE_ROWS, donor_amounts, figure_table
from projectmap.i18n import Translator, translator
from projectmap.map.theme import COLOURS
from projectmap.model.labels import Labels, label
from projectmap.model.register import Register
from projectmap.query.figures import CLOSED, NAMED, PERIODS
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.totals import totals
from projectmap.query.view import View, read_view, write_view
from projectmap.ui.vega import clicked, draw

TEXTS = [*STORABLE.values(), "datum.x", "datum['name']", "signal('click')", "image", "x\u2028y"]
CODED = {"year": 0}
"""Columns of codes in a file, where they are not one for each of what a click chooses."""


def made(key: str, register: Register, view: View, t: Translator) -> Figure:
    return figure(key, Shown(Labels(register, t), view))


def spec(shown: Figure) -> dict[str, Any]:
    """The chart as the browser gets it; Altair checks it against the schema of Vega-Lite."""
    chart = draw(shown, translator("en"))
    assert chart is not None
    found: dict[str, Any] = chart.to_dict()
    return found


def values(shown: Figure) -> list[list[dict[str, Any]]]:
    """The rows of each layer's data."""
    asked = spec(shown)
    shared = asked.get("data", {}).get("name")
    names = [layer.get("data", {}).get("name", shared) for layer in asked["layer"]]
    return [asked["datasets"][name] for name in names]


class Rows:
    """The body of a table as cells of text, and the address that each row links to."""

    def __init__(self, html: str) -> None:
        self.page = read(html)
        lines = [line for body in self.page.all("tbody") for line in body.all("tr")]
        self.rows = [[cell.text for cell in [*line.all("th"), *line.all("td")]] for line in lines]
        self.links = [
            next((link.attributes["href"] for link in line.all("a")), None) for line in lines
        ]


def table(shown: Figure) -> Rows:
    """The figure as a table, its numbers as in English."""
    return Rows(figure_table(shown, translator("en")))


def coded(shown: Figure) -> int:
    """How many dimensions of a figure have a column of codes in its file."""
    return CODED.get(shown.key, len(CHOICES.get(shown.key, (shown.key,))))


def noted(shown: Figure) -> list[list[str | int]]:
    """The rows of the file without codes, as the table has them."""
    first = 2 * coded(shown)
    return [[*row[1:first:2], *row[first:]] for row in shown.rows]


def first_number(shown: Figure, row: tuple[str | int, ...]) -> int:
    number = row[2 * coded(shown) + (shown.key == "year")]
    assert isinstance(number, int)
    return number


def chosen(link: str, register: Register) -> View:
    view, ignored = read_view(parse_qs(urlsplit(link).query), register)
    assert not ignored
    return view


def event(shown: Figure, row: tuple[str | int, ...]) -> dict[str, Any]:
    """What the browser sends when the bar or cell of ``row`` is clicked."""
    fields = CHOICES[shown.key]
    names = ("code",) if len(fields) == 1 else fields
    codes = [row[0]] if shown.key == "year" else row[: 2 * len(fields) : 2]
    return {"selection": {"click": [dict(zip(names, codes, strict=True))]}}


VARIED = builders.make_register(
    projects=[
        builders.project("TEST-1", sectors=["water", "health"], donors=["test-donor", "test-other"],
                         communities=[builders.NORTH, builders.SOUTH]),
        builders.project("TEST-2", donors=["test-programme"], start="2019", end="2023-05"),
        builders.project("TEST-3", donors=[], sectors=["energy"], kind="need", start="2024",
                         end=None, period="after", communities=[builders.MIDDLE]),
        builders.undated("TEST-4", donors=[], sectors=[], communities=[], scope="oblast",
                         kind="event", status="unknown"),
        builders.project("TEST-5", start="2022", end=None, period="undated",
                         communities=[builders.NORTH, builders.MIDDLE]),
    ]
)  # fmt: skip


# --- Chart, table and file --------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_table_and_file_say_the_same(key: str, register: Register, t: Translator) -> None:
    shown = made(key, register, View(lang=t.language), t)
    found = table(shown)
    assert shown.rows
    assert len(shown.rows) <= MAX_TABLE_ROWS
    assert all(len(row) == len(shown.heads) for row in shown.rows)
    as_text = [[cell if isinstance(cell, str) else translator("en").number(cell) for cell in row]
               for row in noted(shown)]  # fmt: skip
    assert found.rows == as_text
    assert shown.title in figure_table(shown, t)
    assert len(set(shown.heads)) == len(shown.heads)


@pytest.mark.parametrize("key", [*NAMED, *CLOSED, "year"])
def test_bars_are_as_long_as_the_table_says(key: str, register: Register, t: Translator) -> None:
    shown = made(key, register, View(), t)
    parts, totals = values(shown)
    names = [label(t, period) for period in PERIODS]
    wanted = {}
    for row in shown.rows:
        code, number = (row[0], row[1:]) if key == "year" else (row[0], row[2:])
        split = zip(names, number[1:], strict=True) if code else [(row[1], number[0])]
        wanted |= {(code, series): count for series, count in split if count}
    drawn = {item["code"] for item in totals}
    assert {(item["code"], item["series"]): item["records"] for item in parts} == {
        bar: count for bar, count in wanted.items() if bar[0] in drawn
    }
    assert {item["code"]: item["records"] for item in totals} == {
        row[0]: first_number(shown, row) for row in shown.rows if row[0] in drawn
    }
    assert len(drawn) == len(totals) <= MAX_DRAWN


@pytest.mark.parametrize("key", ["needs", "donors_sectors"])
def test_cells_are_what_the_table_says(key: str, register: Register, t: Translator) -> None:
    shown = made(key, register, View(), t)
    row, column = CHOICES[key]
    cells = {(item[row], item[column]): item for item in values(shown)[0]}
    assert len(cells) == len(shown.drawn)
    drawn = [line for line in shown.rows if (line[0], line[2]) in cells]
    assert len(drawn) == len(cells)
    for line in drawn:
        cell = cells[line[0], line[2]]
        assert cell["records"] == line[4]
        assert cell["framed"] == (key == "needs" and bool(line[6]))


def test_shares_are_of_all_shown_records(register: Register, t: Translator) -> None:
    view = View(sector=("water",))
    shown = made("completeness", register, view, t)
    count = select(register, view).count
    assert all(stated + missing == count for _, _, stated, missing in shown.rows)
    assert {item["all"] for item in values(shown)[1]} == {count}
    assert not shown.clickable


@pytest.mark.parametrize("key", KEYS)
def test_charts_are_honest_and_legible(key: str, register: Register, t: Translator) -> None:
    asked = spec(made(key, register, View(), t))
    for layer in asked["layer"]:
        for channel in (layer["encoding"].get(name, {}) for name in "xy"):
            if channel.get("type") != "quantitative":
                continue
            scale = channel["scale"]
            assert scale.get("zero") or scale["domain"][0] == 0
            if layer["mark"]["type"] == "text" and "domainMax" in scale:
                rows = asked["datasets"][layer["data"]["name"]]
                assert scale["domainMax"] > 1.05 * max(row["records"] for row in rows)
            assert (channel["axis"]["format"], channel["axis"]["tickMinStep"]) == ("d", 1)
    assert asked["width"] == "container"
    assert "title" not in asked
    sizes = [size for group in asked["config"].values() if isinstance(group, dict)
             for name, size in group.items() if name.endswith("ontSize")]  # fmt: skip
    assert sizes
    assert min(sizes) >= 12


def test_what_is_not_stated_is_one_pale_bar(t: Translator) -> None:
    shown = made("donor", VARIED, View(), t)
    (unnamed,) = [item for item in values(shown)[0] if item["code"] == ""]
    assert (unnamed["records"], shown.rows[-1][2:]) == (2, (2, 1, 0, 1))
    scale = spec(shown)["layer"][0]["encoding"]["fill"]["scale"]
    assert (
        dict(zip(scale["domain"], scale["range"], strict=True))[unnamed["series"]]
        == COLOURS["line"]
    )
    assert unnamed["series"] not in spec(shown)["layer"][0]["encoding"]["fill"]["legend"]["values"]


def test_two_of_one_name_stay_two_bars(t: Translator) -> None:
    same = [builders.sector(code, label_uk="однакова", label_en="same") for code in ("a", "b")]
    register = builders.make_register(
        sectors=[*builders.default_sectors(), *same],
        projects=[builders.project("TEST-1", sectors=["a"]),
                  builders.project("TEST-2", sectors=["a", "b"])],
    )  # fmt: skip
    shown = made("sector", register, View(), t)
    assert {(item["code"], item["records"]) for item in values(shown)[1]} >= {("a", 2), ("b", 1)}
    assert len({item["place"] for item in values(shown)[1]}) == len(shown.rows)


def test_names_are_in_the_language_of_the_page(register: Register) -> None:
    for language, word in (("uk", "освіта"), ("en", "education")):
        shown = made("sector", register, View(), translator(language))
        assert word in {item["name"] for item in values(shown)[0]}
        assert word in figure_table(shown, translator(language))


# --- Links and clicks -------------------------------------------------------------------------


def links_come_true(register: Register, view: View) -> None:
    """Every link of every table leads to as many records as its row says."""
    for key in KEYS:
        shown = made(key, register, view, translator("en"))
        for row, link in zip(shown.rows, table(shown).links, strict=False):
            if link is not None:
                assert select(register, chosen(link, register)).count == first_number(shown, row)


@settings(max_examples=40)
@given(view=views_of(VARIED, "школа"))
def test_links_of_made_up_records_come_true(view: View) -> None:
    links_come_true(VARIED, view)


@pytest.mark.parametrize("key", CHOICES)
def test_every_row_but_not_stated_has_a_link_and_a_click(key: str, register: Register) -> None:
    shown = made(key, register, View(), translator("en"))
    assert shown.clickable
    params = spec(shown)["params"]
    fields = ["code"] if len(CHOICES[key]) == 1 else list(CHOICES[key])
    assert [(item["name"], item["select"]["fields"]) for item in params] == [("click", fields)]
    for row, link in zip(shown.rows, table(shown).links, strict=True):
        asked = clicked(register, key, event(shown, row))
        if row[0] == "":
            assert link is None
            assert asked == {}
        else:
            view = View(**asked)
            assert view == chosen(link or "", register)
            assert select(register, view).count == first_number(shown, row)


def test_no_link_where_the_view_asks_for_another_value_of_the_filter(t: Translator) -> None:
    shown = made("sector", VARIED, View(sector=("health",)), t)
    links = dict(zip((row[0] for row in shown.rows), table(shown).links, strict=True))
    assert links["health"] is not None
    assert links["water"] is None


SELECTED: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "several": ("sector", [{"code": "water"}, {"code": "health"}, {"code": "water"}],
                {"sector": ("health", "water")}),
    "years": ("year", [{"code": "2021"}, {"code": "2018"}],
              {"year_from": 2018, "year_to": 2021}),
    "a cell": ("needs", [{"community": builders.NORTH, "sector": "water"}],
               {"community": (builders.NORTH,), "sector": ("water",)}),
    "half a cell": ("needs", [{"community": builders.NORTH}], {}),
    "a cell with half nonsense": ("needs", [{"community": builders.NORTH, "sector": "<b>"}], {}),
    "one of two is nonsense": ("donor", [{"code": "test-donor"}, {"code": "{{7*7}}"}, 7],
                               {"donor": ("test-donor",)}),
    "nothing": ("sector", [], {}),
    "let go": ("sector", {}, {}),
    "not stated": ("donor", [{"code": ""}], {}),
    "a line end": ("sector", [{"code": "water\n"}], {}),
    "a number": ("year", [{"code": 2020}], {}),
    "a year too far": ("year", [{"code": "9999"}], {}),
    "digits of another script": ("year", [{"code": "２０２０"}], {}),
    "a period": ("period", [{"code": "after"}], {"period": ("after",)}),
    "no period": ("period", [{"code": "afterwards"}], {}),
    "another field": ("sector", [{"donor": "test-donor"}], {}),
    "a figure without clicks": ("completeness", [{"code": "date"}], {}),
    "no figure": ("nonsense", [{"code": "date"}], {}),
}  # fmt: skip


@pytest.mark.parametrize(("key", "points", "asked"), SELECTED.values(), ids=SELECTED)
def test_clicked(key: str, points: Any, asked: dict[str, Any]) -> None:
    assert clicked(VARIED, key, {"selection": {"click": points}}) == asked


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["water", "after", "2020", builders.NORTH]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["selection", "click", "code", "sector", "community", "x"]),
                      inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(key=st.sampled_from([*KEYS, "x"]), sent=anything, wrapped=st.booleans())
def test_clicks_bear_anything(key: str, sent: Any, *, wrapped: bool) -> None:
    found = clicked(VARIED, key, {"selection": {"click": sent}} if wrapped else sent)
    allowed = {"year_from", "year_to"} if key == "year" else set(CHOICES.get(key, ()))
    assert set(found) in (set(), allowed)
    view, ignored = read_view(write_view(View(**found)), VARIED)
    assert (view, ignored) == (View(**found), [])


# --- Hostile, large and empty -----------------------------------------------------------------


@pytest.fixture(scope="module")
def named() -> Register:
    """Donors, sectors and communities whose names all are hostile."""
    kept = [text for text in TEXTS if text.strip()]
    places = [builders.community(code, name_uk=text, name_en=text, former_name_uk=None,
                                 former_name_en=None)
              for code, text in zip((builders.NORTH, builders.MIDDLE, builders.SOUTH),
                                    kept, strict=False)]  # fmt: skip
    donors = [builders.organisation(f"o{n}", name_uk=text, name_en=text)
              for n, text in enumerate(kept)]  # fmt: skip
    sectors = [builders.sector(f"s{n}", label_uk=text, label_en=text)
               for n, text in enumerate(kept)]  # fmt: skip
    return builders.make_register(
        communities=places,
        organisations=[*builders.default_organisations(), *donors],
        sectors=[*builders.default_sectors(), *sectors],
        partnerships=[],
        projects=[
            builders.project(f"TEST-{n:03}", donors=[f"o{n}"], sectors=[f"s{n}"],
                             communities=[(builders.NORTH, builders.MIDDLE, builders.SOUTH)[n % 3]],
                             kind="need" if n % 2 else "project")
            for n in range(len(kept))
        ],
    )  # fmt: skip


@pytest.mark.parametrize("key", ["sector", "donor", "community", "needs", "donors_sectors"])
def test_hostile_names_are_values_and_nothing_else(
    key: str, named: Register, t: Translator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They stand in rows of data and in lists of scales, nowhere that Vega reads as code."""
    monkeypatch.setattr(charts, "MAX_DRAWN", 2 * len(TEXTS))
    shown = made(key, named, View(), t)
    names = {str(cell) for row in shown.rows for cell in row[1 : 2 * len(CHOICES[key]) : 2]}
    assert len(names & set(TEXTS)) >= 3
    drawn = {str(item.get(field)) for item in values(shown)[0] for field in ("name", "row")}
    assert len(drawn & set(TEXTS)) >= 3

    def code(part: Any, name: str = "") -> Any:
        if name in {"datasets", "domain"} or (name == "data" and isinstance(part, dict)):
            return None
        if isinstance(part, dict):
            return {key: code(item, key) for key, item in part.items()}
        return [code(item) for item in part] if isinstance(part, list) else part

    plain = made(key, VARIED, View(), t)
    kept, harmless = (json.dumps(code(spec(item)), ensure_ascii=False) for item in (shown, plain))
    for text in TEXTS:
        assert text not in kept or text in harmless, text


def test_a_large_register_draws_twenty_bars_and_says_how_many_more(t: Translator) -> None:
    sectors = [builders.sector(f"s{n:03}") for n in range(MAX_TABLE_ROWS + 50)]
    donors = [builders.organisation(f"o{n:03}") for n in range(60)]
    register = builders.make_register(
        sectors=[*builders.default_sectors(), *sectors],
        organisations=[*builders.default_organisations(), *donors],
        partnerships=[],
        projects=[
            builders.project(f"TEST-{n:03}", sectors=[f"s{n:03}"], donors=[f"o{n % 60:03}"])
            for n in range(len(sectors))
        ],
    )
    shown = made("sector", register, View(), t)
    assert len(values(shown)[1]) == MAX_DRAWN
    assert t.number(len(sectors) - (MAX_DRAWN - 1)) in shown.note
    assert t.number(len(sectors) - (MAX_DRAWN - 1)) not in shown.rule
    assert len(shown.rows) == len(sectors) + 1
    assert len(table(shown).rows) == MAX_TABLE_ROWS
    crossed = made("donors_sectors", register, View(), t)
    drawn = values(crossed)[0]
    assert len({item["donor"] for item in drawn}) <= MAX_DRAWN
    assert len({item["sector"] for item in drawn}) <= MAX_DRAWN
    assert t.number(len(crossed.rows) - len(drawn)) in crossed.note
    assert t.number(len(crossed.rows) - len(drawn)) not in crossed.rule


def test_of_many_years_the_busiest_stretch_is_drawn(t: Translator) -> None:
    spans = [("1970", "1970"), *[("2000", "2005")] * 3, ("2040", "2040")]
    register = builders.make_register(
        projects=[
            builders.project(f"TEST-{n}", start=start, end=end,
                             period="after" if start > "2022" else "before_2022_02_24")
            for n, (start, end) in enumerate(spans)
        ]
    )  # fmt: skip
    shown = made("year", register, View(), t)
    domain = spec(shown)["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert domain == [str(year) for year in range(2000, 2020)]
    assert [row[0] for row in shown.rows] == ["1970", *map(str, range(2000, 2006)), "2040"]
    assert t.number(2) in shown.note
    assert shown.note.startswith(f"{shown.rule} ")


@pytest.mark.parametrize("key", KEYS)
def test_nothing_shown_is_said(key: str, register: Register, t: Translator) -> None:
    shown = made(key, register, View(q="???"), t)
    assert shown.note == t("No records match the filters.")
    assert (draw(shown, t), figure_table(shown, t)) == (None, "")
    assert (shown.rows, shown.clickable) == ((), False)


@pytest.mark.parametrize("key", ["year", "needs", "donors_sectors"])
def test_records_that_state_too_little_are_said_and_not_drawn(key: str, t: Translator) -> None:
    bare = builders.undated("TEST-1", donors=[], sectors=[], communities=[], scope="oblast")
    shown = made(key, builders.make_register(projects=[bare]), View(), t)
    assert shown.note
    assert (draw(shown, t), figure_table(shown, t), shown.rows) == (None, "", ())


def test_communities_without_records_are_named(t: Translator) -> None:
    register = builders.make_register(projects=[builders.project("TEST-1")])
    note = made("needs", register, View(), t).note
    for code in (builders.MIDDLE, builders.SOUTH):
        item = register.communities[code]
        assert (item.name_uk if t.language == "uk" else item.name_en) in note
    north = register.communities[builders.NORTH]
    assert (north.name_uk if t.language == "uk" else north.name_en) not in note


def test_a_donor_s_amounts_are_those_of_its_records(register: Register, tmp_path: Path) -> None:
    """No sum that the donor's own filter would not give, and nothing converted."""
    t = translator("en")
    everything = Shown(Labels(register, t), View())
    shown = figure("donor", everything)
    text = donor_amounts(everything)
    assert t("Currencies are not converted.")[:9] in text
    request = ExportRequest("figures/amounts.csv", View(), "en", date(2026, 11, 29))
    tables.figures(register, request, tmp_path / "amounts.csv")
    text_of_file = (tmp_path / "amounts.csv").read_text("utf-8-sig")
    _, *rows = csv.reader(text_of_file.splitlines())
    stated = 0
    for line in shown.lines:
        alone = totals(register, select(register, View(donor=line.codes)).mask)
        for said in money_sums(alone, t) if line.codes[0] else ():
            assert said in text
            stated += 1
        for one in alone.sums if line.codes[0] else ():
            loan = "yes" if one.loan else "no"
            head, number = [*line.codes, *line.names, one.currency, loan], f"{one.amount:g}"
            assert [*head, number, str(one.records)] in [
                [*row[:4], f"{float(row[4]):g}", row[5]] for row in rows
            ]
    assert len(rows) == stated > 0
