"""The first slides: what is shown, its big numbers, its maps."""

from __future__ import annotations

from collections.abc import Sequence

from projectmap.content.about import CREDITS, TITLE, filter_lines, notices
from projectmap.content.facts import Fact, facts
from projectmap.export import qr
from projectmap.export.picture import (
    Form,
    Frame,
    alternative,
    map_picture,
    partners_alternative,
    partners_picture,
)
from projectmap.export.slides.asked import SMALL_SIZE, Asked
from projectmap.export.slides.deck import (
    ACCENT,
    QUIET,
    Row,
    Text,
    height,
    picture,
    row,
    table,
    text_box,
    write,
)
from projectmap.export.slides.template import (
    BODY,
    FRONT_TEXT,
    LEAD_BOX,
    MARGIN,
    TITLE_SLIDE,
    WIDTH,
    Box,
)
from projectmap.map.partners import on_map
from projectmap.map.partners import texts as partners_texts

BIG, LABEL, NOTE = 40, 14, 11
FACT_SIZES = (14, 12, 11)
"""Points; the first in which all facts have room."""
GAP = 0.4
"""Inches between tables side by side."""
_CODE_BOX = Box(10.0, 3.1, 2.8, 2.8)
_MAP_BOX = Box(MARGIN, LEAD_BOX.top + 0.05, WIDTH - 2 * MARGIN, 5.6)
_CREDIT_BOX = Box(MARGIN, 6.7, WIDTH - 2 * MARGIN, 0.22)
_MM = 25.4
_MAP_DPI = 220
_LONGEST_CODE, _LONGEST_LINK = 800, 2000
"""Letters of an address: what a telephone reads from the wall, what office programs open."""
_FILTER_LINES = 3
"""Lines that a filter's values may take."""


def title_slide(asked: Asked) -> None:
    """What the slides show, as of when, and where to find it."""
    t, deck = asked.t, asked.deck
    slide = deck.slide(t(TITLE), layout=TITLE_SLIDE)
    texts = _front_texts(asked)
    while height(texts, FRONT_TEXT.width) > FRONT_TEXT.height:
        # The filter's words are what may be long; the slide about these slides has all of them.
        longest = max(texts, key=lambda text: text.lines(FRONT_TEXT.width))
        most = longest.lines(FRONT_TEXT.width) - 1
        if not most:
            texts.pop()
            continue
        texts[texts.index(longest)] = longest.within(FRONT_TEXT.width, most)
    write(slide.placeholders[1].text_frame, texts)
    if asked.base_url is None:
        return
    address = asked.address() or asked.base_url
    if qr.useful(asked.base_url) and len(address) <= _LONGEST_CODE:
        picture(slide, _CODE_BOX, qr.png(address), t("QR code of the link to this view"))
    under = Box(_CODE_BOX.left + 0.25, _CODE_BOX.bottom, _CODE_BOX.width - 0.25, 0.9)
    text_box(
        slide,
        under,
        [
            Text(t("This view as a link"), SMALL_SIZE, colour=QUIET),
            Text(
                address, SMALL_SIZE, link=address if len(address) <= _LONGEST_LINK else None
            ).within(under.width, 4),
        ],
        t("Link"),
    )


def _front_texts(asked: Asked) -> list[Text]:
    register, t = asked.register, asked.t
    shown = t.plural(
        "{shown} of {n} record",
        "{shown} of {n} records",
        len(register.projects),
        shown=t.number(asked.selection.count),
    )
    filters = [
        Text(f"{line.label}: {line.value}", 16).within(FRONT_TEXT.width, _FILTER_LINES)
        for line in filter_lines(register, asked.view, t, codes=False)
    ]
    return [
        Text(shown, 20, bold=True),
        *(filters or [Text(f"{t('Filter')}: {t('none: all records')}", 16)]),
        Text("", 8),
        Text(asked.deck.footer, 14),
        *(Text(text, 12, colour=QUIET) for text in notices(register, asked.view, t)),
        Text(f"{t('Made on')} {t.day(asked.day)}", 12, colour=QUIET),
    ]


# --- Numbers ----------------------------------------------------------------------------------


def in_short(asked: Asked) -> None:
    """The big numbers, as native tables."""
    register, view, t = asked.register, asked.view, asked.t
    slide = asked.deck.slide(t("In short"))
    tiles = [fact for group in ("records", "needs") for fact in facts(register, view, t, group)]
    bottom = _tiles(slide, tiles, t("In short"))
    groups = [
        (t("Status of the communities"), facts(register, view, t, "status"), 7.2),
        (t("Amounts"), facts(register, view, t, "money"), 4.7),
    ]
    _side_by_side(asked, slide, groups, bottom + 0.3)
    others = [
        (t("Partnerships"), facts(register, view, t, "partnerships")),
        (t("Donors"), facts(register, view, t, "donors")),
        (t("Sectors"), facts(register, view, t, "sectors")),
    ]
    told = [group for group in others if group[1]]
    if not told:
        return
    slide = asked.deck.slide(t("In short: with whom, and for what"))
    room = (BODY.width - GAP * (len(others) - 1)) / len(others)
    _side_by_side(asked, slide, [(*group, room) for group in told], LEAD_BOX.top + 0.2)


