"""Signs and symbols drawn on paper: the same on a map and in its legend."""

from __future__ import annotations

from collections.abc import Callable
from math import atan2, cos, sin

import numpy as np
import shapely
from matplotlib.path import Path

from projectmap.export.picture import letters
from projectmap.export.picture.frame import Box, Frame, Point
from projectmap.export.picture.furniture import Furniture
from projectmap.export.picture.ground import hatch
from projectmap.export.picture.paper import Paper, arc, area_path, circle, closed, dashes, rounded
from projectmap.export.picture.sheet import INK, Line, Sheet
from projectmap.export.picture.sheet import Sign as LegendSign
from projectmap.export.picture.symbols import Counts, Sign, Symbol
from projectmap.map.layers import PERIODS
from projectmap.map.theme import COLOURS, STATUS_FILLS
from projectmap.model.codes import Period, TerritoryStatus

ACCENT, PAPER, PARTNER = (COLOURS[name] for name in ("accent", "paper", "partner"))
GROUND, HATCH = COLOURS["ground"], COLOURS["hatch"]
QUIET = STATUS_FILLS[TerritoryStatus.NOT_LISTED]
HATCH_STEP, HATCH_WIDTH = 8, 1.4
"""Distance and width of the lines on what is partly occupied; units."""


def territory(
    paper: Paper, area: shapely.Geometry, status: TerritoryStatus | None, edge: str, unit: float
) -> None:
    """A community's area (points) in the colour of its status; None: no status is shown."""
    fill = QUIET if status is None else STATUS_FILLS[status]
    paper.shape(area_path(area), facecolor=fill, edgecolor=edge, linewidth=1.2 * unit)
    if status == TerritoryStatus.PARTLY_OCCUPIED:
        paper.shape(area_path(hatch(area, HATCH_STEP * unit)), edgecolor=HATCH,
                    linewidth=HATCH_WIDTH * unit, capstyle="butt")  # fmt: skip


def swatch(paper: Paper, box: Box, status: TerritoryStatus) -> None:
    """A status in the legend."""
    area = shapely.box(box.left, box.bottom, box.right, box.top)
    territory(paper, area, status, COLOURS["raion"], box.height / 16)


def symbol(paper: Paper, item: Symbol, unit: float, *, number: bool = True) -> None:
    """Filled: since 24.02.2022. Hollow: before. Dashed: undated. Mixed: a ring of their shares."""
    r = item.radius
    single = next((PERIODS[place] for place, n in enumerate(item.counts) if n == item.n), None)
    paper.shape(_outline(item, r + 1.5 * unit), facecolor=PAPER, alpha=0.85)
    inner = _outline(item, r - unit)
    if item.sign == Sign.PARTNERSHIP:
        paper.shape(_outline(item, r), facecolor=PARTNER)
    elif single == Period.AFTER:
        paper.shape(inner, facecolor=ACCENT)
    else:
        width = 2 * unit
        style = dashes((3 * unit, 3 * unit), width) if single == Period.UNDATED else "solid"
        paper.shape(inner, facecolor=PAPER, edgecolor=ACCENT, linewidth=width, linestyle=style,
                    capstyle="butt")  # fmt: skip
        if single is None:
            _shares(paper, item, unit)
    if number:
        dark = item.sign == Sign.PARTNERSHIP or single == Period.AFTER
        line = number_line(item, unit)
        paper.text(line.text, line.at, line.size, PAPER if dark else INK, bold=True)


def number_line(item: Symbol, unit: float) -> Line:
    """The number of a symbol, in its middle."""
    text = str(item.n)
    size = (16 if item.radius > 18 * unit else 13) * unit
    most = 2 * item.radius - 8 * unit
    size = min(size, size * most / letters.width(text, size, bold=True))
    wide = letters.width(text, size, bold=True)
    x, y = item.at
    # Figures are 0.65 of their size high.
    return Line(text, (x - wide / 2, y - 0.325 * size), size, bold=True, colour=INK)


