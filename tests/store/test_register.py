"""Proposals, decisions and history, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import project
from store.people import APPROVER, EDITOR, READER, accept, edited, fields_in
from territory import NORTH

from projectmap.model.codes import Release
from projectmap.store import (
    AlreadyDecidedError,
    ConflictError,
    Edit,
    Merge,
    NotAllowedError,
    NotFoundError,
    Person,
    RefusedError,
    RegisterStore,
    Review,
    Role,
    State,
    StoreError,
    TakenError,
    fields_of,
    place_of,
    value_of,
)
from projectmap.store.engine import writing
from projectmap.store.files import contents_of, values_of
from projectmap.store.rows import insert_set

RECORD = ("projects", "TEST-001")


def title(store: RegisterStore) -> str:
    return str(fields_in(store)["title_en"])


def test_an_empty_store_begins_with_the_folder(store: RegisterStore, seed: Path) -> None:
    accepted = store.accepted()
    assert accepted.revision == 1
    assert accepted.values == values_of(seed)
    first = store.version(*RECORD, 1)
    assert (first.before, first.subject) == (None, "projectmap")
    assert store.register().problems == ()


def test_the_shipped_folder_comes_back_byte_for_byte(geodata: Path) -> None:
    files = contents_of(values_of(geodata), Release.PUBLIC).files
    there = [path for path in geodata.rglob("*") if path.is_file()]
    assert files.keys() == {path.relative_to(geodata).as_posix() for path in there}
    for name, content in files.items():
        assert content == (geodata / name).read_bytes(), name


def test_what_is_proposed_is_not_yet_accepted(store: RegisterStore) -> None:
    number = store.propose(EDITOR, [edited(store, title_en="New title")], "a better title")
    assert title(store) == "Test record TEST-001"
    assert store.change_set(number).states == {State.PROPOSED: 1}
    (change,) = store.changes(number)
    shown = store.review(change)
    assert not shown.moved
    assert [(row.field, row.theirs, row.ours) for row in shown.fields] == [
        ("title_en", "Test record TEST-001", "New title")
    ]


def test_an_accepted_change_is_a_version_with_all_that_led_to_it(store: RegisterStore) -> None:
    number = store.propose(EDITOR, [edited(store, title_en="New title")], "a better title")
    assert store.accept(APPROVER, number, reason="read the source") == 2
    assert title(store) == "New title"
    assert {item.title_en for item in store.register().projects} == {"New title"}
    found = store.version(*RECORD, 2)
    assert fields_of("projects", found.before)["title_en"] == "Test record TEST-001"
    assert fields_of("projects", found.value)["title_en"] == "New title"
    assert (found.subject, found.name, found.why) == (EDITOR.subject, EDITOR.name, "a better title")
    decision = found.decision
    assert (decision.subject, decision.reason, decision.own) == (
        APPROVER.subject, "read the source", False,
    )  # fmt: skip
    assert decision.at.endswith("+00:00")
    with pytest.raises(AlreadyDecidedError):
        store.accept(APPROVER, number)


def test_another_process_sees_it(
    store: RegisterStore, open_it: Callable[..., RegisterStore]
) -> None:
    other = open_it()
    assert title(other) == "Test record TEST-001"
    accept(store, edited(store, title_en="New title"))
    assert title(other) == "New title"
    assert other.register().projects[0].title_en == "New title"


def going() -> Callable[[], Role]:
    """An editor when first asked, a reader from then on."""
    roles = iter([Role.EDITOR, Role.READER])
    return lambda: next(roles)


WHO = {
    "a reader proposes": lambda store: store.propose(READER, [edited(store)], "why"),
    "a reader accepts": lambda store: store.accept(READER, proposed(store)),
    "an editor accepts": lambda store: store.accept(replace(EDITOR, subject="x"), proposed(store)),
    "an editor rejects what others proposed": lambda store: store.reject(
        replace(EDITOR, subject="x"), proposed(store), "why"
    ),
    "an approver accepts their own": lambda store: store.accept(
        replace(EDITOR, role=Role.APPROVER), proposed(store)
    ),
    "whose role is gone by now proposes": lambda store: store.propose(
        replace(EDITOR, current_role=lambda: Role.READER), [edited(store)], "why"
    ),
    "whose role goes while others write proposes": lambda store: store.propose(
        replace(EDITOR, current_role=going()), [edited(store)], "why"
    ),
    "whose role is gone by now accepts": lambda store: store.accept(
        replace(APPROVER, current_role=lambda: Role.EDITOR), proposed(store)
    ),
    "nobody proposes": lambda store: store.propose(
        Person("", "", Role.APPROVER), [edited(store)], "why"
    ),
}


def proposed(store: RegisterStore) -> int:
    return store.propose(EDITOR, [edited(store, title_en="New title")], "why")


@pytest.mark.parametrize("act", WHO.values(), ids=WHO)
def test_the_store_asks_who_it_is(
    act: Callable[[RegisterStore], Any], store: RegisterStore
) -> None:
    with pytest.raises(NotAllowedError):
        act(store)
    assert title(store) == "Test record TEST-001"


def test_one_person_alone_may_and_the_history_says_so(
    open_it: Callable[..., RegisterStore],
) -> None:
    store = open_it(single_user=True)
    person = replace(EDITOR, role=Role.APPROVER)
    store.accept(person, store.propose(person, [edited(store, title_en="Mine")], "why"))
    assert store.version(*RECORD, 2).decision.own


def test_a_rejection_has_a_reason_and_changes_nothing(store: RegisterStore) -> None:
    number = proposed(store)
    with pytest.raises(StoreError, match="reason"):
        store.reject(APPROVER, number, " ")
    store.reject(APPROVER, number, "the source says otherwise")
    assert store.change_set(number).states == {State.REJECTED: 1}
    (change,) = store.changes(number)
    assert change.decision is not None
    assert change.decision.reason == "the source says otherwise"
    assert store.accepted().revision == 1
    store.reject(EDITOR, proposed(store), "a slip of mine")


def test_a_removal_is_a_version_and_can_be_taken_back(store: RegisterStore) -> None:
    accept(store, Edit(*RECORD, None, 1))
    assert store.record(*RECORD) == (None, 2)
    assert store.register().projects == ()
    number = store.restore(EDITOR, *RECORD, 1, "no duplicate after all")
    store.accept(APPROVER, number)
    assert store.record(*RECORD)[1] == 3
    assert [item.number for item in store.history(key=RECORD[1])] == [3, 2, 1]
    assert store.version(*RECORD, 1).value == store.version(*RECORD, 3).value


def test_four_hundred_changes_are_one_set(store: RegisterStore) -> None:
    edits = [
        Edit("projects", name, project(name), 0) for name in map("NEW-{:03}".format, range(400))
    ]
    number = store.propose(EDITOR, edits, "an import")
    assert store.change_set(number).states == {State.PROPOSED: 400}
    assert store.accept(APPROVER, number) == 2
    assert len(store.register().projects) == 401


def test_changes_of_a_set_are_accepted_one_by_one(store: RegisterStore) -> None:
    edits = [Edit("projects", name, project(name), 0) for name in ("NEW-1", "NEW-2")]
    number = store.propose(EDITOR, edits, "two")
    first, second = store.changes(number)
    store.accept(APPROVER, number, changes=[second.id])
    assert store.change_set(number).open
    store.reject(APPROVER, number, "not this one", changes=[first.id])
    assert store.change_set(number).states == {State.ACCEPTED: 1, State.REJECTED: 1}
    assert [item.id for item in store.register().projects] == ["NEW-2", "TEST-001"]
    with pytest.raises(NotFoundError):
        store.accept(APPROVER, number, changes=[first.id, 10_000])


# --- Validation -----------------------------------------------------------------------------

FAULTY: dict[str, tuple[dict[str, Any], str]] = {
    "a date": ({"end": "2020-13"}, "end"),
    "a code": ({"communities": ["UA99999999999999999"]}, "communities"),
    "no source": ({"sources": []}, "sources"),
    "one language": ({"status_text_en": None}, "status_text"),
    "a level": ({"levels": {"title_en": "secret"}}, "levels"),
    "a level of no field": ({"levels": {"colour": "partner"}}, "levels"),
    "another id": ({"id": "TEST-002"}, "id"),
    "a telephone number": ({"summary_en": "Call 099 000 00 01."}, "summary_en"),
    "a point": ({"geometry": {"type": "Point", "coordinates": [0, 0]}}, "location_exactness"),
}


@pytest.mark.parametrize(("fields", "field"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_change_is_refused_with_its_field(
    fields: dict[str, Any], field: str, store: RegisterStore
) -> None:
    wanted = edited(store, **fields)
    with pytest.raises(RefusedError) as refused:
        store.propose(EDITOR, [wanted], "why")
    assert field in {problem.field for problem in refused.value.problems}
    assert {place_of(problem) for problem in refused.value.problems} == {RECORD}
    assert store.try_out([wanted])[1] == refused.value.problems


def test_what_the_public_does_not_get_may_be_personal(store: RegisterStore) -> None:
    texts = dict.fromkeys(("status_text", "status_text_en"), "tel. 0-00-01")
    levels = dict.fromkeys(texts, Release.INTERNAL.value)
    assert store.try_out([edited(store, **texts, levels=levels)])[1] == ()


def test_a_change_that_breaks_another_record_is_refused(store: RegisterStore) -> None:
    with pytest.raises(RefusedError) as refused:
        store.propose(EDITOR, [Edit("organisations", "test-donor", None, 1)], "why")
    assert RECORD in {place_of(problem) for problem in refused.value.problems}


def test_values_of_another_shape_are_refused(store: RegisterStore) -> None:
    for collection, key, value in (
        ("projects", "X", {"id": "X"}),
        ("sectors", "x", {"code": "x"}),
        ("organisations", "x", {"slug": "x", "name_uk": 1}),
        ("stories", "x", {"id": "y"}),
        ("stories", "../x", {"id": "../x"}),
        ("files", "europe.geojson", {"bytes": 1}),
        ("files", "../x", {"text": ""}),
    ):
        with pytest.raises(RefusedError):
            store.propose(EDITOR, [Edit(collection, key, value, 0)], "why")
    with pytest.raises(StoreError):
        store.propose(EDITOR, [Edit("nowhere", "x", {}, 0)], "why")


# --- Conflicts ------------------------------------------------------------------------------


def joined(shown: Review) -> Merge:
    """Both sides' changes together."""
    ours = {row.field: row.ours for row in shown.fields if row.theirs == row.base}
    both = value_of("projects", fields_of("projects", shown.theirs) | ours)
    return Merge(shown.current, both)


