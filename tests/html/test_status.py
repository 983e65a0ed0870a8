"""The status on a date and in time as HTML: the picture, its table, the communities, a record."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import date
from html import unescape
from importlib import resources
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from builders import make_register, status_row
from territory import EAST, N1, NORTH, SOUTH
from web.reading import read

from projectmap import content
from projectmap.html.content import page_links
from projectmap.html.places import place_details
from projectmap.html.status import record_status, status_table
from projectmap.html.status_chart import FILLS, over_time, picture
from projectmap.i18n import LANGUAGES, Translator, translator
from projectmap.markup import Html, element
from projectmap.model.codes import TerritoryStatus
from projectmap.model.labels import Labels, label
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.history import counts_over_time, exceptions
from projectmap.query.shown import Shown
from projectmap.query.status import change_dates, status_on
from projectmap.query.view import View

SVG = "{http://www.w3.org/2000/svg}"
FIRST, LAST = date(2014, 4, 7), date(2025, 4, 30)
TOP, BOTTOM = 28, 238
WHOLE = (36, 432, date(2014, 1, 1), LAST)
DETAIL = (488, 704, date(2022, 1, 1), date(2022, 12, 31))


def drawn(register: Register, day: date, t: Translator) -> ET.Element:
    return ET.fromstring(picture(Labels(register, t), day))  # noqa: S314 - it is our own


def x_of(panel: tuple[int, int, date, date], day: date) -> float:
    left, right, first, last = panel
    return left + (right - left) * (day - first) / (last - first)


def stretches(root: ET.Element) -> list[ET.Element]:
    """The stretches of statuses."""
    return [item for item in root.iter(f"{SVG}path") if "class" in item.attrib]


def heights(root: ET.Element, x: float) -> dict[str, float]:
    """How high each status stands just to the right of ``x``, as numbers of 37 communities."""
    found: dict[str, float] = {}
    for item in stretches(root):
        numbers = [float(text) for text in re.findall(r"[-\d.]+", item.attrib["d"])]
        corners = list(zip(numbers[::2], numbers[1::2], strict=True))
        levels = [
            one[1]
            for one, other in zip(corners, [*corners[1:], corners[0]], strict=True)
            if one[1] == other[1] and min(one[0], other[0]) <= x < max(one[0], other[0])
        ]
        if levels:
            status = item.attrib["class"].removeprefix("status-")
            found[status] = (max(levels) - min(levels)) / (BOTTOM - TOP) * 37
    return {status: round(height, 1) for status, height in found.items() if height > 0.3}


def rows_of(content: str) -> list[list[str]]:
    """The rows of the table as texts, its head first."""
    return [
        [cell.text for cell in row.all() if cell.name in {"th", "td"}]
        for row in read(content).all("tr")
    ]


def chosen(content: str) -> list[int]:
    rows = read(content).all("tr")
    return [place for place, row in enumerate(rows) if row.attributes.get("class") == "chosen"]


def text_of(content: str) -> str:
    return unescape(re.sub("<[^>]*>", " ", content))


# --- The picture ------------------------------------------------------------------------------


@pytest.mark.parametrize("panel", [WHOLE, DETAIL], ids=["whole", "detail"])
def test_the_stretches_are_as_high_as_the_counts(
    register: Register, panel: tuple[int, int, date, date]
) -> None:
    root = drawn(register, LAST, translator("uk"))
    _, _, first, last = panel
    changes = [panel[2], *(day for day in change_dates(register) if first < day < last), last]
    wide = 0
    for start, end in pairwise(changes):
        left, right = x_of(panel, start), x_of(panel, end)
        if right - left < 0.4:
            continue  # narrower than the picture's own precision
        wide += 1
        found = status_on(register, start)
        counts = {
            status.value: float(sum(item.status == status for item in found.values()))
            for status in TerritoryStatus
        }
        read = heights(root, (left + right) / 2)
        assert read == pytest.approx({key: n for key, n in counts.items() if n}, abs=0.2)
    assert wide > 5


def test_only_the_partly_occupied_are_hatched(register: Register) -> None:
    root = drawn(register, LAST, translator("en"))
    (pattern,) = root.iter(f"{SVG}pattern")
    fill = f"url(#{pattern.attrib['id']})"
    hatched = {item.attrib["class"] for item in stretches(root) if item.attrib["fill"] == fill}
    assert hatched == {"status-partly_occupied"}


# Day, panels that have a line at it, what stands at the line.
MARKS = [
    (LAST, [WHOLE], "{}"),
    (date(2022, 2, 23), [WHOLE, DETAIL], "{}"),
    (FIRST, [WHOLE], "{}"),
    (date(2026, 11, 22), [], "{} →"),
    (date(2010, 1, 1), [], "← {}"),
]


@pytest.mark.parametrize(("day", "panels", "mark"), MARKS, ids=lambda value: str(value)[:10])
def test_the_date_has_a_line_and_a_label(
    register: Register,
    t: Translator,
    day: date,
    panels: list[tuple[int, int, date, date]],
    mark: str,
) -> None:
    root = drawn(register, day, t)
    lines = [
        float(item.attrib["d"].partition(" ")[0][1:])
        for item in root.iter(f"{SVG}path")
        if item.attrib.get("stroke-width") == "2"
    ]
    assert lines == pytest.approx([x_of(panel, day) for panel in panels], abs=0.1)
    bold = [item.text for item in root.iter(f"{SVG}text") if item.attrib.get("y") == "16"]
    assert bold == [mark.format(t.short_date(day))] * max(len(panels), 1)


@pytest.mark.parametrize("day", [LAST, date(2022, 1, 1), date(2022, 12, 31), date(2010, 1, 1)])
def test_a_phone_shows_each_part_whole_and_nothing_of_the_other(
    register: Register, t: Translator, day: date
) -> None:
    style = resources.files("projectmap.html").joinpath("places.css").read_text("utf-8")
    cut, rest = map(int, re.findall(r"aspect-ratio: (\d+) / 270", style))
    assert cut + rest == 720
    root = drawn(register, day, t)
    lines = [item.attrib["d"] for item in root.iter(f"{SVG}path") if "stroke" in item.attrib]
    found = [[float(x) for x in re.findall(r"([-\d.]+) [-\d.]+", line)] for line in lines]
    for item in root.iter(f"{SVG}text"):
        x, width = float(item.attrib["x"]), 8.5 * len(item.text or "")
        share = {"start": 0, "middle": 0.5, "end": 1}[item.attrib["text-anchor"]]
        found.append([x - width * share, x + width * (1 - share)])
    sides = {tuple(x > cut for x in (min(one), max(one))) for one in found}
    assert sides == {(False, False), (True, True)}


def numbers_beside(root: ET.Element) -> list[str | None]:
    return [item.text for item in root.iter(f"{SVG}text") if "paint-order" in item.attrib]


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        (LAST, ["33", "4"]),
        (date(2022, 2, 23), ["11", "25"]),
        # The next change is a day away: no room for a number on the right stretch.
        (date(2022, 3, 8), []),
        (date(2026, 11, 22), []),
    ],
    ids=str,
)
def test_numbers_stand_on_stretches_with_room(
    register: Register, day: date, numbers: list[str]
) -> None:
    assert numbers_beside(drawn(register, day, translator("en"))) == numbers


def test_numbers_stand_on_their_own_stretch(register: Register) -> None:
    for day in [*change_dates(register), LAST, date(2020, 1, 1)]:
        root = drawn(register, day, translator("en"))
        for item in root.iter(f"{SVG}text"):
            if "paint-order" in item.attrib:
                late = item.attrib["text-anchor"] == "end"
                x = float(item.attrib["x"]) + (-10 if late else 10)
                assert float(item.text or "") in heights(root, x).values()


def test_the_axes_have_years_and_whole_numbers(register: Register, t: Translator) -> None:
    texts = [item.text for item in drawn(register, LAST, t).iter(f"{SVG}text")]
    assert [text for text in texts if text and re.fullmatch(r"20\d\d", text)] == [
        "2014", "2016", "2018", "2020", "2022", "2024",
    ]  # fmt: skip
    assert [texts.count(text) for text in ("0", "10", "20", "30", "37")] == [2] * 5
    assert texts.count(t.short_date(date(2022, 7, 1))) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [status_row(EAST)],
        [status_row(EAST, valid_from="2025-01-01")],
        [status_row(EAST, valid_from="2030-01-01")],
        [status_row(EAST, valid_from="1990-05-05", valid_to="1990-05-06")],
        [status_row(EAST), status_row(N1, level="settlement", valid_from="2031-03-03")],
    ],
    ids=["one", "first of January", "after the edition", "long ago", "partly after"],
)
def test_other_lists_make_a_picture_too(rows: list[object], t: Translator) -> None:
    register = make_register(status=rows)
    for day in (date.min, FIRST, LAST, date(2030, 1, 1), date.max):
        root = drawn(register, day, t)
        axes = [item.text for item in root.iter(f"{SVG}text") if "font-weight" not in item.attrib]
        assert axes.count("3") == 2
        for item in stretches(root):
            numbers = [float(text) for text in re.findall(r"[-\d.]+", item.attrib["d"])]
            assert min(numbers) >= TOP
            assert max(numbers) <= 720


# --- In time ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day", [LAST, date(2022, 2, 23), date(2022, 2, 24), FIRST, date.min], ids=str
)
def test_picture_legend_and_table_tell_the_same(
    register: Register, t: Translator, day: date
) -> None:
    content = over_time(Labels(register, t), day)
    (data, alt) = re.findall('src="data:image/svg[+]xml;base64,([^"]*)" alt="([^"]*)"', content)[0]
    assert base64.b64decode(data).decode() == picture(Labels(register, t), day)
    ever = {status for _, counts in counts_over_time(register) for status in counts}
    counts = [item.status for item in status_on(register, day).values()]
    for status in ever:
        number = t.number(counts.count(status))
        assert f"{label(t, status)}: {number}" in unescape(alt)
        assert f"{label(t, status)} {number}" in re.sub(r"\s+", " ", text_of(content))
    head, *rows = table = rows_of(content)
    order = [status for status in FILLS if status in ever]
    assert head[1:] == [label(t, status) for status in order]
    assert [row[1:] for row in rows] == [
        [t.number(counts.get(status, 0)) for status in order]
        for _, counts in counts_over_time(register)
    ]
    assert [row[0] for row in rows[1:]] == [t.day(day) for day in change_dates(register)]
    (place,) = chosen(content)
    assert place == 1 + sum(change <= day for change in change_dates(register))
    assert table[place][1:] == [t.number(counts.count(status)) for status in order]


def test_there_is_no_svg_outside_the_image(register: Register, t: Translator) -> None:
    assert "<svg" not in over_time(Labels(register, t), LAST)


# --- On a date --------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [LAST, date(2022, 2, 23), date(2026, 11, 22)], ids=str)
def test_every_community_with_its_status(register: Register, t: Translator, day: date) -> None:
    _, *rows = rows_of(status_table(Shown(Labels(register, t), View(asof=day))))
    found = status_on(register, day)
    assert len(rows) == 37
    for (name, _, status, began, settlements, named, act), (code, item) in zip(
        rows, found.items(), strict=True
    ):
        assert name == Labels(register, t).community(code)
        assert status == label(t, item.status)
        assert (began == t("before the List begins")) == (item.status == "not_listed")
        assert settlements == t(
            "{some} of {all}",
            some=t.number(item.settlements_occupied),
            all=t.number(item.settlements_total),
        )
        groups = exceptions(register, code, day)
        assert all(
            settlement in named
            for group in groups
            for settlement in Labels(register, t).settlements(group.settlements)
        )
        assert bool(named) == bool(groups)
        if not item.rows:
            assert act == t("no entry in force")
        for row in item.rows:
            assert row.wording in act
            assert t.pick(row.act, row.act_en) in act
            assert t.day(row.edition) in act


def test_long_lists_of_settlements_fold(register: Register) -> None:
    t = translator("en")
    content = status_table(Shown(Labels(register, t), View()))
    folded = re.findall(r"<details><summary><b>([^<]*)</b> ([^<]*)</summary>", content)
    assert folded == [("not listed as temporarily occupied:", "8 settlements")]
    assert content.count("<p><b>") == 3


def test_the_view_filters_by_community_and_raion(register: Register) -> None:
    t = translator("en")
    raion, inside = next(iter(register.raions.items()))
    other = next(code for code in register.communities if code not in inside)
    for asked, expected in (((other,), [other]), ((raion,), inside), ((raion, other), 1)):
        _, *rows = rows_of(status_table(Shown(Labels(register, t), View(community=asked))))
        names = [row[0] for row in rows]
        codes = [*inside, other] if expected == 1 else expected
        assert sorted(names) == sorted(Labels(register, t).community(code) for code in codes)


def test_the_chosen_community_is_marked(register: Register) -> None:
    place = list(register.communities)[5]
    assert chosen(status_table(Shown(Labels(register, translator("uk")), View(place=place)))) == [6]
    assert f'data-place="{place}"' in status_table(
        Shown(Labels(register, translator("uk")), View())
    )


# --- Of a record ------------------------------------------------------------------------------


def _of(register: Register, item: Project, t: Translator) -> Html:
    return record_status(content.status_of_record(Labels(register, t), item), page_links(View()))


def of_record(t: Translator, **changes: object) -> str:
    register = make_register()
    item = replace(register.projects[0], **changes)  # type: ignore[arg-type]
    return text_of(_of(register, item, t))


NOT_LISTED, POSSIBLE, PARTLY = (
    TerritoryStatus.NOT_LISTED, TerritoryStatus.POSSIBLE_HOSTILITIES,
    TerritoryStatus.PARTLY_OCCUPIED,
)  # fmt: skip
NOW = ("On the List date ({day})", PARTLY)
CHANGED = "The status changed during this period:"
# Start and end of a record; what is said of its status, in order.
OF_RECORDS = {
    "then and now": ("2022-03-01", "2023", ("At the start ({day})", POSSIBLE, *NOW)),
    "without a start the end": (None, "2022-06", ("At the end ({day})", PARTLY, *NOW)),
    "a change within the date": ("2022", None, (CHANGED, NOT_LISTED, POSSIBLE, PARTLY, *NOW)),
    "no date": (None, None, ("date unknown: the record has none", *NOW)),
}


@pytest.mark.parametrize(("start", "end", "said"), OF_RECORDS.values(), ids=OF_RECORDS)
def test_then_and_now(
    t: Translator, start: str | None, end: str | None, said: tuple[str, ...]
) -> None:
    stated = of_record(t, start=start, end=end)
    place = 0
    for one in said:
        day = LAST if one == NOW[0] else start or end
        text = label(t, one) if isinstance(one, TerritoryStatus) else t(one, day=t.day(day))
        place = stated.index(text, place) + len(text)
    assert (t(CHANGED) in stated) == (CHANGED in said)
    assert (label(t, NOT_LISTED) in stated) == (NOT_LISTED in said)


def test_communities_with_the_same_answer_stand_together(t: Translator) -> None:
    stated = of_record(t, start="2020", communities=tuple(make_register().communities))
    register = make_register()
    north, middle, south = map(Labels(register, t).community, register.communities)
    assert all(name in stated for name in (north, middle, south))
    assert stated.count(t("On the List date ({day})", day=t.day(LAST))) == 3
    both = of_record(t, start="2014-01-01", communities=(NORTH, SOUTH, SOUTH))
    assert f"{south}, {south}" in both


def test_a_record_without_a_community_has_no_status() -> None:
    register = make_register()
    item = replace(register.projects[0], communities=())
    assert _of(register, item, translator("en")) == ""


@pytest.mark.parametrize(
    ("start", "early", "late"),
    [("2022", True, False), ("2025-03-15", False, False), ("2026", False, True),
     ("2025", True, True), (None, False, False)],
)  # fmt: skip
def test_notices(t: Translator, start: str | None, early: bool, late: bool) -> None:  # noqa: FBT001 - from the table
    stated = of_record(t, start=start, end=None)
    edition, made = t.day(LAST), t.day(date(2025, 2, 28))
    order = t(
        "The order was issued on {made}; for earlier dates the status is as recorded in its "
        "version of {edition}.",
        made=made,
        edition=edition,
    )
    after = t(
        "Based on the List as amended to {edition}; later amendments are not included.",
        edition=edition,
    )
    assert (order in stated, after in stated) == (early, late)


def test_the_status_beside_a_settlement_says_that_it_is_its_communitys(register: Register) -> None:
    dibrova = "UA44120030080091382"  # in the List by itself, with another status
    home = register.settlements[dibrova].community
    for language in LANGUAGES:
        shown = Shown(Labels(register, translator(language)), View(lang=language))
        said = element("h3", shown.labels.community_title(home, former=False))
        assert f'{said}<div class="status-box">' in place_details(shown, dibrova)
        assert said not in place_details(shown, home)
