"""A blank page again, with a free text and a date: what a change of either costs at the least."""

import streamlit as st

text = st.text_input("Search", key="q")
day = st.date_input("Status on", value=None, min_value="2010-01-01", key="asof")
st.html(f'<p id="answer">{text} {day}</p>')