def test_changes_of_different_fields_are_joined_as_the_reviewer_has_seen(
    store: RegisterStore,
) -> None:
    number = store.propose(EDITOR, [edited(store, title_en="Ours")], "why")
    accept(store, edited(store, title_uk="Їхня назва"))
    (change,) = store.changes(number)
    with pytest.raises(ConflictError) as moved:
        store.accept(APPROVER, number)
    assert moved.value.changes == (change.id,)
    shown = store.review(change)
    assert shown.moved
    assert not any(row.conflict for row in shown.fields)
    store.accept(APPROVER, number, merges={change.id: joined(shown)})
    value = fields_in(store)
    assert (value["title_en"], value["title_uk"]) == ("Ours", "Їхня назва")


def test_a_merge_rests_on_what_was_seen(store: RegisterStore) -> None:
    number = store.propose(EDITOR, [edited(store, title_en="Ours")], "why")
    accept(store, edited(store, title_uk="Їхня назва"))
    (change,) = store.changes(number)
    shown = store.review(change)
    accept(store, edited(store, summary_en="Later still."))
    with pytest.raises(ConflictError):
        store.accept(APPROVER, number, merges={change.id: joined(shown)})


def test_changes_of_one_field_wait_for_a_choice(store: RegisterStore) -> None:
    number = store.propose(EDITOR, [edited(store, title_en="Ours", summary_en="Ours.")], "why")
    accept(store, edited(store, title_en="Theirs"))
    (change,) = store.changes(number)
    shown = store.review(change)
    assert [(row.field, row.conflict) for row in shown.fields] == [
        ("title_en", True), ("summary_en", False),
    ]  # fmt: skip
    invented = value_of("projects", fields_of("projects", shown.ours) | {"title_en": "Neither"})
    with pytest.raises(ConflictError):  # the approver decides, and writes nothing of their own
        store.accept(APPROVER, number, merges={change.id: Merge(shown.current, invented)})
    chosen = value_of("projects", fields_of("projects", shown.ours) | {"title_en": "Theirs"})
    store.accept(APPROVER, number, merges={change.id: Merge(shown.current, chosen)})
    value = fields_in(store)
    assert (value["title_en"], value["summary_en"]) == ("Theirs", "Ours.")
    assert fields_of("projects", store.changes(number)[0].edit.value)["title_en"] == "Ours"


