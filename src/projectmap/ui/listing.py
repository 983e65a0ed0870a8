"""The list of records, a page at a time, and the downloads."""

from __future__ import annotations

import streamlit as st

from projectmap.export import html
from projectmap.markup import element
from projectmap.ui import state
from projectmap.ui.frame import Context, in_language
from projectmap.web.plain import download_links

ROWS = 50
"""Records on a page of the list."""


def downloads(context: Context) -> None:
    """Links to the files of exactly what is shown; made when asked for."""
    t = context.t
    links = download_links(in_language(context.view, t), class_="button")
    with st.container(key="downloads"):
        st.html(element("div", element("span", t("Download what is shown:")), *links, class_="row"))


def table(context: Context) -> None:
    """The shown records, the same as on the map."""
    register, selection, view, t = (
        context.register, context.selection, context.view, context.t,
    )  # fmt: skip
    if not selection.count:
        st.html(element("p", t("No record answers to the chosen filters."), " ",
                        t("Take one off, or clear them all."), class_="empty"))  # fmt: skip
        return
    pages = -(-selection.count // ROWS)
    page = min(state.list_page(view), pages - 1)
    first = page * ROWS
    rows = selection.rows[first : first + ROWS].tolist()
    st.html(html.record_table(register, rows, view, t, first=first + 1))
    if pages == 1:
        return
    with st.container(key="list-pages", horizontal=True, vertical_alignment="center"):
        st.button(t("Previous"), key="list-previous", on_click=state.turn_list, args=(-1,),
                  disabled=page == 0)  # fmt: skip
        st.html(element("span", t("records {first}–{last} of {all}", first=t.number(first + 1),
                                  last=t.number(first + len(rows)),
                                  all=t.number(selection.count))))  # fmt: skip
        st.button(t("Next"), key="list-next", on_click=state.turn_list, args=(1,),
                  disabled=page == pages - 1)  # fmt: skip
