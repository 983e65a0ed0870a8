"""The texts around the communities' map, and instead of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from projectmap.content.statuses import notices
from projectmap.content.view import TITLE, credits_of, filters
from projectmap.export.picture.clustering import Symbols
from projectmap.export.picture.page import MUTED, Entry, Marginalia, PageSize
from projectmap.export.picture.symbols import Sign
from projectmap.i18n import Translator
from projectmap.map import layers
from projectmap.model.codes import Period, Scope, TerritoryStatus
from projectmap.model.labels import Labels, label
from projectmap.model.register import Register
from projectmap.query.select import Selection, select
from projectmap.query.status import status_on
from projectmap.query.view import Layer, View

_BESIDE = (Scope.OBLAST, Scope.OUTSIDE, Scope.UNPLACED)
_SINGLE = {(1, 0, 0): "before", (0, 1, 0): "after", (0, 0, 1): "undated"}
"""The sign of each period, by its place in PERIODS."""


def alternative(register: Register, view: View, t: Translator) -> str:
    """One sentence that says in words what the communities' map shows."""
    selection = select(register, view)
    parts = []
    if Layer.STATUS in view.layer:
        counts = _status_counts(register, view)
        parts.append(_status_day(register, view, t) + " – " + ", ".join(
            f"{label(t, status)}: {t.number(counts[status])}"
            for status in TerritoryStatus if counts[status]
        ))  # fmt: skip
    if Layer.PROJECTS in view.layer:
        beside = sum(selection.by_scope[scope] for scope in _BESIDE)
        on_map = t.number(selection.count - beside)
        shown = _shown(register, selection, t)
        parts.append(f"{shown}, " + t("of which on the map: {on_map}", on_map=on_map))
    if Layer.PARTNERSHIPS in view.layer:
        parts.append(t("partnerships") + f": {t.number(len(selection.partnerships))}")
    title = t("Map of the communities (hromadas) of Luhansk oblast")
    return f"{title}: {'; '.join(parts)}." if parts else f"{title}."


def marginalia(
    register: Register,
    selection: Selection,
    view: View,
    t: Translator,
    size: PageSize,
    nameless: int,
    signs: frozenset[str] | None,
) -> Marginalia:
    """The texts around the map.

    ``nameless`` is how many names have no room; ``signs`` are those of the map by the names that
    :func:`occurring` gives, or None for all that there may be.
    """
    legend = [*_status_legend(register, view, t, size), *_signs_legend(selection, view, t, signs)]
    notes = [
        *_not_on_map(register, selection, view, t),
        *_how_counted(register, selection, view, t),
    ]
    if nameless and Layer.NAMES in view.layer:
        notes.append(t.plural(
            "{n} community name does not fit on the map.",
            "{n} community names do not fit on the map.",
            nameless,
        ))  # fmt: skip
    legend += [
        Entry(text, colour=MUTED, above=0.8 if number == 0 else 0.25)
        for number, text in enumerate(notes)
    ]
    if not size.with_marginalia:
        return Marginalia((), tuple(legend), ())
    return Marginalia(tuple(_head(register, selection, view, t)), tuple(legend), _foot(register, t))


def _head(register: Register, selection: Selection, view: View, t: Translator) -> Iterator[Entry]:
    """Title, and which records are shown."""
    yield Entry(t(TITLE), size=1.6, bold=True)
    if Layer.PROJECTS not in view.layer:
        return
    yield Entry(_shown(register, selection, t), size=1.2, bold=True, above=0.6)
    periods = (
        f"{label(t, period)}: {t.number(selection.by_period[period])}"
        for period in (Period.AFTER, Period.BEFORE, Period.UNDATED)
    )
    yield Entry("; ".join(periods))
    yield from _filter_entries(register, view, t)
    if selection.hidden_undated:
        hidden = t.number(selection.hidden_undated)
        yield Entry(f"{t('Undated records hidden by the year filter')}: {hidden}")


def _filter_entries(register: Register, view: View, t: Translator) -> Iterator[Entry]:
    """What narrows the view, a line a filter."""
    if not view.filtered:
        yield Entry(t("No filter: all records are shown."))
    for fact in filters(Labels(register, t), view, codes=False):
        yield Entry(f"{fact.label}: {fact.text}", long=True)


def _foot(register: Register, t: Translator, *more: str) -> tuple[Entry, ...]:
    """Credit and data version; ``more`` are credit lines of this map alone."""
    credit = " ".join([*credits_of(register, t), *more])
    return (
        Entry(credit, size=0.72, colour=MUTED),
        Entry(f"{t('Data version')}: {register.version}", size=0.72, colour=MUTED),
    )


