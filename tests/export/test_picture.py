"""Pictures of the maps: what stands where and what is counted."""

from __future__ import annotations

import itertools
from collections import Counter
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
from projectmap.export.picture.page import ASCENT, DESCENT, Label, Marginalia, Setting
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


@pytest.fixture(params=FRAMES.values(), ids=FRAMES)
def size(request: pytest.FixtureRequest) -> PageSize:
    """Frames of all shapes."""
    found: PageSize = request.param
    return found


@pytest.fixture(params=VIEWS.values(), ids=VIEWS)
def view(request: pytest.FixtureRequest) -> View:
    """Views with all records, some, one and none."""
    found: View = request.param
    return found


@pytest.fixture(
    params=[(v, f, n % 2) for n, (v, f) in enumerate(
        (v, f) for row, v in enumerate(VIEWS) for f in [*FRAMES][row % 2 :] + [*FRAMES][: row % 2]
    )],
    ids=lambda param: f"{param[0]}-{param[1]}-{LANGUAGES[param[2]]}",
)  # fmt: skip
def drawn(request: pytest.FixtureRequest) -> tuple[View, PageSize, Translator]:
    """Every view in every frame, the languages by turns: each of them with each view and frame."""
    name, frame, language = request.param
    return VIEWS[name], FRAMES[frame], translator(LANGUAGES[language])


@cache
def layout(
    register: Register, view: View, t: Translator, size: PageSize
) -> tuple[Setting, communities.CommunitiesMap, Marginalia]:
    """The layout, made once for all tests."""
    made = communities.layout(Shown(Labels(register, t), view), size)
    return made.setting, made.map, made.texts


def made_map(
    register: Register, view: View, t: Translator, size: PageSize
) -> communities.CommunitiesMap:
    """The map of the layout."""
    return layout(register, view, t, size)[1]


@cache
def partners_layout(
    register: Register, view: View, t: Translator, size: PageSize
) -> tuple[Setting, partners.PartnersMap, Marginalia]:
    """The same of the partners' map."""
    made = partners.partners_layout(Shown(Labels(register, t), view), size)
    return made.setting, made.map, made.texts


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


def test_nothing_covers_a_name_or_number(
    register: Register, drawn: tuple[View, PageSize, Translator]
) -> None:
    view, size, t = drawn
    made = made_map(register, view, t, size)
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
        drawn = letters(name.label)
        assert name.box.left <= drawn.left
        assert drawn.right <= name.box.right


def test_partners_names_cover_nothing(
    register: Register, drawn: tuple[View, PageSize, Translator]
) -> None:
    view, size, t = drawn
    _, made, _ = partners_layout(register, view, t, size)
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
        drawn = letters(name.label)
        assert name.box.left <= drawn.left
        assert drawn.right <= name.box.right
    for end in made.ends:
        assert holds(made.box, end.box)
        assert end.n == 1 or holds(end.box, letters(end.number))


@pytest.mark.parametrize("draw", [map_picture, partners_picture])
@pytest.mark.parametrize("view", [VIEWS["all"], VIEWS["none"]], ids=["all", "none"])
def test_texts_stay_within_their_margins(
    register: Register, view: View, size: PageSize, draw: Any
) -> None:
    """No ink in the margins of the texts: at the page's edges, and between them and the map."""
    t = translator("uk")
    made = layout if draw is map_picture else partners_layout
    setting, found, _ = made(register, view, t, size)
    page, room = whole(size), setting.map
    assert holds(page.grown(1e-6), room)
    assert (room.width, room.height) == pytest.approx((found.box.width, found.box.height))
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
    small = PageSize(size.width_mm, size.height_mm, 100, size.with_marginalia, size.font_pt)
    with Image.open(BytesIO(draw(Shown(Labels(register, t), view), small, Form.PNG))) as image:
        grey, scale = image.convert("L"), 100 / 72
    for box in free:
        part = grey.crop([round(edge * scale) for edge in box])
        assert part.getextrema() == (255, 255)


