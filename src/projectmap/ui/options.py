"""The names of all filter options; shared by all sessions, made once per language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from projectmap.i18n import LANGUAGES, Translator, translator
from projectmap.memory import kept
from projectmap.model.filters import FILTERS, known_values
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.find import find
from projectmap.query.text_index import TextIndex, text_index, words_of

_COUNT = " ("


@kept(2 * len(LANGUAGES))
def names(register: Register, language: str) -> Mapping[str, Mapping[str, str]]:
    """For each filter the names of its codes, all different, in alphabetical order."""
    labels, known = Labels(register, translator(language)), known_values(register)
    return {name: _in_order(name, known[name], labels) for name in FILTERS}


def numbered(name: str, count: int, t: Translator) -> str:
    """What an option says: a name, and how many records it would leave."""
    return f"{name}{_COUNT}{t.number(count)})"


def code_of(register: Register, facet: str, said: str) -> str:
    """The code that ``said`` stands for: an option of either language, with any count.

    A choice may come with a count or in a language that is no longer shown, or be something that
    somebody typed. What means no option comes back as it is.
    """
    if said in known_values(register)[facet]:
        return said
    name = said.rpartition(_COUNT)[0]
    for language in LANGUAGES:
        for code, known in names(register, language)[facet].items():
            if known == name:
                return code
    return _meant(register, facet, said) or said


def _meant(register: Register, facet: str, typed: str) -> str | None:
    """The code that people mean by ``typed``: a place by any of its names, else by the words."""
    if facet == "community":
        return next((match.community for match in find(register, typed)), None)
    index, codes = _words(register, facet)
    for like in (index.forms, index.beginning, index.near):
        rows = [set(index.rows_of(like(word)).tolist()) for word in words_of(typed)]
        found = set.intersection(*rows) if rows else ()
        if found:
            return codes[int(min(found))]
    return None


@kept(2 * len(FILTERS))
def _words(register: Register, facet: str) -> tuple[TextIndex, tuple[str, ...]]:
    """What the options of a filter are called, and their codes, the shortest name first."""
    both = [names(register, language)[facet] for language in LANGUAGES]
    codes = tuple(sorted(both[0], key=lambda code: (len(both[0][code]), code)))
    aliases = {code: item.aliases for code, item in register.organisations.items()}
    texts = (" ".join([*(found[code] for found in both), *aliases.get(code, ())]) for code in codes)
    return text_index(texts), codes


def _in_order(facet: str, known: frozenset[str], labels: Labels) -> dict[str, str]:
    row, t = FILTERS[facet], labels.t
    found = {code: row.name(labels, code) for code in known}
    times = Counter(found.values())
    for code, name in found.items():
        if times[name] > 1:
            found[code] = f"{name}, {row.apart(labels, code)}"
    return dict(sorted(found.items(), key=lambda item: (t.sort_key(item[1]), item[0])))
