"""The work list: proposals, problems, stale statuses, excerpts, unconfirmed needs."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from projectmap.content.nodes import and_more
from projectmap.editor import drafts, grid, page as frame
from projectmap.editor.differences import name_of
from projectmap.editor.fields import COLLECTION_NAMES
from projectmap.editor.review import set_line
from projectmap.markup import Html
from projectmap.model.codes import ActivityStatus, Kind, Verification
from projectmap.model.labels import Labels
from projectmap.model.records import Project
from projectmap.store import value_of

MAX_LISTED = 20
_ENDED = {ActivityStatus.CLOSED, ActivityStatus.CANCELLED}


def page() -> None:
    """The page."""
    labels = frame.labels()
    t, register = labels.t, labels.register
    frame.begin(t("Work list"))
    _unfinished(labels)
    waiting = frame.store().change_sets(is_open=True)
    st.header(t("Proposals to review"), anchor=False)
    frame.listing(
        (
            frame.link("review", set_line(item, labels), t, set=item.id)
            for item in waiting[:MAX_LISTED]
        ),
        t("Nothing is waiting for review."),
    )
    st.header(t("Validation problems"), anchor=False)
    if register.problems:
        frame.problems(register.problems, t)
    else:
        st.caption(t("None."))
    items = register.projects
    dated = [item for item in items if item.status not in _ENDED and item.status_asof]
    dated.sort(key=lambda item: item.status_asof or "")
    _records(labels, t("Oldest statuses"), dated, dates=True)
    _records(
        labels, t("Needs that their community has never confirmed"),
        [item for item in items if item.kind is Kind.NEED and item.confirmed_on is None],
    )  # fmt: skip
    _records(
        labels, t("Based on an excerpt"),
        [item for item in items if item.verification is Verification.EXCERPT],
    )  # fmt: skip


def _unfinished(labels: Labels) -> None:
    """What this session has begun: it is lost when the window is closed."""
    t = labels.t
    links = [
        frame.link("records", name_of(labels, name, key, value_of(name, made)) or t("A new record"),
                   t, collection=name, key=key, **({} if new is None else {"new": new}))
        for (name, key, new), (_, made) in drafts.unfinished().items()
    ]  # fmt: skip
    links += [
        frame.link("grid", f"{t('Bulk edit')}: {t(COLLECTION_NAMES[name])}", t, collection=name)
        for name in grid.begun()
    ]
    if links:
        st.header(t("Not proposed yet"), anchor=False)
        frame.listing(links, "")
        st.caption(t("It is kept while this window is open and connected to the editor."))


def _records(labels: Labels, title: str, items: Sequence[Project], *, dates: bool = False) -> None:
    t = labels.t
    count = t.plural("{n} record", "{n} records", len(items))
    with st.expander(f"{title} ({count})"):
        frame.listing((_link(labels, item, dates=dates) for item in items[:MAX_LISTED]), t("None."))
        if len(items) > MAX_LISTED:
            st.caption(and_more(t, len(items) - MAX_LISTED))


def _link(labels: Labels, item: Project, *, dates: bool) -> Html:
    t = labels.t
    text = f"{item.id} · {labels.text(item, 'title')}"
    if dates:
        text += f" · {t.day(item.status_asof)}"
    return frame.link("records", text, t, collection="projects", key=item.id)