def test_two_new_records_never_get_one_id(store: RegisterStore) -> None:
    one, two = (Edit("projects", "NEW-01", project("NEW-01", title_en=name), 0) for name in "AB")
    first = store.propose(EDITOR, [one], "one")
    assert [item.set_id for item in store.waiting("projects", "NEW-01")] == [first]
    with pytest.raises(TakenError):
        store.propose(APPROVER, [two], "two")
    assert store.free_key("projects", "NEW-01") == "NEW-02"
    assert store.free_key("organisations", "test-donor") == "test-donor-2"
    with writing(store.engine) as connection:  # as an earlier version took it
        second = insert_set(connection, EDITOR, [two], "two")
    store.accept(APPROVER, first)
    with pytest.raises(TakenError):
        store.propose(APPROVER, [two], "two")
    (change,) = store.changes(second)
    assert store.review(change).another
    for merge in ({}, {change.id: Merge(1, two.value)}):
        with pytest.raises(ConflictError):
            store.accept(APPROVER, second, merges=merge)
    assert fields_in(store, "NEW-01")["title_en"] == "A"


def test_what_was_removed_is_brought_back_once(store: RegisterStore) -> None:
    proposed(store)
    accept(store, Edit(*RECORD, None, 1))
    store.restore(EDITOR, *RECORD, 1, "no duplicate")  # whatever waits from before
    assert store.free_key(*RECORD) == "TEST-002"
    with pytest.raises(TakenError):
        store.restore(APPROVER, *RECORD, 1, "no duplicate")


# --- History --------------------------------------------------------------------------------


def test_history_is_asked_by_record_person_and_time(store: RegisterStore) -> None:
    accept(store, edited(store, title_en="New title"))
    assert len(store.history(limit=1000)) == sum(map(len, store.accepted().values.values())) + 1
    for known_by in (APPROVER.subject, EDITOR.subject, APPROVER.name, EDITOR.name[1:4].upper()):
        assert [item.number for item in store.history(person=known_by)] == [2], known_by
    assert store.history(person="%") == []
    at = store.version(*RECORD, 2).decision.at
    assert [item.key for item in store.history(since=at)] == [RECORD[1]]
    assert store.history(since="9999") == []
    assert store.history(collection="projects", until=at, limit=1)[0].number == 1
    assert store.history(collection="communities", key=NORTH)[0].number == 1
    assert len(store.history(limit=3)) == 3
    assert store.history(limit=1, offset=1) != store.history(limit=1)


def test_change_sets_are_listed(store: RegisterStore) -> None:
    first, second = proposed(store), proposed(store)
    store.reject(APPROVER, second, "no")
    assert [item.id for item in store.change_sets()] == [second, first, 1]
    assert [item.id for item in store.change_sets(is_open=True)] == [first]
