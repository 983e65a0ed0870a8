"""Records as HTML: lists, the table, the details."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from projectmap import content
from projectmap.content.nodes import Entry
from projectmap.content.records import RECORD_FIELDS, heads
from projectmap.content.view import order
from projectmap.html.common import (
    address,
    bullets,
    details_address,
    report_mistake,
    table_frame,
)
from projectmap.html.content import OUTSIDE, Links, fact_list, page_links, source_list, title, value
from projectmap.html.status import record_status
from projectmap.i18n import Translator
from projectmap.map.layers import on_communities
from projectmap.markup import NOTHING, Html, element, join
from projectmap.model.dates import full_day
from projectmap.model.records import Partnership, Project
from projectmap.query.columns import BY_KEY, DOWN, TITLE
from projectmap.query.rows import JOINER, Cells, Column
from projectmap.query.shown import Shown

LONG_LIST = 50
"""Records that any list outside the table names; where there are more, it says how many."""
_COLUMNS = ("communities", "sectors", "donors", "when", "status")


def record_links(shown: Shown, items: Iterable[Project]) -> Html:
    """A list of records as links to their details."""
    links = page_links(shown.view)
    entries = (content.record(shown.labels, item, keys=["when"]) for item in items)
    named = (
        (title(entry, links), " ", element("small", entry.facts[0].brief)) for entry in entries
    )
    return bullets(map(join, named), "records")


def record_table(
    shown: Shown, rows: Sequence[int], *, first: int = 1, on_map: bool = False
) -> Html:
    """The records of ``rows`` as a table; ``first`` is the number of the first one.

    ``on_map``: with a map, which the rows then lead to (``ui/list_map.js``, ``viewer.js``).
    """
    t, links = shown.t, page_links(shown.view)
    named = heads(shown.labels, RECORD_FIELDS, _COLUMNS)
    items = (shown.register.projects[row] for row in rows)
    body = (
        _table_row(shown, item, links, t.number(number), on_map=on_map)
        for number, item in enumerate(items, first)
    )
    table = table_frame(t("List of records"), ["№", t("Record"), *named], body)
    return join([element("p", order(t, shown.view), class_="muted"), table])


def column_table(shown: Shown, rows: Sequence[int]) -> Html:
    """The records of ``rows`` in the columns of the view; the heads are links that sort by them."""
    columns = [BY_KEY[key] for key in (TITLE, *shown.view.column)]
    cells, links = Cells(shown.labels, shown.day), page_links(shown.view)
    body = (
        element(
            "tr",
            element("th", title(content.record(shown.labels, item, keys=[]), links), scope="row"),
            *(_cell(column, item, cells) for column in columns[1:]),
            class_="chosen" if item.id == shown.view.project else None,
            aria_current="true" if item.id == shown.view.project else None,
        )
        for item in (shown.register.projects[row] for row in rows)
    )
    sorting = (_sorting_head(shown, column) for column in columns)
    return table_frame(shown.t("List of records"), sorting, body)


def _sorting_head(shown: Shown, column: Column[Project]) -> Html:
    """The name of a column as a link: sorts by it, then the other way, then as before."""
    t, view, up, down = shown.t, shown.view, column.key, DOWN + column.key
    ways = (up, down) if column.kind in {"text", "link"} else (down, up)
    turns = {None: ways[0], ways[0]: ways[1], ways[1]: None}
    link = address(replace(view, order=turns.get(view.order, ways[0]), page=None))
    sorted_as = {up: "ascending", down: "descending"}.get(view.order or "")
    sign = {up: " ▲", down: " ▼"}.get(view.order or "")
    return element(
        "th",
        element("a", t(column.title), href=link, title=t(column.note)),
        element("span", sign, aria_hidden="true") if sign else None,
        scope="col",
        class_="number" if column.kind == "number" else None,
        aria_sort=sorted_as,
    )


def _cell(column: Column[Project], item: Project, cells: Cells) -> Html:
    """What ``column`` says of ``item``, as people write it."""
    found, t = column.value(item, cells), cells.t
    label = t(column.title)
    if found is None:
        return element("td", "–", class_=f"unstated {column.kind}", data_label=label)
    if not isinstance(found, str):
        money = item.currency if column.key == "amount" else None
        found = t.money(found, money) if money else t.number(found)
    elif column.kind == "date":
        day = full_day(found)
        found = t.short_date(day) if day else t.day(found)
    elif column.kind == "link":
        found = join((element("a", one, href=one, **OUTSIDE) for one in found.split(JOINER)), " ")
    return element("td", element("div", found), class_=column.kind, data_label=label)


def _table_row(shown: Shown, item: Project, links: Links, number: str, *, on_map: bool) -> Html:
    view = shown.view
    entry = content.record(shown.labels, item, keys=_COLUMNS)
    chosen, here = item.id == view.project, view.place in {item.settlement, *item.communities}
    return element(
        "tr",
        element("td", number, _locate(item, entry, shown.t) if on_map else None),
        element(
            "th",
            title(entry, links),
            element("span", entry.tags[0], class_="tag") if entry.kind != "project" else None,
            scope="row",
        ),
        *(
            element("td", fact.brief if fact.key == "when" else value(fact, links))
            for fact in entry.facts
        ),
        class_="chosen" if chosen else "here" if view.place and here else None,
        aria_current="true" if chosen else None,
    )


def _locate(item: Project, entry: Entry, t: Translator) -> Html | None:
    """The magnifier of a row whose record has a place on the map.

    For the pointer: with the keyboard, opening the record moves the map there too, and every row
    would be one stop more.
    """
    if item.point is None and not on_communities(item):
        return None
    name = t("Show on the map: {title}", title=entry.title)
    return element(
        "button", "⌕", type="button", class_="locate", data_locate=item.id, title=name,
        aria_label=name, tabindex="-1",
    )  # fmt: skip


def record_details(shown: Shown, item: Project) -> Html:
    """Everything that is known of a record, and what is not stated named as such."""
    entry = content.record(shown.labels, item)
    territory = content.status_of_record(shown.labels, item)
    aside = record_status(territory, page_links(shown.view))
    where = details_address(shown.view, project=item.id)
    return details(shown, entry, " · ".join(entry.tags), item, where, aside)


def details(
    shown: Shown,
    entry: Entry,
    kicker: str,
    item: Project | Partnership,
    where: str,
    aside: Html = NOTHING,
) -> Html:
    """What is said of a thing at full length, with its sources; ``where`` is its address."""
    return element(
        "article",
        element("p", kicker, class_="kicker"),
        element("h2", entry.title),
        element("p", entry.summary),
        element("p", entry.caution, class_="caution") if entry.caution else None,
        fact_list(entry.facts, page_links(shown.view)),
        aside,
        element("h3", shown.t("Sources")),
        source_list(content.numbered(shown.labels, item.sources)),
        report_mistake(item.id, where, shown.t),
        class_="details",
    )
