"""The script that Streamlit runs for every session of the editor."""

import streamlit as st

from projectmap.editor import drafts, grid, history, publishing, records, review, work
from projectmap.editor.page import PAGES, style, translate, who_works
from projectmap.i18n import LANGUAGE_NAMES, LANGUAGES

FUNCTIONS = {
    "work": work.page,
    "records": records.page,
    "grid": grid.page,
    "review": review.page,
    "history": history.page,
    "publish": publishing.page,
}
t = translate()
st.set_page_config(page_title=t("Register editor"), layout="wide")
pages = [
    st.Page(FUNCTIONS[name], title=t(title), url_path=name, default=name == "work")
    for name, title in PAGES.items()
]
chosen = st.navigation(pages, position="hidden")
style()
with st.container(key="top", horizontal=True, vertical_alignment="center"):
    nav = st.container(key="nav", horizontal=True)
    room = st.container(horizontal=True, vertical_alignment="center", width="content")
language = room.segmented_control(
    t("Language"), LANGUAGES, format_func=LANGUAGE_NAMES.__getitem__, key="language",
    default=t.language, required=True, label_visibility="collapsed", width="content",
)  # fmt: skip


def change_language() -> None:
    """Begin again in the language that was chosen."""
    if language != t.language:
        st.query_params["lang"] = language
        st.rerun()


if not drafts.in_sight():
    change_language()
if who_works(room, t):
    with nav:
        for page in pages:
            st.page_link(page, query_params={"lang": t.language})
    chosen.run()
    if drafts.unfinished() or grid.begun():
        st.html('<span class="unproposed"></span>')
change_language()  # what is typed last in a form can come with it: the form keeps it first
