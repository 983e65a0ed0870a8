"""Slides and what stands on them: texts, tables, pictures; each fitted before it is written.

Sizes of letters are points, places inches. Texts of the data are made printable here, whatever
they hold, so that no caller has to think of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from projectmap.content.about import printable
from projectmap.export.slides import measure
from projectmap.export.slides.measure import LEADING
from projectmap.export.slides.template import (
    FOOT_SIZE,
    FOOTER,
    FRONT_SIZE,
    LANGUAGE_TAGS,
    LEAD,
    LEAD_BOX,
    LEAD_SIZE,
    TITLE,
    TITLE_ONLY,
    TITLE_SIZE,
    Box,
    child,
    in_language,
    saved,
    template,
)
from projectmap.i18n import Translator

INK, QUIET, ACCENT, WHITE = (
    MSO_THEME_COLOR.TEXT_1,
    MSO_THEME_COLOR.TEXT_2,
    MSO_THEME_COLOR.ACCENT_1,
    MSO_THEME_COLOR.BACKGROUND_1,
)
POINTS = 72
"""Points of an inch."""
SIDE, EDGE = 0.08, 0.04
"""Inches between a cell's text and its sides, and its upper and lower edge."""
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The table style "No Style, No Grid": what is seen of a table is what is set here."""
_BLANKS = re.compile(r"[ \t\r\n\x0b\x0c\x85\u2028\u2029]+")
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_NO_LETTERS = re.compile("[\x7f-\x9f\ufffe\uffff]")


def plain(text: str) -> str:
    """``text`` in one line, without letters that turn what follows or that no file carries."""
    inline = _TURNING.sub("", _BLANKS.sub(" ", text))
    return _NO_LETTERS.sub("\N{REPLACEMENT CHARACTER}", printable(inline)).strip()


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph in one way of writing."""

    text: str
    size: float = 12
    bold: bool = False
    colour: Any = INK
    link: str | None = None
    number: int | None = None
    """Its number in a list."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", plain(self.text))

    def lines(self, room: float) -> int:
        """How many lines it takes in ``room`` inches."""
        return measure.lines(self.text, self.size, self._room(room), bold=self.bold)

    def height(self, room: float) -> float:
        """Its height in inches."""
        return self.lines(room) * self.size * LEADING / POINTS

    def within(self, room: float, most: int) -> Text:
        """The same, shortened to ``most`` lines."""
        cut = measure.shortened(self.text, self.size, self._room(room), most, bold=self.bold)
        return replace(self, text=cut)

    def _room(self, room: float) -> float:
        return room * POINTS - (NUMBER_INDENT if self.number is not None else 0)


NUMBER_INDENT = 28
"""Points before the text of a numbered paragraph."""


def height(texts: Iterable[Text], room: float) -> float:
    """The height of paragraphs in ``room`` inches, in inches."""
    return sum(text.height(room) for text in texts)


Cell = tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, fitted to its columns."""

    cells: tuple[Cell, ...]
    height: float
    """Inches."""
    fill: str | None = None
    """Colour of the first cell, RRGGBB."""


def row(
    cells: Sequence[Sequence[Text]], widths: Sequence[float], most: int, fill: str | None = None
) -> Row:
    """A row whose texts have at most ``most`` lines each, as high as its highest cell."""
    fitted = tuple(
        tuple(text.within(width - 2 * SIDE, most) for text in cell)
        for cell, width in zip(cells, widths, strict=True)
    )
    heights = (height(cell, width - 2 * SIDE) for cell, width in zip(fitted, widths, strict=True))
    return Row(fitted, max(heights) + 2 * EDGE, fill)


def pages(rows: Sequence[Row], room: float) -> list[Sequence[Row]]:
    """``rows`` in turns that are at most ``room`` inches high, as few and as even as can be."""
    fewest = len(list(_turns(rows, room)))
    lowest = max((item.height for item in rows), default=room)
    for step in range(_STEPS):
        smaller = lowest + (room - lowest) * step / _STEPS
        turns = list(_turns(rows, smaller))
        if len(turns) == fewest:
            return turns
    return list(_turns(rows, room))


_STEPS = 24
"""How closely even turns are looked for."""


def _turns(rows: Sequence[Row], room: float) -> Iterator[Sequence[Row]]:
    start, used = 0, 0.0
    for place, item in enumerate(rows):
        if place > start and used + item.height > room:
            yield rows[start:place]
            start, used = place, 0.0
        used += item.height
    if rows:
        yield rows[start:]


