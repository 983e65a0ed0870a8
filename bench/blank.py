"""The page to compare with: a Streamlit page with one filter and one line of text."""

import streamlit as st

chosen = st.multiselect("Filter", ["one", "two", "three"], key="sector")
st.html(f'<p id="answer">{len(chosen)}</p>')
