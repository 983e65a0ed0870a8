"""The data that is shipped: a walk over each record of each file, and what must hold of all.

The rules are those of ``geodata/`` being the public edition: nothing in it endangers people, and
nothing is said that no source says.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from each import each
from shapely.geometry import shape

from projectmap.data.snapshot import FILES
from projectmap.model.register import Register
from projectmap.query.totals import totals

GEODATA = Path(__file__).resolve().parents[2] / "geodata"
GEOJSON = [name for name in FILES if name.endswith(".geojson")]
KEYS = {
    "organisations.csv": "slug", "sectors.csv": "code", "settlements.csv": "katottg",
    "known_exceptions.csv": "record",
}  # fmt: skip
OBLAST = "UA44000000000018893"
AIDARSKA, KREMINSKA = "UA44140090000072167", "UA44120030000094047"


@cache
def text_of(name: str) -> str:
    return (GEODATA / name).read_bytes().decode("utf-8")


@cache
def features_of(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text_of(name))["features"]
    return found


@cache
def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(name), newline="")))


def properties(name: str) -> list[Any]:
    return [
        pytest.param(item["properties"], id=f"{name.partition('.')[0]}-{item['id']}")
        for item in features_of(name)
    ]


PROJECTS, PARTNERSHIPS = properties("projects.geojson"), properties("partnerships.geojson")
COMMUNITIES = properties("communities.geojson")
RECORDS = [*PROJECTS, *PARTNERSHIPS]
BY_ID = {item["id"]: item["properties"] for name in ("projects.geojson", "partnerships.geojson")
         for item in features_of(name)}  # fmt: skip
ORGANISATIONS = {row["slug"]: row for row in rows_of("organisations.csv")}


def texts(value: Any, *, urls: bool = False) -> Iterator[str]:
    """Every text in a value, addresses of sources left out unless asked for."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, urls=urls)
    elif isinstance(value, dict):
        for key, item in value.items():
            if urls or key != "url":
                yield from texts(item, urls=urls)


# --- Files ------------------------------------------------------------------------------------


def test_the_folder_is_served_whole(register: Register) -> None:
    assert register.problems == ()
    assert len(register.projects) == len(features_of("projects.geojson"))
    assert len(register.partnerships) == len(features_of("partnerships.geojson"))


@pytest.mark.parametrize(
    ("name", "count"),
    [("communities.geojson", 37), ("settlements.csv", 926), ("occupation_status.geojson", 130),
     ("sectors.csv", 16), ("known_exceptions.csv", 2)],
)  # fmt: skip
def test_how_many_records_a_file_has(name: str, count: int) -> None:
    assert len(features_of(name) if name in GEOJSON else rows_of(name)) == count


def test_one_country_a_line_sorted_by_id() -> None:
    """All other files are as the store writes them, byte for byte: see its tests."""
    head, *lines, tail = text_of("europe.geojson").splitlines()
    assert head == '{"type":"FeatureCollection","features":['
    assert tail == "]}"
    found = [json.loads(line.removesuffix(",")) for line in lines]
    assert found == features_of("europe.geojson")
    ids = [item["id"] for item in found]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("name", GEOJSON)
def test_features_of_a_file_have_the_same_fields_in_the_same_order(name: str) -> None:
    assert len({tuple(item["properties"]) for item in features_of(name)}) == 1
    assert {tuple(item) for item in features_of(name)} == {
        ("type", "id", "geometry", "properties")
    }  # fmt: skip


@pytest.mark.parametrize("name", GEOJSON)
def test_coordinates_have_at_most_five_decimals_and_no_height(name: str) -> None:
    def positions(value: Any) -> Iterator[list[float]]:
        if value and isinstance(value[0], int | float):
            yield value
        else:
            for item in value or []:
                yield from positions(item)

    for item in features_of(name):
        for position in positions((item["geometry"] or {}).get("coordinates")):
            assert len(position) == 2
            assert position == [round(part, 5) for part in position]


