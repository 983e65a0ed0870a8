"""Lines of the partners' map and the signs on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.path import Path

from projectmap.export.picture.frame import Box, Point, Shelf
from projectmap.export.picture.paper import Paper, circle, closed, dashes
from projectmap.map.theme import COLOURS, PARTNERSHIP_DASHES, PARTNERSHIP_WIDTHS, SIGN_SPOTS
from projectmap.model.codes import PartnershipKind, PartnershipStatus

PARTNER, PAPER = COLOURS["partner"], COLOURS["paper"]
SOLID = {PartnershipStatus.SIGNED, PartnershipStatus.ACTIVE}
"""States whose sign is filled."""
REACH = 12
"""Units; a line shorter than four of these has no sign."""
_STEPS = 24


@dataclass(frozen=True, slots=True)
class Bound:
    """What a line stands for."""

    id: str
    """Of the partnership."""
    kind: PartnershipKind
    status: PartnershipStatus
    near: int
    far: int
    """Places in the list of ends."""
    bow: float
    """The control point's distance from the chord, in chords."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A line on the picture: start, control point and end of a quadratic curve."""

    of: Bound
    points: tuple[Point, Point, Point]

    def at(self, part: float) -> Point:
        """The place at a part of the way."""
        (x0, y0), (x1, y1), (x2, y2) = self.points
        rest = 1 - part
        a, b, c = rest * rest, 2 * rest * part, part * part
        return a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2

    def way(self) -> list[Point]:
        """The curve as a row of places."""
        return [self.at(step / _STEPS) for step in range(_STEPS + 1)]


@dataclass(frozen=True, slots=True)
class Mark:
    """The sign of a kind on a line."""

    of: Bound
    at: Point


def curves(bounds: Sequence[Bound], ends: npt.NDArray[np.float64]) -> list[Curve]:
    """The lines on the picture; they bow to the north, whichever way they run."""
    found = []
    for item in bounds:
        (x0, y0), (x1, y1) = ends[item.near].tolist(), ends[item.far].tolist()
        dx, dy = x1 - x0, y1 - y0
        up = 1 if dx > 0 else -1
        control = ((x0 + x1) / 2 - up * dy * item.bow, (y0 + y1) / 2 + up * dx * item.bow)
        found.append(Curve(item, ((x0, y0), control, (x1, y1))))
    return found


def reach(items: Sequence[Curve], unit: float) -> shapely.Geometry:
    """The ground that lines take."""
    return shapely.union_all([
        shapely.buffer(shapely.LineString(item.way()), 3 * unit)
        for item in items if item.points[0] != item.points[2]
    ])  # fmt: skip


def marks(items: Sequence[Curve], shelf: Shelf, unit: float) -> list[Mark]:
    """On each line the sign of its kind, where there is room."""
    found = []
    for item in items:
        (x0, y0), _, (x1, y1) = item.points
        if hypot(x1 - x0, y1 - y0) < 4 * REACH * unit:
            continue
        for part in SIGN_SPOTS:
            at = item.at(part)
            box = Box.around(at, 11 * unit, 10 * unit)
            if shelf.free(box):
                shelf.add(box)
                found.append(Mark(item.of, at))
                break
    return found


def draw_curve(paper: Paper, item: Curve, unit: float) -> None:
    """Draw a line in the style of its state."""
    path = Path(list(item.points), [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    _stroke(paper, path, item.of.status, unit)


def draw_line_sign(paper: Paper, box: Box, status: PartnershipStatus) -> None:
    """A state in the legend: a piece of line with a sign."""
    unit = box.height / 14
    x, y = box.middle
    _stroke(paper, Path([(box.left, y), (box.right, y)]), status, unit)
    paper.shape(circle((x, y), 6.5 * unit), facecolor=PAPER)
    paper.shape(circle((x, y), 4 * unit), facecolor=PARTNER if status in SOLID else PAPER,
                edgecolor=PARTNER, linewidth=2 * unit)  # fmt: skip


def draw_mark(paper: Paper, at: Point, kind: PartnershipKind, unit: float, *, solid: bool) -> None:
    """The sign of a kind; filled where the state is known to hold."""
    shape = _shape(at, kind, unit)
    paper.shape(shape, edgecolor=PAPER, linewidth=5.5 * unit)
    paper.shape(shape, facecolor=PARTNER if solid else PAPER, edgecolor=PARTNER,
                linewidth=2 * unit)  # fmt: skip
    if kind == PartnershipKind.TWINNING and solid:
        # The edge of the front one, so that two circles stay two.
        front = circle((at[0] + 4 * unit, at[1]), 5.5 * unit)
        paper.shape(front, edgecolor=PAPER, linewidth=1.25 * unit)


def _stroke(paper: Paper, path: Path, status: PartnershipStatus, unit: float) -> None:
    width = PARTNERSHIP_WIDTHS.get(status, PARTNERSHIP_WIDTHS[PartnershipStatus.SIGNED]) * unit
    steps = PARTNERSHIP_DASHES.get(status)
    style = dashes([step * unit for step in steps], width) if steps else "solid"
    faint = steps is not None and status != PartnershipStatus.UNKNOWN
    paper.shape(path, edgecolor=PARTNER, linewidth=width, linestyle=style,
                capstyle="round" if status == PartnershipStatus.UNKNOWN else "butt",
                alpha=0.8 if faint else None)  # fmt: skip


def _shape(at: Point, kind: PartnershipKind, unit: float) -> Path:
    x, y = at

    def polygon(*places: Point) -> Path:
        return closed([(x + dx * unit, y + dy * unit) for dx, dy in places])

    if kind == PartnershipKind.TWINNING:
        return Path.make_compound_path(
            circle((x - 4 * unit, y), 5.5 * unit), circle((x + 4 * unit, y), 5.5 * unit)
        )
    if kind == PartnershipKind.REGIONAL_AGREEMENT:
        return polygon((0, 9), (9, 0), (0, -9), (-9, 0))
    if kind == PartnershipKind.INTER_MUNICIPAL:
        return polygon((0, 8), (8.5, -6.5), (-8.5, -6.5))
    return polygon((-6, -6), (6, -6), (6, 6), (-6, 6))
