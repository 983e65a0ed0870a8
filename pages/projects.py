"""The records: a table with the details of the chosen one, or their figures."""

import streamlit as st

from projectmap.query.view import FIGURES
from projectmap.ui import downloads, figures_view, frame, listing, map_view

context = frame.begin("projects")
with map_view.line():
    map_view.counts(context)
    listing.switch(context)
    map_view.to_share(context.t)
if context.view.show == FIGURES:
    figures_view.draw(context)
else:
    with st.container(key="beside"):
        left, right = st.columns([15, 5], gap="small")
    with left:
        listing.column_table(context)
    with right:
        map_view.details(context, hint=context.t(listing.HOW_TO_OPEN))
downloads.draw(context)
frame.end(context)
