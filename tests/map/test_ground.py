"""The ground as the browser gets it: one topology at both levels, small, and where the data is."""

from __future__ import annotations

import gzip
import json
from math import cos, hypot, radians
from typing import Any

import numpy as np
import pytest
import shapely
from builders import make_register
from data.test_basemap import KNOWN_PLACES
from map.test_layers import lines_of, unpacked

from projectmap.map import layers
from projectmap.map.ground import Level, ground, outlines
from projectmap.map.topology import lines, steps, topology
from projectmap.model.register import Register

KB = 1024
FIRST_LOAD = 41 * KB
"""Compressed outlines and ground that come with the page; the outlines alone were 40 KB before."""


def level_of(register: Register, level: Level) -> dict[str, Any]:
    """What a level holds."""
    found: dict[str, Any] = json.loads(ground(register, level))
    return found


def test_neighbours_share_their_arcs() -> None:
    areas = [shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2), shapely.box(0, 2, 4, 3)]
    # A coverage has the corners of the ones on the edges of the others.
    areas = list(
        shapely.get_parts(shapely.polygonize([shapely.union_all([a.boundary for a in areas])]))
    )
    found = topology(areas, 1)
    assert sorted(len(sides) for sides in found.sides) == [1, 1, 1, 2, 2, 2]
    assert all(len({n if n >= 0 else ~n for n in ring}) == len(ring) for area in found.areas
               for ring in area)  # fmt: skip


def test_a_hole_and_an_island_are_rings() -> None:
    outer, hole = shapely.box(0, 0, 9, 9), shapely.box(3, 3, 6, 6)
    found = topology([outer.difference(hole), hole], 1)
    assert [len(area) for area in found.areas] == [2, 1]
    assert sorted(map(sorted, found.sides)) == [[0], [0, 1]]


def test_lines_are_packed_as_steps() -> None:
    assert steps([(3, 4), (5, 4), (5, 1)]) == [3, 4, 2, 0, 0, -3]
    line = shapely.LineString([(0, 0), (0.001, 0), (1, 2)])
    assert lines(line, 0.1) == [[0, 0, 10, 20]]


@pytest.mark.parametrize("level", Level)
def test_outlines_and_land_are_one_coverage_at_every_level(
    register: Register, level: Level
) -> None:
    found = outlines(register, level)
    areas = [*unpacked(found, "communities"), *unpacked(found, "land")]
    assert shapely.is_valid(areas).all()
    assert shapely.coverage_is_valid(areas)


def test_no_jump_is_seen_where_detail_takes_the_place_of_the_light_level(
    register: Register,
) -> None:
    light, fine = (unpacked(outlines(register, level), "communities") for level in Level)
    for before, after in zip(light, fine, strict=True):
        # 0.007 degrees are less than 4 px at the zoom of the change.
        assert shapely.hausdorff_distance(before.boundary, after.boundary) < 0.007


def test_the_state_border_is_the_edge_of_the_land_beyond(register: Register) -> None:
    found = outlines(register, Level.DETAIL)
    beyond = unpacked(found, "land")[found["abroad"][0]]  # type: ignore[index]
    border = lines_of(found, "border")
    assert beyond.boundary.covers(border)
    assert 8 < border.length < 20
    for item in register.communities.values():
        assert not beyond.covers(shapely.Point(item.centre_point))


@pytest.mark.parametrize("code", KNOWN_PLACES)
def test_a_settlement_is_drawn_where_it_is(code: str, register: Register) -> None:
    found = level_of(register, Level.DETAIL)
    x, y, _, uk, en, _ = next(item for item in found["settlements"] if item[5] == code)
    lon, lat = KNOWN_PLACES[code]
    off = hypot((x * found["unit"] - lon) * cos(radians(lat)), y * found["unit"] - lat) * 111.2
    assert off < 2
    known = register.settlements[code]
    assert (uk, en) == (known.name_uk, known.name_en)


@pytest.mark.parametrize("level", Level)
def test_every_drawn_name_has_both_languages(register: Register, level: Level) -> None:
    found = level_of(register, level)
    for name in ("towns", "settlements", "waters", "land"):
        for item in found[name]:
            assert item[3]
            assert item[4]
            assert not set("ыэёъЫЭЁЪ") & set(item[3])
            assert item[4].isascii()


def test_every_settlement_with_a_point_is_in_the_detail(register: Register) -> None:
    found = {item[5] for item in level_of(register, Level.DETAIL)["settlements"]}
    assert found == {code for code, item in register.settlements.items() if item.point is not None}


def test_larger_places_come_first(register: Register) -> None:
    for level in Level:
        ranks = [item[2] for item in level_of(register, level)["settlements"]]
        assert ranks == sorted(ranks)


def test_the_small_map_has_the_whole_country_crimea_too(register: Register) -> None:
    home, others = level_of(register, Level.LIGHT)["europe"]
    crimea = shapely.Point(34.1, 45.1)

    def covered(rings: list[list[int]]) -> bool:
        return any(
            shapely.Polygon(np.cumsum(np.array(ring).reshape(-1, 2), axis=0) * 0.01).covers(crimea)
            for ring in rings
        )

    assert covered(home)
    assert not covered(others)


def test_the_first_load_is_small(register: Register) -> None:
    first = [layers.geometry(register), ground(register, Level.LIGHT)]
    assert sum(len(gzip.compress(content, 6)) for content in first) < FIRST_LOAD
    assert len(gzip.compress(ground(register, Level.DETAIL), 6)) < 100 * KB


def test_without_a_basemap_there_is_no_ground() -> None:
    register = make_register()
    assert [ground(register, level) for level in Level] == [b"{}", b"{}"]
    assert json.loads(layers.geometry(register))["ground"] is False
