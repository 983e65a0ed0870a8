"""Symbols of the communities' map: what each says, and how it is drawn.

The rules are those of ``map/scripts``: records at settlements are circles, near ones clustered in
one; records that only name communities are squares on each of these, partnerships diamonds. A
picture cannot be zoomed, so no symbol may cover another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from projectmap.export.picture.geometry import Box
from projectmap.export.picture.page import DIGIT, INK, Label
from projectmap.export.text_metrics import width
from projectmap.map import svg
from projectmap.map.layers import PERIODS
from projectmap.map.svg import Point
from projectmap.map.theme import COLOURS, SYMBOLS
from projectmap.markup import Html, join
from projectmap.model.codes import Period

ACCENT, PAPER, PARTNER = (COLOURS[name] for name in ("accent", "paper", "partner"))
# In units, of which the letters of the map's names are UNITS high; a unit is a pixel on the screen.
UNITS = 13
SMALLEST, LARGEST, GAP = (SYMBOLS[name] for name in ("smallest", "largest", "gap"))

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
    """Indexes in ``Register.communities`` of those counted in it as such."""
    rows: tuple[int, ...] = ()
    """The records counted in it by their points; rows of ``Register.projects``."""
    leader: tuple[Point, Point] | None = None
    """The line from its community to it and the symbols next to it."""

    @property
    def box(self) -> Box:
        """What it covers."""
        return Box.around(self.at, self.radius, self.radius)

    @property
    def period(self) -> Period | None:
        """The period of all its records; None where they have several."""
        return next((PERIODS[index] for index, n in enumerate(self.counts) if n == self.n), None)

    @property
    def is_dark(self) -> bool:
        """Whether it is filled."""
        return self.sign == Sign.PARTNERSHIP or self.period == Period.AFTER


def number(item: Symbol, unit: float) -> Label:
    """The number of a symbol, in its middle."""
    size = (16 if item.radius > 18 * unit else 13) * unit
    colour = PAPER if item.is_dark else INK
    return number_in(item.at, item.n, size, 2 * item.radius - 8 * unit, colour)


def number_in(at: Point, n: int, size: float, most: float, colour: str) -> Label:
    """A number around ``at``, at most ``most`` points wide."""
    text = str(n)
    size = min(size, size * most / width(text, size, bold=True))
    return Label(text, (at[0], at[1] + DIGIT / 2 * size), size, colour=colour)


def draw(item: Symbol, unit: float) -> Html:
    """Filled: since 24.02.2022. Hollow: before. Dashed: undated. Mixed: a ring of their shares."""
    r = item.radius
    parts = [svg.shape(_outline(item, r + 1.5 * unit), fill=PAPER, opacity=0.85)]
    if item.sign == Sign.PARTNERSHIP:
        parts.append(svg.shape(_outline(item, r), fill=PARTNER))
    elif item.period == Period.AFTER:
        parts.append(svg.shape(_outline(item, r - unit), fill=ACCENT))
    else:
        dashes = (3 * unit, 3 * unit) if item.period == Period.UNDATED else ()
        parts.append(svg.shape(
            _outline(item, r - unit), fill=PAPER, stroke=ACCENT, width=2 * unit, dashes=dashes
        ))  # fmt: skip
        if item.period is None:
            parts += _shares(item, unit)
    return join(parts)


def leader(start: Point, end: Point, unit: float) -> Html:
    """A thin line from a place to its symbol or name."""
    way = svg.line([start, end])
    return join([
        svg.shape(way, stroke=PAPER, width=2.6 * unit),
        svg.shape(way, stroke=INK, width=unit),
        svg.shape(svg.circle(start, 2.2 * unit), fill=INK),
    ])  # fmt: skip


def _outline(item: Symbol, r: float) -> str:
    x, y = item.at
    if item.sign == Sign.COMMUNITY:
        return svg.rectangle(x - r, y - r, x + r, y + r, r * 0.35)
    if item.sign == Sign.PARTNERSHIP:
        return svg.polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)])
    return svg.circle(item.at, r)


def _shares(item: Symbol, unit: float) -> Iterator[Html]:
    width = 4 * unit
    start = 0.0
    for period in (Period.AFTER, Period.UNDATED):
        share = item.counts[PERIODS.index(period)] / item.n
        if share:
            dashes = (2 * unit, 2 * unit) if period == Period.UNDATED else ()
            path = _share(item, start, start + share, width, unit)
            yield svg.shape(path, stroke=ACCENT, width=width, dashes=dashes)
        start += share


def _share(item: Symbol, start: float, end: float, width: float, unit: float) -> str:
    """A part of the ring, or of a square's lower edge."""
    x, y = item.at
    r = item.radius
    if item.sign == Sign.RECORDS:
        return svg.arc(item.at, r - unit - width / 2, start, end)
    left, wide = x - r + 2 * unit, 2 * r - 4 * unit
    level = y + r - unit - width / 2
    return svg.line([(left + wide * start, level), (left + wide * end, level)])
