"""The script that Streamlit runs for every session: hands over to the asked page."""

import streamlit as st

from projectmap.ui import frame

st.navigation(list(frame.pages(frame.asked_language()).values()), position="hidden").run()
