"""The list of records, a page at a time, and as a grid."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from projectmap import html
from projectmap.i18n import Translator
from projectmap.markup import element
from projectmap.query.rows import COLUMNS
from projectmap.query.rows import table as rows_of
from projectmap.query.select import rows_where
from projectmap.query.view import Show
from projectmap.ui import state
from projectmap.ui.frame import Context

_CHOSEN = "_chosen"
"""Session key of what the list was turned to, and the page before; 0: a page was asked for."""
ROWS = 50
"""Records on a page of the list."""
GRID_ROWS = 2_000
"""Records that the grid holds at most; the browser gets all of them at once."""
GRID_HEIGHT = 596
GRID_COLUMNS = (
    *("title", "donors_names", "start", "amount", "currency", "communities_names"),
    *("sectors_names", "status_label", "kind_label", "end"),
)
"""Columns that are shown at first; all others can be chosen."""
WIDTHS = {"title": 240, "donors_names": 150, "amount": 94}
"""Pixels of what must be seen at once on a screen 1280 wide."""


def switch(context: Context) -> None:
    """Between the list of records and their figures."""
    t = context.t
    names = {state.LIST: t("List"), Show.FIGURES: t("Figures")}
    st.segmented_control(
        t("What is shown"),
        list(names),
        format_func=names.__getitem__,
        key="show",
        required=True,
        label_visibility="collapsed",
    )


def how_to_open(t: Translator) -> str:
    """How a record is opened from the grid."""
    return t(
        "Tick a row to open its record (keyboard: Shift and space); more columns are in the "
        "table’s menu."
    )


def grid(context: Context) -> None:
    """The shown records as a grid to sort, search and choose columns in; a row opens a record."""
    register, view, selection, t = context.register, context.view, context.selection, context.t
    if not selection.count:
        _nothing(t)
        return
    rows = list(islice(rows_of(context), GRID_ROWS))
    configuration: dict[str, Any] = {
        column.key: st.column_config.Column(
            t(column.title),
            help=t(column.note),
            width=WIDTHS.get(column.key, min(260, 7 * column.width)),
        )
        for column in COLUMNS
    }
    # Grouped as the reader's browser writes numbers, and still sorted as numbers.
    amount = next(column for column in COLUMNS if column.key == "amount")
    configuration[amount.key] = st.column_config.NumberColumn(
        t(amount.title), help=t(amount.note), width=WIDTHS[amount.key], format="localized"
    )
    # Another list is another grid: a chosen row of the one means nothing in the other.
    key = state.key_of("grid", view.records_only(), register.version)
    chosen = register.project_rows.get(view.project or "")
    places = (selection.rows[:GRID_ROWS] == chosen).nonzero()[0].tolist() if view.project else []
    # The tick follows the address: a link, back, and the button that closes the details.
    if key not in st.session_state or st.session_state[key]["selection"]["rows"] != places:
        st.session_state[key] = {"selection": {"rows": places}}
    with st.container(key="grid"):
        st.dataframe(
            pd.DataFrame(rows, columns=[column.key for column in COLUMNS]),
            key=key,
            hide_index=True,
            height=GRID_HEIGHT,
            column_order=GRID_COLUMNS,
            column_config=configuration,
            on_select=partial(state.open_record, register, key),
            selection_mode="single-row",
            placeholder="–",
            alt=t("List of records"),
        )
    if selection.count > GRID_ROWS:
        st.html(
            element(
                "p",
                t.plural(
                    "Only the first {n} record is listed here: the downloads have all.",
                    "Only the first {n} records are listed here: the downloads have all.",
                    GRID_ROWS,
                ),
                class_="note",
            )
        )
    explained = [
        element("tr", element("th", t(column.title), scope="row"), element("td", t(column.note)))
        for column in COLUMNS
    ]
    st.html(
        element(
            "details",
            element("summary", t("Columns explained")),
            html.table_frame(t("Columns explained"), [t("Column"), t("What it means")], explained),
            class_="beside",
        )
    )


def _nothing(t: Translator) -> None:
    st.html(element("p", t("No records match the filters."), " ",
                    t("Remove a filter or clear them all."), class_="empty"))  # fmt: skip


def table(context: Context) -> None:
    """The shown records, the same as on the map."""
    selection, t = context.selection, context.t
    if not selection.count:
        _nothing(t)
        return
    pages = -(-selection.count // ROWS)
    page = min(_page_of_choice(context), pages)
    first = (page - 1) * ROWS
    rows = selection.rows[first : first + ROWS].tolist()
    with st.container(key="list"):
        st.html(html.record_table(context, rows, first=first + 1, on_map=True))
    if pages == 1:
        return
    with st.container(key="list-pages", horizontal=True, vertical_alignment="center"):
        st.button(t("Previous"), key="list-previous", on_click=state.turn_list,
                  args=(context.register, page - 1), disabled=page == 1)  # fmt: skip
        st.html(element("span", t("records {first}–{last} of {all}", first=t.number(first + 1),
                                  last=t.number(first + len(rows)),
                                  all=t.number(selection.count))))  # fmt: skip
        st.button(t("Next"), key="list-next", on_click=state.turn_list,
                  args=(context.register, page + 1), disabled=page == pages)  # fmt: skip


def _page_of_choice(context: Context) -> int:
    """The page of the list that has what was chosen last, until the list is turned."""
    register, selection, view = context.register, context.selection, context.view
    chosen = (view.project, view.place)
    before = st.session_state.get(_CHOSEN)
    if before is None and view.page:
        before = (chosen, 0)
    elif before is None or before[0] != chosen:
        before = (chosen, view.page)
    turned = before[1] != view.page
    st.session_state[_CHOSEN] = (chosen, 0) if turned else before
    if turned:
        return view.page or 1
    row = register.project_rows.get(view.project or "")
    rows = [] if row is None else [row]
    if view.place:
        kind = "settlement" if view.place in register.settlements else "place"
        rows = rows_where(register, selection, kind, view.place)[:1].tolist()
    places = np.isin(selection.rows, rows).nonzero()[0]
    return int(places[0]) // ROWS + 1 if len(places) else view.page or 1
