"""Slides and what fills their placeholders: texts, tables, charts, pictures.

Positions and sizes come from the template alone. Sizes of letters are points,
places inches.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from projectmap.content.nodes import Entry
from projectmap.content.view import link
from projectmap.export.picture.geometry import Box
from projectmap.export.slides import pptx_file
from projectmap.export.slides.fit import EDGE, NUMBER_INDENT, QUIET, SIDE, Row, Text
from projectmap.export.slides.pptx_file import Layout
from projectmap.i18n import Translator
from projectmap.markup import one_line
from projectmap.query.shown import Shown

SMALLER = 0.77
"""How much smaller a title, or the line under it, is where it has too many lines."""
TITLE, LEAD, FOOTER, NUMBER = "Title", "Lead", "Footer", "Slide number"
"""Placeholders that several layouts have."""
TABLE_SIZE, SMALL_SIZE = 11, 10
"""Points."""
MAX_CELL_LINES = 6
"""Lines of a cell; a longer text ends in an ellipsis."""
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The table style "No Style, No Grid": what is seen of a table is what is set here."""


class Slide:
    """A slide whose placeholders are filled by their names in the template."""

    def __init__(self, slide: Any) -> None:
        self._slide = slide
        self._layout = {shape.name: shape for shape in slide.slide_layout.placeholders}
        names = {shape.placeholder_format.idx: name for name, shape in self._layout.items()}
        self._empty = {names[shape.placeholder_format.idx]: shape for shape in slide.placeholders}

    def box(self, name: str) -> Box:
        """The place of a placeholder, as the layout has it."""
        return _box(self._layout[name])

    def size(self, name: str) -> float:
        """The size of a placeholder's letters, which the layout has or else the master."""
        shape = self._layout[name]
        master = shape.part.slide_master
        styles = "p:titleStyle" if name == TITLE else "p:bodyStyle"
        kind = shape.element.ph_type
        same_kind = [item.element for item in master.placeholders if item.element.ph_type == kind]
        for element in (shape.element, *same_kind, master.element.find(f".//{qn(styles)}")):
            level = element.find(f".//{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
            if level is not None and level.get("sz"):
                return int(level.get("sz")) / 100
        raise ValueError(f"the template states no size for {name!r}")

    def line(self, name: str, text: str) -> None:
        """Fill a title or the line under it: smaller, then shortened, where it is too long."""
        box, size = self.box(name), self.size(name)
        frame = self._empty.pop(name).text_frame
        found = Text(text, size, bold=name == TITLE)
        if found.height(box.width) > box.height:
            found = replace(found, size=round(size * SMALLER)).fitted(box.width, box.height)
        frame.text = found.text
        if found.size != size:
            frame.paragraphs[0].runs[0].font.size = Pt(found.size)

    def write(self, name: str, texts: Sequence[Text]) -> None:
        """Fill a placeholder with paragraphs."""
        write(self._empty.pop(name).text_frame, texts)

    def table(
        self,
        name: str,
        rows: Sequence[Row],
        widths: Sequence[float],
        alternative: str,
        *,
        head: Row | None = None,
        top: float | None = None,
    ) -> None:
        """Fill a placeholder with a native table, from ``top`` on if that is given."""
        box, holder = self.box(name), self._empty.pop(name)
        given = [*([head] if head else []), *rows]
        frame = holder.insert_table(rows=len(given), cols=len(widths))
        frame.left, frame.top = Inches(box.left), Inches(box.top if top is None else top)
        describe(frame, alternative)
        _fill(frame, given, widths, head=head is not None)

    def picture(self, name: str, content: bytes, alternative: str) -> None:
        """Fill a placeholder with a picture as large as fits into it, in its middle."""
        box, holder = self.box(name), self._empty.pop(name)
        shape = holder.insert_picture(BytesIO(content))
        wide, high = shape.image.size
        scale = min(box.width / wide, box.height / high)
        shape.crop_left = shape.crop_right = shape.crop_top = shape.crop_bottom = 0
        shape.left = Inches(box.left + (box.width - wide * scale) / 2)
        shape.top = Inches(box.top + (box.height - high * scale) / 2)
        shape.width, shape.height = Inches(wide * scale), Inches(high * scale)
        describe(shape, alternative)

    def chart(
        self, kind: XL_CHART_TYPE, data: CategoryChartData, alternative: str, most_height: float
    ) -> Any:
        """Fill the chart's placeholder, at most ``most_height`` inches high."""
        frame = self._empty.pop("Chart").insert_chart(kind, data)
        frame.height = min(frame.height, Inches(most_height))
        describe(frame, alternative)
        return frame.chart

    def close(self) -> None:
        """Take away the placeholders that were left empty."""
        for shape in self._empty.values():
            shape.element.getparent().remove(shape.element)
        self._empty.clear()

    def foot(self, text: str) -> None:
        """Footer and number of the layout; they show only where a slide has them, too."""
        for name, shape in self._layout.items():
            if name not in {FOOTER, NUMBER}:
                continue
            copied = deepcopy(shape.element)
            number = 1 + max(item.shape_id for item in self._slide.shapes)
            copied.nvSpPr.cNvPr.set("id", str(number))
            self._slide.shapes._spTree.append(copied)  # noqa: SLF001 - python-pptx copies neither
            if name == FOOTER:
                frame = self._slide.shapes[-1].text_frame
                line = Text(text, self.size(name), colour=QUIET)
                write(frame, [line.within(self.box(name).width, 1)])
                # LibreOffice takes neither letters nor place of a footer from the master.
                frame.paragraphs[0].alignment = PP_ALIGN.LEFT
                frame.paragraphs[0].runs[0].font.name = "+mn-lt"


class Deck:
    """Slides that are being made."""

    def __init__(self, t: Translator, title: str, footer: str, day: date) -> None:
        self.t, self.footer, self.day = t, footer, day
        self._file = pptx_file.opened(t, title, day)
        self._layouts = {layout.name: layout for layout in self._file.slide_layouts}
        self._slides: list[Slide] = []

    def slide(self, layout: Layout, title: str, lead: str = "") -> Slide:
        """A new slide with its title, the line under it, footer and number."""
        slide = Slide(self._file.slides.add_slide(self._layouts[self.t(layout)]))
        slide.foot(self.footer)
        slide.line(TITLE, title)
        if lead:
            slide.line(LEAD, lead)
        self._slides.append(slide)
        return slide

    def box(self, layout: Layout, name: str) -> Box:
        """The place of a placeholder on slides of ``layout``."""
        shapes = self._layouts[self.t(layout)].placeholders
        return _box(next(shape for shape in shapes if shape.name == name))

    def content(self) -> bytes:
        """The file."""
        for slide in self._slides:
            slide.close()
        return pptx_file.saved(self._file, self.t.language)


@dataclass(frozen=True, slots=True)
class Context(Shown):
    """What is shown, and the slides on which it is shown."""

    made: date
    """The day on which the slides are made."""
    base_url: str | None
    deck: Deck

    def stated(self, text: str, size: float = TABLE_SIZE, *, bold: bool = False) -> Text:
        """``text``, or quietly that it is not stated where there is none."""
        if text:
            return Text(text, size, bold=bold)
        return Text(self.t("not stated"), size, colour=QUIET)

    def address(self, entry: Entry | None = None) -> str | None:
        """The link to the view, with an entry's details; None without an address of the site."""
        if self.base_url is None:
            return None
        view = replace(self.view, place=None, show=None)
        if entry is not None and entry.link.kind == "record":
            view = replace(view, project=entry.id)
        elif entry is not None:
            view = replace(view, partnership=entry.id)
        return link(view, self.base_url)

    def elsewhere(self, left: int) -> str:
        """How many more there are, and in which file."""
        return self.t.plural(
            "And {n} more: in the XLSX file.", "And {n} more: in the XLSX file.", left
        )


def numbered(title: str, number: int, count: int) -> str:
    """A title that says which of several slides this one is."""
    return f"{title} ({number}/{count})" if count > 1 else title


def _box(shape: Any) -> Box:
    """The place of a shape, in inches."""
    edges = shape.left, shape.top, shape.left + shape.width, shape.top + shape.height
    return Box(*(Emu(edge).inches for edge in edges))


# --- Texts and cells --------------------------------------------------------------------------


def write(frame: Any, texts: Sequence[Text]) -> None:
    """``texts`` as the paragraphs of a text frame."""
    for index, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        if text.number is not None:
            _number(paragraph, text.number)
        run = paragraph.add_run()
        run.text = text.text
        run.font.size = Pt(text.size)
        run.font.bold = text.bold
        if text.link is not None:
            run.hyperlink.address = text.link
        else:
            run.font.color.theme_color = text.colour


def _number(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-pptx knows no numbers of lists
    properties.set("marL", str(Pt(NUMBER_INDENT)))
    properties.set("indent", str(-Pt(NUMBER_INDENT)))
    _child(properties, "a:buAutoNum", type="arabicPeriod", startAt=str(number))


def describe(shape: Any, alternative: str) -> None:
    """Give a shape its alternative text, what screen readers say of it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", one_line(alternative))  # noqa: SLF001 - no public way


def _fill(frame: Any, rows: Sequence[Row], widths: Sequence[float], *, head: bool) -> None:
    """A table's cells; its rows are as high as their texts."""
    table = frame.table
    table.first_row, table.horz_banding = head, False
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN_TABLE  # noqa: SLF001 - no public way
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    for index, (line, row) in enumerate(zip(table.rows, rows, strict=True)):
        line.height = Inches(row.heights[0])
        for cell, texts in zip(line.cells, row.cells, strict=True):
            _cell(cell, texts, head=head and index == 0)
        if row.fill:
            fill = line.cells[0].fill
            fill.solid()
            fill.fore_color.rgb = RGBColor.from_string(row.fill)
    frame.height = sum(line.height for line in table.rows)
    frame.width = sum(column.width for column in table.columns)


def _cell(cell: Any, texts: Sequence[Text], *, head: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(SIDE)
    cell.margin_top = cell.margin_bottom = Inches(EDGE)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.TOP
    write(cell.text_frame, texts)
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-pptx knows no borders
    thick = str(Pt(1.5 if head else 0.5))
    line = _child(properties, "a:lnB", w=thick, cap="flat", cmpd="sng")
    _child(_child(line, "a:solidFill"), "a:schemeClr", val="accent1" if head else "accent6")


def _child(parent: Any, name: str, **attributes: str) -> Any:
    """A new element at the end of ``parent``; ``name`` is like ``a:srgbClr``."""
    made = parent.makeelement(qn(name), attributes)
    parent.append(made)
    return made
