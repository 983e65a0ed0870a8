"""Figures of the shown records: a chart, the same as a table of links, and as rows for a file.

Importing this loads Altair, which takes as long as all the rest: only the page of figures does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any

import altair as alt
import numpy as np

from projectmap.export import vega
from projectmap.export.vega import NOT_STATED, PICK, Line, Words
from projectmap.html.common import address, table_frame
from projectmap.i18n import N_, Translator
from projectmap.markup import Html, element, join
from projectmap.model import labels
from projectmap.model.dates import FIRST_YEAR, LAST_YEAR
from projectmap.model.filters import FILTERS
from projectmap.model.register import Register
from projectmap.query.figures import (
    BREAKDOWNS,
    CLOSED,
    NAMED,
    PERIODS,
    Cross,
    Row,
    breakdown,
    by_year,
    completeness,
    donors_by_sector,
    needs_by_sector,
)
from projectmap.query.select import Selection
from projectmap.query.view import MAX_VALUES, View

MOST_BARS = 20
"""Bars of a chart, rows and columns of a crossed one; the table has the others."""
MOST_LINES = 200
"""Rows of a table; the file has the others."""
MOST_NAMES = 40
"""Communities that a note names; it counts the others."""
NEED = "◇"

_TITLES: Mapping[str, str] = {
    "sector": N_("Records by sector"),
    "donor": N_("Records by donor"),
    "community": N_("Records by community"),
    "period": N_("Records by period"),
    "kind": N_("Records by kind"),
    "status": N_("Records by activity status"),
    "verification": N_("Records by verification"),
    "year": N_("Records by year"),
    "needs": N_("Needs and projects by community and sector"),
    "donors_sectors": N_("Donors and sectors"),
    "completeness": N_("What the records state"),
}
_HEADS: Mapping[str, tuple[str, str]] = {
    "sector": (N_("Sector (code)"), N_("Sector")),
    "donor": (N_("Donor (code)"), N_("Donor")),
    "community": (N_("Community (code)"), N_("Community")),
    "period": (N_("Period (code)"), N_("Period")),
    "kind": (N_("Kind (code)"), N_("Kind")),
    "status": (N_("Activity status (code)"), N_("Activity status")),
    "verification": (N_("Verification (code)"), N_("Verification")),
    "year": ("", N_("Year")),
    "completeness": (N_("Field (code)"), N_("Stated")),
}
_UNNAMED = {
    "sector": N_("no sector is named"),
    "donor": N_("no donor is named"),
    "community": N_("no community is named"),
}
_STATED = {
    "date": N_("Start or end date"),
    "amount": N_("Amount"),
    "donor": N_("Donor"),
    "implementer": N_("Implementer"),
    "community": N_("Community"),
    "settlement": N_("Settlement"),
    "status_asof": N_("Date of the activity status"),
    "source_read": N_("Source read"),
}
PICKS: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in BREAKDOWNS},
    "year": ("year",),
    "needs": ("community", "sector"),
    "donors_sectors": ("donor", "sector"),
}
"""What a click on a figure chooses; figures that are not here cannot be clicked."""
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "sector": _SLUG,
    "donor": _SLUG,
    "community": re.compile(r"UA\d{17}", re.ASCII),
    "year": re.compile(r"\d{4}", re.ASCII),
    **{name: re.compile("|".join(codes)) for name, codes in CLOSED.items()},
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in one language."""

    key: str
    title: str
    note: str
    """What must be known to read it; empty where nothing must."""
    rule: str
    """The part of ``note`` that the rows need as well: all but what the chart leaves out."""
    chart: alt.LayerChart | None
    """None where there is nothing to draw; ``note`` says so."""
    table: Html
    """The same in words, with links to the records."""
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    """All rows for a file, codes and names; names are texts of the data, just as they are."""
    csv_name: str

    @property
    def clickable(self) -> bool:
        """Whether the chart has the selection that :func:`picked` reads."""
        return self.chart is not None and self.key in PICKS


@dataclass(frozen=True, slots=True)
class _Asked:
    """What figures are made of."""

    register: Register
    selection: Selection
    view: View
    t: Translator


@dataclass(frozen=True, slots=True)
class _Made:
    """What is peculiar to a figure; ``notes`` may have empty texts."""

    lines: Sequence[Line]
    notes: Sequence[str]
    chart: alt.LayerChart | None
    undrawn: str = ""
    """What the chart leaves out; empty where it has everything."""


