"""The first slides: what is shown, its big numbers, its maps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from projectmap.content.figures import figures
from projectmap.content.nodes import Fact, and_more
from projectmap.content.sources import unique_sources
from projectmap.content.view import (
    NOT_STATED,
    TITLE,
    credits_of,
    filters_by_name,
    hidden_undated,
    shown_records,
)
from projectmap.export import qr
from projectmap.export.picture import (
    Form,
    PageSize,
    alternative,
    map_picture,
    partners_alternative,
    partners_picture,
)
from projectmap.export.picture.geometry import Box
from projectmap.export.slides.deck import SMALL_SIZE, Context, Slide
from projectmap.export.slides.fit import ACCENT, QUIET, Row, Text, height, room_of, row
from projectmap.export.slides.pptx_file import Layout
from projectmap.map.layers import credit
from projectmap.map.partners import on_map
from projectmap.model.codes import FactGroup, Kind, PartnershipStatus
from projectmap.query.notices import notices
from projectmap.query.select import rows_where

BIG, LABEL, NOTE = 40, 14, 11
FACT_SIZES = (14, 12, 11)
"""Points; the first in which all facts have room."""
TEXT_SIZE = 16
MAX_LINK = 2000
"""Letters of an address: what a telephone reads from the wall, what office programs open."""
MAX_FILTER_LINES, MAX_FILTERS = 3, 8
"""Lines that a filter's values may take, and filters that are named where nothing is shown."""
MAX_PUBLISHERS = 8
"""Publishers of sources that are named on the last slide."""
_GAP = 0.3
"""Inches between the big numbers and the tables below them."""
_MM = 25.4
_MAP_DPI = 220


def title_slide(context: Context) -> None:
    """What the slides show, as of when, and where to find it."""
    t = context.t
    slide = context.deck.slide(Layout.TITLE, t(TITLE))
    box = slide.box("Text")
    slide.write("Text", _fitted(_front_texts(context, box.width), box))
    if context.base_url is not None:
        _link(context, slide, context.base_url)


def _fitted(texts: list[Text], box: Box) -> list[Text]:
    """``texts``, of which the longest are shortened until all have room."""
    while height(texts, box.width) > box.height:
        # The filter's words are what may be long; the slide about these slides has all of them.
        longest = max(texts, key=lambda text: text.lines(box.width))
        most = longest.lines(box.width) - 1
        if not most:
            texts.pop()
            continue
        texts[texts.index(longest)] = longest.within(box.width, most)
    return texts


def _link(context: Context, slide: Slide, base_url: str) -> None:
    t, address = context.t, context.address() or base_url
    if qr.scannable(address, base_url):
        slide.picture("QR code", qr.png(address), t("QR code of the link to this view"))
    box, size = slide.box("Link"), slide.size("Link")
    name = Text(t("This view as a link"), size, colour=QUIET)
    shown = Text(address, size, link=address if len(address) <= MAX_LINK else None)
    slide.write("Link", [name, shown.fitted(box.width, box.height - name.height(box.width))])


def _front_texts(context: Context, room: float) -> list[Text]:
    t = context.t
    return [
        Text(shown_records(context), 20, bold=True),
        *_filters(context, room),
        Text("", 8),
        Text(context.deck.footer, 14),
        *(Text(text, 12, colour=QUIET) for text in notices(context.labels, context.day)),
        Text(f"{t('File created')} {t.day(context.made)}", 12, colour=QUIET),
    ]


def _filters(context: Context, room: float) -> list[Text]:
    return [
        Text(f"{fact.label}: {fact.text}", TEXT_SIZE).within(room, MAX_FILTER_LINES)
        for fact in filters_by_name(context.labels, context.view)
    ]


def nothing(context: Context) -> None:
    """In place of lists and charts, where no record is shown: why, and the way out."""
    t = context.t
    slide = context.deck.slide(Layout.TEXT, t("No records match the filters."))
    way_out = t("Remove or widen a filter; the panel shows how many records each option has.")
    named = _filters(context, slide.box("Text").width) if context.view.filtered else []
    texts = [*named[:MAX_FILTERS], Text("", 8), Text(way_out, TEXT_SIZE)]
    texts += [Text(f"{fact.label}: {fact.text}", TEXT_SIZE) for fact in hidden_undated(context)]
    slide.write("Text", texts)


# --- Numbers ----------------------------------------------------------------------------------


def numbers(context: Context) -> None:
    """The big numbers, as native tables."""
    t = context.t
    slide = context.deck.slide(Layout.NUMBERS, t("Summary of the view"))
    tiles = [*figures(context, "records"), *figures(context, "needs")]
    bottom = _tiles(slide, tiles, t("Summary of the view"))
    for name, title, group in (
        ("Left table", t("Status of the communities"), "status"),
        ("Right table", t("Amounts"), "money"),
    ):
        _fact_table(context, slide, name, title, figures(context, group), bottom + _GAP)


def most_named(context: Context) -> None:
    """Partnerships, donors and sectors that are named most, in three native tables."""
    groups = (FactGroup.PARTNERSHIPS, FactGroup.DONORS, FactGroup.SECTORS)
    stated = [(group, given) for group in groups if (given := figures(context, group))]
    if stated:
        title = context.t("Summary: partners, donors and sectors")
        slide = context.deck.slide(Layout.THREE_TABLES, title)
        names = ("Left table", "Middle table", "Right table")
        for name, (group, given) in zip(names, stated, strict=False):
            _fact_table(context, slide, name, context.labels.code(group), given)


