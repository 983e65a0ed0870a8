"""Where the data comes from, what it lacks, how answers are made."""

import streamlit as st

from projectmap.config import settings
from projectmap.content import charts
from projectmap.html import about, figures
from projectmap.query.shown import Shown
from projectmap.query.view import View
from projectmap.ui import downloads, frame

context = frame.begin("about")
known = charts.figure("completeness", Shown(context.labels, View()))
completeness = figures.figure_table(known, context.t)
st.html(about.about(context.labels, settings().contact, completeness))
downloads.draw(context)
frame.end(context, filtered=False)
