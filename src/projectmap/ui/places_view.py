"""Communities: finding one, the status of all on any date, and everything about one."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from projectmap.config import settings
from projectmap.export.request import one_community
from projectmap.html import common, figures
from projectmap.html.dossier import dossier
from projectmap.html.status import status_table
from projectmap.html.status_chart import over_time
from projectmap.markup import Html, element
from projectmap.query.find import find, reason_text
from projectmap.query.view import MAX_QUERY
from projectmap.ui import downloads, map_view
from projectmap.ui.frame import Context
from projectmap.web.share import ShownTable


def draw(context: Context) -> None:
    """The community that the view names, else all of them."""
    code = one_community(context.register, context.view)
    if code is None:
        _all(context)
        return
    view, t = context.view, context.t
    back = replace(view, community=(), place=None, project=None)
    there = replace(view, community=(), place=code, project=None)
    st.html(
        element(
            "p",
            element("a", t("← All communities"), href=common.address(back, "communities"),
                    class_="button"),
            " ",
            element("a", t("Show on the map"), href=common.address(there, "./"), class_="button"),
            class_="row no-print",
        )
    )  # fmt: skip
    downloads.draw(context)
    with st.container(key="dossier"):
        st.html(dossier(context, code, settings().contact))


def _all(context: Context) -> None:
    t = context.t
    with map_view.line():
        st.html(element("h1", t("Communities (hromadas)"), class_="page-title"))
        with st.container(key="find-row"):
            typed = st.text_input(
                t("Find a community (hromada) or a settlement"),
                key="find",
                placeholder=t("any name, old or new, in any spelling, or a code"),
                max_chars=MAX_QUERY,
            )
        map_view.status_date(context)
        map_view.to_share(t)
    if typed.strip():
        st.html(_found(typed, context))
    st.html(figures.status_line(context))
    with st.container(key="over-time"):
        st.html(over_time(context.labels, context.day))
    with st.container(key="legend"):
        st.html(figures.legend(context, with_signs=False))
    st.html(status_table(context))
    downloads.draw(context, ShownTable.STATUS)


def _found(typed: str, context: Context) -> Html:
    view, t = context.view, context.t
    matches = find(context.register, typed)
    if not matches:
        return element("p", t("No community or settlement has this name."), class_="empty")
    items = [
        element(
            "li",
            element(
                "a",
                context.labels.community(match.community),
                href=common.address(replace(view, community=(match.community,)), "communities"),
            ),
            " ",
            element("small", reason_text(match, context.labels)),
        )
        for match in matches
    ]
    return element("ol", *items, class_="records found", aria_live="polite")
