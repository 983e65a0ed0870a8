"""What the map draws: it says what the register and the selection say, and holds no text."""

from __future__ import annotations

import json
import math
import struct
from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely
from bits import bits
from builders import labels, make_register, partnership, placed, project, shown, undated
from territory import M1, MIDDLE, N1, NORTH, SOUTH

from projectmap.i18n import translator
from projectmap.map import layers, render
from projectmap.model.codes import OBLAST, TILE_LAYERS
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.status import status_on
from projectmap.query.view import DEFAULT_LAYERS, Layer, View

MIXED = make_register(
    projects=[
        placed("TEST-1"),
        placed("TEST-2", M1),
        project("TEST-3", communities=[NORTH, SOUTH]),
        project("TEST-4", communities=[MIDDLE], start="2023", end=None, period="after"),
        undated("TEST-5", communities=[], scope="oblast"),
        undated("TEST-6", communities=[], scope="unplaced"),
    ],
    partnerships=[
        partnership("TEST-R1", communities=[NORTH, SOUTH]),
        partnership("TEST-R2"),
        partnership("TEST-R3", communities=[OBLAST]),
    ],
)
EMPTY = make_register(projects=[], partnerships=[])


@pytest.fixture(params=["real", "mixed", "empty"])
def any_register(request: pytest.FixtureRequest, register: Register) -> Register:
    """The real data and made-up ones."""
    return {"real": register, "mixed": MIXED, "empty": EMPTY}[request.param]


def unpacked(outlines: dict[str, Any], name: str) -> list[shapely.Geometry]:
    """The areas of ``map/topology.py``'s arcs, as the browser puts them together."""
    arcs = _arcs(outlines)

    def ring(numbers: list[int]) -> list[tuple[float, float]]:
        parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
        return [*parts[0], *(spot for part in parts[1:] for spot in part[1:])]

    return [
        shapely.build_area(shapely.MultiLineString([ring(numbers) for numbers in area]))
        for area in outlines[name]
    ]


def lines_of(outlines: dict[str, Any], name: str) -> shapely.Geometry:
    """The lines of one kind."""
    arcs = _arcs(outlines)
    return shapely.union_all([shapely.LineString(arcs[n]) for n in outlines[name]])


def _arcs(outlines: dict[str, Any]) -> list[list[tuple[float, float]]]:
    found = []
    for line in outlines["arcs"]:
        steps = np.array(line).reshape(-1, 2)
        found.append(
            [
                tuple(spot)
                for spot in (np.cumsum(steps, axis=0) * outlines["unit"]).round(5).tolist()
            ]
        )
    return found


# --- Geometry ---------------------------------------------------------------------------------


def test_geometry_has_every_community_in_the_registers_order(any_register: Register) -> None:
    found = json.loads(layers.geometry(any_register))
    areas = unpacked(found["outlines"], "communities")
    assert [item["id"] for item in found["communities"]] == list(any_register.communities)
    for item, outline, known in zip(
        found["communities"], areas, any_register.communities.values(), strict=True
    ):
        assert outline.contains(shapely.Point(item["label"]))
        assert item["name"] == {"uk": known.name_uk, "en": known.name_en}
        if any_register.basemap is None:
            assert outline.equals(known.outline)
        else:
            fine = any_register.basemap.outlines[known.katottg]
            assert outline.symmetric_difference(fine).area / fine.area < 0.02


def test_geometry_of_the_real_data(register: Register) -> None:
    text = layers.geometry(register).decode()
    found = json.loads(text, parse_constant=pytest.fail)
    west, south, east, north = found["bounds"]
    areas = unpacked(found["outlines"], "communities")
    assert len(areas) == 37
    assert (west, south, east, north) == pytest.approx((37.84, 47.82, 40.23, 50.09), abs=0.01)
    assert shapely.total_bounds(areas) == pytest.approx((west, south, east, north), abs=1e-4)
    assert shapely.coverage_is_valid(areas)


def test_lines_go_round_raions_and_oblast(any_register: Register) -> None:
    found = json.loads(layers.geometry(any_register))["outlines"]
    areas = unpacked(found, "communities")
    whole = shapely.boundary(shapely.coverage_union_all(areas))
    assert lines_of(found, "oblast").hausdorff_distance(whole) < 1e-6
    order = list(any_register.communities)
    raions = [
        shapely.boundary(shapely.coverage_union_all([areas[order.index(code)] for code in codes]))
        for codes in any_register.raions.values()
    ]
    assert lines_of(found, "raions").hausdorff_distance(shapely.union_all(raions)) < 1e-6


