"""The view of a session, in step with the address.

The address wins when somebody has navigated (a link, back, forward); otherwise what the widgets
say wins. Every widget's value is assigned before it is drawn, so that a choice outlives changed
labels, another language and pages that do not show the widget.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import streamlit as st

from projectmap.model.register import Register
from projectmap.query.view import FACETS, NO_LAYERS, Ignored, View, read_view, write_view
from projectmap.ui import options

WIDGETS = (*FACETS, "year_from", "year_to", "q", "asof", "layer", "lang")
MAP_FRAME = "map_frame"
"""Session key of what the map sends back."""
RECENT = 8
"""Addresses that a change on its way may still come with."""
_MEMORY = "_memory"


@dataclass
class _Memory:
    """What a session remembers between runs."""

    view: View
    written: dict[str, list[str]] = field(default_factory=dict)
    """The parameters that the address got last."""
    recent: deque[dict[str, list[str]]] = field(default_factory=lambda: deque(maxlen=RECENT))
    """The parameters that it had before that, as far back as a change may be on its way."""
    ignored: list[Ignored] = field(default_factory=list)
    """What of the address was not known; told until the view changes."""
    before: dict[str, list[str]] | None = None
    """The parameters that our last change of the address replaced."""
    shown: str = ""
    """The page of the last run."""
    pressed: bool = False
    """A button has changed the view since the last run."""
    assigned: dict[str, Any] = field(default_factory=dict)
    """The values that the widgets were given last."""
    picked_at: float = 0
    page: int = 0
    """Page of the list."""
    listed: View | None = None
    """The view whose list the page number belongs to."""


def current(register: Register, page: str) -> tuple[View, list[Ignored]]:
    """The view to show on ``page`` in this run, and what in the address is not known."""
    address = {name: st.query_params.get_all(name) for name in st.query_params}
    memory = st.session_state.get(_MEMORY)
    if memory is None:
        memory = st.session_state[_MEMORY] = _Memory(View())
        view, ignored = read_view(address, register)
    else:
        changed = _changed_widgets(memory, register)
        picked = _picked(memory, register)
        # A change made before the browser had our last address still comes with an older one.
        overtaken = address in memory.recent and bool(changed or picked or memory.pressed)
        # So does a link to another page that was followed before it had our last address.
        overtaken |= page != memory.shown and address == memory.before
        if address != memory.written and not overtaken:
            view, ignored = read_view(address, register)
        else:
            view = _with(memory.view, changed | picked, register)
            touched = bool(changed or picked or memory.pressed)
            ignored = [] if touched else memory.ignored
    memory.view, memory.pressed, memory.ignored, memory.shown = view, False, ignored, page
    memory.recent.append(address)
    memory.recent.append(memory.written)
    memory.written = write_view(view)
    if memory.written != address:
        memory.before = address
        st.query_params.from_dict(memory.written)
    assign(view, register)
    return view, ignored


def assign(view: View, register: Register) -> None:
    """Give every widget the value that ``view`` has for it."""
    memory: _Memory = st.session_state[_MEMORY]
    values: dict[str, Any] = {name: list(getattr(view, name)) for name in (*FACETS, "layer")}
    values |= {"year_from": view.year_from, "year_to": view.year_to, "q": view.q}
    values |= {"asof": view.asof or register.edition, "lang": view.lang}
    for name, value in values.items():
        st.session_state[name] = value
    memory.assigned = values


def set_language(tongue: str) -> None:
    """Show ``tongue`` on the language switch when the address asks for none."""
    memory: _Memory = st.session_state[_MEMORY]
    if memory.assigned["lang"] is None:
        st.session_state["lang"] = memory.assigned["lang"] = tongue


def clear() -> None:
    """Take all filters off; for a button."""
    memory: _Memory = st.session_state[_MEMORY]
    _press(memory.view.cleared())
    for name in (*FACETS, "year_from", "year_to", "q"):
        st.session_state[name] = memory.assigned[name] = _empty(name)


def close_details() -> None:
    """Show no record and no place; for a button."""
    memory: _Memory = st.session_state[_MEMORY]
    _press(replace(memory.view, project=None, place=None))


def only_here(code: str) -> None:
    """Filter by the community ``code``; for a button."""
    memory: _Memory = st.session_state[_MEMORY]
    _press(replace(memory.view, community=(code,)))
    st.session_state["community"] = memory.assigned["community"] = [code]


def _press(view: View) -> None:
    memory: _Memory = st.session_state[_MEMORY]
    memory.view, memory.pressed = view, True


def list_page(view: View) -> int:
    """The page of the list that is shown; the first one for another selection."""
    memory: _Memory = st.session_state[_MEMORY]
    if memory.listed != view.records_only():
        memory.listed, memory.page = view.records_only(), 0
    return memory.page


def turn_list(step: int) -> None:
    """Turn the pages of the list; for a button."""
    st.session_state[_MEMORY].page += step


def _empty(name: str) -> object:
    if name in FACETS:
        return []
    return "" if name == "q" else None


def _changed_widgets(memory: _Memory, register: Register) -> dict[str, list[str]]:
    """Parameters of the widgets that differ from what they were given."""
    changed = {}
    for name in WIDGETS:
        if name not in st.session_state or name not in memory.assigned:
            continue
        value = st.session_state[name]
        if value != memory.assigned[name]:
            changed[name] = _as_parameter(name, value, register)
    return changed


def _as_parameter(name: str, value: Any, register: Register) -> list[str]:
    if name == "layer":
        return [str(item) for item in value] or [NO_LAYERS]
    if isinstance(value, list):
        return [options.code_of(register, name, str(item)) for item in value]
    if isinstance(value, date):
        return [value.isoformat()]
    return [] if value is None or value == "" else [str(value)]


def _picked(memory: _Memory, register: Register) -> dict[str, list[str]]:
    """Parameters of what was newly clicked on the map or followed as a link; else none.

    The value comes from a browser: whatever in it is not as ``map.js`` sends it is ignored.
    """
    value = st.session_state.get(MAP_FRAME)
    picked = value.get("last_active_drawing") if isinstance(value, Mapping) else None
    if not isinstance(picked, Mapping):
        return {}
    at = picked.get("at")
    if not isinstance(at, int | float) or at == memory.picked_at:
        return {}
    memory.picked_at = at
    project, place = picked.get("project"), picked.get("place")
    row = picked.get("row")
    if type(row) is int and picked.get("version") == register.version:
        if not 0 <= row < len(register.projects):
            return {}
        record = register.projects[row]
        if picked.get("alone") is True:
            project = record.id
        else:
            place = record.settlement
    if isinstance(project, str) and register.project(project) is not None:
        return {"project": [project], "place": []}
    if isinstance(place, str) and (place in register.communities or place in register.settlements):
        return {"project": [], "place": [place]}
    return {}


def _with(view: View, changed: Mapping[str, list[str]], register: Register) -> View:
    if not changed:
        return view
    found, _ = read_view({**write_view(view), **changed}, register)
    # The edition's date is the default and stays out of the address.
    return replace(found, asof=None) if found.asof == register.edition else found
