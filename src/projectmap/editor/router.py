"""The script that Streamlit runs for every session of the editor."""

import streamlit as st

from projectmap.editor import history, publishing, records, review, work
from projectmap.editor.page import PAGES, style, translate, who_works
from projectmap.i18n import LANGUAGE_NAMES, LANGUAGES

FUNCTIONS = {
    "work": work.page,
    "records": records.page,
    "review": review.page,
    "history": history.page,
    "publish": publishing.page,
}
t = translate()
st.set_page_config(page_title=t("Register editor"), layout="wide")
room = st.container(horizontal=True, vertical_alignment="center")
language = room.segmented_control(
    t("Language"), LANGUAGES, format_func=LANGUAGE_NAMES.__getitem__, key="language",
    default=t.language, required=True, label_visibility="collapsed",
)  # fmt: skip
if language != t.language:
    st.query_params["lang"] = language
    st.rerun()
known = who_works(room, t)
chosen = st.navigation(
    [
        st.Page(FUNCTIONS[name], title=t(title), url_path=name, default=name == "work")
        for name, title in PAGES.items()
    ],
    position="top" if known else "hidden",
)
style()
if known:
    chosen.run()
