"""The names of all that filters offer; the same for every session, made once a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from projectmap.i18n import LANGUAGES, Translator, translator
from projectmap.memory import kept
from projectmap.model.filters import FILTERS, known_values
from projectmap.model.labels import Labels
from projectmap.model.register import Register

_COUNT = " ("


@kept(2 * len(LANGUAGES))
def names(register: Register, language: str) -> Mapping[str, Mapping[str, str]]:
    """For each filter the names of its codes, no two the same, in the order of the alphabet."""
    labels, known = Labels(register, translator(language)), known_values(register)
    return {name: _in_order(name, known[name], labels) for name in FILTERS}


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


@kept(2 * len(LANGUAGES))
def _codes(register: Register, language: str) -> Mapping[str, Mapping[str, str]]:
    return {
        facet: {name: code for code, name in found.items()}
        for facet, found in names(register, language).items()
    }


def _in_order(facet: str, known: frozenset[str], labels: Labels) -> dict[str, str]:
    row, t = FILTERS[facet], labels.t
    found = {code: row.name(labels, code) for code in known}
    times = Counter(found.values())
    for code, name in found.items():
        if times[name] > 1:
            found[code] = f"{name}, {row.apart(labels, code)}"
    return dict(sorted(found.items(), key=lambda item: (t.sort_key(item[1]), item[0])))
