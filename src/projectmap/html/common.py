"""Small pieces that records, places and figures are made of, as HTML.

Every text goes through :mod:`projectmap.markup`. Links to records and places carry the view, so
that they work as ordinary links; ``data-project`` and ``data-place`` let the map's script follow
them without loading the page again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from projectmap.i18n import Translator
from projectmap.markup import Html, element, join
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
    details = f"{parameter}={quote_plus(value)}"
    return f"?{query}&{details}" if query else f"?{details}"


@lru_cache(maxsize=512)
def _query(view: View) -> str:
    return urlencode(write_view(view), doseq=True)


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
