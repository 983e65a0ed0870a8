"""Pictures of the maps: what stands where and what is counted."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from math import dist
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from PIL import Image
from pyproj import Geod

from projectmap.export.picture import (
    PRINT,
    SCREEN,
    Form,
    PageSize,
    alternative,
    clustering,
    communities,
    map_picture,
    partners,
    partners_alternative,
    partners_picture,
    symbols,
)
from projectmap.export.picture.geometry import Box
from projectmap.export.picture.ground import EUROPE, ground, north, project_points, round_length
from projectmap.export.picture.page import ASCENT, DESCENT, Label, Marginalia, Picture
from projectmap.export.picture.symbols import Sign, Symbol
from projectmap.export.text_metrics import width
from projectmap.i18n import LANGUAGES, Translator, translator
from projectmap.map.layers import PERIODS, on_communities
from projectmap.map.partners import on_map
from projectmap.model.codes import OBLAST, Layer, Period, Scope, TerritoryStatus
from projectmap.model.labels import Labels, label
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.status import status_on
from projectmap.query.view import View

ROOT = Path(__file__).resolve().parents[2]
SLIDE = PageSize(300, 140, 100, with_marginalia=False, font_pt=11)
COLUMN = PageSize(90, 120, 100, with_marginalia=False, font_pt=7)
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


TURNS = {
    (view, frame): LANGUAGES[n % 2]
    for n, (view, frame) in enumerate(
        (view, frame)
        for row, view in enumerate(VIEWS)
        for frame in [*FRAMES][row % 2 :] + [*FRAMES][: row % 2]
    )
}
"""Every view in every frame, the languages by turns: each of them with each view and frame."""
Drawn = tuple[View, Translator, PageSize]
"""What a layout is made of, besides the register."""


def in_turn(view: str, frame: str = "screen") -> Drawn:
    """A view in a frame, in its language."""
    return VIEWS[view], translator(TURNS[view, frame]), FRAMES[frame]


@pytest.fixture(params=TURNS, ids="-".join)
def drawn(request: pytest.FixtureRequest) -> Drawn:
    """Views with all records, some, one and none, in frames of all shapes."""
    return in_turn(*request.param)


@pytest.fixture(params=FRAMES)
def framed(request: pytest.FixtureRequest) -> Drawn:
    """All records in frames of all shapes."""
    return in_turn("all", request.param)


@cache
def layout(
    register: Register, view: View, t: Translator, size: PageSize
) -> Picture[communities.CommunitiesMap]:
    """The layout, made once for all tests."""
    return communities.layout(Shown(Labels(register, t), view), size)


@cache
def partners_layout(
    register: Register, view: View, t: Translator, size: PageSize
) -> Picture[partners.PartnersMap]:
    """The same of the partners' map."""
    return partners.partners_layout(Shown(Labels(register, t), view), size)


def whole(size: PageSize) -> Box:
    return Box(0, 0, size.width, size.height)


