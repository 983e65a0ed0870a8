"""Communities and their partnerships as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from projectmap import content
from projectmap.content.nodes import Entry
from projectmap.html.common import address, small, stated, status_day, table_frame
from projectmap.html.content import (
    and_more,
    fact_list,
    muted,
    page_links,
    source_list,
    title,
    value,
)
from projectmap.html.records import LONG_LIST, details, record_links
from projectmap.html.status import status_details
from projectmap.i18n import Translator
from projectmap.map.layers import on_communities
from projectmap.markup import Html, element
from projectmap.model.filters import FILTERS, PARTNERSHIP_FILTERS
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership
from projectmap.model.register import Register
from projectmap.query.select import Selection, rows_where
from projectmap.query.view import View, compared_days, write_view

SHORT_LIST = 12
"""Records that a list inside the details shows before it folds."""


def place_details(
    register: Register, code: str, selection: Selection, view: View, t: Translator
) -> Html:
    """A community (or a settlement's community): names, codes, status, records, partnerships."""
    labels = Labels(register, t)
    settlement = register.settlements.get(code)
    community = settlement.community if settlement else code
    rows = rows_where(register, selection, "settlement" if settlement else "place", code)
    here = [register.projects[row] for row in rows[:LONG_LIST].tolist()]
    partnerships = [item for item in selection.partnerships if community in item.communities]
    return element(
        "article",
        *_place_head(entry := content.place(labels, code)),
        *(
            status_details(content.status(labels, community, day), t)
            for day in compared_days(register, view) or (status_day(register, view),)
        ),
        element(
            "p",
            element(
                "a",
                t("Everything about the community"),
                href=address(_page_of(view, community), "communities"),
                class_="button",
            ),
        ),
        fact_list(entry.facts, page_links(view)),
        element("h3", t.plural("{n} partnership", "{n} partnerships", len(partnerships)))
        if partnerships
        else None,
        partnership_list(register, partnerships, view, t) if partnerships else None,
        element("h3", t.plural("{n} record here", "{n} records here", len(rows))),
        None if settlement else _by_sign(register, rows.tolist(), t),
        record_links(register, here[:SHORT_LIST], view, t) if here else _nothing_here(view, t),
        element(
            "details",
            element("summary", t.plural("{n} more", "{n} more", len(rows) - SHORT_LIST)),
            record_links(register, here[SHORT_LIST:], view, t),
            and_more(len(rows) - LONG_LIST, t),
        )
        if len(here) > SHORT_LIST
        else None,
        class_="details",
    )


def _page_of(view: View, community: str) -> View:
    return replace(view, community=(community,), place=None, project=None, partnership=None)


def place_facts(register: Register, code: str, t: Translator) -> Html:
    """What of a community, or a settlement's community, does not depend on date and filters."""
    entry = content.place(Labels(register, t), code)
    facts = fact_list(entry.facts, page_links(View()))
    return element("article", *_place_head(entry), facts, class_="details")


def _place_head(entry: Entry) -> tuple[Html, Html]:
    kicker = element("p", " · ".join(entry.tags), class_="kicker")
    return kicker, element("h2", entry.title)


def _by_sign(register: Register, rows: Sequence[int], t: Translator) -> Html | None:
    """How many records the signs on the map count at settlements, and on the community."""
    whole = sum(on_communities(register.projects[row]) for row in rows)
    if not whole or whole == len(rows):
        return None
    return muted(
        t(
            "On the map: {whole} on the square of the community, {rest} on circles of settlements.",
            whole=t.number(whole),
            rest=t.number(len(rows) - whole),
        )
    )


def _nothing_here(view: View, t: Translator) -> Html:
    if view.filtered:
        return muted(t("No records here match the filters."))
    return muted(t("No records for this place."))


def partnership_list(
    register: Register, items: Iterable[Partnership], view: View, t: Translator
) -> Html:
    """Partnerships that unfold to all that is known of them."""
    labels, links = Labels(register, t), page_links(view)
    found = (
        element(
            "li",
            element(
                "details",
                element("summary", entry.title),
                element("p", entry.summary),
                fact_list(entry.facts, links),
                source_list(content.numbered(labels, item.sources)),
            ),
        )
        for item in items
        for entry in (content.partnership(labels, item),)
    )
    return element("ul", *found, class_="records partnerships")


def partnership_details(register: Register, item: Partnership, view: View, t: Translator) -> Html:
    """Everything that is known of a partnership, and what is not stated named as such."""
    labels = Labels(register, t)
    entry = content.partnership(labels, item)
    return element(
        "article",
        # The kind stands above the title.
        *details(
            entry,
            view,
            entry.tags[0],
            element("h3", t("Sources")),
            source_list(content.numbered(labels, item.sources)),
            without="kind",
        ),
        class_="details",
    )


def partnerships_beside(
    register: Register, items: Sequence[Partnership], view: View, t: Translator
) -> Html:
    """The shown partnerships that no line on the map can show, and why."""
    labels, links = Labels(register, t), page_links(view)
    entries = (content.partnership(labels, item, keys=["id"]) for item in items)
    listed = [
        element("li", title(entry.title, entry.link, links), " ", small(entry.tags[0]))
        for entry in entries
    ]
    return element(
        "article",
        element("h2", t("Not on the map")),
        muted(
            t(
                "Memberships, participation in programmes, and records whose partner’s "
                "location is unknown."
            )
        ),
        element("ul", *listed, class_="records") if listed else stated("", t),
        muted(t("Click a line or a place on the map to see the partnership.")),
        class_="details",
    )


def partnership_table(
    register: Register, items: Iterable[Partnership], view: View, t: Translator
) -> Html:
    """Partnerships with both ends, kind, state and sources."""
    labels, links = Labels(register, t), page_links(view)
    heads = [
        *(t("Partnership"), t("Communities"), t("Partner"), t("Type")),
        *(t("Status, as reported"), t("When"), t("Sources")),
    ]
    columns = ("communities", "partners", "kind", "status", "when")
    rows = (
        element(
            "tr",
            element("th", title(entry.title, entry.link, links), scope="row"),
            *(element("td", value(fact, links)) for fact in entry.facts),
            element("td", source_list(content.numbered(labels, item.sources))),
            class_="chosen" if item.id == view.partnership else None,
        )
        for item in items
        for entry in (content.partnership(labels, item, keys=columns),)
    )
    return table_frame(t("Partnerships"), heads, rows)


def partnership_count(
    register: Register, shown: Sequence[Partnership], view: View, t: Translator
) -> Html:
    """How many partnerships are shown, which records tell too, and what does not filter them."""
    of = t.plural("of {n} partnership", "of {n} partnerships", len(register.partnerships))
    twice = content.counted_twice(Labels(register, t), shown)
    asked = write_view(view.records_only())
    unused = [
        t(FILTERS[name].label) if name in FILTERS else t("Years")
        for name in asked
        if name not in {*PARTNERSHIP_FILTERS, "q", "year_to" if "year_from" in asked else ""}
    ]
    return element(
        "div",
        element(
            "div",
            element("span", element("strong", t.number(len(shown))), " ", of, class_="shown"),
            class_="count-line",
        ),
        muted(twice) if twice else None,
        muted(t("Not filtered by: {filters}", filters=", ".join(unused))) if unused else None,
    )
