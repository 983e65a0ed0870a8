"""What a page offers to download, and the page to present from."""

from __future__ import annotations

import streamlit as st

from projectmap import html
from projectmap.config import settings
from projectmap.content.view import filters
from projectmap.i18n import Translator
from projectmap.markup import Html, element, join
from projectmap.ui.frame import Context, in_language, site_address
from projectmap.viewer.texts import KEYS
from projectmap.web.share import ShownTable, share_links, snippet, story_card


def draw(context: Context, table: ShownTable = ShownTable.RECORDS) -> None:
    """Links to the files and documents of exactly what is shown; made when asked for."""
    view = in_language(context.view, context.t)
    with st.container(key="downloads"):
        st.html(share_links(context.register, view, context.t, table))


def present(context: Context) -> None:
    """The shown view and the stories, to be presented; keys; the map for other sites."""
    register, t = context.register, context.t
    facts = filters(context.labels, context.view, codes=False)
    shown = [(fact.label, fact.text) for fact in facts] or [(t("Filter"), t("none: all records"))]
    st.html(element("h1", t("Present"), class_="page-title"))
    st.html(
        element(
            "section",
            element("h2", t("What is shown")),
            html.definition_list(shown),
            element("p", t("Use the filters to narrow it; the presentation, slides and files "
                           "will match."), class_="muted"),
            class_="details",
        )
    )  # fmt: skip
    draw(context)
    if register.stories:
        st.html(element("h2", t("Stories"), class_="page-title"))
        cards = (story_card(story, t) for story in register.stories.values())
        st.html(element("div", *cards, class_="stories details"))
    st.html(_keys(t))
    _embed(context)


def _keys(t: Translator) -> Html:
    rows = join(
        element(
            "div",
            element("dt", element("kbd", key.shown)),
            element("dd", key.label[t.language]),
        )
        for key in KEYS
    )
    return element(
        "section",
        element("h2", t("Keys for presenting")),
        element("p", t("A clicker also works. Once opened, the presentation needs no "
                       "network; its link opens at the same step.")),
        element("dl", rows, class_="keys"),
        class_="details",
    )  # fmt: skip


def _embed(context: Context) -> None:
    t, sites = context.t, settings().embed_sites
    allowed = (
        t("Sites that may show it: {sites}.", sites=", ".join(sites))
        if sites
        else t("Only this site may show the map at present. The administrator can allow "
               "others in PROJECTMAP_EMBED_SITES.")
    )  # fmt: skip
    st.html(
        element(
            "section",
            element("h2", t("Embed this map")),
            element("p", t("Paste this code into the other site’s page."), " ", allowed),
            class_="details",
        )
    )
    st.code(
        snippet(in_language(context.view, t), site_address(context.page), t),
        language=None,
        wrap_lines=True,
    )