def holds(outer: Box, inner: Box) -> bool:
    """Whether ``inner`` lies inside ``outer``."""
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge; a hair less, as sums of floats are."""
    hair = 1e-6
    return (
        one.left + hair < other.right
        and other.left + hair < one.right
        and one.top + hair < other.bottom
        and other.top + hair < one.bottom
    )


def meeting(boxes: list[Box]) -> list[tuple[Box, Box]]:
    return [(one, other) for one, other in itertools.combinations(boxes, 2) if meet(one, other)]


def letters(label: Label) -> Box:
    """What the letters of a label take."""
    x, y = label.at
    half = width(label.text, label.size, bold=label.bold) / 2
    return Box(x - half, y - ASCENT * label.size, x + half, y + DESCENT * label.size)


def said(texts: Marginalia) -> str:
    """All texts around the map."""
    entries = (*texts.head, *texts.legend, *texts.foot)
    return " ".join(entry.text for entry in entries).replace(NBSP, " ")


def cover(one: Symbol, other: Symbol) -> bool:
    if one.sign == other.sign == Sign.RECORDS:
        return dist(one.at, other.at) < one.radius + other.radius
    return meet(one.box, other.box)


# --- Where things stand -----------------------------------------------------------------------


def test_nothing_covers_a_name_or_number(register: Register, drawn: Drawn) -> None:
    made = layout(register, *drawn).map
    signs = made.symbols.items
    assert not [pair for pair in itertools.combinations(signs, 2) if cover(*pair)]
    corner = [item.box for item in (made.scale_bar, made.inset) if item]
    names = [name.box for name in made.names]
    assert not meeting([*names, *corner])
    for box in [*names, *corner]:
        assert holds(made.box, box)
        assert not [item for item in signs if meet(box, item.box)]
    for item in signs:
        assert holds(made.box, item.box)
        assert holds(item.box, letters(symbols.number(item, made.symbols.unit)))
    for name in made.names:
        words = letters(name.label)
        assert name.box.left <= words.left
        assert words.right <= name.box.right


def test_partners_names_cover_nothing(register: Register, drawn: Drawn) -> None:
    made, t = partners_layout(register, *drawn).map, drawn[1]
    corner = [made.scale_bar.box] if made.scale_bar else []
    names = [name.box for name in made.names]
    assert not meeting([*names, *corner])
    countries = [letters(label) for label in made.countries]
    assert not meeting([*names, *corner, *countries])
    assert {label.text for label in made.countries} <= {
        str(t.country(code)).upper() for code in register.europe
    }
    for name in made.names:
        assert holds(made.box, name.box)
        assert not [end for end in made.ends if meet(name.box, end.box)]
        assert not [at for _, at in made.marks if meet(name.box, Box.around(at, 1, 1))]
        words = letters(name.label)
        assert name.box.left <= words.left
        assert words.right <= name.box.right
    for end in made.ends:
        assert holds(made.box, end.box)
        assert end.n == 1 or holds(end.box, letters(end.number))


@pytest.mark.parametrize("make", [layout, partners_layout])
@pytest.mark.parametrize("view", ["all", "none"])
@pytest.mark.parametrize("frame", FRAMES)
def test_texts_stay_within_their_margins(
    register: Register, view: str, frame: str, make: Any
) -> None:
    """No ink in the margins of the texts: at the page's edges, and between them and the map."""
    found = make(register, *in_turn(view, frame))
    setting, size = found.setting, replace(FRAMES[frame], dpi=100)
    page, room = whole(size), setting.map
    assert holds(page.grown(1e-6), room)
    assert (room.width, room.height) == pytest.approx((found.map.box.width, found.map.box.height))
    assert room.width * room.height > 0.3 * page.width * page.height
    margin = 0.5 * setting.size
    if setting.beside:
        free = [
            Box(0, 0, margin, page.bottom),
            Box(0, 0, room.left - 1, margin),
            Box(0, page.bottom - margin, room.left - 1, page.bottom),
            Box(room.left - margin, 0, room.left - 1, page.bottom),
        ]
    else:
        free = [
            Box(0, room.bottom + 1, margin, page.bottom),
            Box(page.right - margin, room.bottom + 1, page.right, page.bottom),
            Box(0, page.bottom - margin, page.right, page.bottom),
            Box(0, room.bottom + 1, page.right, room.bottom + margin),
        ]
    small = replace(found, page=replace(found.page, size=size))
    with Image.open(BytesIO(small.write(Form.PNG, ""))) as image:
        grey, scale = image.convert("L"), 100 / 72
    for box in free:
        part = grey.crop([round(edge * scale) for edge in box])
        assert part.getextrema() == (255, 255)


def test_the_map_is_as_large_as_its_room(register: Register, framed: Drawn) -> None:
    made = layout(register, *framed).map
    west, south, east, north_ = shapely.bounds(made.fit.shapes(made.ground.oblast)).tolist()
    assert max((east - west) / made.box.width, (north_ - south) / made.box.height) > 0.85
    assert holds(made.box, Box(west, south, east, north_))


def test_leaders_begin_in_their_community(register: Register, framed: Drawn) -> None:
    made = layout(register, *framed).map
    led = [(name.community, name.leader) for name in made.names]
    led += [(item.communities[0], item.leader) for item in made.symbols.items if item.leader]
    for community, leader in led:
        if leader is not None:
            area = made.ground.communities[community]
            x, y = made.fit.metres(leader[0]).tolist()
            assert shapely.buffer(area, 1).contains(shapely.Point(x, y))


def test_what_has_no_room_is_counted(register: Register, framed: Drawn) -> None:
    found, t = layout(register, *framed), framed[1]
    made = found.map
    assert len(made.names) + made.nameless == len(register.communities)
    assert len({name.community for name in made.names}) == len(made.names)
    line = t.plural(
        "{n} community name does not fit on the map.",
        "{n} community names do not fit on the map.",
        made.nameless,
    )
    assert (line in said(found.texts)) == bool(made.nameless)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_beside_small_signs_are_larger_where_that_costs_none(
    register: Register, language: str
) -> None:
    made = layout(register, View(), translator(language), SCREEN).map
    (size,) = {name.size for name in made.names}
    assert made.symbols.unit * symbols.UNITS * 1.05 < size <= SCREEN.font_pt
    assert made.nameless == 0
    assert not [name.text for name in made.names if name.leader]


