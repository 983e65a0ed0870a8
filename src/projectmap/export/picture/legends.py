"""The texts around both maps, and their alternative texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from projectmap.content import view as views
from projectmap.content.nodes import and_more
from projectmap.content.records import NO_LINE, counted_twice
from projectmap.export.picture import europe
from projectmap.export.picture.page import MUTED, Marginalia, MarginText, PageSize
from projectmap.export.picture.symbols import Sign, Symbol
from projectmap.html.figures import SIGNS
from projectmap.i18n import N_, Translator
from projectmap.map import layers, partners
from projectmap.markup import one_line
from projectmap.model.codes import Period, Scope, TerritoryStatus
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership
from projectmap.query.notices import notices
from projectmap.query.select import for_partnerships
from projectmap.query.shown import Shown
from projectmap.query.status import counts_on
from projectmap.query.view import Layer, View

_UNMAPPED = tuple(scope for scope in Scope if not scope.mapped)
_PERIOD_SIGNS = {Period.AFTER: "after", Period.BEFORE: "before", Period.UNDATED: "undated"}
_SIGNS = {
    **{sign: SIGNS[sign] for sign in _PERIOD_SIGNS.values()},
    "mixed": N_(
        "records of several periods: the thick part is since 24 Feb 2022, the dashed part undated"
    ),
    "square": SIGNS["square"],
}
MOST_PAIRS = 30
"""Places of partners that the legend names with their communities; it counts the others."""
MOST_PAIRS_IN_SENTENCE = 12
"""The same, in the alternative text."""


def alternative(shown: Shown) -> str:
    """One sentence that says in words what the communities' map shows."""
    labels, selection, view, t = shown.labels, shown.selection, shown.view, shown.t
    parts = []
    if Layer.STATUS in view.layer:
        found = _statuses(shown).items()
        counts = ", ".join(f"{labels.code(status)}: {n}" for status, n in found)
        parts.append(f"{views.status_date(labels, view)} – {counts}")
    if Layer.PROJECTS in view.layer:
        unmapped = sum(selection.by_scope[scope] for scope in _UNMAPPED)
        on_map = t("of which on the map: {on_map}", on_map=t.number(selection.count - unmapped))
        parts.append(f"{views.shown_records(shown)}, {on_map}")
    if Layer.PARTNERSHIPS in view.layer:
        parts.append(f"{t('partnerships')}: {t.number(len(selection.partnerships))}")
    title = t("Map of the communities (hromadas) of Luhansk oblast")
    return f"{title}: {'; '.join(parts)}." if parts else f"{title}."


def communities_texts(
    shown: Shown, size: PageSize, nameless: int, signs: frozenset[str] | None
) -> Marginalia:
    """The texts around the map.

    ``nameless`` is how many names have no room; ``signs`` are those of the map by the names that
    :func:`occurring` gives, or None for all that there may be.
    """
    t, credit = shown.t, " ".join(views.credits_of(shown.labels))
    entries = [*_status_legend(shown, size), *_signs_legend(shown, signs)]
    notes = [*_not_on_map(shown), *_how_counted(shown)]
    if nameless and Layer.NAMES in shown.view.layer:
        notes.append(t.plural(
            "{n} community name does not fit on the map.",
            "{n} community names do not fit on the map.",
            nameless,
        ))  # fmt: skip
    return _marginalia(shown.labels, size, _communities_head(shown), entries, notes, credit)


def _communities_head(shown: Shown) -> Iterator[MarginText]:
    """Title, and which records are shown."""
    labels, view, t = shown.labels, shown.view, shown.t
    has_records = Layer.PROJECTS in view.layer
    yield from _title(t(views.TITLE), views.shown_records(shown) if has_records else "")
    if has_records:
        yield MarginText("; ".join(views.by_period(shown).values()))
        yield from _filter_lines(labels, view, t("No filter: all records are shown."))
        for fact in views.hidden_undated(shown):
            yield MarginText(f"{fact.label}: {fact.text}")