def period_sign(paper: Paper, box: Box, counts: Counts, sign: Sign) -> None:
    """A symbol without its number in the legend."""
    unit = box.height / 20
    item = Symbol(sign, sum(counts) or 1, counts, box.middle, 9 * unit)
    symbol(paper, item, unit, number=False)


def _outline(item: Symbol, r: float) -> Path:
    x, y = item.at
    if item.sign == Sign.COMMUNITY:
        return rounded(Box.around(item.at, r, r), r * 0.35)
    if item.sign == Sign.PARTNERSHIP:
        return closed([(x, y - r), (x + r, y), (x, y + r), (x - r, y)])
    return circle(item.at, r)


def _shares(paper: Paper, item: Symbol, unit: float) -> None:
    width = 4 * unit
    start = 0.0
    for period in (Period.AFTER, Period.UNDATED, Period.BEFORE):
        share = item.counts[PERIODS.index(period)] / item.n
        if share and period != Period.BEFORE:
            style = dashes((2 * unit, 2 * unit), width) if period == Period.UNDATED else "solid"
            paper.shape(_share(item, start, start + share, width, unit), edgecolor=ACCENT,
                        linewidth=width, linestyle=style, capstyle="butt")  # fmt: skip
        start += share


def _share(item: Symbol, start: float, end: float, width: float, unit: float) -> Path:
    """A part of the ring, or of a square's lower edge."""
    x, y = item.at
    r = item.radius
    if item.sign == Sign.RECORDS:
        return arc(item.at, r - unit - width / 2, start, end)
    left, wide = x - r + 2 * unit, 2 * r - 4 * unit
    level = y - r + unit + width / 2
    return Path([(left + wide * start, level), (left + wide * end, level)])


def leader(paper: Paper, start: Point, end: Point, unit: float) -> None:
    """A thin line from a place to what stands for it."""
    paper.line(start, end, PAPER, 2.6 * unit)
    paper.line(start, end, INK, unit)
    paper.shape(circle(start, 2.2 * unit), facecolor=INK)


def outside(paper: Paper, frame: Frame, box: Box) -> None:
    """Cover what the ground reaches beyond the map."""
    for part in (
        Box(0, 0, box.left, frame.height),
        Box(box.right, 0, frame.width, frame.height),
        Box(box.left, 0, box.right, box.bottom),
        Box(box.left, box.top, box.right, frame.height),
    ):
        if part.width > 0 and part.height > 0:
            paper.box(part, facecolor=PAPER)


def line(paper: Paper, item: Line, *, halo: float = 0) -> None:
    """A line of text."""
    paper.text(item.text, item.at, item.size, item.colour, bold=item.bold, halo=halo)


def around(
    paper: Paper,
    made: Sheet,
    corner: Furniture | None,
    frame: Frame,
    sign: Callable[[Paper, LegendSign], None],
) -> None:
    """What stands around a map and in its corner; ``sign`` draws a sign of the legend."""
    if corner is not None:
        _furniture(paper, corner, frame.font_pt)
    for words in made.lines:
        line(paper, words)
    for item in made.signs:
        sign(paper, item)


def _furniture(paper: Paper, item: Furniture, size: float) -> None:
    turn = atan2(item.up[0], item.up[1])
    shape = np.array([(0, 1.1), (0.55, -0.9), (0, -0.45), (-0.55, -0.9)]) * size * 0.85
    turned = shape @ np.array([[cos(turn), -sin(turn)], [sin(turn), cos(turn)]])
    paper.shape(closed(turned + item.arrow), facecolor=INK, edgecolor=PAPER, linewidth=size / 12)
    if item.bar is not None:
        half = item.bar.middle[0]
        paper.box(item.bar, facecolor=PAPER, edgecolor=INK, linewidth=size / 14)
        paper.box(Box(item.bar.left, item.bar.bottom, half, item.bar.top), facecolor=INK)
    for words in item.words:
        line(paper, words, halo=size / 4)
