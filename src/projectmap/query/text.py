"""Text made comparable: how people type against how the register writes."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile("[’ʼ`´‘′]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_LATIN_TWINS = str.maketrans("aceiopxyhkmtbï", "асеіорхункмтвї")
_CYRILLIC = re.compile(r"[а-яґєіїёыэъ]")
_MIXED = re.compile(r"[а-яґєіїёыэъ][\d']*[a-zï]|[a-zï][\d']*[а-яґєіїёыэъ]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def fold(text: str) -> str:
    """``text`` without case, kinds of apostrophe, invisible letters and Latin twins.

    A Latin letter that looks like a Cyrillic one becomes Cyrillic inside a word that has a
    Cyrillic letter: people paste «Кремiнна» with a Latin i.
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    # Patterns, as str.translate is many times slower beyond ASCII.
    plain = _INVISIBLE.sub("", _APOSTROPHES.sub("'", plain))
    # Few texts have such a word, and looking is much cheaper than going through all words.
    return _WORD.sub(_one_alphabet, plain) if _MIXED.search(plain) else plain


def _one_alphabet(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(_LATIN_TWINS) if _CYRILLIC.search(word) else word