# --- Positions --------------------------------------------------------------------------------


def numbers(form: str, data: bytes, start: int, count: int) -> tuple[tuple[float, ...], int]:
    """``count`` little-endian numbers from ``start``, and where they end."""
    layout = f"<{count}{form}"
    return struct.unpack_from(layout, data, start), start + struct.calcsize(layout)


def test_positions_say_where_every_record_belongs(any_register: Register) -> None:
    data = layers.positions(any_register)
    (n, m), place = numbers("I", data, 0, 2)
    points, place = numbers("f", data, place, 2 * n)
    records, place = numbers("I", data, place, m)
    communities, place = numbers("I", data, place, m)
    homes, place = numbers("I", data, place, n)
    periods, place = numbers("B", data, place, n)
    assert place == len(data)
    assert n == len(any_register.projects)
    for row, item in enumerate(any_register.projects):
        lon, lat = points[2 * row : 2 * row + 2]
        if item.point is None:
            assert math.isnan(lon)
            assert math.isnan(lat)
        else:
            assert (lon, lat) == pytest.approx(item.point, abs=1e-5)
    codes = list(any_register.communities)
    assert [(record, codes[place]) for record, place in zip(records, communities, strict=True)] == [
        (row, code)
        for row, item in enumerate(any_register.projects)
        if item.point is None and item.scope in {"settlement", "community"}
        for code in item.communities
    ]
    for home, item in zip(homes, any_register.projects, strict=True):
        if item.point is not None:
            assert codes[home] in item.communities
    assert [layers.PERIODS[period] for period in periods] == [
        item.period for item in any_register.projects
    ]


def test_positions_of_made_up_records_by_hand() -> None:
    data = layers.positions(MIXED)
    assert struct.unpack_from("<II", data) == (6, 3)
    assert struct.unpack_from("<4f", data, 8) == pytest.approx((38.05, 48.05, 38.15, 48.05))
    assert all(math.isnan(value) for value in struct.unpack_from("<8f", data, 24))
    assert struct.unpack_from("<6I", data, 56) == (2, 2, 3, 0, 2, 1)
    assert data[104:] == bytes([0, 0, 0, 1, 2, 2])


# --- Scene ------------------------------------------------------------------------------------

