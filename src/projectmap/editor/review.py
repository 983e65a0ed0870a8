"""Proposals field by field, to be accepted or rejected one by one or all at once."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from projectmap.editor import page as frame, people
from projectmap.editor.differences import field_title, name_of, words
from projectmap.editor.fields import COLLECTION_NAMES, SET_BY_US
from projectmap.markup import element, join
from projectmap.model.labels import Labels
from projectmap.store import (
    Change,
    ChangeSet,
    Merge,
    NotFoundError,
    Person,
    RegisterStore,
    Review,
    Role,
    State,
    fields_of,
    value_of,
)

PROPOSED = "proposal:"
"""Beginning of what a new record is made of: the number of a proposal, and a key in it."""
A_PAGE = 25
"""Changes of a set that are shown at once."""
MOST_DIGITS = 9
"""Of the number of a proposal: databases take no longer ones."""
MOST_FIELDS = 6
"""Named of another proposal for the same record."""


def page() -> None:
    """The page."""
    labels = frame.labels()
    t = labels.t
    frame.begin(t("Review"))
    number = number_in(st.query_params.get("set", ""))
    if number is None:
        frame.listing(
            (frame.link("review", set_line(item, labels), t, set=item.id)
             for item in frame.store().change_sets(is_open=True)),
            t("Nothing is waiting for review."),
        )  # fmt: skip
        return
    try:
        found = frame.store().change_set(number)
    except NotFoundError:
        st.error(t("There is no such proposal."))
        return
    st.html(element("p", frame.link("review", t("All proposals"), t)))
    st.header(frame.plain(set_line(found, labels)), anchor=False)
    person, alone = people.person(), frame.store().single_user
    own = not alone and found.subject == person.subject
    if found.open and own:
        st.info(t("This is your own proposal: another person accepts it."))
    may_accept = found.open and not own and frame.say_unless_may(Role.APPROVER, t)
    _set(labels, found, may_accept=may_accept, own=own)


def number_in(text: str) -> int | None:
    """The number of a proposal that an address has; None where it cannot be one."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def set_line(item: ChangeSet, labels: Labels) -> str:
    """A proposal in one line: number, reason, who and when, how many changes."""
    t = labels.t
    count = t.plural("{n} change", "{n} changes", sum(item.states.values()))
    why, at = frame.reason(item.why, t), frame.moment(item.at, t)
    return f"{item.id}. {why} · {item.name} · {at} · {count}"


def say_waiting(labels: Labels, collection: str, keys: Iterable[str], but: int = 0) -> None:
    """Say who proposes what for the same records, apart from the proposal ``but``."""
    t, store = labels.t, frame.store()
    found: dict[int, dict[str, None]] = {}
    for change in (one for key in keys for one in store.waiting(collection, key)):
        value = change.edit.value
        fields = [t("withdrawn")] if value is None else [
            field_title(labels, collection, row.field) for row in store.review(change).fields
            if row.field not in SET_BY_US
        ]  # fmt: skip
        found.setdefault(change.set_id, {}).update(dict.fromkeys(fields))
    found.pop(but, None)
    if found:
        st.warning(t("Already proposed, and waiting for review:"))
        lines = (
            [frame.link("review", set_line(store.change_set(number), labels), t, set=number),
             f": {t.listing(list(fields)[:MOST_FIELDS])}"]
            for number, fields in found.items()
        )  # fmt: skip
        frame.listing((join(line) for line in lines), "")


def _set(labels: Labels, item: ChangeSet, *, may_accept: bool, own: bool) -> None:
    t = labels.t
    changes = frame.store().changes(item.id)
    merges: dict[int, Merge] = {}
    blocked = set()
    first = 0
    if len(changes) > A_PAGE:
        pages = range(0, len(changes), A_PAGE)
        first = st.selectbox(
            t("Changes"), pages, key=f"part:{item.id}",
            format_func=lambda n: f"{n + 1}–{min(n + A_PAGE, len(changes))}",
        )  # fmt: skip
    may_decide, reason = may_accept or (item.open and own), ""
    if may_decide:
        title = t("Reason (needed to withdraw it)") if own else t("Reason (needed to reject)")
        reason = frame.reason_field(title, f"reason:{item.id}")
    everything = st.container(horizontal=True)
    for change in changes[first : first + A_PAGE]:
        with st.container(border=True):
            found = frame.store().review(change)
            _head(labels, change, found)
            if change.state != State.PROPOSED:
                _decided(labels, change)
                continue
            say_waiting(labels, change.edit.collection, [change.edit.key], but=item.id)
            merge = _differences(labels, found)
            if found.moved and merge is None:
                blocked.add(change.id)
            elif merge is not None:
                merges[change.id] = merge
            if may_decide:
                _decide(labels, item, [change.id], merges, reason, st.container(horizontal=True),
                        ready=change.id not in blocked, own=own)  # fmt: skip
    if may_decide and item.states[State.PROPOSED] > 1:
        _decide(labels, item, None, merges, reason, everything, ready=not blocked, own=own)


