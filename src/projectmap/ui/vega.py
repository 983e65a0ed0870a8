"""Charts in Altair: bars, columns and crossed tables of counted records; and clicks on them.

Texts of the data reach Vega as values of rows and as texts of scales, never inside an expression
and never as the name of a field or of a tooltip's line (a line named "image" would become one).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any

import altair as alt

from projectmap.content.charts import CHOICES, NOT_STATED, Figure, Line
from projectmap.i18n import Translator
from projectmap.map.theme import COLOURS
from projectmap.model.dates import full_year
from projectmap.model.filters import known_values
from projectmap.model.register import Register
from projectmap.query.view import MAX_VALUES

CLICK = "click"
"""The selection in every chart that can be clicked; it holds the codes of what was clicked."""
ACCENT, PALE, GREY, FAINT = (COLOURS[name] for name in ("after", "before", "undated", "line"))
INK, EDGE, WHITE = (COLOURS[name] for name in ("ink", "faint", "paper"))
SHADES = (COLOURS["fewest"], COLOURS["most"])
"""From none to most; dark figures can be read on all of them."""
_FILLS = (ACCENT, PALE, GREY, FAINT)
_STROKES = (ACCENT, ACCENT, EDGE, EDGE)
_STEP = 32
_COLUMNS_HEIGHT = 260
_ROOM = 1.1
"""Length of an axis as a multiple of the longest bar: there is room for the number after it."""
_FONT = 13
_LETTERS = 26
_LETTERS_ACROSS = 34
_NAME = "slice(split(datum.label, '\\n'), 1)"
"""What an axis shows of the value of :func:`_place`."""
_TWO_LINES = "length(split(datum.label, '\\n')) > 2"


def draw(figure: Figure, t: Translator) -> alt.LayerChart | None:
    """The chart of ``figure``; None where it has nothing to draw."""
    if not figure.drawn:
        return None
    match figure.form:
        case "bars" | "columns":
            return _stacked(figure, t)
        case "cells":
            return _cells(figure, t)
    return _shares(figure, t)


def clicked(register: Register, key: str, event: object) -> dict[str, Any]:
    """What a view gets from a click on a chart; empty where the click asks for nothing.

    ``event`` is what the browser sent for the chart's selection, so anything at all: points with
    codes that are not known are left out.
    """
    parameters, known = CHOICES.get(key, ()), known_values(register)
    fields = ("code",) if len(parameters) == 1 else parameters

    def is_known(name: str, code: object) -> bool:
        if name == "year":
            return isinstance(code, str) and full_year(code) is not None
        return isinstance(code, str) and code in known[name]

    points = ([point.get(field) for field in fields] for point in _points(event))
    chosen = [[*map(str, codes)] for codes in points if all(map(is_known, parameters, codes))]
    if parameters == ("year",) and chosen:
        years = sorted(int(year) for (year,) in chosen)
        return {"year_from": years[0], "year_to": years[-1]}
    columns = zip(*chosen, strict=True)
    return {name: tuple(sorted({*codes})) for name, codes in zip(parameters, columns, strict=False)}


def _points(event: object) -> list[Mapping[object, object]]:
    for name in ("selection", CLICK):
        event = event.get(name) if isinstance(event, Mapping) else None
    points = event[:MAX_VALUES] if isinstance(event, list) else []
    return [point for point in points if isinstance(point, Mapping)]


def _stacked(figure: Figure, t: Translator) -> alt.LayerChart:
    """Horizontal bars, or columns for years, stacked by period.

    The numbers of a line are all records, then those of each period.
    """
    lines, lying, head = figure.drawn, figure.form == "bars", figure.dimension_heads[0]
    placing, measuring = (alt.Y, alt.X) if lying else (alt.X, alt.Y)
    if lying:
        domain = [_place(line.codes[0], line.names[0]) for line in lines]
        place, axis = "place:N", _names_axis()
        thick: dict[str, Any] = {"height": alt.RelativeBandSize(0.66)}
        beside: dict[str, Any] = {"align": "left", "baseline": "middle", "dx": 5}
    else:
        domain = [line.codes[0] for line in lines]
        place = "code:N"
        axis = alt.Axis(
            title=head,
            labelAngle=0,
            labelOverlap="parity",
            ticks=False,
            aria=False,
        )
        thick = {"width": alt.RelativeBandSize(0.7)}
        beside = {"baseline": "bottom", "dy": -4}
    across = placing(place, scale=alt.Scale(domain=domain), axis=axis)
    most = max(line.numbers[0] for line in lines)
    scale = alt.Scale(zero=True, nice=True, domainMax=most * _ROOM)
    along = measuring("records:Q", axis=_whole(t("Records")), scale=scale)
    parts = (
        alt.Chart(_data(_parts(figure, t)))
        .mark_bar(cursor="pointer", strokeWidth=1, **thick)
        .encode(
            across,
            along.stack("zero"),
            order=alt.Order("part:Q"),
            description=alt.Description("said:N"),
            tooltip=_tooltip({"name": head, "series": t("Period"), "number": t("Records")}),
            **_colours(figure),
        )
        .add_params(alt.selection_point(name=CLICK, fields=["code"]))
    )
    written = [line for line in lines if lying or line.numbers[0]]
    numbers = (
        alt.Chart(_data(_row(line, t) for line in written))
        .mark_text(aria=False, **beside)
        .encode(across, along, text=alt.Text("number:N"))
    )
    return _finish([parts, numbers], figure, _STEP * len(lines) if lying else _COLUMNS_HEIGHT)


def _cells(figure: Figure, t: Translator) -> alt.LayerChart:
    """A crossed table with a shade for each number, rows in the order of the lines.

    Where the third number of a line is not zero, its cell is framed.
    """
    lines, (head, other) = figure.drawn, figure.dimension_heads
    rows = dict.fromkeys(_place(line.codes[0], line.names[0]) for line in lines)
    tops = {
        line.codes[1]: _place(line.codes[1], line.names[1], _LETTERS_ACROSS, 1) for line in lines
    }
    values = [
        {
            **_row(line, t),
            **dict(zip(figure.dimensions, line.codes, strict=True)),
            "x": tops[line.codes[1]],
            "column": line.names[1],
            "framed": any(line.numbers[2:]),
        }
        for line in lines
    ]
    most = max(line.numbers[0] for line in lines)
    edges: dict[str, Any] = {"grid": True, "tickBand": "extent", "zindex": 0}
    base = alt.Chart(_data(values)).encode(
        x=alt.X(
            "x:N",
            scale=alt.Scale(domain=[tops[code] for code in figure.across if code in tops]),
            axis=_names_axis(orient="top", labelAngle=-45, **edges),
        ),
        y=alt.Y(
            "place:N",
            scale=alt.Scale(domain=list(rows)),
            axis=_names_axis(**edges),
        ),
    )
    shade = alt.Fill(
        "records:Q", legend=None, scale=alt.Scale(domain=[0, most], range=list(SHADES))
    )
    frame = alt.when(alt.datum.framed)
    shades = (
        base.mark_rect(cursor="pointer")
        .encode(
            fill=frame.then(alt.value(WHITE)).otherwise(shade),
            stroke=frame.then(alt.value(ACCENT)).otherwise(alt.value(WHITE)),
            strokeWidth=frame.then(alt.value(3)).otherwise(alt.value(1)),
            description=alt.Description("said:N"),
            tooltip=_tooltip({"name": head, "column": other, "number": t("Records")}),
        )
        .add_params(alt.selection_point(name=CLICK, fields=list(figure.dimensions)))
    )
    written = base.mark_text(aria=False, baseline="middle").encode(text=alt.Text("text:N"))
    return _finish([shades, written], figure, _STEP * len(rows))


def _shares(figure: Figure, t: Translator) -> alt.LayerChart:
    """Horizontal bars, each against the number of all records."""
    lines = figure.drawn
    domain = [_place(line.codes[0], line.names[0]) for line in lines]
    values = [{**_row(line, t), "all": figure.everything} for line in lines]
    scale = alt.Scale(domain=[0, figure.everything], nice=False)

    def length(field: str) -> alt.X:
        return alt.X(field, axis=_whole(t("Records")), scale=scale)

    base = alt.Chart(_data(values)).encode(
        y=alt.Y("place:N", scale=alt.Scale(domain=domain), axis=_names_axis())
    )
    thick = alt.RelativeBandSize(0.66)
    whole = base.mark_bar(color=FAINT, height=thick, aria=False).encode(x=length("all:Q"))
    stated = base.mark_bar(color=ACCENT, height=thick).encode(
        x=length("records:Q"), description=alt.Description("said:N")
    )
    numbers = base.mark_text(aria=False, align="left", dx=5).encode(
        x=length("records:Q"), text=alt.Text("text:N")
    )
    return _finish([whole, stated, numbers], figure, _STEP * len(lines))


def _place(code: str, name: str, letters: int = _LETTERS, most: int = 2) -> str:
    """The value that stands for a code on an axis: the code, then its name in short lines.

    So two organisations of one name stay two bars; the axis leaves the first line off.
    """
    return "\n".join([code, *wrap(name, letters, max_lines=most, placeholder="…")])


def _data(rows: Iterable[Mapping[str, object]]) -> alt.InlineData:
    return alt.InlineData(values=[dict(row) for row in rows])


def _row(line: Line, t: Translator) -> dict[str, object]:
    """What every chart draws for a line."""
    return {
        "place": _place(line.codes[0], line.names[0]),
        "code": line.codes[0],
        "name": line.names[0],
        "records": line.numbers[0],
        "number": t.number(line.numbers[0]),
        "text": line.text,
        "said": f"{', '.join(line.names)}: {line.text}",
    }


def _tooltip(titles: Mapping[str, str]) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]


def _parts(figure: Figure, t: Translator) -> list[dict[str, object]]:
    """A row for each part of each bar."""
    found: list[dict[str, object]] = []
    for line in figure.drawn:
        records, *by_period = line.numbers
        parts = [(len(by_period), records)] if line.codes[0] == NOT_STATED else enumerate(by_period)
        found += [
            {
                **_row(line, t),
                "series": figure.series[part],
                "part": part,
                "records": count,
                "number": t.number(count),
                "said": f"{line.names[0]}, {figure.series[part]}: {t.number(count)}",
            }
            for part, count in parts
            if count
        ]
    return found


def _colours(figure: Figure) -> dict[str, Any]:
    """Since 24.02.2022 filled, before it pale, undated grey, not stated a paler grey."""
    names = list(figure.series)
    legend = alt.Legend(values=names[: len(_FILLS) - 1])
    fills, strokes = list(_FILLS[: len(names)]), list(_STROKES[: len(names)])
    return {
        "fill": alt.Fill("series:N", legend=legend, scale=alt.Scale(domain=names, range=fills)),
        "stroke": alt.Stroke(
            "series:N", legend=legend, scale=alt.Scale(domain=names, range=strokes)
        ),
    }


def _whole(title: str) -> alt.Axis:
    """An axis of whole numbers."""
    return alt.Axis(aria=False, title=title, format="d", tickMinStep=1, tickCount=6)


def _names_axis(**more: Any) -> alt.Axis:
    # The lines of a label hang below its first one; of two, the first is put above the middle.
    two = {"condition": {"test": _TWO_LINES, "value": "bottom"}, "value": "middle"}
    beside: dict[str, Any] = {} if "labelAngle" in more else {"labelBaseline": two}
    return alt.Axis(
        aria=False,
        title=None,
        labelExpr=_NAME,
        labelLimit=0,
        labelOverlap=False,
        labelPadding=6,
        ticks=False,
        **beside,
        **more,
    )


def _finish(layers: Sequence[alt.Chart], figure: Figure, height: int) -> alt.LayerChart:
    letters: dict[str, Any] = {"labelFontSize": _FONT, "labelColor": INK}
    chart: alt.LayerChart = (
        alt.layer(*layers)
        .properties(
            width="container",
            height=height,
            description=figure.title,
            # The height is that of the bars alone: names above or below them come on top of it.
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        .configure_axis(
            **letters,
            titleFontSize=_FONT,
            titleColor=INK,
            titleFontWeight="normal",
            gridColor=FAINT,
            domainColor=GREY,
        )
        .configure_legend(
            **letters,
            orient="top",
            direction="vertical",
            title=None,
            labelLimit=0,
            symbolType="square",
            symbolSize=140,
            symbolStrokeWidth=1,
            # Its names are texts; what describes it otherwise is English in every language.
            aria=False,
        )
        .configure_text(fontSize=_FONT, color=INK)
        .configure_view(stroke=None)
    )
    return chart
