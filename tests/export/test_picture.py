"""Pictures of the maps: what stands where and what is counted."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from pyproj import Geod

from projectmap.export.picture import (
    PRINT,
    SCREEN,
    Form,
    Frame,
    alternative,
    communities,
    gathering,
    map_picture,
    partners,
    partners_alternative,
    partners_picture,
)
from projectmap.export.picture.communities import name_line
from projectmap.export.picture.drawing import number_line
from projectmap.export.picture.frame import Box, apart
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
