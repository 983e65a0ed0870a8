"""Communities and their partnerships as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from projectmap import content
from projectmap.content.nodes import Entry
from projectmap.content.records import NO_LINE, PARTNERSHIP_FIELDS, heads
from projectmap.content.view import not_filtered
from projectmap.html.common import (
    address,
    bullets,
    folded,
    not_stated,
    partnership_address,
    report_mistake,
    table_frame,
)
from projectmap.html.content import (
    fact_list,
    more_in_list,
    muted,
    page_links,
    source_list,
    title,
    value,
    way,
)
from projectmap.html.records import LONG_LIST, details, record_links
from projectmap.html.status import status_details
from projectmap.i18n import Translator
from projectmap.map.layers import on_communities
from projectmap.markup import Html, element, join
from projectmap.model.records import Partnership, Project
from projectmap.query.select import rows_where
from projectmap.query.shown import Shown
from projectmap.query.view import View

SHORT_LIST = 12
"""Records that a list inside the details shows before it folds."""


def place_details(shown: Shown, code: str) -> Html:
    """A community (or a settlement's community): names, codes, status, records, partnerships."""
    register, t, selection = shown.register, shown.t, shown.selection
    settlement = register.settlements.get(code)
    community = settlement.community if settlement else code
    rows = rows_where(register, selection, "settlement" if settlement else "place", code).tolist()
    here = [register.projects[row] for row in rows]
    named, left = here[:LONG_LIST], len(here) - SHORT_LIST
    nothing = t("No records for this place.")
    if shown.view.filtered:
        nothing = t("No records here match the filters.")
    partnerships = [item for item in selection.partnerships if community in item.communities]
    number = len(partnerships)
    entry = content.place(shown.labels, code)
    page = replace(shown.view, community=(community,), place=None, project=None, partnership=None)
    more = t("Everything about the community")
    return element(
        "article",
        *_place_head(entry),
        # What follows is the status of the whole community, which a settlement need not share.
        element("h3", shown.labels.community_title(community, former=False))
        if settlement
        else None,
        *(status_details(content.status(shown.labels, community, day), t) for day in shown.days),
        element("p", element("a", more, href=address(page, "communities"), class_="button")),
        fact_list(entry.facts, page_links(shown.view)),
        element("h3", t.plural("{n} partnership", "{n} partnerships", number)) if number else None,
        partnership_list(shown, partnerships) if number else None,
        element("h3", t.plural("{n} record here", "{n} records here", len(here))),
        None if settlement else _by_sign(here, t),
        record_links(shown, named[:SHORT_LIST]) if here else muted(nothing),
        folded(
            t.plural("{n} more", "{n} more", left),
            record_links(shown, named[SHORT_LIST:]),
            more_in_list(len(here) - LONG_LIST, t),
        )
        if left > 0
        else None,
        class_="details",
    )


def place_facts(shown: Shown, code: str) -> Html:
    """What of a community, or a settlement's community, does not depend on date and filters."""
    entry = content.place(shown.labels, code)
    facts = fact_list(entry.facts, page_links(View()))
    return element("article", *_place_head(entry), facts, class_="details")


def _place_head(entry: Entry) -> tuple[Html, Html]:
    kicker = element("p", " · ".join(entry.tags), class_="kicker")
    return kicker, element("h2", entry.title)


def _by_sign(here: Sequence[Project], t: Translator) -> Html | None:
    """How many records the signs on the map count at settlements, and on the community."""
    whole = sum(map(on_communities, here))
    if not whole or whole == len(here):
        return None
    return muted(
        t(
            "On the map: {whole} on the square of the community, {rest} on circles of settlements.",
            whole=t.number(whole),
            rest=t.number(len(here) - whole),
        )
    )


def partnership_list(shown: Shown, items: Iterable[Partnership]) -> Html:
    """Partnerships that unfold to all that is known of them."""
    links = page_links(shown.view)
    found = (
        folded(
            entry.title,
            element("p", entry.summary),
            fact_list(entry.facts, links),
            source_list(content.numbered(shown.labels, item.sources)),
            report_mistake(item.id, partnership_address(shown.view, item.id), shown.t),
        )
        for item in items
        for entry in (content.partnership(shown.labels, item),)
    )
    return bullets(found, "records partnerships")


def partnership_details(shown: Shown, item: Partnership) -> Html:
    """Everything that is known of a partnership, and what is not stated named as such."""
    entry = content.partnership(shown.labels, item)
    # The kind stands above the title.
    facts = tuple(fact for fact in entry.facts if fact.key != "kind")
    where = partnership_address(shown.view, item.id)
    return details(shown, replace(entry, facts=facts), entry.tags[0], item, where)


def unmapped_partnerships(shown: Shown, items: Iterable[Partnership]) -> Html:
    """The shown partnerships that no line on the map can show, and why."""
    t, links = shown.t, page_links(shown.view)
    entries = (content.partnership(shown.labels, item, keys=["id"]) for item in items)
    listed = [
        join([title(entry, links), " ", element("small", entry.tags[0])]) for entry in entries
    ]
    return element(
        "article",
        element("h2", t("Not on the map")),
        muted(t(NO_LINE)),
        bullets(listed, "records") if listed else not_stated(t),
        way(t("Click a line or a place on the map to see the partnership.")),
        class_="details",
    )


def partnership_table(shown: Shown, items: Iterable[Partnership]) -> Html:
    """Partnerships with both ends, kind, state and sources."""
    t, links = shown.t, page_links(shown.view)
    columns = ("communities", "partners", "kind", "status", "when")
    named = heads(shown.labels, PARTNERSHIP_FIELDS, columns)
    rows = (
        element(
            "tr",
            element("th", title(entry, links), scope="row"),
            *(element("td", value(fact, links)) for fact in entry.facts),
            element("td", source_list(content.numbered(shown.labels, item.sources))),
            class_="chosen" if item.id == shown.view.partnership else None,
        )
        for item in items
        for entry in (content.partnership(shown.labels, item, keys=columns),)
    )
    return table_frame(t("Partnerships"), [t("Partnership"), *named, t("Sources")], rows)


def partnership_count(shown: Shown) -> Html:
    """How many partnerships are shown, which are records as well, and what does not filter them."""
    t, found = shown.t, shown.selection.partnerships
    of = t.plural("of {n} partnership", "of {n} partnerships", len(shown.register.partnerships))
    twice = content.counted_twice(shown.labels, found)
    unused = not_filtered(shown.labels, shown.view)
    number = element("span", element("strong", t.number(len(found))), " ", of, class_="shown")
    return element(
        "div",
        element("div", number, class_="count-line"),
        muted(twice) if twice else None,
        muted(unused) if unused else None,
    )
