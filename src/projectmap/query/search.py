"""Full-text search: the records and partnerships that have all the words of a query.

A word finds its own forms, in texts and in the names of places, organisations, sectors and kinds.
It also finds what it is another word for (:mod:`projectmap.query.synonyms`), and a place by any of
its names. What finds nothing at all is taken for the beginning of a word, for one typed in another
keyboard layout, at last for a slip of the hand. Between quotation marks words find themselves only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from projectmap.memory import kept
from projectmap.model.filters import with_parents
from projectmap.model.records import Partnership, Project
from projectmap.model.register import Register
from projectmap.query.find import Match, named
from projectmap.query.index import ROLES, index_of
from projectmap.query.spelling import typed_elsewhere
from projectmap.query.stems import stems
from projectmap.query.synonyms import Meaning, meanings_from, meanings_of
from projectmap.query.text_index import TextIndex, text_index, words_of

Mask = npt.NDArray[np.bool_]
"""Over the records and then the partnerships, in the order of the register."""
_QUOTED = re.compile(r"""\s*["«“„](.*)["»”“]\s*""")
_MINOR = frozenset([
    *("у", "в", "на", "до", "із", "зі", "з", "за", "і", "й", "та", "для", "від", "про"),
    *("по", "под", "из", "об", "и"),
    *("the", "of", "in", "at", "and", "for", "to", "from", "a", "an", "on", "with"),
])  # fmt: skip
"""Words that say nothing beside others."""
_RAION = frozenset({"район", "району", "районі", "районом", "raion", "rayon", "district"})
_OBLAST = ("област", "обласн", "oblast")
_LONGEST_NAME = 4
"""Words of a place's name, with what stands around it."""
_MOST_WORDS = 20
_SHORTEST_BEGINNING = 3
"""Of a word that means another."""
_DIGIT = re.compile(r"\d")
_MOST_SAID = 4
"""Words of the register that are named for one that was typed."""


class Also(NamedTuple):
    """What a typed word finds besides itself, or instead of itself."""

    typed: str
    facet: str
    """``sector``, ``kind``, or ``word`` for the words in ``codes``."""
    codes: tuple[str, ...]
    instead: bool
    """The typed word itself is nowhere in the register."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds."""

    records: Mask
    partnerships: frozenset[str]
    """Their ids."""
    also: tuple[Also, ...]


@dataclass(frozen=True, slots=True)
class _Things:
    """All words of a register, and what records name: each thing is found by its own names."""

    register: Register
    index: TextIndex
    """Rows: those of the mask, and then the things."""
    keys: tuple[tuple[str, str], ...]
    """The facet and the code of each thing."""
    partnerships: Mapping[tuple[str, str], tuple[int, ...]]
    """The rows of the mask of the partnerships that have a thing."""
    ids: tuple[tuple[str, int], ...]
    """The ids of all records, small, with their rows."""
    raions: Mapping[str, str]
    """Their codes by the stems of their names."""
    size: int
    """Of a mask."""


def only_these(query: str) -> str:
    """The query that finds the words of ``query`` and nothing else."""
    return query if _QUOTED.fullmatch(query) else f"«{query}»"


@kept(64)
def search(register: Register, query: str) -> Found:
    """What has every word of ``query``."""
    if not query.strip():
        everyone = frozenset(item.id for item in register.partnerships)
        return Found(np.ones(len(register.projects), dtype=bool), everyone, ())
    things, quoted = words_index(register), _QUOTED.fullmatch(query)
    found = np.ones(things.size, dtype=bool)
    also: list[Also] = []
    typed = _typed(quoted[1] if quoted else query)
    # A query of signs alone ("???") matches nothing rather than everything.
    if not typed:
        found[:] = False
    at = 0
    while at < len(typed):
        step, here = _place(things, typed[at:]) if not quoted else (0, None)
        both = np.ones(things.size, dtype=bool)
        for word in typed[at : at + max(step, 1)]:
            mask, more = _one(things, word, strict=bool(quoted), placed=bool(step))
            both &= mask
            also += more
        found &= both if here is None else both | here
        at += max(step, 1)
    records, lines = np.split(found, [len(register.projects)])
    return Found(
        records=records,
        partnerships=frozenset(register.partnerships[row].id for row in np.flatnonzero(lines)),
        also=tuple(dict.fromkeys(also)),
    )


def _typed(text: str) -> list[str]:
    """The words of a query; what a hyphen joins (an id, a double name) stays one."""
    said = [word for word in text.split() if words_of(word)][:_MOST_WORDS]
    weighty = [word for word in said if word.casefold() not in _MINOR]
    return weighty or said


def _place(things: _Things, typed: list[str]) -> tuple[int, Mask | None]:
    """How many of the first words name a place, and what is there."""
    mask = np.zeros(things.size, dtype=bool)
    after = words_of(typed[1])[0] if len(typed) > 1 else ""
    if after.startswith(_OBLAST):
        return 0, None
    if after in _RAION:
        for raion in filter(None, map(things.raions.get, stems(words_of(typed[0])[0]))):
            for code in things.register.raions[raion]:
                _mark(things, ("place", code), mask)
            return 2, mask
    for step in range(min(_LONGEST_NAME, len(typed)), 0, -1):
        matches = named(things.register, " ".join(typed[:step]))
        if matches:
            for match in matches:
                _mark(things, _of_place(things.register, match), mask)
            return step, mask
    return 0, None


def _of_place(register: Register, match: Match) -> tuple[str, str]:
    """A centre stands for its community."""
    place = match.settlement
    if place is None or place == register.communities[match.community].centre:
        return "place", match.community
    return "settlement", place


