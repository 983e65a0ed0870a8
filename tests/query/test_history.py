"""Status in time: against the naive telling of the rule over the rows of the files."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from builders import make_register, project, status_row, undated
from hypothesis import given, strategies as st
from query.test_status import HOSTILITIES, OCCUPIED, PARTLY, code_of, files, naive, stated
from territory import EAST, M1, M2, MIDDLE, N1, N2, N3, NORTH, S1, SOUTH

from projectmap.model.codes import TerritoryStatus
from projectmap.model.register import Register
from projectmap.query.history import (
    Group,
    StatusInterval,
    counts_over_time,
    exceptions,
    status_at_project,
    status_intervals,
    step,
)
from projectmap.query.status import change_dates, settlements_on, status_on

FIRST, LAST = date(2014, 4, 7), date(2025, 4, 30)
ONE = timedelta(days=1)
DAYS = st.dates(date(2013, 1, 1), date(2027, 12, 31)) | st.dates(
    date(2022, 2, 20), date(2022, 7, 10)
)
"""Any day; every other time one of the months in which most changed."""
COMMUNITIES = st.sampled_from(sorted(files().raion_of))
NOT_LISTED = "not_listed"


def at(found: tuple[StatusInterval, ...], day: date) -> StatusInterval:
    """The one interval that ``day`` lies in."""
    (interval,) = [
        interval
        for interval in found
        if (interval.start is None or interval.start <= day)
        and (interval.end is None or day < interval.end)
    ]
    return interval


def counts_at(register: Register, day: date) -> dict[str, int]:
    found = [counts for start, counts in counts_over_time(register) if not start or start <= day]
    return {status.value: number for status, number in found[-1].items()}


def settlements_by_hand(community: str, day: str) -> dict[str, str]:
    """The status of each settlement, one after another, over the rows of the files."""
    known = files()
    own = {row["territory"] for row in known.rows if row["level"] == "settlement"}
    answers = {}
    for code in known.settlements_of[community]:
        over = {known.raion_of[community], code} | ({community} if code not in own else set())
        here = {
            row["status"]
            for row in known.rows
            if row["territory"] in over
            and str(row["valid_from"]) <= day
            and (row["valid_to"] is None or day < row["valid_to"])
        }
        found = [status for status in (OCCUPIED, *HOSTILITIES) if status in here]
        answers[code] = (found or [NOT_LISTED])[0]
    return answers


# --- Counts and intervals ------------------------------------------------------------------------


def test_every_change_and_the_days_beside_it(register: Register) -> None:
    days = {date.min, date.max}
    for change in change_dates(register):
        days |= {change - ONE, change, change + ONE}
    for day in days:
        answers = {code: naive(code, day.isoformat()) for code in register.communities}
        found = status_on(register, day)
        assert {code: stated(item) for code, item in found.items()} == answers
        lying = {code: at(status_intervals(register, code), day) for code in answers}
        assert {code: stated(item) for code, item in lying.items()} == answers
        assert counts_at(register, day) == Counter(status for status, *_ in answers.values())


def test_intervals_leave_no_gap_and_neighbours_differ(register: Register) -> None:
    for code in register.communities:
        found = status_intervals(register, code)
        assert (found[0].start, found[-1].end) == (None, None)
        for one, other in pairwise(found):
            assert one.end == other.start
            assert stated(one) != stated(other)
        ends = {interval.end for interval in found} - {None}
        assert ends <= set(change_dates(register))


# --- Settlements ------------------------------------------------------------------------------


@given(day=DAYS, community=COMMUNITIES)
def test_settlements_on_any_day(register: Register, day: date, community: str) -> None:
    answers = settlements_by_hand(community, day.isoformat())
    found = settlements_on(register, day)
    assert {code: found[code] for code in answers} == answers


# Community, day, what is named: None stands for "not listed as occupied".
NAMED = [
    ("Hirska", date(2022, 2, 23), {OCCUPIED: ["Золоте", "Жолобок", "Сокільники"]}),
    ("Hirska", date(2022, 6, 23), {}),
    ("Kreminska", date(2022, 3, 1), {NOT_LISTED: ["Діброва"]}),
    ("Kreminska", date(2022, 4, 18), {}),
    ("Kreminska", LAST, {None: ["Діброва"]}),
    ("Lysychanska", LAST, {None: ["Білогорівка", "Золотарівка"]}),
    ("Lysychanska", date(2022, 3, 1), {}),
    ("Alchevska", LAST, {}),
]


@pytest.mark.parametrize(("name", "day", "named"), NAMED)
def test_exceptions_by_name(
    register: Register, name: str, day: date, named: dict[str | None, list[str]]
) -> None:
    found = exceptions(register, code_of(register, name), day)
    assert {
        group.status: [register.settlements[code].name_uk for code in group.settlements]
        for group in found
    } == named


RULES = {
    "a separate row takes a settlement out of the community's": (
        [status_row(NORTH, level="community", status="active_hostilities"),
         status_row(N1, level="settlement", status="possible_hostilities")],
        NORTH, [Group(TerritoryStatus.POSSIBLE_HOSTILITIES, (N1,))],
    ),
    "even before that row is in force": (
        [status_row(NORTH, level="community", status="active_hostilities"),
         status_row(N1, level="settlement", valid_from="2030-01-01")],
        NORTH, [Group(TerritoryStatus.NOT_LISTED, (N1,))],
    ),
    "with the status of the community it is no exception": (
        [status_row(NORTH, level="community", status="active_hostilities"),
         status_row(N1, level="settlement", status="active_hostilities")],
        NORTH, [],
    ),
    "a settlement without a separate row is none": (
        [status_row(N1, level="settlement", status="active_hostilities")], NORTH, [],
    ),
    "as many occupied as not: the occupied": (
        [status_row(M2, level="settlement")],
        MIDDLE, [Group(TerritoryStatus.TEMPORARILY_OCCUPIED, (M2,))],
    ),
    "more occupied than not: the others": (
        [status_row(N1, level="settlement"), status_row(N3, level="settlement")],
        NORTH, [Group(None, (N2,))],
    ),
    "under a raion nothing is taken out": (
        [status_row(EAST), status_row(S1, level="settlement", status="active_hostilities")],
        SOUTH, [],
    ),
    "each other status is named by itself": (
        [status_row(M1, level="settlement", status="active_hostilities"),
         status_row(M2, level="settlement", status="possible_hostilities")],
        MIDDLE, [Group(TerritoryStatus.POSSIBLE_HOSTILITIES, (M2,))],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "community", "groups"), RULES.values(), ids=RULES)
def test_what_is_an_exception(rows: list[object], community: str, groups: list[Group]) -> None:
    assert list(exceptions(make_register(status=rows), community, date(2022, 1, 1))) == groups


# --- Steps ------------------------------------------------------------------------------------


def test_stepping_visits_every_change_and_comes_back(register: Register) -> None:
    forth = [date.min]
    while following := step(register, forth[-1], forward=True):
        assert following > forth[-1]
        forth.append(following)
    assert forth[1:] == [*change_dates(register), LAST]
    back = [date.max]
    while previous := step(register, back[-1], forward=False):
        assert previous < back[-1]
        back.append(previous)
    assert back[1:] == forth[:0:-1]
    for one, other in pairwise(forth[1:]):
        for day in {one + ONE, other - ONE} - {one, other}:
            assert step(register, day, forward=False) == one
            assert step(register, day, forward=True) == other
    assert step(register, LAST + ONE, forward=True) is None
    assert step(register, LAST + ONE, forward=False) == LAST


def test_a_change_after_the_edition_is_no_stop() -> None:
    rows = [status_row(EAST), status_row(N1, level="settlement", valid_from="2030-01-01")]
    register = make_register(status=rows)
    assert step(register, LAST, forward=True) is None
    assert step(register, date(2031, 1, 1), forward=False) == LAST


# --- Records ----------------------------------------------------------------------------------

THEN = [
    ("2022-02-23", None, [NOT_LISTED]),
    ("2022-02-24", None, ["possible_hostilities"]),
    ("2022-04-30", None, ["possible_hostilities"]),
    ("2022-05-01", None, [PARTLY]),
    ("2022-05", None, [PARTLY]),
    ("2022-04", None, ["possible_hostilities"]),
    ("2022-02", None, [NOT_LISTED, "possible_hostilities"]),
    ("2022", None, [NOT_LISTED, "possible_hostilities", PARTLY]),
    ("2021", "2022-06-01", [NOT_LISTED]),
    (None, "2022-06-01", [PARTLY]),
    ("2026", None, [PARTLY]),
]


@pytest.mark.parametrize(("start", "end", "then"), THEN)
def test_a_record_then_and_now(start: str | None, end: str | None, then: list[str]) -> None:
    register = make_register()
    item = replace(register.projects[0], start=start, end=end)
    (found,) = status_at_project(register, item)
    assert (found.katottg, found.now) == (NORTH, PARTLY)
    assert found.then is not None
    assert list(found.then) == then


def test_each_community_of_a_record_by_itself() -> None:
    item = project(communities=[NORTH, SOUTH], start="2022-03-01", end=None, period="after")
    register = make_register(projects=[item])
    north, south = status_at_project(register, register.projects[0])
    assert (north.katottg, south.katottg) == (NORTH, SOUTH)
    assert [north.then, south.then] == [("possible_hostilities",), (OCCUPIED,)]


def test_an_undated_record_has_no_then() -> None:
    register = make_register(projects=[undated()])
    (found,) = status_at_project(register, register.projects[0])
    assert (found.then, found.now) == (None, PARTLY)


def test_a_record_without_a_community_has_nothing() -> None:
    register = make_register(projects=[undated(communities=[], scope="oblast")])
    assert status_at_project(register, register.projects[0]) == ()


def test_a_status_that_comes_back_within_a_year_is_told_twice() -> None:
    rows = [status_row(EAST, valid_from="2020-03-01", valid_to="2020-06-01")]
    register = make_register(status=rows, projects=[project(communities=[SOUTH], start="2020")])
    (found,) = status_at_project(register, register.projects[0])
    assert found.then == (NOT_LISTED, OCCUPIED, NOT_LISTED)


@pytest.mark.parametrize(
    ("change", "then"),
    [
        ("2019-12-31", [OCCUPIED]),
        ("2020-01-01", [OCCUPIED]),
        ("2020-01-02", [NOT_LISTED, OCCUPIED]),
        ("2020-12-31", [NOT_LISTED, OCCUPIED]),
        ("2021-01-01", [NOT_LISTED]),
    ],
)
def test_the_first_and_the_last_day_of_a_year_belong_to_it(change: str, then: list[str]) -> None:
    rows = [status_row(EAST, valid_from=change)]
    register = make_register(status=rows, projects=[project(communities=[SOUTH], start="2020")])
    (found,) = status_at_project(register, register.projects[0])
    assert found.then is not None
    assert list(found.then) == then


@given(first=DAYS, length=st.sampled_from([4, 7, 10]), community=COMMUNITIES)
def test_any_date_of_a_record_against_every_day_of_it(
    register: Register, first: date, length: int, community: str
) -> None:
    dated = first.isoformat()[:length]
    item = replace(register.projects[0], communities=(community,), start=dated, end=None)
    (found,) = status_at_project(register, item)
    days = [day.isoformat() for day in change_dates(register)]
    inside = [day for day in days if day.startswith(dated)]
    begin = (dated + "-01-01")[:10] if length == 4 else (dated + "-01")[:10]
    answers = [naive(community, day)[0] for day in sorted({begin, *inside})]
    distinct = [one for one, other in pairwise([*answers, None]) if one != other]
    assert found.then is not None
    assert list(found.then) == distinct
