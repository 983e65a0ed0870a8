"""Two maps of the communities, of two dates, beside each other under their dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from projectmap.export.picture.clustering import Symbols
from projectmap.export.picture.communities_legend import occurring
from projectmap.export.picture.geometry import Box
from projectmap.export.picture.page import Label
from projectmap.map import svg
from projectmap.markup import Html, element

GAP = 0.6
"""Between the maps, in sizes of the letters."""
CAPTION = 2.2
"""Height of the line of a date, in sizes of the letters."""


class OneMap(Protocol):
    """What is needed of either map."""

    @property
    def nameless(self) -> int:
        """Names that have no room."""

    @property
    def symbols(self) -> Symbols:
        """What stands on it."""

    def drawing(self) -> Html:
        """The map without its texts."""

    def labels(self) -> tuple[Label, ...]:
        """Every text on it."""


def boxes(room: Box, size: float) -> tuple[Box, Box]:
    """Where the two maps stand in ``room``; ``size`` is that of the letters."""
    wide, top = (room.width - GAP * size) / 2, CAPTION * size
    return (
        Box(0, top, wide, room.height),
        Box(room.width - wide, top, room.width, room.height),
    )


@dataclass(frozen=True, slots=True)
class ComparedMaps:
    """Two maps as one."""

    box: Box
    size: float
    """Of the letters, in points."""
    places: tuple[Box, Box]
    maps: tuple[OneMap, OneMap]
    captions: Sequence[str]

    @property
    def nameless(self) -> int:
        """Names that have no room."""
        return max(item.nameless for item in self.maps)

    @property
    def signs(self) -> frozenset[str]:
        """The legend's signs that either map has."""
        return occurring(sign for item in self.maps for sign in item.symbols.items)

    def drawing(self) -> Html:
        """The maps without their texts."""
        parts = (
            element(
                "svg",
                item.drawing(),
                x=place.left,
                y=place.top,
                width=place.width,
                height=place.height,
            )
            for item, place in zip(self.maps, self.places, strict=True)
        )
        return svg.document(self.box.width, self.box.height, *parts)

    def labels(self) -> tuple[Label, ...]:
        """Every text on the maps, and the dates above them."""
        found = []
        for item, place, caption in zip(self.maps, self.places, self.captions, strict=True):
            at = (place.middle[0], place.top - 0.7 * self.size)
            found.append(Label(caption, at, 1.25 * self.size))
            found += [
                replace(label, at=(label.at[0] + place.left, label.at[1] + place.top))
                for label in item.labels()
            ]
        return tuple(found)
