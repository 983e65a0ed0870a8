"""What is proposed: field by field in words, accepted or rejected one by one or all at once."""

from __future__ import annotations

import streamlit as st

from projectmap.editor import page as frame
from projectmap.editor.fields import COLLECTION_NAMES
from projectmap.editor.people import person
from projectmap.editor.words import changed, field_title, name_of, words
from projectmap.markup import element
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

A_PAGE = 25
"""Changes of a set that are shown at once."""


def page() -> None:
    """The page."""
    labels = frame.labels()
    t = labels.t
    frame.begin(t("Review"))
    asked = st.query_params.get("set", "")
    if not asked.isdecimal():
        frame.listing(
            (frame.link("review", set_line(item, labels), t, set=item.id)
             for item in frame.store().change_sets(is_open=True)),
            t("Nothing waits for a review."),
        )  # fmt: skip
        return
    try:
        found = frame.store().change_set(int(asked))
    except NotFoundError:
        st.error(t("There is no such proposal."))
        return
    st.html(element("p", frame.link("review", t("All proposals"), t)))
    st.header(set_line(found, labels), anchor=False)
    if found.open and not frame.store().single_user and found.subject == person().subject:
        st.info(t("This is your own proposal: another person accepts it."))
    _set(labels, found)


def set_line(item: ChangeSet, labels: Labels) -> str:
    """A proposal in one line: number, reason, who and when, how many changes."""
    t = labels.t
    count = t.plural("{n} change", "{n} changes", sum(item.states.values()))
    why, at = frame.reason(item.why, t), frame.moment(item.at, t)
    return f"{item.id}. {why} · {item.name} · {at} · {count}"


def _set(labels: Labels, item: ChangeSet) -> None:
    t = labels.t
    changes = frame.store().changes(item.id)
    reviews = {}
    merges: dict[int, Merge] = {}
    blocked = set()
    first = 0
    if len(changes) > A_PAGE:
        pages = range(0, len(changes), A_PAGE)
        first = st.selectbox(
            t("Changes"), pages, key=f"part:{item.id}",
            format_func=lambda n: f"{n + 1}–{min(n + A_PAGE, len(changes))}",
        )  # fmt: skip
    reason = ""
    if item.open:
        reason = frame.reason_field(t("Reason (needed to reject)"), f"reason:{item.id}")
    everything = st.container(horizontal=True)
    for change in changes[first : first + A_PAGE]:
        with st.container(border=True):
            found = frame.store().review(change)
            reviews[change.id] = found
            _head(labels, change, found)
            if change.state != State.PROPOSED:
                _decided(labels, change)
                continue
            merge = _differences(labels, found)
            if found.moved and merge is None:
                blocked.add(change.id)
            elif merge is not None:
                merges[change.id] = merge
            buttons = st.container(horizontal=True)
            _decide(labels, item, [change.id], merges, reason, buttons,
                    ready=change.id not in blocked)  # fmt: skip
    if item.open and item.states[State.PROPOSED] > 1:
        _decide(labels, item, None, merges, reason, everything, ready=not blocked)


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
        rows = changed(labels, name, found.base, found.ours)
        st.html(frame.table([t("Field"), t("Before"), t("After")], rows))
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
        side = st.radio(t("Which is to hold?"), list(sides), None, key=place, horizontal=True,
                        format_func=sides.__getitem__)  # fmt: skip
        if side is None:
            return None
        return Merge(found.current, found.theirs if side == "theirs" else found.ours)
    chosen = dict(fields_of(name, found.theirs))
    open_choice = False
    for row in found.fields:
        side = "ours" if row.theirs == row.base else "theirs"
        if row.conflict:
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
) -> None:
    t = labels.t
    key = f"{item.id}:{'all' if ids is None else ids[0]}"
    yes, no = (t("Accept all"), t("Reject all")) if ids is None else (t("Accept"), t("Reject"))
    accepted = room.button(yes, type="primary", key=f"{key}:accept", disabled=not ready)
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
            frame.done(t("Rejected."))
