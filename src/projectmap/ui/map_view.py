"""The map with what is above, beside and below it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_folium import st_folium

from projectmap.content.view import filters
from projectmap.html import figures, places, records
from projectmap.i18n import N_, Translator
from projectmap.map import layers, render
from projectmap.markup import element
from projectmap.query.history import step
from projectmap.query.view import NARROWING
from projectmap.ui import state
from projectmap.ui.frame import Context
from projectmap.viewer.page import EARLIEST_DAY, LATEST_DAY
from projectmap.web.share import ANCHOR

ASSETS = "../../assets"
"""The assets' address as the map's frame sees it."""
HOW_TO_CHOOSE = N_("Click a community or a circle on the map to see its records.")
HEIGHT = 640
"""Pixels; the page's style stretches the frame to the fold."""
_NARROWED = "_narrowed"
"""Session key of the filters in force, in the order in which they were set."""
DATE_WIDTH = 142
"""Pixels of the field of the status date."""
MAP_HEAD_START_S = 0.06
"""Seconds that the map is sent ahead of the rest. The browser draws all that comes in one burst at
once, some fifty parts; with this lead it redraws the map first. Measured on two busy cores, medians
of 22 steps of the date each: 0.13 s until the map changes instead of 0.43 s."""


def line() -> DeltaGenerator:
    """The one line above a page's main part."""
    return st.container(key="head", horizontal=True, vertical_alignment="center", wrap=False)


def head(context: Context) -> None:
    """How many records are shown, the status date, the layers, the link to the downloads."""
    t = context.t
    with line():
        counts(context)
        status_date(context)
        with st.popover(
            t("Compare"),
            key="comparison",
            icon=":material/compare_arrows:",
            help=t("Compare the status on two dates"),
        ):
            _date_input("compare", t("Compare with the status on"), t)
        names = layers.layer_names(t)
        with st.popover(t("Layers"), key="layers"):
            st.pills(
                t("Layers"),
                list(names),
                selection_mode="multi",
                format_func=names.__getitem__,
                key="layer",
                label_visibility="collapsed",
            )
        to_share(t)


def to_share(t: Translator) -> None:
    """The link to the downloads, which are below the fold."""
    st.html(element("a", t("Present or download"), href=f"#{ANCHOR}", class_="button to-share"))


def counts(context: Context) -> None:
    """How many records are shown."""
    with st.container(key="result-count", width="content"):
        st.html(figures.count_line(context))


def status_date(context: Context) -> None:
    """The date whose status is shown, and steps to the next day on which anything changed."""
    t, register = context.t, context.register
    day = context.day
    before, after = (step(register, day, forward=way) for way in (False, True))
    with st.container(
        key="day", horizontal=True, vertical_alignment="center", gap="xxsmall", wrap=False
    ):
        _step("earlier", "◀", t("Previous change"), before, context)
        _date_input("asof", t("Status on"), t, wide=False)
        _step("later", "▶", t("Next change"), after, context)


def _step(key: str, sign: str, text: str, to: date | None, context: Context) -> None:
    state.button(
        context.register,
        sign,
        f"day-{key}",
        {"asof": to},
        help=text if to is None else f"{text}: {context.t.day(to)}",
        disabled=to is None,
        type="tertiary",
    )


def _date_input(key: str, title: str, t: Translator, *, wide: bool = True) -> None:
    written = "DD.MM.YYYY" if t.language == "uk" else "DD/MM/YYYY"
    st.date_input(title, value=None, min_value=EARLIEST_DAY, max_value=LATEST_DAY, format=written,
                  key=key, width="stretch" if wide else DATE_WIDTH)  # fmt: skip


def window() -> DeltaGenerator:
    """The part of the page from its head to the fold: a map and its overlays."""
    return st.container(key="window")


def leaflet(key: str, frame: Any, overlay: Any) -> None:
    """A map in its frame, of which only ``overlay`` changes."""
    with st.container(key="map"):
        st_folium(
            frame,
            key=key,
            height=HEIGHT,
            use_container_width=True,
            returned_objects=["last_active_drawing"],
            feature_group_to_add=overlay,
            # It renders what it needs anyway; this would do it a second time.
            render=False,
        )


def draw(context: Context) -> None:
    """The map itself, with its legend."""
    leaflet(state.MAP_FRAME, render.frame(ASSETS), render.overlay(layers.scene(context)))
    time.sleep(MAP_HEAD_START_S)
    with legend_box(context.t):
        st.html(figures.status_line(context))
        with st.container(key="legend"):
            st.html(figures.legend(context))


def nothing_left(context: Context) -> None:
    """On the map: that no record is left, and the way back by the filter that was set last."""
    register, view, t = context.register, context.view, context.t
    now = {name: getattr(view, name) for name in NARROWING if getattr(view, name)}
    before = st.session_state.get(_NARROWED, {})
    # In the order in which they were set: what has changed comes last.
    kept = {name: value for name, value in before.items() if now.get(name) == value}
    order = st.session_state[_NARROWED] = kept | now
    with st.container(key="nothing-left"):
        if context.selection.count or not order:
            return
        last = list(order)[-1]
        label = next(fact.label for fact in filters(context.labels, view) if fact.key == last)
        st.html(element("p", t("No records match the filters."), role="status"))
        text = t("Remove the last filter: {name}", name=label)
        state.button(register, text, "drop-last", state.bare(last))


def legend_box(t: Translator) -> DeltaGenerator:
    """What explains a map, on the map; it folds."""
    box = st.container(key="legend-box")
    return box.expander(t("Legend"), expanded=True, key="legend-fold")


def beside(context: Context) -> None:
    """The records that have no place on the map."""
    found = figures.unmapped_records(context)
    if found:
        st.html(found)


def details(context: Context, *, hint: str = "") -> None:
    """The chosen record or place, else key figures; ``hint`` says how to choose."""
    # Its links turn the list to what they choose.
    context = replace(context, view=replace(context.view, page=None))
    register, view, t = context.register, context.view, context.t
    with st.container(key="details"):
        record = register.project(view.project)
        partnership = register.partnership(view.partnership)
        place = view.place or (None if partnership else _only_community(context))
        if record or partnership or view.place:
            close_button(context)
        if record is not None:
            st.html(records.record_details(context, record))
        elif place is not None:
            st.html(places.place_details(context, place))
            code = register.community_of(place)
            if view.community != (code,):
                text = t("Only this community’s records")
                state.button(register, text, "only-here", {"community": (code,)})
        elif partnership is not None:
            st.html(places.partnership_details(context, partnership))
        else:
            st.html(figures.key_figures(context, hint=hint))


def close_button(context: Context) -> None:
    """The button that closes the details."""
    state.button(
        context.register,
        context.t("Close"),
        "close-details",
        state.bare(*state.CLICKABLE),
        type="tertiary",
        icon=":material/close:",
    )


def _only_community(context: Context) -> str | None:
    """The one community that is filtered by: its details are of use without a click."""
    codes = context.view.community
    return codes[0] if len(codes) == 1 and codes[0] in context.register.communities else None
