"""What a page offers to download, and the page to present from."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from projectmap.config import settings
from projectmap.content.view import filters_by_name
from projectmap.html import common
from projectmap.markup import element
from projectmap.ui.frame import Context, in_language, site_address
from projectmap.viewer.texts import KEYS
from projectmap.web.share import ShownTable, share_links, snippet, story_card


def draw(context: Context, table: ShownTable = ShownTable.RECORDS) -> None:
    """Links to the files and documents of exactly what is shown; made when asked for."""
    shown = replace(context, view=in_language(context.view, context.t))
    with st.container(key="downloads"):
        st.html(share_links(shown, table))


def present(context: Context) -> None:
    """The shown view and the stories, to be presented; keys; the map for other sites."""
    register, t = context.register, context.t
    facts = filters_by_name(context.labels, context.view)
    shown = [(fact.label, fact.text) for fact in facts]
    st.html(element("h1", t("Present"), class_="page-title"))
    how = t("Use the filters to narrow it; the presentation, slides and files will match.")
    _section(t("What is shown"), common.definition_list(shown), element("p", how, class_="muted"))
    draw(context)
    if register.stories:
        st.html(element("h2", t("Stories"), class_="page-title"))
        cards = (story_card(story, t) for story in register.stories.values())
        st.html(element("div", *cards, class_="stories details"))
    a_key = (
        element("div", element("dt", element("kbd", key.shown)), element("dd", t.pick(**key.label)))
        for key in KEYS
    )
    how = t("A clicker also works. Once opened, the presentation needs no network; its link opens "
            "at the same step.")  # fmt: skip
    _section(t("Keys for presenting"), element("p", how), element("dl", *a_key, class_="keys"))
    sites = settings().embed_sites
    allowed = (
        t("Sites that may show it: {sites}.", sites=", ".join(sites))
        if sites
        else t("Only this site may show the map at present. The administrator can allow "
               "others in PROJECTMAP_EMBED_SITES.")
    )  # fmt: skip
    paste = t("Paste this code into the other site’s page.")
    _section(t("Embed this map"), element("p", paste, " ", allowed))
    st.code(
        snippet(in_language(context.view, t), site_address(context.page), t),
        language=None,
        wrap_lines=True,
    )


def _section(title: str, *content: object) -> None:
    st.html(element("section", element("h2", title), *content, class_="details"))
