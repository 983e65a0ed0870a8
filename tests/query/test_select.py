"""Selections: what they promise for any view, on the real register and on made-up ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from builders import make_register, partner, partnership, placed, project, undated
from drawn import registers_and_views, views_of
from each import each
from hypothesis import given, strategies as st
from territory import EAST, MIDDLE, NORTH, SOUTH, WEST

from projectmap.model.codes import Period, Scope
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import FACETS, View

AIDARSKA, KREMINSKA = "UA44140090000072167", "UA44120030000094047"
SIVERSKODONETSKA, TROITSKA = "UA44120110000010163", "UA44100130000017965"


def ids(register: Register, view: View) -> list[str]:
    return [register.projects[row].id for row in select(register, view).rows]


SAID = ("???", "вода", "school", "USAID", "Айдар", "{{7*7}}")


def promises(register: Register, view: View) -> None:
    """Everything that a selection says about itself."""
    found = select(register, view)
    everything = set(range(len(register.projects)))
    assert set(found.rows) <= everything
    assert len(set(found.rows)) == found.count == int(found.mask.sum())
    assert set(found.mask.nonzero()[0]) == set(found.rows)
    assert sum(found.by_period.values()) == found.count
    assert sum(found.by_scope.values()) == found.count
    shown = [register.projects[row] for row in found.rows]
    assert found.by_period == {item: Counter(x.period for x in shown)[item] for item in Period}
    assert found.by_scope == {item: Counter(x.scope for x in shown)[item] for item in Scope}
    starts = [item.start[:4] if item.start else "" for item in shown]
    assert starts == sorted(starts, reverse=True)
    assert {item.id for item in found.partnerships} <= {item.id for item in register.partnerships}


def narrowing(register: Register, view: View) -> None:
    """Leaving a filter out never loses a record."""
    shown = set(ids(register, view))
    for name in (*FACETS, "year_from", "year_to", "q"):
        wider = replace(view, **{name: getattr(View(), name)})
        assert shown <= set(ids(register, wider))
        kept = {item.id for item in select(register, wider).partnerships}
        assert {item.id for item in select(register, view).partnerships} <= kept
    assert set(ids(register, view.cleared())) == {item.id for item in register.projects}


def counts(register: Register, view: View) -> None:
    """An option's count is what choosing just that option in its filter would leave."""
    options = select(register, view).options
    assert set(options) == set(FACETS)
    for name, values in options.items():
        for value, count in values.items():
            alone = replace(view, **{name: (value,)})
            assert select(register, alone).count == count, (name, value)


@given(data=st.data())
def test_the_real_register_keeps_its_promises(register: Register, data: st.DataObject) -> None:
    view = data.draw(views_of(register, *SAID))
    promises(register, view)
    narrowing(register, view)


@given(registers_and_views(*SAID))
def test_any_register_keeps_its_promises(case: tuple[Register, View]) -> None:
    promises(*case)
    narrowing(*case)
    counts(*case)


def test_option_counts_come_true_for_the_real_register(register: Register) -> None:
    views = [View(), View(sector=("water", "energy")), View(donor=("usaid",), period=("undated",)),
             View(q="USAID", community=(SIVERSKODONETSKA,)), View(year_from=2018, year_to=2021),
             View(partner_country=("NL", "PL"))]  # fmt: skip
    for view in views:
        counts(register, view)


def test_what_does_not_narrow_changes_nothing(register: Register) -> None:
    assert select(register, View(lang="en", layer=(), place=NORTH)) is select(register, View())


# --- Filters, on made-up records --------------------------------------------------------------

FILTERED = make_register(
    projects=[
        placed("TEST-1", sectors=["water", "health"], donors=["test-programme"]),
        project("TEST-2", communities=[SOUTH], donors=["test-other"], start="2015", end=None),
        project("TEST-3", communities=[NORTH, MIDDLE], donors=["test-donor"], start="2018-05",
                end="2020-02"),
        undated("TEST-4", kind="need", scope="oblast", communities=[], sectors=[], donors=[]),
        project("TEST-5", start=None, end="2017-06", status="unknown",
                implementers=["test-programme"], donors=[]),
    ],
    partnerships=[
        partnership("TEST-R1", project_id="TEST-2", partner_countries=["DE"], sectors=["water"],
                    partners=[partner(name_uk="Тестберг", name_en="Testberg", country="DE")]),
        partnership("TEST-R2", communities=[SOUTH], start=None, period="undated"),
        partnership("TEST-R3", communities=["UA44000000000018893"], kind="twinning",
                    verification="source_read"),
    ],
)  # fmt: skip

