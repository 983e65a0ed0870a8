"""The map, what it shows in words, and the list."""

import streamlit as st

from projectmap.ui import downloads, frame, listing, map_view

context = frame.begin("")
head = st.container(key="head")
middle, right = st.columns([15, 4], gap="small")
with middle:
    map_view.draw(context)
with head:
    map_view.head(context)
with right:
    map_view.details(context, hint=map_view.how_to_choose(context.t))
downloads.draw(context)
listing.table(context)
frame.end(context)