def test_the_map_is_as_large_as_its_room(register: Register, size: PageSize, t: Translator) -> None:
    made = made_map(register, View(), t, size)
    west, south, east, north_ = shapely.bounds(made.fit.shapes(made.ground.oblast)).tolist()
    assert max((east - west) / made.box.width, (north_ - south) / made.box.height) > 0.85
    assert holds(made.box, Box(west, south, east, north_))


def test_leaders_begin_in_their_community(
    register: Register, size: PageSize, t: Translator
) -> None:
    made = made_map(register, View(), t, size)
    led = [(name.community, name.leader) for name in made.names]
    led += [(item.communities[0], item.leader) for item in made.symbols.items if item.leader]
    for community, leader in led:
        if leader is not None:
            area = made.ground.communities[community]
            x, y = made.fit.metres(leader[0]).tolist()
            assert shapely.buffer(area, 1).contains(shapely.Point(x, y))


def test_what_has_no_room_is_counted(register: Register, size: PageSize, t: Translator) -> None:
    _, made, texts = layout(register, View(), t, size)
    assert len(made.names) + made.nameless == len(register.communities)
    assert len({name.community for name in made.names}) == len(made.names)
    line = t.plural(
        "{n} community name does not fit on the map.",
        "{n} community names do not fit on the map.",
        made.nameless,
    )
    assert (line in said(texts)) == bool(made.nameless)


def test_a_narrow_frame_leaves_names_out(register: Register) -> None:
    size = PageSize(60, 60, 100, with_marginalia=True, font_pt=9)
    made = made_map(register, View(), translator("en"), size)
    assert made.nameless > 0


@pytest.mark.parametrize("with_marginalia", [True, False])
@pytest.mark.parametrize(("width", "height"), [(1, 1), (5, 5), (30, 20), (400, 25), (25, 400)])
def test_no_frame_is_too_small(
    register: Register, width: float, height: float, *, with_marginalia: bool
) -> None:
    size = PageSize(width, height, 100, with_marginalia, 8)
    for draw in (map_picture, partners_picture):
        assert draw(Shown(Labels(register, translator("uk")), VIEWS["one"]), size, Form.PNG)


# --- What is counted --------------------------------------------------------------------------


def test_symbols_count_what_is_selected(register: Register, view: View) -> None:
    made = made_map(register, view, translator("uk"), SCREEN)
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
    made = made_map(register, View(), translator("uk"), PRINT)
    single = [item for item in made.symbols.items if len(item.rows) == 1]
    assert single
    for item in single:
        place = made.fit.points(made.ground.points[item.rows[0]])
        assert dist(item.at, place.tolist()) < 1e-6


def test_nothing_is_lost_beside_the_map(register: Register, t: Translator) -> None:
    _, made, texts = layout(register, View(), t, SCREEN)
    selection = select(register, View())
    words = said(texts)
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
    _, made, texts = layout(register, view, t, SCREEN if t.language == "uk" else SLIDE)
    words = said(texts)
    for status in TerritoryStatus:
        entry = f"{label(t, status)}: {counts[status]}"
        assert (entry in words) == bool(counts[status])
    assert t.day(day or register.edition).replace(NBSP, " ") in words
    assert Counter(made.statuses) == counts
    sentence = alternative(Shown(Labels(register, t), view))
    assert all(f"{label(t, status)}: {n}" in sentence for status, n in counts.items())


def test_a_date_outside_the_list_has_its_notices(register: Register, t: Translator) -> None:
    notice = t("This date is later than the List version: the last listed status is shown.")
    assert notice in said(layout(register, View(asof=date(2026, 1, 1)), t, SCREEN)[2])
    assert notice not in said(layout(register, View(), t, SCREEN)[2])


