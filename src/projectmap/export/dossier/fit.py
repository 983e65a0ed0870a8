"""What of a dossier finds room on its two pages: a plan that says less with each step.

The rule, each step only for the page or the column that has no room: the letters become smaller,
and where that is not enough for the second page, its figures go to the first if that has room for
them. Then, on the first page, the names of the settlements go, and rows of the List beyond the
first few. On the second page the summaries go, then the last records of the longest list are told
in one line; only when all of them are, the last ones are left out, of the longest list again.
Whatever is left out is counted where it would stand. Texts of a length that no source has had yet
end in an ellipsis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from projectmap.export.dossier.content import Dossier

SIZES = (10.0, 9.4, 8.9, 8.4)
"""Points of the letters."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "main": ("needs", "projects", "events"),
    "side": ("partnerships", "figures"),
}
"""The sections of the wide and of the narrow column of the second page."""
MOST = 30
"""Records that a list could show at the very best."""
ROWS = (60, 40, 30, *range(24, -1, -1))
"""Rows of the List that are shown of one spell."""
LONGEST = (500, 200, 90, 45)
"""Letters of a text; longer ones end in an ellipsis."""
SPARE = 1.0
"""Millimetres that stay free, for rounding."""
_FAR = 1.4
"""Of the room: what takes more is set in the smallest letters at once; what takes as much again
goes without summaries."""
_SMALLER = 0.08
"""By how much of its height the first page may have to become smaller for the figures."""

Key = tuple[str, int]
"""A section and the number of a group in it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is shown."""

    shown: Mapping[Key, int]
    """Records of each group; rows of the table of figures."""
    full: Mapping[Key, int]
    """How many of them, the first ones, are told in more than a line."""
    first_size: float = SIZES[0]
    second_size: float = SIZES[0]
    figures_first: bool = False
    """Whether the figures stand on the first page."""
    settlements: bool = True
    rows: int = ROWS[0]
    longest: int = LONGEST[0]
    without_summaries: frozenset[str] = frozenset()
    """Columns of the second page."""

    def keys(self, column: str) -> list[Key]:
        """The lists of a column."""
        return [key for key in self.shown if key[0] in COLUMNS[column]]

    def room_for(self, key: Key) -> bool:
        """Whether a list stands on the second page and has anything."""
        return self.shown[key] > 0 and not (self.figures_first and key[0] == "figures")


@dataclass(frozen=True, slots=True)
class Heights:
    """What the pages take and what they have, in millimetres."""

    first: float
    first_room: float
    figures: float
    """What the figures would take on the first page."""
    second: Mapping[str, float]
    """By column."""
    second_room: float


def whole(found: Dossier) -> Plan:
    """The plan that shows as much as two pages could ever hold."""
    shown = {
        (section.key, number): min(len(group.entries), MOST)
        for section in found.sections
        for number, group in enumerate(section.groups)
    }
    rows = len(found.table.rows) - 1 if found.table else 0
    return Plan(shown | {("figures", 0): rows}, full=shown)


def shorter(plan: Plan, found: Dossier, heights: Heights) -> Plan:
    """The next plan where anything has no room; the same plan where all has, or nothing helps."""
    changed = plan
    if heights.first > heights.first_room - SPARE:
        changed = _shorter_first(changed, found)
    room = heights.second_room - SPARE
    over = {column: high - room for column, high in heights.second.items() if high > room}
    free = heights.first_room - (1 - _SMALLER) * heights.first
    smallest = plan.second_size == SIZES[-1]
    if over and smallest and not plan.figures_first and heights.figures <= free:
        begun = replace(changed, shown=whole(found).shown, full=whole(found).full)
        return replace(
            begun, figures_first=True, second_size=SIZES[0], without_summaries=frozenset()
        )
    if over and (smaller := _smaller(plan.second_size)):
        far = {column for column in over if heights.second[column] > _FAR * room}
        if not far:
            return replace(changed, second_size=smaller)
        summaries = changed.without_summaries | {
            column for column in far if heights.second[column] > _FAR**2 * room
        }
        return replace(changed, second_size=SIZES[-1], without_summaries=summaries)
    for column, excess in over.items():
        if column not in plan.without_summaries:
            changed = replace(changed, without_summaries=changed.without_summaries | {column})
        else:
            changed = _cut(changed, column, excess / heights.second[column])
    return changed


def _smaller(size: float) -> float | None:
    return next((other for other in SIZES if other < size), None)


def _shorter_first(plan: Plan, found: Dossier) -> Plan:
    if smaller := _smaller(plan.first_size):
        return replace(plan, first_size=smaller)
    if plan.settlements:
        return replace(plan, settlements=False)
    most = min(plan.rows, max(len(spell.rows) for spell in found.status.spells))
    if most == 0:
        return _shorter_texts(plan)
    return replace(plan, rows=next((rows for rows in ROWS if rows < most), 0))


def _shorter_texts(plan: Plan) -> Plan:
    """When no list is left to be shortened, the texts are."""
    return replace(plan, longest=next((n for n in LONGEST if n < plan.longest), plan.longest))


def _cut(plan: Plan, column: str, share: float) -> Plan:
    """Some ``share`` of a column less, one record at least: off the longest list each time."""
    told = [key for key in plan.keys(column) if plan.full.get(key)]
    counts = dict(plan.full if told else plan.shown)
    keys = told or [key for key in plan.keys(column) if plan.room_for(key)]
    if not keys:
        return _shorter_texts(plan)
    steps = max(int(sum(counts[key] for key in keys) * share), 1)
    for _ in range(steps):
        longest = max(keys, key=lambda key: counts[key])
        counts[longest] = max(counts[longest] - 1, 0)
    return replace(plan, full=counts) if told else replace(plan, shown=counts)
