"""Forms of a word: words that share a stem are the same word, in Ukrainian and in English.

English is left to Snowball. For Ukrainian the rules here remove the ending and undo the changes
of sound that go with it (шкіл is of школа, дорозі of дорога), so that a form may have several
stems. Ukrainian dictionaries have restrictive licences, or take seconds and much memory to load.
"""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

_english = snowballstemmer.stemmer("english").stemWord
_ENDING = re.compile(
    "(?:ього|ьому|ього|ого|ому|ої|ьої|ьою|ими|іми|ами|ями|ові|еві|єві|ьми|ах|ях|ам|ям|их|іх|ий|ый|ій"
    "|им|ім|ом|ем|єм|ою|ею|єю|ів|їв|ей|[аеєиіїоуюяьйы])$"
)
_FULL = frozenset({"ої", "ій", "ий", "ого", "ому", "им", "их", "ими", "ою", "е"})
"""Endings that only adjectives in -ський have, and no town in -ськ."""
_EITHER = frozenset({"а", "у", "і"})
_SHORTEST = 3
_VOWELS = "аеєиіїоуюяы"
_CLOSED = re.compile(rf"і(?=[^{_VOWELS}]+$)")
_FLEETING = re.compile(rf"(?<=[^{_VOWELS}])[оеє](?=[^{_VOWELS}]$)")
_DOUBLED = re.compile(r"(.)\1$")
_SOFTENED = {"ц": "к", "з": "г", "с": "х"}
_CITIES = "міст"
"""Of cities far more often than a bridge, which :mod:`projectmap.query.synonyms` knows."""
_OF_TOWN = re.compile("[сцз]ьк$")
_OF_TOWN_END = "ий"


@lru_cache(maxsize=100_000)
def stems(word: str) -> frozenset[str]:
    """The stems that ``word``, a key without blanks, may be a form of."""
    if word.isascii():
        return frozenset({_english(word) if word.isalpha() else word})
    found = _ENDING.search(word)
    end = found.group() if found and found.start() >= _SHORTEST else ""
    stem = word.removesuffix(end)
    if _OF_TOWN.search(stem):
        town, of_town = {stem}, {stem + _OF_TOWN_END}
        return frozenset(of_town if end in _FULL else town | of_town if end in _EITHER else town)
    # енергі|я, музе|й
    stem = stem[:-1] if len(stem) > _SHORTEST and stem[-1] in "іе" else stem
    stem = _DOUBLED.sub(r"\1", stem)
    forms = {stem}
    if end in {"", "ь", "ей"} and len(word) > _SHORTEST and word != _CITIES:
        forms |= {_CLOSED.sub("о", stem), _CLOSED.sub("е", stem), _FLEETING.sub("", stem)}
    if end == "і" and stem[-1] in _SOFTENED:
        forms.add(stem[:-1] + _SOFTENED[stem[-1]])
    return frozenset(forms)


def of_town(found: frozenset[str]) -> frozenset[str]:
    """The adjectives of ``found``: Луганська is a word of the oblast far more often than a case."""
    return frozenset(stem for stem in found if stem.endswith(_OF_TOWN_END)) or found


def town(found: frozenset[str]) -> frozenset[str]:
    """The towns of ``found``: a place's name is not the adjective of a whole oblast."""
    return frozenset(stem for stem in found if not stem.endswith(_OF_TOWN_END)) or found
