"""Small pieces that records, places and figures are made of, as HTML.

Every text goes through :mod:`projectmap.markup`. Links to records and places carry the view, so
that they work as ordinary links; ``data-project`` and ``data-place`` let the map's script follow
them without loading the page anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from projectmap.i18n import Translator
from projectmap.markup import Html, element, join
from projectmap.model.labels import (
    community_name,
    organisation_name,
)
from projectmap.model.records import Project, Source
from projectmap.model.register import Register
from projectmap.query.view import View, write_view


def address(view: View, page: str = "") -> str:
    """The relative address of ``page`` with ``view``."""
    query = _query(view)
    return f"{page}?{query}" if query else page or "?"


def record_address(view: View, record_id: str) -> str:
    """The relative address of ``view`` with the details of a record."""
    return _with_details(view, "project", record_id)


def place_address(view: View, code: str) -> str:
    """The relative address of ``view`` with the details of a community or settlement."""
    return _with_details(view, "place", code)


def _with_details(view: View, parameter: str, value: str) -> str:
    query = _query(replace(view, project=None, place=None))
    return (
        f"?{query}&{parameter}={quote_plus(value)}"
        if query
        else f"?{parameter}={quote_plus(value)}"
    )


@lru_cache(maxsize=512)
def _query(view: View) -> str:
    return urlencode(write_view(view), doseq=True)


def status_day(register: Register, view: View) -> date:
    """The date whose status is shown: the asked one, else the edition's."""
    return view.asof or register.edition


def definition_list(facts: Iterable[tuple[str, object]]) -> Html:
    """Names and values."""
    return element(
        "dl", *(join([element("dt", name), element("dd", value)]) for name, value in facts)
    )


def stated(text: object, t: Translator) -> Html:
    """``text``, or "not stated" where there is none."""
    return join([text]) if text else element("span", t("not stated"), class_="unstated")


def small(text: str) -> Html:
    """Text of lesser weight."""
    return element("small", text)


def names(codes: Iterable[str], name: Callable[[str], str], t: Translator) -> Html:
    """The names of codes, or "not stated"."""
    return stated("; ".join(name(code) for code in codes), t)


def organisations(slugs: Iterable[str], register: Register, t: Translator) -> Html:
    """The names of organisations, or "not stated"."""
    return names(slugs, lambda slug: organisation_name(t, register, slug), t)


def record_link(item: Project, view: View, t: Translator) -> Html:
    """The title of a record as a link to its details."""
    return element(
        "a",
        t.pick(item.title_uk, item.title_en),
        href=record_address(view, item.id),
        data_project=item.id,
    )


def place_link(code: str, register: Register, view: View, t: Translator) -> Html:
    """The name of a community as a link to its details."""
    return element(
        "a",
        community_name(t, register.communities[code]),
        href=place_address(view, code),
        data_place=code,
    )


def source_list(sources: Iterable[Source], t: Translator) -> Html:
    """Sources as links where an address is known, with publisher and date."""
    found = []
    for source in sources:
        title = t.pick(source.title, source.title_en)
        name = (
            element("a", title, href=source.url, target="_blank", rel="noopener noreferrer")
            if source.url
            else title
        )
        details = [
            source.publisher,
            t.day(source.date) if source.date else t("date not stated"),
            t("read on {day}", day=t.day(source.accessed)) if source.accessed else None,
        ]
        found.append(element("li", name, small(" " + ", ".join(part for part in details if part))))
    return element("ul", *found, class_="sources")


def table_frame(title: str, heads: Iterable[str], rows: Iterable[Html]) -> Html:
    """A table that scrolls by itself where it is wider than the page."""
    head = element("tr", *(element("th", text, scope="col") for text in heads))
    table = element(
        "table",
        element("caption", title, class_="sr-only"),
        element("thead", head),
        element("tbody", *rows),
        class_="record-table",
    )
    return element(
        "div", table, class_="table-frame", tabindex="0", role="region", aria_label=title
    )