def nothing(asked: Asked) -> None:
    """In place of lists and charts, where no record is shown: why, and the way out."""
    t = asked.t
    slide = asked.deck.slide(t("No record answers to the chosen filters."))
    filters = [
        Text(f"{line.label}: {line.value}", 16).within(BODY.width, _FILTER_LINES)
        for line in filter_lines(asked.register, asked.view, t, codes=False)
    ]
    way_out = t("Take a filter away, or widen it: each choice in the panel says how many it has.")
    texts = [*filters[:8], Text("", 8), Text(way_out, 16)]
    if asked.selection.hidden_undated:
        hidden = t("Undated records hidden by the years")
        texts.append(Text(f"{hidden}: {t.number(asked.selection.hidden_undated)}", 16))
    text_box(slide, BODY, texts, t("Text"))


def _tiles(slide: object, given: Sequence[Fact], name: str) -> float:
    """Numbers in one row, each over its name; answers where the row ends."""
    widths = [BODY.width / len(given)] * len(given)
    cells = [
        [
            Text(fact.value, BIG, bold=True, colour=ACCENT),
            Text(fact.label, LABEL, bold=True),
            *([Text(fact.note, NOTE, colour=QUIET)] if fact.note else []),
        ]
        for fact in given
    ]
    made = row(cells, widths, 4)
    box = Box(BODY.left, LEAD_BOX.top + 0.15, BODY.width, made.height)
    table(slide, box, None, [made], widths, f"{name}. {_in_words(given)}")
    return box.bottom


def _side_by_side(
    asked: Asked,
    slide: object,
    groups: Sequence[tuple[str, Sequence[Fact], float]],
    top: float,
) -> None:
    """A table for each group of facts: title, facts, width in inches."""
    left = BODY.left
    for title, given, wide in groups:
        if given:
            box = Box(left, top, wide, BODY.bottom - top)
            _fact_table(asked, slide, box, title, given)
            left += wide + GAP


def _fact_table(asked: Asked, slide: object, box: Box, title: str, given: Sequence[Fact]) -> None:
    widths = [box.width * 0.6, box.width * 0.4]
    for size in FACT_SIZES:
        head = row([[Text(title, size, bold=True, colour=ACCENT)], [Text("", size)]], widths, 2)
        rows = [_fact_row(fact, size, widths) for fact in given]
        if head.height + sum(item.height for item in rows) <= box.height:
            break
    else:
        rows = _as_many(asked, rows, box.height - head.height, widths)
    table(slide, box, head, rows, widths, f"{title}. {_in_words(given)}")


def _fact_row(fact: Fact, size: float, widths: Sequence[float]) -> Row:
    note = [Text(fact.note, min(size, NOTE), colour=QUIET)] if fact.note else []
    return row([[Text(fact.label, size), *note], [Text(fact.value, size, bold=True)]], widths, 5)


def _as_many(asked: Asked, rows: Sequence[Row], room: float, widths: Sequence[float]) -> list[Row]:
    """As many of ``rows`` as there is room for, and how many there are besides."""
    for kept in range(len(rows) - 1, -1, -1):
        more = asked.t.plural("and {n} more", "and {n} more", len(rows) - kept)
        last = row([[Text(more, SMALL_SIZE, colour=QUIET)], [Text("", SMALL_SIZE)]], widths, 1)
        if sum(item.height for item in rows[:kept]) + last.height <= room:
            return [*rows[:kept], last]
    return []


def _in_words(given: Sequence[Fact]) -> str:
    return "; ".join(f"{fact.label}: {fact.value}" for fact in given)


# --- Maps -------------------------------------------------------------------------------------


def maps(asked: Asked) -> None:
    """The map of the communities, and that of the partners where it has any."""
    register, view, t = asked.register, asked.view, asked.t
    frame = Frame(
        width_mm=_MAP_BOX.width * _MM,
        height_mm=_MAP_BOX.height * _MM,
        dpi=_MAP_DPI,
        furnished=False,
        font_pt=11,
    )
    credit = " ".join(t(text) for text in CREDITS[:2])
    drawn = map_picture(register, view, t, frame, Form.PNG)
    _map_slide(asked, t("Map"), drawn, alternative(register, view, t), credit)
    if any(on_map(item) for item in asked.selection.partnerships):
        drawn = partners_picture(register, view, t, frame, Form.PNG)
        title = t("Map of the partners of Luhansk oblast and its communities")
        words = partners_alternative(register, view, t)
        _map_slide(asked, title, drawn, words, str(partners_texts(t)["credit"]))


def _map_slide(asked: Asked, title: str, drawn: bytes, alternate: str, credit: str) -> None:
    slide = asked.deck.slide(title)
    picture(slide, _MAP_BOX, drawn, alternate)
    text = Text(credit, 9, colour=QUIET).within(_CREDIT_BOX.width, 1)
    text_box(slide, _CREDIT_BOX, [text], asked.t("Credit line"))
