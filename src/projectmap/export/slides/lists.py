"""Native tables over as many slides as they need: records, partnerships, sources, what they are."""

from __future__ import annotations

from collections.abc import Sequence

from projectmap.content.about import about
from projectmap.content.about import sources as sources_of
from projectmap.content.dossier_wording import caution, source_details
from projectmap.content.wording import partner_name, state, when, when_in_full
from projectmap.export.slides.asked import (
    MOST_LINES,
    SMALL_SIZE,
    TABLE_SIZE,
    Asked,
    heads,
    near,
    numbered,
    where,
)
from projectmap.export.slides.deck import (
    QUIET,
    Row,
    Text,
    pages,
    row,
    table,
    write,
)
from projectmap.export.slides.template import BODY, CONTENT
from projectmap.model.codes import Kind, Period
from projectmap.model.labels import label, organisation_name, sector_name
from projectmap.model.records import Partnership, Project, Source
from projectmap.query.figures import PERIODS

MOST_RECORDS = 200
"""Records that slides list; more would be read by nobody."""
MOST_PARTNERSHIPS = 100
MOST_SOURCES = 120
_RECORD_WIDTHS = (0.45, 3.25, 1.95, 1.6, 1.9, 1.2, 1.98)
_PARTNERSHIP_WIDTHS = (3.1, 1.9, 2.5, 1.6, 1.83, 1.4)
_ABOUT_WIDTHS = (2.9, 9.43)


def records(asked: Asked) -> None:
    """The records in the order of the list, by period: what was then and what is since."""
    register, t = asked.register, asked.t
    shown = asked.selection.rows[:MOST_RECORDS].tolist()
    items = list(enumerate((register.projects[place] for place in shown), 1))
    titles = (
        *("№", t("Record"), t("Where"), t("Sector"), t("Donor"), t("When")),
        t("State, as reported"),
    )
    for period in PERIODS:
        rows = [_record_row(asked, number, item) for number, item in items if item.period == period]
        title = t("Records: {period}", period=label(t, period))
        _tables(asked, title, _then_or_now(asked, period), titles, rows, _RECORD_WIDTHS)


def _then_or_now(asked: Asked, period: Period) -> str:
    """How many records are of this time, and how to read them."""
    t, found = asked.t, asked.selection
    texts = [
        t.plural("{n} record", "{n} records", found.by_period[period]) + ".",
        caution(period, t) or t("What the sources say of the time since the full-scale invasion."),
    ]
    if found.count > MOST_RECORDS:
        listed = t.plural(
            "The slides list the first {most} of {n} record; all are in the XLSX file.",
            "The slides list the first {most} of {n} records; all are in the XLSX file.",
            found.count,
            most=t.number(MOST_RECORDS),
        )
        texts.append(listed)
    return " ".join(texts)


def _record_row(asked: Asked, number: int, item: Project) -> Row:
    register, t = asked.register, asked.t
    title = Text(
        t.pick(item.title_uk, item.title_en) or "",
        TABLE_SIZE,
        bold=True,
    )
    kind = [] if item.kind == Kind.PROJECT else [label(t, item.kind)]
    sectors = ", ".join(sector_name(t, register, code) for code in item.sectors)
    donors = ", ".join(organisation_name(t, register, slug) for slug in item.donors)
    cells = [
        [Text(t.number(number), TABLE_SIZE, colour=QUIET)],
        [title, _named([*kind, item.id], asked.address(project=item.id))],
        [asked.stated(where(item, register, t))],
        [asked.stated(sectors)],
        [asked.stated(donors)],
        [Text(when(item, t), TABLE_SIZE)],
        [Text(state(item, t), TABLE_SIZE)],
    ]
    return row(cells, _RECORD_WIDTHS, MOST_LINES)


def _named(parts: Sequence[str], address: str | None) -> Text:
    """What a record is, and its id, which lead to its details.

    The title is no link: LibreOffice breaks the lines of links in the middle of words.
    """
    return Text(" · ".join(parts), SMALL_SIZE, colour=QUIET, link=address)