PROJECTS = {
    "all, newest first, undated last": (View(), "1 3 2 4 5"),
    "sector": (View(sector=("water",)), "1 3 2 5"),
    "either of two sectors": (View(sector=("health", "water")), "1 3 2 5"),
    "a sector nobody has": (View(sector=("culture",)), ""),
    "donor's programme": (View(donor=("test-programme",)), "1"),
    "parent finds its programme": (View(donor=("test-donor",)), "1 3"),
    "implementers are no donors": (View(donor=("test-donor", "test-other")), "1 3 2"),
    "community": (View(community=(NORTH,)), "1 3 5"),
    "raion finds its communities": (View(community=(WEST,)), "1 3 5"),
    "the other raion": (View(community=(EAST,)), "2"),
    "raion or community": (View(community=(EAST, MIDDLE)), "3 2"),
    "two filters both hold": (View(community=(WEST,), donor=("test-donor",)), "1 3"),
    "status": (View(status=("unknown",)), "5"),
    "kind": (View(kind=("need",)), "4"),
    "period": (View(period=("undated",)), "4"),
    "partner country by its project": (View(partner_country=("DE",)), "2"),
    "years from": (View(year_from=2018), "1 3"),
    "years to": (View(year_to=2017), "2 5"),
    "years within": (View(year_from=2019, year_to=2019), "3"),
    "years the wrong way round": (View(year_from=2021, year_to=2015), ""),
    "text by id": (View(q="test-5"), "5"),
    "text by donor above": (View(q="organisation test-donor"), "1 3 5"),
    "text by former name": (View(q="колишня"), "1 3 5"),
    "text by a community's centre": (View(q="Testove 111"), "1 3 5"),
    "text by sector": (View(q="галузь health"), "1"),
    "text of signs alone": (View(q="???"), ""),
    "text that runs nothing": (View(q="{{7*7}} 49"), ""),
}  # fmt: skip


@each(PROJECTS.values())
def test_filters(view: View, expected: str) -> None:
    assert ids(FILTERED, view) == [f"TEST-{number}" for number in expected.split()]


@pytest.mark.parametrize(
    ("view", "hidden"),
    [
        (View(), 0),
        (View(year_from=2000), 1),
        (View(year_to=2100), 1),
        (View(year_from=2000, year_to=2100), 1),
        (View(year_from=2000, kind=("project",)), 0),
        (View(year_from=2000, kind=("need",)), 1),
        (View(year_from=2000, q="nothing like it"), 0),
    ],
)
def test_undated_records_hidden_by_years_are_counted(view: View, hidden: int) -> None:
    found = select(FILTERED, view)
    assert found.hidden_undated == hidden
    with_all_years = select(FILTERED, replace(view, year_from=None, year_to=None))
    assert found.count + hidden <= with_all_years.count


PARTNERSHIPS = {
    "all": (View(), "1 2 3"),
    "sector": (View(sector=("water",)), "1"),
    "community": (View(community=(SOUTH,)), "2"),
    "raion": (View(community=(WEST,)), "1"),
    "partner country": (View(partner_country=("NL",)), "2 3"),
    "period": (View(period=("undated",)), "2"),
    "partner's name": (View(q="Testberg"), "1"),
    "near side's name": (View(q="Південна"), "2"),
    "kind": (View(kind=("twinning",)), "3"),
    "verification": (View(verification=("source_read",)), "3"),
}


@pytest.mark.parametrize(("view", "expected"), PARTNERSHIPS.values(), ids=PARTNERSHIPS)
def test_filters_of_partnerships(view: View, expected: str) -> None:
    found = [item.id for item in select(FILTERED, view).partnerships]
    assert found == [f"TEST-R{number}" for number in expected.split()]


# --- The real register ------------------------------------------------------------------------
