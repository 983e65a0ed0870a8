"""Partnerships: the map of Europe, what is listed next to it, the table and the details."""

from __future__ import annotations

import streamlit as st

from projectmap import html
from projectmap.map import partners, render
from projectmap.ui import downloads, map_view, state
from projectmap.ui.frame import Context
from projectmap.ui.map_view import ASSETS, close_button
from projectmap.web.share import ShownTable


def draw(context: Context) -> None:
    """Everything that the page shows."""
    register, view, t = context.register, context.view, context.t
    shown = context.selection.partnerships
    with map_view.line():
        with st.container(key="result-count"):
            st.html(html.partnership_count(context))
        map_view.to_share(t)
    with map_view.window():
        scene = partners.scene(register, shown, view, t.language)
        frame, overlay = render.frame(ASSETS, "partners"), render.overlay(scene)
        map_view.leaflet(state.PARTNERS_FRAME, frame, overlay)
        with map_view.legend_box(t), st.container(key="legend"):
            st.html(partners.legend(shown, t))
        with st.container(key="details"):
            _details(context)
    downloads.draw(context, ShownTable.PARTNERSHIPS)
    with st.container(key="partners"):
        st.html(html.partnership_table(context, shown))


def _details(context: Context) -> None:
    """The chosen partnership, else those that no line on the map can show."""
    register, view = context.register, context.view
    chosen = register.partnership(view.partnership)
    if chosen is not None:
        close_button(context)
        st.html(html.partnership_details(context, chosen))
        return
    unmapped = [item for item in context.selection.partnerships if not partners.on_map(item)]
    st.html(html.unmapped_partnerships(context, unmapped))
