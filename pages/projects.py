"""The list of records, with the details of the chosen one."""

import streamlit as st

from projectmap.ui import frame, listing, map_view

context = frame.begin("projects")
map_view.counts(context)
left, right = st.columns([15, 4], gap="small")
with left:
    listing.downloads(context)
    listing.table(context)
with right:
    map_view.details(context)
frame.end(context)
