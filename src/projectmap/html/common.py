"""Building blocks of the HTML of records, places and figures.

Every text goes through :mod:`projectmap.markup`. Links to records and places carry the view, so
that they work as ordinary links; ``data-project`` and ``data-place`` let the map's script follow
them without loading the page again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, urlencode

from projectmap.config import settings
from projectmap.i18n import Translator
from projectmap.markup import Html, element, join
from projectmap.query.view import View, write_view


def address(view: View, page: str = "", **more: str) -> str:
    """The relative address of ``page`` with ``view``, and with parameters that no view has."""
    query = "&".join(part for part in (_query(view), urlencode(more)) if part)
    return f"{page}?{query}" if query else page or "?"


def details_address(view: View, **chosen: str) -> str:
    """The relative address of ``view`` with the details of one thing: ``project`` or ``place``."""
    return address(replace(view, project=None, place=None), **chosen)


def partnership_address(view: View, record_id: str) -> str:
    """The relative address of the page of partnerships with the details of one."""
    return address(replace(view, partnership=record_id), "partnerships")


@lru_cache(maxsize=512)
def _query(view: View) -> str:
    return urlencode(write_view(view), doseq=True)


def mail(
    text: str, to: str, subject: str, words: str, where: str, *, class_: str | None = None
) -> Html:
    """A mail with ``words`` and the address of ``where``, which is a relative one.

    Where the site's address is not known, the pages' script adds it.
    """
    site = settings().address
    body = f"{words}\r\n{site}{where}\r\n" if site else f"{words}\r\n"
    link = f"mailto:{to}?subject={quote(subject)}&body={quote(body)}"
    return element("a", text, href=link, target="_self", data_words=words, data_mail=where,
                   class_=class_)  # fmt: skip


def contact_line(contact: str, t: Translator) -> Html:
    """The site's mailbox or address, as a link."""
    target = contact if "://" in contact else f"mailto:{contact}"
    return join([t("Contact:"), " ", element("a", contact, href=target)])


def report_mistake(name: str, where: str, t: Translator) -> Html | None:
    """A mail to the site's contact about the record ``name``, which is shown at ``where``.

    None without a contact; where that is an address of the web, the link leads there.
    """
    contact = settings().contact
    if contact is None:
        return None
    text = t("Report a mistake")
    if "://" in contact:
        link = element("a", text, href=contact, target="_blank", rel="noopener")
    else:
        link = mail(text, contact, t("Mistake in {name}", name=name), name, where)
    return element("p", link, class_="no-print")


def definition_list(facts: Iterable[tuple[str, object]]) -> Html:
    """Names and values."""
    return element(
        "dl", *(join([element("dt", name), element("dd", value)]) for name, value in facts)
    )


def bullets(items: Iterable[object], class_: str | None = None) -> Html:
    """A list with a point for each of ``items``."""
    return element("ul", *(element("li", item) for item in items), class_=class_)


def folded(summary: object, *content: object, class_: str | None = None) -> Html:
    """What unfolds under ``summary``."""
    return element("details", element("summary", summary), *content, class_=class_)


def notice(*content: object, role: str = "status") -> Html:
    """What stands out, and is read out as it comes."""
    return element("div", *content, class_="notice", role=role)


def not_stated(t: Translator) -> Html:
    """What stands where nothing is stated."""
    return element("span", t("not stated"), class_="unstated")


def table_row(heads: Sequence[str], name: object, *cells: object, chosen: str = "") -> Html:
    """A row that ``name`` begins, each other cell with its head for narrow screens.

    ``chosen``: what ``aria-current`` says of it.
    """
    named = zip(heads[1:], cells, strict=True)
    return element(
        "tr",
        element("th", name, scope="row"),
        *(element("td", cell, data_label=head) for head, cell in named),
        class_="chosen" if chosen else None,
        aria_current=chosen or None,
    )


def table_frame(title: str, heads: Iterable[str], rows: Iterable[Html]) -> Html:
    """A table that scrolls by itself where it is wider than the page.

    ``heads``: texts, or whole elements ``th``.
    """
    cells = (one if isinstance(one, Html) else element("th", one, scope="col") for one in heads)
    head = element("tr", *cells)
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