def partnerships(asked: Asked) -> None:
    """The partnerships with both ends."""
    t, found = asked.t, asked.selection.partnerships
    titles = (
        *(t("Partnership"), t("Communities"), t("Partner"), t("Kind")),
        *(t("State, as reported"), t("When")),
    )
    rows = [_partnership_row(asked, item) for item in found[:MOST_PARTNERSHIPS]]
    lead = t("The state is that of the date beside it; nothing is known of later.")
    if len(found) > MOST_PARTNERSHIPS:
        lead += " " + t.plural(
            "The slides list the first {most} of {n} partnership; all are in the XLSX file.",
            "The slides list the first {most} of {n} partnerships; all are in the XLSX file.",
            len(found),
            most=t.number(MOST_PARTNERSHIPS),
        )
    _tables(asked, t("Partnerships"), lead, titles, rows, _PARTNERSHIP_WIDTHS)


def _partnership_row(asked: Asked, item: Partnership) -> Row:
    register, t = asked.register, asked.t
    partners = "; ".join(
        partner_name(part.name_uk, part.name_en, part.country, t) for part in item.partners
    )
    title = Text(
        t.pick(item.title_uk, item.title_en) or "",
        TABLE_SIZE,
        bold=True,
    )
    cells = [
        [title, _named([label(t, item.period), item.id], asked.address(partnership=item.id))],
        [asked.stated(near(item, register, t))],
        [asked.stated(partners)],
        [asked.stated(label(t, item.kind) if item.kind else "")],
        [Text(state(item, t), TABLE_SIZE)],
        [asked.stated(when_in_full(item, t))],
    ]
    return row(cells, _PARTNERSHIP_WIDTHS, MOST_LINES)


def _tables(
    asked: Asked,
    title: str,
    lead: str,
    titles: Sequence[str],
    rows: Sequence[Row],
    widths: Sequence[float],
) -> None:
    head = heads(titles, widths)
    turns = pages(rows, BODY.height - head.height)
    for place, turn in enumerate(turns, 1):
        name = numbered(title, place, len(turns))
        slide = asked.deck.slide(name, lead)
        words = asked.t.plural("{n} row", "{n} rows", len(turn))
        table(slide, BODY, head, turn, widths, f"{name}. {words}: {', '.join(titles)}")


# --- Where it is from -------------------------------------------------------------------------


def sources(asked: Asked) -> None:
    """The numbered sources of what is shown, with publisher and date."""
    t, found = asked.t, _sources(asked)
    texts = [
        Text(
            f"{t.pick(source.title, source.title_en)} – {source_details(source, t)}",
            TABLE_SIZE,
            link=source.url,
            number=number,
        ).within(BODY.width, 3)
        for number, source in enumerate(found[:MOST_SOURCES], 1)
    ]
    if left := len(found) - len(texts):
        more = t.plural("And {n} more: in the XLSX file.", "And {n} more: in the XLSX file.", left)
        texts.append(Text(more, TABLE_SIZE, colour=QUIET))
    turns = pages([Row(((text,),), text.height(BODY.width)) for text in texts], BODY.height)
    for place, turn in enumerate(turns, 1):
        slide = asked.deck.slide(
            numbered(t("Sources"), place, len(turns)),
            t("Where the shown records and partnerships are told."),
            CONTENT,
        )
        write(slide.placeholders[1].text_frame, [text for item in turn for text in item.cells[0]])


def _sources(asked: Asked) -> list[Source]:
    found = {_key(source): source for source in sources_of(asked.register, asked.selection)}
    for item in asked.selection.partnerships:
        for source in item.sources:
            found.setdefault(_key(source), source)
    return list(found.values())


def _key(source: Source) -> tuple[str | None, ...]:
    """Two places in one document are one source."""
    return (source.title, source.publisher, source.url, source.document, source.date)


def about_slides(asked: Asked) -> None:
    """What these slides are: filter, dates, acts, notices, credit."""
    t = asked.t
    lines = about(asked.register, asked.selection, asked.view, t, asked.day, asked.base_url)
    rows = [
        row([[Text(line.label, TABLE_SIZE, bold=True)], [Text(line.value, TABLE_SIZE)]],
            _ABOUT_WIDTHS, 2 * MOST_LINES)
        for line in lines
        if line.value
    ]  # fmt: skip
    note = t("A text that ends in … is longer in the register; the XLSX file has all of it.")
    rows.append(
        row([[Text(t("Please note"), TABLE_SIZE, bold=True)], [Text(note, TABLE_SIZE)]],
            _ABOUT_WIDTHS, MOST_LINES)
    )  # fmt: skip
    turns = pages(rows, BODY.height)
    for place, turn in enumerate(turns, 1):
        title = numbered(t("About these slides"), place, len(turns))
        slide = asked.deck.slide(title)
        table(slide, BODY, None, turn, _ABOUT_WIDTHS, title)
