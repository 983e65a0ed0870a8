"""The map of partners: every partnership is on it or beside it, and texts stay data."""

from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape
from importlib import resources
from itertools import product

import pytest
import shapely
from bits import bits
from builders import (
    feature,
    labels,
    make_register,
    partner,
    partnership,
    point,
    shown,
    square,
    with_records,
)
from each import each
from territory import NORTH, SOUTH

from projectmap.map import ground, partners, theme
from projectmap.model.codes import OBLAST, PartnershipKind, PartnershipStatus
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import View

HERE, THERE = [6.9, 52.2], [4.39, 45.43]
MANY = {"type": "MultiPoint", "coordinates": [HERE, THERE]}
MIXED = make_register(
    projects=[],
    partnerships=[
        partnership("TEST-1", geometry=point(HERE)),
        partnership("TEST-2", geometry=point(HERE), communities=[NORTH, SOUTH], status="ended"),
        partnership("TEST-3", geometry=point(HERE), communities=[OBLAST], kind="twinning"),
        partnership("TEST-4"),
        partnership("TEST-5", geometry=point(THERE), kind=None, status="sought"),
        partnership("TEST-6", geometry=MANY, kind="programme"),
        partnership(
            "TEST-7",
            geometry=MANY,
            status="unknown",
            partners=[
                partner(place_uk="Одне", place_en="One"),
                partner(place_uk="Друге", place_en=None, country=None),
            ],
        ),
        partnership("TEST-8", geometry=point(THERE), kind="associated_partner"),
    ],
)
EMPTY = make_register(projects=[], partnerships=[])


@pytest.fixture(params=["real", "mixed", "empty"])
def any_register(request: pytest.FixtureRequest, register: Register) -> Register:
    """The real data and made-up ones."""
    return {"real": register, "mixed": MIXED, "empty": EMPTY}[request.param]


# --- On the map or beside it ------------------------------------------------------------------


def test_what_is_on_the_map_is_placed_in_order(any_register: Register) -> None:
    placed = [item.id for item in partners.placed(any_register)]
    assert placed == [item.id for item in any_register.partnerships if partners.on_map(item)]
    assert placed == sorted(placed)


def test_placed_by_hand() -> None:
    assert [item.id for item in partners.placed(MIXED)] == ["TEST-1", "TEST-2", "TEST-3", "TEST-7"]


def test_memberships_of_the_real_data_have_no_line(register: Register) -> None:
    placed = {item.id for item in partners.placed(register)}
    assert {"R005", "R008", "R009", "R011"}.isdisjoint(placed)
    assert {"R001", "R003", "R004", "R010", "LUH-020"} <= placed


@each([*product(PartnershipKind, PartnershipStatus)])
def test_a_line_needs_a_kind_that_binds_two_ends_and_a_partner_that_is_found(
    kind: PartnershipKind, status: PartnershipStatus
) -> None:
    register = make_register(
        projects=[],
        partnerships=[
            partnership("TEST-1", geometry=point(HERE), kind=kind, status=status),
            partnership("TEST-2", kind=kind, status=status),
        ],
    )
    with_place, without = register.partnerships
    member = kind in {PartnershipKind.PROGRAMME, PartnershipKind.ASSOCIATED_PARTNER}
    assert partners.on_map(with_place) == (not member and status != PartnershipStatus.SOUGHT)
    assert not partners.on_map(without)


# --- Data -------------------------------------------------------------------------------------


def test_lines_lead_from_the_near_side_to_the_partners_places(any_register: Register) -> None:
    found = json.loads(partners.data(any_register), parse_constant=pytest.fail)
    placed = partners.placed(any_register)
    assert [item["id"] for item in found["partnerships"]] == [item.id for item in placed]
    for drawn, item in zip(found["partnerships"], placed, strict=True):
        assert (drawn["kind"], drawn["status"]) == (item.kind, item.status)
        assert drawn["title"] == {"uk": item.title_uk, "en": item.title_en}
        near = [
            tuple(found["home"]["at"])
            if code == OBLAST
            else any_register.communities[code].centre_point
            for code in item.communities
        ]
        assert [
            (tuple(found["ends"][a]["at"]), tuple(found["ends"][b]["at"]))
            for a, b, _ in drawn["lines"]
        ] == [*product(near, item.places)]
        assert all(
            found["ends"][a]["near"] and not found["ends"][b]["near"] for a, b, _ in drawn["lines"]
        )


