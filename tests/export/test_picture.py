"""Pictures of the maps: what stands where, what is counted, and the files."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import builders
import geopandas
import numpy as np
import pytest
import shapely
from pyproj import Geod
from web.hostile import STORABLE

from projectmap.export.picture import (
    PRINT,
    SCREEN,
    Form,
    Frame,
    alternative,
    communities,
    gathering,
    letters,
    map_picture,
    partners,
    partners_alternative,
    partners_picture,
)
from projectmap.export.picture.communities import name_line
from projectmap.export.picture.drawing import number_line
from projectmap.export.picture.frame import Box, Shelf, apart
from projectmap.export.picture.ground import EUROPE, ground, north, project_points, round_length
from projectmap.export.picture.symbols import FEW, Sign, Symbol
from projectmap.i18n import Translator, translator
from projectmap.map.layers import PERIODS, on_communities
from projectmap.map.partners import on_map
from projectmap.model.codes import OBLAST, Period, Scope, TerritoryStatus
from projectmap.model.labels import label
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.status import status_on
from projectmap.query.view import View

ROOT = Path(__file__).resolve().parents[2]
SLIDE = Frame(300, 140, 100, furnished=False, font_pt=11)
COLUMN = Frame(90, 120, 100, furnished=False, font_pt=7)
UPRIGHT = Frame(170, 240, 100, furnished=True, font_pt=8)
TINY = Frame(60, 60, 72, furnished=False, font_pt=8)
FRAMES = {"screen": SCREEN, "print": PRINT, "slide": SLIDE, "column": COLUMN}
VIEWS = {
    "all": View(),
    "one": View(q="LUH-020"),
    "none": View(q="nothing-has-this-word"),
    "water": View(sector=("water",)),
    "before the war, some years": View(asof=date(2022, 2, 23), year_from=2015, year_to=2021),
}
BESIDE = (Scope.OBLAST, Scope.OUTSIDE, Scope.UNPLACED)
NBSP = "\N{NO-BREAK SPACE}"
XLINK = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(params=FRAMES.values(), ids=FRAMES)
def frame(request: pytest.FixtureRequest) -> Frame:
    """Frames of all shapes."""
    found: Frame = request.param
    return found


@pytest.fixture(params=VIEWS.values(), ids=VIEWS)
def view(request: pytest.FixtureRequest) -> View:
    """Views with all records, some, one and none."""
    found: View = request.param
    return found


@cache
def layout(register: Register, view: View, t: Translator, frame: Frame) -> communities.Layout:
    """The layout, made once for all tests."""
    return communities.layout(register, view, t, frame)


@cache
def partners_layout(register: Register, view: View, t: Translator, frame: Frame) -> partners.Layout:
    """The same of the partners' map."""
    return partners.partners_layout(register, view, t, frame)


def whole(frame: Frame) -> Box:
    return Box(0, 0, frame.width, frame.height)


def shrunk(box: Box) -> Box:
    """A hair smaller, as sums of floats are."""
    return box.grown(-1e-6)


def meeting(boxes: list[Box]) -> list[tuple[Box, Box]]:
    return [
        (one, other)
        for one, other in itertools.combinations(boxes, 2)
        if shrunk(one).meets(shrunk(other))
    ]


def texts(made: Any) -> list[str]:
    """The lines of text around the map, joined where one goes on in the next."""
    return [line.text for line in made.sheet.lines]


def said(made: Any) -> str:
    return " ".join(texts(made)).replace(NBSP, " ")


def cover(one: Symbol, other: Symbol) -> bool:
    if one.sign == other.sign == Sign.RECORDS:
        return apart(one.at, other.at) < one.radius + other.radius
    return shrunk(one.box).meets(shrunk(other.box))


# --- Where things stand -----------------------------------------------------------------------


def test_nothing_covers_a_name_or_number(
    register: Register, view: View, frame: Frame, t: Translator
) -> None:
    made = layout(register, view, t, frame)
    signs = made.symbols.items
    assert not [pair for pair in itertools.combinations(signs, 2) if cover(*pair)]
    corner = [made.furniture.box] if made.furniture else []
    names = [name.box for name in made.names]
    for name in names:
        assert not [item for item in signs if name.meets(shrunk(item.box))]
    assert not meeting([*names, *corner])
    for item in signs:
        assert item.box.holds(number_line(item, made.symbols.unit).box)
        assert all(not shrunk(item.box).meets(box) for box in corner)
        assert made.sheet.map.holds(item.box)
    size = made.symbols.unit * 13
    for name in made.names:
        drawn = name_line(name, size).box
        assert name.box.left <= drawn.left
        assert drawn.right <= name.box.right
        assert made.sheet.map.holds(name.box)


