"""The view of a session, in step with the address.

The address wins when somebody has navigated (a link, back, forward); otherwise what the widgets
say wins. Every widget's value is assigned before it is drawn, so that a choice outlives changed
labels, another language and pages that do not show the widget.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zlib import crc32

import streamlit as st

from projectmap.model.filters import known_values
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import (
    FACETS,
    Ignored,
    Layer,
    View,
    query_of,
    read_view,
    write_view,
)
from projectmap.ui import options
from projectmap.web.parameters import read_pairs

WIDGETS = (*FACETS, "year_from", "year_to", "q", "asof", "compare", "layer", "lang", "show",
           "column")  # fmt: skip
TYPED = (*FACETS, "q")
"""Widgets that are typed into; what they are given arrives by :func:`offer`.

They are drawn with ``persist_state="session"``. Without it Streamlit returns, once a page without
them has run, what their key had before they were first drawn.
"""
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
    """What of the address was not known; shown until the view changes."""
    before: dict[str, list[str]] | None = None
    """The parameters that our last change of the address replaced."""
    shown: str = ""
    """The page of the last run."""
    pressed: bool = False
    """A button has changed the view since the last run."""
    assigned: dict[str, Any] = field(default_factory=dict)
    """The values that the widgets were given last."""
    replaced: dict[str, Any] = field(default_factory=dict)
    """The values that widgets had where the last run gave them others."""
    offered: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """The options, by code, of each filter that the page already shows; see :func:`offer`."""
    clicked_at: float = 0


def current(register: Register, page: str) -> tuple[View, list[Ignored]]:
    """The view to show on ``page`` in this run, and what in the address is not known."""
    address = {name: st.query_params.get_all(name) for name in st.query_params}
    pairs = [(name, value) for name, values in address.items() for value in values]
    memory = st.session_state.get(_MEMORY)
    navigated = False
    if memory is None:
        memory = st.session_state[_MEMORY] = _Memory(View())
        view, ignored = read_pairs(pairs, register)
    else:
        changed = _changed_widgets(memory, register)
        clicked = _clicked(memory, register)
        # A change made before the browser had our last address still comes with an older one.
        overtaken = address in memory.recent and bool(changed or clicked or memory.pressed)
        # So does a link to another page that was followed before it had our last address.
        overtaken |= page != memory.shown and address == memory.before
        navigated = address != memory.written and not overtaken
        if navigated:
            view, ignored = read_pairs(pairs, register)
        else:
            view = _without_hidden(replace(memory.view, **changed | clicked), memory.view, register)
            touched = bool(changed or clicked or memory.pressed)
            ignored = _meaningless(changed, register) if touched else memory.ignored
    if page != memory.shown:
        memory.offered.clear()
    memory.view, memory.pressed, memory.ignored, memory.shown = view, False, ignored, page
    memory.written = write_view(view)
    memory.recent.extend([address, memory.written])
    if memory.written != address:
        memory.before = address
    # Who has navigated before an answer came gets the answer's address and values after theirs. In
    # another order the address would be another step back.
    if memory.written != address:
        st.query_params.from_dict(memory.written)
    elif navigated:
        st.query_params.from_dict(address)
    assign(view, register, again=navigated)
    return view, ignored


def assign(view: View, register: Register, *, again: bool) -> None:
    """Give every widget the value that ``view`` has for it; ``again``: where it has that, too."""
    memory: _Memory = st.session_state[_MEMORY]
    memory.assigned = {name: _shown(name, view, register) for name in WIDGETS}
    replaced, memory.replaced = memory.replaced, {}
    for name, value in memory.assigned.items():
        found = st.session_state.get(name)
        if found != value:
            memory.replaced[name] = found
        # A value that was replaced in the last run may come from before the browser knew of that.
        stale = name in replaced and found == replaced[name]
        if again or stale or name not in TYPED or found != value:
            st.session_state[name] = value


def _shown(name: str, view: View, register: Register) -> Any:
    """The value of a widget that shows ``view``."""
    value = getattr(view, name)
    if name == "asof":
        return value or register.edition
    if name == "show":
        return value or LIST
    return list(value) if isinstance(value, tuple) else value


def _asked(name: str, value: Any, register: Register) -> Any:
    """The other way: what a view has for a widget's value, which comes from a browser."""
    if name in FACETS:
        codes = {options.code_of(register, name, str(item)) for item in value}
        return tuple(sorted(codes & known_values(register)[name]))
    if name == "layer":
        return tuple(layer for layer in Layer if layer in value)
    if name == "column":
        return read_view({name: list(value)}, register)[0].column
    if name == "q":
        return query_of(str(value))
    if name == "asof":
        # The edition's date is the default and stays out of the address.
        return None if value == register.edition else value
    return None if (name, value) == ("show", LIST) else value


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