# --- Each record of the register --------------------------------------------------------------


@each(RECORDS)
def test_a_record_is_in_both_languages(item: dict[str, Any]) -> None:
    for name in ("title", "summary"):
        uk, en = item[f"{name}_uk"], item[f"{name}_en"]
        assert uk == uk.strip()
        assert en == en.strip()
        assert re.search("[А-ЯҐЄІЇа-яґєії]", uk)
        assert not re.search("[А-ЯҐЄІЇа-яґєії]", en)


@each(RECORDS)
def test_a_record_is_not_confirmed_and_lists_are_sorted(item: dict[str, Any]) -> None:
    assert all(source["title_en"] for source in item["sources"])
    assert item["verification"] in {"excerpt", "source_read"}
    assert item["communities"] == sorted(item["communities"])
    assert item.get("location_exactness") in {None, "approximate"}


PHONE = re.compile(r"(?<![\w/.-])(?:\+?38)?[\s(-]*0\d{2}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
STREET = re.compile(r"\b(вул|просп|пров|бульв)\.|\bвулиц|\bstreet\b|\bavenue\b", re.IGNORECASE)
CAPACITY = re.compile(
    r"\d[\d\s.,]*(?:квартир|місц|ліж|літр|кубометр|м³|МВт|кВт|flats?\b|beds?\b|places\b|litres?\b|"
    r"apartments?\b|MW\b|kW\b|cubic)",
    re.IGNORECASE,
)
LOCAL = [
    "Наша громада", "Nasha Hromada", "Наша община", "Агентство стійкого", "Agency for Sustainable",
    "Котлотурбопром", "Kotloturboprom", "Бельгійськ", "ГО «", "NGO “", "NGO '", "ТОВ «", "LLC",
    "КП «", "водоканал", "vodokanal", "Vodokanal",
]  # fmt: skip
EVERYTHING = [*RECORDS, *COMMUNITIES] + [
    pytest.param(row, id=f"{name.partition('.')[0]}-{row[key]}")
    for name, key in KEYS.items()
    if name != "settlements.csv"
    for row in rows_of(name)
]


@each(EVERYTHING)
def test_nobody_can_be_found_by_a_record(item: dict[str, Any]) -> None:
    for text in texts(item, urls=True):
        assert not MAIL.search(text)
    for text in texts(item):
        assert not PHONE.search(text), text
        assert not STREET.search(text), text
        assert not CAPACITY.search(text), text
        for name in LOCAL:
            assert name not in text, text


@pytest.mark.parametrize(
    ("pattern", "caught"),
    [(PHONE, "тел. +38 (050) 123-45-67"), (PHONE, "0501234567"), (MAIL, "test@example.org"),
     (STREET, "вул. Тестова"), (CAPACITY, "19 квартир"), (CAPACITY, "6 000 л, тобто 6 000 літрів"),
     (CAPACITY, "a ward of 40 beds")],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_the_patterns_can_find_something(pattern: re.Pattern[str], caught: str) -> None:
    assert pattern.search(caught)


@pytest.mark.parametrize(
    "text", ["2019-11-20", "UA44140090000072167", "28.02.2025", "2020 року", "№ 376 від 28.02.2025"]
)
def test_the_patterns_leave_dates_and_codes_alone(text: str) -> None:
    assert not any(pattern.search(text) for pattern in (PHONE, MAIL, STREET, CAPACITY))


MIXED = re.compile(r"\w*(?:[A-Za-z][А-Яа-яҐґЄєІіЇї]|[А-Яа-яҐґЄєІіЇї][A-Za-z])\w*")


@pytest.mark.parametrize("name", [*FILES])
def test_no_word_mixes_cyrillic_and_latin_letters(name: str) -> None:
    assert MIXED.findall(text_of(name)) == []


@each(RECORDS)
def test_ukrainian_texts_have_no_russian_letters_or_typed_apostrophes(item: dict[str, Any]) -> None:
    for key in ("title_uk", "summary_uk", "status_text", "date_text"):
        assert not re.search("[ыэёъЫЭЁЪ]", item[key] or "")
        assert not re.search("[а-яґєії]['ʼ`][а-яґєії]", item[key] or "")


@each(PROJECTS)
def test_nothing_of_before_the_invasion_is_called_active(item: dict[str, Any]) -> None:
    if item["period"] != "after":
        assert item["status"] in {"closed", "cancelled", "suspended", "unknown"}


@each(PROJECTS)
def test_no_status_is_dated_by_guess(item: dict[str, Any]) -> None:
    dated = [source["date"] for source in item["sources"]] + [item["start"], item["end"]]
    asof = item["status_asof"]
    if asof is not None:
        said = asof[:4] in (item["date_text"] or "")
        assert said or any(day and (asof.startswith(day) or day.startswith(asof)) for day in dated)


@each(PROJECTS)
def test_donors_are_not_local_and_do_not_name_themselves_partners(item: dict[str, Any]) -> None:
    assert not [slug for slug in item["donors"] if slug.startswith("local-")]
    assert not set(item["donors"]) & set(item["partners"])


@each(PROJECTS)
def test_an_amount_that_is_about_is_not_summed(item: dict[str, Any]) -> None:
    note = item["amount_note"] or ""
    if re.search("майже|понад|близько|щонайменше|орієнтовно|разом на", note):
        assert item["amount_scope"] != "record"


# --- The register as a whole ------------------------------------------------------------------

FACT_IDS = {
    *(f"P{number:03}" for number in range(1, 31)), *(f"P020{letter}" for letter in "abcdef"),
    *(f"R{number:03}" for number in range(1, 12)), *(f"LUH-{number:03}" for number in range(1, 59)),
    *(f"LUH-{number:03}" for number in range(63, 69)),
}  # fmt: skip


def test_every_reported_fact_is_told_exactly_once() -> None:
    stated = Counter(name for item in BY_ID.values() for name in (item["id"], *item["same_as"]))
    assert set(stated) >= FACT_IDS
    assert set(stated.values()) == {1}


def test_no_euro_amount_is_summed_and_loans_stand_apart(register: Register) -> None:
    found = totals(register, np.ones(len(register.projects), dtype=bool))
    assert {total.currency for total in found.sums} <= {"UAH", "USD"}
    assert found.stating < found.records / 2


JOINED = [("P020a", "LUH-016"), ("P020b", "LUH-014"), ("P020f", "LUH-015"), ("R001", "R002"),
          ("LUH-027", "LUH-028")]  # fmt: skip
FIELDS = [
    ("LUH-064", "finance", "loan"), ("LUH-019", "finance", "loan"),
    ("LUH-019", "status", "cancelled"), ("LUH-019", "amount_scope", "programme"),
    ("LUH-063", "status", "unknown"), ("LUH-063", "amount_scope", "programme"),
    ("LUH-064", "amount_scope", "minimum"), ("LUH-064", "sectors", []),
    ("P019", "amount_scope", "per_unit"), ("P028", "amount_scope", "record"),
    ("P028", "currency", "UAH"), ("P028", "donors", []),
    ("LUH-066", "amount", None), ("LUH-050", "amount_scope", "shared"),
    ("LUH-050", "finance", "grant"), ("LUH-063", "donors", ["usaid-era"]),
    *((f"P00{number}", "kind", "need") for number in range(1, 6)),
    *((f"P00{number}", "open_to_partners", True) for number in range(1, 6)),
    *((f"P00{number}", "communities", [AIDARSKA]) for number in range(1, 6)),
    ("P009", "kind", "event"), ("P029", "kind", "event"), ("LUH-054", "kind", "event"),
    *((name, "communities", []) for name in ("P006", "P017", "P027", "P030")),
    ("P006", "scope", "unplaced"), ("P030", "scope", "unplaced"),
    ("LUH-018", "scope", "outside"), ("LUH-032", "scope", "outside"),
    ("LUH-038", "scope", "outside"), ("R011", "communities", [AIDARSKA]), ("R011", "kind", None),
    ("R008", "partner_countries", []), ("P019", "donors", ["canada"]), ("P019", "same_as", []),
    ("LUH-004", "donors", ["eu"]), ("LUH-004", "same_as", []),
    ("LUH-004", "communities", ["UA44100130000017965"]),
    *((f"P020{letter}", "parent_id", "P020") for letter in "abcdef"),
    ("LUH-058", "parent_id", "P020"), ("LUH-044", "parent_id", "P024"),
    ("LUH-047", "parent_id", "P024"), ("LUH-048", "parent_id", "P024"),
    ("LUH-049", "parent_id", "P023"), ("LUH-041", "parent_id", "P024"),
    ("LUH-045", "parent_id", "P023"), ("R006", "project_id", "P012"),
    ("R007", "project_id", "P013"), ("R008", "project_id", "P014"), ("R009", "project_id", "P018"),
    ("R010", "project_id", "P029"),
    *((f"R0{number:02}", "counted_with_project", True) for number in range(6, 11)),
    ("P020b", "amount", 14_100_000), ("P020a", "amount", 12_800_000),
    *((f"P020{letter}", "currency", "UAH") for letter in "ab"),
    *((f"P020{letter}", "amount_scope", "record") for letter in "ab"),
]  # fmt: skip


@each(JOINED)
def test_records_that_tell_one_thing_are_joined(record: str, other: str) -> None:
    assert other in BY_ID[record]["same_as"]
    assert other not in BY_ID


@each(FIELDS)
def test_known_traps(record: str, field: str, value: Any) -> None:
    assert BY_ID[record][field] == value


def test_the_source_about_a_russian_city_is_not_linked() -> None:
    assert "ostro.org/lugansk/society/news/48698" not in text_of("partnerships.geojson")
    for source in BY_ID["LUH-023"]["sources"]:
        assert source["url"] is None or "um.jeleniagora.pl" in source["url"]


def test_one_programme_has_one_name() -> None:
    assert "usaid-era" in ORGANISATIONS
    assert ORGANISATIONS["usaid-era"]["parent"] == "usaid"
    named = [slug for slug, row in ORGANISATIONS.items()
             if "ERA" in re.findall(r"\w+", row["name_en"])]  # fmt: skip
    assert named == ["usaid-era"]
    for record in ("P012", "LUH-063"):
        assert BY_ID[record]["donors"] == ["usaid-era"]


# --- Territory --------------------------------------------------------------------------------

FORMER = {
    AIDARSKA: ("Айдарська", "Новопсковська"),
    "UA44060050000028333": ("Отаманівська", "Молодогвардійська"),
    "UA44140070000058445": ("Мілівська", "Міловська"),
    "UA44120110000010163": ("Сіверськодонецька", "Сєвєродонецька"),
}


def test_outlines_make_one_area(register: Register) -> None:
    outlines = [item.outline for item in register.communities.values()]
    assert shapely.union_all(outlines).geom_type == "Polygon"


@each(COMMUNITIES)
def test_a_community(register: Register, item: dict[str, Any]) -> None:
    community = register.communities[item["katottg"]]
    assert re.fullmatch("UA44[0-9]{15}", item["katottg"])
    assert item["katottg"][:6] == item["raion"][:6]
    assert re.search("[А-ЯҐЄІЇа-яґєії]", item["name_uk"])
    assert re.fullmatch(r"[A-Z][A-Za-z’'-]+", item["name_en"])
    centre = register.settlements[item["centre"]]
    assert centre.community == item["katottg"]
    assert community.outline.covers(shapely.Point(item["centre_point"]))
    assert item["aliases"] == sorted(set(item["aliases"]))
    assert {item["former_name_uk"], item["former_name_en"]} - {None} <= set(item["aliases"])
    assert (item["former_name_uk"] is None) == (item["former_name_en"] is None)
    expected = FORMER.get(item["katottg"], (item["name_uk"], None))
    assert (item["name_uk"], item["former_name_uk"]) == expected


@each(COMMUNITIES)
def test_what_no_source_says_of_a_community_is_empty(item: dict[str, Any]) -> None:
    for name in ("profile_uk", "profile_en", "seat_uk", "seat_en", "contact"):
        assert item[name] is None
    assert not item["areas_of_cooperation"] or item["katottg"] == AIDARSKA


def test_codes_of_communities_are_unique() -> None:
    for name in ("katottg", "pcode", "name_uk", "name_en", "centre"):
        values = [item["properties"][name] for item in features_of("communities.geojson")]
        assert len(set(values)) == 37, name


def test_raions_have_one_name_each() -> None:
    names = {
        (item["properties"]["raion"], item["properties"]["raion_name_uk"])
        for item in features_of("communities.geojson")
    }
    assert len(names) == 8
    renamed = {item["properties"]["raion_former_name_uk"]
               for item in features_of("communities.geojson")}  # fmt: skip
    assert renamed == {None, "Сєвєродонецький"}


@pytest.mark.parametrize(
    ("name", "count"), [("Новоєгорівка", 2), ("Шелестівка", 2), ("Картушине", 2)]
)
def test_villages_of_one_name_in_one_community_are_told_apart_by_code(
    name: str, count: int
) -> None:
    homes = Counter(row["community"] for row in rows_of("settlements.csv")
                    if row["name_uk"] == name)  # fmt: skip
    assert max(homes.values()) == count


def test_how_many_settlements_have_a_point_and_how_good() -> None:
    rows = rows_of("settlements.csv")
    assert sum(bool(row["lat"]) for row in rows) == 511
    assert all((row["point_quality"] == "none") == (not row["lat"]) for row in rows)
    assert Counter(row["category"] for row in rows).keys() == {"city", "settlement", "village"}


@pytest.mark.parametrize("row", rows_of("known_exceptions.csv"), ids=lambda row: row["record"])
def test_a_known_exception_is_one(row: dict[str, str], register: Register) -> None:
    settlement = register.settlements[row["record"]]
    outline = register.communities[settlement.community].outline
    assert settlement.point is not None
    assert not outline.covers(shapely.Point(settlement.point))


def test_the_two_known_exceptions() -> None:
    names = {row["katottg"]: row["name_uk"] for row in rows_of("settlements.csv")}
    assert {names[row["record"]] for row in rows_of("known_exceptions.csv")} == {
        "Олексіївка", "Новотошківське",
    }  # fmt: skip


def test_the_list_is_that_of_the_named_edition() -> None:
    rows = [item["properties"] for item in features_of("occupation_status.geojson")]
    assert {row["edition"] for row in rows} == {"2025-04-30"}
    for number in ("376", "748", "779"):
        assert all(number in row["act"] and number in row["act_en"] for row in rows)
    assert Counter(row["level"] for row in rows) == {"raion": 4, "community": 39, "settlement": 87}
    assert min(row["valid_from"] for row in rows) == "2014-04-07"


def test_crimea_is_drawn_as_ukraine() -> None:
    areas = {item["id"]: shape(item["geometry"]) for item in features_of("europe.geojson")}
    for place in ((34.1, 45.0), (33.6, 44.7), (36.3, 45.3), (39.3, 48.6), (37.8, 48.0)):
        point = shapely.Point(place)
        assert [code for code, area in areas.items() if area.covers(point)] == ["804"]


@each(features_of("europe.geojson"))
def test_a_country_is_drawn_without_words(item: dict[str, Any]) -> None:
    assert shape(item["geometry"]).is_valid
    assert item["properties"] == {"iso_numeric": None if item["id"] == "unassigned" else item["id"]}
