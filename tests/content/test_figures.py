"""The few big numbers of a view: each is that of ``query``, none is a zero for "not stated"."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import product
from typing import Any

import pytest
from builders import make_register, money, organisation, partnership, project, undated
from each import each
from territory import EAST, NORTH, SOUTH, WEST

from projectmap.content.figures import MAX_NAMED, figures
from projectmap.i18n import Translator, translator
from projectmap.model.codes import FactGroup, Kind, TerritoryStatus
from projectmap.model.labels import Labels, label
from projectmap.model.register import Register
from projectmap.query.figures import breakdown, offers
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.status import status_on
from projectmap.query.totals import totals
from projectmap.query.view import View

NOTHING = View(q="нічогонемає")
VIEWS = {
    "all": View(),
    "a sector": View(sector=("water",)),
    "a community": View(community=("UA44140090000072167",)),
    "a raion": View(community=("UA44140000000031142",)),
    "years": View(year_from=2014, year_to=2021),
    "needs": View(kind=("need",)),
    "nothing": NOTHING,
}


def values(register: Register, view: View, group: str, language: str = "en") -> dict[str, str]:
    """The facts of a group by label."""
    found = figures(Shown(Labels(register, translator(language)), view), group)
    return {fact.label: fact.text for fact in found}


def whole(text: str) -> int:
    """The first number that a text has."""
    match = re.search(r"[\d,\u00a0]+", text)
    assert match is not None
    return int(re.sub(r"\D", "", match[0]))


@each(product(VIEWS.values(), ["uk", "en"], FactGroup))
def test_every_fact_has_a_name_and_a_value_once(
    register: Register, view: View, language: str, group: str
) -> None:
    found = figures(Shown(Labels(register, translator(language)), view), group)
    assert all(fact.label and fact.text for fact in found)
    assert len({(fact.label, fact.text) for fact in found}) == len(found)
    assert len(found) <= MAX_NAMED + 4 or group == "status"


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_the_numbers_are_those_of_query(register: Register, view: View) -> None:
    selection = select(register, view)
    t = translator("en")
    shown = values(register, view, "records")
    assert whole(shown["Records"]) == selection.count
    for period, number in selection.by_period.items():
        assert whole(shown.get(label(t, period), "0")) == number
    hidden = shown.get("Undated records hidden by the year filter")
    assert whole(hidden or "0") == selection.hidden_undated

    named = values(register, view, "partnerships")
    assert bool(named) == bool(selection.partnerships)
    if named:
        assert whole(named.pop("Partnerships")) == len(selection.partnerships)
        assert sum(map(whole, named.values())) == len(selection.partnerships)

    for group, name in (("donors", "donor"), ("sectors", "sector")):
        found = breakdown(register, selection.mask, name)
        said = figures(Shown(Labels(register, t), view), group)
        top = [row.records for row in found.rows[:MAX_NAMED]]
        assert [whole(fact.text) for fact in said[: len(top)]] == top
        rest = {fact.label: whole(fact.text) for fact in said[len(top) :]}
        left = len(found.rows) - len(top)
        assert rest.get(f"Other {group}", 0) == left
        assert rest.get(f"Records that name no {name}", 0) == found.none.records

    assert [bool(values(register, view, group)) for group in ("needs", "money")] == (
        [selection.count > 0] * 2
    )
    if selection.count:
        rows = {row.code: row.records for row in breakdown(register, selection.mask, "kind").rows}
        needs = values(register, view, "needs")
        assert whole(needs["Needs"]) == rows[Kind.NEED]
        assert whole(needs["Open to partners"]) == offers(register, selection)[0]
        stated, *sums = figures(Shown(Labels(register, t), view), "money")
        found_sums = totals(register, selection.mask)
        assert stated.text == f"{found_sums.stating} of {found_sums.records}"
        assert [fact.text for fact in sums] == [
            t.money(total.amount, total.currency) for total in found_sums.sums
        ]


# --- Status -----------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2014-04-06", "2014-04-07", "2022-02-24", "2022-03-03", None])
def test_communities_by_status_on_the_views_date(register: Register, day: str | None) -> None:
    asked = date.fromisoformat(day) if day else None
    t = translator("en")
    counts = Counter(
        item.status for item in status_on(register, asked or register.edition).values()
    )
    first, every, *rest = figures(Shown(Labels(register, t), View(asof=asked)), "status")
    assert first.text == t.day(asked or register.edition)
    assert t.day(register.edition) in first.note
    assert whole(every.text) == len(register.communities) == sum(counts.values())
    assert {fact.label: whole(fact.text) for fact in rest} == {
        label(t, status): number for status, number in counts.items()
    }


def test_partly_occupied_says_how_many_settlements(register: Register) -> None:
    t = translator("en")
    found = {fact.label: fact for fact in figures(Shown(Labels(register, t), View()), "status")}
    note = found[label(t, TerritoryStatus.PARTLY_OCCUPIED)].note
    assert note == (
        "Settlements occupied: Kolomyichyska – 13 of 21; Krasnorichenska – 5 of 10; "
        "Kreminska – 10 of 11; Lysychanska – 15 of 17"
    )
    others = [fact for fact in found.values() if "partly occupied" not in fact.label]
    assert not any("Settlements occupied" in fact.note for fact in others)


def test_a_few_chosen_communities_stand_by_name() -> None:
    register = make_register()
    view = View(community=(NORTH, SOUTH), asof=date(2022, 3, 4))
    found = figures(Shown(Labels(register, translator("en")), view), "status")[1:]
    assert [(fact.key, fact.label, fact.text, fact.note) for fact in found] == [
        (NORTH, "Testova North (formerly Formerly Testova)", "possible hostilities",
         "since 24 February 2022"),
        (SOUTH, "Testova South", "temporarily occupied", "since 7 April 2014"),
    ]  # fmt: skip


def test_a_partly_occupied_community_says_how_many_settlements() -> None:
    view = View(community=(NORTH,), asof=date(2022, 5, 1))
    [north] = figures(Shown(Labels(make_register(), translator("en")), view), "status")[1:]
    assert north.text == "partly occupied (our calculation)"
    assert north.note == "since 1 May 2022; 1 of 3 settlements"


def test_a_raion_stands_for_its_communities() -> None:
    found = values(make_register(), View(community=(WEST, EAST)), "status")
    assert list(found)[1:] == [
        "Testova Middle",
        "Testova North (formerly Formerly Testova)",
        "Testova South",
    ]


def test_a_later_date_and_an_earlier_one_are_explained(register: Register) -> None:
    for day, words in (
        (date(2030, 1, 1), "later than the List version"),
        (date(2014, 5, 1), "was issued"),
    ):
        first = figures(Shown(Labels(register, translator("en")), View(asof=day)), "status")[0]
        assert words in first.note


# --- What is not stated, and what is hostile --------------------------------------------------

SAID: dict[str, tuple[list[Any], str, dict[str, str]]] = {
    "no amount": (
        [project("T1"), undated("T2")], "money", {"Records that state an amount": "0 of 2"},
    ),
    "loans kept separate": (
        [money("T1"), money("T2", 900, finance="loan")],
        "money",
        {"Records that state an amount": "2 of 2", "Total excluding loans": "USD\u00a0100",
         "Total loans": "USD\u00a0900"},
    ),
    "no donor": (
        [project("T1", donors=[]), project("T2")],
        "donors",
        {"Test organisation test-donor": "1 record", "Records that name no donor": "1 record"},
    ),
    "a programme counts in its parent": (
        [project("T1", donors=["test-programme"])],
        "donors",
        {"Test organisation test-donor": "1 record"},
    ),
    "open, whatever the kind": (
        [project("T1", open_to_partners=True, confirmed_on="2026"), project("T2", kind="need"),
         project("T3", open_to_partners=False)],
        "needs",
        {"Needs": "1", "Open to partners": "1"},
    ),
    "no record at all": ([], "records", {"Records": "0"}),
    "no record, so no money": ([], "money", {}),
}  # fmt: skip


@pytest.mark.parametrize(("records", "group", "said"), SAID.values(), ids=SAID)
def test_what_is_said(records: list[Any], group: str, said: dict[str, str]) -> None:
    register = make_register(projects=records, partnerships=[])
    assert values(register, View(), group) == said


def test_a_donor_says_that_its_programmes_count_in_it() -> None:
    records = [
        project("T1", donors=["test-programme"]),
        project("T2", donors=["test-donor", "test-other"]),
    ]
    found = figures(
        Shown(Labels(make_register(projects=records), translator("en")), View()), "donors"
    )
    assert [fact.note.partition(",")[0] for fact in found] == [
        "with its programmes and agencies",
        "A record that names several is counted under each",
    ]


@pytest.mark.parametrize(
    ("confirmed", "note"), [(None, "0 of 1"), ("2026-11", "1 of 1")], ids=["not", "confirmed"]
)
def test_an_offer_says_whether_it_was_confirmed(confirmed: str | None, note: str) -> None:
    record = project("T1", open_to_partners=True, confirmed_on=confirmed)
    [_, found] = figures(
        Shown(Labels(make_register(projects=[record]), translator("en")), View()), "needs"
    )
    assert found.note == f"confirmed by the community: {note}"


def test_earlier_records_say_that_their_present_state_is_not_known() -> None:
    found = figures(Shown(Labels(make_register(), translator("en")), View()), "records")
    notes = {fact.label: fact.note for fact in found}
    assert "current situation is unknown" in notes["before 24 Feb 2022"]
    assert notes["Records"] == "of 1 record"


def test_partnerships_by_kind_and_state() -> None:
    shown = [
        partnership("T1"),
        partnership("T2", status="ended"),
        partnership("T3", kind=None, status="sought"),
    ]
    found = figures(
        Shown(Labels(make_register(partnerships=shown), translator("en")), View()), "partnerships"
    )
    assert [(fact.key, fact.label, fact.text, fact.note) for fact in found] == [
        ("partnerships", "Partnerships", "3", "of 3 partnerships"),
        ("memorandum", "memorandum", "2", "signed: 1; ended: 1"),
        ("sought", "partner sought", "1", ""),
    ]


def test_a_name_is_never_cut(t: Translator) -> None:
    name = "{{7*7}} <img onerror=x> {n} =cmd() \u202e" + "я" * 3000
    donors = [organisation("test-donor", name_uk=name, name_en=name)]
    register = make_register(organisations=donors)
    assert figures(Shown(Labels(register, t), View()), "donors")[0].label == name