def test_a_narrow_frame_leaves_names_out(register: Register) -> None:
    size = PageSize(60, 60, 100, with_marginalia=True, font_pt=9)
    assert layout(register, View(), translator("en"), size).map.nameless > 0


@pytest.mark.parametrize(
    ("width", "height", "with_marginalia"),
    [(1, 1, True), (1, 1, False), (5, 5, True), (30, 20, True), (30, 20, False), (400, 25, True),
     (25, 400, True)],
)  # fmt: skip
def test_no_frame_is_too_small(
    register: Register, width: float, height: float, *, with_marginalia: bool
) -> None:
    size = PageSize(width, height, 100, with_marginalia, 8)
    for draw in (map_picture, partners_picture):
        assert draw(Shown(Labels(register, translator("uk")), VIEWS["one"]), size, Form.PNG)


# --- What is counted --------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_symbols_count_what_is_selected(register: Register, view: str) -> None:
    made = layout(register, *in_turn(view)).map
    selection = select(register, VIEWS[view])
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
    made = layout(register, *in_turn("all", "print")).map
    single = [item for item in made.symbols.items if len(item.rows) == 1]
    assert single
    for item in single:
        place = made.fit.points(made.ground.points[item.rows[0]])
        assert dist(item.at, place.tolist()) < 1e-6


def test_nothing_is_lost_beside_the_map(register: Register) -> None:
    view, t, size = in_turn("all")
    found, selection = layout(register, view, t, size), select(register, view)
    made, words = found.map, said(found.texts)
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


@pytest.mark.parametrize(
    ("day", "language", "size"),
    [
        (None, "uk", SCREEN), (date(2014, 1, 1), "en", SLIDE), (date(2022, 2, 23), "uk", SCREEN),
        (date(2022, 4, 1), "en", SCREEN), (date(2026, 1, 1), "uk", SCREEN),
    ],
)  # fmt: skip
def test_the_legend_counts_the_statuses(
    register: Register, day: date | None, language: str, size: PageSize
) -> None:
    view, t, shown_day = View(asof=day), translator(language), day or register.edition
    counts = Counter(item.status for item in status_on(register, shown_day).values())
    found = layout(register, view, t, size)
    made, words = found.map, said(found.texts)
    for status in TerritoryStatus:
        entry = f"{label(t, status)}: {counts[status]}"
        assert (entry in words) == bool(counts[status])
    assert t.day(shown_day).replace(NBSP, " ") in words
    later = t("This date is later than the List version: the last listed status is shown.")
    assert (later in words) == (shown_day > register.edition)
    assert Counter(made.statuses) == counts
    sentence = alternative(Shown(Labels(register, t), view))
    assert all(f"{label(t, status)}: {n}" in sentence for status, n in counts.items())


def test_layers_that_are_off_are_not_drawn(register: Register) -> None:
    t = translator("uk")
    found = layout(register, View(layer=()), t, SCREEN)
    made = found.map
    assert not made.symbols.items
    assert not made.names
    assert set(made.statuses) == {None}
    assert not made.borders
    assert not [entry for entry in found.texts.legend if entry.sign]
    made = layout(register, View(layer=("projects",)), t, SCREEN).map
    assert {item.sign for item in made.symbols.items} == {Sign.RECORDS, Sign.COMMUNITY}


