"""Counts for the figures: the same as going through the records one by one."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from builders import make_register, project, undated
from drawn import registers_and_views, views_of
from hypothesis import given, settings, strategies as st
from territory import NORTH, SOUTH

from projectmap.model.codes import Kind, Verification
from projectmap.model.dates import span
from projectmap.model.filters import with_parents
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.figures import (
    CLOSED,
    NAMED,
    PERIODS,
    Breakdown,
    breakdown,
    by_year,
    completeness,
    donors_by_sector,
    needs_by_sector,
    offers,
)
from projectmap.query.select import Selection, select
from projectmap.query.view import View


def breakdowns(register: Register, selection: Selection) -> dict[str, Breakdown]:
    return {name: breakdown(register, selection.mask, name) for name in (*NAMED, *CLOSED)}


# --- One record after the other ---------------------------------------------------------------


def codes(register: Register, item: Project, name: str) -> set[str]:
    """What a record counts under."""
    match name:
        case "sector":
            return set(item.sectors)
        case "community":
            return set(item.communities)
        case "donor":
            above = with_parents(register, item.donors)
            return {slug for slug in above if register.organisations[slug].parent is None}
    return {str(getattr(item, name))}


def years(item: Project) -> set[int]:
    """The years that a record counts in."""
    stated = [text for text in (item.start, item.end) if text]
    if not stated:
        return set()
    return set(range(span(stated[0])[0].year, span(stated[-1])[1].year + 1))


def shown(register: Register, view: View) -> list[Project]:
    return [register.projects[row] for row in select(register, view).rows.tolist()]


def breakdowns_are_right(register: Register, view: View) -> None:
    items = shown(register, view)
    found = breakdowns(register, select(register, view))
    for name, figure in found.items():
        wanted = Counter(
            (code, item.period) for item in items for code in codes(register, item, name) or {""}
        )
        rows = [*figure.rows, figure.none]
        noted = {(row.code, period): row.by_period[period] for row in rows for period in PERIODS}
        assert {key: count for key, count in noted.items() if count} == wanted
        assert figure.every.records == len(items)
        assert figure.overlapping == (wanted.total() > len(items))
        # Nothing is lost: with those that name none there are at least as many as are shown.
        assert sum(row.records for row in rows) >= len(items)
        if name in CLOSED:
            assert not figure.none.records
            assert [row.code for row in figure.rows] == list(CLOSED[name])
        else:
            order = [row.records for row in figure.rows]
            assert order == sorted(order, reverse=True)
            assert 0 not in order


def years_are_right(register: Register, view: View) -> None:
    items = shown(register, view)
    found = by_year(register, select(register, view).mask)
    wanted = Counter((year, item.period) for item in items for year in years(item))
    noted = {
        (int(row.code), period): row.by_period[period] for row in found.rows for period in PERIODS
    }
    assert {key: count for key, count in noted.items() if count} == wanted
    assert found.none.records == sum(not years(item) for item in items)
    if found.rows:
        first, last = int(found.rows[0].code), int(found.rows[-1].code)
        assert [int(row.code) for row in found.rows] == list(range(first, last + 1))
        assert found.rows[0].records
        assert found.rows[-1].records


def crosses_are_right(register: Register, view: View) -> None:
    items = shown(register, view)

    def cells(records: list[Project], name: str) -> Counter[tuple[str, str]]:
        return Counter(
            (row, column)
            for item in records
            for row in codes(register, item, name)
            for column in item.sectors
        )

    def noted(rows: tuple[str, ...], columns: tuple[str, ...], counts: Any) -> dict[Any, int]:
        assert counts.shape == (len(rows), len(columns))
        return {
            (row, column): int(counts[y, x])
            for y, row in enumerate(rows)
            for x, column in enumerate(columns)
            if counts[y, x]
        }

    def outside(name: str) -> int:
        return sum(not (item.sectors and codes(register, item, name)) for item in items)

    donors = donors_by_sector(register, select(register, view))
    assert noted(donors.rows, donors.columns, donors.counts) == cells(items, "donor")
    assert donors.outside == outside("donor")

    needs = needs_by_sector(register, select(register, view))
    axes = needs.rows, needs.columns
    wanted = cells([item for item in items if item.kind == Kind.NEED], "community")
    done = cells([item for item in items if item.kind != Kind.NEED], "community")
    anywhere = cells([x for x in register.projects if x.kind != Kind.NEED], "community")
    assert noted(*axes, needs.counts - needs.needs) == done
    assert noted(*axes, needs.needs) == wanted
    assert set(noted(*axes, needs.gaps)) == {cell for cell in wanted if cell not in anywhere}
    assert needs.outside == outside("community")
    named = {code for item in items for code in item.communities}
    assert set(needs.empty) == set(register.communities) - named
    assert len(needs.empty) + len(needs.rows) == len(register.communities)
    gaps = needs.gaps.sum(axis=1).tolist()
    assert gaps == sorted(gaps, reverse=True)


def completeness_is_right(register: Register, view: View) -> None:
    items = shown(register, view)
    found = completeness(register, select(register, view))
    assert found == {
        "date": sum(bool(item.start or item.end) for item in items),
        "amount": sum(item.amount is not None for item in items),
        "donor": sum(bool(item.donors) for item in items),
        "implementer": sum(bool(item.implementers) for item in items),
        "community": sum(bool(item.communities) for item in items),
        "settlement": sum(item.settlement is not None for item in items),
        "status_asof": sum(item.status_asof is not None for item in items),
        "source_read": sum(item.verification != Verification.EXCERPT for item in items),
    }


CHECKS = [breakdowns_are_right, years_are_right, crosses_are_right, completeness_is_right]


@given(data=st.data())
@settings(max_examples=60)
def test_figures_of_the_real_register(register: Register, data: st.DataObject) -> None:
    view = data.draw(st.just(View()) | views_of(register))
    for check in CHECKS:
        check(register, view)


@given(registers_and_views())
def test_figures_of_any_register(case: tuple[Register, View]) -> None:
    for check in CHECKS:
        check(*case)


# --- What is easily got wrong -----------------------------------------------------------------


def test_a_need_is_no_gap_where_a_project_is_only_filtered_out() -> None:
    register = make_register(
        projects=[
            project("TEST-1", kind="need"),
            project("TEST-2", communities=[NORTH, SOUTH]),
            project("TEST-3", kind="need", communities=[SOUTH], sectors=["energy"]),
        ]
    )
    for view in (View(), View(kind=("need",))):
        found = needs_by_sector(register, select(register, view))
        gaps = [
            (found.rows[y], found.columns[x]) for y, x in zip(*found.gaps.nonzero(), strict=True)
        ]
        assert gaps == [(SOUTH, "energy")]
        assert found.rows == (SOUTH, NORTH)


def test_nothing_shown() -> None:
    register = make_register(projects=[undated("TEST-1")])
    selection = select(register, View(q="???"))
    assert by_year(register, selection.mask).rows == ()
    assert {item.every.records for item in breakdowns(register, selection).values()} == {0}
    assert set(completeness(register, selection).values()) == {0}
    assert donors_by_sector(register, selection).counts.size == 0
    assert needs_by_sector(register, selection).empty == tuple(register.communities)


@pytest.mark.parametrize("view", [View(), View(kind=("need",)), View(sector=("water",))], ids=str)
def test_offers_are_those_records_that_say_so(register: Register, view: View) -> None:
    selection = select(register, view)
    shown = [register.projects[row] for row in selection.rows.tolist()]
    is_open = [item for item in shown if item.open_to_partners]
    confirmed = sum(item.confirmed_on is not None for item in is_open)
    assert offers(register, selection) == (len(is_open), confirmed)
    assert is_open


def test_an_offer_that_is_no_more_is_none_though_it_was_confirmed() -> None:
    register = make_register(
        projects=[
            project("T1", open_to_partners=True, confirmed_on="2026-11"),
            project("T2", open_to_partners=False, confirmed_on="2026-11"),
            project("T3", confirmed_on="2026-11"),
        ]
    )
    assert offers(register, select(register, View())) == (1, 1)
