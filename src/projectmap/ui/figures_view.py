"""Figures of the shown records as charts that follow the filters and lead back into them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from projectmap.content import charts
from projectmap.html.common import address, folded
from projectmap.html.figures import donor_amounts, figure_table
from projectmap.markup import Html, element
from projectmap.ui import state, vega
from projectmap.ui.frame import Context, in_language

WIDE = ("needs", "donors_sectors")
"""Figures that need the whole width."""


def draw(context: Context) -> None:
    """All figures, two abreast where there is room."""
    t = context.t
    st.html(element("p", t("Click a bar to filter by it."), class_="muted"))
    narrow = [key for key in charts.KEYS if key not in WIDE]
    for first in range(0, len(narrow), 2):
        for column, key in zip(st.columns(2, gap="large"), narrow[first : first + 2], strict=False):
            with column:
                _figure(key, context)
    for key in WIDE:
        _figure(key, context)


def _figure(key: str, context: Context) -> None:
    register, t = context.register, context.t
    found = charts.figure(key, context)
    widget = state.key_of(
        f"figure-{key}", context.view.records_only(), register.version, t.language
    )
    with st.container(key=f"figure-{key}"):
        st.html(
            element(
                "div",
                element("h2", found.title),
                element("p", found.note, class_="muted") if found.note else None,
                class_="figure",
            )
        )
        chart = vega.draw(found, t)
        if chart is not None and found.clickable:
            click = partial(_clicked, key, widget, context)
            st.altair_chart(chart, key=widget, on_select=click, selection_mode=vega.CLICK)
        elif chart is not None:
            st.altair_chart(chart, key=widget)
        if key == "donor" and (amounts := donor_amounts(context)):
            file = _file("amounts", context)
            st.html(folded(t("Amounts by donor"), amounts, file, class_="amounts"))
        table = figure_table(found, t)
        st.html(folded(t("The same as a table"), table, _file(key, context), class_="beside"))


def _file(key: str, context: Context) -> Html:
    t = context.t
    link = address(in_language(context.view, t), f"export/figures/{key}.csv")
    text = t("Download these figures (CSV)")
    return element("p", element("a", text, href=link, download=True))


def _clicked(key: str, widget: str, context: Context) -> None:
    asked = vega.clicked(context.register, key, st.session_state.get(widget))
    if asked:
        state.change(context.register, **asked)
