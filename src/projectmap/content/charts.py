"""Figures of the shown records: what a chart draws, a table shows and a file holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from projectmap.content.money import amounts, money_rule, money_stated
from projectmap.content.nodes import Table, and_more, joined, plain
from projectmap.i18n import N_, Translator
from projectmap.model.filters import FILTERS
from projectmap.query import figures
from projectmap.query.figures import NAMED, PERIODS
from projectmap.query.index import index_of
from projectmap.query.shown import Shown
from projectmap.query.totals import Totals, totals
from projectmap.query.view import View

MAX_DRAWN = 20
"""Bars of a chart, rows and columns of a crossed one; the table has the others."""
MAX_NAMES = 40
"""Communities that a note names; it counts the others."""
NOT_STATED = ""
"""The code of the line of records that name none."""
NEED = "◇"
OVERLAPPING = N_(
    "A record that names several is counted under each, so the rows add up to more "
    "than the number of records."
)
Form = Literal["bars", "columns", "cells", "shares"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """What the lines of a figure are about."""

    head: str
    code_head: str = ""
    """Of the column of codes in a file; none for what is its own code."""
    unnamed: str = ""
    """The name of the line for records that name none."""


DIMENSIONS: Mapping[str, Dimension] = {
    "sector": Dimension(N_("Sector"), N_("Sector (code)"), N_("no sector is named")),
    "donor": Dimension(N_("Donor"), N_("Donor (code)"), N_("no donor is named")),
    "community": Dimension(
        N_("Community"), N_("Community (hromada), code"), N_("no community is named")
    ),
    "period": Dimension(N_("Period"), N_("Period (code)")),
    "kind": Dimension(N_("Type"), N_("Type (code)")),
    "status": Dimension(N_("Activity status"), N_("Activity status (code)")),
    "verification": Dimension(N_("Verification level"), N_("Verification level (code)")),
    "year": Dimension(N_("Year")),
    "completeness": Dimension(N_("Stated"), N_("Field (code)")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a figure."""

    codes: tuple[str, ...]
    """One for each of the figure's dimensions."""
    names: tuple[str, ...]
    numbers: tuple[int, ...]
    view: View | None = None
    """That of just the records that the first number counts, where there is one."""
    text: str = ""
    """The text in the cell or at the bar, where that is not the first number."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What is particular to one figure."""

    lines: Sequence[Line]
    notes: Sequence[str] = ()
    """Some may be empty."""
    drawn: Sequence[Line] = ()
    undrawn: str = ""
    """What the chart leaves out; empty where it has everything."""
    across: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in one language."""

    key: str
    form: Form
    title: str
    note: str
    """What must be known to read it; empty where nothing must."""
    rule: str
    """The part of ``note`` that the lines need as well: all but what the chart leaves out."""
    dimensions: tuple[str, ...]
    code_heads: tuple[str, ...]
    """Empty for a dimension whose names are its codes."""
    dimension_heads: tuple[str, ...]
    number_heads: tuple[str, ...]
    lines: tuple[Line, ...]
    drawn: tuple[Line, ...]
    """Those that a chart shows; none where there is nothing to draw: ``note`` says so."""
    series: tuple[str, ...]
    """The periods as the numbers of lines follow each other, then what is not stated, if ever."""
    across: tuple[str, ...]
    """Of a crossed figure: codes of the columns that are drawn, in their order."""
    everything: int
    """The number of shown records."""

    @property
    def heads(self) -> tuple[str, ...]:
        """Of :attr:`rows`."""
        pairs = zip(self.code_heads, self.dimension_heads, strict=True)
        return (*(head for pair in pairs for head in pair if head), *self.number_heads)

    @property
    def rows(self) -> tuple[tuple[str | int, ...], ...]:
        """All lines for a file, codes and names; names are texts of the data, as they are."""

        def texts(line: Line) -> Iterator[str]:
            for code, name, head in zip(line.codes, line.names, self.code_heads, strict=True):
                yield from (code, name) if head else (name,)

        return tuple((*texts(line), *line.numbers) for line in self.lines)

    @property
    def clickable(self) -> bool:
        """Whether a bar or cell of the chart narrows the view."""
        return bool(self.drawn) and self.form != "shares"


def figure(key: str, shown: Shown) -> Figure:
    """The figure ``key``, one of :data:`KEYS`."""
    row, t, count = _FIGURES[key], shown.t, shown.selection.count
    nothing = _Content([], [t("No records match the filters.")])
    content = row.make(shown) if count else nothing
    dimensions = [DIMENSIONS[name] for name in row.dimensions]
    periods = tuple(shown.labels.code(period) for period in PERIODS)
    by_period = row.form in {"bars", "columns"}
    number_heads = (*(t(head) for head in row.number_heads), *(periods if by_period else ()))
    unnamed = (t(item.unnamed) for item in dimensions if item.unnamed)
    return Figure(
        key, row.form, t(row.title),
        note=" ".join(filter(None, (*content.notes, content.undrawn))),
        rule=" ".join(filter(None, content.notes)),
        dimensions=row.dimensions,
        dimension_heads=tuple(t(item.head) for item in dimensions),
        number_heads=number_heads,
        code_heads=tuple(t(item.code_head) if item.code_head else "" for item in dimensions),
        lines=tuple(content.lines),
        drawn=tuple(content.drawn),
        series=(*periods, *unnamed) if by_period else (),
        across=tuple(content.across),
        everything=count,
    )  # fmt: skip


def amounts_by_donor(shown: Shown) -> Iterator[tuple[Line, Totals]]:
    """The donors with at least one record that states an amount, with their sums."""
    mask, donors = shown.selection.mask, index_of(shown.register).facets["donor"]
    for line in figure("donor", shown).lines:
        found = totals(shown.register, mask & donors.mask(line.codes))
        if found.stating and line.codes[0]:
            yield line, found


def amounts_table(shown: Shown) -> Table:
    """The sums of each donor by currency, loans apart; nothing is converted."""
    t = shown.t
    rule = t("Currencies are not converted. A record with several donors counts under each.")
    return Table(
        key="amounts",
        title=t("Amounts by donor"),
        heads=(t("Donor"), t("Amounts"), t("Records that state an amount")),
        rows=tuple(
            (plain(line.names[0]), joined(map(plain, amounts(found, t))),
             plain(money_stated(found, t)))
            for line, found in amounts_by_donor(shown)
        ),
        note=f"{rule} {money_rule(totals(shown.register, shown.selection.mask), t)}",
    )  # fmt: skip


# --- What each is made of ---------------------------------------------------------------------


def _breakdown(name: str, shown: Shown) -> _Content:
    t = shown.t
    found = figures.breakdown(shown.register, shown.selection.mask, name)
    lines, unnamed = [_line(shown, _numbers(row), **{name: row.code}) for row in found.rows], []
    if name in NAMED:
        lines.sort(key=lambda line: (-line.numbers[0], t.sort_key(line.names[0])))
        unnamed = [Line((NOT_STATED,), (t(DIMENSIONS[name].unnamed),), _numbers(found.none))]
    drawn = lines[: MAX_DRAWN - len(unnamed)]
    notes = [_programmes(t) * (name == "donor"), t(OVERLAPPING) * found.overlapping]
    left = _in_the_table(len(lines) - len(drawn), t)
    return _Content([*lines, *unnamed], notes, [*drawn, *unnamed], left)


def _years(shown: Shown) -> _Content:
    t = shown.t
    found = figures.by_year(shown.register, shown.selection.mask)
    lines = [_line(shown, _numbers(row), year=row.code) for row in found.rows]
    drawn = lines[figures.busiest(found.rows, MAX_DRAWN)]
    stated = [line for line in lines if line.numbers[0]]
    left = len(stated) - sum(line.numbers[0] > 0 for line in drawn)
    counted = t(
        "A record is counted in every year from its start to its end, or in the one year stated."
    )
    undated = t.plural(
        "{n} record has no date and is not counted in any year.",
        "{n} records have no date and are not counted in any year.",
        found.none.records,
    )
    notes = [counted if lines else "", undated if found.none.records else ""]
    return _Content(stated, notes, drawn, _in_the_table(left, t))


def _needs(shown: Shown) -> _Content:
    t = shown.t
    found = figures.needs_by_sector(shown.register, shown.selection)

    def line(y: int, x: int) -> Line:
        records, needs = int(found.counts[y, x]), int(found.needs[y, x])
        parts = [t.number(records - needs) if records > needs else "",
                 f"{NEED}{t.number(needs)}" if needs else ""]  # fmt: skip
        numbers = (records, needs, needs * int(found.gaps[y, x]))
        text = " ".join(filter(None, parts))
        return _line(shown, numbers, text, community=found.rows[y], sector=found.columns[x])

    lines = [line(y, x) for y, x in np.argwhere(found.counts).tolist()]
    legend = t(
        "Plain numbers are projects and events; {sign} marks needs. A frame marks a stated need "
        "for which the register has no project or event in that sector and community.",
        sign=NEED,
    )
    if not lines:
        legend = t("None of the records shown names both a community and a sector.")
    notes = [legend, outside_needs(found.outside, t), _without_records(found.empty, shown)]
    return _crossed_content(lines, found, notes, t)


def outside_needs(number: int, t: Translator) -> str:
    """How many records the figure of needs leaves out; empty where none."""
    return t.plural(
        "{n} record has no community or no sector and is not shown here.",
        "{n} records have no community or no sector and are not shown here.",
        number,
    ) * (number > 0)


def _without_records(codes: Sequence[str], shown: Shown) -> str:
    t = shown.t
    names = sorted(map(shown.labels.community, codes), key=t.sort_key)
    named = [*names[:MAX_NAMES], and_more(t, len(names) - MAX_NAMES)]
    if not names:
        return ""
    return t.plural(
        "{n} of {all} communities has none of the records shown: {names}.",
        "{n} of {all} communities have none of the records shown: {names}.",
        len(names),
        all=t.number(len(shown.register.communities)),
        names=", ".join(filter(None, named)),
    )


def _donors_sectors(shown: Shown) -> _Content:
    t = shown.t
    found = figures.donors_by_sector(shown.register, shown.selection)
    lines = [
        _line(shown, (n,), t.number(n), donor=found.rows[y], sector=found.columns[x])
        for y, x in np.argwhere(found.counts).tolist()
        for n in [int(found.counts[y, x])]
    ]
    none = t("None of the records shown names both a donor and a sector.")
    outside = t.plural(
        "{n} record has no donor or no sector and is not shown here.",
        "{n} records have no donor or no sector and are not shown here.",
        found.outside,
    )
    notes = [_programmes(t) if lines else none, outside if found.outside else ""]
    return _crossed_content(lines, found, notes, t)


def _crossed_content(
    lines: Sequence[Line], cross: figures.Cross, notes: Sequence[str], t: Translator
) -> _Content:
    """A crossed figure; rows and columns past the first :data:`MAX_DRAWN` are not drawn."""
    rows, columns = set(cross.rows[:MAX_DRAWN]), cross.columns[:MAX_DRAWN]
    drawn = [line for line in lines if line.codes[0] in rows and line.codes[1] in columns]
    left = len(lines) - len(drawn)
    more = t.plural("{n} cell is in the table only.", "{n} cells are in the table only.", left)
    return _Content(lines, notes, drawn, more if left else "", columns)


def _completeness(shown: Shown) -> _Content:
    t, every = shown.t, shown.selection.count
    lines = []
    for code, stated in figures.completeness(shown.register, shown.selection).items():
        text = t("{some} of {all}", some=t.number(stated), all=t.number(every))
        lines.append(
            Line((code,), (t(figures.STATED[code][0]),), (stated, every - stated), text=text)
        )
    return _Content(lines, drawn=lines)


@dataclass(frozen=True, slots=True)
class _FigureRow:
    """A row of the table of figures."""

    title: str
    form: Form
    dimensions: tuple[str, ...]
    """What its lines are about, and what a click on it chooses."""
    make: Callable[[Shown], _Content]
    number_heads: tuple[str, ...] = (N_("Records"),)
    """Those of bars and columns go on with the periods."""


_BREAKDOWNS = {
    "sector": N_("Records by sector"),
    "donor": N_("Records by donor"),
    "community": N_("Records by community"),
    "period": N_("Records by period"),
    "kind": N_("Records by type"),
    "status": N_("Records by activity status"),
    "verification": N_("Records by verification level"),
}
_FIGURES: Mapping[str, _FigureRow] = {
    **{
        name: _FigureRow(title, "bars", (name,), partial(_breakdown, name))
        for name, title in _BREAKDOWNS.items()
    },
    "year": _FigureRow(N_("Records by year"), "columns", ("year",), _years),
    "needs": _FigureRow(
        N_("Needs and projects by community and sector"), "cells", ("community", "sector"), _needs,
        (N_("Records"), N_("of which needs"), N_("Needs without a project or event")),
    ),
    "donors_sectors": _FigureRow(
        N_("Donors and sectors"), "cells", ("donor", "sector"), _donors_sectors
    ),
    "completeness": _FigureRow(
        N_("What the records state"), "shares", ("completeness",), _completeness,
        (N_("Records that state it"), N_("Records that do not state it")),
    ),
}  # fmt: skip
KEYS = tuple(_FIGURES)
"""The figures, in the order in which they are read."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    key: row.dimensions for key, row in _FIGURES.items() if row.form != "shares"
}
"""What a click on a figure chooses; figures that are not here cannot be clicked."""


# --- Their parts ------------------------------------------------------------------------------


def _in_the_table(left: int, t: Translator) -> str:
    return t.plural("And {n} more: in the table.", "And {n} more: in the table.", left) * (left > 0)


def _programmes(t: Translator) -> str:
    return t("Programmes and agencies are counted under their parent organisation.")


def _numbers(row: figures.Row) -> tuple[int, ...]:
    return (row.records, *(row.by_period[period] for period in PERIODS))


def _line(shown: Shown, numbers: tuple[int, ...], text: str = "", **chosen: str) -> Line:
    """The line of the records that have the codes ``chosen``, by dimension."""
    names = tuple(_name(name, code, shown) for name, code in chosen.items())
    view = figures.narrowed(shown.register, shown.view, chosen)
    return Line(tuple(chosen.values()), names, numbers, view, text)


def _name(dimension: str, code: str, shown: Shown) -> str:
    return code if dimension == "year" else FILTERS[dimension].name(shown.labels, code)