def test_without_room_communities_are_counted_with_their_neighbours(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, t, size = in_turn("all", "column")
    each = layout(register, view, t, size).map.symbols.items
    monkeypatch.setattr(clustering, "_place", lambda *_: False)
    shown = Shown(Labels(register, t), view)
    joined = communities.layout(shown, size).map.symbols.items
    assert len(joined) < len(each)
    assert not [pair for pair in itertools.combinations(joined, 2) if cover(*pair)]
    for is_partnership in (True, False):
        one, other = (
            sum(item.n for item in items if (item.sign == Sign.PARTNERSHIP) == is_partnership)
            for items in (each, joined)
        )
        assert one == other


@pytest.mark.parametrize(
    ("view", "language"),
    [*((VIEWS[name], TURNS[name, "screen"]) for name in ("all", "one", "none")),
     (View(partner_country=("NL",)), "en"), (View(kind=("need",), donor=("eu",)), "en")],
)  # fmt: skip
def test_lines_are_the_shown_partnerships(register: Register, view: View, language: str) -> None:
    t = translator(language)
    found = partners_layout(register, view, t, SCREEN)
    made, words = found.map, said(found.texts)
    shown = select(register, view).partnerships
    drawn = [item for item in shown if on_map(item)]
    lines = Counter(curve.id for curve in made.curves)
    assert lines == {item.id: len(item.communities) * len(item.places) for item in drawn}
    assert {key for end in made.ends for key in end.ids} == {item.id for item in drawn}
    for kind, n in Counter(item.kind for item in drawn if item.kind).items():
        assert f"{label(t, kind)}: {n}" in words
    beside = f"{t('Not on the map')}: {len(shown) - len(drawn)}"
    assert (beside in words) == (len(shown) > len(drawn))
    sentence = partners_alternative(Shown(Labels(register, t), view))
    assert (beside in sentence) == (len(shown) > len(drawn))
    assert (t("No partnerships match the filters.") in words) == (not shown)
    every = len(shown) == len(register.partnerships)
    assert (t("No filter: all partnerships are shown.") in words) == every


def test_the_sentence_tells_how_many(register: Register) -> None:
    sentence = alternative(Shown(Labels(register, translator("en")), View()))
    beside = sum(item.scope in BESIDE for item in register.projects)
    count = len(register.projects)
    assert f"{count} of {count} records, of which on the map: {count - beside}" in sentence
    assert f"partnerships: {len(register.partnerships)}" in sentence
    assert sentence.count(".") == 1


# --- Scale and north --------------------------------------------------------------------------


def test_the_scale_bar_is_true(register: Register, framed: Drawn) -> None:
    made = layout(register, *framed).map
    assert made.scale_bar is not None
    bar = made.scale_bar.bar
    assert bar is not None
    ends = shapely.points(made.fit.metres([(bar.left, bar.top), (bar.right, bar.top)]))
    lonlat = geopandas.GeoSeries(ends, crs=made.ground.crs).to_crs(4326)
    earth = Geod(ellps="WGS84")
    _, _, metres = earth.inv(lonlat.x[0], lonlat.y[0], lonlat.x[1], lonlat.y[1])
    assert metres == pytest.approx(made.scale_bar.metres, rel=1e-3)
    assert f"{made.scale_bar.metres // 1000}" in made.scale_bar.labels[1].text


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


def test_the_communities_are_drawn_on_the_basemap(register: Register) -> None:
    t = translator("en")
    whole_page = layout(register, View(), t, SCREEN)
    drawn = whole_page.map
    assert drawn.around is not None
    texts = {place.label.text for place in drawn.places}
    assert {"Sloviansk", "Luhansk"} <= texts
    sign = "status-temporarily_occupied"
    pale = 'fill-opacity="0.6"'
    assert pale in drawn.drawing()
    assert pale in whole_page.page.sign(sign)
    without = View(layer=tuple(layer for layer in Layer if layer != Layer.BASEMAP))
    plain_page = layout(register, without, t, SCREEN)
    plain = plain_page.map
    assert pale not in plain_page.page.sign(sign)
    assert plain.around is None
    assert plain.inset is None
    inset = drawn.inset
    assert inset is not None
    assert holds(inset.box, inset.oblast)
    oblast = drawn.fit.shapes(drawn.ground.oblast)
    assert shapely.box(*inset.box).intersection(oblast).area < 0.05 * shapely.box(*inset.box).area
    assert plain.places == ()
    assert "fill-opacity" not in plain.drawing()


def test_two_dates_are_two_maps_each_under_its_date(register: Register) -> None:
    t = translator("en")
    before, after = date(2022, 2, 23), date(2022, 3, 1)
    view = View(asof=before, compare=after)
    made = communities.compared_layout(Shown(Labels(register, t), view), SCREEN).map
    for one, day in zip(made.maps, (before, after), strict=True):
        alone = layout(register, View(asof=day), t, SCREEN).map
        assert isinstance(one, communities.CommunitiesMap)
        assert one.inset is None
        assert one.statuses == alone.statuses
    left, right = ([label.at[0] for label in made.labels() if t.day(day) in label.text]
                   for day in (before, after))  # fmt: skip
    assert len(left) == len(right) == 1
    assert left[0] < made.box.middle[0] < right[0]
    words = alternative(Shown(Labels(register, t), view))
    assert t.day(before) in words
    assert t.day(after) in words