def set_language(language: str) -> None:
    """Show ``language`` on the language switch when the address asks for none."""
    memory: _Memory = st.session_state[_MEMORY]
    if memory.assigned["lang"] is None:
        st.session_state["lang"] = memory.assigned["lang"] = language


def button(register: Register, text: str, key: str, to: Mapping[str, Any], **look: Any) -> None:
    """A button that gives the view these values; ``look`` is for Streamlit's."""
    st.button(text, key=key, on_click=change, args=(register,), kwargs=dict(to), **look)


def bare(*names: str) -> dict[str, Any]:
    """What a view has for these parameters where nothing asks for them."""
    return {name: getattr(View(), name) for name in names}


def change(register: Register, **values: Any) -> None:
    """Change the view, and the widgets that show what has changed, before the next run."""
    memory: _Memory = st.session_state[_MEMORY]
    if "asof" in values:
        values["asof"] = _asked("asof", values["asof"], register)
    view = replace(memory.view, **values)
    memory.view, memory.pressed = _without_hidden(view, memory.view, register), True
    for name in values.keys() & set(WIDGETS):
        shown = _shown(name, memory.view, register)
        st.session_state[name] = memory.assigned[name] = shown


def _without_hidden(view: View, before: View, register: Register) -> View:
    """``view`` without the details of what the filters that were just chosen have hidden.

    What a link asks for is shown though its filters hide it: somebody wanted it to be seen.
    Another list begins at its first page.
    """
    if view.records_only() == before.records_only():
        return view
    view = replace(view, page=None)
    if not (view.project or view.partnership):
        return view
    selection = select(register, view)
    shown = {register.projects[row].id for row in selection.rows.tolist()}
    lines = {item.id for item in selection.partnerships}
    return replace(
        view,
        project=view.project if view.project in shown else None,
        partnership=view.partnership if view.partnership in lines else None,
    )


def key_of(name: str, *parts: object) -> str:
    """A widget's key for ``parts``, the same in every process that a reader may come to."""
    return f"{name}-{crc32(repr(parts).encode()):x}"


def _changed_widgets(memory: _Memory, register: Register) -> dict[str, Any]:
    """What the view gets from widgets that differ from what they were given."""
    return {
        name: _asked(name, st.session_state[name], register)
        for name in WIDGETS
        if name in st.session_state
        and name in memory.assigned
        and st.session_state[name] != memory.assigned[name]
    }


def _meaningless(changed: Mapping[str, Any], register: Register) -> list[Ignored]:
    """What was typed into filters and is none of their options by any name."""
    known = known_values(register)
    return [
        Ignored(name, str(item), typed=True)
        for name in FACETS
        if name in changed
        for item in st.session_state[name]
        if options.code_of(register, name, str(item)) not in known[name]
    ]


def _clicked(memory: _Memory, register: Register) -> dict[str, Any]:
    """What the view gets from what was newly clicked on a map: its kind and id; else nothing.

    The value comes from a browser: whatever in it is not as the map's script sends it is ignored.
    """
    found = {frame: _drawing(frame) for frame in (MAP_FRAME, PARTNERS_FRAME)}
    # While one page follows the other, both may be there.
    frame = max(found, key=lambda one: found[one].get("at", 0))
    at, kind, code = (found[frame].get(name) for name in ("at", "kind", "id"))
    if at in {None, memory.clicked_at}:
        return {}
    memory.clicked_at = at
    if not isinstance(kind, str) or kind not in CLICKABLE or not isinstance(code, str):
        return {}
    view, _ = read_view({kind: [code]}, register)
    chosen = getattr(view, kind)
    if chosen is None:
        return {}
    if frame == PARTNERS_FRAME:  # it leaves the choice of others alone
        return {kind: chosen}
    # A page shows the details of one thing, and the list turns to it.
    return dict.fromkeys((*CLICKABLE, "page")) | {kind: chosen}


def _drawing(frame: str) -> Mapping[str, Any]:
    """What was clicked last on a map, as the browser has sent it; empty where it has no time."""
    value = st.session_state.get(frame)
    drawing = value.get("last_active_drawing") if isinstance(value, Mapping) else None
    if isinstance(drawing, Mapping) and isinstance(drawing.get("at"), int | float):
        return drawing
    return {}
