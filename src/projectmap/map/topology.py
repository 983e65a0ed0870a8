"""Areas that share borders as arcs: each line once, however many areas it bounds.

What the browser gets is compact: positions are whole numbers of a unit, each but the first of a
line as the step from the one before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

Position = tuple[int, int]
Ring = list[int]
"""Arcs in order; ``~n`` is arc ``n`` backwards."""


@dataclass(frozen=True, slots=True)
class Topology:
    """A coverage of areas."""

    arcs: tuple[tuple[Position, ...], ...]
    """In whole units."""
    areas: tuple[tuple[Ring, ...], ...]
    """All rings of each area, holes too."""
    sides: tuple[frozenset[int], ...]
    """The areas that each arc bounds: one or two."""


def steps(line: Iterable[Position]) -> list[int]:
    """A line as flat numbers: its first position, then the step to each other."""
    at = np.array(list(line))
    return np.vstack([at[:1], np.diff(at, axis=0)]).ravel().tolist()


def whole(positions: np.typing.NDArray[np.float64], unit: float) -> Iterator[Position]:
    """Positions in whole units; what falls together with the one before is left out."""
    last = None
    for x, y in np.rint(positions / unit).astype(int).tolist():
        if (x, y) != last:
            last = (x, y)
            yield last


def lines(geometry: BaseGeometry, unit: float) -> list[list[int]]:
    """The lines of a geometry, or the rings of areas, as :func:`steps` in whole units."""
    parts = shapely.get_parts(geometry)
    if parts.size and parts[0].geom_type == "Polygon":
        parts = shapely.get_rings(parts)
    found = [list(whole(shapely.get_coordinates(part), unit)) for part in parts]
    return [steps(line) for line in found if len(line) > 1]


def topology(areas: Sequence[BaseGeometry], unit: float) -> Topology:
    """The arcs of areas that form a coverage."""
    rings = [
        [
            list(whole(shapely.get_coordinates(ring), unit))[:-1]
            for ring in shapely.get_rings(shapely.get_parts(area))
        ]
        for area in areas
    ]
    ends = _ends(rings)
    numbers: dict[tuple[Position, ...], int] = {}
    sides: dict[int, set[int]] = defaultdict(set)

    def arc(line: list[Position], area: int) -> int:
        forward = tuple(line)
        backward = forward[::-1]
        turned = backward < forward
        number = numbers.setdefault(backward if turned else forward, len(numbers))
        sides[number].add(area)
        return ~number if turned else number

    found = tuple(
        tuple(
            [arc(line, area) for line in _split(ring, ends)]
            for ring in own
            if len(ring) > 2  # noqa: PLR2004 - fewer positions enclose nothing
        )
        for area, own in enumerate(rings)
    )
    return Topology(tuple(numbers), found, tuple(frozenset(sides[n]) for n in range(len(numbers))))


def _ends(rings: Iterable[Iterable[list[Position]]]) -> set[Position]:
    """Where lines meet: positions with other neighbours in one ring than in another."""
    beside: dict[Position, set[Position]] = defaultdict(set)
    for own in rings:
        for ring in own:
            for before, here in zip([*ring[-1:], *ring], ring, strict=False):
                beside[here].add(before)
                beside[before].add(here)
    return {position for position, others in beside.items() if len(others) != 2}  # noqa: PLR2004 - one before, one after


def _split(ring: list[Position], ends: set[Position]) -> Iterator[list[Position]]:
    """A ring's arcs; one that meets no other begins at its least position."""
    cuts = [index for index, position in enumerate(ring) if position in ends]
    if not cuts:
        cuts = [ring.index(min(ring))]
    turned = ring[cuts[0] :] + ring[: cuts[0] + 1]
    ends_at = [cut - cuts[0] for cut in cuts] + [len(ring)]
    for start, end in pairwise(ends_at):
        yield turned[start : end + 1]