def _head(labels: Labels, change: Change, found: Review) -> None:
    t, edit = labels.t, change.edit
    value = found.ours or found.theirs or found.base
    name = name_of(labels, edit.collection, edit.key, value)
    kind = t("withdrawn") if found.ours is None else "" if found.base else t("new")
    parts = [t(COLLECTION_NAMES[edit.collection]), name, kind]
    st.markdown(f"**{frame.plain(' · '.join(part for part in parts if part))}**")


def _decided(labels: Labels, change: Change) -> None:
    t, decision = labels.t, change.decision
    word = t("accepted") if change.state == State.ACCEPTED else t("rejected")
    if decision is not None:
        own = t("by the person who proposed it") if decision.own else ""
        parts = [word, decision.name, frame.moment(decision.at, t), own, decision.reason]
        st.html(element("p", " · ".join(part for part in parts if part), class_="muted"))


def _differences(labels: Labels, found: Review) -> Merge | None:
    """Show what a change does; what the reviewer chooses where the record has moved since."""
    t, edit = labels.t, found.change.edit
    name = edit.collection
    if not found.moved:
        frame.differences(labels, name, found.base, found.ours)
        return None
    if found.another:
        free = frame.store().free_key(name, edit.key)
        st.error(t("Another record has the ID {id} by now: accepting this would overwrite it.",
                   id=frame.plain(edit.key)))  # fmt: skip
        again = t("Propose this again as {id}", id=free)
        st.html(frame.link("records", again, t, collection=name,
                           new=f"{PROPOSED}{found.change.set_id}:{edit.key}"))  # fmt: skip
        return None
    st.warning(t("The record has changed since this was proposed."))
    compared = [
        (
            field_title(labels, name, row.field),
            words(labels, name, row.field, row.base),
            words(labels, name, row.field, row.theirs),
            words(labels, name, row.field, row.ours),
        )
        for row in found.fields
    ]
    heads = [t("Field"), t("When it was proposed"), t("Today"), t("Proposed")]
    st.html(frame.table(heads, compared))
    sides = {"theirs": t("as today"), "ours": t("as proposed")}
    place = f"{found.change.id}:{found.current}"
    if found.theirs is None or found.ours is None:
        side = st.radio(
            t("Which version should be kept?"), list(sides), None, key=place, horizontal=True,
            format_func=sides.__getitem__,
        )  # fmt: skip
        if side is None:
            return None
        return Merge(found.current, found.theirs if side == "theirs" else found.ours)
    chosen = dict(fields_of(name, found.theirs))
    open_choice = False
    for row in found.fields:
        side = "ours" if row.theirs == row.base else "theirs"
        if row.field == "updated":  # of two days the later
            side = "ours" if str(row.ours) > str(row.theirs) else "theirs"
        elif row.conflict:
            side = st.radio(
                field_title(labels, name, row.field), list(sides), None,
                key=f"{place}:{row.field}", horizontal=True, format_func=sides.__getitem__,
            )  # fmt: skip
        if side is None:
            open_choice = True
        else:
            chosen[row.field] = row.ours if side == "ours" else row.theirs
    return None if open_choice else Merge(found.current, value_of(name, chosen))


def _decide(
    labels: Labels,
    item: ChangeSet,
    ids: list[int] | None,
    merges: dict[int, Merge],
    reason: str,
    room: st.delta_generator.DeltaGenerator,
    *,
    ready: bool,
    own: bool,
) -> None:
    t = labels.t
    key = f"{item.id}:{'all' if ids is None else ids[0]}"
    yes, no = (t("Accept all"), t("Reject all")) if ids is None else (t("Accept"), t("Reject"))
    no = t("Withdraw") if own else no
    accepted = not own and room.button(yes, type="primary", key=f"{key}:accept", disabled=not ready)
    rejected = room.button(no, key=f"{key}:reject")
    if accepted:
        chosen = {name: merge for name, merge in merges.items() if ids is None or name in ids}
        revision = frame.attempt(
            Role.APPROVER,
            lambda store, person: store.accept(
                person, item.id, changes=ids, merges=chosen, reason=reason
            ),
            t,
        )
        if revision is not None:
            frame.done(t("Accepted. Readers see it once it is published."))
    if rejected and frame.is_given(reason, t):

        def reject(store: RegisterStore, person: Person) -> bool:
            store.reject(person, item.id, reason, changes=ids)
            return True

        if frame.attempt(Role.EDITOR, reject, t):
            frame.done(t("Withdrawn.") if own else t("Rejected."))
