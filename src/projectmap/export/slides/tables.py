"""Native tables, over several slides if needed: records, partnerships, sources, about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest
from typing import TypeAlias

from projectmap import content
from projectmap.content.nodes import Entry
from projectmap.content.view import about, not_filtered
from projectmap.export.slides.deck import (
    MAX_CELL_LINES,
    SMALL_SIZE,
    TABLE_SIZE,
    Context,
    numbered,
)
from projectmap.export.slides.fit import (
    FONTS,
    QUIET,
    Row,
    Text,
    filled,
    pages,
    room_of,
    row,
    unbroken,
)
from projectmap.export.slides.pptx_file import Layout
from projectmap.i18n import N_
from projectmap.model.codes import Kind, Period
from projectmap.model.records import Partnership, Project
from projectmap.query.figures import PERIODS
from projectmap.query.select import rows_where

_Cells: TypeAlias = Sequence[Sequence[Text]]
"""Of a row."""
MAX_SHORT_LIST = 16
"""Records that a short deck lists; of more, charts say what there is."""
LARGER_SIZES = (16, 15, 14, 13, 12)
"""Points that the letters of a table on one slide may have instead."""
MAX_RECORDS = 200
"""Records that slides list; more would be read by nobody."""
MAX_PARTNERSHIPS = 100
MAX_SOURCES = 120


@dataclass(frozen=True, slots=True)
class _List:
    """The columns of a list of records or partnerships."""

    head: str
    """Of the titles, with what is below them."""
    columns: Sequence[tuple[str, Sequence[str]]]
    """The head of each other column, and the keys of its facts, one below the other."""
    widths: Sequence[float]
    """Proportions; that of the numbers comes first."""

    @property
    def keys(self) -> list[str]:
        """Of all facts."""
        return [key for _, keys in self.columns for key in keys]


_RECORDS = _List(
    N_("Record and sector"),
    (
        (N_("Where and when"), ("where", "when")),
        (N_("Donor; implementing partner"), ("donors", "implementers")),
        (N_("Status, as reported"), ("status",)),
    ),
    (0.8, 3.7, 2.3, 2.9, 2.6),
)
_NEEDS = _List(
    N_("Need and sector"),
    (
        (N_("Where and when"), ("where", "when")),
        (N_("Open to partners"), ("open_to_partners",)),
        (N_("Beneficiaries"), ("beneficiaries",)),
    ),
    (0.8, 4.6, 2.6, 2.2, 2.1),
)
_PARTNERSHIPS = _List(
    N_("Partnership and type"),
    (
        (N_("Communities"), ("communities",)),
        (N_("Partner"), ("partners",)),
        (N_("When, status as reported"), ("when", "status")),
    ),
    (0.8, 3.6, 1.7, 2.6, 3.6),
)
_ABOUT_WIDTHS = (1.9, 4.2, 1.9, 4.33)


def records(context: Context) -> None:
    """The records in the order of the list, by period: what was then and what is since."""
    labels, t = context.labels, context.t
    rows: dict[Period, list[_Cells]] = {period: [] for period in PERIODS}
    for number, item in enumerate(islice(context.records(), MAX_RECORDS), 1):
        entry = content.record(labels, item, keys=("sectors", *_RECORDS.keys))
        kind = [] if item.kind == Kind.PROJECT else [labels.code(item.kind)]
        about = [fact.text if fact.stated else f"{fact.label}: {fact.text}"
                 for fact in entry.facts if fact.key == "sectors"]  # fmt: skip
        rows[item.period].append(_cells(context, _RECORDS, entry, number, [*kind, *about]))
    for period in PERIODS:
        title = t("Records: {period}", period=labels.code(period))
        _listed(context, _RECORDS, title, _how_to_read(context, period), rows[period])


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


def needs(context: Context) -> None:
    """Of a short deck: the needs that one slide has room for."""
    labels, t = context.labels, context.t
    found = [
        context.register.projects[index]
        for index in rows_where(context.register, context.selection, "kind", Kind.NEED).tolist()
    ]
    # Those first that somebody can answer.
    found.sort(key=lambda item: not item.open_to_partners)
    rows = []
    for number, item in enumerate(found[:MAX_RECORDS], 1):
        entry = content.record(labels, item, keys=("sectors", *_NEEDS.keys))
        sectors = [fact.text for fact in entry.choose(["sectors"])]
        rows.append(_cells(context, _NEEDS, entry, number, sectors))
    lead = t.plural("{n} need", "{n} needs", len(found))
    _listed(context, _NEEDS, t("Needs"), lead, rows, most=1)


def partnerships(context: Context) -> None:
    """The partnerships with both ends."""
    t, found = context.t, context.selection.partnerships
    rows = []
    for number, item in enumerate(found[:MAX_PARTNERSHIPS], 1):
        entry = content.partnership(context.labels, item, keys=_PARTNERSHIPS.keys)
        rows.append(_cells(context, _PARTNERSHIPS, entry, number, entry.tags))
    lead = t("Status is as of the date shown; later status is unknown.")
    if unused := not_filtered(context.labels, context.view):
        lead += f" {unused}."
    if len(found) > MAX_PARTNERSHIPS:
        lead += " " + t.plural(
            "The slides list the first {most} of {n} partnership; all are in the XLSX file.",
            "The slides list the first {most} of {n} partnerships; all are in the XLSX file.",
            len(found),
            most=t.number(MAX_PARTNERSHIPS),
        )
    _listed(context, _PARTNERSHIPS, t("Partnerships"), lead, rows)


def _cells(
    context: Context, kind: _List, entry: Entry, number: int, under: Sequence[str]
) -> _Cells:
    """Number and id, title with ``under``, and the facts of the columns.

    The id leads to the details: LibreOffice breaks the lines of longer links within words.
    """
    cells = [
        [
            Text(context.t.number(number), TABLE_SIZE, colour=QUIET),
            Text(entry.id, SMALL_SIZE, colour=QUIET, link=context.address(entry)),
        ],
        [
            Text(entry.title, TABLE_SIZE, bold=True),
            Text(" · ".join(under), SMALL_SIZE, colour=QUIET),
        ],
    ]
    for _, (key, *others) in kind.columns:
        below = filter(None, (_said(entry, other) for other in others))
        quiet = [Text(text, SMALL_SIZE, colour=QUIET) for text in below]
        cells.append([context.stated(_said(entry, key)), *quiet])
    return cells


def _said(entry: Entry, key: str) -> str:
    """A fact, of records their places and dates in short; empty where it is not stated."""
    fact = entry.fact(key)
    if fact is None:
        return ""
    if key in {"where", "when"} and entry.kind != "partnership":
        return fact.short
    return fact.text if fact.stated else ""


# --- Where it is from -------------------------------------------------------------------------


def sources(context: Context) -> None:
    """The numbered sources of what is shown, with publisher and date."""
    t = context.t
    shown = chain[Project | Partnership](context.records(), context.selection.partnerships)
    found = content.numbered(context.labels, (one for item in shown for one in item.sources))
    box = context.deck.box(Layout.TEXT, "Text")
    texts = [
        Text(
            f"{source.title} – {source.details}", TABLE_SIZE, link=source.url, number=source.number
        ).within(box.width, 3)
        for source in found[:MAX_SOURCES]
    ]
    if left := len(found) - len(texts):
        texts.append(Text(context.elsewhere(left), TABLE_SIZE, colour=QUIET))
    lines = [
        Row(((text,),), tuple(text.height(box.width, font) for font in FONTS)) for text in texts
    ]
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
    for fact in about(context, context.made, context.base_url):
        if fact.text:
            texts.setdefault(fact.label, []).append(fact.text)
    texts.setdefault(t("Please note"), []).append(note)
    cells = [
        ([Text(name, SMALL_SIZE, bold=True)], [Text(value, SMALL_SIZE) for value in values])
        for name, values in texts.items()
    ]
    # Two columns, read one after the other.
    half = (len(cells) + 1) // 2
    blank = ([Text("", SMALL_SIZE)], [Text("", SMALL_SIZE)])
    pairs = zip_longest(cells[:half], cells[half:], fillvalue=blank)
    rows = [(*left, *right) for left, right in pairs]
    lines = 2 * MAX_CELL_LINES
    _tables(context, t("About these slides"), "", (), rows, _ABOUT_WIDTHS, lines=lines)


# --- Pages ------------------------------------------------------------------------------------


def _listed(
    context: Context, kind: _List, title: str, lead: str, rows: Sequence[_Cells],
    most: int | None = None,
) -> None:  # fmt: skip
    heads = ["№", *map(context.t, (kind.head, *(head for head, _ in kind.columns)))]
    _tables(context, title, lead, heads, rows, kind.widths, most=most)


def _tables(
    context: Context,
    title: str,
    lead: str,
    names: Sequence[str],
    rows: Sequence[_Cells],
    parts: Sequence[float],
    *,
    lines: int = MAX_CELL_LINES,
    most: int | None = None,
) -> None:
    """``rows`` under the heads ``names``, if there are any, over as many slides as they need.

    ``parts`` are proportions of the columns, ``lines`` the most lines of a cell. At most ``most``
    slides; the line under the title then says how many rows are left out.
    """
    box = context.deck.box(Layout.TABLE, "Table")
    above = [[[Text(name, TABLE_SIZE, bold=True)] for name in names]] if names else []

    def laid(scale: float) -> tuple[list[float], list[Row], list[Row]]:
        # Numbers and ids are not broken.
        widths = box.columns(parts[0] * scale, *parts[1:])
        return (
            widths,
            [row(_scaled(cells, scale), widths, 2) for cells in above],
            [row(_scaled(cells, scale), widths, lines) for cells in rows],
        )

    widths, head, body = laid(1)
    found = pages(body, box.height - room_of(head))
    if len(found) == 1:
        # Few rows are written larger, as long as they fit, no more of their texts is cut and no
        # word is broken.
        for size in LARGER_SIZES:
            wider, larger_head, larger = laid(size / TABLE_SIZE)
            all_rows = [*larger_head, *larger]
            fits = room_of(all_rows) <= box.height and unbroken(all_rows, wider)
            if fits and _words(all_rows) == _words([*head, *body]):
                widths, head, found = wider, larger_head, [larger]
                break
    if most is not None and len(found) > most:
        found = [next(filled(body, box.height - room_of(head)))]
        left = len(rows) - len(found[0])
        lead = f"{lead}. {context.elsewhere(left)}"
    for number, page in enumerate(found, 1):
        name = numbered(title, number, len(found))
        slide = context.deck.slide(Layout.TABLE, name, lead)
        count = context.t.plural("{n} row", "{n} rows", len(page))
        described = f"{name}. {count}: {', '.join(names)}" if names else name
        slide.table("Table", page, widths, described, head=head[0] if head else None)


def _scaled(cells: Iterable[Iterable[Text]], scale: float) -> list[list[Text]]:
    """The same in letters larger by ``scale``, to half a point."""
    return [
        [replace(text, size=round(2 * scale * text.size) / 2) for text in cell] for cell in cells
    ]


def _words(rows: Iterable[Row]) -> list[str]:
    return [text.text for item in rows for cell in item.cells for text in cell]
