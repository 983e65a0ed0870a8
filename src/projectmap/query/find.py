"""Finds communities by any name that people use.

The names of a register are kept in one index by keys (:mod:`projectmap.query.spelling`). Exact
names come before names in other languages, these before parts of names and other cases; typing
mistakes are looked for only where all that finds nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from projectmap.i18n import N_, Code, translator
from projectmap.memory import kept
from projectmap.model.labels import Labels
from projectmap.model.records import Community, Settlement
from projectmap.model.register import Register
from projectmap.query.spelling import (
    is_cyrillic,
    is_surely_russian,
    latin_key,
    may_be_russian,
    names_in,
    plain,
    romanise,
    russian_forms,
    russian_key,
    russian_stem,
    slips,
    typed_elsewhere,
)
from projectmap.query.stems import of_town, stems

Item = TypeVar("Item")
Key = TypeVar("Key")
MAX_MATCHES = 10
_LONGEST = 100
"""Most characters of a text that can be a name."""
_MOST_WORDS = 3
"""Most words of a name that is looked for in other cases."""
_DOUBLED = re.compile(r"(.)\1")
_SHORTEST_CODE = len("UA44140")
_SHORTEST_PART_ELSEWHERE = 4
_SHORTEST_SIMILAR = 5
_CODE_TWINS = str.maketrans("АУау", "AUAU")


class Reason(Code):
    """How a text fits a name, or a code: of a community, or of anything that it finds."""

    CODE = "code", N_("KATOTTG code")
    PCODE = "pcode", N_("P-code")
    NAME = "name", N_("name of the community")
    FORMER_NAME = "former_name", N_("former name of the community: {form}")
    ROMANISED = "romanised", N_("romanised form of the name {form}")
    RUSSIAN = "russian", N_("Russian form of the name {form}")
    PART = "part", N_("part of the name {form}")
    CODE_PREFIX = "code_prefix", N_("beginning of the KATOTTG code")
    CASE = "case", N_("form of the name {form}")
    LAYOUT = "layout", N_("{form} typed in another keyboard layout")
    SIMILAR = "similar", N_("similar to {form}")


_RANKS = {Reason.CODE: 0, Reason.PCODE: 0, Reason.NAME: 1, Reason.FORMER_NAME: 2,
          Reason.ROMANISED: 3, Reason.RUSSIAN: 3, Reason.PART: 5, Reason.CODE_PREFIX: 6,
          Reason.CASE: 7, Reason.LAYOUT: 8, Reason.SIMILAR: 9}  # fmt: skip
_OF_SETTLEMENT = 4
"""The rank of all names of settlements."""


@dataclass(frozen=True, slots=True)
class Match:
    """A community that a text may mean."""

    community: str
    """KATOTTG."""
    settlement: str | None
    """KATOTTG of the settlement that was meant; of two by one name in the community, the centre
    or the first by code. None where the text names the community itself."""
    reason: Reason
    form: str
    """The name or code of the register that the text fits, as it stands there."""
    score: int
    """Within one rank, 0 to 100: how near, and how weighty a name."""

    @property
    def rank(self) -> int:
        """Class of the match, 0 is the surest."""
        rank = _RANKS[self.reason]
        return max(rank, _OF_SETTLEMENT) if rank and self.settlement is not None else rank


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of a register by their keys."""

    exact: Mapping[str, tuple[Match, ...]]
    """The matches of texts that are a name."""
    others: Mapping[tuple[str, str], tuple[str, ...]]
    """Keys of ``exact`` by what else they go by: ``latin`` (:func:`latin_key`), ``russian``
    (:func:`russian_key`), ``case`` (stems) and ``russian case`` (:func:`russian_stem`)."""
    starts: tuple[tuple[str, str], ...]
    """Each key from each of its words on, with the key; sorted."""
    codes: tuple[tuple[str, str, str | None], ...]
    """KATOTTG of everything with community and settlement, sorted."""
    pcodes: Mapping[str, str]