def _status_legend(shown: Shown, size: PageSize) -> Iterator[MarginText]:
    labels, register, view = shown.labels, shown.register, shown.view
    if Layer.STATUS not in view.layer:
        return
    is_alone = not size.with_marginalia
    text = views.status_day(labels, view) if is_alone else views.status_date(labels, view)
    yield MarginText(text, bold=True, above=1.0)
    for status, n in _statuses(shown).items():
        yield MarginText(f"{labels.code(status)}:\N{NO-BREAK SPACE}{n}", sign=f"status-{status}")
    if is_alone:
        return
    beyond = (day for day in shown.days if not register.act_date <= day <= register.edition)
    for text in dict.fromkeys(text for day in beyond for text in notices(labels, day)):
        yield MarginText(text, colour=MUTED)


def _statuses(shown: Shown) -> dict[TerritoryStatus, str]:
    """How many communities have each status that any has; on both dates, if two are compared."""
    register, number = shown.register, shown.t.number
    counts = [counts_on(register, day) for day in shown.days]
    return {
        status: "\N{NO-BREAK SPACE}→ ".join(number(count[status]) for count in counts)
        for status in TerritoryStatus
        if any(count[status] for count in counts)
    }


def _signs_legend(shown: Shown, signs: frozenset[str] | None) -> Iterator[MarginText]:
    selection, view, t = shown.selection, shown.view, shown.t
    if Layer.PROJECTS in view.layer and not selection.count:
        yield MarginText(t("No records match the filters."), bold=True, above=1.0)
    elif Layer.PROJECTS in view.layer:
        yield MarginText(t("Records"), bold=True, above=1.0)
        for sign, text in _SIGNS.items():
            if signs is None or sign in signs:
                yield MarginText(t(text), sign=sign)
    if Layer.PARTNERSHIPS in view.layer and (signs is None or "diamond" in signs):
        yield MarginText(t("partnerships"), sign="diamond")
    if signs is None or signs:
        text = t("Numbers show how many records; nearby settlements share a circle.")
        yield MarginText(text, colour=MUTED)


def occurring(symbols: Iterable[Symbol]) -> frozenset[str]:
    """The legend's signs that the map has."""
    found: set[str] = set()
    for item in symbols:
        if item.counts:
            found.add("mixed" if item.period is None else _PERIOD_SIGNS[item.period])
        found |= {"square"} if item.sign == Sign.COMMUNITY else set()
        found |= {"diamond"} if item.sign == Sign.PARTNERSHIP else set()
    return frozenset(found)


def _not_on_map(shown: Shown) -> Iterator[str]:
    labels, selection, view, t = shown.labels, shown.selection, shown.view, shown.t
    beside = []
    if Layer.PROJECTS in view.layer:
        counts = selection.by_scope
        beside += [
            _counted(labels.code(scope), counts[scope], t) for scope in _UNMAPPED if counts[scope]
        ]
    if Layer.PARTNERSHIPS in view.layer:
        whole = sum(
            not any(code in labels.register.communities for code in item.communities)
            for item in selection.partnerships
        )
        if whole:
            text = t("partnerships of the oblast as a whole: {n}", n=t.number(whole))
            # A number does not begin a line.
            beside.append(text.replace(": ", ":\N{NO-BREAK SPACE}"))
    if beside:
        yield f"{t('Not on the map:')} {'; '.join(beside)}."


def _how_counted(shown: Shown) -> Iterator[str]:
    items = shown.records() if Layer.PROJECTS in shown.view.layer else ()
    if any(len(item.communities) > 1 and layers.on_communities(item) for item in items):
        yield shown.t("Anything that concerns several communities is counted for each of them.")


# --- Partners ---------------------------------------------------------------------------------


def partners_alternative(shown: Shown) -> str:
    """One sentence that says in words what the partners' map shows."""
    selection, t = shown.selection, shown.t
    drawn = [item for item in selection.partnerships if partners.on_map(item)]
    parts = [views.shown_partnerships(shown)]
    if drawn:
        parts.append(t("on the map: {n}", n=t.number(len(drawn))))
        parts += _pairs(shown.labels, drawn, MOST_PAIRS_IN_SENTENCE)
    parts += _not_drawn(selection.partnerships, drawn, t)
    title = t("Map of the partners of Luhansk oblast and its communities (hromadas)")
    return one_line(f"{title}: {'; '.join(parts)}.")


