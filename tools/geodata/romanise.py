"""Ukrainian names in Latin letters, by Cabinet resolution No. 55 of 27.01.2010."""

from __future__ import annotations

import re

_INSIDE = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        [
            *("a", "b", "v", "h", "g", "d", "e", "ie", "zh", "z", "y", "i", "i", "i"),
            *("k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts"),
            *("ch", "sh", "shch", "", "iu", "ia"),
        ],
        strict=True,
    )
)
_FIRST = _INSIDE | {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_APOSTROPHES = "’'ʼ`"


def romanise(name: str) -> str:
    """``name`` with every Ukrainian word romanised; other characters stay as they are.

    ``зг`` becomes ``zgh``; the soft sign and the apostrophe are left out, as the resolution says.
    """
    return re.sub(rf"[а-яґєіїА-ЯҐЄІЇ{_APOSTROPHES}]+", lambda m: _word(m.group()), name)


def _word(word: str) -> str:
    letters = [letter for letter in word if letter not in _APOSTROPHES]
    parts: list[str] = []
    for index, letter in enumerate(letters):
        small = letter.lower()
        if small == "г" and index and letters[index - 1].lower() == "з":
            part = "gh"
        else:
            part = (_FIRST if index == 0 else _INSIDE)[small]
        parts.append(part.capitalize() if letter.isupper() else part)
    return "".join(parts)