def _one(things: _Things, word: str, *, strict: bool, placed: bool) -> tuple[Mask, list[Also]]:
    """What one word finds, and what of that it only means."""
    mask = np.zeros(things.size, dtype=bool)
    if _DIGIT.search(word):
        small = word.casefold()
        mask[[row for text, row in things.ids if text.startswith(small)]] = True
        if mask.any():
            return mask, []
    parts = words_of(word)
    if len(parts) > 1:
        mask[:] = True
        for part in parts:
            mask &= _one(things, part, strict=strict, placed=placed)[0]
        return mask, []
    key = parts[0]
    own = things.index.forms(key, of_place=placed)
    meant = () if strict else meanings_of(key)
    _add(things, own, mask)
    also = _mean(things, key, meant, mask)
    if not mask.any():
        begun = things.index.beginning(key)
        _add(things, begun, mask)
        if not strict and not also and len(key) >= _SHORTEST_BEGINNING:
            also = _mean(things, key, meanings_from(key), mask)
        own |= set(begun)
    if own or also or placed or strict:
        return mask, also
    return mask, _instead(things, word, mask)


def _mean(things: _Things, key: str, meant: Iterable[Meaning], mask: Mask) -> list[Also]:
    """Mark what ``meant`` finds, and say so."""
    also = []
    for facet, codes in dict.fromkeys(meant):
        before = int(mask.sum())
        for code in codes:
            if facet == "word":
                _add(things, things.index.forms(code), mask)
            else:
                _mark(things, (facet, code), mask)
        if int(mask.sum()) > before:
            said = tuple(code for code in codes if facet != "word" or not stems(code) & stems(key))
            also.append(Also(key, facet, said, instead=False))
    return also


def _instead(things: _Things, word: str, mask: Mask) -> list[Also]:
    """What somebody may have wanted to type."""
    for other in typed_elsewhere(word):
        for match in named(things.register, other):
            _mark(things, _of_place(things.register, match), mask)
        for part in words_of(other)[:1]:
            places = things.index.forms(part)
            _add(things, places, mask)
            also = _mean(things, part, meanings_of(part), mask)
            if mask.any():
                return [Also(word, "word", (part,), instead=True), *also]
    keys = (words_of(typed)[:1] for typed in (word, *typed_elsewhere(word)))
    near = next((found for key in keys if key and (found := things.index.similar(*key))), [])
    _add(things, chain.from_iterable(near), mask)
    said = (min((things.index.words[at] for at in forms), key=len) for forms in near)
    return [Also(word, "word", tuple(said)[:_MOST_SAID], instead=True)] if mask.any() else []


def _add(things: _Things, words: Iterable[int], mask: Mask) -> None:
    """Mark all that has any of ``words``, places in the index, in its text or names."""
    rows = things.index.rows_of(words)
    mask[rows[rows < things.size]] = True
    for row in np.unique(rows[rows >= things.size]).tolist():
        _mark(things, things.keys[row - things.size], mask)


def _mark(things: _Things, thing: tuple[str, str], mask: Mask) -> None:
    facet, code = thing
    facets = (*ROLES, "programme") if facet == "organisation" else (facet,)
    for name in facets:
        mask[index_of(things.register).facets[name].of(code)] = True
    mask[list(things.partnerships.get(thing, ()))] = True


@kept(2)
def words_index(register: Register) -> _Things:
    """All words of a register. It takes as long as all the rest and only a search needs it."""
    named_things = list(_named(register))
    texts = (
        *(f"{item.title_uk} {item.title_en} {item.summary_uk} {item.summary_en}"
          for item in register.projects),
        *map(_partnership_text, register.partnerships),
        *("\n".join(names) for _, names in named_things),
    )  # fmt: skip
    first = len(register.projects)
    of: dict[tuple[str, str], list[int]] = {}
    for row, item in enumerate(register.partnerships, first):
        for thing in _of_partnership(register, item):
            of.setdefault(thing, []).append(row)
    return _Things(
        register=register,
        index=text_index(texts),
        keys=tuple(key for key, _ in named_things),
        partnerships={key: tuple(rows) for key, rows in of.items()},
        ids=tuple(
            (code.casefold(), row)
            for row, item in enumerate(
                chain[Project | Partnership](register.projects, register.partnerships)
            )
            for code in (item.id, *item.same_as)
        ),
        raions={
            stem: item.raion
            for item in register.communities.values()
            for name in (item.raion_name_uk, item.raion_name_en, item.raion_former_name_uk)
            for word in words_of(name or "")
            for stem in stems(word)
        },
        size=first + len(register.partnerships),
    )


def _of_partnership(register: Register, item: Partnership) -> Iterator[tuple[str, str]]:
    yield from (("place", code) for code in item.communities)
    yield from (("sector", code) for code in item.sectors)
    yield from (("kind", code) for code in (item.kind,) if code is not None)
    if item.framework is not None:
        yield from (("organisation", code) for code in with_parents(register, [item.framework]))


def _named(register: Register) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    for code, place in register.communities.items():
        yield ("place", code), (place.name_uk, place.name_en, *place.aliases)
    for code, item in register.settlements.items():
        yield ("settlement", code), (item.name_uk, item.name_en, item.former_name_uk or "")
    for code, sector in register.sectors.items():
        yield ("sector", code), (sector.label_uk, sector.label_en)
    for slug in register.organisations:
        above = [register.organisations[code] for code in with_parents(register, [slug])]
        names = (name for one in above for name in (one.name_uk, one.name_en, *one.aliases))
        yield ("organisation", slug), tuple(names)


def _partnership_text(item: Partnership) -> str:
    names = ((one.name_uk, one.name_en, one.place_uk or "", one.place_en or "")
             for one in item.partners)  # fmt: skip
    return "\n".join(
        (item.title_uk, item.title_en, item.summary_uk, item.summary_en, *chain(*names))
    )
