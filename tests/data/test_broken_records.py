"""Every check that a record can fail: which problem is reported, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from builders import (
    EAST,
    M1,
    MIDDLE,
    N1,
    N2,
    N3,
    NORTH,
    OMIT,
    POINTS,
    S1,
    S2,
    SOUTH,
    WEST,
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

from projectmap.data.load import load
from projectmap.errors import DataInvalidError, ProblemCode

NOWHERE = "UA99999999999999999"
WRONG, UNKNOWN = ProblemCode.WRONG_VALUE, ProblemCode.UNKNOWN_CODE
CONTRADICTION, ONE_LANGUAGE = ProblemCode.CONTRADICTION, ProblemCode.ONE_LANGUAGE
BAD, BAD_R = "TEST-BAD", "TEST-R-BAD"

# Broken project, field, code.
PROJECTS: Mapping[str, tuple[Any, str, ProblemCode]] = {
    "id missing": (project(OMIT), "id", WRONG),
    "id of feature differs": (project(BAD) | {"id": "TEST-OTHER"}, "id", WRONG),
    "id with blanks": (project("TEST BAD"), "id", WRONG),
    "field missing": (project(BAD, title_en=OMIT), "title_en", WRONG),
    "field unknown": (project(BAD, colour="red"), "colour", WRONG),
    "title null": (project(BAD, title_uk=None), "title_uk", WRONG),
    "title empty": (project(BAD, title_uk=""), "title_uk", WRONG),
    "title a number": (project(BAD, title_uk=5), "title_uk", WRONG),
    "title too long": (project(BAD, title_uk="я" * 4001), "title_uk", WRONG),
    "title with NUL": (project(BAD, title_uk="Тест\0"), "title_uk", WRONG),
    "title with escape sign": (project(BAD, title_uk="Тест\x1b[2J"), "title_uk", WRONG),
    "title half a surrogate pair": (project(BAD, title_uk="Тест\ud800"), "title_uk", WRONG),
    "kind unknown": (project(BAD, kind="idea"), "kind", WRONG),
    "status unknown": (project(BAD, status="done"), "status", WRONG),
    "status a label": (project(BAD, status="завершено"), "status", WRONG),
    "scope unknown": (project(BAD, scope="street"), "scope", WRONG),
    "period unknown": (project(BAD, period="before"), "period", WRONG),
    "finance unknown": (project(BAD, finance="gift"), "finance", WRONG),
    "verification unknown": (project(BAD, verification="sure"), "verification", WRONG),
    "release unknown": (project(BAD, release="secret"), "release", WRONG),
    "same_as a text": (project(BAD, same_as="TEST-002"), "same_as", WRONG),
    "community a name": (project(BAD, communities=["Тестова"]), "communities.0", WRONG),
    "community unknown": (project(BAD, communities=[NOWHERE]), "communities", UNKNOWN),
    "settlement unknown": (project(BAD, settlement=NOWHERE), "settlement", UNKNOWN),
    "settlement not text": (project(BAD, settlement=5), "settlement", WRONG),
    "sector unknown": (project(BAD, sectors=["water", "magic"]), "sectors", UNKNOWN),
    "sector a label": (project(BAD, sectors=["Вода"]), "sectors.0", WRONG),
    "donor unknown": (project(BAD, donors=["nobody"]), "donors", UNKNOWN),
    "implementer unknown": (project(BAD, implementers=["nobody"]), "implementers", UNKNOWN),
    "channel unknown": (project(BAD, channels=["nobody"]), "channels", UNKNOWN),
    "partner unknown": (project(BAD, partners=["nobody"]), "partners", UNKNOWN),
    "programme unknown": (project(BAD, programme="nobody"), "programme", UNKNOWN),
    "parent unknown": (project(BAD, parent_id="TEST-404"), "parent_id", UNKNOWN),
    "parent is itself": (project(BAD, parent_id=BAD), "parent_id", ProblemCode.PARENT_CYCLE),
    "start in words": (project(BAD, start="торік"), "start", WRONG),
    "start day first": (project(BAD, start="31.12.2020"), "start", WRONG),
    "start no such day": (project(BAD, start="2020-02-30"), "start", WRONG),
    "start no such month": (project(BAD, start="2020-13"), "start", WRONG),
    "start a number": (project(BAD, start=2020), "start", WRONG),
    "start year 2999": (project(BAD, start="2999"), "start", WRONG),
    "start year 1800": (project(BAD, start="1800"), "start", WRONG),
    "start in other digits": (project(BAD, start="٢٠٢٠"), "start", WRONG),
    "end before start": (
        project(BAD, start="2020-05", end="2020-04"),
        "end",
        ProblemCode.END_BEFORE_START,
    ),
    "period against the dates": (
        project(BAD, start="2020", period="after"),
        "period",
        ProblemCode.PERIOD_DIFFERS,
    ),
    "period of a year on both sides": (
        project(BAD, start="2022", end=None, period="after"),
        "period",
        ProblemCode.PERIOD_DIFFERS,
    ),
    "period without dates or words": (
        project(BAD, start=None, end=None, period="after"),
        "period",
        ProblemCode.PERIOD_DIFFERS,
    ),
    "updated missing": (project(BAD, updated=None), "updated", WRONG),
    "amount negative": (project(BAD, amount=-5, currency="USD", amount_scope="record"),
                        "amount", WRONG),
    "amount zero": (project(BAD, amount=0, currency="USD", amount_scope="record"),
                    "amount", WRONG),
    "amount absurd": (project(BAD, amount=1e12, currency="USD", amount_scope="record"),
                      "amount", WRONG),
    "amount a text": (project(BAD, amount="100", currency="USD", amount_scope="record"),
                      "amount", WRONG),
    "amount a yes": (project(BAD, amount=True, currency="USD", amount_scope="record"),
                     "amount", WRONG),
    "amount of 400 digits": (project(BAD, amount=10**400, currency="USD", amount_scope="record"),
                             "amount", WRONG),
    "amount alone": (project(BAD, amount=5), "amount", CONTRADICTION),
    "currency alone": (project(BAD, currency="USD"), "amount", CONTRADICTION),
    "amount without scope": (project(BAD, amount=5, currency="USD"), "amount", CONTRADICTION),
    "amount scope unknown": (project(BAD, amount_scope="some"), "amount_scope", WRONG),
    "currency in small letters": (project(BAD, currency="usd"), "currency", WRONG),
    "currency a sign": (project(BAD, currency="€"), "currency", WRONG),
    "currency of no country": (project(BAD, amount=5, currency="ZZZ", amount_scope="record"),
                               "currency", WRONG),
    "status text in one language": (project(BAD, status_text_en=None), "status_text", ONE_LANGUAGE),
    "date text in one language": (project(BAD, date_text="торік"), "date_text", ONE_LANGUAGE),
    "amount note in one language": (project(BAD, amount_note="разом"), "amount_note",
                                    ONE_LANGUAGE),
    "beneficiaries in one language": (project(BAD, beneficiaries_en="all"), "beneficiaries",
                                      ONE_LANGUAGE),
    "open to partners a word": (project(BAD, open_to_partners="yes"), "open_to_partners", WRONG),
    "release partner": (project(BAD, release="partner"), "release", CONTRADICTION),
    "release internal": (project(BAD, release="internal"), "release", CONTRADICTION),
    "no source": (project(BAD, sources=[]), "sources", ProblemCode.NO_SOURCE),
    "source that leads nowhere": (
        project(BAD, sources=[source(), source(url=None, publisher=None)]),
        "sources.1",
        ProblemCode.NO_SOURCE,
    ),
    "source without title": (project(BAD, sources=[source(title="")]), "sources.0.title", WRONG),
    "address javascript": (project(BAD, sources=[source(url="javascript:alert(1)")]),
                           "sources.0.url", WRONG),
    "address data": (project(BAD, sources=[source(url="data:text/html,x")]),
                     "sources.0.url", WRONG),
    "address relative": (project(BAD, sources=[source(url="//example.org")]),
                         "sources.0.url", WRONG),
    "address with a quote": (project(BAD, sources=[source(url='https://example.org/" onclick="x')]),
                             "sources.0.url", WRONG),
    "address with a line end": (project(BAD, sources=[source(url="https://example.org/\nx")]),
                                "sources.0.url", WRONG),
    "address with NUL": (project(BAD, sources=[source(url="https://example.org/\0x")]),
                         "sources.0.url", WRONG),
    "address with half a surrogate pair": (
        project(BAD, sources=[source(url="https://example.org/\udfff")]), "sources.0.url", WRONG),
    "scope settlement without one": (project(BAD, scope="settlement"), "scope", CONTRADICTION),
    "settlement under another scope": (project(BAD, settlement=N1), "scope", CONTRADICTION),
    "scope community without one": (project(BAD, communities=[]), "communities", CONTRADICTION),
    "scope oblast with a community": (project(BAD, scope="oblast"), "scope", CONTRADICTION),
    "scope unplaced with a community": (project(BAD, scope="unplaced"), "scope", CONTRADICTION),
    "settlement of another community": (placed(BAD, M1, communities=[NORTH]), "settlement",
                                        CONTRADICTION),
    "point without exactness": (placed(BAD, location_exactness=None), "location_exactness",
                                CONTRADICTION),
    "exactness without a point": (placed(BAD, geometry=None), "location_exactness",
                                  CONTRADICTION),
    "point without a settlement": (
        project(BAD, geometry=point(POINTS[N1]), location_exactness="approximate"),
        "geometry",
        ProblemCode.NOT_THE_SETTLEMENTS_POINT,
    ),
    "point of a settlement that has none": (
        placed(BAD, N3, geometry=point(POINTS[N1])),
        "geometry",
        ProblemCode.NOT_THE_SETTLEMENTS_POINT,
    ),
    "point of another settlement": (
        placed(BAD, N1, geometry=point(POINTS[N2])),
        "geometry",
        ProblemCode.NOT_THE_SETTLEMENTS_POINT,
    ),
    "point with its axes swapped": (
        placed(BAD, N1, geometry=point((48.05, 38.05))),
        "geometry",
        ProblemCode.NOT_THE_SETTLEMENTS_POINT,
    ),
    "point of a site nearby": (
        placed(BAD, N1, geometry=point((38.0501, 48.05))),
        "geometry",
        ProblemCode.NOT_THE_SETTLEMENTS_POINT,
    ),
    "point hidden among the properties": (project(BAD, point=[38.05, 48.05]), "point", WRONG),
}  # fmt: skip

PARTNERSHIPS: Mapping[str, tuple[Any, str, ProblemCode]] = {
    "field unknown": (partnership(BAD_R, colour="red"), "colour", WRONG),
    "kind unknown": (partnership(BAD_R, kind="friendship"), "kind", WRONG),
    "kind missing though signed": (partnership(BAD_R, kind=None), "kind", CONTRADICTION),
    "status of a project": (partnership(BAD_R, status="closed"), "status", WRONG),
    "community unknown": (partnership(BAD_R, communities=[NOWHERE]), "communities", UNKNOWN),
    "no near side": (partnership(BAD_R, communities=[]), "communities", CONTRADICTION),
    "oblast beside a community": (
        partnership(BAD_R, communities=["UA44000000000018893", NORTH]),
        "communities",
        UNKNOWN,
    ),
    "sector unknown": (partnership(BAD_R, sectors=["magic"]), "sectors", UNKNOWN),
    "framework unknown": (partnership(BAD_R, framework="nobody"), "framework", UNKNOWN),
    "project unknown": (partnership(BAD_R, project_id="TEST-404"), "project_id", UNKNOWN),
    "counted with no project": (
        partnership(BAD_R, counted_with_project=True),
        "counted_with_project",
        CONTRADICTION,
    ),
    "counted maybe": (partnership(BAD_R, counted_with_project="no"), "counted_with_project",
                      WRONG),
    "country a name": (partnership(BAD_R, partner_countries=["Netherlands"]),
                       "partner_countries.0", WRONG),
    "country of no list": (partnership(BAD_R, partner_countries=["ZZ"]),
                           "partner_countries.0", WRONG),
    "partner without a name": (partnership(BAD_R, partners=[partner(name_en=None)]),
                               "partners.0.name_en", WRONG),
    "period against the date": (partnership(BAD_R, start="2020"), "period",
                                ProblemCode.PERIOD_DIFFERS),
    "status text in one language": (partnership(BAD_R, status_text="підписано"), "status_text",
                                    ONE_LANGUAGE),
    "date text in one language": (partnership(BAD_R, date_text_en="long ago"), "date_text",
                                  ONE_LANGUAGE),
    "release internal": (partnership(BAD_R, release="internal"), "release", CONTRADICTION),
    "no source": (partnership(BAD_R, sources=[]), "sources", ProblemCode.NO_SOURCE),
    "places hidden among the properties": (partnership(BAD_R, places=[]), "places", WRONG),
}  # fmt: skip


@each(PROJECTS.values())
def test_a_broken_project_is_named_and_set_aside(
    tmp_path: Path, broken: Any, field: str, code: ProblemCode
) -> None:
    register = load(write_folder(tmp_path, projects=[project("TEST-001"), broken]))
    name = broken["properties"].get("id", "#2")
    assert (name, field, code) in {(p.record, p.field, p.code) for p in register.problems}
    assert {problem.file for problem in register.problems} == {"projects.geojson"}
    assert not any(problem.fatal for problem in register.problems)
    assert [item.id for item in register.projects] == ["TEST-001"]


@pytest.mark.parametrize(("broken", "field", "code"), PARTNERSHIPS.values(), ids=PARTNERSHIPS)
def test_a_broken_partnership_is_named_and_set_aside(
    tmp_path: Path, broken: Any, field: str, code: ProblemCode
) -> None:
    register = load(write_folder(tmp_path, partnerships=[partnership(), broken]))
    assert (BAD_R, field, code) in {(p.record, p.field, p.code) for p in register.problems}
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


# What is broken, record, field, code; each makes the folder unusable.
TERRITORY: Mapping[str, tuple[dict[str, Any], str, str, str, ProblemCode]] = {
    "community doubled": (
        {"communities": [*default_communities(), community(NORTH)]},
        "communities.geojson", NORTH, "id", ProblemCode.DUPLICATE_ID,
    ),
    "community not a feature": (
        {"communities": [*default_communities(), None]},
        "communities.geojson", "#4", "", ProblemCode.NOT_A_FEATURE,
    ),
    "community of an unknown kind": (
        {"communities": [*default_communities()[:2], community(SOUTH, kind="city")]},
        "communities.geojson", SOUTH, "kind", WRONG,
    ),
    "community with a field too many": (
        {"communities": [*default_communities()[:2], community(SOUTH, head="x")]},
        "communities.geojson", SOUTH, "head", WRONG,
    ),
    "community with a fractional population": (
        {"communities": [*default_communities()[:2], community(SOUTH, population_2022=1.5)]},
        "communities.geojson", SOUTH, "population_2022", WRONG,
    ),
    "community's centre unknown": (
        {"communities": [*default_communities()[:2], community(SOUTH, centre=NOWHERE)]},
        "communities.geojson", SOUTH, "centre", UNKNOWN,
    ),
    "community's area of cooperation unknown": (
        {"communities": [*default_communities()[:2],
                         community(SOUTH, areas_of_cooperation=["magic"])]},
        "communities.geojson", SOUTH, "areas_of_cooperation", UNKNOWN,
    ),
    "community's profile in one language": (
        {"communities": [*default_communities()[:2], community(SOUTH, profile_uk="Тест")]},
        "communities.geojson", SOUTH, "profile", ONE_LANGUAGE,
    ),
    "community's seat in one language": (
        {"communities": [*default_communities()[:2], community(SOUTH, seat_en="Test")]},
        "communities.geojson", SOUTH, "seat", ONE_LANGUAGE,
    ),
    "outline over a neighbour's": (
        {"communities": [community(NORTH), community(MIDDLE, geometry=square(38.05, 48, 0.15)),
                         community(SOUTH)]},
        "communities.geojson", MIDDLE, "geometry", ProblemCode.GAP_OR_OVERLAP,
    ),
    "community without settlements": (
        {"settlements": [item for item in default_settlements() if item["community"] != MIDDLE]},
        "settlements.csv", MIDDLE, "community", ProblemCode.UNCOVERED,
    ),
    "settlement doubled": (
        {"settlements": [*default_settlements(), settlement(N1)]},
        "settlements.csv", N1, "id", ProblemCode.DUPLICATE_ID,
    ),
    "settlement of no community": (
        {"settlements": [*default_settlements(), settlement(NOWHERE, community=WEST)]},
        "settlements.csv", NOWHERE, "community", UNKNOWN,
    ),
    "settlement outside its community": (
        {"exceptions": [exception(S2)]},
        "settlements.csv", S1, "lat, lon", ProblemCode.POINT_OUTSIDE,
    ),
    "settlement at latitude 200": (
        {"settlements": [*default_settlements()[1:], settlement(N1, lat=200)]},
        "settlements.csv", N1, "point.1", WRONG,
    ),
    "settlement with its axes swapped": (
        {"settlements": [*default_settlements()[1:], settlement(N1, lat=38.05, lon=48.05)]},
        "settlements.csv", N1, "lat, lon", ProblemCode.POINT_OUTSIDE,
    ),
    "settlement at not-a-number": (
        {"settlements": [*default_settlements()[1:], settlement(N1, lat="nan")]},
        "settlements.csv", N1, "point.1", WRONG,
    ),
    "settlement at infinity": (
        {"settlements": [*default_settlements()[1:], settlement(N1, lon="inf")]},
        "settlements.csv", N1, "point.0", WRONG,
    ),
    "settlement with half a point": (
        {"settlements": [*default_settlements()[1:], settlement(N1, lon=None)]},
        "settlements.csv", N1, "point.0", WRONG,
    ),
    "settlement with two decimal commas": (
        {"settlements": [*default_settlements()[1:], settlement(N1, lat="4,8,05")]},
        "settlements.csv", N1, "point.1", WRONG,
    ),
    "settlement of an unknown category": (
        {"settlements": [*default_settlements()[1:], settlement(N1, category="M")]},
        "settlements.csv", N1, "category", WRONG,
    ),
    "settlement without its code": (
        {"settlements": [*default_settlements(), settlement(katottg="")]},
        "settlements.csv", "line 9", "katottg", WRONG,
    ),
    "row of the List doubled": (
        {"status": [*default_status(), status_row(EAST)]},
        "occupation_status.geojson", f"{EAST}-temporarily_occupied-2014-04-07", "id",
        ProblemCode.DUPLICATE_ID,
    ),
    "row of the List of an unknown raion": (
        {"status": [*default_status(), status_row(NOWHERE, id="T1")]},
        "occupation_status.geojson", "T1", "territory", UNKNOWN,
    ),
    "row of the List of another level": (
        {"status": [*default_status(), status_row(NORTH, id="T1", level="settlement")]},
        "occupation_status.geojson", "T1", "territory", UNKNOWN,
    ),
    "row of the List of an unknown settlement": (
        {"status": [*default_status(), status_row(NORTH[:-1] + "9", id="T1", level="community")]},
        "occupation_status.geojson", "T1", "territory", UNKNOWN,
    ),
    "row of the List that ends before it begins": (
        {"status": [*default_status(), status_row(WEST, id="T1", valid_to="2014-04-06")]},
        "occupation_status.geojson", "T1", "valid_to", ProblemCode.END_BEFORE_START,
    ),
    "row of the List that ends as it begins": (
        {"status": [*default_status(), status_row(WEST, id="T1", valid_to="2014-04-07")]},
        "occupation_status.geojson", "T1", "valid_to", ProblemCode.END_BEFORE_START,
    ),
    "row of the List with an unknown status": (
        {"status": [*default_status(), status_row(WEST, id="T1", status="liberated")]},
        "occupation_status.geojson", "T1", "status", WRONG,
    ),
    "row of the List with no such day": (
        {"status": [*default_status(), status_row(WEST, id="T1", valid_from="2022-02-30")]},
        "occupation_status.geojson", "T1", "valid_from", WRONG,
    ),
    "row of the List with a day by number": (
        {"status": [*default_status(), status_row(WEST, id="T1", valid_from=1645660800)]},
        "occupation_status.geojson", "T1", "valid_from", WRONG,
    ),
    "row of the List from the year 1": (
        {"status": [*default_status(), status_row(WEST, id="T1", valid_from="0001-01-01")]},
        "occupation_status.geojson", "T1", "valid_from", WRONG,
    ),
    "row of the List with a geometry": (
        {"status": [*default_status(), status_row(WEST, id="T1") | {"geometry": point((38, 48))}]},
        "occupation_status.geojson", "T1", "geometry", ProblemCode.BAD_GEOMETRY,
    ),
    "organisation doubled": (
        {"organisations": [*default_organisations(), organisation()]},
        "organisations.csv", "test-donor", "id", ProblemCode.DUPLICATE_ID,
    ),
    "organisation's parent unknown": (
        {"organisations": [*default_organisations(), organisation("test-x", parent="nobody")]},
        "organisations.csv", "test-x", "parent", UNKNOWN,
    ),
    "organisation its own parent": (
        {"organisations": [*default_organisations(), organisation("test-x", parent="test-x")]},
        "organisations.csv", "test-x", "parent", ProblemCode.PARENT_CYCLE,
    ),
    "organisation of an unknown type": (
        {"organisations": [*default_organisations(), organisation("test-x", iati_type="99")]},
        "organisations.csv", "test-x", "iati_type", WRONG,
    ),
    "organisation with a capital in its slug": (
        {"organisations": [*default_organisations(), organisation("Test-X")]},
        "organisations.csv", "Test-X", "slug", WRONG,
    ),
    "sector doubled": (
        {"sectors": [*default_sectors(), sector()]},
        "sectors.csv", "water", "id", ProblemCode.DUPLICATE_ID,
    ),
    "sector with no DAC code": (
        {"sectors": [*default_sectors(), sector("media", dac_code="14")]},
        "sectors.csv", "media", "dac_code", WRONG,
    ),
    "exception from an unknown check": (
        {"exceptions": [exception(check="everything")]},
        "known_exceptions.csv", S1, "check", WRONG,
    ),
    "exception 3,000 km away": (
        {"exceptions": [exception(distance_km=3000)]},
        "known_exceptions.csv", S1, "distance_km", WRONG,
    ),
}  # fmt: skip


@each(TERRITORY.values())
def test_broken_territory_makes_the_folder_unusable(
    tmp_path: Path, files: dict[str, Any], file: str, record: str, field: str, code: ProblemCode
) -> None:
    with pytest.raises(DataInvalidError) as caught:
        load(write_folder(tmp_path, **files))
    found = [(p.file, p.record, p.field, p.code) for p in caught.value.problems if p.fatal]
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
    tried = {case[-1] for table in (PROJECTS, PARTNERSHIPS, TERRITORY) for case in table.values()}
    assert tried | elsewhere == set(ProblemCode)


def test_a_community_may_be_alone_with_its_raion(tmp_path: Path) -> None:
    """The checks find nothing to say about a folder that is right."""
    register = load(write_folder(tmp_path, projects=[placed(), placed("TEST-002", S2)]))
    assert register.problems == ()
    assert [item.point for item in register.projects] == [POINTS[N1], POINTS[S2]]


def test_a_project_in_an_excepted_settlement_is_served(tmp_path: Path) -> None:
    assert load(write_folder(tmp_path, projects=[placed(settlement=S1)])).problems == ()
    assert MIDDLE in load(tmp_path).communities
