"""Native charts: their numbers can be edited, their colours come from the theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Pt

from projectmap.export.charts import Figure
from projectmap.export.slides.deck import Deck, describe, plain
from projectmap.export.slides.measure import width
from projectmap.export.slides.template import BODY, Box
from projectmap.i18n import Translator
from projectmap.map.theme import COLOURS, OFFICE_STATUS_FILLS, office
from projectmap.model.codes import Period, TerritoryStatus
from projectmap.model.labels import label
from projectmap.query.figures import PERIODS

MOST_BARS = 16
"""Bars that can be read from the back of a room; the line above says how many more there are."""
MOST_YEARS = 24
LETTERS = 12
"""Points."""
_NAME_ROOM = 340
"""Points that the name of a bar may take."""
_WITHOUT_ZERO = "#,##0;;;"
_NAMED_IN_TEXT = 8
INK, GREY, _HATCH = (office(COLOURS[name]) for name in ("ink", "rule", "hatch"))
PERIOD_FILLS: Mapping[Period, str] = {
    Period.AFTER: office(COLOURS["after"]),
    Period.BEFORE: office(COLOURS["before"]),
    Period.UNDATED: office(COLOURS["undated"]),
}


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: a number for each name."""

    name: str
    values: tuple[int, ...]
    fill: str
    """RRGGBB."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A stacked chart."""

    names: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    """What the numbers count."""
    upright: bool = False
    """Columns, for what follows in time; else bars."""


def by_period(
    names: Sequence[str], numbers: Sequence[Sequence[int]], t: Translator, *, upright: bool = False
) -> Stack:
    """Records by name, each split into the periods; ``numbers`` follow PERIODS."""
    columns = zip(PERIODS, zip(*numbers, strict=True), strict=True)
    return Stack(
        names=tuple(names),
        series=tuple(
            Series(label(t, period), tuple(values), PERIOD_FILLS[period])
            for period, values in columns
            if any(values)
        ),
        unit=t("Records"),
        upright=upright,
    )


def named_rows(figure: Figure) -> list[tuple[str, int, tuple[int, ...]]]:
    """Name, records, records by period: of a breakdown, without those that name none."""
    return [
        (str(name), int(records), tuple(int(number) for number in periods))
        for code, name, records, *periods in figure.rows
        if code
    ]


def years(figure: Figure) -> list[tuple[str, tuple[int, ...]]]:
    """The years from the first to the last that has any, those between without any as well."""
    stated = {int(row[0]): tuple(int(number) for number in row[2:]) for row in figure.rows}
    nothing = (0,) * len(PERIODS)
    return [(str(year), stated.get(year, nothing)) for year in range(min(stated), max(stated) + 1)]


def chart_slide(deck: Deck, title: str, lead: str, stack: Stack) -> None:
    """A slide with a chart as large as it can be."""
    slide = deck.slide(title, lead)
    names = list(stack.names)
    data = CategoryChartData(number_format="#,##0")
    data.categories = names
    for series in stack.series:
        data.add_series(plain(series.name), series.values)
    kind = XL_CHART_TYPE.COLUMN_STACKED if stack.upright else XL_CHART_TYPE.BAR_STACKED
    high = BODY.height if stack.upright else min(BODY.height, 1.6 + 0.45 * len(names))
    box = Box(BODY.left, BODY.top, BODY.width, high)
    frame = slide.shapes.add_chart(kind, *box.emu(), data)
    frame.name = plain(title)
    describe(frame, f"{title}. {_in_words(stack, deck.t)}")
    # The workbook that comes with the chart would take names like =A1 for formulas.
    frame.chart.part.chart_workbook.update_from_xlsx_blob(_workbook(names, stack, deck.day))
    _look(frame.chart, stack)


def _in_words(stack: Stack, t: Translator) -> str:
    sums = [sum(values) for values in zip(*(item.values for item in stack.series), strict=True)]
    pairs = list(zip(stack.names, sums, strict=True))
    parts = [f"{name}: {t.number(number)}" for name, number in pairs[:_NAMED_IN_TEXT]]
    left = len(pairs) - len(parts)
    if left > 0:
        parts.append(t.plural("and {n} more", "and {n} more", left))
    return f"{stack.unit}: {'; '.join(parts)}"


