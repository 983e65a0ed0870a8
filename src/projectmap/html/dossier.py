"""Everything about one community on one page, for the screen and for A4 paper.

Whatever the filter of the view is, the page has all records of the community. What nobody states
is said to be not stated; a zero never means that something is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from projectmap import content
from projectmap.content.communities import CommunityContent
from projectmap.content.nodes import Entry, Fact, Link, Section, items_of
from projectmap.content.statuses import FIRST_DAY, StatusPeriod
from projectmap.html.common import address, bullets, definition_list, folded, partnership_address
from projectmap.html.content import (
    Links,
    fact_list,
    more_in_list,
    muted,
    number_table,
    numbered_sources,
    page_links,
    paragraphs,
    swatch,
    text,
    title,
    value,
)
from projectmap.html.figures import status_line
from projectmap.html.locator import locator
from projectmap.html.status import status_details
from projectmap.i18n import Translator
from projectmap.markup import Html, element, join
from projectmap.model.labels import Labels
from projectmap.query.shown import Shown
from projectmap.query.view import View

MAX_OPEN_ROWS = 4
"""Rows of the List that a time names before it folds them."""
MAP_PAGE = "./"


def dossier(shown: Shown, code: str, contact: str | None) -> Html:
    """The page of the community ``code``, an ``article`` whose first heading is an ``h1``.

    The view gives the status date and goes into the links; its filters narrow nothing here.
    ``contact`` is the mailbox or address of the site, shown where the community states none of
    its own. Raises :class:`KeyError` for a code that is no community's.
    """
    found = content.community(shown.labels, code, shown.day, contact)
    links, t = _links(shown.view, code), shown.t
    return element(
        "article",
        _head(found, shown, links),
        _status(found, shown),
        *(_list(part, links, t) for part in found.lists),
        _figures(found, links),
        _sources(found, links),
        _part(found.contact, paragraphs(found.contact, links))
        if found.contact.paragraphs
        else None,
        _foot(found, shown),
        class_="details dossier",
    )


def _links(view: View, code: str) -> Links:
    """References as links to the pages that show the thing: here its details have no place.

    The community's own name is no link.
    """
    bare = replace(view, project=None, place=None, partnership=None, show=None)
    other = page_links(replace(bare, community=()))

    def attributes(link: Link) -> Mapping[str, object] | None:
        match link.kind:
            case "record":
                page = address(replace(bare, project=link.value), MAP_PAGE)
                return {"href": page, "data_project": link.value}
            case "partnership":
                return {"href": partnership_address(bare, link.value)}
        return None if link.value == code else other(link)

    return attributes


def _part(section: Section, *contents: object) -> Html:
    """A part of the page under its heading, which gives it its name."""
    name = f"dossier-{section.key}"
    return element(
        "section",
        element("h2", section.title, id=name),
        *contents,
        class_=f"part part-{section.key}",
        aria_labelledby=name,
    )


# --- Head and status --------------------------------------------------------------------------


def _head(found: CommunityContent, shown: Shown, links: Links) -> Html:
    t, view = shown.t, shown.view
    # The page itself may have been opened by the filter that names the community.
    own = view.community == (found.code,)
    filtered = (replace(view, community=()) if own else view).filtered
    notice = t(
        "Filters set on other pages do not apply here: all records of the community are shown."
    )
    return element(
        "header",
        element("p", notice, class_="notice", role="status") if filtered else None,
        element("p", found.kicker, class_="kicker"),
        element("h1", found.title),
        element(
            "div",
            definition_list(
                (fact.label, _settlements(fact, found, links))
                if fact.key == "settlements"
                else (fact.label, value(fact, links))
                for fact in found.facts
            ),
            element(
                "figure",
                locator(shown.labels, found.code),
                element("figcaption", found.outlined, class_="muted"),
            ),
            class_="head",
        ),
        _part(
            found.profile,
            paragraphs(found.profile, links)
            if found.profile
            else element("p", element("span", found.profile.empty, class_="unstated")),
        ),
    )


def _settlements(fact: Fact, found: CommunityContent, links: Links) -> Html:
    names = (text(name, links) for name in found.settlements)
    return folded(fact.text, bullets(names, "settlements"))


def _status(found: CommunityContent, shown: Shown) -> Html:
    t = shown.t
    acts = list(dict.fromkeys(row.act for period in found.history for row in period.rows))
    one_act = len(acts) == 1
    periods = (_period(period, shown.labels, with_acts=not one_act) for period in found.history)
    return _part(
        Section("status", t("Territory status")),
        status_line(shown),
        status_details(found.status, t),
        element("h3", t("Over time")),
        element("ol", *periods, class_="status-periods"),
        muted(t(FIRST_DAY)),
        element("p", t("Legal act"), ": ", acts[0], class_="muted") if one_act else None,
    )


def _period(period: StatusPeriod, labels: Labels, *, with_acts: bool) -> Html:
    """A time with its status, the rows of the List in its words, on demand with their acts."""
    t = labels.t
    listed = bullets(
        join(
            [
                element("span", labels.t.quote(row.wording), lang="uk"),
                f" – {row.name}" if row.status != period.status else "",
                element("small", f" {row.act}") if with_acts and row.act else "",
            ]
        )
        for row in period.rows
    )
    rows = t.plural("{n} entry in the List", "{n} entries in the List", len(period.rows))
    return element(
        "li",
        element(
            "p",
            swatch(period.status),
            element("b", period.time),
            ": ",
            period.name,
            f", {period.settlements}" if period.settlements else "",
            element("span", t("on the date shown"), class_="tag") if period.shown else None,
        ),
        (folded(rows, listed) if len(period.rows) > MAX_OPEN_ROWS else listed)
        if period.rows
        else None,
        class_="chosen" if period.shown else None,
    )


# --- Lists ------------------------------------------------------------------------------------


def _list(section: Section, links: Links, t: Translator) -> Html:
    """Records and partnerships, under the headings of inner sections where there are any."""
    if section.sections:
        parts = (part for inner in section.sections for part in _inner(inner, links, t))
        return _part(section, *parts)
    return _part(section, *_entries(section, links, t))


def _inner(section: Section, links: Links, t: Translator) -> Iterable[Html]:
    yield element(
        "h3", section.title, element("small", f" {section.count}") if section.count else None
    )
    if section.caution:
        yield element("p", section.caution, class_="caution")
    yield from _entries(section, links, t)


def _entries(section: Section, links: Links, t: Translator) -> Iterable[Html]:
    if not section:
        yield muted(section.empty)
        return
    yield element("ul", *(_entry(entry, links, t) for entry in section.entries), class_="entries")
    if more := more_in_list(section.left_out, t):
        yield more


def _entry(entry: Entry, links: Links, t: Translator) -> Html:
    tag = element("span", entry.tags[0], class_="tag") if entry.kind in {"need", "event"} else None
    numbers = (
        element("a", t.number(number), href=f"#{_anchor(number)}") for number in entry.sources
    )
    facts = [(fact.label, value(fact, links)) for fact in entry.facts]
    return element(
        "li",
        element("p", title(entry, links), tag, class_="title"),
        element("p", entry.summary),
        definition_list([*facts, (t("Sources"), join(numbers, ", "))]),
    )


def _anchor(number: int) -> str:
    """The id of a source on the page."""
    return f"dossier-source-{number}"


# --- Figures, sources, foot -------------------------------------------------------------------


def _figures(found: CommunityContent, links: Links) -> Html:
    section = found.figures
    if not section:
        return _part(section, muted(section.empty))
    facts = (
        (fact.label, _sums(fact, links) if fact.key == "amounts" else value(fact, links))
        for fact in section.facts
    )
    tables = (number_table(table, links) for table in section.tables)
    return _part(section, *tables, definition_list(facts))


def _sums(fact: Fact, links: Links) -> Html:
    """How many records state an amount, and the sums, a line each."""
    if not fact.stated:
        return value(fact, links)
    first, *sums = (text(item, links) for item in items_of(fact.value))
    return join([first, bullets(sums, "sums") if sums else "", " ", element("small", fact.note)])


def _sources(found: CommunityContent, links: Links) -> Html:
    section = found.sources_section
    listed = numbered_sources(found.sources, _anchor) if found.sources else muted(section.empty)
    return _part(section, listed, fact_list(section.facts, links))


def _foot(found: CommunityContent, shown: Shown) -> Html:
    t, bare = shown.t, replace(shown.view, project=None, partnership=None, show=None, community=())
    here = address(replace(bare, place=found.code), MAP_PAGE)
    return element(
        "footer",
        element("p", element("a", t("This community on the map"), href=here), class_="to-map"),
        element("p", ", ".join(found.edition)),
        element("p", " ".join(found.credit)),
        class_="foot",
    )
