"""What every page has: head, navigation, language, notices, filters, credit."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from projectmap.config import ROOT, settings
from projectmap.data.store import Served, shared
from projectmap.html import common
from projectmap.i18n import (
    LANGUAGE_NAMES,
    LANGUAGES,
    Translator,
    chosen_language,
    preferred_language,
    translator,
)
from projectmap.markup import element, join
from projectmap.model.labels import Labels, describe_all
from projectmap.query.shown import Shown
from projectmap.query.view import NARROWING, Ignored, View, write_view
from projectmap.ui import filters, state
from projectmap.web import log
from projectmap.web.middleware import WENT_WRONG
from projectmap.web.pages import PAGES, page_title
from projectmap.web.plain import notices, older_state
from projectmap.web.responses import MAX_PROBLEMS
from projectmap.web.share import view_line

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Context(Shown):
    """What a page needs to draw itself."""

    top: DeltaGenerator
    """Room for the navigation."""
    page: str
    """Its address."""


def pages(t: Translator) -> dict[str, st.Page]:
    """The pages by their address."""
    return {
        name: st.Page(
            ROOT / "pages" / f"{name or 'map'}.py",
            title=t(title),
            url_path=name or None,
            default=not name,
        )
        for name, title in PAGES.items()
    }


def begin(page: str) -> Context:
    """Find out what to show, and keep room for what :func:`end` draws above the page's own part.

    A page draws what people wait for first, the frame around it last: the browser shows each
    part as it comes. Stops the run where there is no data.
    """
    served = shared(settings().geodata).current()
    browser = preferred_language(st.context.headers.get("Accept-Language"))
    if served.register is None:
        _configure(page, translator(browser))
        _unavailable(served, translator(browser))
        st.stop()
    register = served.register
    view, ignored = state.current(register, page)
    language = view.lang or browser
    state.set_language(language)
    t = translator(language)
    _configure(page, t)
    top = st.container(key="top", horizontal=True, vertical_alignment="center")
    # Always there, full or empty: a part that comes and goes would move the map below it to
    # another place among the parts, and the browser would load it again.
    with st.container(key="notices"):
        _notices(served, ignored, t)
    return Context(Labels(register, t), view, top, page)


def end(context: Context, *, filtered: bool = True, partnerships: bool = False) -> None:
    """Draw the frame: navigation, filters (of records, or of partnerships), credit."""
    register, view, t = context.register, context.view, context.t
    with context.top:
        _navigation(view, t)
        # What paper says instead of navigation and filters: what was asked, and where.
        where = site_address(context.page) + common.address(in_language(view, t), context.page)
        asked = element("strong", view_line(context.labels, view))
        st.html(element("p", asked, " ", where, class_="only-print"))
    if filtered:
        # The button that unfolds them says how many are in force; Streamlit's has no text.
        active = sum(bool(getattr(view, name)) for name in NARROWING)
        number = f'"({active})"' if active else '""'
        st.html(f"<style>:root {{ --filters-number: {number} }}</style>")
        with st.sidebar, st.container(key="filters"):
            filters.panel(context, partnerships=partnerships)
    contact = settings().contact
    parts: list[object] = [
        t("Boundaries: OPORA / F. Hontsa, CC BY 4.0"),
        t("places: GeoNames, CC BY 4.0"),
        *([] if register.basemap is None else [t("© OpenStreetMap contributors (ODbL)")]),
        t("data version {version}", version=register.version),
        element("a", t("the text-only list"), href=common.address(view, "list"), target="_self",
                class_="no-print"),
    ]  # fmt: skip
    if contact:
        parts.append(common.contact_line(contact, t))
    st.html(element("footer", join(parts, " · "), class_="credit"))


def failed(error: Exception) -> bool:
    """Say on the page that its run has failed, with the id that the log has."""
    ident, t = log.failure(_log, "a page", error), asked_language()
    text = " ".join([t(WENT_WRONG), t("(Error {number})", number=ident)])
    st.html(common.notice(element("p", text), role="alert"))
    return True


def asked_language() -> Translator:
    """The language that the address asks for, else the browser's."""
    browser = st.context.headers.get("Accept-Language")
    return translator(chosen_language(st.query_params.get("lang"), browser))


def site_address(page: str) -> str:
    """The address of the site, else that by which the browser asks for ``page``; with a slash."""
    return settings().address or (st.context.url or "").rstrip("/").removesuffix(f"/{page}") + "/"


def _configure(page: str, t: Translator) -> None:
    st.set_page_config(page_title=page_title(page, t), layout="wide", initial_sidebar_state="auto")


def _navigation(view: View, t: Translator) -> None:
    with st.container(key="nav", horizontal=True, width="stretch"):
        query = write_view(view)
        for page in pages(t).values():
            st.page_link(page, query_params=query)
    with st.container(key="language", width="content"):
        st.segmented_control(
            t("Language"),
            LANGUAGES,
            format_func=LANGUAGE_NAMES.__getitem__,
            key="lang",
            required=True,
            label_visibility="collapsed",
        )


def _notices(served: Served, ignored: Sequence[Ignored], t: Translator) -> None:
    for found in (notices(list(ignored), t), older_state(served, t)):
        if found is not None:
            st.html(found)
    if served.register is not None and served.register.problems:
        lines = describe_all(t, served.register.problems, MAX_PROBLEMS)
        aside = t.plural(
            "{n} invalid record is not shown",
            "{n} invalid records are not shown",
            served.register.set_aside,
        )
        st.html(common.folded(aside, common.bullets(lines), class_="notice"))


def _unavailable(served: Served, t: Translator) -> None:
    lines = describe_all(t, served.problems, MAX_PROBLEMS)
    title, first = t("The data cannot be shown."), t("Fix these problems first:")
    parts = element("h1", title), element("p", first), common.bullets(lines)
    st.html(common.notice(*parts, role="alert"))


def in_language(view: View, t: Translator) -> View:
    """``view`` with the language that is shown, for links that leave the session."""
    return replace(view, lang=t.language)