def find(register: Register, text: str) -> tuple[Match, ...]:
    """The communities that ``text`` may mean, likeliest first, at most :data:`MAX_MATCHES`.

    Nothing is found for a text that is far from every name. One or two letters find only names
    that begin with them.
    """
    names = _names(register)
    if len(text) > _LONGEST:
        return ()
    keys = _keys(text)
    if keys and keys[0] in names.exact:
        keys = keys[:1]
    found = [*_by_code(names, text), *_exactly(names, keys), *_other_alphabets(names, keys)]
    sure = bool(found)
    found += _parts(names, keys)
    if not sure:
        found += _cases(names, keys)
    if not found:
        found = _typed_elsewhere(names, text) or _similar(names, keys)
    return _best(found, register)


def named(register: Register, text: str) -> tuple[Match, ...]:
    """The communities and settlements that ``text`` names: in any language, case or alphabet.

    No parts of names, and no names that are only like it.
    """
    names, keys = _names(register), _keys(text)
    if not 0 < len(text) <= _LONGEST:
        return ()
    by_name = [*_exactly(names, keys[:1]), *_other_alphabets(names, keys[:1])]
    found = [*_by_code(names, text), *(by_name or _exactly(names, keys))]
    return _best(found or _cases(names, keys), register)


def reason_text(match: Match, labels: Labels) -> str:
    """Why ``match`` was found, for people: a few words without a full stop."""
    register, t = labels.register, labels.t
    if match.settlement is None:
        return t(match.reason.label, form=match.form)
    item = register.settlements[match.settlement]
    name = t.pick(item.name_uk, item.name_en)
    if match.reason not in _SETTLEMENT_TEXTS:
        fit = t(match.reason.label, form=match.form)
        if match.form in {item.name_uk, item.name_en}:
            return t("{fit}, a settlement in the community", fit=fit)
        return t("{fit}, another name of the settlement {name}", fit=fit, name=name)
    centre = register.communities[match.community].centre
    if match.reason is Reason.NAME and item.katottg == centre:
        return t("name of the community’s centre: {name}", name=name)
    return t(_SETTLEMENT_TEXTS[match.reason], form=match.form, name=name)


_SETTLEMENT_TEXTS: Mapping[Reason, str] = {
    Reason.CODE: N_("KATOTTG code of the settlement {name}"),
    Reason.CODE_PREFIX: N_("beginning of the KATOTTG code of the settlement {name}"),
    Reason.NAME: N_("name of a settlement in the community: {name}"),
    Reason.FORMER_NAME: N_("former name of the settlement {name}: {form}"),
    Reason.ROMANISED: N_("romanised name of the settlement {name}"),
    Reason.RUSSIAN: N_("Russian name of the settlement {name}"),
}
"""Those that are missing are worded alike for communities and settlements."""


# --- The index --------------------------------------------------------------------------------


@kept(2)
def _names(register: Register) -> _Names:
    exact: defaultdict[str, list[Match]] = defaultdict(list)
    for match in _all_names(register):
        key = plain(match.form)
        if key:
            exact[key].append(match)
    # Where the data has the Russian name, rules have nothing to add.
    have_russian = {match.settlement for matches in exact.values() for match in matches
            if match.reason is Reason.RUSSIAN}  # fmt: skip
    others: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for key, matches in exact.items():
        if not is_cyrillic(key):
            others["latin", latin_key(key)][key] = None
            continue
        others["latin", latin_key(romanise(key))][key] = None
        for form in _stems(key, lambda word: of_town(stems(word))):
            others["case", form][key] = None
        if any(match.settlement not in have_russian for match in matches):
            forms = russian_forms(key)
        elif may_be_russian(key) and any(match.reason is not Reason.NAME for match in matches):
            forms = [russian_key(key)]
        else:
            forms = []
        for form in forms:
            others["russian", form][key] = None
            others["russian case", russian_stem(form)][key] = None
        for form in latin_key(romanise("\n".join(forms))).split("\n"):
            others["latin", form][key] = None
    codes: list[tuple[str, str, str | None]] = [(code, code, None) for code in register.communities]
    codes += [(code, item.community, code) for code, item in register.settlements.items()]
    return _Names(
        exact=_fixed(exact),
        others=_fixed(others),
        starts=tuple(sorted((start, key) for key in exact for start in _starts(key))),
        codes=tuple(sorted(codes, key=lambda row: row[0])),
        pcodes={item.pcode: code for code, item in register.communities.items()},
    )


