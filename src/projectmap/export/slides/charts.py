"""The charts: records by sector, donor and year, needs by sector, the status over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from projectmap.export.slides.context import Context
from projectmap.export.slides.native_chart import Series, Stack, chart_slide, short
from projectmap.map.theme import COLOURS, OFFICE_STATUS_FILLS, office
from projectmap.model.codes import Kind, Period, TerritoryStatus
from projectmap.query.figures import PERIODS, Row, breakdown, by_year
from projectmap.query.history import counts_over_time
from projectmap.query.select import Selection, select

MAX_BARS = 16
"""Bars that can be read from the back of a room; the line above says how many more there are."""
MAX_YEARS, MAX_DATES = 24, 24
"""Columns."""
MIN_NAMES = 2
"""Names that a chart compares; a single one stands among the big numbers."""
PERIOD_FILLS: Mapping[Period, str] = {
    Period.AFTER: office(COLOURS["after"]),
    Period.BEFORE: office(COLOURS["before"]),
    Period.UNDATED: office(COLOURS["undated"]),
}


def charts(context: Context) -> None:
    """The charts of the shown records; those that would compare nothing are left out."""
    t, view = context.t, context.view
    _breakdown(context, "sector", context.selection, t("Records by sector"))
    _breakdown(context, "donor", context.selection, t("Records by donor"))
    _by_year(context)
    if not view.kind or Kind.NEED in view.kind:
        needs = select(context.register, replace(view, kind=(Kind.NEED.value,)))
        _breakdown(context, "sector", needs, t("Needs by sector"), f"{t('Needs')}: ")


def _breakdown(
    context: Context, name: str, selection: Selection, title: str, counted: str = ""
) -> None:
    """Bars by sector or donor; ``counted`` says of what the line above gives the number."""
    t, labels = context.t, context.labels
    naming: Callable[[str], str] = {"sector": labels.sector, "donor": labels.organisation}[name]
    found = breakdown(context.register, selection, name)
    rows = sorted(
        ((naming(item.code), item) for item in found.rows),
        key=lambda pair: (-pair[1].records, t.sort_key(pair[0])),
    )
    if len(rows) < MIN_NAMES:
        return
    drawn = rows[:MAX_BARS]
    left, unnamed = len(rows) - len(drawn), found.none.records if found.none else 0
    nobody = {
        "sector": t("Records that name no sector"),
        "donor": t("Records that name no donor"),
    }
    notes = [
        f"{counted}{t.number(selection.count)}." if counted else "",
        t.plural("And {n} more: in the XLSX file.", "And {n} more: in the XLSX file.", left)
        if left
        else "",
        f"{nobody[name]}: {t.number(unnamed)}." if unnamed else "",
        t("Programmes and agencies are counted under their parent organisation.")
        if name == "donor"
        else "",
        t(
            "A record that names several is counted under each, so the rows add up to more "
            "than the number of records."
        )
        if found.overlapping
        else "",
    ]
    names = [f"{short(text)} ({t.number(item.records)})" for text, item in drawn]
    stack = _by_period(context, names, [item for _, item in drawn])
    chart_slide(context.deck, title, _joined(notes), stack)


def _by_year(context: Context) -> None:
    t = context.t
    found = by_year(context.register, context.selection)
    if sum(1 for item in found.rows if item.records) < MIN_NAMES:
        return
    drawn = found.rows[-MAX_YEARS:]
    left = len(found.rows) - len(drawn)
    notes = [
        t(
            "A record is counted in every year from its start to its end, or in the one year "
            "stated."
        ),
        t.plural(
            "{n} record has no date and is not counted in any year.",
            "{n} records have no date and are not counted in any year.",
            found.undated,
        )
        if found.undated
        else "",
        t(
            "Not shown: the years {first}–{last}.",
            first=found.rows[0].code,
            last=found.rows[left - 1].code,
        )
        if left
        else "",
    ]
    stack = _by_period(context, [item.code for item in drawn], drawn)
    chart_slide(context.deck, t("Records by year"), _joined(notes), replace(stack, upright=True))


def _by_period(context: Context, names: Sequence[str], rows: Sequence[Row]) -> Stack:
    """Records by name, each split into the periods."""
    return Stack(
        names=tuple(names),
        series=tuple(
            Series(
                context.labels.code(period),
                tuple(item.by_period[period] for item in rows),
                PERIOD_FILLS[period],
                dark=period == Period.AFTER,
            )
            for period in PERIODS
            if any(item.by_period[period] for item in rows)
        ),
        unit=context.t("Records"),
    )


def status_over_time(context: Context) -> None:
    """How many communities had each status, up to the date of the view."""
    t, day = context.t, context.status_day
    found = _changes(context)
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


def _changes(context: Context) -> list[tuple[date | None, Mapping[TerritoryStatus, int]]]:
    """The dates on which the counts change, up to that of the view."""
    found: list[tuple[date | None, Mapping[TerritoryStatus, int]]] = []
    for start, counts in counts_over_time(context.register):
        late = start is not None and start > context.status_day
        if not late and (not found or dict(found[-1][1]) != dict(counts)):
            found.append((start, counts))
    return found


def _joined(notes: Sequence[str]) -> str:
    return " ".join(note for note in notes if note)
