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
from projectmap.query.select import select
from projectmap.query.view import FACETS, NO_LAYERS, Ignored, View, read_view, write_view
from projectmap.ui import options

WIDGETS = (*FACETS, "year_from", "year_to", "q", "asof", "layer", "lang", "show")
TYPED = (*FACETS, "q")
"""Widgets that are typed into; what they are given arrives by :func:`offer`."""
MAP_FRAME = "map_frame"
"""Session key of what the map sends back."""
PARTNERS_FRAME = "partners_frame"
"""The same of the partners' map; a page has one of the two."""
CLICKABLE = ("project", "place", "partnership")
"""What a click on a map chooses; each is a parameter too."""
LIST = "list"
"""What the switch says where ``show`` is not set."""
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
    offered: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """The options, by code, of each filter that the page already shows; see :func:`offer`."""
    clicked_at: float = 0
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
        clicked = _clicked(memory, register)
        # A change made before the browser had our last address still comes with an older one.
        overtaken = address in memory.recent and bool(changed or clicked or memory.pressed)
        # So does a link to another page that was followed before it had our last address.
        overtaken |= page != memory.shown and address == memory.before
        if address != memory.written and not overtaken:
            view, ignored = read_view(address, register)
        else:
            view = _with(memory.view, changed | clicked, register)
            touched = bool(changed or clicked or memory.pressed)
            ignored = [] if touched else memory.ignored
    if page != memory.shown:
        memory.offered.clear()
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
    values |= {"show": view.show or LIST}
    for name, value in values.items():
        if name not in TYPED or st.session_state.get(name) != value:
            st.session_state[name] = value
    memory.assigned = values


def offer(name: str, labels: Mapping[str, str]) -> None:
    """Before a filter is drawn: have the browser shown its value, where it shows another.

    Not otherwise: a value that arrives empties the field in which somebody may be typing, and
    their list of options is another one under the pointer. ``labels``: the options by code.
    """
    memory: _Memory = st.session_state[_MEMORY]
    chosen, before = memory.assigned[name], memory.offered.get(name)
    if before is None or any(before.get(code) != labels.get(code) for code in chosen):
        st.session_state[name] = chosen
    memory.offered[name] = labels


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
    """Show no record, place or partnership; for a button."""
    memory: _Memory = st.session_state[_MEMORY]
    _press(replace(memory.view, project=None, place=None, partnership=None))


def open_record(register: Register, grid: str) -> None:
    """Show the record of the row that was chosen in the grid of this key, or none."""
    memory: _Memory = st.session_state[_MEMORY]
    rows = st.session_state[grid]["selection"]["rows"]
    shown = select(register, memory.view).rows
    # The row comes from a browser.
    known = len(rows) == 1 and type(rows[0]) is int and 0 <= rows[0] < len(shown)
    project = register.projects[shown[rows[0]]].id if known else None
    _press(replace(memory.view, project=project, place=None))


def filter_by(register: Register, values: Mapping[str, list[str]]) -> None:
    """Narrow the view by parameters; for a click on a figure."""
    memory: _Memory = st.session_state[_MEMORY]
    if values:
        _press(_with(memory.view, values, register))
        assign(memory.view, register)


def set_day(register: Register, day: date) -> None:
    """Show the status of ``day``; for a button."""
    memory: _Memory = st.session_state[_MEMORY]
    _press(replace(memory.view, asof=None if day == register.edition else day))
    st.session_state["asof"] = memory.assigned["asof"] = day


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
    if name == "show" and value == LIST:
        return []
    return [] if value is None or value == "" else [str(value)]


def _clicked(memory: _Memory, register: Register) -> dict[str, list[str]]:
    """Parameters of what was newly clicked on a map: its kind and id; else none.

    The value comes from a browser: whatever in it is not as the map's script sends it is ignored.
    """
    values = [st.session_state.get(frame) for frame in (MAP_FRAME, PARTNERS_FRAME)]
    found = [value.get("last_active_drawing") for value in values if isinstance(value, Mapping)]
    clicked = next((value for value in found if isinstance(value, Mapping)), {})
    at, kind, code = (clicked.get(name) for name in ("at", "kind", "id"))
    if not isinstance(at, int | float) or at == memory.clicked_at:
        return {}
    memory.clicked_at = at
    if not isinstance(kind, str) or kind not in CLICKABLE or not isinstance(code, str):
        return {}
    _, ignored = read_view({kind: [code]}, register)
    if ignored or not code:
        return {}
    return ({} if kind == "partnership" else {"project": [], "place": []}) | {kind: [code]}


def _with(view: View, changed: Mapping[str, list[str]], register: Register) -> View:
    if not changed:
        return view
    found, _ = read_view({**write_view(view), **changed}, register)
    # The edition's date is the default and stays out of the address.
    return replace(found, asof=None) if found.asof == register.edition else found
