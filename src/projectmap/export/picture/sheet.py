"""The sheet around a map: title, legend and notes as lines of text, and what is left for the map.

Words stand beside the map or above and below it, whichever leaves the map more room. Where they
are too many for the sheet, they become smaller, and then long lists are cut, with a sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

from projectmap.export.picture import letters
from projectmap.export.picture.frame import Box, Frame, Point
from projectmap.map.theme import COLOURS

Layout = TypeVar("Layout", bound=Any)
"""A frozen dataclass with a field ``sheet``."""

INK, MUTED = COLOURS["ink"], COLOURS["muted"]
LINE_HEIGHT = 1.28
"""In sizes of the letters."""
_NARROW, _WIDE, _STEP = 16, 38, 2
"""How wide the words beside the map may be, in sizes of the letters."""
_BESIDE_THE_MAP = 16
"""Room left and right of the outlines, for names that have none inside; in sizes."""
_COLUMN = 24
"""The least width of a column under the map, in sizes."""
_MOST_COLUMNS = 4
_LARGER = 1.15
"""The sheet's letters by the map's, where there is room for them."""
_SIZES = (1.0, 0.92, 0.85, 0.78, 0.7, 0.62, 0.55, 0.48, 0.4)
_CUTS = (12, 4, 2, 1)
"""Lines that a long text may have; fewer are tried where the smallest letters do not help."""
_ROUNDS = 3
"""How often words and map are made anew to agree."""
_LEAST_MAP = 0.45
"""The part of the sheet's height that the map has at least."""


@dataclass(frozen=True, slots=True)
class Item:
    """A text of the sheet; sizes in parts of the sheet's own."""

    text: str
    size: float = 1.0
    bold: bool = False
    colour: str = INK
    sign: str = ""
    """The sign that stands before it, by its name."""
    above: float = 0.25
    """Room above it."""
    long: bool = False
    """It may be cut."""


@dataclass(frozen=True, slots=True)
class Words:
    """All texts around a map."""

    head: tuple[Item, ...]
    legend: tuple[Item, ...]
    foot: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """What a kind of map asks of its sheet."""

    frame: Frame
    ratio: float
    """Width by height of what the map must show."""
    sign_width: float
    """Of the legend's signs, in sizes of its letters."""
    scale: Callable[[Box], float]
    """How large the map would be in a box."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in its place."""

    text: str
    at: Point
    """Where it begins, on its base line."""
    size: float
    bold: bool
    colour: str

    @property
    def box(self) -> Box:
        """What its letters take."""
        x, y = self.at
        wide = letters.width(self.text, self.size, bold=self.bold)
        return Box(x, y - letters.DESCENT * self.size, x + wide, y + letters.ASCENT * self.size)


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of the legend in its place."""

    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where everything stands."""

    map: Box
    lines: tuple[Line, ...]
    signs: tuple[Sign, ...]
    size: float = 0.0
    """Of the letters, in points."""
    cut: int = 0
    """Lines that a long text may have."""
    is_beside: bool = True
    """Whether the words stand beside the map, and not above and below it."""


@dataclass(frozen=True, slots=True)
class _Column:
    """Texts set under each other, from a top at 0 downwards."""

    lines: tuple[Line, ...]
    signs: tuple[Sign, ...]
    height: float


def sheet(style: Style, words: Words) -> Sheet:
    """The sheet with the larger map. A frame in which no words fit has the map alone."""
    frame = style.frame
    for cut in _CUTS:
        for part in _SIZES:
            parts = (_LARGER, part) if frame.furnished and part == 1 else (part,)
            settings = (_Setting(style, frame.font_pt * tried, cut) for tried in parts)
            made = [
                found
                for setting in settings
                for found in (setting.beside(words), setting.below(words))
                if found is not None
            ]
            if made:
                # The first of equals: large letters, beside the map.
                return max(made, key=lambda item: round(style.scale(item.map), 9))
    return Sheet(Box(0, 0, frame.width, frame.height), (), ())


def settled(
    style: Style,
    words: Callable[..., Words],
    made: Callable[[Sheet], Layout],
    found: Callable[[Layout], tuple[Any, ...]],
    all_that_may_be: tuple[Any, ...],
) -> Layout:
    """A layout whose words say what was found in making it (names without room, signs).

    ``words(*found(layout))`` are its words; ``made(sheet)`` makes the layout around them.
    """
    known: tuple[Any, ...] = (0, *all_that_may_be[1:])
    layout = made(sheet(style, words(*known)))
    for _ in range(_ROUNDS):
        if words(*found(layout)) == words(*known):
            return layout
        known = found(layout)
        room = sheet(style, words(*known))
        # The map depends on nothing else of the sheet.
        same = layout.sheet.map == room.map
        layout = replace(layout, sheet=room) if same else made(room)
    # It goes back and forth: leave room for all that may have to be said.
    first = sheet(style, words(*all_that_may_be))
    layout = made(first)
    return replace(layout, sheet=_again(first, style, words(*found(layout))))


def _again(first: Sheet, style: Style, words: Words) -> Sheet:
    """The same sheet with fewer words: the map and the letters keep place and size."""
    if not first.lines:
        return first
    setting = _Setting(style, first.size, first.cut)
    made = setting.beside(words) if first.is_beside else setting.below(words)
    return first if made is None else replace(made, map=first.map)


