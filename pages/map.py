"""The map, what it shows in words, and the list."""

import streamlit as st

from projectmap.ui import downloads, frame, listing, map_view

context = frame.begin("")
# What people wait for first is drawn first; the line above it is short.
head = st.container(key="above")
with map_view.window():
    map_view.draw(context)
    map_view.details(context, hint=context.t(map_view.HOW_TO_CHOOSE))
    map_view.nothing_left(context)
with head:
    map_view.head(context)
map_view.beside(context)
downloads.draw(context)
listing.table(context)
frame.end(context)
