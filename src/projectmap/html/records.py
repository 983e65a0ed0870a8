"""Records as HTML: lists, the table, the details."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from projectmap import content
from projectmap.content.nodes import Entry
from projectmap.html.common import small, table_frame
from projectmap.html.content import (
    and_more,
    fact_list,
    page_links,
    source_list,
    title,
    value,
)
from projectmap.html.status import record_status
from projectmap.i18n import Translator
from projectmap.map.layers import on_communities
from projectmap.markup import Html, element
from projectmap.model.labels import Labels
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.view import View

__all__ = ["LONG_LIST", "and_more", "record_details", "record_links", "record_table"]

LONG_LIST = 50
"""Records that any list outside the table names; where there are more, it says how many."""
_COLUMNS = ("communities", "sectors", "donors", "when", "status")


def record_links(register: Register, items: Iterable[Project], view: View, t: Translator) -> Html:
    """A list of records as links to their details."""
    labels, links = Labels(register, t), page_links(view)
    entries = (content.record(labels, item, keys=["when"]) for item in items)
    return element(
        "ul",
        *(
            element("li", title(entry.title, entry.link, links), " ", small(entry.facts[0].brief))
            for entry in entries
        ),
        class_="records",
    )


def record_table(
    register: Register,
    rows: Sequence[int],
    view: View,
    t: Translator,
    *,
    first: int = 1,
    on_map: bool = False,
) -> Html:
    """The records of ``rows`` as a table; ``first`` is the number of the first one.

    ``on_map``: beside a map, which the rows then lead to (``ui/list_map.js``).
    """
    labels = Labels(register, t)
    heads = [
        *("№", t("Record"), t("Where"), t("Sector"), t("Donor"), t("When")),
        t("Status, as reported"),
    ]
    entries = (content.record(labels, register.projects[row], keys=_COLUMNS) for row in rows)
    body = [
        _table_row(
            t.number(number),
            entry,
            view,
            here=bool(view.place) and _is_at(register, row, view.place),
            locate=_locate(register.projects[row], entry, t) if on_map else None,
        )
        for number, (row, entry) in enumerate(zip(rows, entries, strict=True), first)
    ]
    return table_frame(t("List of records"), heads, body)


def _is_at(register: Register, row: int, place: str | None) -> bool:
    """Whether a record lies in a community or settlement."""
    item = register.projects[row]
    return item.settlement == place if place in register.settlements else place in item.communities


def _locate(item: Project, entry: Entry, t: Translator) -> Html | None:
    """The magnifier of a row whose record has a place on the map."""
    if item.point is None and not on_communities(item):
        return None
    name = t("Show on the map: {title}", title=entry.title)
    return element(
        "button", "⌕", type="button", class_="locate", data_locate=item.id, title=name,
        aria_label=name,
    )  # fmt: skip


def _table_row(
    number: str, entry: Entry, view: View, *, here: bool = False, locate: Html | None = None
) -> Html:
    links = page_links(view)
    chosen = entry.id == view.project
    return element(
        "tr",
        element("td", number, locate),
        element(
            "th",
            title(entry.title, entry.link, links),
            element("span", entry.tags[0], class_="tag") if entry.kind != "project" else None,
            scope="row",
        ),
        *(
            element("td", fact.brief if fact.key == "when" else value(fact, links))
            for fact in entry.facts
        ),
        class_="chosen" if chosen else "here" if here else None,
        aria_current="true" if chosen else None,
    )


def record_details(register: Register, item: Project, view: View, t: Translator) -> Html:
    """Everything that is known of a record, and what is not stated named as such."""
    labels = Labels(register, t)
    entry = content.record(labels, item)
    return element(
        "article",
        *details(
            entry,
            view,
            " · ".join(entry.tags),
            record_status(content.status_of_record(labels, item), page_links(view)),
            element("h3", t("Sources")),
            source_list(content.numbered(labels, item.sources)),
        ),
        class_="details",
    )


def details(entry: Entry, view: View, kicker: str, *others: Html, without: str = "") -> list[Html]:
    """What is said of a thing at full length, ``others`` after it; but for one fact."""
    links = page_links(view)
    facts = (fact for fact in entry.facts if fact.key != without)
    found = [
        element("p", kicker, class_="kicker"),
        element("h2", entry.title),
        element("p", entry.summary),
    ]
    if entry.caution:
        found.append(element("p", entry.caution, class_="caution"))
    return [*found, fact_list(facts, links), *others]
