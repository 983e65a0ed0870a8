"""The nodes of :mod:`projectmap.content.nodes` as HTML: texts, facts, tables, sources.

Every text goes through :mod:`projectmap.markup`. A reference becomes a link where the page has an
address for it, and is plain text elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from projectmap.content.nodes import (
    Entry,
    Fact,
    Link,
    NumberedSource,
    Section,
    Span,
    Spans,
    Table,
    items_of,
)
from projectmap.html.common import (
    bullets,
    definition_list,
    details_address,
    partnership_address,
    table_frame,
    table_row,
)
from projectmap.i18n import Translator
from projectmap.markup import Html, element, encode, join
from projectmap.query.view import View

Links = Callable[[Link], Mapping[str, object] | None]
"""The attributes of the ``a`` that a reference becomes; None where it becomes no link."""
OUTSIDE = {"target": "_blank", "rel": "noopener noreferrer"}


def page_links(view: View) -> Links:
    """References as links that show the thing on the page they stand on; ``view`` stays.

    ``data-project`` and ``data-place`` let the map's script follow them without loading the page
    again.
    """

    def attributes(link: Link) -> Mapping[str, object] | None:
        match link.kind:
            case "record":
                where = details_address(view, project=link.value)
                return {"href": where, "data_project": link.value}
            case "place":
                return {"href": details_address(view, place=link.value), "data_place": link.value}
            case "partnership":
                where = partnership_address(view, link.value)
                return {"href": where, "data_partnership": link.value}
            case "url":
                return {"href": link.value}
        return None

    return attributes


def text(spans: Spans, links: Links) -> Html:
    """Runs of text; a status has the swatch of its colour before it."""
    found = []
    for span in spans:
        part = element("span", span.text, lang=span.lang) if span.lang else encode(span.text)
        if span.link and span.link.kind == "status":
            part = join([swatch(span.link.value), part])
        elif span.link and (attributes := links(span.link)):
            part = element("a", part, **attributes)
        found.append(part)
    return join(found)


def title(entry: Entry, links: Links) -> Html:
    """A title that leads to the thing itself."""
    return text((Span(entry.title, entry.link),), links)


def swatch(status: str) -> Html:
    """A square in the colour of a territory's status."""
    return element("span", class_=f"swatch status-{status}", aria_hidden="true")


def value(fact: Fact, links: Links) -> Html:
    """The value of a fact; "not stated" looks different, and its note is smaller."""
    found = text(fact.value, links)
    if not fact.stated:
        found = element("span", found, class_="unstated")
    elif fact.key == "parts":
        found = bullets((text(item, links) for item in items_of(fact.value)), "records")
    return join([found, " ", element("small", fact.note)]) if fact.note else found


def fact_list(facts: Iterable[Fact], links: Links) -> Html:
    """Facts as names and values."""
    return definition_list((fact.label, value(fact, links)) for fact in facts)


def source_list(sources: Iterable[NumberedSource]) -> Html:
    """Sources as links where an address is known, with publisher and date."""
    return bullets(map(_source, sources), "sources")


def numbered_sources(sources: Iterable[NumberedSource], anchor: Callable[[int], str]) -> Html:
    """Sources under their numbers, each with the id that ``anchor`` gives it."""
    items = (element("li", _source(source), id=anchor(source.number)) for source in sources)
    return element("ol", *items, class_="sources numbered")


def _source(source: NumberedSource) -> Html:
    name = element("a", source.title, href=source.url, **OUTSIDE) if source.url else source.title
    return join([name, " ", element("small", source.details)])


def number_table(table: Table, links: Links) -> Html:
    """A table whose first column names the rows and whose others are numbers, with its note."""
    rows = [table_row(table.heads, *(text(cell, links) for cell in row)) for row in table.rows]
    note = element("p", table.note, class_="muted") if table.note else ""
    return join([table_frame(table.title, table.heads, rows), note])


def paragraphs(section: Section, links: Links) -> Html:
    """The paragraphs of a section, or what is said where there are none."""
    if not section.paragraphs:
        return muted(section.empty)
    return join(element("p", text(spans, links)) for spans in section.paragraphs)


def muted(line: str) -> Html:
    """A muted line, such as the one shown where there is nothing to list."""
    return element("p", line, class_="muted")


def way(line: str) -> Html:
    """A hint on using the screen, left out on paper."""
    return element("p", line, class_="muted no-print")


def more_in_list(left_out: int, t: Translator) -> Html | None:
    """How many records a list has left out, where it has."""
    if left_out <= 0:
        return None
    return muted(
        t.plural(
            "and {n} more in the list of records",
            "and {n} more in the list of records",
            left_out,
        )
    )