@dataclass
class Deck:
    """Slides that are being made."""

    t: Translator
    title: str
    footer: str
    day: date
    slides: Any = field(init=False)

    def __post_init__(self) -> None:
        self.slides = template(self.t, self.title, self.day)

    def slide(self, title: str, lead: str = "", layout: int = TITLE_ONLY) -> Any:
        """A new slide with its title, the line under it, footer and number."""
        made = self.slides.slides.add_slide(self.slides.slide_layouts[layout])
        for shape in made.slide_layout.placeholders:
            if shape.element.ph.get("type") in {"ftr", "sldNum"}:
                self._foot(made, shape)
        _head(made, title)
        holder = next(
            (item for item in made.placeholders if item.placeholder_format.idx == LEAD), None
        )
        if holder is not None and lead:
            told = Text(lead, LEAD_SIZE, colour=QUIET).within(LEAD_BOX.width, 2)
            holder.text_frame.text = told.text
        elif holder is not None:
            holder.element.getparent().remove(holder.element)
        return made

    def _foot(self, slide: Any, shape: Any) -> None:
        """Footer and number of the layout; they show only where a slide has them, too."""
        copied = deepcopy(shape.element)
        copied.nvSpPr.cNvPr.set("id", str(max(item.shape_id for item in slide.shapes) + 1))
        slide.shapes._spTree.append(copied)  # noqa: SLF001 - python-pptx copies neither
        if shape.element.ph.get("type") == "ftr":
            frame = slide.shapes[-1].text_frame
            write(frame, [Text(self.footer, FOOT_SIZE, colour=QUIET).within(FOOTER.width, 1)])
            # LibreOffice takes neither letters nor place of a footer from the master.
            frame.paragraphs[0].alignment = PP_ALIGN.LEFT
            frame.paragraphs[0].runs[0].font.name = measure.FAMILY

    def content(self) -> bytes:
        """The file."""
        in_language(self.slides, LANGUAGE_TAGS[self.t.language])
        return saved(self.slides)


def _head(slide: Any, title: str) -> None:
    shape = slide.shapes.title
    room = shape.width / Emu(914400) * POINTS
    text = plain(title)
    if slide.slide_layout.element.get("type") == "title":
        shape.text_frame.text = measure.shortened(text, FRONT_SIZE, room, 2, bold=True)
        return
    if measure.lines(text, TITLE_SIZE, room, bold=True) == 1:
        shape.text_frame.text = text
        return
    size = 20
    most = int(TITLE.height * POINTS / (size * LEADING))
    shape.text_frame.text = measure.shortened(text, size, room, most, bold=True)
    shape.text_frame.paragraphs[0].runs[0].font.size = Pt(size)


# --- What stands on a slide -------------------------------------------------------------------


def write(frame: Any, texts: Sequence[Text]) -> None:
    """``texts`` as the paragraphs of a text frame."""
    for place, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        if text.number is not None:
            _numbered(paragraph, text.number)
        run = paragraph.add_run()
        run.text = text.text
        run.font.size = Pt(text.size)
        run.font.bold = text.bold
        if text.link is not None:
            run.hyperlink.address = text.link
        elif isinstance(text.colour, str):
            run.font.color.rgb = RGBColor.from_string(text.colour)
        else:
            run.font.color.theme_color = text.colour


def _numbered(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-pptx knows no numbers of lists
    properties.set("marL", str(Pt(NUMBER_INDENT)))
    properties.set("indent", str(-Pt(NUMBER_INDENT)))
    child(properties, "a:buAutoNum", type="arabicPeriod", startAt=str(number))


def text_box(slide: Any, box: Box, texts: Sequence[Text], name: str) -> Any:
    """A box of text; ``name`` is what the list of objects calls it."""
    shape = slide.shapes.add_textbox(*box.emu())
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write(frame, texts)
    return shape


def picture(slide: Any, box: Box, content: bytes, alternative: str) -> None:
    """A picture as large as fits into ``box``, in its middle, with its alternative text."""
    shape = slide.shapes.add_picture(BytesIO(content), 0, 0)
    left, top, width, height = box.emu()
    scale = min(width / shape.width, height / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape.left = left + (width - shape.width) // 2
    shape.top = top + (height - shape.height) // 2
    describe(shape, alternative)


def describe(shape: Any, alternative: str) -> None:
    """Give a shape its alternative text, what screen readers say of it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", plain(alternative))  # noqa: SLF001 - no public way


def table(
    slide: Any,
    box: Box,
    heads: Row | None,
    rows: Sequence[Row],
    widths: Sequence[float],
    alternative: str,
) -> None:
    """A native table from the top of ``box`` on; its rows are as high as their texts."""
    given = [*([heads] if heads else []), *rows]
    frame = slide.shapes.add_table(len(given), len(widths), *box.emu())
    describe(frame, alternative)
    made = frame.table
    made.first_row, made.horz_banding = heads is not None, False
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN_TABLE  # noqa: SLF001 - no public way
    for column, width in zip(made.columns, widths, strict=True):
        column.width = int(width * 914400)
    for place, item in enumerate(given):
        made.rows[place].height = int(item.height * 914400)
        head = item is heads
        for column, texts in enumerate(item.cells):
            cell = made.cell(place, column)
            _cell(cell, texts, head=head)
            if item.fill and column == 0:
                _filled(cell, item.fill)
    frame.height = sum(line.height for line in made.rows)
    frame.width = sum(column.width for column in made.columns)


def _cell(cell: Any, texts: Cell, *, head: bool) -> None:
    cell.margin_left = cell.margin_right = int(SIDE * 914400)
    cell.margin_top = cell.margin_bottom = int(EDGE * 914400)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.TOP
    write(cell.text_frame, texts)
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-pptx knows no borders
    thick = str(Pt(1.5 if head else 0.5))
    line = child(properties, "a:lnB", w=thick, cap="flat", cmpd="sng")
    child(child(line, "a:solidFill"), "a:schemeClr", val="accent1" if head else "accent6")


def _filled(cell: Any, colour: str) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(colour)
