"""What fits on the two pages of a dossier: a plan that drops more at each step.

The rule, each step only for the page or the column that has no room: the letters become smaller,
and where that is not enough for the second page, its figures go to the first if that has room for
them. Then, on the first page, the names of the settlements go, and rows of the List beyond the
first few. On the second page records say only what is stated; then the last summaries of the
longest list go, then its last records take one line, and only when all of them do, the last ones
are left out. What is left out is counted in its place. Texts longer than those of any source so
far end in an ellipsis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

SIZES = (10.0, 9.4, 8.9, 8.4)
"""Points of the letters."""
MAX_SHOWN = 30
"""Records that a list could show at the very best."""
LIST_ROWS = (60, 40, 30, *range(24, -1, -1))
"""Rows of the List that are shown of one period."""
TEXT_LENGTHS = (500, 200, 90, 45)
"""Letters of a text; longer ones end in an ellipsis."""
SPARE_MM = 1.0
"""What stays free, for rounding."""
FIGURES = "figures"
"""The key of the table of figures."""
_FAR = 1.4
"""Of the room: what takes more is set in the smallest letters at once; what takes as much again
loses its summaries."""
_SMALLER = 0.08
"""By how much of its height the first page may have to become smaller for the figures."""

Columns = Mapping[str, Mapping[str, int]]
"""The wide and the narrow column of the second page: their lists and how many things each has."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is shown."""

    columns: Columns
    shown: Mapping[str, int]
    """Records of each list; rows of the table of figures."""
    full: Mapping[str, int]
    """How many of them, the first ones, take more than a line."""
    summaries: Mapping[str, int]
    """How many of these have their summary."""
    first_size: float = SIZES[0]
    second_size: float = SIZES[0]
    figures_first: bool = False
    """Whether the figures are on the first page."""
    settlements: bool = True
    rows: int = LIST_ROWS[0]
    longest: int = TEXT_LENGTHS[0]
    stated: frozenset[str] = frozenset()
    """Columns whose records say only what is stated."""

    def lists(self, column: str) -> list[str]:
        """The lists of a column that have a record to show on the second page."""
        return [
            key
            for key in self.columns[column]
            if self.shown[key] and not (self.figures_first and key == FIGURES)
        ]


@dataclass(frozen=True, slots=True)
class Heights:
    """What the pages take and what they have, in millimetres."""

    first: float
    first_room: float
    figures: float
    """What the figures would take on the first page."""
    second: Mapping[str, float]
    """The columns of the second page."""
    second_room: float


def everything(columns: Columns) -> Plan:
    """The plan that shows as much as a page could ever hold."""
    counts = {key: min(n, MAX_SHOWN) for lists in columns.values() for key, n in lists.items()}
    records = {key: counts[key] for key in counts if key != FIGURES}
    return Plan(columns, shown=counts, full=records, summaries=records)


def shorter(plan: Plan, heights: Heights, list_rows: int) -> Plan:
    """The next plan where anything has no room; the same plan where all has, or nothing helps.

    ``list_rows`` is how many rows of the List a period has at most.
    """
    changed = plan
    if heights.first > heights.first_room - SPARE_MM:
        changed = _shorter_first(changed, list_rows)
    room = heights.second_room - SPARE_MM
    over = {column: high for column, high in heights.second.items() if high > room}
    if not over:
        return changed
    free = heights.first_room - (1 - _SMALLER) * heights.first
    smaller = _next(SIZES, plan.second_size)
    if not smaller and not plan.figures_first and heights.figures <= free:
        return replace(
            everything(plan.columns), figures_first=True, first_size=changed.first_size,
            settlements=changed.settlements, rows=changed.rows, longest=changed.longest,
        )  # fmt: skip
    if smaller:
        if all(high <= _FAR * room for high in over.values()):
            return replace(changed, second_size=smaller)
        far = [column for column, high in over.items() if high > _FAR**2 * room]
        none = dict.fromkeys(chain.from_iterable(plan.columns[column] for column in far), 0)
        return replace(changed, second_size=SIZES[-1], summaries={**changed.summaries, **none})
    for column, high in over.items():
        if column not in plan.stated:
            changed = replace(changed, stated=changed.stated | {column})
        else:
            changed = _with_less(changed, column, 1 - room / high)
    return changed


def _next(steps: tuple[float, ...], now: float) -> float | None:
    return next((step for step in steps if step < now), None)


def _shorter_first(plan: Plan, list_rows: int) -> Plan:
    if smaller := _next(SIZES, plan.first_size):
        return replace(plan, first_size=smaller)
    if plan.settlements:
        return replace(plan, settlements=False)
    most = min(plan.rows, list_rows)
    if most == 0:
        return _shorter_texts(plan)
    return replace(plan, rows=next(rows for rows in LIST_ROWS if rows < most))


def _shorter_texts(plan: Plan) -> Plan:
    """When no list is left to be shortened, the texts are."""
    return replace(plan, longest=int(_next(TEXT_LENGTHS, plan.longest) or plan.longest))


def _with_less(plan: Plan, column: str, share: float) -> Plan:
    """Some ``share`` of a column less, one record at least: off the longest list each time."""
    for name in ("summaries", "full", "shown"):
        counts = dict(getattr(plan, name))
        lists = [key for key in plan.lists(column) if counts.get(key)]
        if lists:
            for _ in range(max(int(sum(counts[key] for key in lists) * share), 1)):
                longest = max(lists, key=lambda key: counts[key])
                counts[longest] = max(counts[longest] - 1, 0)
            changes: dict[str, Any] = {name: counts}
            return replace(plan, **changes)
    return _shorter_texts(plan)
