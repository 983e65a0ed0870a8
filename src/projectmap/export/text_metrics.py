"""How wide texts are in the pages' own font, and where their lines end.

For layouts that must be known before any program renders them. Sizes and widths are in points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import accumulate

from fontTools.ttLib import TTFont

from projectmap import fonts

MORE = "…"
_LEFT_OPEN = " ,;:(«“"
"""What a shortened text does not end in."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide ``text`` is in one line."""
    return size * sum(advance(letter, bold=bold) for letter in text)


def lines(text: str, size: float, room: float, *, bold: bool = False) -> Iterator[str]:
    """``text`` in lines no wider than ``room``: broken at blanks, and inside of longer words.

    An empty text has one empty line.
    """
    blank = width(" ", size, bold=bold)
    line, used = "", 0.0
    for word in text.split(" "):
        needed = width(word, size, bold=bold)
        if line and used + blank + needed <= room:
            line, used = f"{line} {word}", used + blank + needed
            continue
        if line:
            yield line
        rest = word
        while needed > room and len(rest) > 1:
            count = _fitting(rest, size, room, bold=bold)
            yield rest[:count]
            rest = rest[count:]
            needed = width(rest, size, bold=bold)
        line, used = rest, needed
    yield line


def shortened(
    text: str, size: float, room: float, most_lines: int = 1, *, bold: bool = False
) -> str:
    """``text``, or as much of it as ``most_lines`` hold with an ellipsis behind it."""
    end = 0
    for index, line in enumerate(lines(text, size, room, bold=bold)):
        if index == most_lines:
            beginning = text[:end]
            while len([*lines(beginning + MORE, size, room, bold=bold)]) > most_lines and beginning:
                beginning = beginning[:-1]
            return beginning.rstrip(_LEFT_OPEN) + MORE
        end += len(line)
        # A line ends at a blank, which belongs to no line, or inside a word.
        end += text[end : end + 1] == " "
    return text


@lru_cache(maxsize=2**12)
def advance(letter: str, *, bold: bool = False) -> float:
    """The width of ``letter`` in ems; a letter that the font has not counts as a whole one."""
    known = _advances(bold=bold)
    if ord(letter) in known:
        return known[ord(letter)]
    # Letters with an accent are as wide as those without.
    plain = ord(unicodedata.normalize("NFD", letter)[0])
    if plain in known:
        return known[plain]
    return 0.0 if unicodedata.category(letter) in {"Mn", "Cf"} else 1.0


@cache
def _advances(*, bold: bool) -> Mapping[int, float]:
    """Widths in ems by code point."""
    with TTFont(fonts.folder() / ("Bold.ttf" if bold else "Regular.ttf")) as font:
        ems, widths = font["head"].unitsPerEm, font["hmtx"]
        return {code: widths[name][0] / ems for code, name in font.getBestCmap().items()}


def _fitting(word: str, size: float, room: float, *, bold: bool) -> int:
    """How many letters of ``word`` a line holds, at least one."""
    ends = accumulate(size * advance(letter, bold=bold) for letter in word)
    return max(next((count for count, end in enumerate(ends) if end > room), len(word)), 1)
