"""Lines of the partners' map and the signs on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import dist
from typing import Any

import shapely

from projectmap.export.picture.geometry import Box, CollisionIndex, Rows, boxes_around
from projectmap.map import svg
from projectmap.map.svg import Point
from projectmap.map.theme import (
    COLOURS,
    END_SIZES,
    PARTNERSHIP_DASHES,
    PARTNERSHIP_WIDTHS,
    SIGN_CORNERS,
    SIGN_SPOTS,
    SOLID_STATUSES,
)
from projectmap.markup import Html, join
from projectmap.model.codes import PartnershipKind, PartnershipStatus

PARTNER, PAPER = COLOURS["partner"], COLOURS["paper"]
_STEPS = 24


@dataclass(frozen=True, slots=True)
class Curve:
    """A partnership's line between two ends: a quadratic curve."""

    id: str
    """Of the partnership."""
    kind: PartnershipKind
    status: PartnershipStatus
    near: int
    far: int
    """Indexes in the list of ends."""
    points: tuple[Point, Point, Point]
    """Start, control point and end."""

    def at(self, part: float) -> Point:
        """The place at a part of the way."""
        rest = 1 - part
        weights = (rest * rest, 2 * rest * part, part * part)
        x, y = (sum(w * p[axis] for w, p in zip(weights, self.points, strict=True))
                for axis in (0, 1))  # fmt: skip
        return x, y

    def way(self) -> list[Point]:
        """The curve as a row of places."""
        return [self.at(step / _STEPS) for step in range(_STEPS + 1)]

    def drawing(self, unit: float) -> Html:
        """The line in the style of its status."""
        return _stroke(svg.curve(*self.points), self.status, unit)


def curves(
    data: Mapping[str, Any], ids: Collection[str], spots: Rows, north: int = -1
) -> list[Curve]:
    """The lines of the partnerships ``ids``; all bow to the north, whichever way they run.

    ``data`` is that of :func:`projectmap.map.partners.data`, ``spots`` has the places of its ends.
    ``north`` is the sign of y northwards: -1 on a map, 1 in a projection.
    """
    found = []
    for item in data["partnerships"]:
        for near, far, share in item["lines"] if item["id"] in ids else ():
            (x0, y0), (x1, y1) = spots[near].tolist(), spots[far].tolist()
            dx, dy = x1 - x0, y1 - y0
            bow = share * north * (1 if dx > 0 else -1)
            control = ((x0 + x1) / 2 - dy * bow, (y0 + y1) / 2 + dx * bow)
            kind, status = PartnershipKind(item["kind"]), PartnershipStatus(item["status"])
            points = ((x0, y0), control, (x1, y1))
            found.append(Curve(item["id"], kind, status, near, far, points))
    return found


def covered(items: Sequence[Curve], unit: float) -> shapely.Geometry:
    """The ground that lines take."""
    ways = [item.way() for item in items if item.points[0] != item.points[2]]
    return shapely.union_all(shapely.buffer([shapely.LineString(way) for way in ways], 3 * unit))


def marks(items: Sequence[Curve], index: CollisionIndex, unit: float) -> list[tuple[Curve, Point]]:
    """The lines with room for the sign of their kind, and where it goes."""
    found = []
    for item in items:
        if dist(item.points[0], item.points[2]) >= END_SIZES["signed_line"] * unit:
            spots = [item.at(part) for part in SIGN_SPOTS]
            if box := index.take(boxes_around(spots, 11 * unit, 10 * unit)):
                found.append((item, box.middle))
    return found


def line_sign(box: Box, status: PartnershipStatus) -> Html:
    """A status in the legend: a piece of line with a sign."""
    unit = box.height / 14
    x, y = box.middle
    fill = PARTNER if status in SOLID_STATUSES else PAPER
    return join([
        _stroke(svg.line([(box.left, y), (box.right, y)]), status, unit),
        svg.shape(svg.circle((x, y), 6.5 * unit), fill=PAPER),
        svg.shape(svg.circle((x, y), 4 * unit), fill=fill, stroke=PARTNER, width=2 * unit),
    ])  # fmt: skip


def mark_sign(at: Point, kind: PartnershipKind, unit: float, *, solid: bool) -> Html:
    """The sign of a kind; filled where the status is known to hold."""
    path = _outline(at, kind, unit)
    fill = PARTNER if solid else PAPER
    parts = [
        svg.shape(path, stroke=PAPER, width=5.5 * unit),
        svg.shape(path, fill=fill, stroke=PARTNER, width=2 * unit),
    ]
    if kind == PartnershipKind.TWINNING and solid:
        # The edge of the front one, so that two circles stay two.
        front = svg.circle((at[0] + 4 * unit, at[1]), 5.5 * unit)
        parts.append(svg.shape(front, stroke=PAPER, width=1.25 * unit))
    return join(parts)


def _stroke(path: str, status: PartnershipStatus, unit: float) -> Html:
    dashes = [step * unit for step in PARTNERSHIP_DASHES.get(status, ())]
    is_dotted = status == PartnershipStatus.UNKNOWN
    return svg.shape(
        path, stroke=PARTNER, width=PARTNERSHIP_WIDTHS[status] * unit, dashes=dashes,
        stroke_linecap="round" if is_dotted else None,
        opacity=0.8 if dashes and not is_dotted else None,
    )  # fmt: skip


def _outline(at: Point, kind: PartnershipKind, unit: float) -> str:
    x, y = at
    if kind == PartnershipKind.TWINNING:
        return "".join(svg.circle((x + side * unit, y), 5.5 * unit) for side in (-4, 4))
    return svg.polygon([(x + dx * unit, y + dy * unit) for dx, dy in SIGN_CORNERS[kind]])