def test_one_place_is_one_end(any_register: Register) -> None:
    found = json.loads(partners.data(any_register))
    far = [tuple(end["at"]) for end in found["ends"] if not end["near"]]
    assert len(far) == len(set(far))
    used = {number for item in found["partnerships"] for line in item["lines"] for number in line}
    assert used >= set(range(len(found["ends"])))


def test_lines_to_one_place_fan_out(any_register: Register) -> None:
    found = json.loads(partners.data(any_register))
    bows: dict[int, list[float]] = {}
    for item in found["partnerships"]:
        for _, end, bow in item["lines"]:
            bows.setdefault(end, []).append(bow)
    for several in bows.values():
        assert len(set(several)) == len(several)
        assert all(0 < bow < 0.5 for bow in several)


def test_lines_to_one_place_stay_flat_however_many() -> None:
    register = make_register(
        projects=[],
        partnerships=[partnership(f"TEST-{n:03}", geometry=point(HERE)) for n in range(150)],
    )
    bows = {
        bow
        for item in json.loads(partners.data(register))["partnerships"]
        for *_, bow in item["lines"]
    }
    assert len(bows) == 150
    assert 0.05 < min(bows) < max(bows) < 0.35


def test_ends_of_made_up_records_by_hand() -> None:
    found = json.loads(partners.data(MIXED))
    assert [(end["near"], end["name"]) for end in found["ends"]] == [
        (True, {"uk": "Тестова північна", "en": "Testova North"}),
        (True, {"uk": "Тестова південна", "en": "Testova South"}),
        (True, {"uk": "Луганська область", "en": "Luhansk oblast"}),
        (False, {"uk": "Тестове", "en": "Testplaats"}),
        (False, {"uk": "Друге", "en": "Друге"}),
    ]
    assert [[line[:2] for line in item["lines"]] for item in found["partnerships"]] == [
        [[0, 3]],
        [[0, 3], [1, 3]],
        [[2, 3]],
        [[0, 3], [0, 4]],
    ]
    assert found["partnerships"][3]["partner"] == {
        "uk": "Тестове місто (Нідерланди); Тестове місто",
        "en": "Test town (Netherlands); Test town",
    }


def test_an_end_has_no_name_where_nobody_says_whose_place_it_is() -> None:
    register = make_register(projects=[], partnerships=[partnership(geometry=MANY)])
    ends = json.loads(partners.data(register))["ends"]
    assert [end["name"] for end in ends if not end["near"]] == [None, None]


def test_the_oblast_is_all_its_communities(any_register: Register) -> None:
    home = json.loads(partners.data(any_register))["home"]
    drawn = shapely.union_all([shapely.Polygon(part[0], part[1:]) for part in home["areas"]])
    outlines = ground.areas_of(any_register, ground.Level.LIGHT)[: len(any_register.communities)]
    whole = shapely.union_all(outlines)
    assert shapely.hausdorff_distance(drawn, whole) < 2 * partners.OUTLINE_TOLERANCE
    assert whole.contains(shapely.Point(home["at"]))


def test_the_ground_is_every_outline_with_its_holes(any_register: Register) -> None:
    own, others = json.loads(partners.data(any_register))["ground"]
    drawn = [shapely.Polygon(part[0], part[1:]) for part in [*own, *others]]
    known = shapely.GeometryCollection(list(any_register.europe.values()))
    assert sum(area.area for area in drawn) == pytest.approx(known.area)
    here = shapely.centroid(next(iter(any_register.communities.values())).outline)
    assert [area.contains(here) for area in drawn].count(True) == len(own)


def test_countries_are_named_in_both_languages_inside_their_outlines(register: Register) -> None:
    found = json.loads(partners.data(register))["countries"]
    names = {en: uk for _, _, _, uk, en in found}
    assert names["Ukraine"] == "Україна"
    assert names["Netherlands"] == "Нідерланди"
    for lon, lat, room, _, _ in found:
        spot = shapely.Point(lon, lat)
        (area,) = (one for one in register.europe.values() if one.contains(spot))
        assert area.boundary.distance(spot) == pytest.approx(room / 2, abs=0.15)


