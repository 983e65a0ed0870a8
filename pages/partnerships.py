"""Partnerships with both ends, on a map of Europe and in a list."""

import streamlit as st

from projectmap.html import places
from projectmap.map import partners, render
from projectmap.ui import downloads, frame, map_view, state
from projectmap.web.share import ShownTable

context = frame.begin("partnerships")
shown = context.selection.partnerships
with map_view.line():
    with st.container(key="result-count"):
        st.html(places.partnership_count(context))
    map_view.to_share(context.t)
with map_view.window():
    scene = partners.scene(context)
    partners_map = render.frame(map_view.ASSETS, "partners")
    map_view.leaflet(state.PARTNERS_FRAME, partners_map, render.overlay(scene))
    with map_view.legend_box(context.t), st.container(key="legend"):
        st.html(partners.legend(context))
    with st.container(key="details"):
        chosen = context.register.partnership(context.view.partnership)
        if chosen is not None:
            map_view.close_button(context)
            st.html(places.partnership_details(context, chosen))
        else:
            without_line = [item for item in shown if not partners.on_map(item)]
            st.html(places.unmapped_partnerships(context, without_line))
downloads.draw(context, ShownTable.PARTNERSHIPS)
with st.container(key="partners"):
    st.html(places.partnership_table(context, shown))
frame.end(context, partnerships=True)
