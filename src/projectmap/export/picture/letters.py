"""Letters of pictures: the pages' font, how wide a text is, lines of a given width.

Texts of the data are letters only: no markup of matplotlib's, no sign that turns the direction of
writing, nothing that has no glyph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from threading import Lock

import numpy as np
import shapely
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from projectmap import fonts

OTHERS = "DejaVu Sans"
"""Matplotlib's own font; has letters of other scripts."""
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
MORE = "…"
UNBROKEN = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
"""Blanks at which no line ends: in numbers, and before them."""
ASCENT, DESCENT = 0.74, 0.24
"""How far letters reach above and below the line, in parts of their size."""
_NARROWEST = 0.18
"""How wide a letter is at least, in parts of its size; what is narrower counts as that."""
_SMOOTH = 0.01
"""How far a halo may be off, in parts of the letters' size."""
_MEASURED = 100.0
_LOCK = Lock()
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = {"Zs", "Zl", "Zp"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def plain(text: str) -> str:
    """``text`` as a picture can show it: one line, with a sign for what cannot be drawn.

    Blanks that do not break a line stay.
    """
    shown = (_shown(letter) for letter in text)
    return " ".join(part for part in "".join(shown).split(" ") if part)


def in_words(text: str) -> str:
    """``text`` as alternative text: with a sign for what neither XML nor an office file carries."""
    return _NOT_IN_XML.sub(UNKNOWN, text)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide ``text`` is, in points."""
    return _width(text, bold) * size / _MEASURED


def outline(text: str, size: float, *, bold: bool = False) -> Path:
    """The outlines of the letters, the first one's start at the origin."""
    # Not TextPath, which reads formulas between dollar signs.
    places, codes = text_to_path.get_text_path(font(_MEASURED, bold=bold), text, ismath=False)
    return Path(np.reshape(places, (-1, 2)) * (size / _MEASURED), codes)


@lru_cache(maxsize=2**10)
def halo(text: str, size: float, reach: float, *, bold: bool = False) -> shapely.Geometry:
    """The ground that the letters take with ``reach`` points around them.

    Drawn as an area it is half as long in an SVG as the letters with a wide edge.
    """
    rings = outline(text, size, bold=bold).to_polygons()
    grown = shapely.buffer([shapely.Polygon(ring) for ring in rings], reach, quad_segs=4)
    return shapely.simplify(shapely.union_all(grown), _SMOOTH * size)


@cache
def font(size: float, *, bold: bool = False) -> FontProperties:
    """The font at a size in points."""
    _load()
    return FontProperties(
        family=[fonts.FAMILY, OTHERS], size=size, weight="bold" if bold else "normal"
    )


def shortened(text: str, size: float, most: float, *, bold: bool = False) -> str:
    """``text``, or as much of it as is no wider than ``most`` points, with a sign for the rest."""
    if len(text) <= _window(size, most) and width(text, size, bold=bold) <= most:
        return text
    return text[: _fitting(text, size, most, bold=bold, end=MORE)].rstrip() + MORE


def lines(text: str, size: float, most: float, *, bold: bool = False) -> Iterator[str]:
    """``text`` in lines no wider than ``most`` points; words that are wider are broken."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if len(longer) <= _window(size, most) and width(longer, size, bold=bold) <= most:
            line = longer
            continue
        if line:
            yield line
        line = word
        while len(line) > 1 and (fits := _fitting(line, size, most, bold=bold)) < len(line):
            yield line[: max(fits, 1)]
            line = line[max(fits, 1) :]
    yield line


def _fitting(text: str, size: float, most: float, *, bold: bool, end: str = "") -> int:
    """How many letters of ``text``, with ``end`` after them, are no wider than ``most`` points."""
    # What is longer than any line need not be measured.
    too_long = min(len(text), _window(size, most)) + 1
    fits = 0
    while too_long - fits > 1:
        half = (fits + too_long) // 2
        if width(text[:half].rstrip() + end, size, bold=bold) <= most:
            fits = half
        else:
            too_long = half
    return fits


def _window(size: float, most: float) -> int:
    """Letters that a line has at most."""
    return int(most / (_NARROWEST * size)) + 1


@lru_cache(maxsize=2**14)
def _width(text: str, bold: bool) -> float:  # noqa: FBT001 - the key of a cache
    wide, _, _ = text_to_path.get_text_width_height_descent(
        text, font(_MEASURED, bold=bold), ismath=False
    )
    return float(wide)


@cache
def _load() -> None:
    with _LOCK:
        known = {entry.fname for entry in fontManager.ttflist}
        for path in fonts.styles():
            if str(path) not in known:
                fontManager.addfont(path)


@lru_cache(maxsize=2**12)
def _shown(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter in UNBROKEN:
        return letter
    if kind in _BLANKS or letter in "\t\n\r":
        return " "
    if kind in _UNSEEN or ord(letter) not in _glyphs():
        return UNKNOWN
    return letter


@cache
def _glyphs() -> frozenset[int]:
    """The signs that can be drawn, bold ones too."""
    _load()
    found: list[set[int]] = []
    for bold in (False, True):
        weight = "bold" if bold else "normal"
        files = [findfont(FontProperties(family=[name], weight=weight))
                 for name in (fonts.FAMILY, OTHERS)]  # fmt: skip
        found.append({code for file in files for code in get_font(file).get_charmap()})
    return frozenset(found[0] & found[1])