def figure(key: str, register: Register, selection: Selection, view: View, t: Translator) -> Figure:
    """The figure ``key``, one of :data:`KEYS`, of what ``view`` shows."""
    if selection.count:
        made = _MAKERS[key](_Asked(register, selection, view, t))
    else:
        made = _Made([], [t("No record answers to the chosen filters.")], None)
    heads = [t(_HEADS[name][1]) for name in _dimensions(key)]
    numbers = _number_heads(key, t)
    return Figure(
        key=key,
        title=t(_TITLES[key]),
        note=" ".join(note for note in (*made.notes, made.undrawn) if note),
        rule=" ".join(note for note in made.notes if note),
        chart=made.chart,
        table=_table(t(_TITLES[key]), [*heads, *numbers], made.lines, t),
        heads=(
            *(t(head) for name in _dimensions(key) for head in _HEADS[name] if head),
            *numbers,
        ),
        rows=tuple(
            (
                *(
                    text
                    for pair in zip(line.codes, line.names, strict=True)
                    for text in (pair if key != "year" else pair[1:])
                ),
                *line.numbers,
            )
            for line in made.lines
        ),
        csv_name=f"projectmap-{key.replace('_', '-')}.csv",
    )


def picked(figure_key: str, event: object) -> dict[str, list[str]]:
    """The query parameters that a click on a chart asks for; empty where it asks for nothing.

    ``event`` is what the browser sent for the chart's selection, so anything at all: values of a
    shape that no code has are left out. Whether a code is known is for
    :func:`~projectmap.query.view.read_view` to say.
    """
    parameters = PICKS.get(figure_key, ())
    fields = ("code",) if len(parameters) == 1 else parameters
    chosen = [
        values
        for point in _points(event)
        if len(values := _values(point, dict(zip(parameters, fields, strict=True)))) == len(fields)
    ]
    if parameters == ("year",):
        years = [values["year"] for values in chosen]
        return {"year_from": [min(years)], "year_to": [max(years)]} if years else {}
    if not chosen:
        return {}
    return {name: sorted({values[name] for values in chosen}) for name in parameters}


def _points(event: object) -> list[Mapping[object, object]]:
    for name in ("selection", PICK):
        event = event.get(name) if isinstance(event, Mapping) else None
    points = event[:MAX_VALUES] if isinstance(event, list) else []
    return [point for point in points if isinstance(point, Mapping)]


def _values(point: Mapping[object, object], fields: Mapping[str, str]) -> dict[str, str]:
    """What ``point`` says of each parameter, where it has the shape of a code."""
    found = {}
    for parameter, field in fields.items():
        value = point.get(field)
        if not isinstance(value, str) or not _SHAPES[parameter].fullmatch(value):
            continue
        if parameter != "year" or FIRST_YEAR <= int(value) <= LAST_YEAR:
            found[parameter] = value
    return found


# --- The figures ------------------------------------------------------------------------------


def _breakdown(name: str, asked: _Asked) -> _Made:
    t = asked.t
    found = breakdown(asked.register, asked.selection, name)
    lines = [_line(name, row, asked) for row in found.rows]
    if name in NAMED:
        lines.sort(key=lambda line: (-line.numbers[0], t.sort_key(line.names[0])))
    drawn = lines[: MOST_BARS - (found.none is not None)]
    unnamed = []
    if found.none is not None:
        unnamed = [Line((NOT_STATED,), (t(_UNNAMED[name]),), _numbers(found.none))]
    notes = [
        _programmes(t) if name == "donor" else "",
        t(
            "A record that names several of them counts in each, so the rows add up to more than "
            "the number of records."
        )
        if found.overlapping
        else "",
    ]
    chart = vega.bars([*drawn, *unnamed], _words(name, t))
    return _Made([*lines, *unnamed], notes, chart, _in_the_table(len(lines) - len(drawn), t))


def _years(asked: _Asked) -> _Made:
    t = asked.t
    found = by_year(asked.register, asked.selection)
    lines = [_line("year", row, asked) for row in found.rows]
    drawn = _busiest(lines)
    stated = [line for line in lines if line.numbers[0]]
    left = len(stated) - sum(line.numbers[0] > 0 for line in drawn)
    notes = [
        t("A record counts in every year from its start to its end, or in the only one stated.")
        if lines
        else "",
        t.plural(
            "{n} record states no date and is in no year.",
            "{n} records state no date and are in no year.",
            found.undated,
        )
        if found.undated
        else "",
    ]
    chart = vega.columns(drawn, _words("year", t)) if drawn else None
    return _Made(stated, notes, chart, _in_the_table(left, t))


