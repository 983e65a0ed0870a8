"""What publishing would change, what prevents it, and the button."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import streamlit as st

from projectmap.config import settings
from projectmap.content.nodes import and_more
from projectmap.editor import page as frame
from projectmap.editor.differences import field_title, name_of
from projectmap.editor.fields import COLLECTION_NAMES
from projectmap.i18n import Translator
from projectmap.markup import element, join
from projectmap.model.changelog import RecordChange
from projectmap.model.labels import Labels
from projectmap.store import Role
from projectmap.store.publish import Draft, back_to, draft, publish, snapshots

MAX_LISTED_CHANGES = 200
MAX_SNAPSHOTS = 10


def page() -> None:
    """The page."""
    labels = frame.labels()
    t, folder = labels.t, settings().snapshots
    frame.begin(t("Publish"))
    found = _draft(folder, t)
    if found.first:
        st.info(t("Nothing has been published yet: everything that is accepted will be public."))
    elif not found.changes:
        st.info(t("What is published is what is accepted."))
    else:
        st.header(t("What changes on the public pages"), anchor=False)
        for collection, changes in groupby(
            found.changes[:MAX_LISTED_CHANGES], lambda item: item.collection
        ):
            lines = [_line(labels, change) for change in changes]
            st.html(element("h3", t(COLLECTION_NAMES[collection])))
            frame.listing(lines, "")
        if len(found.changes) > MAX_LISTED_CHANGES:
            st.caption(and_more(t, len(found.changes) - MAX_LISTED_CHANGES))
    if found.problems:
        st.error(t("Correct these problems before publishing:"))
        frame.problems(found.problems, t)
    confirmed = False
    if found.losses:
        st.warning(t("Many records are gone:"))
        frame.problems(found.losses, t)
        confirmed = st.checkbox(t("They are to go"), key="losses")
    ready = not found.problems and (confirmed or not found.losses)
    ready = ready and (found.first or bool(found.changes))
    ready = frame.say_unless_may(Role.APPROVER, t) and ready
    if st.button(t("Publish"), type="primary", key="publish", disabled=not ready):
        done = frame.attempt(
            Role.APPROVER,
            lambda store, person: publish(store, person, folder, losses_confirmed=confirmed),
            t,
        )
        if done is not None:
            frame.done(t("Published: {version}", version=done.version))
    _earlier(labels)


def _draft(folder: Path, t: Translator) -> Draft:
    """What would be published; made again only when what is accepted or published has changed."""
    accepted = frame.store().accepted()
    shown = [item.version for item in snapshots(folder) if item.current]
    state, now = st.session_state, (accepted.revision, accepted.at, shown)
    if "draft" not in state or state["draft"][0] != now:
        with st.spinner(t("Comparing with what is published")):
            state["draft"] = now, draft(frame.store(), folder)
    found: Draft = state["draft"][1]
    return found


def _line(labels: Labels, change: RecordChange) -> str:
    t = labels.t
    value = frame.store().record(change.collection, change.key)[0]
    name = name_of(labels, change.collection, change.key, value)
    fields = [field_title(labels, change.collection, field) for field in change.fields]
    return f"{name}: {t(change.kind.label)}" + (f" ({t.listing(fields)})" if fields else "")


def _earlier(labels: Labels) -> None:
    t, folder = labels.t, settings().snapshots
    found = snapshots(folder)[:MAX_SNAPSHOTS]
    if not found:
        return
    st.header(t("Last published"), anchor=False)
    for item in found:
        row = st.container(horizontal=True, vertical_alignment="center")
        parts = [frame.moment(item.made_at, t), item.version]
        shown = element("strong", t("shown now")) if item.current else None
        row.html(element("p", join(parts, " · "), " ", shown))
        if (
            not item.current
            and frame.may(Role.APPROVER)
            and row.button(t("Show this one again"), key=item.version)
        ):
            _again(labels, item.version)


def _again(labels: Labels, version: str) -> None:
    t, folder = labels.t, settings().snapshots
    done = frame.attempt(
        Role.APPROVER, lambda store, person: back_to(store, person, folder, version), t
    )
    if done is not None:
        frame.done(t("Published: {version}", version=done.version))
