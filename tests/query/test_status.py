"""Status on a date: the rule against a second, naive telling of it over the rows of the files."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from builders import default_status, make_register, status_row
from hypothesis import given, strategies as st
from territory import EAST, M1, M2, MIDDLE, N1, N2, N3, NORTH, SOUTH, WEST

from projectmap.model.codes import TerritoryStatus
from projectmap.model.register import Register
from projectmap.query.status import CommunityStatus, change_dates, since, status_on

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


def code_of(register: Register, name: str) -> str:
    return next(code for code, item in register.communities.items() if item.name_en == name)


def stated(item: CommunityStatus) -> tuple[str, int, int, set[str]]:
    """What :func:`naive` says of the same."""
    rows = {row.id for row in item.rows}
    return str(item.status), item.settlements_occupied, item.settlements_total, rows


def test_zolote_is_shown_with_the_words_of_the_order(register: Register) -> None:
    rows = status_on(register, date(2022, 2, 23))[code_of(register, "Hirska")].rows
    assert sum("Золоте – 5" in row.wording for row in rows) == 1


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
