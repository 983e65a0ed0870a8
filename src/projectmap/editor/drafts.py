"""Drafts: what somebody has begun to fill in, kept while they look at other pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

Name = tuple[str, str, str | None]
"""Collection, key and, of a new record, what it is a copy of (``""``: of nothing)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that somebody has open."""

    name: Name
    version: int
    """The version of the record that they began with."""
    language: str
    first: Mapping[str, Any]
    """Its fields then."""
    given: Mapping[str, Any]
    """What the form's fields were drawn with: what was filled in before counts."""
    place: str
    """Tells the form's widgets from those of every other form."""


def opened(
    name: Name, version: int, language: str, fields: Callable[[], Mapping[str, Any]]
) -> Draft:
    """The open form of a record; ``version`` and ``fields`` are what a new one begins with.

    In another language it begins anew, with what is filled in: Streamlit knows the options that
    are chosen by their names.
    """
    found = in_sight()
    if found is not None and (found.name, found.language) == (name, language):
        touched = name in unfinished()
        if found.version == version or touched:
            return found
    before, made = unfinished().get(name, (None, None))
    if before is None or made is None:
        first = made = fields()
    else:
        _begin_anew(name)
        version, first = before.version, before.first
    draft = Draft(name, version, language, first, made, _place(name, version, language))
    _forget_orders(draft.place)
    st.session_state["form"] = draft
    return draft


def in_sight() -> Draft | None:
    """The form that was drawn last, and not left since."""
    found: Draft | None = st.session_state.get("form")
    return found


def _place(name: Name, version: int, language: str) -> str:
    """The same in another session, until the record changes or its form begins anew.

    After a restart of the server, or a long sleep, the browser sends what its fields hold to a new
    session, under their names: so they are kept, but never for another version of the record.
    """
    times: Counter[Name] = st.session_state.setdefault("forms", Counter())
    collection, key, new = name
    like = [] if new is None else ["new", new]
    return ":".join([collection, key, *like, str(version), language, str(times[name])])


def _forget_orders(place: str) -> None:
    """A list's items have the order that their record gives them, not one of a form that was left.

    Streamlit forgets only what the fields of that form held.
    """
    kept = map(str, st.session_state)
    for key in [key for key in kept if key.startswith(f"{place}:") and key.endswith(":order")]:
        del st.session_state[key]


def _begin_anew(name: Name) -> None:
    """Fields of a form with other values than it began with must not have the names they had."""
    st.session_state.setdefault("forms", Counter())[name] += 1


def unfinished() -> dict[Name, tuple[Draft, Mapping[str, Any]]]:
    """What is filled in and not proposed, in this session."""
    found: dict[Name, tuple[Draft, Mapping[str, Any]]]
    found = st.session_state.setdefault("unfinished", {})
    return found


def keep(draft: Draft, made: Mapping[str, Any] | None) -> None:
    """Keep what is filled in; None: nothing differs from how it began."""
    if made is None:
        unfinished().pop(draft.name, None)
    else:
        unfinished()[draft.name] = draft, made


def end(draft: Draft) -> None:
    """Let go of a draft: it is proposed, or not wanted."""
    unfinished().pop(draft.name, None)
    st.session_state.pop("form", None)
    _begin_anew(draft.name)