def _tiles(slide: Slide, given: Sequence[Fact], name: str) -> float:
    """Numbers in one row, each over its name; the lower edge of what they may take."""
    box = slide.box("Numbers")
    widths = box.columns(*[1] * len(given))
    cells = [
        [
            Text(fact.text, BIG, bold=True, colour=ACCENT),
            Text(fact.label, LABEL, bold=True),
            *([Text(fact.note, NOTE, colour=QUIET)] if fact.note else []),
        ]
        for fact in given
    ]
    tiles = row(cells, widths, 4)
    slide.table("Numbers", [tiles], widths, f"{name}. {_in_words(given)}")
    return box.top + room_of([tiles])


def _fact_table(
    context: Context, slide: Slide, name: str, title: str, given: Sequence[Fact],
    top: float | None = None,
) -> None:  # fmt: skip
    """Facts under their title, in the largest letters in which all have room."""
    if not given:
        return
    box = slide.box(name)
    top = box.top if top is None else top
    widths, room = box.columns(6, 4), box.bottom - top
    for size in FACT_SIZES:
        head = row([[Text(title, size, bold=True, colour=ACCENT)], [Text("", size)]], widths, 2)
        rows = []
        for fact in given:
            note = [Text(fact.note, min(size, NOTE), colour=QUIET)] if fact.note else []
            cells = [Text(fact.label, size), *note], [Text(fact.text, size, bold=True)]
            rows.append(row(cells, widths, 5))
        if room_of([head, *rows]) <= room:
            break
    else:
        rows = _as_many(context, rows, room - room_of([head]), widths)
    slide.table(name, rows, widths, f"{title}. {_in_words(given)}", head=head, top=top)


def _as_many(
    context: Context, rows: Sequence[Row], room: float, widths: Sequence[float]
) -> list[Row]:
    """As many of ``rows`` as there is room for, and how many more there are."""
    for shown in range(len(rows) - 1, -1, -1):
        more = and_more(context.t, len(rows) - shown)
        last = row([[Text(more, SMALL_SIZE, colour=QUIET)], [Text("", SMALL_SIZE)]], widths, 1)
        if room_of([*rows[:shown], last]) <= room:
            return [*rows[:shown], last]
    return []


def _in_words(given: Sequence[Fact]) -> str:
    return "; ".join(f"{fact.label}: {fact.text}" for fact in given)


# --- Maps -------------------------------------------------------------------------------------


def map_slide(context: Context) -> None:
    """The map of the communities."""
    drawn = map_picture(context, _size(context), Form.PNG)
    _picture(context, context.t("Map"), drawn, alternative(context))


def partners_slide(context: Context) -> bool:
    """The map of the partners; whether it has any."""
    t = context.t
    found = any(on_map(item) for item in context.selection.partnerships)
    if found:
        title = t("Map of the partners of Luhansk oblast and its communities (hromadas)")
        drawn = partners_picture(context, _size(context), Form.PNG)
        _picture(context, title, drawn, partners_alternative(context))
    return found


def _size(context: Context) -> PageSize:
    box = context.deck.box(Layout.PICTURE, "Picture")
    return PageSize(box.width * _MM, box.height * _MM, _MAP_DPI, with_marginalia=False, font_pt=11)


def _picture(context: Context, title: str, drawn: bytes, alternate: str) -> None:
    slide = context.deck.slide(Layout.PICTURE, title)
    slide.picture("Picture", drawn, alternate)
    text = Text(credit(context.labels), slide.size("Credit line"), colour=QUIET)
    slide.write("Credit line", [text.within(slide.box("Credit line").width, 1)])


# --- The last of a short deck -----------------------------------------------------------------


def how_to_take_part(context: Context, contact: str | None) -> None:
    """What is sought, whom to ask, where all of it is, and whose data it is."""
    t = context.t
    slide = context.deck.slide(Layout.TITLE, t("How to take part"))
    box = slide.box("Text")
    said = list(_sought(context))
    if context.base_url is not None:
        said.append(t("The map has every record with its sources, and each community’s dossier."))
    if contact is not None:
        said.append(f"{t('Contact:')} {contact}")
    texts = [
        *(Text(text, TEXT_SIZE).within(box.width, MAX_FILTER_LINES) for text in said),
        Text("", 8),
        *(Text(text, NOTE, colour=QUIET)
          for text in (*_sources(context), t(NOT_STATED), *credits_of(context.labels))),
    ]  # fmt: skip
    slide.write("Text", _fitted(texts, box))
    if context.base_url is not None:
        _link(context, slide, context.base_url)


def _sought(context: Context) -> Iterator[str]:
    found = context.selection
    if rows_where(context.register, found, "kind", Kind.NEED).size:
        yield " · ".join(f"{fact.label}: {fact.text}" for fact in figures(context, "needs"))
    for item in found.partnerships:
        if item.status == PartnershipStatus.SOUGHT:
            yield context.labels.text(item, "title")


def _sources(context: Context) -> Iterator[str]:
    """How many sources the records and partnerships have, and who published most of them."""
    t = context.t
    found = unique_sources([*context.records(), *context.selection.partnerships])
    counted = Counter(one.publisher for one in found if one.publisher)
    named = [name for name, _ in counted.most_common(MAX_PUBLISHERS)]
    if left := len(counted) - len(named):
        named.append(t.plural("and {n} more", "and {n} more", left))
    if found:
        publishers = f" ({'; '.join(named)})" if named else ""
        yield f"{t('Sources')}: {t.number(len(found))}{publishers}"