def short(name: str) -> str:
    """``name`` as far as there is room for it beside a bar."""
    text = plain(name)
    while width(text, LETTERS) > _NAME_ROOM:
        text = f"{text[: max(len(text) * 9 // 10, 1) - 1].rstrip()}…"
    return text


def _workbook(names: Sequence[str], stack: Stack, day: date) -> bytes:
    """The numbers as the chart refers to them: names in column A, a column for each colour."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001 - a day has no zone
        sheet = book.add_worksheet("Sheet1")
        for place, name in enumerate(names, 1):
            # XlsxWriter takes what begins like this for markup of its own.
            sheet.write_string(place, 0, f" {name}" if name.startswith("<r>") else name)
        for column, series in enumerate(stack.series, 1):
            sheet.write_string(0, column, plain(series.name))
            sheet.write_column(1, column, series.values)
    return content.getvalue()


# --- Look -------------------------------------------------------------------------------------


def _look(chart: Any, stack: Stack) -> None:
    chart.font.size = Pt(LETTERS)
    chart.font.color.rgb = RGBColor.from_string(INK)
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(LETTERS)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    for series, given in zip(plot.series, stack.series, strict=True):
        _coloured(series, given.fill)
    _axes(chart, stack)


def _coloured(series: Any, fill: str) -> None:
    dark = fill == PERIOD_FILLS[Period.AFTER]
    ground = series.format.fill
    if fill == OFFICE_STATUS_FILLS[TerritoryStatus.PARTLY_OCCUPIED]:
        ground.patterned()
        ground.pattern = MSO_PATTERN.LIGHT_UPWARD_DIAGONAL
        ground.fore_color.rgb = RGBColor.from_string(_HATCH)
        ground.back_color.rgb = RGBColor.from_string(fill)
    else:
        ground.solid()
        ground.fore_color.rgb = RGBColor.from_string(fill)
    # An outline, as the lightest fills would be lost on the wall.
    series.format.line.color.rgb = RGBColor.from_string(fill if dark else GREY)
    series.format.line.width = Pt(0.75)
    series.invert_if_negative = False
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = _WITHOUT_ZERO, False
    labels.font.size = Pt(LETTERS)
    labels.font.color.rgb = RGBColor.from_string(office(COLOURS["paper"]) if dark else INK)


def _axes(chart: Any, stack: Stack) -> None:
    names, values = chart.category_axis, chart.value_axis
    names.format.line.color.rgb = RGBColor.from_string(GREY)
    names.major_tick_mark = XL_TICK_MARK.NONE
    # Without this, programs leave out every second name where they find them too close.
    last = names._element.find(qn("c:noMultiLvlLbl"))  # noqa: SLF001 - python-pptx has no name for it
    last.addprevious(last.makeelement(qn("c:tickLblSkip"), {"val": "1"}))
    names.tick_labels.font.size = Pt(LETTERS)
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(office(COLOURS["line"]))
    values.format.line.fill.background()
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.minimum_scale = 0
    values.tick_labels.font.size = Pt(LETTERS)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "#,##0", False
    values.has_title = True
    title = values.axis_title.text_frame
    title.text = stack.unit
    title.paragraphs[0].runs[0].font.size = Pt(LETTERS)
    title.paragraphs[0].runs[0].font.bold = False
    highest = max(sum(found) for found in zip(*(item.values for item in stack.series), strict=True))
    if highest <= MOST_BARS:
        # Else programs count records by halves.
        values.major_unit = 1 if highest <= MOST_BARS // 2 else 2
    if not stack.upright:
        names.reverse_order = True
        # The numbers stand below the bars, though the first name is at the top.
        values._element.find(qn("c:crosses")).set("val", "max")  # noqa: SLF001 - python-pptx leaves it as it is
