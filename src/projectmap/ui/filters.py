"""The filter panel. Each option says how many records it would leave.

The options of a filter stay the same whatever else is chosen, including those that would leave
nothing:
an answer that arrives while a list is open changes numbers, and moves nothing under the pointer.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from projectmap.content.view import search_notes
from projectmap.i18n import Translator
from projectmap.markup import element, join
from projectmap.model.dates import FIRST_YEAR, LAST_YEAR
from projectmap.model.filters import FILTERS, PARTNERSHIP_FILTERS
from projectmap.query.search import only_these
from projectmap.query.select import partnership_options, select
from projectmap.query.shown import Shown
from projectmap.query.view import MAX_QUERY, NARROWING, View, query_of
from projectmap.ui import options, state


def panel(shown: Shown, *, partnerships: bool) -> None:
    """All filters of records, or of partnerships, and the button that clears them."""
    register, view, t = shown.register, shown.view, shown.t
    state.offer("q", {})
    st.text_input(
        t("Search"),
        key="q",
        placeholder=t("place, donor, title…"),
        max_chars=MAX_QUERY,
        persist_state="session",
    )
    if notes := search_notes(shown.labels, view.q):
        with st.container(key="search-notes"):
            st.html(join([element("p", note, class_="note") for note in notes]))
            found = {"q": query_of(only_these(view.q))}
            state.button(register, t("Only the words typed"), "only-these", found, type="tertiary")
    rows = PARTNERSHIP_FILTERS if partnerships else FILTERS
    names = options.names(register, t.language)
    offered, counts = (
        partnership_options(register, one) if partnerships else select(register, one).options
        for one in (View(), view)
    )
    for name, row in rows.items():
        title = t(row.label or FILTERS[name].label)
        _choices(title, name, _offered(names, offered, name, view), counts.get(name, {}), t)
    if not partnerships:
        _years(shown)
    nothing = state.bare(*NARROWING)
    off = not view.filtered
    state.button(register, t("Clear the filters"), "clear", nothing, disabled=off, width="stretch")


def _years(shown: Shown) -> None:
    t, hidden = shown.t, shown.selection.hidden_undated
    columns = st.columns(2)
    titles = {"year_from": t("From year"), "year_to": t("To year")}
    for column, (name, title) in zip(columns, titles.items(), strict=True):
        column.number_input(
            title,
            min_value=FIRST_YEAR,
            max_value=LAST_YEAR,
            # Otherwise an emptied field gets the first year.
            value=None,
            step=1,
            key=name,
            placeholder="–",
        )
    if hidden:
        note = t.plural(
            "The year filter hides {n} undated record.",
            "The year filter hides {n} undated records.",
            hidden,
        )
        st.html(element("p", note, class_="note"))


def _offered(
    names: Mapping[str, Mapping[str, str]],
    used: Mapping[str, Mapping[str, int]],
    facet: str,
    view: View,
) -> dict[str, str]:
    """The names of the values that occur at all, and of those that are chosen, by code."""
    chosen, occurring = getattr(view, facet), used.get(facet, {})
    return {
        code: name for code, name in names[facet].items() if occurring.get(code) or code in chosen
    }


def _choices(
    title: str, facet: str, names: Mapping[str, str], counts: Mapping[str, int], t: Translator
) -> None:
    labels = {code: options.numbered(name, counts.get(code, 0), t) for code, name in names.items()}
    state.offer(facet, labels)
    st.multiselect(
        title,
        list(labels),
        format_func=lambda code: labels.get(code, str(code)),
        key=facet,
        persist_state="session",
        placeholder=t("any"),
        select_all=False,
        # What is typed is looked up by all names of places and organisations.
        accept_new_options=True,
    )
