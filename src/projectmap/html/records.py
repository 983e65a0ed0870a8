"""Records as HTML: lists, the table, the details."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from projectmap import content
from projectmap.content.nodes import Entry
from projectmap.html.common import small, table_frame
from projectmap.html.content import fact_list, page_links, source_list, title, value
from projectmap.html.status import record_status
from projectmap.i18n import Translator
from projectmap.map.layers import on_communities
from projectmap.markup import NOTHING, Html, element
from projectmap.model.records import Project, Source
from projectmap.query.shown import Shown

LONG_LIST = 50
"""Records that any list outside the table names; where there are more, it says how many."""
_COLUMNS = ("communities", "sectors", "donors", "when", "status")


def record_links(shown: Shown, items: Iterable[Project]) -> Html:
    """A list of records as links to their details."""
    links = page_links(shown.view)
    entries = (content.record(shown.labels, item, keys=["when"]) for item in items)
    return element(
        "ul",
        *(
            element("li", title(entry, links), " ", small(entry.facts[0].brief))
            for entry in entries
        ),
        class_="records",
    )


def record_table(
    shown: Shown, rows: Sequence[int], *, first: int = 1, on_map: bool = False
) -> Html:
    """The records of ``rows`` as a table; ``first`` is the number of the first one.

    ``on_map``: beside a map, which the rows then lead to (``ui/list_map.js``).
    """
    t = shown.t
    heads = [
        *("№", t("Record"), t("Where"), t("Sector"), t("Donor"), t("When")),
        t("Status, as reported"),
    ]
    items = (shown.register.projects[row] for row in rows)
    body = (
        _table_row(shown, item, t.number(number), on_map=on_map)
        for number, item in enumerate(items, first)
    )
    return table_frame(t("List of records"), heads, body)


def _table_row(shown: Shown, item: Project, number: str, *, on_map: bool) -> Html:
    links, view = page_links(shown.view), shown.view
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
    return details(shown, entry, " · ".join(entry.tags), item.sources, aside)


def details(
    shown: Shown, entry: Entry, kicker: str, sources: Iterable[Source], aside: Html = NOTHING
) -> Html:
    """What is said of a thing at full length, with its sources."""
    return element(
        "article",
        element("p", kicker, class_="kicker"),
        element("h2", entry.title),
        element("p", entry.summary),
        element("p", entry.caution, class_="caution") if entry.caution else None,
        fact_list(entry.facts, page_links(shown.view)),
        aside,
        element("h3", shown.t("Sources")),
        source_list(content.numbered(shown.labels, sources)),
        class_="details",
    )