def _in_the_table(left: int, t: Translator) -> str:
    return t.plural("And {n} more: in the table.", "And {n} more: in the table.", left) * (left > 0)


def _needs(asked: _Asked) -> _Made:
    t, communities = asked.t, asked.register.communities
    found = needs_by_sector(asked.register, asked.selection)
    totals = found.work.counts + found.needs
    lines = [
        _crossed(
            "needs",
            (found.work.rows[y], found.work.columns[x]),
            (int(totals[y, x]), int(found.needs[y, x]), int((found.needs * found.gaps)[y, x])),
            asked,
        )
        for y, x in np.argwhere(totals).tolist()
    ]
    names = sorted((labels.community_name(t, communities[code]) for code in found.empty),
                   key=t.sort_key)  # fmt: skip
    left = len(names) - MOST_NAMES
    named = [*names[:MOST_NAMES], *([t.plural("and {n} more", "and {n} more", left)] * (left > 0))]
    notes = [
        t(
            "Plain numbers count projects and events, {sign} counts needs. In a frame: a need is "
            "stated, and the register has no project or event of that sector in the community.",
            sign=NEED,
        )
        if lines
        else t("No shown record names both a community and a sector."),
        t.plural(
            "{n} record names no community or no sector and is in no cell.",
            "{n} records name no community or no sector and are in no cell.",
            found.outside,
        )
        if found.outside
        else "",
        t.plural(
            "{n} of {all} communities has none of the shown records: {names}.",
            "{n} of {all} communities have none of the shown records: {names}.",
            len(names),
            all=t.number(len(communities)),
            names=", ".join(named),
        )
        if names
        else "",
    ]

    def text(line: Line) -> str:
        records, needs, _ = line.numbers
        parts = [t.number(records - needs) if records > needs else "",
                 f"{NEED}{t.number(needs)}" if needs else ""]  # fmt: skip
        return " ".join(part for part in parts if part)

    return _table_of("needs", lines, found.work, notes, text, t)


def _donors_sectors(asked: _Asked) -> _Made:
    t = asked.t
    found = donors_by_sector(asked.register, asked.selection)
    lines = [
        _crossed(
            "donors_sectors",
            (found.rows[y], found.columns[x]),
            (int(found.counts[y, x]),),
            asked,
        )
        for y, x in np.argwhere(found.counts).tolist()
    ]
    notes = [
        _programmes(t) if lines else t("No shown record names both a donor and a sector."),
        t.plural(
            "{n} record names no donor or no sector and is in no cell.",
            "{n} records name no donor or no sector and are in no cell.",
            found.outside,
        )
        if found.outside
        else "",
    ]
    return _table_of(
        "donors_sectors", lines, found, notes, lambda line: t.number(line.numbers[0]), t
    )


def _table_of(
    key: str,
    lines: Sequence[Line],
    cross: Cross,
    notes: Sequence[str],
    text: Callable[[Line], str],
    t: Translator,
) -> _Made:
    """A crossed figure; rows and columns past the first :data:`MOST_BARS` are not drawn."""
    rows, columns = set(cross.rows[:MOST_BARS]), cross.columns[:MOST_BARS]
    drawn = [line for line in lines if line.codes[0] in rows and line.codes[1] in columns]
    left = len(lines) - len(drawn)
    more = t.plural("{n} cell is in the table only.", "{n} cells are in the table only.", left)
    chart = vega.cells(PICKS[key], columns, drawn, text, _words(key, t)) if drawn else None
    return _Made(lines, notes, chart, more if left else "")


def _completeness(asked: _Asked) -> _Made:
    t = asked.t
    found = completeness(asked.register, asked.selection)
    lines = [
        Line((code,), (t(_STATED[code]),), (stated, found.records - stated))
        for code, stated in found.stated.items()
    ]

    def text(line: Line) -> str:
        return t("{some} of {all}", some=t.number(line.numbers[0]), all=t.number(found.records))

    return _Made(lines, [], vega.shares(lines, found.records, text, _words("completeness", t)))


_MAKERS: Mapping[str, Callable[[_Asked], _Made]] = MappingProxyType(
    {name: partial(_breakdown, name) for name in BREAKDOWNS}
    | {
        "year": _years,
        "needs": _needs,
        "donors_sectors": _donors_sectors,
        "completeness": _completeness,
    }
)
KEYS = tuple(_MAKERS)
"""The figures, in the order in which they are read."""


# --- Their parts ------------------------------------------------------------------------------


