"""The charts: records by sector, donor and year, needs by sector, the status over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from projectmap.export.charts import Figure, figure
from projectmap.export.slides.asked import Asked
from projectmap.export.slides.graphs import (
    MOST_BARS,
    MOST_YEARS,
    Series,
    Stack,
    by_period,
    chart_slide,
    named_rows,
    short,
    years,
)
from projectmap.map.theme import OFFICE_STATUS_FILLS
from projectmap.model.codes import Kind, TerritoryStatus
from projectmap.model.labels import label
from projectmap.query.figures import breakdown, by_year
from projectmap.query.history import counts_over_time
from projectmap.query.select import Selection, select
from projectmap.query.view import View

MOST_DATES = 24
"""Columns of the chart of statuses."""
FEWEST = 2
"""Names that a chart compares; a single one stands among the big numbers."""


def charts(asked: Asked) -> None:
    """The charts of the shown records; those that would compare nothing are left out."""
    t, selection = asked.t, asked.selection
    _breakdown(asked, "sector", asked.view, selection, "")
    _breakdown(asked, "donor", asked.view, selection, "")
    _by_year(asked)
    kinds = asked.view.kind
    if not kinds or Kind.NEED in kinds:
        needs = replace(asked.view, kind=(Kind.NEED.value,))
        _breakdown(asked, "sector", needs, select(asked.register, needs), t("Needs by sector"))


def _breakdown(asked: Asked, name: str, view: View, selection: Selection, title: str) -> None:
    t = asked.t
    shown = figure(name, asked.register, selection, view, t)
    rows = named_rows(shown)
    if len(rows) < FEWEST:
        return
    drawn = rows[:MOST_BARS]
    stack = by_period(
        [f"{short(text)} ({t.number(records)})" for text, records, _ in drawn],
        [periods for *_, periods in drawn],
        t,
    )
    found = breakdown(asked.register, selection, name)
    left = len(rows) - len(drawn)
    notes = [
        f"{t('Needs')}: {t.number(selection.count)}." if title else "",
        t.plural("And {n} more: in the XLSX file.", "And {n} more: in the XLSX file.", left)
        if left
        else "",
        _unnamed(asked, name, found.none.records if found.none else 0),
    ]
    if name == "donor":
        notes.append(t("Programmes and agencies count in the organisation that they belong to."))
    if found.overlapping:
        notes.append(
            t(
                "A record that names several of them counts in each, so the rows add up to more "
                "than the number of records."
            )
        )
    chart_slide(asked.deck, title or shown.title, _joined(notes), stack)


def _unnamed(asked: Asked, name: str, count: int) -> str:
    """How many records no bar has."""
    t = asked.t
    if not count:
        return ""
    said = {
        "sector": t("Records that name no sector"),
        "donor": t("Records that name no donor"),
    }
    return f"{said[name]}: {t.number(count)}."


def _by_year(asked: Asked) -> None:
    t = asked.t
    shown: Figure = figure("year", asked.register, asked.selection, asked.view, t)
    if len(shown.rows) < FEWEST:
        return
    rows = years(shown)
    drawn = rows[-MOST_YEARS:]
    undated = by_year(asked.register, asked.selection).undated
    notes = [
        t("A record counts in every year from its start to its end, or in the only one stated."),
        t.plural(
            "{n} record states no date and is in no year.",
            "{n} records state no date and are in no year.",
            undated,
        )
        if undated
        else "",
        t("Not drawn: the years {first}–{last}.", first=rows[0][0],
          last=rows[len(rows) - len(drawn) - 1][0])
        if len(rows) > len(drawn)
        else "",
    ]  # fmt: skip
    names, numbers = zip(*drawn, strict=True)
    chart_slide(asked.deck, shown.title, _joined(notes), by_period(names, numbers, t, upright=True))


def status_over_time(asked: Asked) -> None:
    """How many communities had each status, up to the date of the view."""
    t, day = asked.t, asked.status_day
    found = _changes(asked)
    drawn = found[-MOST_DATES:]
    order = [
        status for status in OFFICE_STATUS_FILLS if any(counts.get(status) for _, counts in drawn)
    ]
    stack = Stack(
        names=tuple(
            t("before {day}", day=t.short_date(found[1][0] or day))
            if start is None
            else t.short_date(start)
            for start, _ in drawn
        ),
        series=tuple(
            Series(
                label(t, status),
                tuple(counts.get(status, 0) for _, counts in drawn),
                OFFICE_STATUS_FILLS[status],
            )
            for status in order
        ),
        unit=t("Communities"),
        upright=True,
    )
    note = (
        t("All {n} communities. A column for each date on which the numbers change, up to {day}; "
          "the time between columns differs.",
          n=t.number(len(asked.register.communities)), day=t.day(day))
    )  # fmt: skip
    chart_slide(asked.deck, t("Status of the communities over time"), note, stack)


def _changes(asked: Asked) -> list[tuple[date | None, Mapping[TerritoryStatus, int]]]:
    """The dates on which the counts change, up to that of the view."""
    found: list[tuple[date | None, Mapping[TerritoryStatus, int]]] = []
    for start, counts in counts_over_time(asked.register):
        late = start is not None and start > asked.status_day
        if not late and (not found or dict(found[-1][1]) != dict(counts)):
            found.append((start, counts))
    return found


def _joined(notes: list[str]) -> str:
    return " ".join(note for note in notes if note)
