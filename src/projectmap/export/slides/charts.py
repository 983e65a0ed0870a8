"""The charts: records by sector, donor and year, needs by sector, the status over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from projectmap.content.charts import NOT_STATED, Figure, Line, figure
from projectmap.export.slides.context import Context
from projectmap.export.slides.native_chart import Series, Stack, chart_slide, short
from projectmap.map.theme import COLOURS, OFFICE_STATUS_FILLS, office
from projectmap.model.codes import Kind, Period, TerritoryStatus
from projectmap.query.figures import PERIODS
from projectmap.query.history import counts_over_time
from projectmap.query.shown import Shown

MAX_BARS = 16
"""Bars that can be read from the back of a room; the line above says how many more there are."""
MAX_DATES = 24
"""Columns."""
MIN_NAMES = 2
"""Fewest names that a chart compares; a single one is among the big numbers."""
TELLING_NAMES = 4
"""The same, of a short deck."""
PERIOD_FILLS: Mapping[Period, str] = {
    Period.AFTER: office(COLOURS["after"]),
    Period.BEFORE: office(COLOURS["before"]),
    Period.UNDATED: office(COLOURS["undated"]),
}


def charts(context: Context) -> None:
    """The charts of the shown records; those that would compare nothing are left out."""
    t, view = context.t, context.view
    for key in ("sector", "donor", "year"):
        _chart(context, figure(key, context))
    if not view.kind or Kind.NEED in view.kind:
        needs = Shown(context.labels, replace(view, kind=(Kind.NEED.value,)))
        found = figure("sector", needs)
        counted = f"{t('Needs')}: {t.number(needs.selection.count)}. {found.rule}"
        _chart(context, replace(found, title=t("Needs by sector"), rule=counted))


def telling(context: Context) -> None:
    """Of a short deck: the charts that compare enough for something to be seen."""
    for key in ("sector", "donor", "year"):
        found = figure(key, context)
        if len(_named(found)) >= TELLING_NAMES:
            _chart(context, found)


def _named(found: Figure) -> list[Line]:
    return [line for line in found.lines if line.codes != (NOT_STATED,)]


def _chart(context: Context, found: Figure) -> None:
    """Bars by sector or donor, columns by year, each split into the periods."""
    t, upright = context.t, found.form == "columns"
    lines = _named(found)
    if len(lines) < MIN_NAMES:
        return
    drawn = found.drawn if upright else lines[:MAX_BARS]
    notes = [found.rule]
    if left := len(lines) - sum(line.numbers[0] > 0 for line in drawn):
        notes.append(
            t.plural("And {n} more: in the XLSX file.", "And {n} more: in the XLSX file.", left)
        )
    unnamed = {"sector": t("Records that name no sector"), "donor": t("Records that name no donor")}
    notes += [
        f"{unnamed[found.key]}: {t.number(line.numbers[0])}."
        for line in found.lines
        if line.codes == (NOT_STATED,) and line.numbers[0]
    ]
    names = (
        line.names[0] if upright else f"{short(line.names[0])} ({t.number(line.numbers[0])})"
        for line in drawn
    )
    series = (
        Series(
            context.labels.code(period),
            tuple(line.numbers[index] for line in drawn),
            PERIOD_FILLS[period],
            dark=period == Period.AFTER,
        )
        for index, period in enumerate(PERIODS, 1)
        if any(line.numbers[index] for line in drawn)
    )
    stack = Stack(tuple(names), tuple(series), t("Records"), upright)
    chart_slide(context.deck, found.title, " ".join(filter(None, notes)), stack)


def status_over_time(context: Context) -> None:
    """How many communities had each status, up to the date of the view."""
    t, day = context.t, context.day
    found: list[tuple[date | None, Mapping[TerritoryStatus, int]]] = []
    for start, counts in counts_over_time(context.register):
        late = start is not None and start > day
        if not late and (not found or dict(found[-1][1]) != dict(counts)):
            found.append((start, counts))
    drawn = found[-MAX_DATES:]
    stack = Stack(
        names=tuple(
            t("before {day}", day=t.short_date(found[1][0] or day))
            if start is None
            else t.short_date(start)
            for start, _ in drawn
        ),
        series=tuple(
            Series(
                context.labels.code(status),
                tuple(counts.get(status, 0) for _, counts in drawn),
                fill,
                hatched=status == TerritoryStatus.PARTLY_OCCUPIED,
            )
            for status, fill in OFFICE_STATUS_FILLS.items()
            if any(counts.get(status) for _, counts in drawn)
        ),
        unit=t("Communities"),
        upright=True,
    )
    note = t(
        "All {n} communities. One column for each date on which the numbers change, up to "
        "{day}; the intervals between columns differ.",
        n=t.number(len(context.register.communities)),
        day=t.day(day),
    )
    chart_slide(context.deck, t("Status of the communities over time"), note, stack)
