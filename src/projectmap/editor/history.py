"""Every version of a record, or of all: who, when, why, what; any of them can be brought back."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from projectmap.editor import page as frame
from projectmap.editor.differences import name_of
from projectmap.editor.fields import COLLECTION_NAMES, MODELS
from projectmap.markup import element, join
from projectmap.model.labels import Labels
from projectmap.store import Role, Version

A_PAGE = 25


def page() -> None:
    """The page."""
    labels = frame.labels()
    t, asked = labels.t, st.query_params
    frame.begin(t("History"))
    columns = st.columns(5)
    names = ["", *COLLECTION_NAMES]
    given = asked.get("collection", "")
    collection = columns[0].selectbox(
        t("Collection"), names, names.index(given) if given in names else 0, key="of",
        format_func=lambda name: t(COLLECTION_NAMES[name]) if name else t("all"),
    )  # fmt: skip
    key = columns[1].text_input(t("Record ID"), asked.get("key", ""), key="record").strip()
    person = columns[2].text_input(t("Person"), key="person").strip()
    since: date | None = columns[3].date_input(t("From"), None, key="since", format="DD.MM.YYYY")
    until: date | None = columns[4].date_input(t("To"), None, key="until", format="DD.MM.YYYY")
    asked_for = (collection, key, person, since, until)
    if st.session_state.get("history-of") != asked_for:
        st.session_state.update({"history-of": asked_for, "history-start": 0})
    start: int = st.session_state["history-start"]
    found = frame.store().history(
        collection=collection or None,
        key=key or None,
        person=person or None,
        since=since.isoformat() if since else None,
        until=(until + timedelta(days=1)).isoformat() if until else None,
        limit=A_PAGE + 1,
        offset=start,
    )
    if not found:
        st.html(element("p", t("Nothing was found."), class_="muted"))
    for version in found[:A_PAGE]:
        _version(labels, version)
    turn = st.container(horizontal=True)
    if start and turn.button(t("Newer"), key="newer"):
        st.session_state["history-start"] = max(0, start - A_PAGE)
        st.rerun()
    if len(found) > A_PAGE and turn.button(t("Older"), key="older"):
        st.session_state["history-start"] = start + A_PAGE
        st.rerun()


def _version(labels: Labels, item: Version) -> None:
    t, decision = labels.t, item.decision
    name = name_of(labels, item.collection, item.key, item.value or item.before)
    place = f"{item.collection}:{item.key}:{item.number}"
    with st.container(border=True):
        own = t("by the person who proposed it") if decision.own else ""
        what = t("withdrawn") if item.value is None else "" if item.before else t("new")
        parts = [
            *(t(COLLECTION_NAMES[item.collection]), t("version {n}", n=item.number), what),
            t("proposed by {person}", person=frame.who(item.name, item.subject, t)),
            frame.moment(item.proposed_at, t),
            t("accepted by {person}", person=frame.who(decision.name, decision.subject, t)),
            *(frame.moment(decision.at, t), own),
        ]
        title: object = name
        reason = [element("br"), decision.reason] if decision.reason not in {"", item.why} else []
        if item.collection in MODELS:
            title = frame.link("records", name, t, collection=item.collection, key=item.key)
        st.html(
            join([
                element("strong", title),
                element("p", frame.reason(item.why, t), *reason),
                element("p", " · ".join(part for part in parts if part), class_="muted"),
            ])
        )  # fmt: skip
        if item.before is not None and item.value is not None:
            frame.differences(labels, item.collection, item.before, item.value)
        current = frame.store().record(item.collection, item.key)[1] == item.number
        if current or not frame.may(Role.EDITOR):
            return
        if st.checkbox(t("Bring this version back"), key=f"{place}:back"):
            why = frame.reason_field(t("Reason for the change"), place)
            if st.button(t("Propose"), key=f"{place}:propose") and frame.propose(
                why,
                lambda store, person: store.restore(
                    person, item.collection, item.key, item.number, why
                ),
                t,
            ):
                st.rerun()