def _dimensions(key: str) -> tuple[str, ...]:
    return PICKS.get(key, (key,))


def _words(key: str, t: Translator) -> Words:
    periods = [labels.label(t, period) for period in PERIODS]
    return Words(
        title=t(_TITLES[key]),
        heads=tuple(t(_HEADS[name][1]) for name in _dimensions(key)),
        records=t("Records"),
        period=t("Period"),
        series=(*periods, t(_UNNAMED[key])) if key in _UNNAMED else tuple(periods),
        number=t.number,
    )


def _number_heads(key: str, t: Translator) -> list[str]:
    match key:
        case "completeness":
            return [t("Records that state it"), t("Records that do not")]
        case "needs":
            return [t("Records"), t("of them needs"), t("Needs without a project or event")]
        case "donors_sectors":
            return [t("Records")]
    return [t("Records"), *(labels.label(t, period) for period in PERIODS)]


def _programmes(t: Translator) -> str:
    return t("Programmes and agencies count in the organisation that they belong to.")


def _numbers(row: Row) -> tuple[int, ...]:
    return (row.records, *(row.by_period[period] for period in PERIODS))


def _line(name: str, row: Row, asked: _Asked) -> Line:
    return Line(
        codes=(row.code,),
        names=(_name(name, row.code, asked),),
        numbers=_numbers(row),
        href=_narrowed({name: row.code}, asked),
    )


def _crossed(key: str, codes: tuple[str, str], numbers: tuple[int, ...], asked: _Asked) -> Line:
    chosen = dict(zip(PICKS[key], codes, strict=True))
    names = tuple(_name(name, code, asked) for name, code in chosen.items())
    return Line(codes, names, numbers, _narrowed(chosen, asked))


def _name(name: str, code: str, asked: _Asked) -> str:
    t, register = asked.t, asked.register
    match name:
        case "sector":
            return labels.sector_name(t, register, code)
        case "donor":
            return labels.organisation_name(t, register, code)
        case "community":
            return labels.community_name(t, register.communities[code])
        case "year":
            return code
    return labels.label(t, next(item for item in CLOSED[name] if item == code))


def _narrowed(chosen: Mapping[str, str], asked: _Asked) -> str | None:
    """The address of the view narrowed to ``chosen``.

    None where the view already asks for other values of the same filter: the shown records have
    them too, and no link can ask for both.
    """
    view = asked.view
    if any(not _within(view, name, code, asked.register) for name, code in chosen.items()):
        return None
    changes: dict[str, Any] = {name: (code,) for name, code in chosen.items() if name != "year"}
    if "year" in chosen:
        changes = dict.fromkeys(("year_from", "year_to"), int(chosen["year"]))
    return address(replace(view, **changes))


def _within(view: View, name: str, code: str, register: Register) -> bool:
    if name == "year":
        after = view.year_from is None or view.year_from <= int(code)
        return after and (view.year_to is None or int(code) <= view.year_to)
    asked = getattr(view, name)
    # An organisation or a community is asked for by what is above it as well.
    found = FILTERS[name].values(register, (code,)) if name in NAMED else (code,)
    return not asked or not set(found).isdisjoint(asked)


def _busiest(lines: Sequence[Line]) -> Sequence[Line]:
    """The :data:`MOST_BARS` lines in a row that have most records; of equals the last."""
    starts = range(max(len(lines) - MOST_BARS, 0) + 1)

    def records(start: int) -> tuple[int, int]:
        return sum(line.numbers[0] for line in lines[start : start + MOST_BARS]), start

    start = max(starts, key=records)
    return lines[start : start + MOST_BARS]


def _table(title: str, heads: Sequence[str], lines: Sequence[Line], t: Translator) -> Html:
    if not lines:
        return Html("")
    left = len(lines) - MOST_LINES
    more = t.plural("And {n} more: in the file.", "And {n} more: in the file.", left)
    return join(
        [
            table_frame(title, heads, (_table_row(heads, line, t) for line in lines[:MOST_LINES])),
            element("p", more, class_="muted") if left > 0 else "",
        ]
    )


def _table_row(heads: Sequence[str], line: Line, t: Translator) -> Html:
    *before, last = line.names
    link = element("a", last, href=line.href, target="_self") if line.href else last
    first, *others = [*before, link]
    cells = [*others, *(t.number(number) for number in line.numbers)]
    return element(
        "tr",
        element("th", first, scope="row"),
        *(
            element("td", cell, data_label=head)
            for head, cell in zip(heads[1:], cells, strict=True)
        ),
    )
