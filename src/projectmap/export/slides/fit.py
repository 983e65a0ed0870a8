"""Texts and rows of tables, fitted before they are written.

PowerPoint lays text out only when somebody opens the file, so we have to know before. It writes in
Arial; where there is none, office programs put another font for it. A text has the room that it
needs in the widest of :data:`FONTS`: nothing runs over, whatever fonts a machine has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR

from projectmap.export import text_metrics
from projectmap.markup import one_line

INK, QUIET, ACCENT = MSO_THEME_COLOR.TEXT_1, MSO_THEME_COLOR.TEXT_2, MSO_THEME_COLOR.ACCENT_1
POINTS = 72
"""Points of an inch."""
SIDE, EDGE = 0.08, 0.03
"""Inches between a cell's text and its sides, and its upper and lower edge."""
NUMBER_INDENT = 28
"""Points before the text of a numbered paragraph."""
_STEPS = 24
"""How closely even pages are looked for."""


@dataclass(frozen=True, slots=True)
class Font:
    """How much room a font takes, measured over the register's texts."""

    regular: float
    """Widths in those of the pages' own font, which :mod:`text_metrics` knows."""
    bold: float
    leading: float
    """Height of a line in ems."""


ARIAL = Font(1.1, 1.12, 1.17)
"""Liberation Sans has the same widths."""
FONTS = (ARIAL, Font(1.29, 1.38, 1.17), Font(1.17, 1.21, 1.365))
"""Arial, DejaVu Sans, Noto Sans."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph in one way of writing; ``size`` is in points, room and height in inches."""

    text: str
    size: float = 12
    bold: bool = False
    colour: Any = INK
    link: str | None = None
    number: int | None = None
    """Its number in a list."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", one_line(self.text).strip())

    def height(self, room: float, font: Font | None = None) -> float:
        """The height in ``font``; else in that of :data:`FONTS` in which it is highest."""
        fonts = FONTS if font is None else (font,)
        return max(self.lines(room, item) * self.size * item.leading / POINTS for item in fonts)

    def lines(self, room: float, font: Font = FONTS[1]) -> int:
        """How many lines it takes; without ``font``, in the widest."""
        size, points = self._measured(room, font)
        return sum(1 for _ in text_metrics.lines(self.text, size, points, bold=self.bold))

    def within(self, room: float, most_lines: int) -> Text:
        """The same, shortened to ``most_lines`` in the widest font."""
        size, points = self._measured(room, FONTS[1])
        cut = text_metrics.shortened(self.text, size, points, most_lines, bold=self.bold)
        return replace(self, text=cut)

    def unbroken(self, room: float) -> bool:
        """Whether each of its words fits into a line, in Arial."""
        size, points = self._measured(room, ARIAL)
        words = self.text.split(" ")
        return all(text_metrics.width(word, size, bold=self.bold) <= points for word in words)

    def fitted(self, room: float, most_height: float) -> Text:
        """The same, shortened to as many lines as ``most_height`` inches hold; at least one."""
        line = self.size * max(font.leading for font in FONTS) / POINTS
        return self.within(room, max(int(most_height / line), 1))

    def _measured(self, room: float, font: Font) -> tuple[float, float]:
        indent = NUMBER_INDENT if self.number is not None else 0
        return self.size * (font.bold if self.bold else font.regular), room * POINTS - indent


def height(texts: Iterable[Text], room: float, font: Font | None = None) -> float:
    """The height of paragraphs in ``room`` inches, in inches."""
    return sum(text.height(room, font) for text in texts)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, fitted to its columns."""

    cells: tuple[tuple[Text, ...], ...]
    heights: tuple[float, ...]
    """In each of :data:`FONTS`, in inches: programs let rows grow."""
    fill: str | None = None
    """Colour of the first cell, RRGGBB."""


def row(
    cells: Iterable[Iterable[Text]],
    widths: Sequence[float],
    most_lines: int,
    fill: str | None = None,
) -> Row:
    """A row whose texts have at most ``most_lines`` each, as high as its highest cell."""
    inner = [width - 2 * SIDE for width in widths]
    fitted = tuple(
        tuple(text.within(room, most_lines) for text in cell)
        for cell, room in zip(cells, inner, strict=True)
    )
    least = 0.0
    heights = []
    for font in FONTS:
        pairs = zip(fitted, inner, strict=True)
        needed = max(height(cell, room, font) for cell, room in pairs) + 2 * EDGE
        # Arial comes first: its height is stated in the file.
        least = least or needed
        heights.append(max(least, needed))
    return Row(fitted, tuple(heights), fill)


def unbroken(rows: Iterable[Row], widths: Sequence[float]) -> bool:
    """Whether no word of ``rows`` is wider than its column of ``widths``, in inches."""
    columns = [
        (cell, width) for item in rows for cell, width in zip(item.cells, widths, strict=True)
    ]
    return all(text.unbroken(width - 2 * SIDE) for cell, width in columns for text in cell)


def room_of(rows: Iterable[Row]) -> float:
    """The inches that ``rows`` need in the font in which they are highest."""
    return max((sum(heights) for heights in zip(*(item.heights for item in rows), strict=True)),
               default=0)  # fmt: skip


def pages(rows: Sequence[Row], room: float) -> list[Sequence[Row]]:
    """``rows`` in pages that need at most ``room`` inches, as few and as even as can be."""
    fewest = len(list(filled(rows, room)))
    lowest = max((room_of([item]) for item in rows), default=room)
    for step in range(_STEPS):
        found = list(filled(rows, lowest + (room - lowest) * step / _STEPS))
        if len(found) == fewest:
            return found
    return list(filled(rows, room))


def filled(rows: Sequence[Row], room: float) -> Iterator[Sequence[Row]]:
    """``rows`` in pages, each as full as can be."""
    start = 0
    for end in range(1, len(rows) + 1):
        if end > start + 1 and room_of(rows[start:end]) > room:
            yield rows[start : end - 1]
            start = end - 1
    if rows:
        yield rows[start:]