def partners_texts(shown: Shown, size: PageSize, nameless: int) -> Marginalia:
    """The texts around the map; ``nameless`` is how many names have no room on it."""
    labels, selection, t = shown.labels, shown.selection, shown.t
    drawn = [item for item in selection.partnerships if partners.on_map(item)]
    signs = [*_partners_signs(t, drawn)]
    if size.with_marginalia and drawn:
        signs.append(MarginText(t("Partners and communities"), bold=True, above=1.0))
        pairs = _pairs(labels, drawn, MOST_PAIRS)
        signs += [MarginText(text, size=0.9, long=True) for text in pairs]
    if not selection.partnerships:
        signs.append(MarginText(t("No partnerships match the filters."), bold=True))
    notes = [f"{text}. {t(NO_LINE)}" for text in _not_drawn(selection.partnerships, drawn, t)]
    if nameless:
        notes.append(t.plural(
            "{n} name does not fit on the map.", "{n} names do not fit on the map.", nameless
        ))  # fmt: skip
    asked = for_partnerships(shown.view)
    twice = counted_twice(labels, selection.partnerships)
    title = t("Partnerships of the communities (hromadas) of Luhansk oblast")
    head = (
        *_title(title, views.shown_partnerships(shown)),
        *_filter_lines(labels, asked, t("No filter: all partnerships are shown.")),
        *([MarginText(twice, colour=MUTED)] if twice else []),
    )
    return _marginalia(labels, size, head, signs, notes, layers.credit(labels))


def _partners_signs(t: Translator, drawn: Sequence[Partnership]) -> Iterator[MarginText]:
    above = {"kind": 1.0, "line": 0.7}
    for group, code, name, count in partners.signs(drawn, t):
        yield MarginText(
            _counted(name, count, t), sign=f"{group}-{code}", above=above.pop(group, 0.25)
        )
    if drawn:
        yield MarginText(t("communities, the oblast"), sign="near", above=0.7)
        yield MarginText(t("partners’ locations; a number means several partnerships"), sign="far")


def _pairs(labels: Labels, drawn: Sequence[Partnership], most: int) -> list[str]:
    """Each partner's place with its communities, and how many there are past ``most``."""
    data, t = europe.ground(labels.register).data, labels.t
    ids = {item.id for item in drawn}
    names = [end["name"] and str(end["name"][t.language]) for end in data["ends"]]
    found: dict[int, list[str]] = {}
    for item in data["partnerships"]:
        for near, far, _ in item["lines"] if item["id"] in ids else ():
            found.setdefault(far, []).append(names[near])
    texts = []
    for far, near in found.items():
        place = names[far] or t("a place without a name")
        texts.append(f"{place} – {', '.join(sorted(dict.fromkeys(near), key=t.sort_key))}")
    texts.sort(key=t.sort_key)
    return [*filter(None, (*texts[:most], and_more(t, len(texts) - most)))]


def _not_drawn(
    shown: Sequence[Partnership], drawn: Sequence[Partnership], t: Translator
) -> Iterator[str]:
    """How many are not on the map, where there are any."""
    if count := len(shown) - len(drawn):
        yield f"{t('Not on the map')}: {t.number(count)}"


# --- Both -------------------------------------------------------------------------------------


def _counted(name: str, number: int, t: Translator) -> str:
    """A name and its number, which does not begin a line."""
    return f"{name}:\N{NO-BREAK SPACE}{t.number(number)}"


def _title(title: str, shown: str) -> Iterator[MarginText]:
    """The title and how many things are shown."""
    yield MarginText(title, size=1.6, bold=True)
    if shown:
        yield MarginText(shown, size=1.2, bold=True, above=0.6)


def _filter_lines(labels: Labels, view: View, without: str) -> Iterator[MarginText]:
    """What narrows the view, a line a filter; ``without`` any, that nothing does."""
    if not view.filtered:
        yield MarginText(without)
    for fact in views.filters(labels, view, codes=False):
        yield MarginText(f"{fact.label}: {fact.text}", long=True)


def _marginalia(
    labels: Labels, size: PageSize, head: Iterable[MarginText], legend: Iterable[MarginText],
    notes: Iterable[str], credit: str,
) -> Marginalia:  # fmt: skip
    """All texts; only legend and notes for a picture without marginalia."""
    noted = (
        MarginText(text, colour=MUTED, above=0.25 if n else 0.8) for n, text in enumerate(notes)
    )
    below = (*legend, *noted)
    if not size.with_marginalia:
        return Marginalia((), below, ())
    version = f"{labels.t('Data version')}: {labels.register.version}"
    foot = (MarginText(text, size=0.72, colour=MUTED) for text in (credit, version))
    return Marginalia(tuple(head), below, tuple(foot))
