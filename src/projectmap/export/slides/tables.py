"""Native tables over as many slides as they need: records, partnerships, sources, what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from projectmap import content
from projectmap.content.nodes import Entry
from projectmap.content.view import about
from projectmap.export.slides.context import (
    MAX_CELL_LINES,
    SMALL_SIZE,
    TABLE_SIZE,
    Context,
    numbered,
)
from projectmap.export.slides.fit import QUIET, Row, Text, pages, row
from projectmap.export.slides.pptx_file import Layout
from projectmap.model.codes import Kind, Period
from projectmap.query.figures import PERIODS

MAX_RECORDS = 200
"""Records that slides list; more would be read by nobody."""
MAX_PARTNERSHIPS = 100
MAX_SOURCES = 120
BRIEF = ("where", "when")
"""Facts of records that are told in short."""
_RECORD_COLUMNS = (("where",), ("sectors",), ("donors", "implementers"), ("when",), ("status",))
"""Facts by column, after number and title; those after the first stand under it, if stated."""
_PARTNERSHIP_COLUMNS = (("communities",), ("partners",), ("kind",), ("status",), ("when",))
_RECORD_WIDTHS = (0.45, 2.8, 1.75, 1.5, 2.85, 1.15, 1.83)
_PARTNERSHIP_WIDTHS = (3.1, 1.9, 2.5, 1.6, 1.83, 1.4)
_ABOUT_WIDTHS = (2.9, 9.43)
"""Proportions."""


def records(context: Context) -> None:
    """The records in the order of the list, by period: what was then and what is since."""
    labels, t = context.labels, context.t
    widths = _widths(context, _RECORD_WIDTHS)
    keys = [key for column in _RECORD_COLUMNS for key in column]
    rows: dict[Period, list[Row]] = {period: [] for period in PERIODS}
    for number, index in enumerate(context.selection.rows[:MAX_RECORDS].tolist(), 1):
        item = context.register.projects[index]
        entry = content.record(labels, item, keys=keys)
        kind = [] if item.kind == Kind.PROJECT else [labels.code(item.kind)]
        cells = [
            [Text(t.number(number), TABLE_SIZE, colour=QUIET)],
            _title(context, entry, [*kind, item.id]),
            *(_facts(context, entry, column, brief=BRIEF) for column in _RECORD_COLUMNS),
        ]
        rows[item.period].append(row(cells, widths, MAX_CELL_LINES))
    heads = (
        *("№", t("Record"), t("Where"), t("Sector")),
        *(t("Donor; implementing partner"), t("When"), t("Status, as reported")),
    )
    for period in PERIODS:
        title = t("Records: {period}", period=labels.code(period))
        _tables(context, title, _how_to_read(context, period), heads, rows[period], widths)


def _how_to_read(context: Context, period: Period) -> str:
    """How many records are of this time, and what is known of them."""
    t, found = context.t, context.selection
    texts = [
        t.plural("{n} record", "{n} records", found.by_period[period]) + ".",
        content.caution(context.labels, period)
        or t("What the sources say about the time since the full-scale invasion."),
    ]
    if found.count > MAX_RECORDS:
        listed = t.plural(
            "The slides list the first {most} of {n} record; all are in the XLSX file.",
            "The slides list the first {most} of {n} records; all are in the XLSX file.",
            found.count,
            most=t.number(MAX_RECORDS),
        )
        texts.append(listed)
    return " ".join(texts)


def partnerships(context: Context) -> None:
    """The partnerships with both ends."""
    labels, t, found = context.labels, context.t, context.selection.partnerships
    widths = _widths(context, _PARTNERSHIP_WIDTHS)
    keys = [key for column in _PARTNERSHIP_COLUMNS for key in column]
    rows = []
    for item in found[:MAX_PARTNERSHIPS]:
        entry = content.partnership(labels, item, keys=keys)
        cells = [
            _title(context, entry, [labels.code(item.period), item.id]),
            *(_facts(context, entry, column) for column in _PARTNERSHIP_COLUMNS),
        ]
        rows.append(row(cells, widths, MAX_CELL_LINES))
    lead = t("Status is as of the date shown; later status is unknown.")
    if len(found) > MAX_PARTNERSHIPS:
        lead += " " + t.plural(
            "The slides list the first {most} of {n} partnership; all are in the XLSX file.",
            "The slides list the first {most} of {n} partnerships; all are in the XLSX file.",
            len(found),
            most=t.number(MAX_PARTNERSHIPS),
        )
    heads = (
        *(t("Partnership"), t("Communities"), t("Partner"), t("Type")),
        *(t("Status, as reported"), t("When")),
    )
    _tables(context, t("Partnerships"), lead, heads, rows, widths)


def _title(context: Context, entry: Entry, parts: Sequence[str]) -> list[Text]:
    """The title, and under it what the entry is and its id, which lead to its details.

    The title is no link: LibreOffice breaks the lines of links in the middle of words.
    """
    under = Text(" · ".join(parts), SMALL_SIZE, colour=QUIET, link=context.address(entry))
    return [Text(entry.title, TABLE_SIZE, bold=True), under]


def _facts(
    context: Context, entry: Entry, keys: Sequence[str], brief: Sequence[str] = ()
) -> list[Text]:
    first = entry.fact(keys[0])
    if first is not None and first.key in brief:
        text = first.short
    else:
        text = first.text if first is not None and first.stated else ""
    others = entry.choose(keys[1:])
    return [
        context.stated(text),
        *(Text(f"{fact.label}: {fact.text}", SMALL_SIZE, colour=QUIET) for fact in others),
    ]


# --- Where it is from -------------------------------------------------------------------------


def sources(context: Context) -> None:
    """The numbered sources of what is shown, with publisher and date."""
    t, selection = context.t, context.selection
    shown = [context.register.projects[index] for index in selection.rows.tolist()]
    found = content.numbered(
        context.labels,
        (source for item in [*shown, *selection.partnerships] for source in item.sources),
    )
    box = context.deck.box(Layout.TEXT, "Text")
    texts = [
        Text(
            f"{source.title} – {source.details}", TABLE_SIZE, link=source.url, number=source.number
        ).within(box.width, 3)
        for source in found[:MAX_SOURCES]
    ]
    if left := len(found) - len(texts):
        more = t.plural("And {n} more: in the XLSX file.", "And {n} more: in the XLSX file.", left)
        texts.append(Text(more, TABLE_SIZE, colour=QUIET))
    lines = [Row(((text,),), 0, text.height(box.width)) for text in texts]
    found_pages = pages(lines, box.height)
    for number, page in enumerate(found_pages, 1):
        slide = context.deck.slide(
            Layout.TEXT,
            numbered(t("Sources"), number, len(found_pages)),
            t("Sources of the records and partnerships shown."),
        )
        slide.write("Text", [text for line in page for text in line.cells[0]])


def about_slides(context: Context) -> None:
    """What these slides are: filter, dates, acts, notices, credit; each name once."""
    t = context.t
    note = t("A text that ends in … is longer in the register; the XLSX file has all of it.")
    texts: dict[str, list[str]] = {}
    for fact in about(
        context.labels, context.selection, context.view, context.day, context.base_url
    ):
        if fact.text:
            texts.setdefault(fact.label, []).append(fact.text)
    texts.setdefault(t("Please note"), []).append(note)
    widths = _widths(context, _ABOUT_WIDTHS)
    rows = [
        row(
            [[Text(name, SMALL_SIZE, bold=True)], [Text(value, SMALL_SIZE) for value in values]],
            widths,
            2 * MAX_CELL_LINES,
        )
        for name, values in texts.items()
    ]
    _tables(context, t("About these slides"), "", (), rows, widths)


# --- Pages ------------------------------------------------------------------------------------


def _widths(context: Context, parts: Sequence[float]) -> list[float]:
    return context.deck.box(Layout.TABLE, "Table").columns(*parts)


def _tables(
    context: Context,
    title: str,
    lead: str,
    heads: Iterable[str],
    rows: Sequence[Row],
    widths: Sequence[float],
) -> None:
    """``rows`` under ``heads``, where there are any, over as many slides as they need."""
    room = context.deck.box(Layout.TABLE, "Table").height
    names = tuple(heads)
    head = (
        row([[Text(name, TABLE_SIZE, bold=True)] for name in names], widths, 2) if names else None
    )
    found = pages(rows, room - (head.room if head else 0))
    for number, page in enumerate(found, 1):
        name = numbered(title, number, len(found))
        slide = context.deck.slide(Layout.TABLE, name, lead)
        count = context.t.plural("{n} row", "{n} rows", len(page))
        described = f"{name}. {count}: {', '.join(names)}" if names else name
        slide.table("Table", page, widths, described, head=head)
