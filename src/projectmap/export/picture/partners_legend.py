"""The texts around the partners' map, and its alternative text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from projectmap.content.records import counted_twice
from projectmap.content.view import shown_partnerships
from projectmap.export.picture import europe, legend
from projectmap.export.picture.legend import counted
from projectmap.export.picture.page import MUTED, Entry, Marginalia, PageSize
from projectmap.i18n import Translator
from projectmap.map import partners
from projectmap.markup import one_line
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import View

MOST_PAIRS = 30
"""Places of partners that the legend names with their communities; it counts the others."""
MOST_PAIRS_IN_SENTENCE = 12
"""The same, in the alternative text."""


def partners_alternative(register: Register, view: View, t: Translator) -> str:
    """One sentence that says in words what the partners' map shows."""
    selection = select(register, view)
    drawn = [item for item in selection.partnerships if partners.on_map(item)]
    parts = [shown_partnerships(Labels(register, t), selection)]
    if drawn:
        parts.append(t("on the map: {n}", n=t.number(len(drawn))))
        parts += _pairs(register, drawn, t, MOST_PAIRS_IN_SENTENCE)
    parts += _beside(selection.partnerships, drawn, t)
    title = t("Map of the partners of Luhansk oblast and its communities (hromadas)")
    return one_line(f"{title}: {'; '.join(parts)}.")


def marginalia(
    register: Register, view: View, t: Translator, size: PageSize, nameless: int
) -> Marginalia:
    """The texts around the map; ``nameless`` is how many names have no room on it."""
    labels, selection = Labels(register, t), select(register, view)
    drawn = [item for item in selection.partnerships if partners.on_map(item)]
    signs = [*_signs(labels, drawn)]
    if size.with_marginalia and drawn:
        signs.append(Entry(t("Partners and communities"), bold=True, above=1.0))
        pairs = _pairs(register, drawn, t, MOST_PAIRS)
        signs += [Entry(text, size=0.9, long=True) for text in pairs]
    if not selection.partnerships:
        signs.append(Entry(t("No partnerships match the filters."), bold=True))
    why = t(
        "Memberships, participation in programmes, and records whose partner’s location is unknown."
    )
    notes = [f"{text}. {why}" for text in _beside(selection.partnerships, drawn, t)]
    if nameless:
        notes.append(t.plural(
            "{n} name does not fit on the map.", "{n} names do not fit on the map.", nameless
        ))  # fmt: skip
    # Neither donors nor years narrow partnerships.
    asked = replace(view, donor=(), year_from=None, year_to=None)
    twice = counted_twice(labels, selection.partnerships)
    head = (
        *legend.head(
            t("Partnerships of the communities (hromadas) of Luhansk oblast"),
            shown_partnerships(labels, selection),
        ),
        *legend.filter_lines(labels, asked, t("No filter: all partnerships are shown.")),
        *([Entry(twice, colour=MUTED)] if twice else []),
    )
    return legend.marginalia(labels, size, head, signs, notes, str(partners.texts(t)["credit"]))


def _signs(labels: Labels, drawn: Sequence[Partnership]) -> Iterator[Entry]:
    t = labels.t
    kinds = Counter(item.kind for item in drawn)
    statuses = Counter(item.status for item in drawn)
    names: Any = partners.texts(t)["statuses"]
    for number, kind in enumerate(kind for kind in partners.KINDS if kinds[kind]):
        text = counted(labels.code(kind), kinds[kind], t)
        yield Entry(text, sign=f"kind-{kind}", above=0.25 if number else 1.0)
    for number, status in enumerate(status for status in partners.STATUSES if statuses[status]):
        text = counted(names[status], statuses[status], t)
        yield Entry(text, sign=f"line-{status}", above=0.25 if number else 0.7)
    if drawn:
        yield Entry(t("communities, the oblast"), sign="near", above=0.7)
        yield Entry(t("partners’ locations; a number means several partnerships"), sign="far")


def _pairs(register: Register, drawn: Sequence[Partnership], t: Translator, most: int) -> list[str]:
    """Each partner's place with its communities, and how many there are past ``most``."""
    data = europe.ground(register).data
    ids = {item.id for item in drawn}
    found: dict[int, list[str]] = {}
    for item in data["partnerships"]:
        for near, far, _ in item["lines"] if item["id"] in ids else ():
            found.setdefault(far, []).append(str(data["ends"][near]["name"][t.language]))
    texts = []
    for far, near in found.items():
        name = data["ends"][far]["name"]
        place = t("a place without a name") if name is None else str(name[t.language])
        texts.append(f"{place} – {', '.join(sorted(dict.fromkeys(near), key=t.sort_key))}")
    texts.sort(key=t.sort_key)
    left = len(texts) - most
    return [*texts[:most], *([t.plural("and {n} more", "and {n} more", left)] * (left > 0))]


def _beside(
    shown: Sequence[Partnership], drawn: Sequence[Partnership], t: Translator
) -> Iterator[str]:
    """How many are not on the map, where there are any."""
    if count := len(shown) - len(drawn):
        yield f"{t('Not on the map')}: {t.number(count)}"
