"""Status on a date: the rule against a second, naive telling of it over the rows of the files."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from builders import (
    EAST,
    M1,
    M2,
    MIDDLE,
    N1,
    N2,
    N3,
    NORTH,
    SOUTH,
    WEST,
    default_status,
    make_register,
    status_row,
)
from hypothesis import given, strategies as st

from projectmap.model.codes import TerritoryStatus
from projectmap.model.register import Register
from projectmap.query.status import change_dates, since, status_on

GEODATA = Path(__file__).resolve().parents[2] / "geodata"
OCCUPIED, PARTLY = "temporarily_occupied", "partly_occupied"
HOSTILITIES = ["active_hostilities", "active_hostilities_registers", "possible_hostilities"]
LAST = date(2025, 4, 30)


@dataclass(frozen=True)
class Files:
    """The files as they lie there: codes and ISO dates as texts."""

    raion_of: dict[str, str]
    settlements_of: dict[str, list[str]]
    rows: list[dict[str, str | None]]


@cache
def files() -> Files:
    communities = json.loads((GEODATA / "communities.geojson").read_text("utf-8"))["features"]
    rows = json.loads((GEODATA / "occupation_status.geojson").read_text("utf-8"))["features"]
    homes: dict[str, list[str]] = {}
    with (GEODATA / "settlements.csv").open(encoding="utf-8", newline="") as table:
        for line in csv.DictReader(table):
            homes.setdefault(line["community"], []).append(line["katottg"])
    return Files(
        {item["properties"]["katottg"]: item["properties"]["raion"] for item in communities},
        homes,
        [item["properties"] for item in rows],
    )


def naive(community: str, day: str) -> tuple[str, int, int, set[str]]:
    """Status, occupied and all settlements, and rows in force; one settlement after another."""
    known = files()
    listed_themselves = {row["territory"] for row in known.rows if row["level"] == "settlement"}
    occupied, categories, in_force = 0, set(), set()
    for settlement in known.settlements_of[community]:
        here = set()
        for row in known.rows:
            if day < str(row["valid_from"]) or (row["valid_to"] and day >= row["valid_to"]):
                continue
            territory = {"raion": known.raion_of[community], "community": community,
                         "settlement": settlement}[str(row["level"])]  # fmt: skip
            left_out = row["level"] == "community" and settlement in listed_themselves
            if row["territory"] == territory and not left_out:
                here.add(row["status"])
                in_force.add(str(row["id"]))
        occupied += OCCUPIED in here
        categories |= here
    total = len(known.settlements_of[community])
    if occupied == total:
        return OCCUPIED, occupied, total, in_force
    if occupied:
        return PARTLY, occupied, total, in_force
    answers = [category for category in HOSTILITIES if category in categories]
    return (answers or ["not_listed"])[0], occupied, total, in_force


def counted(register: Register, day: date) -> Counter[str]:
    return Counter(str(found.status) for found in status_on(register, day).values())


def code_of(register: Register, name: str) -> str:
    return next(code for code, item in register.communities.items() if item.name_en == name)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2022, 2, 23), {OCCUPIED: 11, PARTLY: 1, "not_listed": 25}),
        (date(2025, 4, 30), {OCCUPIED: 33, PARTLY: 4}),
    ],
    ids=str,
)
def test_how_many_communities_are_occupied(
    register: Register, day: date, counts: dict[str, int]
) -> None:
    assert counted(register, day) == counts


@pytest.mark.parametrize(
    ("name", "occupied", "total"),
    [
        ("Kolomyichyska", 13, 21),
        ("Krasnorichenska", 5, 10),
        ("Kreminska", 10, 11),
        ("Lysychanska", 15, 17),
    ],
)
def test_settlements_of_the_partly_occupied(
    register: Register, name: str, occupied: int, total: int
) -> None:
    found = status_on(register, LAST)[code_of(register, name)]
    assert (found.settlements_occupied, found.settlements_total) == (occupied, total)
    assert found.status == TerritoryStatus.PARTLY_OCCUPIED


@pytest.mark.parametrize(
    "day",
    ["2014-04-06", "2014-04-07", "2015-12-02", "2018-02-07", "2022-02-24", "2022-03-05",
     "2022-03-14", "2022-04-18", "2022-06-23", "2022-07-03", "2023-01-01", "2024-12-31",
     "2025-04-29", "2026-11-22"],
)  # fmt: skip
def test_every_community_on_a_day(register: Register, day: str) -> None:
    found = status_on(register, date.fromisoformat(day))
    assert list(found) == list(register.communities)
    for code, item in found.items():
        rows = {row.id for row in item.rows}
        answer = (str(item.status), item.settlements_occupied, item.settlements_total, rows)
        assert answer == naive(code, day)


@given(
    day=st.dates(date(2013, 1, 1), date(2027, 12, 31)),
    community=st.sampled_from(sorted(files().raion_of)),
)
def test_any_community_on_any_day(register: Register, day: date, community: str) -> None:
    item = status_on(register, day)[community]
    rows = {row.id for row in item.rows}
    answer = (str(item.status), item.settlements_occupied, item.settlements_total, rows)
    assert answer == naive(community, day.isoformat())


def test_every_day_of_change_and_the_day_before(register: Register) -> None:
    for change in change_dates(register):
        for day in (change, change - timedelta(days=1)):
            found = {code: str(item.status) for code, item in status_on(register, day).items()}
            assert found == {code: naive(code, day.isoformat())[0] for code in found}


# Settlement, first day, last day before, community, its count on each side of the first day.
EXCEPTIONS = [
    ("Золоте", "Hirska", date(2018, 2, 7), 2, 3),
    ("Жолобок", "Hirska", date(2015, 12, 2), 0, 2),
    ("Діброва", "Kreminska", date(2022, 4, 18), 0, 11),
]


@pytest.mark.parametrize(("settlement", "name", "day", "before", "after"), EXCEPTIONS)
def test_settlements_with_a_row_of_their_own(
    register: Register, settlement: str, name: str, day: date, before: int, after: int
) -> None:
    code = code_of(register, name)
    assert settlement in {
        register.settlements[item].name_uk for item in register.settlements_of[code]
    }
    assert status_on(register, day - timedelta(days=1))[code].settlements_occupied == before
    assert status_on(register, day)[code].settlements_occupied == after


def test_zolote_is_shown_with_the_words_of_the_order(register: Register) -> None:
    rows = status_on(register, date(2022, 2, 23))[code_of(register, "Hirska")].rows
    assert sum("Золоте – 5" in row.wording for row in rows) == 1


def test_hirska_is_partly_occupied_before_and_wholly_after(register: Register) -> None:
    code = code_of(register, "Hirska")
    on = {day: status_on(register, day)[code] for day in (date(2022, 6, 22), date(2022, 6, 23))}
    assert [(str(item.status), item.settlements_occupied) for item in on.values()] == [
        (PARTLY, 3), (OCCUPIED, on[date(2022, 6, 23)].settlements_total),
    ]  # fmt: skip


def test_dibrova_leaves_the_occupied_when_its_row_ends(register: Register) -> None:
    code = code_of(register, "Kreminska")
    last, first = (status_on(register, day)[code] for day in (date(2022, 12, 31), date(2023, 1, 1)))
    assert (last.status, first.status) == (
        TerritoryStatus.TEMPORARILY_OCCUPIED, TerritoryStatus.PARTLY_OCCUPIED,
    )  # fmt: skip
    assert last.settlements_occupied - first.settlements_occupied == 1


# Day, then the statuses of the made-up NORTH, MIDDLE and SOUTH.
SMALL = [
    (date(2014, 4, 6), "not_listed", "not_listed", "not_listed"),
    (date(2014, 4, 7), "not_listed", "not_listed", OCCUPIED),
    (date(2022, 2, 23), "not_listed", "not_listed", OCCUPIED),
    (date(2022, 2, 24), "possible_hostilities", "active_hostilities", OCCUPIED),
    (date(2022, 3, 4), "possible_hostilities", "active_hostilities", OCCUPIED),
    (date(2022, 3, 5), "possible_hostilities", OCCUPIED, OCCUPIED),
    (date(2022, 4, 30), "possible_hostilities", OCCUPIED, OCCUPIED),
    (date(2022, 5, 1), PARTLY, OCCUPIED, OCCUPIED),
    (date(2100, 1, 1), PARTLY, OCCUPIED, OCCUPIED),
    (date.max, PARTLY, OCCUPIED, OCCUPIED),
    (date.min, "not_listed", "not_listed", "not_listed"),
]


@pytest.mark.parametrize(("day", *("north", "middle", "south")), SMALL)
def test_first_day_counts_last_day_does_not(day: date, north: str, middle: str, south: str) -> None:
    found = status_on(make_register(), day)
    assert [found[code].status for code in (NORTH, MIDDLE, SOUTH)] == [north, middle, south]


RULES = {
    "a raion row covers settlements with rows of their own": (
        [status_row(WEST), status_row(N1, level="settlement", status="possible_hostilities")],
        {NORTH: (OCCUPIED, 3), MIDDLE: (OCCUPIED, 2)},
    ),
    "a community row leaves out settlements with a row of their own": (
        [status_row(NORTH, level="community"),
         status_row(N1, level="settlement", status="active_hostilities")],
        {NORTH: (PARTLY, 2), MIDDLE: ("not_listed", 0)},
    ),
    "even where that row is not in force": (
        [status_row(NORTH, level="community"),
         status_row(N1, level="settlement", valid_from="2030-01-01")],
        {NORTH: (PARTLY, 2), MIDDLE: ("not_listed", 0)},
    ),
    "all settlements one by one make the whole": (
        [status_row(code, level="settlement") for code in (N1, N2, N3)],
        {NORTH: (OCCUPIED, 3), MIDDLE: ("not_listed", 0)},
    ),
    "active hostilities go before possible ones": (
        [status_row(M1, level="settlement", status="possible_hostilities"),
         status_row(M2, level="settlement", status="active_hostilities_registers"),
         status_row(N1, level="settlement", status="active_hostilities"),
         status_row(N2, level="settlement", status="active_hostilities_registers")],
        {NORTH: ("active_hostilities", 0), MIDDLE: ("active_hostilities_registers", 0)},
    ),
    "one occupied settlement goes before hostilities": (
        [status_row(NORTH, level="community", status="active_hostilities"),
         status_row(N3, level="settlement")],
        {NORTH: (PARTLY, 1), MIDDLE: ("not_listed", 0)},
    ),
    "two rows over one settlement count it once": (
        [status_row(NORTH, level="community"), status_row(WEST)],
        {NORTH: (OCCUPIED, 3), MIDDLE: (OCCUPIED, 2)},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), RULES.values(), ids=RULES)
def test_the_rule(rows: list[object], expected: dict[str, tuple[str, int]]) -> None:
    found = status_on(make_register(status=rows), date(2022, 1, 1))
    assert {code: (found[code].status, found[code].settlements_occupied) for code in expected} == (
        expected
    )


def test_just_our_own_answers_are_called_derived() -> None:
    assert {item for item in TerritoryStatus if item.derived} == {PARTLY, "not_listed"}


def test_change_dates_are_those_of_the_rows(register: Register) -> None:
    days = {row[key] for row in files().rows for key in ("valid_from", "valid_to")} - {None}
    assert [day.isoformat() for day in change_dates(register)] == sorted(map(str, days))


# Community, day, since when it has had the status that it has on the day.
SINCE = [
    (NORTH, date(2022, 2, 23), None),
    (NORTH, date(2022, 2, 24), date(2022, 2, 24)),
    (NORTH, date(2022, 4, 30), date(2022, 2, 24)),
    (NORTH, date(2025, 1, 1), date(2022, 5, 1)),
    (MIDDLE, date(2022, 3, 4), date(2022, 2, 24)),
    (MIDDLE, date(2025, 1, 1), date(2022, 3, 5)),
    (SOUTH, date(2014, 4, 6), None),
    (SOUTH, date(2014, 4, 7), date(2014, 4, 7)),
    (SOUTH, date(2025, 1, 1), date(2014, 4, 7)),
]


@pytest.mark.parametrize(("community", "day", "began"), SINCE)
def test_since(community: str, day: date, began: date | None) -> None:
    assert since(make_register(), community, day) == began


def test_a_status_that_comes_back_is_since_its_return() -> None:
    rows = [
        status_row(EAST, valid_to="2015-01-01"),
        status_row(EAST, id="T1", valid_from="2016-01-01", valid_to="2017-01-01"),
        status_row(NORTH, level="community", valid_from="2015-06-01"),
    ]
    register = make_register(status=rows)
    found = [since(register, SOUTH, day) for day in (date(2015, 7, 1), date(2016, 7, 1))]
    assert found == [date(2015, 1, 1), date(2016, 1, 1)]
    assert since(register, SOUTH, date(2026, 1, 1)) == date(2017, 1, 1)


@given(
    day=st.dates(date(2013, 1, 1), date(2027, 12, 31)),
    community=st.sampled_from(sorted(files().raion_of)),
)
def test_since_is_the_day_of_the_change(register: Register, day: date, community: str) -> None:
    began = since(register, community, day)
    status = naive(community, day.isoformat())[0]
    if began is None:
        assert {naive(community, change.isoformat())[0] for change in change_dates(register)
                if change <= day} <= {status}  # fmt: skip
    else:
        assert naive(community, began.isoformat())[0] == status
        assert naive(community, (began - timedelta(days=1)).isoformat())[0] != status


def test_the_default_date_is_the_editions(register: Register) -> None:
    assert register.edition == LAST
    assert register.act_date == date(2025, 2, 28)
    assert make_register(status=[*default_status()]).edition == LAST