@dataclass(frozen=True, slots=True)
class _Setting:
    """One way of setting the words: how large, and how much of long ones."""

    style: Style
    size: float
    cut: int

    @property
    def margin(self) -> float:
        return (1.2 if self.style.frame.furnished else 0.6) * self.size

    def beside(self, words: Words) -> Sheet | None:
        """Words in a column left of the map; None where they do not fit."""
        frame, margin = self.style.frame, self.margin
        high = frame.height - 2 * margin
        wanted = frame.width - frame.height * self.style.ratio - _BESIDE_THE_MAP * frame.font_pt
        widest = min(_WIDE * self.size, frame.width * 0.5)
        wide = min(max(wanted, _NARROW * self.size), widest)
        everything = (*words.head, *words.legend)
        if not everything and not words.foot:
            wide = -margin
        while wide <= widest:
            upper = self._column(everything, wide)
            lower = self._column(words.foot, wide)
            if upper.height + lower.height + self.size <= high:
                break
            wide += _STEP * self.size
        else:
            return None
        lines = (*_moved(upper.lines, margin, frame.height - margin),
                 *_moved(lower.lines, margin, margin + lower.height))  # fmt: skip
        signs = (*_signs_moved(upper.signs, margin, frame.height - margin),)
        left = 2 * margin + wide
        box = Box(left, 0, frame.width, frame.height)
        return Sheet(box, lines, signs, self.size, self.cut)

    def below(self, words: Words) -> Sheet | None:
        """The head above the map, legend and foot below it; None where they do not fit."""
        frame, margin = self.style.frame, self.margin
        wide = frame.width - 2 * margin
        head = self._column(words.head, wide)
        columns = max(1, min(_MOST_COLUMNS, int(wide / (_COLUMN * self.size))))
        gap = 1.5 * self.size
        column_width = (wide - gap * (columns - 1)) / columns
        parts = [
            self._column(items, column_width)
            for items in _split(
                words.legend, columns, lambda some: self._height(some, column_width)
            )
        ]
        legend_height = max((part.height for part in parts), default=0)
        foot = self._column(words.foot, wide)
        above = head.height + 2 * margin if words.head else 0.0
        below = legend_height + foot.height + 2 * margin + (0.5 * self.size if foot.height else 0)
        if frame.height - above - below < _LEAST_MAP * frame.height:
            return None
        lines = [*_moved(head.lines, margin, frame.height - margin)]
        signs: list[Sign] = []
        for number, part in enumerate(parts):
            left = margin + number * (column_width + gap)
            lines += _moved(part.lines, left, below - margin)
            signs += _signs_moved(part.signs, left, below - margin)
        lines += _moved(foot.lines, margin, margin + foot.height)
        box = Box(0, below, frame.width, frame.height - above)
        return Sheet(box, tuple(lines), tuple(signs), self.size, self.cut, is_beside=False)

    def _height(self, items: Sequence[Item], wide: float) -> float:
        return self._column(items, wide).height

    def _column(self, items: Iterable[Item], wide: float) -> _Column:
        lines: list[Line] = []
        signs: list[Sign] = []
        y = 0.0
        for item in items:
            size = item.size * self.size
            y -= item.above * size if lines else 0
            indent = (self.style.sign_width + 0.6) * size if item.sign else 0.0
            texts = self._cut(item, size, wide - indent)
            if item.sign:
                middle = y - LINE_HEIGHT * size / 2
                high = 1.1 * size
                signs.append(Sign(item.sign, Box(
                    0, middle - high / 2, self.style.sign_width * size, middle + high / 2
                )))  # fmt: skip
            for text in texts:
                y -= LINE_HEIGHT * size
                base = y + (LINE_HEIGHT - letters.ASCENT + letters.DESCENT) / 2 * size
                lines.append(Line(text, (indent, base), size, item.bold, item.colour))
        return _Column(tuple(lines), tuple(signs), -y)

    def _cut(self, item: Item, size: float, wide: float) -> list[str]:
        lines = letters.lines(letters.plain(item.text), size, wide, bold=item.bold)
        if not item.long:
            return list(lines)
        found = list(islice(lines, self.cut + 1))
        if len(found) <= self.cut:
            return found
        last = letters.shortened(found[self.cut - 1] + letters.MORE * 2, size, wide, bold=item.bold)
        return [*found[: self.cut - 1], last.rstrip(letters.MORE) + letters.MORE]


def _moved(lines: Iterable[Line], left: float, top: float) -> Iterator[Line]:
    for line in lines:
        yield replace(line, at=(line.at[0] + left, line.at[1] + top))


def _signs_moved(signs: Iterable[Sign], left: float, top: float) -> Iterator[Sign]:
    for sign in signs:
        box = sign.box
        moved = Box(box.left + left, box.bottom + top, box.right + left, box.top + top)
        yield Sign(sign.name, moved)


def _split(
    items: Sequence[Item], columns: int, height: Callable[[Sequence[Item]], float]
) -> list[list[Item]]:
    """The items in at most so many columns, in order, the highest as low as can be."""
    if not items:
        return []
    sizes = [height([item]) + item.above for item in items]
    most = max(sizes)
    while True:
        found: list[list[Item]] = [[]]
        room = most
        for item, high in zip(items, sizes, strict=True):
            if high > room:
                found.append([])
                room = most
            found[-1].append(item)
            room -= high
        if len(found) <= columns:
            return found
        most *= 1.05