def _status_legend(
    register: Register, view: View, t: Translator, size: PageSize
) -> Iterator[Entry]:
    if Layer.STATUS not in view.layer:
        return
    day = view.asof or register.edition
    text = (
        _status_day(register, view, t)
        if size.with_marginalia
        else t("Status on {day}", day=t.day(day))
    )
    yield Entry(text, bold=True, above=1.0)
    counts = _status_counts(register, view)
    for status in TerritoryStatus:
        if counts[status]:
            text = f"{label(t, status)}:\N{NO-BREAK SPACE}{t.number(counts[status])}"
            yield Entry(text, sign=f"status-{status}")
    if size.with_marginalia and not register.act_date <= day <= register.edition:
        for text in notices(Labels(register, t), view.asof or register.edition):
            yield Entry(text, colour=MUTED)


def _signs_legend(
    selection: Selection, view: View, t: Translator, signs: frozenset[str] | None
) -> Iterator[Entry]:
    if Layer.PROJECTS in view.layer:
        if not selection.count:
            yield Entry(t("No records match the filters."), bold=True, above=1.0)
        else:
            yield Entry(t("Records"), bold=True, above=1.0)
            yield from (
                Entry(text, sign=sign)
                for sign, text in _record_signs(t).items()
                if signs is None or sign in signs
            )
    if Layer.PARTNERSHIPS in view.layer and (signs is None or "diamond" in signs):
        yield Entry(t("partnerships"), sign="diamond")
    if signs is None or signs:
        yield Entry(
            t("Numbers show how many records; nearby settlements share a circle."), colour=MUTED
        )


def _record_signs(t: Translator) -> dict[str, str]:
    return {
        "after": t("records since 24 Feb 2022"),
        "before": t("before 24 Feb 2022; current situation unknown"),
        "undated": t("undated"),
        "mixed": t(
            "records of several periods: the thick part is since 24 Feb 2022, the dashed "
            "part undated"
        ),
        "square": t("location known to community level only"),
    }


def occurring(signs: Symbols) -> frozenset[str]:
    """The legend's signs that the map has."""
    found: set[str] = set()
    for item in signs.items:
        if item.counts:
            before, after, undated = (int(n == item.n) for n in item.counts)
            found.add(_SINGLE.get((before, after, undated), "mixed"))
        if item.sign == Sign.COMMUNITY:
            found.add("square")
        if item.sign == Sign.PARTNERSHIP:
            found.add("diamond")
    return frozenset(found)


def _not_on_map(
    register: Register, selection: Selection, view: View, t: Translator
) -> Iterator[str]:
    beside = []
    if Layer.PROJECTS in view.layer:
        beside += [
            f"{label(t, scope)}: {t.number(selection.by_scope[scope])}"
            for scope in _BESIDE
            if selection.by_scope[scope]
        ]
    if Layer.PARTNERSHIPS in view.layer:
        whole = sum(
            not any(code in register.communities for code in item.communities)
            for item in selection.partnerships
        )
        if whole:
            beside.append(t("partnerships of the oblast as a whole: {n}", n=t.number(whole)))
    if beside:
        # A number does not begin a line.
        text = "; ".join(beside).replace(": ", ":\N{NO-BREAK SPACE}")
        yield f"{t('Not on the map:')} {text}."


def _how_counted(
    register: Register, selection: Selection, view: View, t: Translator
) -> Iterator[str]:
    several = Layer.PROJECTS in view.layer and any(
        layers.on_communities(item) and len(item.communities) > 1
        for item in (register.projects[row] for row in np.flatnonzero(selection.mask).tolist())
    )
    if several:
        yield t("Anything that concerns several communities is counted for each of them.")


def _shown(register: Register, selection: Selection, t: Translator) -> str:
    count = len(register.projects)
    return t.plural(
        "{shown} of {n} record", "{shown} of {n} records", count, shown=t.number(selection.count)
    )


def _status_day(register: Register, view: View, t: Translator) -> str:
    day = t("Status on {day}", day=t.day(view.asof or register.edition))
    edition = t("List version of {edition}", edition=t.day(register.edition))
    return f"{day}, {edition}"


def _status_counts(register: Register, view: View) -> Counter[TerritoryStatus]:
    day = view.asof or register.edition
    return Counter(item.status for item in status_on(register, day).values())
