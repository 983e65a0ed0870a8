"""The names of all that filters offer; the same for every session, made once a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache

from projectmap.i18n import LANGUAGES, Translator, translator
from projectmap.model import codes
from projectmap.model.labels import (
    community_name,
    label,
    organisation_name,
    raion_name,
    sector_name,
)
from projectmap.model.register import Register
from projectmap.query.view import FACETS, known_values

_COUNT = " ("
_LISTS: Mapping[str, tuple[type[StrEnum], ...]] = {
    "kind": (codes.Kind, codes.PartnershipKind),
    "status": (codes.ActivityStatus, codes.PartnershipStatus),
    "period": (codes.Period,),
    "verification": (codes.Verification,),
}
"""Filters by closed lists; of two that share a code, the first has the name."""


@lru_cache(maxsize=2 * len(LANGUAGES))
def names(register: Register, language: str) -> Mapping[str, Mapping[str, str]]:
    """For each filter the names of its codes, no two the same, in the order of the alphabet."""
    t = translator(language)
    known = known_values(register)
    return {facet: _in_order(facet, known[facet], register, t) for facet in FACETS}


def numbered(name: str, count: int, t: Translator) -> str:
    """What an option says: a name, and how many records it would leave."""
    return f"{name}{_COUNT}{t.number(count)})"


def code_of(register: Register, facet: str, said: str) -> str:
    """The code that ``said`` stands for: an option of either language, with any count.

    A choice may come with a count or in a language that is no longer shown. What is no option
    comes back as it is.
    """
    name = said.rpartition(_COUNT)[0]
    for language in LANGUAGES:
        code = _codes(register, language)[facet].get(name)
        if code is not None:
            return code
    return said


@lru_cache(maxsize=2 * len(LANGUAGES))
def _codes(register: Register, language: str) -> Mapping[str, Mapping[str, str]]:
    return {
        facet: {name: code for code, name in found.items()}
        for facet, found in names(register, language).items()
    }


def _in_order(
    facet: str, known: frozenset[str], register: Register, t: Translator
) -> dict[str, str]:
    found = {code: _name(facet, code, register, t) for code in known}
    shared = {name for name, times in Counter(found.values()).items() if times > 1}
    for code, name in found.items():
        if name in shared:
            found[code] = f"{name}, {_apart(facet, code, register, t)}"
    return dict(sorted(found.items(), key=lambda item: (t.sort_key(item[1]), item[0])))


def _name(facet: str, code: str, register: Register, t: Translator) -> str:
    if facet == "community":
        community = register.communities.get(code)
        return raion_name(t, register, code) if community is None else community_name(t, community)
    if facet in _LISTS:
        members = next(members for members in _LISTS[facet] if code in set(members))
        return label(t, members(code))
    naming: dict[str, Callable[[], str]] = {
        "sector": lambda: sector_name(t, register, code),
        "donor": lambda: organisation_name(t, register, code),
        "partner_country": lambda: t.territory(code),
    }
    return naming[facet]()


def _apart(facet: str, code: str, register: Register, t: Translator) -> str:
    """What tells a thing from another of the same name; codes always do."""
    if facet != "community" or code not in register.communities:
        return code
    raion = register.communities[code].raion
    fellows = [
        other
        for other in register.raions[raion]
        if community_name(t, register.communities[other])
        == community_name(t, register.communities[code])
    ]
    return code if len(fellows) > 1 else raion_name(t, register, raion)
