"""How much room a text takes in Arial, so that nothing on a slide runs over.

PowerPoint lays text out only when somebody opens the file, so we have to know before. The widths
are Arial's advance widths (table ``hmtx``), which Liberation Sans shares; each is rounded up to
that of its group, and letters that no group has count as a whole em.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate

FAMILY = "Arial"
"""On every Windows and macOS with an office program, with all Cyrillic letters; where there is
none (LibreOffice), Liberation Sans has the same widths, so that no line breaks elsewhere."""
LEADING = 1.2
"""Line height in ems; Arial's own is 1.15."""
SAFETY = 1.03
"""Programs round widths in their own ways."""
_REGULAR: Mapping[int, str] = {
    230: "'ijlіł‘’‚‛ʼ′\u202f",
    280: " !,./:;I[\\]ft|ІЇїı¦\u00a0",
    335: "()-`r{}ľ“”„‟‹›‐‑·¡¨²³´¹",
    400: '"*гť•°″ºª',
    460: "ґзктĳ",
    500: "J^cksvxyzҐсухў↑↓◊",
    560: "#$0123456789?L_abdeghnopquГавеєийнопрчьяёэŁđðþ«»–§€₴£±÷≈≤≥¢¤¥¯¶†‡",
    585: "+<=>~Кбдлц×−¬µ",
    625: "FTZЗТъßøď¿",
    670: "&ABEKPSVXYАБВЕЛРУХЧЬЁЎж",
    725: "CDHNRUwДЄИЙНПСЯЭмы",
    780: "GOQОФЦюØ©®",
    835: "MmМЪфшщ¼½¾",
    890: "%Ыæ",
    945: "WЖШЩœ",
    1015: "@ЮÆŒ—―…™←→‰",
    1120: "№",
}
_BOLD: Mapping[int, str] = {
    230: "\u202f",
    280: " ',./I\\ijl|ІЇіłı‘’‚‛ʼ′¦\u00a0",
    335: "!()-:;[]`ftї‹›‐‑·¡¨²³´¹",
    400: "*r{}ľ•°ºª",
    460: "гґ",
    500: '"zҐзктť“”„‟↑↓″◊',
    560: "#$0123456789J_aceksvxyаеєсухёэўĳ«»–§€£±÷≈≤≥¢¤¥¯¶†‡",
    585: "+<=>^~Гчя×−¬µ",
    625: "?FLTZbdghnopquКТУЎбвийнопрцьßøŁđðþ¿",
    670: "EPSVXYЕЗРХЁдл₴",
    725: "&ABCDHKNRUАБВДЄИЙЛНПСЧЬЯЭжď",
    780: "GOQwОЦмъØ©®",
    835: "MМш¼½¾",
    890: "%mФЪфщюыæ",
    945: "WЖœ",
    1015: "@ШЫÆŒ—―…™←→‰",
    1120: "ЩЮ№",
}


@cache
def _widths(*, bold: bool) -> Mapping[str, int]:
    """Thousandths of an em by letter."""
    groups = _BOLD if bold else _REGULAR
    return {letter: width for width, letters in groups.items() for letter in letters}


def _width(letter: str, *, bold: bool) -> int:
    known = _widths(bold=bold)
    if letter in known:
        return known[letter]
    # Letters with an accent are as wide as those without.
    plain = unicodedata.normalize("NFD", letter)[0]
    if plain in known:
        return known[plain]
    return 0 if unicodedata.category(letter) in {"Mn", "Cf"} else 1120


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of ``text`` in one line, in points; ``size`` is that of the letters."""
    return SAFETY * size * sum(_width(letter, bold=bold) for letter in text) / 1000


def lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """How many lines ``text`` takes in ``room`` points; an empty one takes one, too."""
    return sum(1 for _ in _broken(text, size, room, bold=bold))


def shortened(text: str, size: float, room: float, most: int, *, bold: bool = False) -> str:
    """``text``, or as much of it as ``most`` lines hold with an ellipsis behind it."""
    end = 0
    for place, line in enumerate(_broken(text, size, room, bold=bold)):
        if place == most:
            kept = text[:end]
            while kept and lines(f"{kept}…", size, room, bold=bold) > most:
                kept = kept[:-1]
            return f"{kept.rstrip(' ,;:(«“')}…"
        end += len(line)
        # A line ends at a blank, which stands in none, or in the middle of a word.
        end += text[end : end + 1] == " "
    return text


def _broken(text: str, size: float, room: float, *, bold: bool) -> Iterator[str]:
    """The lines of ``text``: broken at blanks, and inside of words that are longer than a line."""
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
            fitting = _fitting(rest, size, room, bold=bold)
            yield rest[:fitting]
            rest = rest[fitting:]
            needed = width(rest, size, bold=bold)
        line, used = rest, needed
    yield line


def _fitting(word: str, size: float, room: float, *, bold: bool) -> int:
    """How many letters of ``word`` a line holds, at least one."""
    scale = SAFETY * size / 1000
    ends = accumulate(_width(letter, bold=bold) * scale for letter in word)
    return max(next((place for place, end in enumerate(ends) if end > room), len(word)), 1)