def _fixed(found: Mapping[Key, Iterable[Item]]) -> Mapping[Key, tuple[Item, ...]]:
    return {key: tuple(items) for key, items in found.items()}


def _stems(key: str, stems_of: Callable[[str], frozenset[str]] = stems) -> Iterator[str]:
    """The stems of all words of a Cyrillic name, in every combination; none of a long text."""
    words = key.split()
    if len(words) <= _MOST_WORDS:
        yield from map(" ".join, product(*map(stems_of, words)))


def _starts(key: str) -> Iterator[str]:
    words = key.split()
    return (" ".join(words[at:]) for at in range(len(words)))


def _all_names(register: Register) -> Iterator[Match]:
    """Every name of the register, as the match of a text that is that name."""
    for code, community in register.communities.items():
        yield from _community_names(community)
        centre = register.settlements.get(community.centre)
        if centre is not None:
            yield from _alias_names(community, centre)
        for item in map(register.settlements.__getitem__, register.settlements_of[code]):
            yield from _settlement_names(item, is_centre=item.katottg == community.centre)


def _community_names(item: Community) -> Iterator[Match]:
    for name in (item.name_uk, item.name_en):
        yield Match(item.katottg, None, Reason.NAME, name, 100)
    for former in (item.former_name_uk, item.former_name_en):
        if former is not None:
            yield Match(item.katottg, None, Reason.FORMER_NAME, former, 100)


def _settlement_names(item: Settlement, *, is_centre: bool) -> Iterator[Match]:
    base = Match(item.community, item.katottg, Reason.NAME, "", 95 if is_centre else 60)
    yield replace(base, form=item.name_uk)
    yield replace(base, form=item.name_en)
    if item.former_name_uk is not None:
        yield replace(base, reason=Reason.FORMER_NAME, form=item.former_name_uk,
                      score=base.score - 10)  # fmt: skip


def _alias_names(community: Community, centre: Settlement) -> Iterator[Match]:
    """The aliases that are no name of the community: they are names of its centre.

    A Cyrillic one is Russian where its letters or endings say so or where it is the Russian form
    of a Ukrainian name; else it is an older name. A Latin one is older where it is the
    romanisation of an older one.
    """
    own = {plain(match.form) for match in _community_names(community)}
    own |= {plain(centre.name_uk), plain(centre.name_en)}
    aliases = {alias: plain(alias) for alias in community.aliases}
    ukrainian = [*own, *(key for key in aliases.values() if not may_be_russian(key))]
    known = {form for key in ukrainian if is_cyrillic(key) for form in russian_forms(key)}
    russian = {
        key for key in aliases.values()
        if may_be_russian(key) and (is_surely_russian(key) or russian_key(key) in known)
    }  # fmt: skip
    older = {key for key in aliases.values() if is_cyrillic(key)} - russian - own
    older |= set(map(romanise, older))
    reasons = dict.fromkeys(russian, Reason.RUSSIAN) | dict.fromkeys(older, Reason.FORMER_NAME)
    for alias, key in aliases.items():
        if key not in own:
            reason = reasons.get(key, Reason.ROMANISED)
            yield Match(community.katottg, centre.katottg, reason, alias, 85)


# --- Looking up -------------------------------------------------------------------------------


def _keys(text: str) -> list[str]:
    """The key of ``text``, and those of the name in it where words stand around it."""
    key = plain(text)
    return list(dict.fromkeys([key, *names_in(key)])) if key else []


def _by_code(names: _Names, text: str) -> Iterator[Match]:
    code = "".join(text.split()).translate(_CODE_TWINS).upper()
    if not code.isascii() or len(code) < _SHORTEST_CODE:
        return
    if code in names.pcodes:
        yield Match(names.pcodes[code], None, Reason.PCODE, code, 100)
    at = bisect_left(names.codes, code, key=lambda row: row[0])
    seen: set[str] = set()
    while at < len(names.codes) and names.codes[at][0].startswith(code):
        full, community, settlement = names.codes[at]
        at += 1
        if full == code:
            yield Match(community, settlement, Reason.CODE, full, 100)
        elif community not in seen:
            # Where the community's own code fits too, it was the community that was meant.
            place = None if community.startswith(code) else settlement
            yield Match(community, place, Reason.CODE_PREFIX, place or community, 100)
            seen.add(community)


