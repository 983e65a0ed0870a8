"""What we say about a view: which records it shows, as of when, from where.

The reader of a file from somebody else can still see what was asked for, which date and edition
of the List it is based on, and whose data it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from projectmap.content.money import money_rule, money_stated, sums
from projectmap.content.nodes import Fact, Link, Span, text_fact
from projectmap.content.statuses import acts, the_list
from projectmap.i18n import LANGUAGE_NAMES, N_, Translator
from projectmap.markup import one_line
from projectmap.model.codes import Period
from projectmap.model.filters import FILTERS, known_values
from projectmap.model.labels import Labels
from projectmap.query.columns import BY_KEY, DOWN
from projectmap.query.figures import PERIODS
from projectmap.query.notices import notices as status_notices
from projectmap.query.rows import JOINER
from projectmap.query.search import search
from projectmap.query.select import for_partnerships
from projectmap.query.shown import Shown
from projectmap.query.totals import totals
from projectmap.query.view import View, compared_days, write_view

TITLE = N_("Projects, needs and events in the communities (hromadas) of Luhansk oblast")
CREDITS = (
    N_("Community boundaries: OPORA / F. Hontsa, November 2020, CC BY 4.0, generalised."),
    N_("Settlement coordinates: GeoNames, CC BY 4.0."),
    N_("Names and codes of settlements: KATOTTG codifier."),
)
_BASEMAP_CREDIT = N_(
    "Outlines, roads, places around and the points of some settlements: © OpenStreetMap "
    "contributors (ODbL); rivers: Natural Earth; names of waters: State Register of Geographical "
    "Names, CC BY 4.0."
)
NAMES_FROM = N_(
    "KATOTTG codifier, version of July 2026; names romanised under Cabinet of Ministers "
    "Resolution No. 55 of 27 January 2010"
)
NOT_STATED = N_(
    "A date, amount, donor or status that no source gives is shown as “not stated”; nothing is "
    "guessed."
)
_OTHERS = {
    "year_from": N_("From year"),
    "year_to": N_("To year"),
    "q": N_("Search words"),
}
"""Parameters that narrow the list but are not filters by code."""
_ALSO = {"sector": N_("the sector “{names}”"), "kind": N_("the type “{names}”")}
_WORDS = ", "


def credits_of(labels: Labels) -> tuple[str, ...]:
    """The credit lines of what is made of the register."""
    basemap = () if labels.register.basemap is None else (_BASEMAP_CREDIT,)
    return tuple(labels.t(text) for text in (*CREDITS, *basemap))


def shown_records(shown: Shown) -> str:
    """How many of all records are shown."""
    t, count = shown.t, len(shown.register.projects)
    some = t.number(shown.selection.count)
    return t.plural("{shown} of {n} record", "{shown} of {n} records", count, shown=some)


def shown_partnerships(shown: Shown) -> str:
    """How many of all partnerships are shown."""
    return shown.t.plural(
        "{shown} of {n} partnership",
        "{shown} of {n} partnerships",
        len(shown.register.partnerships),
        shown=shown.t.number(len(shown.selection.partnerships)),
    )


def list_version(labels: Labels) -> str:
    """The version of the List."""
    return labels.t("List version of {edition}", edition=labels.t.day(labels.register.edition))


def data_version(labels: Labels) -> str:
    """The version of the register."""
    return labels.t("Data version {version}", version=labels.register.version)


def status_date(labels: Labels, view: View, separator: str = ", ") -> str:
    """The day whose status is shown, and the version of the List."""
    return f"{status_day(labels, view)}{separator}{list_version(labels)}"


def status_day(labels: Labels, view: View) -> str:
    """The day whose status is shown, or the two that are compared."""
    t, register = labels.t, labels.register
    if both := compared_days(register, view):
        return t("Status on {before} and {after}", before=t.day(both[0]), after=t.day(both[1]))
    return t("Status on {day}", day=t.day(view.asof or register.edition))


def about(shown: Shown, day: date, base_url: str | None) -> tuple[Fact, ...]:
    """What explains the list that is shown; ``day`` is the day on which the file is made.

    The keys are ``records``, ``filter``, the query parameters that narrow the list,
    ``hidden_undated`` (where there are any), ``periods``, ``amounts``, ``sum`` and ``sum_of_loans``
    for each currency, ``rule``, and those of :func:`provenance`. Keys may occur several times.
    """
    labels, view, t = shown.labels, shown.view, shown.t
    facts = [
        text_fact("records", t("Records in this list"), shown_records(shown)),
        text_fact("filter", t("Filter"), "" if view.filtered else t("none: all records")),
        *filters(labels, view),
    ]
    return (
        *facts,
        *hidden_undated(shown),
        text_fact("periods", t("By period"), JOINER.join(by_period(shown).values())),
        *_money(shown),
        *provenance(labels, view, day, base_url),
    )


def hidden_undated(shown: Shown) -> tuple[Fact, ...]:
    """How many undated records the year filter hides; nothing where it hides none."""
    if not (hidden := shown.selection.hidden_undated):
        return ()
    name = shown.t("Undated records hidden by the year filter")
    return (text_fact("hidden_undated", name, shown.t.number(hidden)),)


def by_period(shown: Shown) -> Mapping[Period, str]:
    """Each period with the number of its records."""
    counts, t = shown.selection.by_period, shown.t
    return {period: f"{shown.labels.code(period)}: {t.number(counts[period])}"
            for period in PERIODS}  # fmt: skip


def provenance(labels: Labels, view: View, day: date, base_url: str | None) -> tuple[Fact, ...]:
    """The date and the origin of a file's data, whatever its records are.

    The keys are ``status_day``, ``compare`` (where two dates are compared), ``edition``,
    ``list``, ``act``, ``notice`` (one or more), ``version``, ``made``, ``language``,
    ``link`` (where ``base_url`` is known) and ``credit`` (several).
    """
    t, register = labels.t, labels.register
    shown = view.asof or register.edition
    both = compared_days(register, view)
    facts = [
        text_fact("status_day", t("Territory status as of"), t.day(shown)),
        *(text_fact("compare", t("Compared with the status on"), t.day(other))
          for other in both if other != shown),
        text_fact("edition", t("List version"), t.day(register.edition)),
        text_fact("list", t("Territory status"), the_list(labels)),
        text_fact("act", t("Legal act"), JOINER.join(acts(labels))),
        *(text_fact("notice", t("Please note"), text) for text in status_notices(labels, shown)),
        text_fact("version", t("Data version"), register.version),
        text_fact("made", t("File created"), t.day(day)),
        text_fact("language", t("Language of this file"), LANGUAGE_NAMES[t.language]),
    ]  # fmt: skip
    if base_url is not None:
        address = link(view, base_url)
        spans = (Span(address, Link("url", address)),)
        facts.append(Fact("link", t("This view as a link"), spans))
    credit = (text_fact("credit", t("Credit line"), text) for text in credits_of(labels))
    return (*facts, *credit)


def metadata(shown: Shown, day: date, base_url: str | None) -> dict[str, object]:
    """The same for programs: codes and ISO dates, values that JSON knows."""
    t, register, asked = shown.t, shown.register, write_view(shown.view.records_only())
    return {
        "title": t(TITLE),
        "language": t.language,
        "made_on": day.isoformat(),
        "data_version": register.version,
        "records": shown.selection.count,
        "records_total": len(register.projects),
        "filter": {name: [one_line(value) for value in asked[name]] for name in asked},
        "status_date": shown.day.isoformat(),
        "edition": register.edition.isoformat(),
        "act": JOINER.join(acts(shown.labels)),
        "notices": list(status_notices(shown.labels, shown.day)),
        "link": None if base_url is None else link(shown.view, base_url),
        "credit": list(credits_of(shown.labels)),
    }


def order(t: Translator, view: View) -> str:
    """The order in which the records of ``view`` are listed, in words."""
    if view.order is None:
        return t("Newest first; records without a date come last.")
    column = t(BY_KEY[view.order.removeprefix(DOWN)].title)
    if view.order.startswith(DOWN):
        return t("Sorted by “{column}”, descending.", column=column)
    return t("Sorted by “{column}”, ascending.", column=column)


def filters(labels: Labels, view: View, *, codes: bool = True) -> tuple[Fact, ...]:
    """A fact for each parameter that narrows the list: its name, its values and their codes.

    Without ``codes`` the values go by their names alone, as in documents for people. The keys are
    the names of the query parameters.
    """
    known = known_values(labels.register)
    found = []
    for name, values in write_view(view.records_only()).items():
        row, texts = FILTERS.get(name), []
        for value in values:
            is_code = row is not None and value in known[name]
            text = row.name(labels, value) if row and is_code else one_line(value)
            texts.append(f"{text} ({value})" if codes and is_code else text)
        label = labels.t(row.label if row else _OTHERS[name])
        found.append(text_fact(name, label, JOINER.join(texts)))
        notes = search_notes(labels, view.q) if name == "q" else ()
        found += [text_fact("q", labels.t("Search"), one_line(line)) for line in notes]
    return tuple(found)


def filters_by_name(labels: Labels, view: View) -> tuple[Fact, ...]:
    """The same for people, without codes; where nothing narrows the list, that all is shown."""
    nothing = text_fact("filter", labels.t("Filter"), labels.t("none: all records"))
    return filters(labels, view, codes=False) or (nothing,)


def not_filtered(labels: Labels, view: View) -> str:
    """Which parameters of ``view`` do not apply to the partnerships; ``""`` where all do."""
    t, used = labels.t, write_view(for_partnerships(view))
    names = dict.fromkeys(
        t(FILTERS[name].label) if name in FILTERS else t("Years")
        for name in write_view(view.records_only())
        if name not in used
    )
    return t("Not filtered by: {filters}", filters=", ".join(names)) if names else ""


def search_notes(labels: Labels, query: str) -> tuple[str, ...]:
    """What a search finds besides the words that were typed, or instead of them: a line for each.

    Lines without a full stop; none for a query in quotation marks.
    """
    t, lines = labels.t, []
    for item in search(labels.register, query).also:
        known = known_values(labels.register)
        names = (
            FILTERS[item.facet].name(labels, code) if item.facet in FILTERS else code
            for code in item.codes
            if item.facet not in FILTERS or code in known[item.facet]
        )
        said = t(_ALSO.get(item.facet, "{names}"), names=_WORDS.join(names))
        text = N_("nothing has “{typed}”: matching {said}") if item.instead else N_(
            "“{typed}” also matches {said}")  # fmt: skip
        lines.append(t(text, typed=item.typed, said=said))
    return tuple(lines)


def link(view: View, base_url: str) -> str:
    """The address that opens ``view``."""
    # A search may hold half of a surrogate pair, which no address can carry.
    query = urlencode(write_view(view), doseq=True, errors="replace")
    return f"{base_url}?{query}" if query else base_url


def _money(shown: Shown) -> list[Fact]:
    t, found = shown.t, totals(shown.register, shown.selection.mask)
    return [
        text_fact("amounts", t("Amounts"), money_stated(found, t)),
        *(text_fact(fact.key, fact.label, f"{fact.text} {fact.note}") for fact in sums(found, t)),
        text_fact("rule", t("How totals are calculated"), money_rule(found, t)),
    ]