def test_a_hole_stays_a_hole() -> None:
    place = square(30, 45, 20)
    place["coordinates"].append([[31, 46], [31, 47], [32, 47], [31, 46]])
    europe = [feature({"id": "999", "iso_numeric": "999"}, place)]
    register = make_register(projects=[], partnerships=[], europe=europe)
    ((shell, *holes),), others = json.loads(partners.data(register))["ground"]
    assert shapely.Polygon(shell, holes).equals(shapely.geometry.shape(place))
    assert others == []


def test_the_tag_changes_with_what_is_drawn() -> None:
    tags = {partners.content_tag(register) for register in (MIXED, EMPTY)}
    assert len(tags) == 2
    assert all(re.fullmatch(r"[0-9a-f]{12}", tag) for tag in tags)


# --- Scene ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "view",
    [View(), View(kind=("twinning",)), View(q="TEST-2"), View(q="нічогонемає")],
    ids=["everything", "kind", "words", "no word found"],
)
def test_a_scene_shows_what_the_selection_has_on_the_map(
    any_register: Register, view: View
) -> None:
    found_by = select(any_register, view).partnerships
    made = partners.scene(shown(any_register, view))
    placed = partners.placed(any_register)
    found = bits(made.visible)
    assert found[: len(placed)] == [item in found_by for item in placed]
    assert not any(found[len(placed) :])
    assert len(found) - len(placed) < 8


def test_a_scene_is_one_flat_object_of_codes(any_register: Register) -> None:
    for selected in (None, *(item.id for item in any_register.partnerships)):
        view = View(partnership=selected)
        made = partners.scene(shown(any_register, view, "uk"))
        values = json.loads(made.as_json())
        assert values == {
            "version": any_register.version,
            "content": partners.content_tag(any_register),
            "lang": "uk",
            "visible": made.visible,
            "selected": selected,
        }
        assert re.fullmatch(r'[A-Za-z0-9_+/=.:,"{}-]*', made.as_json())
        assert not re.search(r"\{[{%#]", made.as_json())


# --- Legend -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_legend_counts_what_has_a_line(any_register: Register, language: str) -> None:
    placed = partners.placed(any_register)
    made = partners.legend(shown(any_register, View(), language))
    signs = re.findall(r'class="partner-\w+ (\w+)-(\w+)"[^>]*></span>[^<]+<b>(\d+)</b>', made)
    assert len(signs) == made.count("<li>")
    for group, field in (("kind", "kind"), ("status", "status")):
        counted = {code: int(count) for name, code, count in signs if name == group}
        assert counted == Counter(str(getattr(item, field)) for item in placed)


def test_the_legend_by_hand() -> None:
    made = unescape(re.sub(r"<[^>]+>", " ", partners.legend(shown(MIXED, View()))))
    assert " ".join(made.split()) == ("twinning 1 memorandum 3 signed 2 ended 1 status unknown 1")
    without = tuple(item for item in MIXED.partnerships if not partners.on_map(item))
    only = partners.legend(shown(with_records(MIXED, partnerships=without), View()))
    assert "<li>" not in only


# --- The script in the browser ----------------------------------------------------------------


def packaged(name: str) -> str:
    return resources.files("projectmap.map").joinpath(name).read_text("utf-8")


def test_each_kind_has_a_sign_and_filled_ones_are_of_known_statuses() -> None:
    assert {PartnershipKind.TWINNING, *theme.SIGN_CORNERS} == set(partners.KINDS)
    assert {"signed", "active"} == theme.SOLID_STATUSES < set(partners.STATUSES)


@pytest.mark.parametrize("status", [item for item in partners.STATUSES if item != "signed"])
def test_the_style_tells_statuses_apart(status: str) -> None:
    style = packaged("partners.css")
    for sign in ("partnership", "partner-line"):
        assert f".{sign}.status-{status} {{" in style


@pytest.mark.parametrize("language", ["uk", "en"])
def test_texts_for_the_script(language: str) -> None:
    texts = partners.texts(labels(MIXED, language))
    assert json.loads(json.dumps(texts)) == texts
    assert set(texts["kinds"]) == set(partners.KINDS)  # type: ignore[call-overload]
    assert set(texts["statuses"]) == set(partners.STATUSES)  # type: ignore[call-overload]