def test_layers_that_are_off_are_not_drawn(register: Register, t: Translator) -> None:
    _, made, texts = layout(register, View(layer=()), t, SCREEN)
    assert not made.symbols.items
    assert not made.names
    assert set(made.statuses) == {None}
    assert not made.borders
    assert not [entry for entry in texts.legend if entry.sign]
    made = made_map(register, View(layer=("projects",)), t, SCREEN)
    assert {item.sign for item in made.symbols.items} == {Sign.RECORDS, Sign.COMMUNITY}


def test_without_room_communities_are_counted_with_their_neighbours(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    each = made_map(register, View(), translator("uk"), COLUMN).symbols.items
    monkeypatch.setattr(clustering, "_place", lambda *_: False)
    shown = Shown(Labels(register, translator("uk")), View())
    joined = communities.layout(shown, COLUMN).map.symbols.items
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
    _, made, texts = partners_layout(register, view, t, SCREEN)
    shown = select(register, view).partnerships
    drawn = [item for item in shown if on_map(item)]
    lines = Counter(curve.id for curve in made.curves)
    assert lines == {item.id: len(item.communities) * len(item.places) for item in drawn}
    assert {key for end in made.ends for key in end.ids} == {item.id for item in drawn}
    words = said(texts)
    for kind, n in Counter(item.kind for item in drawn if item.kind).items():
        assert f"{label(t, kind)}: {n}" in words
    beside = f"{t('Not on the map')}: {len(shown) - len(drawn)}"
    assert (beside in words) == (len(shown) > len(drawn))
    sentence = partners_alternative(Shown(Labels(register, t), view))
    assert (beside in sentence) == (len(shown) > len(drawn))
    assert (t("No partnerships match the filters.") in words) == (not shown)


def test_the_sentence_tells_how_many(register: Register) -> None:
    sentence = alternative(Shown(Labels(register, translator("en")), View()))
    beside = sum(item.scope in BESIDE for item in register.projects)
    count = len(register.projects)
    assert f"{count} of {count} records, of which on the map: {count - beside}" in sentence
    assert f"partnerships: {len(register.partnerships)}" in sentence
    assert sentence.count(".") == 1


# --- Scale and north --------------------------------------------------------------------------


def test_the_scale_bar_is_true(register: Register, size: PageSize, t: Translator) -> None:
    made = made_map(register, View(), t, size)
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


@pytest.mark.parametrize("t", [translator("uk"), translator("en")], ids=["uk", "en"])
def test_the_communities_are_drawn_on_the_basemap(register: Register, t: Translator) -> None:
    drawn = layout(register, View(), t, SCREEN)[1]
    assert drawn.around is not None
    texts = {place.label.text for place in drawn.places}
    assert {t.pick("Слов'янськ", "Sloviansk"), t.pick("Луганськ", "Luhansk")} <= texts
    assert 'fill-opacity="0.6"' in drawn.drawing()
    without = View(layer=tuple(layer for layer in Layer if layer != Layer.BASEMAP))
    plain = layout(register, without, t, SCREEN)[1]
    assert plain.around is None
    assert plain.inset is None
    inset = drawn.inset
    assert inset is not None
    assert holds(inset.box, inset.oblast)
    oblast = drawn.fit.shapes(drawn.ground.oblast)
    assert shapely.box(*inset.box).intersection(oblast).area < 0.05 * shapely.box(*inset.box).area
    assert plain.places == ()
    assert "fill-opacity" not in plain.drawing()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_two_dates_are_two_maps_each_under_its_date(register: Register, language: str) -> None:
    t = translator(language)
    before, after = date(2022, 2, 23), date(2022, 3, 1)
    view = View(asof=before, compare=after)
    made = communities.compared_layout(Shown(Labels(register, t), view), SCREEN).map
    for one, day in zip(made.maps, (before, after), strict=True):
        alone = layout(register, View(asof=day), t, SCREEN)[1]
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