def test_words_stand_beside_the_map_and_inside(
    register: Register, view: View, frame: Frame, t: Translator
) -> None:
    for made in (layout(register, view, t, frame), partners_layout(register, view, t, frame)):
        boxes = [line.box for line in made.sheet.lines]
        assert not meeting(boxes)
        assert all(whole(frame).holds(box) for box in boxes)
        assert not [box for box in boxes if box.meets(shrunk(made.sheet.map))]
        assert all(whole(frame).holds(line.box) for line in made.texts())
        signs = [sign.box for sign in made.sheet.signs]
        assert not meeting(signs)
        assert not [box for box in signs if any(box.meets(other) for other in boxes)]
        assert made.sheet.map.width * made.sheet.map.height > 0.3 * frame.width * frame.height


def test_partners_names_cover_nothing(
    register: Register, view: View, frame: Frame, t: Translator
) -> None:
    made = partners_layout(register, view, t, frame)
    names = [name.box for name in made.names]
    corner = [made.furniture.box] if made.furniture else []
    assert not meeting([*names, *corner])
    for box in names:
        assert made.sheet.map.holds(box)
        assert not [end for end in made.ends if box.meets(shrunk(end.box))]
    for name in made.names:
        drawn = partners.name_line(name).box
        assert name.box.left <= drawn.left
        assert drawn.right <= name.box.right
    for end in made.ends:
        assert made.sheet.map.holds(end.box)
        assert end.n == 1 or end.box.holds(partners.end_number(end).box)
    for mark in made.marks:
        spot = Box.around(mark.at, 1, 1)
        assert not [box for box in names if box.meets(spot)]


def test_the_map_is_as_large_as_its_room(register: Register, frame: Frame, t: Translator) -> None:
    made = layout(register, View(), t, frame)
    west, south, east, north_ = made.fit.shape(made.ground.oblast).bounds
    room = made.sheet.map
    used = max((east - west) / room.width, (north_ - south) / room.height)
    assert used > 0.85
    assert room.holds(Box(west, south, east, north_))


def test_leaders_begin_in_their_community(register: Register, frame: Frame, t: Translator) -> None:
    made = layout(register, View(), t, frame)
    led = [(name.community, name.leader) for name in made.names]
    led += [(item.communities[0], item.leader) for item in made.symbols.items if item.leader]
    for number, leader in led:
        if leader is not None:
            area = made.ground.communities[number]
            x, y = made.fit.metres(leader[0]).tolist()
            assert shapely.buffer(area, 1).contains(shapely.Point(x, y))


def test_what_has_no_room_is_counted(register: Register, frame: Frame, t: Translator) -> None:
    made = layout(register, View(), t, frame)
    assert len(made.names) + made.nameless == len(register.communities)
    assert len({name.community for name in made.names}) == len(made.names)
    line = t.plural(
        "{n} name of a community has no room on the map.",
        "{n} names of communities have no room on the map.",
        made.nameless,
    )
    assert (line in said(made)) == bool(made.nameless)


def test_a_narrow_frame_leaves_names_out(register: Register) -> None:
    made = layout(register, View(), translator("en"), Frame(60, 60, 100, furnished=True, font_pt=9))
    assert made.nameless > 0


@pytest.mark.parametrize("furnished", [True, False])
@pytest.mark.parametrize(("width", "height"), [(1, 1), (5, 5), (30, 20), (400, 25), (25, 400)])
def test_no_frame_is_too_small(
    register: Register, width: float, height: float, *, furnished: bool
) -> None:
    frame = Frame(width, height, 100, furnished, 8)
    for draw in (map_picture, partners_picture):
        assert draw(register, VIEWS["one"], translator("uk"), frame, Form.PNG)


# --- What is counted --------------------------------------------------------------------------


