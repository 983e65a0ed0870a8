"""Native charts, whose numbers can be edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Pt

from projectmap.content.nodes import and_more
from projectmap.export.slides.deck import Deck
from projectmap.export.slides.fit import POINTS, Text
from projectmap.export.slides.pptx_file import Layout
from projectmap.i18n import Translator
from projectmap.map.theme import COLOURS, office
from projectmap.markup import one_line

LETTERS = 12
"""Points."""
_NAME_ROOM = 340 / POINTS
"""Inches that the name of a bar may take."""
_MAX_SMALL_UNITS = 16
"""The highest number up to which an axis counts by ones or twos: programs take halves."""
_WITHOUT_ZERO = "#,##0;;;"
_NAMED_IN_TEXT = 8
_INK, _RULE, _LINE, _HATCH, _PAPER = (
    RGBColor.from_string(office(COLOURS[name]))
    for name in ("ink", "rule", "line", "hatch", "paper")
)


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: a number for each name."""

    name: str
    values: tuple[int, ...]
    fill: str
    """RRGGBB."""
    dark: bool = False
    """Whether its numbers are white."""
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Stack:
    """A stacked chart."""

    names: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    """What the numbers count."""
    upright: bool = False
    """Columns, for what follows in time; else bars."""

    @property
    def sums(self) -> list[int]:
        """The whole of each name."""
        return [sum(values) for values in zip(*(item.values for item in self.series), strict=True)]


def chart_slide(deck: Deck, title: str, lead: str, stack: Stack) -> None:
    """A slide with a chart as large as it can be."""
    slide = deck.slide(Layout.CHART, title, lead)
    data = CategoryChartData(number_format="#,##0")
    data.categories = list(stack.names)
    for series in stack.series:
        data.add_series(one_line(series.name), series.values)
    kind = XL_CHART_TYPE.COLUMN_STACKED if stack.upright else XL_CHART_TYPE.BAR_STACKED
    high = POINTS if stack.upright else 1.6 + 0.45 * len(stack.names)
    chart = slide.chart(kind, data, f"{title}. {_in_words(stack, deck.t)}", high)
    # The workbook that comes with the chart would take names like =A1 for formulas.
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(stack, deck.day))
    _format(chart, stack)


def _in_words(stack: Stack, t: Translator) -> str:
    pairs = list(zip(stack.names, stack.sums, strict=True))
    parts = [f"{name}: {t.number(number)}" for name, number in pairs[:_NAMED_IN_TEXT]]
    parts.append(and_more(t, len(pairs) - len(parts)))
    return f"{stack.unit}: {'; '.join(filter(None, parts))}"


def short(name: str) -> str:
    """``name``, cut to the room beside a bar."""
    return Text(name, LETTERS).within(_NAME_ROOM, 1).text


def _workbook(stack: Stack, day: date) -> bytes:
    """The numbers as the chart refers to them: names in column A, a column for each colour."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001 - a day has no zone
        sheet = book.add_worksheet("Sheet1")
        for index, name in enumerate(stack.names, 1):
            # XlsxWriter would take this for its own markup.
            sheet.write_string(index, 0, f" {name}" if name.startswith("<r>") else name)
        for column, series in enumerate(stack.series, 1):
            sheet.write_string(0, column, one_line(series.name))
            sheet.write_column(1, column, series.values)
    return content.getvalue()


# --- Look -------------------------------------------------------------------------------------


def _format(chart: Any, stack: Stack) -> None:
    chart.font.size = Pt(LETTERS)
    chart.font.color.rgb = _INK
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(LETTERS)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    for series, given in zip(plot.series, stack.series, strict=True):
        _colour(series, given)
    _format_names(chart.category_axis, upright=stack.upright)
    _format_values(chart.value_axis, stack)


def _colour(series: Any, given: Series) -> None:
    fill = RGBColor.from_string(given.fill)
    ground = series.format.fill
    if given.hatched:
        ground.patterned()
        ground.pattern = MSO_PATTERN.LIGHT_UPWARD_DIAGONAL
        ground.fore_color.rgb, ground.back_color.rgb = _HATCH, fill
    else:
        ground.solid()
        ground.fore_color.rgb = fill
    # An outline, as the lightest fills would be lost on the wall.
    series.format.line.color.rgb = fill if given.dark else _RULE
    series.format.line.width = Pt(0.75)
    series.invert_if_negative = False
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = _WITHOUT_ZERO, False
    labels.font.size = Pt(LETTERS)
    labels.font.color.rgb = _PAPER if given.dark else _INK


def _format_names(axis: Any, *, upright: bool) -> None:
    axis.format.line.color.rgb = _RULE
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.reverse_order = not upright
    axis.tick_labels.font.size = Pt(LETTERS)
    # Without this, programs leave out every second name where they find them too close.
    last = axis._element.find(qn("c:noMultiLvlLbl"))  # noqa: SLF001 - python-pptx has no name for it
    last.addprevious(last.makeelement(qn("c:tickLblSkip"), {"val": "1"}))
    if not upright:
        # LibreOffice needs the angle stated, too.
        axis._element.txPr.bodyPr.set("rot", "0")  # noqa: SLF001 - python-pptx has no name for it


def _format_values(axis: Any, stack: Stack) -> None:
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = _LINE
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.minimum_scale = 0
    axis.tick_labels.font.size = Pt(LETTERS)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "#,##0", False
    axis.has_title = True
    title = axis.axis_title.text_frame
    title.text = stack.unit
    title.paragraphs[0].runs[0].font.size = Pt(LETTERS)
    title.paragraphs[0].runs[0].font.bold = False
    if (highest := max(stack.sums)) <= _MAX_SMALL_UNITS:
        axis.major_unit = 1 if highest <= _MAX_SMALL_UNITS // 2 else 2
    if not stack.upright:
        # The axis of numbers goes below the bars, though the first name is at the top.
        axis._element.find(qn("c:crosses")).set("val", "max")  # noqa: SLF001 - python-pptx leaves it as it is
