"""The texts around the partners' map, and instead of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from projectmap.content.view import filters
from projectmap.export.picture import europe
from projectmap.export.picture.page import MUTED, Entry, Marginalia, PageSize
from projectmap.i18n import Translator
from projectmap.map import partners
from projectmap.markup import one_line
from projectmap.model.labels import Labels, label
from projectmap.model.records import Partnership
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import View

MOST_PAIRS = 30
"""Places of partners that the legend names with their communities; it counts the others."""
MOST_PAIRS_IN_SENTENCE = 12
"""The same, in the sentence that stands for the picture."""


def partners_alternative(register: Register, view: View, t: Translator) -> str:
    """One sentence that says in words what the partners' map shows."""
    shown = select(register, view).partnerships
    drawn = [item for item in shown if partners.on_map(item)]
    parts = [_shown(register, shown, t)]
    if drawn:
        parts.append(t("on the map: {n}", n=t.number(len(drawn))))
        pairs = _pairs(register, drawn, t)
        left = len(pairs) - MOST_PAIRS_IN_SENTENCE
        parts += pairs[:MOST_PAIRS_IN_SENTENCE]
        if left > 0:
            parts.append(t.plural("and {n} more", "and {n} more", left))
    if len(drawn) < len(shown):
        parts.append(_beside_count(len(shown) - len(drawn), t))
    title = t("Map of the partners of Luhansk oblast and its communities (hromadas)")
    return one_line(f"{title}: {'; '.join(parts)}.")


def marginalia(
    register: Register, view: View, t: Translator, size: PageSize, nameless: int
) -> Marginalia:
    """The texts around the map; ``nameless`` is how many names have no room on it."""
    shown = select(register, view).partnerships
    drawn = [item for item in shown if partners.on_map(item)]
    legend = [*_legend(drawn, t)]
    if size.with_marginalia and drawn:
        legend.append(Entry(t("Partners and communities"), bold=True, above=1.0))
        pairs = _pairs(register, drawn, t)
        legend += [Entry(text, size=0.9, long=True) for text in pairs[:MOST_PAIRS]]
        left = len(pairs) - MOST_PAIRS
        if left > 0:
            legend.append(Entry(t.plural("and {n} more", "and {n} more", left), size=0.9))
    notes = []
    if not shown:
        legend.append(Entry(t("No partnerships match the filters."), bold=True))
    if len(drawn) < len(shown):
        why = t(
            "Memberships, participation in programmes, and records whose partner’s "
            "location is unknown."
        )
        notes.append(f"{_beside_count(len(shown) - len(drawn), t)}. {why}")
    if nameless:
        notes.append(t.plural(
            "{n} name does not fit on the map.", "{n} names do not fit on the map.", nameless
        ))  # fmt: skip
    legend += [
        Entry(text, colour=MUTED, above=0.8 if number == 0 else 0.25)
        for number, text in enumerate(notes)
    ]
    if not size.with_marginalia:
        return Marginalia((), tuple(legend), ())
    return Marginalia(tuple(_head(register, shown, view, t)), tuple(legend), _foot(register, t))


def _head(
    register: Register, shown: Sequence[Partnership], view: View, t: Translator
) -> Iterator[Entry]:
    yield Entry(
        t("Partnerships of the communities (hromadas) of Luhansk oblast"), size=1.6, bold=True
    )
    yield Entry(_shown(register, shown, t), size=1.2, bold=True, above=0.6)
    # Neither donors nor years narrow partnerships.
    asked = replace(view, donor=(), year_from=None, year_to=None)
    if not asked.filtered:
        yield Entry(t("No filter: all partnerships are shown."))
    for fact in filters(Labels(register, t), asked, codes=False):
        yield Entry(f"{fact.label}: {fact.text}", long=True)
    twice = sum(item.counted_with_project for item in shown)
    if twice:
        yield Entry(t.plural(
            "{n} of them is also in the register as a project record: count it only once.",
            "{n} of them are also in the register as project records: count each only once.",
            twice,
        ), colour=MUTED)  # fmt: skip


def _foot(register: Register, t: Translator) -> tuple[Entry, ...]:
    return (
        Entry(str(partners.texts(t)["credit"]), size=0.72, colour=MUTED),
        Entry(f"{t('Data version')}: {register.version}", size=0.72, colour=MUTED),
    )


def _legend(drawn: Sequence[Partnership], t: Translator) -> Iterator[Entry]:
    kinds = Counter(item.kind for item in drawn)
    statuses = Counter(item.status for item in drawn)
    names: Any = partners.texts(t)
    for number, kind in enumerate(kind for kind in partners.KINDS if kinds[kind]):
        text = f"{label(t, kind)}:\N{NO-BREAK SPACE}{t.number(kinds[kind])}"
        yield Entry(text, sign=f"kind-{kind}", above=0.25 if number else 1.0)
    for number, status in enumerate(status for status in partners.STATUSES if statuses[status]):
        text = f"{names['statuses'][status]}:\N{NO-BREAK SPACE}{t.number(statuses[status])}"
        yield Entry(text, sign=f"line-{status}", above=0.25 if number else 0.7)
    if drawn:
        yield Entry(t("communities, the oblast"), sign="near", above=0.7)
        yield Entry(t("partners’ locations; a number means several partnerships"), sign="far")


def _pairs(register: Register, drawn: Sequence[Partnership], t: Translator) -> list[str]:
    """Each partner's place with the communities that are bound to it."""
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
    return sorted(texts, key=t.sort_key)


def _shown(register: Register, shown: Sequence[Partnership], t: Translator) -> str:
    return t.plural(
        "{shown} of {n} partnership", "{shown} of {n} partnerships", len(register.partnerships),
        shown=t.number(len(shown)),
    )  # fmt: skip


def _beside_count(count: int, t: Translator) -> str:
    return f"{t('Not on the map')}: {t.number(count)}"
