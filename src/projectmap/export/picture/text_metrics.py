"""How wide a text is in the font of the house, and how much of it fits."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from itertools import accumulate

from fontTools.ttLib import TTFont

from projectmap import fonts

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
MORE = "…"
ASCENT, DESCENT = 0.74, 0.24
"""How far letters reach above and below the base line, in parts of their size."""
DIGIT = 0.65
"""Height of a digit, in parts of its size."""
_NO_BREAK = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def cleaned(text: str) -> str:
    """``text`` as one line, with a sign for controls and signs that turn the direction.

    Blanks that do not break a line stay.
    """
    seen = "".join(
        UNKNOWN if unicodedata.category(letter) in _UNSEEN and letter not in "\t\n\r" else letter
        for letter in text
    )
    whole = "".join(
        letter if letter in _NO_BREAK or not letter.isspace() else " " for letter in seen
    )
    return " ".join(part for part in whole.split(" ") if part)


def in_words(text: str) -> str:
    """``text`` as alternative text: with a sign for what neither XML nor an office file carries."""
    return _NOT_IN_XML.sub(UNKNOWN, text)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide ``text`` is, in points; ``size`` is that of the letters."""
    advances = _advances(bold=bold)
    return size * sum(advances.get(letter, 1) for letter in text)


def shortened(text: str, size: float, most: float, *, bold: bool = False) -> str:
    """``text``, or as much of it as is no wider than ``most`` points, with a sign for the rest."""
    advances = _advances(bold=bold)
    ends = list(accumulate(size * advances.get(letter, 1) for letter in text))
    if not ends or ends[-1] <= most:
        return text
    return text[: bisect_right(ends, most - width(MORE, size, bold=bold))].rstrip() + MORE


@cache
def _advances(*, bold: bool) -> Mapping[str, float]:
    """The width of each letter, in parts of the size; others take a whole one."""
    with TTFont(fonts.styles()[int(bold)], lazy=True) as font:
        metrics, em = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / em for code, name in font.getBestCmap().items()}