def test_symbols_count_what_is_selected(register: Register, view: View) -> None:
    made = layout(register, view, translator("uk"), SCREEN)
    selection = select(register, view)
    shown = set(selection.rows.tolist())
    order = list(register.communities)
    points = {row for row in shown if register.projects[row].point is not None}
    circles = [item for item in made.symbols.items if item.sign == Sign.RECORDS]
    assert sorted(row for item in circles for row in item.rows) == sorted(points)
    squares = {item.communities[0]: item.counts for item in made.symbols.items
               if item.sign == Sign.COMMUNITY}  # fmt: skip
    wanted: dict[int, Counter[Period]] = {}
    for row in shown:
        item = register.projects[row]
        for code in item.communities if on_communities(item) else ():
            wanted.setdefault(order.index(code), Counter())[item.period] += 1
    assert squares == {
        number: tuple(counts[period] for period in PERIODS) for number, counts in wanted.items()
    }
    diamonds = {item.communities[0]: item.n for item in made.symbols.items
                if item.sign == Sign.PARTNERSHIP}  # fmt: skip
    partnerships = Counter(
        order.index(code)
        for item in selection.partnerships
        for code in item.communities
        if code != OBLAST
    )
    assert diamonds == partnerships
    for item in circles:
        periods = Counter(register.projects[row].period for row in item.rows)
        assert item.counts == tuple(periods[period] for period in PERIODS)
        assert item.n == len(item.rows)


def test_a_circle_of_one_place_stands_there(register: Register) -> None:
    made = layout(register, View(), translator("uk"), PRINT)
    single = [item for item in made.symbols.items if len(item.rows) == 1]
    assert single
    for item in single:
        place = made.fit.points(made.ground.points[item.rows[0]])
        assert apart(item.at, (float(place[0]), float(place[1]))) < 1e-6


def test_nothing_is_lost_beside_the_map(register: Register, t: Translator) -> None:
    made = layout(register, View(), t, SCREEN)
    selection = select(register, View())
    words = said(made)
    for scope in BESIDE:
        assert f"{label(t, scope)}: {selection.by_scope[scope]}" in words
    whole_oblast = sum(item.communities == (OBLAST,) for item in register.partnerships)
    assert f": {whole_oblast}." in words
    rows = {row for item in made.symbols.items for row in item.rows}
    on_squares = {row for row, item in enumerate(register.projects) if on_communities(item)}
    beside = sum(
        selection.by_scope[scope] for scope in (Scope.OBLAST, Scope.OUTSIDE, Scope.UNPLACED)
    )
    assert len(rows | on_squares) + beside == len(register.projects)


@pytest.mark.parametrize("day", [None, date(2014, 1, 1), date(2022, 2, 23), date(2022, 4, 1)])
def test_the_legend_counts_the_statuses(
    register: Register, t: Translator, day: date | None
) -> None:
    view = View(asof=day)
    counts = Counter(item.status for item in status_on(register, day or register.edition).values())
    for frame in (SCREEN, SLIDE):
        made = layout(register, view, t, frame)
        words = said(made)
        for status in TerritoryStatus:
            entry = f"{label(t, status)}: {counts[status]}"
            assert (entry in words) == bool(counts[status])
        assert t.day(day or register.edition) in words
        assert Counter(made.statuses) == counts
    told = alternative(register, view, t)
    assert all(f"{label(t, status)}: {n}" in told for status, n in counts.items())


def test_a_date_outside_the_list_has_its_notices(register: Register, t: Translator) -> None:
    notice = t("The date is later than the edition: the last listed status is shown.")
    assert notice in said(layout(register, View(asof=date(2026, 1, 1)), t, SCREEN))
    assert notice not in said(layout(register, View(), t, SCREEN))


def test_layers_that_are_off_are_not_drawn(register: Register, t: Translator) -> None:
    made = layout(register, View(layer=()), t, SCREEN)
    assert not made.symbols.items
    assert not made.names
    assert set(made.statuses) == {None}
    assert not made.borders
    assert not made.sheet.signs
    made = layout(register, View(layer=("projects",)), t, SCREEN)
    assert {item.sign for item in made.symbols.items} == {Sign.RECORDS, Sign.COMMUNITY}


