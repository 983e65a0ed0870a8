"""Every check that a record can fail: which problem is reported, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from builders import (
    OMIT,
    community,
    default_communities,
    default_organisations,
    default_sectors,
    default_settlements,
    default_status,
    exception,
    organisation,
    partner,
    partnership,
    placed,
    point,
    project,
    sector,
    settlement,
    source,
    square,
    status_row,
    write_folder,
)
from each import each
from territory import EAST, M1, MIDDLE, N1, N2, N3, NORTH, POINTS, S1, S2, SOUTH, WEST

from projectmap.data.load import load
from projectmap.errors import DataInvalidError, ProblemCode

NOWHERE = "UA99999999999999999"
WRONG, UNKNOWN = ProblemCode.WRONG_VALUE, ProblemCode.UNKNOWN_CODE
CONTRADICTION, ONE_LANGUAGE = ProblemCode.CONTRADICTION, ProblemCode.ONE_LANGUAGE
PERIOD, SPOT = ProblemCode.PERIOD_DIFFERS, ProblemCode.NOT_THE_SETTLEMENTS_POINT
TWICE, CYCLE = ProblemCode.DUPLICATE_ID, ProblemCode.PARENT_CYCLE
BAD, BAD_R = "TEST-BAD", "TEST-R-BAD"

# Fields and values that are wrong in each of them, whatever the rest of the record.
WRONG_IN_PROJECTS: Mapping[str, Sequence[Any]] = {
    "title_uk": [None, "", 5, "я" * 4001, "Тест\0", "Тест\x1b[2J", "Тест\ud800"],
    "title_en": [OMIT], "colour": ["red"], "point": [[38.05, 48.05]], "updated": [None],
    "kind": ["idea"], "status": ["done", "завершено"], "scope": ["street"], "period": ["before"],
    "finance": ["gift"], "verification": ["sure"], "release": ["secret"], "same_as": ["TEST-002"],
    "communities.0": [["Тестова"]], "sectors.0": [["Вода"]], "settlement": [5],
    "start": ["торік", "31.12.2020", "2020-02-30", "2020-13", 2020, "2999", "1800", "٢٠٢٠"],
    "amount": [-5, 0, 1e12, "100", True, 10**400], "amount_scope": ["some"],
    "currency": ["usd", "€", "ZZZ"], "open_to_partners": ["yes"],
}  # fmt: skip
WRONG_IN_PARTNERSHIPS: Mapping[str, Sequence[Any]] = {
    "colour": ["red"], "kind": ["friendship"], "status": ["closed"], "places": [[]],
    "counted_with_project": ["no"], "partner_countries.0": [["Netherlands"], ["ZZ"]],
    "partners.0.name_en": [[partner(name_en=None)]],
}  # fmt: skip
ADDRESSES = [
    "javascript:alert(1)", "data:text/html,x", "//example.org", 'https://example.org/" onclick="x',
    "https://example.org/\nx", "https://example.org/\0x", "https://example.org/\udfff",
]  # fmt: skip
MONEY = {"amount": 5, "currency": "USD", "amount_scope": "record"}


def wrong(
    make: Callable[..., Any], name: str, table: Mapping[str, Sequence[Any]]
) -> list[tuple[Any, str, ProblemCode]]:
    """A record for each wrong value; an amount and its currency come together."""
    return [
        (
            make(name, **(MONEY if field in MONEY else {}) | {field.partition(".")[0]: value}),
            field,
            WRONG,
        )
        for field, values in table.items()
        for value in values
    ]


# Broken project, field, code.
PROJECTS: Sequence[tuple[Any, str, ProblemCode]] = [
    *wrong(project, BAD, WRONG_IN_PROJECTS),
    *((project(BAD, sources=[source(url=text)]), "sources.0.url", WRONG) for text in ADDRESSES),
    (project(BAD, sources=[source(title="")]), "sources.0.title", WRONG),
    (project(OMIT), "id", WRONG),
    (project(BAD) | {"id": "TEST-OTHER"}, "id", WRONG),
    (project("TEST BAD"), "id", WRONG),
    (project(""), "id", WRONG),
    (project(BAD, communities=[NOWHERE]), "communities", UNKNOWN),
    (project(BAD, settlement=NOWHERE), "settlement", UNKNOWN),
    (project(BAD, sectors=["water", "magic"]), "sectors", UNKNOWN),
    *((project(BAD, **{role: ["nobody"]}), role, UNKNOWN)
      for role in ("donors", "implementers", "channels", "partners")),
    (project(BAD, programme="nobody"), "programme", UNKNOWN),
    (project(BAD, parent_id="TEST-404"), "parent_id", UNKNOWN),
    (project(BAD, parent_id=BAD), "parent_id", ProblemCode.PARENT_CYCLE),
    (project(BAD, start="2020-05", end="2020-04"), "end", ProblemCode.END_BEFORE_START),
    (project(BAD, start="2020", period="after"), "period", PERIOD),
    (project(BAD, start="2022", end=None, period="after"), "period", PERIOD),
    (project(BAD, start=None, end=None, period="after"), "period", PERIOD),
    (project(BAD, amount=5), "amount", CONTRADICTION),
    (project(BAD, currency="USD"), "amount", CONTRADICTION),
    (project(BAD, amount=5, currency="USD"), "amount", CONTRADICTION),
    (project(BAD, status_text_en=None), "status_text", ONE_LANGUAGE),
    (project(BAD, date_text="торік"), "date_text", ONE_LANGUAGE),
    (project(BAD, amount_note="разом"), "amount_note", ONE_LANGUAGE),
    (project(BAD, beneficiaries_en="all"), "beneficiaries", ONE_LANGUAGE),
    (project(BAD, release="partner"), "release", CONTRADICTION),
    (project(BAD, sources=[]), "sources", ProblemCode.NO_SOURCE),
    (project(BAD, sources=[source(), source(url=None, publisher=None)]), "sources.1",
     ProblemCode.NO_SOURCE),
    (project(BAD, scope="settlement"), "scope", CONTRADICTION),
    (project(BAD, settlement=N1), "scope", CONTRADICTION),
    (project(BAD, communities=[]), "communities", CONTRADICTION),
    (project(BAD, scope="oblast"), "scope", CONTRADICTION),
    (project(BAD, scope="unplaced"), "scope", CONTRADICTION),
    (placed(BAD, M1, communities=[NORTH]), "settlement", CONTRADICTION),
    (placed(BAD, location_exactness=None), "location_exactness", CONTRADICTION),
    (placed(BAD, geometry=None), "location_exactness", CONTRADICTION),
    (project(BAD, geometry=point(POINTS[N1]), location_exactness="approximate"), "geometry", SPOT),
    (placed(BAD, N3, geometry=point(POINTS[N1])), "geometry", SPOT),
    (placed(BAD, N1, geometry=point(POINTS[N2])), "geometry", SPOT),
    (placed(BAD, N1, geometry=point((48.05, 38.05))), "geometry", SPOT),  # its axes swapped
    (placed(BAD, N1, geometry=point((38.0501, 48.05))), "geometry", SPOT),  # a site nearby
]  # fmt: skip

PARTNERSHIPS: Sequence[tuple[Any, str, ProblemCode]] = [
    *wrong(partnership, BAD_R, WRONG_IN_PARTNERSHIPS),
    (partnership(""), "id", WRONG),
    (partnership(BAD_R, kind=None), "kind", CONTRADICTION),  # though it is signed
    (partnership(BAD_R, communities=[NOWHERE]), "communities", UNKNOWN),
    (partnership(BAD_R, communities=[]), "communities", CONTRADICTION),
    (partnership(BAD_R, communities=["UA44000000000018893", NORTH]), "communities", UNKNOWN),
    (partnership(BAD_R, sectors=["magic"]), "sectors", UNKNOWN),
    (partnership(BAD_R, framework="nobody"), "framework", UNKNOWN),
    (partnership(BAD_R, project_id="TEST-404"), "project_id", UNKNOWN),
    (partnership(BAD_R, counted_with_project=True), "counted_with_project", CONTRADICTION),
    (partnership(BAD_R, start="2020"), "period", PERIOD),
    (partnership(BAD_R, status_text="підписано"), "status_text", ONE_LANGUAGE),
    (partnership(BAD_R, date_text_en="long ago"), "date_text", ONE_LANGUAGE),
    (partnership(BAD_R, release="internal"), "release", CONTRADICTION),
    (partnership(BAD_R, sources=[]), "sources", ProblemCode.NO_SOURCE),
]


@each(PROJECTS)
def test_a_broken_project_is_named_and_set_aside(
    tmp_path: Path, broken: Any, field: str, code: ProblemCode
) -> None:
    register = load(write_folder(tmp_path, projects=[project("TEST-001"), broken]))
    name = broken["properties"].get("id", "#2")
    assert (name, field, code) in {(p.record, p.field, p.code) for p in register.problems}
    assert {problem.file for problem in register.problems} == {"projects.geojson"}
    assert [item.id for item in register.projects] == ["TEST-001"]


@each(PARTNERSHIPS)
def test_a_broken_partnership_is_named_and_set_aside(
    tmp_path: Path, broken: Any, field: str, code: ProblemCode
) -> None:
    register = load(write_folder(tmp_path, partnerships=[partnership(), broken]))
    name = broken["properties"]["id"]
    assert (name, field, code) in {(p.record, p.field, p.code) for p in register.problems}
    assert {problem.file for problem in register.problems} == {"partnerships.geojson"}
    assert [item.id for item in register.partnerships] == ["TEST-R001"]


@pytest.mark.parametrize("item", [None, 5, "Feature", [], {}, {"type": "Feature"},
                                  {"type": "Feature", "properties": None},
                                  {"type": "Point", "coordinates": [38, 48]}],
                         ids=repr)  # fmt: skip
def test_what_is_no_feature_is_set_aside(tmp_path: Path, item: Any) -> None:
    register = load(write_folder(tmp_path, projects=[item, project()]))
    assert [(p.file, p.record, p.code) for p in register.problems] == [
        ("projects.geojson", "#1", ProblemCode.NOT_A_FEATURE)
    ]
    assert [item.id for item in register.projects] == ["TEST-001"]


def test_of_a_doubled_id_the_first_record_stays(tmp_path: Path) -> None:
    twins = [project(title_en="First"), project(title_en="Second")]
    register = load(write_folder(tmp_path, projects=twins))
    assert [(p.file, p.record, p.field, p.code) for p in register.problems] == [
        ("projects.geojson", "TEST-001", "id", ProblemCode.DUPLICATE_ID)
    ]
    assert [item.title_en for item in register.projects] == ["First"]


def test_a_joined_id_that_is_a_record_too_is_reported(tmp_path: Path) -> None:
    register = load(write_folder(tmp_path, projects=[
        project("TEST-001"), project("TEST-002", same_as=["TEST-001"]),
    ]))  # fmt: skip
    assert [(p.record, p.field, p.code) for p in register.problems] == [
        ("TEST-002", "same_as", ProblemCode.DUPLICATE_ID)
    ]


@pytest.mark.parametrize("field", ["sectors", "donors", "communities"])
def test_a_value_named_twice_is_reported(tmp_path: Path, field: str) -> None:
    twice = project("TEST-002")
    twice["properties"][field] *= 2
    register = load(write_folder(tmp_path, projects=[project("TEST-001"), twice]))
    assert [(p.record, p.field) for p in register.problems] == [("TEST-002", field)]


def test_a_ring_of_parents_is_set_aside_whole(tmp_path: Path) -> None:
    ring = [project(f"TEST-{n}", parent_id=f"TEST-{n % 3 + 1}") for n in (1, 2, 3)]
    register = load(write_folder(tmp_path, projects=[*ring, project("TEST-9")]))
    assert {p.record for p in register.problems} == {"TEST-1", "TEST-2", "TEST-3"}
    assert {p.code for p in register.problems} == {ProblemCode.PARENT_CYCLE}
    assert [item.id for item in register.projects] == ["TEST-9"]


def test_a_part_outlives_its_broken_parent(tmp_path: Path) -> None:
    records = [project("TEST-1", kind="idea"), project("TEST-2", parent_id="TEST-1")]
    register = load(write_folder(tmp_path, projects=records))
    assert [item.id for item in register.projects] == ["TEST-2"]


def row(territory: str = WEST, **changes: Any) -> Any:
    """A row of the List by the name T1."""
    return status_row(territory, id="T1", **changes)


COMMUNITIES, SETTLEMENTS = "communities.geojson", "settlements.csv"
STATUS, ORGANISATIONS = "occupation_status.geojson", "organisations.csv"
EXCEPTIONS = "known_exceptions.csv"
# What is in the place of the item of the same name, or is there as well; then file, record, field
# and code. Each makes the folder unusable.
TERRITORY: Sequence[tuple[Any, str, str, str, ProblemCode]] = [
    ([*default_communities(), community()], COMMUNITIES, NORTH, "id", TWICE),
    ([*default_communities(), None], COMMUNITIES, "#4", "", ProblemCode.NOT_A_FEATURE),
    (community(SOUTH, kind="city"), COMMUNITIES, SOUTH, "kind", WRONG),
    (community(SOUTH, head="x"), COMMUNITIES, SOUTH, "head", WRONG),
    (community(SOUTH, population_2022=1.5), COMMUNITIES, SOUTH, "population_2022", WRONG),
    (community(SOUTH, centre=NOWHERE), COMMUNITIES, SOUTH, "centre", UNKNOWN),
    (community(SOUTH, areas_of_cooperation=["magic"]), COMMUNITIES, SOUTH, "areas_of_cooperation",
     UNKNOWN),
    (community(SOUTH, profile_uk="Тест"), COMMUNITIES, SOUTH, "profile", ONE_LANGUAGE),
    (community(SOUTH, seat_en="Test"), COMMUNITIES, SOUTH, "seat", ONE_LANGUAGE),
    (community(MIDDLE, geometry=square(38.05, 48, 0.15)), COMMUNITIES, MIDDLE, "geometry",
     ProblemCode.GAP_OR_OVERLAP),
    ([item for item in default_settlements() if item["community"] != MIDDLE], SETTLEMENTS, MIDDLE,
     "community", ProblemCode.UNCOVERED),
    ([*default_settlements(), settlement(N1)], SETTLEMENTS, N1, "id", TWICE),
    (settlement(NOWHERE, community=WEST), SETTLEMENTS, NOWHERE, "community", UNKNOWN),
    (settlement(N1, lat=200), SETTLEMENTS, N1, "point.1", WRONG),
    (settlement(N1, lat=38.05, lon=48.05), SETTLEMENTS, N1, "lat, lon", ProblemCode.POINT_OUTSIDE),
    (settlement(N1, lat="nan"), SETTLEMENTS, N1, "point.1", WRONG),
    (settlement(N1, lon="inf"), SETTLEMENTS, N1, "point.0", WRONG),
    (settlement(N1, lon=None), SETTLEMENTS, N1, "point.0", WRONG),
    (settlement(N1, lat="4,8,05"), SETTLEMENTS, N1, "point.1", WRONG),
    (settlement(N1, category="M"), SETTLEMENTS, N1, "category", WRONG),
    (settlement(katottg=""), SETTLEMENTS, "line 9", "katottg", WRONG),
    ([*default_status(), status_row()], STATUS, f"{EAST}-temporarily_occupied-2014-04-07", "id",
     TWICE),
    (row(NOWHERE), STATUS, "T1", "territory", UNKNOWN),
    (row(NORTH, level="settlement"), STATUS, "T1", "territory", UNKNOWN),
    (row(NORTH[:-1] + "9", level="community"), STATUS, "T1", "territory", UNKNOWN),
    *((row(valid_to=day), STATUS, "T1", "valid_to", ProblemCode.END_BEFORE_START)
      for day in ("2014-04-06", "2014-04-07")),
    (row(status="liberated"), STATUS, "T1", "status", WRONG),
    *((row(valid_from=day), STATUS, "T1", "valid_from", WRONG)
      for day in ("2022-02-30", 1645660800, "0001-01-01")),
    (row() | {"geometry": point((38, 48))}, STATUS, "T1", "geometry", ProblemCode.BAD_GEOMETRY),
    ([*default_organisations(), organisation()], ORGANISATIONS, "test-donor", "id", TWICE),
    (organisation("test-x", parent="nobody"), ORGANISATIONS, "test-x", "parent", UNKNOWN),
    (organisation("test-x", parent="test-x"), ORGANISATIONS, "test-x", "parent", CYCLE),
    (organisation("test-x", iati_type="99"), ORGANISATIONS, "test-x", "iati_type", WRONG),
    (organisation("Test-X"), ORGANISATIONS, "Test-X", "slug", WRONG),
    ([*default_sectors(), sector()], "sectors.csv", "water", "id", TWICE),
    (sector("media", dac_code="14"), "sectors.csv", "media", "dac_code", WRONG),
    ([exception(S2)], SETTLEMENTS, S1, "lat, lon", ProblemCode.POINT_OUTSIDE),
    ([exception(check="everything")], EXCEPTIONS, S1, "check", WRONG),
    ([exception(distance_km=3000)], EXCEPTIONS, S1, "distance_km", WRONG),
]  # fmt: skip
DEFAULTS: Mapping[str, Callable[[], list[Any]]] = {
    COMMUNITIES: default_communities, SETTLEMENTS: default_settlements, STATUS: default_status,
    ORGANISATIONS: default_organisations, "sectors.csv": default_sectors,
}  # fmt: skip


def items_with(item: Any, file: str) -> list[Any]:
    """The items of a file with this one among them."""

    def name(one: Any) -> Any:
        return one.get("id") or one.get("katottg") or one.get("slug") or one.get("code")

    return [*(one for one in DEFAULTS[file]() if name(one) != name(item)), item]


@each(TERRITORY)
def test_broken_territory_makes_the_folder_unusable(
    tmp_path: Path, item: Any, file: str, record: str, field: str, code: ProblemCode
) -> None:
    items = item if isinstance(item, list) else items_with(item, file)
    # An exception decides about settlements, whose file is named then.
    name = (
        "exceptions" if "check" in (items[0] or {}) else file.rpartition("_")[2].partition(".")[0]
    )
    with pytest.raises(DataInvalidError) as caught:
        load(write_folder(tmp_path, **{name: items}))
    found = [(p.file, p.record, p.field, p.code) for p in caught.value.problems]
    assert (file, record, field, code) in found


def test_every_problem_is_listed_not_the_first(tmp_path: Path) -> None:
    broken = project(BAD, kind="idea", amount=-5, start="торік", sources=[source(url="x")])
    register = load(
        write_folder(
            tmp_path,
            projects=[broken, project("TEST-2", sectors=["a", "b"], release="internal")],
            partnerships=[partnership(BAD_R, kind=None, sources=[])],
        )
    )
    assert {(p.record, p.field) for p in register.problems} == {
        (BAD, "kind"), (BAD, "amount"), (BAD, "start"), (BAD, "sources.0.url"),
        ("TEST-2", "sectors"), ("TEST-2", "release"),
        (BAD_R, "kind"), (BAD_R, "sources"),
    }  # fmt: skip
    assert [p.value for p in register.problems if p.field == "sectors"] == ["a", "b"]


def test_fatal_problems_do_not_hide_the_others(tmp_path: Path) -> None:
    with pytest.raises(DataInvalidError) as caught:
        load(
            write_folder(
                tmp_path,
                projects=[project(kind="idea")],
                organisations=[*default_organisations(), organisation("test-x", parent="nobody")],
                settlements=[*default_settlements(), settlement(N1)],
            )
        )
    assert {p.file for p in caught.value.problems} == {
        "projects.geojson", "organisations.csv", "settlements.csv",
    }  # fmt: skip


def test_the_tables_try_every_code() -> None:
    """Files as a whole and geometries have their own tables beside this one."""
    elsewhere = {
        ProblemCode.MISSING_FILE, ProblemCode.UNREADABLE_FILE, ProblemCode.NOT_JSON,
        ProblemCode.NOT_A_COLLECTION, ProblemCode.MISSING_COLUMN, ProblemCode.NOT_AN_OBJECT,
        ProblemCode.MASS_LOSS, ProblemCode.NOT_PUBLIC, ProblemCode.NOT_TO_BE_PUBLISHED,
    }  # fmt: skip
    tried = {case[-1] for table in (PROJECTS, PARTNERSHIPS, TERRITORY) for case in table}
    assert tried | elsewhere == set(ProblemCode)


def test_nothing_is_said_of_a_folder_that_is_right(tmp_path: Path) -> None:
    nearly = (38.350005, 48.05)  # the point of S1, an exception, as another program rounds it
    records = [placed(), placed("TEST-002", S2), placed("TEST-003", S1),
               placed("TEST-004", S1, geometry=point(nearly))]  # fmt: skip
    register = load(write_folder(tmp_path, projects=records))
    assert register.problems == ()
    found = [item.point for item in register.projects]
    assert found == [POINTS[N1], POINTS[S2], POINTS[S1], nearly]
