"""The texts around the communities' map, and its alternative text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from projectmap.content.statuses import notices
from projectmap.content.view import TITLE, credits_of, shown_records, status_date, status_day
from projectmap.export.picture import legend
from projectmap.export.picture.legend import counted
from projectmap.export.picture.page import MUTED, Entry, Marginalia, PageSize
from projectmap.export.picture.symbols import Sign, Symbol
from projectmap.i18n import N_, Translator
from projectmap.map import layers
from projectmap.model.codes import Period, Scope, TerritoryStatus
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.figures import PERIODS
from projectmap.query.select import Selection, select
from projectmap.query.status import status_on
from projectmap.query.view import Layer, View, compared_days

_BESIDE = (Scope.OBLAST, Scope.OUTSIDE, Scope.UNPLACED)
_PERIOD_SIGNS = {Period.AFTER: "after", Period.BEFORE: "before", Period.UNDATED: "undated"}
_SIGNS = {
    "after": N_("records since 24 Feb 2022"),
    "before": N_("before 24 Feb 2022; current situation unknown"),
    "undated": N_("undated"),
    "mixed": N_(
        "records of several periods: the thick part is since 24 Feb 2022, the dashed part undated"
    ),
    "square": N_("location known to community level only"),
}


def alternative(register: Register, view: View, t: Translator) -> str:
    """One sentence that says in words what the communities' map shows."""
    labels, selection = Labels(register, t), select(register, view)
    parts = []
    if Layer.STATUS in view.layer:
        found = _statuses(labels, view).items()
        counts = ", ".join(f"{labels.code(status)}: {n}" for status, n in found)
        parts.append(f"{status_date(labels, view)} – {counts}")
    if Layer.PROJECTS in view.layer:
        beside = sum(selection.by_scope[scope] for scope in _BESIDE)
        on_map = t("of which on the map: {on_map}", on_map=t.number(selection.count - beside))
        parts.append(f"{shown_records(labels, selection)}, {on_map}")
    if Layer.PARTNERSHIPS in view.layer:
        parts.append(f"{t('partnerships')}: {t.number(len(selection.partnerships))}")
    title = t("Map of the communities (hromadas) of Luhansk oblast")
    return f"{title}: {'; '.join(parts)}." if parts else f"{title}."


def marginalia(
    register: Register,
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
    labels, selection = Labels(register, t), select(register, view)
    entries = [*_status_legend(labels, view, size), *_signs_legend(labels, selection, view, signs)]
    notes = [*_not_on_map(labels, selection, view), *_how_counted(labels, selection, view)]
    if nameless and Layer.NAMES in view.layer:
        notes.append(t.plural(
            "{n} community name does not fit on the map.",
            "{n} community names do not fit on the map.",
            nameless,
        ))  # fmt: skip
    head = _head(labels, selection, view)
    return legend.marginalia(labels, size, head, entries, notes, " ".join(credits_of(register, t)))


def _head(labels: Labels, selection: Selection, view: View) -> Iterator[Entry]:
    """Title, and which records are shown."""
    t, has_records = labels.t, Layer.PROJECTS in view.layer
    yield from legend.head(t(TITLE), shown_records(labels, selection) if has_records else "")
    if has_records:
        yield Entry("; ".join(
            f"{labels.code(period)}: {t.number(selection.by_period[period])}" for period in PERIODS
        ))  # fmt: skip
        yield from legend.filter_lines(labels, view, t("No filter: all records are shown."))
        if selection.hidden_undated:
            hidden = t.number(selection.hidden_undated)
            yield Entry(f"{t('Undated records hidden by the year filter')}: {hidden}")


def _status_legend(labels: Labels, view: View, size: PageSize) -> Iterator[Entry]:
    if Layer.STATUS not in view.layer:
        return
    register = labels.register
    days = compared_days(register, view) or (view.asof or register.edition,)
    is_alone = not size.with_marginalia
    text = status_day(labels, view) if is_alone else status_date(labels, view)
    yield Entry(text, bold=True, above=1.0)
    for status, n in _statuses(labels, view).items():
        yield Entry(f"{labels.code(status)}:\N{NO-BREAK SPACE}{n}", sign=f"status-{status}")
    if is_alone:
        return
    beyond = (day for day in days if not register.act_date <= day <= register.edition)
    for text in dict.fromkeys(text for day in beyond for text in notices(labels, day)):
        yield Entry(text, colour=MUTED)


def _statuses(labels: Labels, view: View) -> dict[TerritoryStatus, str]:
    """How many communities have each status that any has; on both dates, if two are compared."""
    register, number = labels.register, labels.t.number
    days = compared_days(register, view) or (view.asof or register.edition,)
    counts = [Counter(item.status for item in status_on(register, day).values()) for day in days]
    return {
        status: "\N{NO-BREAK SPACE}→ ".join(number(count[status]) for count in counts)
        for status in TerritoryStatus
        if any(count[status] for count in counts)
    }


def _signs_legend(
    labels: Labels, selection: Selection, view: View, signs: frozenset[str] | None
) -> Iterator[Entry]:
    t = labels.t
    if Layer.PROJECTS in view.layer and not selection.count:
        yield Entry(t("No records match the filters."), bold=True, above=1.0)
    elif Layer.PROJECTS in view.layer:
        yield Entry(t("Records"), bold=True, above=1.0)
        for sign, text in _SIGNS.items():
            if signs is None or sign in signs:
                yield Entry(t(text), sign=sign)
    if Layer.PARTNERSHIPS in view.layer and (signs is None or "diamond" in signs):
        yield Entry(t("partnerships"), sign="diamond")
    if signs is None or signs:
        text = t("Numbers show how many records; nearby settlements share a circle.")
        yield Entry(text, colour=MUTED)


def occurring(symbols: Iterable[Symbol]) -> frozenset[str]:
    """The legend's signs that the map has."""
    found: set[str] = set()
    for item in symbols:
        if item.counts:
            found.add("mixed" if item.period is None else _PERIOD_SIGNS[item.period])
        found |= {"square"} if item.sign == Sign.COMMUNITY else set()
        found |= {"diamond"} if item.sign == Sign.PARTNERSHIP else set()
    return frozenset(found)


def _not_on_map(labels: Labels, selection: Selection, view: View) -> Iterator[str]:
    t, beside = labels.t, []
    if Layer.PROJECTS in view.layer:
        counts = selection.by_scope
        beside += [
            counted(labels.code(scope), counts[scope], t) for scope in _BESIDE if counts[scope]
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


def _how_counted(labels: Labels, selection: Selection, view: View) -> Iterator[str]:
    rows = np.flatnonzero(selection.mask).tolist() if Layer.PROJECTS in view.layer else []
    shown = (labels.register.projects[row] for row in rows)
    if any(len(item.communities) > 1 and layers.on_communities(item) for item in shown):
        yield labels.t("Anything that concerns several communities is counted for each of them.")
