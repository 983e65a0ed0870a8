"""Drafts: what somebody has begun to fill in, kept while they look at other pages."""

from __future__ import annotations

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
    first: Mapping[str, Any]
    """Its fields then."""
    given: Mapping[str, Any]
    """What the form's fields were drawn with: what was filled in before counts."""
    place: str
    """Tells the form's widgets from those of every other form."""


def opened(name: Name, version: int, fields: Callable[[], Mapping[str, Any]]) -> Draft:
    """The open form of a record; ``version`` and ``fields`` are what a new one begins with."""
    state = st.session_state
    found: Draft | None = state.get("form")
    if found is not None and found.name == name:
        touched = name in unfinished()
        if found.version == version or touched:
            return found
    number = state["forms"] = state.get("forms", 0) + 1
    place = ":".join([name[0], name[1], str(number)])
    before, made = unfinished().get(name, (None, None))
    if before is None:
        first = fields()
        before = Draft(name, version, first, first, place)
    draft = Draft(name, before.version, before.first, made or before.first, place)
    state["form"] = draft
    return draft


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