VIEWS = {
    "everything": View(),
    "sector": View(sector=("water",)),
    "sectors": View(sector=("health", "water")),
    "period": View(period=("before_2022_02_24",)),
    "years": View(year_from=2016, year_to=2021),
    "words": View(q="TEST"),
    "no word found": View(q="нічогонемає"),
    "place": View(place=NORTH),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_scene_shows_the_records_of_the_selection(any_register: Register, view: View) -> None:
    selection = select(any_register, view)
    made = layers.scene(shown(any_register, view, "uk"))
    found = bits(made.visible)
    size = len(any_register.projects)
    assert found[:size] == selection.mask.tolist()
    assert not any(found[size:])
    assert len(found) - size < 8
    assert sum(found) == selection.count


@pytest.mark.parametrize(
    "day", ["2013-01-01", "2014-04-07", "2022-02-23", "2022-02-24", "2022-03-10", "2025-04-30"]
)
def test_a_scene_has_the_status_of_every_community(any_register: Register, day: str) -> None:
    when = date.fromisoformat(day)
    made = layers.scene(shown(any_register, View(asof=when)))
    assert [layers.STATUSES[int(digit)] for digit in made.statuses] == [
        item.status for item in status_on(any_register, when).values()
    ]
    assert len(made.statuses) == len(any_register.communities)


def test_a_scene_counts_the_partnerships_of_each_community() -> None:
    made = layers.scene(shown(MIXED, View()))
    assert dict(zip(MIXED.communities, made.partnerships, strict=True)) == {
        NORTH: 2,
        MIDDLE: 0,
        SOUTH: 1,
    }


@pytest.mark.parametrize(
    ("view", "selected"),
    [
        (View(), ()), (View(place=NORTH), (NORTH,)), (View(place=N1), (NORTH,)),
        (View(place=M1), (MIDDLE,)), (View(project="TEST-2"), (MIDDLE,)),
        (View(project="TEST-3"), (NORTH, SOUTH)), (View(project="TEST-5"), ()),
    ],
    ids=lambda item: str(item.place or item.project) if isinstance(item, View) else None,
)  # fmt: skip
def test_a_scene_selects_the_communities_of_the_details(
    view: View, selected: tuple[str, ...]
) -> None:
    made = layers.scene(shown(MIXED, view))
    assert made.selected == selected


def test_a_scene_has_the_layers_of_the_view() -> None:
    view = View(layer=(Layer.STATUS, Layer.NAMES))
    made = layers.scene(shown(MIXED, view))
    assert made.layers == ("status", "names")


def test_a_scene_is_one_flat_object_of_its_values() -> None:
    view = View(place=NORTH)
    made = layers.scene(shown(MIXED, view, "uk"))
    assert json.loads(made.as_json()) == {
        "version": MIXED.version,
        "content": layers.content_tag(MIXED),
        "lang": "uk",
        "statuses": made.statuses,
        "visible": made.visible,
        "partnerships": [2, 0, 1],
        "layers": [*View().layer],
        "selected": [NORTH],
        "focus": [NORTH],
        "spot": [],
        "earlier": "",
        "days": [],
    }


@pytest.mark.parametrize(
    ("view", "focus", "has_spot"),
    [
        (View(), (), False),
        (View(place=NORTH), (NORTH,), False),
        (View(place=M1), (MIDDLE,), True),
        (View(project="TEST-1"), (NORTH,), True),
        (View(project="TEST-3"), (NORTH, SOUTH), False),
        (View(project="TEST-5"), (), False),
        (View(partnership="TEST-R1"), (NORTH, SOUTH), False),
        (View(partnership="TEST-R3"), (), False),
        (View(community=(SOUTH,)), (SOUTH,), False),
        (View(community=(MIDDLE, SOUTH)), (), False),
        (View(community=(SOUTH,), place=NORTH), (NORTH,), False),
    ],
)
def test_a_scene_looks_at_what_is_chosen_or_the_one_community(
    view: View, focus: tuple[str, ...], *, has_spot: bool
) -> None:
    made = layers.scene(shown(MIXED, view, "uk"))
    assert (made.focus, bool(made.spot)) == (focus, has_spot)
    assert render.overlay(made) is not None


@pytest.mark.parametrize(
    ("asof", "compare", "days"),
    [
        (None, None, ()),
        (None, "2022-03-01", ("2022-03-01", "2025-04-30")),
        ("2022-03-01", "2014-05-01", ("2014-05-01", "2022-03-01")),
        ("2014-05-01", "2022-03-01", ("2014-05-01", "2022-03-01")),
        ("2022-03-01", "2022-03-01", ()),
        (None, "2025-04-30", ()),
    ],
)
def test_a_scene_compares_two_dates_the_earlier_first(
    register: Register, asof: str | None, compare: str | None, days: tuple[str, ...]
) -> None:
    view = View(
        asof=date.fromisoformat(asof) if asof else None,
        compare=date.fromisoformat(compare) if compare else None,
    )
    day = view.asof or register.edition
    made = layers.scene(shown(register, view, "uk"))
    alone = [
        layers.scene(shown(register, View(asof=date.fromisoformat(one)), "uk"))
        for one in days or (day.isoformat(),)
    ]
    assert made.days == days
    assert made.statuses == alone[-1].statuses
    assert made.earlier == (alone[0].statuses if days else "")


# --- Layers and clicks ------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_layer_has_a_switch_and_is_ours_or_a_tile_source(language: str) -> None:
    names = layers.layer_names(translator(language))
    assert list(names) == list(Layer)
    assert len(set(names.values())) == len(names)
    assert set(DEFAULT_LAYERS) == set(Layer) - TILE_LAYERS


def test_clicks_lead_to_the_records_and_their_settlements(any_register: Register) -> None:
    found = json.loads(layers.ids(any_register))
    assert found["project"] == [item.id for item in any_register.projects]
    assert found["place"] == [item.settlement for item in any_register.projects]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_texts_for_the_script(language: str) -> None:
    texts = layers.texts(labels(MIXED, language))
    assert json.loads(json.dumps(texts)) == texts
    assert texts["statusCodes"] == [*layers.STATUSES]
    assert len(texts["statuses"]) == len(layers.STATUSES)  # type: ignore[arg-type]
    assert len(texts["periods"]) == len(layers.PERIODS)  # type: ignore[arg-type]
