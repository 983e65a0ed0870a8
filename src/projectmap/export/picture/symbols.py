"""Symbols of the communities' map: what is counted in which, and where each stands.

The rules are those of ``map/map.js``: records at settlements are circles, near ones gathered in
one; records that only name communities are squares on each of these, partnerships diamonds.
Where there are many communities, those that are small on the picture are counted with their
neighbours. Other than on the screen nothing can be zoomed, so no symbol may cover another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt

from projectmap.export.picture.frame import Box, Point
from projectmap.export.picture.ground import Fit, Ground
from projectmap.map.theme import SYMBOLS
from projectmap.model.register import Register
from projectmap.query.select import Selection
from projectmap.query.view import View

# In units, of which the map's names are UNITS high; as the pixels of map.js.
UNITS = 13
SMALLEST, LARGEST, GAP = SYMBOLS["smallest"], SYMBOLS["largest"], SYMBOLS["gap"]
CELL, ROOM = SYMBOLS["cell"], SYMBOLS["room"]
STEP, TURNS, NEAR = SYMBOLS["step"], SYMBOLS["turns"], SYMBOLS["reach"]
FEW = SYMBOLS["most_places"]
"""Communities up to which each has symbols of its own."""

Counts = tuple[int, ...]
"""Records by period, in the order of PERIODS."""


class Sign(StrEnum):
    """The shapes of symbols."""

    RECORDS = "records"
    COMMUNITY = "community"
    PARTNERSHIP = "partnership"


@dataclass(slots=True)
class Symbol:
    """A shape with a number; positions and radius in points."""

    sign: Sign
    n: int
    counts: Counts
    """Empty for partnerships."""
    at: Point
    radius: float
    communities: tuple[int, ...] = ()
    """The communities counted in it as such; their places in ``Register.communities``."""
    rows: tuple[int, ...] = ()
    """The records counted in it by their points; rows of ``Register.projects``."""
    leader: tuple[Point, Point] | None = None
    """The line from its community to it, or to it and those that stand with it."""

    @property
    def box(self) -> Box:
        """What it covers; a diamond's corners reach one unit further than its radius."""
        return Box.around(self.at, self.radius, self.radius)


@dataclass(slots=True)
class Symbols:
    """All symbols of a picture, and what they are measured by."""

    unit: float
    """Points a unit."""
    items: list[Symbol] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be placed where."""

    register: Register
    selection: Selection
    view: View
    partnerships: Counts
    """Shown partnerships of each community."""
    ground: Ground
    fit: Fit
    bounds: Box
    """Where symbols may stand."""
    taken: tuple[Box, ...]
    """Where they may not."""


def radius(n: int) -> float:
    """How large a symbol for ``n`` records is, in units; it grows with the square root."""
    return max(SMALLEST, min(LARGEST, 9 + 3.4 * sqrt(n)))


def mean(items: Sequence[Symbol]) -> Point:
    """The middle of symbols, each as heavy as its number."""
    n = sum(item.n for item in items)
    return (
        sum(item.at[0] * item.n for item in items) / n,
        sum(item.at[1] * item.n for item in items) / n,
    )