def test_many_communities_are_counted_with_their_neighbours(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(register.communities) <= FEW
    each = layout(register, View(), translator("uk"), COLUMN).symbols.items
    monkeypatch.setattr(gathering, "FEW", 0)
    joined = communities.layout(register, View(), translator("uk"), COLUMN).symbols.items
    assert len(joined) < len(each)
    assert not [pair for pair in itertools.combinations(joined, 2) if cover(*pair)]
    for is_partnership in (True, False):
        one, other = (
            sum(item.n for item in items if (item.sign == Sign.PARTNERSHIP) == is_partnership)
            for items in (each, joined)
        )
        assert one == other


@pytest.mark.parametrize("view", [View(), VIEWS["one"], VIEWS["none"],
                                  View(partner_country=("NL",))])  # fmt: skip
def test_lines_are_the_shown_partnerships(register: Register, view: View, t: Translator) -> None:
    made = partners_layout(register, view, t, SCREEN)
    shown = select(register, view).partnerships
    drawn = [item for item in shown if on_map(item)]
    lines = Counter(curve.of.id for curve in made.curves)
    assert lines == {item.id: len(item.communities) * len(item.places) for item in drawn}
    assert {key for end in made.ends for key in end.ids} == {item.id for item in drawn}
    words = said(made)
    for kind, n in Counter(item.kind for item in drawn if item.kind).items():
        assert f"{label(t, kind)}: {n}" in words
    beside = f"{t('Beside the map')}: {len(shown) - len(drawn)}"
    assert (beside in words) == (len(shown) > len(drawn))
    assert (beside in partners_alternative(register, view, t)) == (len(shown) > len(drawn))
    assert (t("No partnership answers to the chosen filters.") in words) == (not shown)


def test_the_sentence_tells_how_many(register: Register) -> None:
    told = alternative(register, View(), translator("en"))
    beside = sum(item.scope in BESIDE for item in register.projects)
    count = len(register.projects)
    assert f"{count} of {count} records, of them on the map: {count - beside}" in told
    assert f"partnerships: {len(register.partnerships)}" in told
    assert told.count(".") == 1


# --- Scale and north --------------------------------------------------------------------------


def test_the_scale_bar_is_true(register: Register, frame: Frame, t: Translator) -> None:
    made = layout(register, View(), t, frame)
    assert made.furniture is not None
    bar = made.furniture.bar
    assert bar is not None
    ends = shapely.points(made.fit.metres([(bar.left, bar.bottom), (bar.right, bar.bottom)]))
    lonlat = geopandas.GeoSeries(ends, crs=made.ground.crs).to_crs(4326)
    earth = Geod(ellps="WGS84")
    _, _, metres = earth.inv(lonlat.x[0], lonlat.y[0], lonlat.x[1], lonlat.y[1])
    assert metres == pytest.approx(made.furniture.metres, rel=1e-3)
    assert f"{made.furniture.metres // 1000}" in made.furniture.words[1].text


@pytest.mark.parametrize("crs", ["EPSG:32637", EUROPE])
@pytest.mark.parametrize("place", [(37.9, 50.0), (40.2, 48.0), (39.0, 49.0), (4.4, 45.4)])
def test_north_is_where_the_meridian_leads(crs: str, place: tuple[float, float]) -> None:
    here, there = project_points([place, (place[0], place[1] + 0.5)], crs).tolist()
    way = np.subtract(there, here)
    assert north((here[0], here[1]), crs) == pytest.approx(way / np.hypot(*way), abs=5e-3)


@pytest.mark.parametrize(
    ("most", "length"), [(1, 1), (4.9, 2), (99_999, 50_000), (100_000, 100_000), (23, 20)]
)
def test_lengths_are_round(most: float, length: int) -> None:
    assert round_length(most) == length


def test_the_oblast_is_drawn_in_its_own_zone(register: Register) -> None:
    assert ground(register).crs == "EPSG:32637"


# --- Files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("draw", [map_picture, partners_picture])
@pytest.mark.parametrize(("frame", "size"), [(SCREEN, (1920, 1080)), (PRINT, (3508, 2480))])
def test_a_png_has_its_pixels_and_no_time(
    register: Register, draw: Any, frame: Frame, size: tuple[int, int]
) -> None:
    content = draw(register, View(), translator("uk"), frame, Form.PNG)
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == size
    assert b"tIME" not in content
    assert b"tEXt" not in content


@pytest.mark.parametrize("draw", [map_picture, partners_picture])
@pytest.mark.parametrize("frame", [SCREEN, PRINT])
def test_an_svg_is_drawing_alone(
    register: Register, draw: Any, frame: Frame, t: Translator
) -> None:
    content = draw(register, View(), t, frame, Form.SVG)
    assert len(content) < 1_000_000
    check_svg(content)


def check_svg(content: bytes) -> ET.Element:
    """Only shapes, and references to shapes of its own; the parsed file."""
    assert b"<!" not in content
    tree = ET.fromstring(content)  # noqa: S314 - made here
    names = {item.tag.partition("}")[2] for item in tree.iter()}
    assert names <= {"svg", "title", "defs", "style", "g", "path", "use", "clipPath", "rect"}
    for item in tree.iter():
        for name, value in item.attrib.items():
            assert not name.startswith("on")
            if name.endswith("href"):
                assert name == XLINK
                assert value.startswith("#")
            assert "url(" not in value or "url(#" in value
    return tree


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("draw", [map_picture, partners_picture])
def test_equal_input_gives_equal_bytes(register: Register, draw: Any, form: Form) -> None:
    def made() -> bytes:
        content: bytes = draw(register, View(), translator("en"), COLUMN, form)
        return content

    alone = made()
    with ThreadPoolExecutor(2) as pool:
        assert {future.result() for future in [pool.submit(made) for _ in range(2)]} == {alone}


def test_another_process_makes_the_same(register: Register) -> None:
    program = (
        "import hashlib, sys; from pathlib import Path;"
        "from projectmap.data.load import load; from projectmap.i18n import translator;"
        "from projectmap.query.view import View;"
        "from projectmap.export.picture import Form, Frame, map_picture;"
        "made = map_picture(load(Path('geodata')), View(), translator('uk'),"
        " Frame(90, 120, 100, False, 7), Form.SVG);"
        "print(hashlib.sha256(made).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "PYTHONPATH": "src"},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    here = map_picture(register, View(), translator("uk"), COLUMN, Form.SVG)
    assert done.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_the_title_says_what_is_seen(register: Register, t: Translator) -> None:
    tree = check_svg(map_picture(register, View(), t, COLUMN, Form.SVG))
    assert tree.findtext("{http://www.w3.org/2000/svg}title") == alternative(register, View(), t)


def test_only_this_package_loads_matplotlib() -> None:
    package = ROOT / "src" / "projectmap" / "export" / "picture"
    loading = re.compile(r"^\s*(import|from) (matplotlib|pylab)", re.MULTILINE)
    files = [
        path for path in (ROOT / "src").rglob("*.py")
        if loading.search(path.read_text("utf-8")) and package not in path.parents
    ]  # fmt: skip
    assert files == []
    assert loading.search((package / "paper.py").read_text("utf-8"))


# --- Texts that would be more than text -------------------------------------------------------

TEXTS = [
    *STORABLE.values(),
    "$x^2$ and $\\frac{1}{2}$",
    "#panic()",
    "=cmd()",
    "я" * 4000,
    "слово " * 600,
    "\N{NO-BREAK SPACE}".join(["слово"] * 600),
    "عربية עברית 中文",
]


GROUPS = [tuple(TEXTS[start : start + 3]) for start in range(0, len(TEXTS) - 2, 3)]
GROUPS.append(tuple(TEXTS[-3:]))


def odd_register(names: Sequence[str]) -> Register:
    """A register of three communities, and partners, that are called so."""
    codes = (builders.NORTH, builders.MIDDLE, builders.SOUTH)
    return builders.make_register(
        communities=[
            builders.community(code, name_uk=text, name_en=text)
            for code, text in zip(codes, names, strict=True)
        ],
        projects=[builders.placed(), builders.project("TEST-002", title_uk=names[0])],
        partnerships=[
            builders.partnership(
                f"TEST-R{number:03}",
                geometry={"type": "MultiPoint", "coordinates": [[31.5 + number, 46.5]]},
                communities=[codes[number]],
                partners=[
                    builders.partner(name_uk=text, name_en=text, place_uk=text, place_en=text)
                ],
            )
            for number, text in enumerate(names)
        ],
        sectors=[
            *(builders.sector(code) for code in ("culture", "energy", "health")),
            builders.sector("water", label_uk=names[1], label_en=names[1]),
        ],
    )


@pytest.mark.parametrize("group", GROUPS, ids=[f"{n}" for n in range(len(GROUPS))])
def test_hostile_texts_are_texts(group: tuple[str, ...]) -> None:
    odd, t = odd_register(group), translator("uk")
    view = View(sector=("water",), q=group[2][:200])
    made = communities.layout(odd, view, t, UPRIGHT)
    for name in made.names:
        start = letters.plain(group[name.community])
        assert start.startswith(name.text.removesuffix(letters.MORE))
    assert not meeting([line.box for line in made.sheet.lines])
    assert all(whole(UPRIGHT).holds(line.box) for line in made.sheet.lines)
    check_svg(map_picture(odd, view, t, UPRIGHT, Form.SVG))
    check_svg(partners_picture(odd, View(), t, UPRIGHT, Form.SVG))
    assert partners_picture(odd, View(), t, TINY, Form.PNG)


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\ufffe", "\uffff", "\ud800"])
def test_alternative_texts_fit_into_xml(sign: str) -> None:
    told = letters.in_words(f"а{sign}b中\n\u202e🙂")
    assert told == "а\ufffdb中\n\u202e🙂"
    ET.fromstring(f"<x>{told}</x>")  # noqa: S314 - made here


def test_signs_of_formulas_stay() -> None:
    text = "$x^2$"
    drawn = letters.outline(text, 10).get_extents()
    assert drawn.width == pytest.approx(letters.width(text, 10), abs=1.5)
    assert len(letters.outline(text, 10).to_polygons()) > len(
        letters.outline("x2", 10).to_polygons()
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Щастинська", "Щастинська"),
        ("a\nb\tc  d", "a b c d"),
        ("\u202eгромада", "\ufffdгромада"),
        ("a\0b\x1b", "a\ufffdb\ufffd"),
        ("\ud800", "\ufffd"),
        ("中", "\ufffd"),
        (f"1{NBSP}000", f"1{NBSP}000"),
        ("", ""),
    ],
)
def test_only_what_has_letters_is_drawn(text: str, shown: str) -> None:
    assert letters.plain(text) == shown


@pytest.mark.parametrize("text", ["коротко", "довгий рядок " * 30, "нерозривне" * 50, "", "a b"])
@pytest.mark.parametrize("most", [5.0, 40.0, 300.0])
def test_lines_are_no_wider_than_asked(text: str, most: float) -> None:
    found = list(letters.lines(letters.plain(text), 9, most))
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert all(letters.width(line, 9) <= most or len(line) == 1 for line in found)
    short = letters.shortened(letters.plain(text), 9, most)
    assert letters.width(short, 9) <= most or short == letters.MORE


# --- The shelf --------------------------------------------------------------------------------


def test_the_shelf_refuses_what_is_taken() -> None:
    shelf = Shelf(Box(0, 0, 100, 100), [Box(10, 10, 20, 20)])
    assert not shelf.free(Box(15, 15, 30, 30))
    assert shelf.free(Box(20, 10, 30, 20))
    assert not shelf.free(Box(95, 95, 101, 99))
    shelf.add_line((0, 50), (100, 50))
    assert not shelf.free(Box(40, 45, 60, 55))
    assert shelf.free(Box(40, 50, 60, 60))
    assert shelf.free_ones(np.array([[0, 0, 5, 5], [12, 12, 13, 13], [1, 49, 2, 51]])) == [
        Box(0, 0, 5, 5)
    ]


@pytest.mark.parametrize(
    ("start", "end", "open_"),
    [
        ((0, 0), (30, 30), False),  # through the box
        ((0, 15), (30, 15), False),  # level, through it
        ((15, 0), (15, 30), False),  # upright, through it
        ((0, 10), (30, 10), True),  # along its edge
        ((0, 5), (30, 5), True),  # under it
        ((0, 15), (9, 15), True),  # towards it
        ((12, 12), (18, 18), False),  # inside it
        ((50, 40), (50, 60), False),  # across the line
        ((0, 60), (100, 70), True),
    ],
)
def test_a_way_passes_no_box_and_no_line(
    start: tuple[float, float], end: tuple[float, float], *, open_: bool
) -> None:
    box = Box(10, 10, 20, 20)
    shelf = Shelf(Box(0, 0, 100, 100), [box])
    shelf.add_line((30, 50), (100, 50))
    assert (shelf.way([start], [end]) == 0) == open_
    if start[1] < 40:
        assert shelf.way([start], [end], [box]) == 0
