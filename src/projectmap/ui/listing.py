"""The list of records, page by page: under the map, and as a sortable table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import streamlit as st

from projectmap.html import common, records
from projectmap.i18n import N_
from projectmap.markup import Html, element
from projectmap.query.columns import BY_KEY, COLUMNS, TITLE
from projectmap.query.select import rows_where
from projectmap.query.view import FIGURES
from projectmap.ui import state
from projectmap.ui.frame import Context, in_language, site_address

HOW_TO_OPEN = N_("Click a row to open its record, a column’s name to sort by it.")
ROWS = 50
"""Records on a page of the list."""


def switch(context: Context) -> None:
    """Between the list of records and their figures, and the columns of the list."""
    t = context.t
    names = {state.LIST: t("List"), FIGURES: t("Figures")}
    st.segmented_control(
        t("What is shown"),
        list(names),
        format_func=names.__getitem__,
        key="show",
        required=True,
        label_visibility="collapsed",
    )
    if context.view.show is None:
        with st.popover(t("Columns"), key="columns"):
            st.multiselect(
                t("Columns, from left to right"),
                [key for key in BY_KEY if key != TITLE],
                format_func=lambda key: t(BY_KEY[key].title) if key in BY_KEY else str(key),
                key="column",
                placeholder=t("any"),
                select_all=False,
            )


def table(context: Context) -> None:
    """The shown records, the same as on the map."""
    _paged(
        context, lambda rows, first: records.record_table(context, rows, first=first, on_map=True)
    )


def column_table(context: Context) -> None:
    """The shown records with the chosen columns; each column can sort them."""
    t = context.t
    _paged(context, lambda rows, _: records.column_table(context, rows))
    explained = [
        element("tr", element("th", t(column.title), scope="row"), element("td", t(column.note)))
        for column in COLUMNS
    ]
    st.html(
        common.folded(
            t("Columns explained"),
            common.table_frame(
                t("Columns explained"), [t("Column"), t("What it means")], explained
            ),
            class_="beside no-print",
        )
    )


def _paged(context: Context, make: Callable[[list[int], int], Html]) -> None:
    """A page of the list: ``make`` draws it from its rows and the number of the first."""
    selection, t = context.selection, context.t
    if not selection.count:
        st.html(element("p", t("No records match the filters."), " ",
                        t("Remove a filter or clear them all."), class_="empty"))  # fmt: skip
        return
    pages = -(-selection.count // ROWS)
    of_choice = _page_of_choice(context)
    page = min(context.view.page or of_choice, pages)
    first = (page - 1) * ROWS
    rows = selection.rows[first : first + ROWS].tolist()
    with st.container(key="list"):
        st.html(make(rows, first + 1))
    if pages == 1:
        return
    shown = {"first": first + 1, "last": first + len(rows), "all": selection.count}
    range_ = {name: t.number(number) for name, number in shown.items()}
    with st.container(key="list-pages", horizontal=True, vertical_alignment="center"):
        # The first page has to be asked for where the choice is on another.
        first_page = None if of_choice == 1 else 1
        before = page - 1 if page - 1 > 1 else first_page
        _turn(context, "previous", t("Previous"), before, off=page == 1)
        st.html(element("span", t("records {first}–{last} of {all}", **range_)))
        _turn(context, "next", t("Next"), page + 1, off=page == pages)
    # Paper has no buttons to turn a page with; all at once would be sent with every view.
    whole = replace(in_language(context.view, t), page=None, project=None, place=None)
    st.html(
        element(
            "p",
            t("Here are records {first}–{last} of {all}. To print all of them:", **range_),
            " ",
            site_address(context.page) + common.address(whole, "list"),
            class_="only-print",
        )
    )  # fmt: skip


def _turn(context: Context, key: str, text: str, page: int | None, *, off: bool) -> None:
    state.button(context.register, text, f"list-{key}", {"page": page}, disabled=off)


def _page_of_choice(context: Context) -> int:
    """The page of the list that has the chosen record or the first record of the chosen place."""
    register, selection, view = context.register, context.selection, context.view
    row = register.project_rows.get(view.project or "")
    rows = [] if row is None else [row]
    if view.place:
        kind = "settlement" if view.place in register.settlements else "place"
        here = rows_where(register, selection, kind, view.place)
        rows = selection.rows[np.isin(selection.rows, here)][:1].tolist()
    places = np.isin(selection.rows, rows).nonzero()[0]
    return int(places[0]) // ROWS + 1 if len(places) else 1