def _exactly(names: _Names, keys: Iterable[str]) -> Iterator[Match]:
    for key in keys:
        yield from names.exact.get(key, ())


def _other_alphabets(names: _Names, keys: Iterable[str]) -> Iterator[Match]:
    for key in keys:
        if not is_cyrillic(key):
            yield from _by_rule(names, ("latin", latin_key(key)), Reason.ROMANISED)
        elif may_be_russian(key):
            yield from _by_rule(names, ("russian", russian_key(key)), Reason.RUSSIAN)


def _by_rule(names: _Names, other: tuple[str, str], reason: Reason) -> Iterator[Match]:
    """The matches of names that go by ``other``; they count for less than those by the name."""
    for key in names.others.get(other, ()):
        for match in names.exact[key]:
            yield replace(match, reason=reason, score=match.score - 20)


def _parts(names: _Names, keys: Iterable[str]) -> Iterator[Match]:
    """The weightiest name of each community that begins with a key, or has a word that does."""
    best: dict[str, tuple[int, str, str]] = {}
    for part in keys:
        at = bisect_left(names.starts, (part, ""))
        while at < len(names.starts) and names.starts[at][0].startswith(part):
            start, key = names.starts[at]
            at += 1
            for match in names.exact[key]:
                less = 0 if start == key else 5
                one = (less - match.score, match.settlement or "", match.form)
                if match.community not in best or one < best[match.community]:
                    best[match.community] = one
    for community, (score, place, form) in best.items():
        yield Match(community, place or None, Reason.PART, form, -score)


def _cases(names: _Names, keys: Iterable[str]) -> Iterator[Match]:
    for key in filter(is_cyrillic, keys):
        # What cases do not change: of a name with one letter where it has two, it is a slip.
        doubled = len(_DOUBLED.findall(key))
        for form in _stems(key):
            for name in names.others.get(("case", form), ()):
                if len(_DOUBLED.findall(name)) == doubled:
                    yield from (replace(match, reason=Reason.CASE) for match in names.exact[name])
        if may_be_russian(key):
            yield from _by_rule(names, ("russian case", russian_stem(key)), Reason.CASE)


def _typed_elsewhere(names: _Names, text: str) -> list[Match]:
    found: list[Match] = []
    for other in typed_elsewhere(text):
        keys = _keys(other)
        long = [key for key in keys if len(key) >= _SHORTEST_PART_ELSEWHERE]
        found += (
            [*_by_code(names, other), *_exactly(names, keys), *_other_alphabets(names, keys)]
            or [*_cases(names, keys)]
            or [*_parts(names, long)]
        )
    return [replace(match, reason=Reason.LAYOUT) for match in found]


def _similar(names: _Names, keys: Iterable[str]) -> list[Match]:
    """Names at the smallest distance from any of ``keys`` that is still a typing mistake."""
    near: dict[str, int] = {}
    lengths: dict[str, int] = {}
    for key in keys:
        allowed = slips(key, 4, 7)
        if not allowed:
            continue
        for name, distance, _ in process.extract_iter(
            key, list(names.exact), scorer=OSA.distance, score_cutoff=allowed
        ):
            if max(len(key), len(name)) >= _SHORTEST_SIMILAR:
                near[name] = min(int(distance), near.get(name, allowed))
                lengths[name] = len(key)
    least = min(near.values(), default=0)
    return [
        replace(match, reason=Reason.SIMILAR,
                score=match.score * (lengths[name] - distance) // lengths[name])
        for name, distance in near.items()
        if distance == least
        for match in names.exact[name]
    ]  # fmt: skip


def _best(found: Iterable[Match], register: Register) -> tuple[Match, ...]:
    """The best match of each community, best first."""
    sort_key = translator("uk").sort_key

    def order(match: Match) -> tuple[int, int, str, str, str, str]:
        name = sort_key(register.communities[match.community].name_uk)
        return (match.rank, -match.score, name, match.community, match.settlement or "", match.form)

    best: dict[str, Match] = {}
    for match in sorted(found, key=order):
        best.setdefault(match.community, match)
    return tuple(best.values())[:MAX_MATCHES]
