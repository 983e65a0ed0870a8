"""The charts: records by sector, donor and year, needs by sector, the status over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from projectmap.content.charts import NOT_STATED, Figure, figure
from projectmap.export.slides.deck import Context
from projectmap.export.slides.native_chart import Series, Stack, chart_slide, short
from projectmap.map.theme import COLOURS, OFFICE_STATUS_FILLS, office
from projectmap.model.codes import Kind, Period, TerritoryStatus
from projectmap.query.figures import PERIODS
from projectmap.query.history import counts_over_time
from projectmap.query.shown import Shown
from projectmap.query.view import compared_days

MAX_BARS = 16
"""Bars that can be read from the back of a room; the line above says how many more there are."""
MAX_DATES = 24
"""Columns."""
MIN_NAMES = 2
"""Fewest names that a chart compares; a single one is among the big numbers."""
TELLING_NAMES = 4
"""The same, of a short deck."""
PERIOD_FILLS = {
    period: office(COLOURS[name])
    for period, name in zip(PERIODS, ("after", "before", "undated"), strict=True)
}


def charts(context: Context) -> None:
    """The charts of the shown records; those that would compare nothing are left out."""
    t, view = context.t, context.view
    telling(context, MIN_NAMES)
    if not view.kind or Kind.NEED in view.kind:
        needs = Shown(context.labels, replace(view, kind=(Kind.NEED.value,)))
        found = figure("sector", needs)
        counted = f"{t('Needs')}: {t.number(needs.selection.count)}. {found.rule}"
        _chart(context, replace(found, title=t("Needs by sector"), rule=counted), MIN_NAMES)


def telling(context: Context, least: int = TELLING_NAMES) -> None:
    """The charts that compare ``least`` names: of a short deck enough for something to be seen."""
    for key in ("sector", "donor", "year"):
        _chart(context, figure(key, context), least)


def _chart(context: Context, found: Figure, least: int) -> None:
    """Bars by sector or donor, columns by year, each split into the periods."""
    t, upright = context.t, found.form == "columns"
    lines = [line for line in found.lines if line.codes != (NOT_STATED,)]
    if len(lines) < least:
        return
    drawn = found.drawn if upright else lines[:MAX_BARS]
    notes = [found.rule]
    if left := len(lines) - sum(line.numbers[0] > 0 for line in drawn):
        notes.append(context.elsewhere(left))
    unnamed = {"sector": t("Records that name no sector"), "donor": t("Records that name no donor")}
    notes += [
        f"{unnamed[found.key]}: {t.number(line.numbers[0])}."
        for line in found.lines
        if line.codes == (NOT_STATED,) and line.numbers[0]
    ]
    names = tuple(
        line.names[0] if upright else f"{short(line.names[0])} ({t.number(line.numbers[0])})"
        for line in drawn
    )
    series = tuple(
        Series(context.labels.code(period), numbers, fill, dark=period == Period.AFTER)
        for index, (period, fill) in enumerate(PERIOD_FILLS.items(), 1)
        if any(numbers := tuple(line.numbers[index] for line in drawn))
    )
    stack = Stack(names, series, t("Records"), upright)
    chart_slide(context.deck, found.title, " ".join(filter(None, notes)), stack)


def status_over_time(context: Context) -> None:
    """How many communities had each status, up to the date of the view, or the later of two."""
    t = context.t
    day = max((context.day, *compared_days(context.register, context.view)))
    found: list[tuple[date | None, Mapping[TerritoryStatus, int]]] = []
    for start, counts in counts_over_time(context.register):
        late = start is not None and start > day
        if not late and (not found or dict(found[-1][1]) != dict(counts)):
            found.append((start, counts))
    drawn = found[-MAX_DATES:]
    names = tuple(
        t.short_date(start) if start else t("before {day}", day=t.short_date(found[1][0] or day))
        for start, _ in drawn
    )
    series = tuple(
        Series(context.labels.code(status), numbers, fill,
               hatched=status == TerritoryStatus.PARTLY_OCCUPIED)
        for status, fill in OFFICE_STATUS_FILLS.items()
        if any(numbers := tuple(counts.get(status, 0) for _, counts in drawn))
    )  # fmt: skip
    stack = Stack(names, series, t("Communities"), upright=True)
    note = t(
        "All {n} communities. One column for each date on which the numbers change, up to "
        "{day}; the intervals between columns differ.",
        n=t.number(len(context.register.communities)),
        day=t.day(day),
    )
    chart_slide(context.deck, t("Status of the communities over time"), note, stack)
