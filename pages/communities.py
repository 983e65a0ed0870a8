"""All communities with their status on the shown date, and the chosen one in detail."""

import streamlit as st

from projectmap.export import html
from projectmap.ui import frame, map_view

context = frame.begin("communities")
map_view.counts(context)
left, right = st.columns([15, 4], gap="small")
with left:
    map_view.status_date(context)
    frame.show(html.community_table(context.register, context.selection, context.view, context.t))
with right:
    map_view.details(context)
frame.end(context)
