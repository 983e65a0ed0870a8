"""Texts of pictures: clean, and as much of them as fits."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

from projectmap.export.text_metrics import MORE, advance, width

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
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


def shortened(text: str, size: float, most: float, *, bold: bool = False) -> str:
    """``text``, or as much of it as is no wider than ``most`` points, with a sign for the rest."""
    ends = list(accumulate(size * advance(letter, bold=bold) for letter in text))
    if not ends or ends[-1] <= most:
        return text
    return text[: bisect_right(ends, most - width(MORE, size, bold=bold))].rstrip() + MORE
