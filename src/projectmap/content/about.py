"""What a download says about itself: which records, as of when, from where.

Rule of design.md, section 6: whoever gets the file from somebody else can still tell what was
asked for, on which date and which edition of the List it rests, and whose data it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from projectmap.i18n import LANGUAGE_NAMES, N_, Translator
from projectmap.model import labels
from projectmap.model.codes import Period
from projectmap.model.filters import FILTERS, known_values
from projectmap.model.records import Partnership, Project, Source
from projectmap.model.register import Register
from projectmap.query.columns import JOINER
from projectmap.query.select import Selection
from projectmap.query.totals import totals
from projectmap.query.view import View, write_view

TITLE = N_("Projects, needs and events in the communities of Luhansk oblast")
CREDITS = (
    N_("Outlines of communities: OPORA / F. Hontsa, November 2020, CC BY 4.0, generalised."),
    N_("Points of settlements: GeoNames, CC BY 4.0."),
    N_("Names and codes of settlements: KATOTTG codifier."),
)
_UNWRITABLE = re.compile("[\0-\x1f\ufffe\uffff]")
_OTHERS = {
    "year_from": N_("From year"),
    "year_to": N_("To year"),
    "q": N_("Words searched for"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet: what it is about, and what is to be said."""

    label: str
    value: str


def about(
    register: Register,
    selection: Selection,
    view: View,
    t: Translator,
    day: date,
    base_url: str | None,
) -> tuple[Line, ...]:
    """The lines that explain the list; ``day`` is the day on which the file is made."""
    count = len(register.projects)
    shown = t.number(selection.count)
    lines = [
        Line(
            t("Records in this list"),
            t.plural("{shown} of {n} record", "{shown} of {n} records", count, shown=shown),
        ),
        Line(t("Filter"), "" if view.filtered else t("none: all records")),
        *filter_lines(register, view, t),
    ]
    if selection.hidden_undated:
        lines.append(
            Line(t("Undated records hidden by the years"), t.number(selection.hidden_undated))
        )
    periods = [
        f"{labels.label(t, period)}: {t.number(selection.by_period[period])}" for period in Period
    ]
    lines += [Line(t("By period"), JOINER.join(periods)), *_money(register, selection, t)]
    return (*lines, *provenance(register, view, t, day, base_url))


def provenance(
    register: Register, view: View, t: Translator, day: date, base_url: str | None
) -> tuple[Line, ...]:
    """The lines that say as of when a file is and whose data it has, whatever its records are."""
    lines = [
        Line(t("Status of territories as of"), t.day(view.asof or register.edition)),
        Line(t("Edition of the List"), t.day(register.edition)),
        Line(t("Act"), acts(register, t)),
        *(Line(t("Please note"), text) for text in notices(register, view, t)),
        Line(t("Data version"), register.version),
        Line(t("Made on"), t.day(day)),
        Line(t("Language of this file"), LANGUAGE_NAMES[t.language]),
    ]
    if base_url is not None:
        lines.append(Line(t("This view as a link"), link(view, base_url)))
    return (*lines, *(Line(t("Credit line"), t(text)) for text in CREDITS))


def facts(
    register: Register,
    selection: Selection,
    view: View,
    t: Translator,
    day: date,
    base_url: str | None,
) -> dict[str, object]:
    """The same for programs: codes and ISO dates, values that JSON knows."""
    asked = write_view(view.records_only())
    return {
        "title": t(TITLE),
        "language": t.language,
        "made_on": day.isoformat(),
        "data_version": register.version,
        "records": selection.count,
        "records_total": len(register.projects),
        "filter": {name: [printable(value) for value in asked[name]] for name in asked},
        "status_date": (view.asof or register.edition).isoformat(),
        "edition": register.edition.isoformat(),
        "act": acts(register, t),
        "notices": notices(register, view, t),
        "link": None if base_url is None else link(view, base_url),
        "credit": [t(text) for text in CREDITS],
    }


def filter_lines(
    register: Register, view: View, t: Translator, *, codes: bool = True
) -> list[Line]:
    """A line for each parameter that narrows the list: its name, its values and their codes.

    Without ``codes`` the values are told by their names alone, as documents for people do.
    """
    known, naming = known_values(register), labels.Labels(register, t)
    lines = []
    for name, values in write_view(view.records_only()).items():
        if name not in FILTERS:
            lines.append(Line(t(_OTHERS[name]), JOINER.join(map(printable, values))))
            continue
        row = FILTERS[name]
        names = (
            row.name(naming, value) if value in known[name] else printable(value)
            for value in values
        )
        texts = (
            f"{text} ({value})" if codes and value in known[name] else text
            for text, value in zip(names, values, strict=True)
        )
        lines.append(Line(t(row.label), JOINER.join(texts)))
    return lines


def acts(register: Register, t: Translator) -> str:
    """The acts that the List rests on, in their own words."""
    found = dict.fromkeys(t.pick(row.act, row.act_en) or "" for row in register.status_rows)
    return JOINER.join(found)


def notices(register: Register, view: View, t: Translator) -> list[str]:
    """What must be known about the status of territories on the date of ``view``."""
    edition = t.day(register.edition)
    found = [
        t("As of the edition of {edition}; later amendments are not included.", edition=edition)
    ]
    if view.asof is not None and view.asof > register.edition:
        found.append(t("The date is later than the edition: the last listed status is shown."))
    if view.asof is not None and view.asof < register.act_date:
        made = t.day(register.act_date)
        found.append(
            t(
                "The order was made on {made}: for earlier dates this is as the edition of "
                "{edition} records it.",
                made=made,
                edition=edition,
            )
        )
    return found


def link(view: View, base_url: str) -> str:
    """The address that opens ``view``."""
    # A search may hold half of a surrogate pair, which no address can carry.
    query = urlencode(write_view(view), doseq=True, errors="replace")
    return f"{base_url}?{query}" if query else base_url


def sources(register: Register, selection: Selection) -> list[Source]:
    """The distinct sources of the shown records, in the order of the list."""
    return unique_sources(register.projects[row] for row in selection.rows.tolist())


def unique_sources(items: Iterable[Project | Partnership]) -> list[Source]:
    """The distinct sources of ``items``; two places in one document are one source here."""
    found: dict[tuple[str | None, ...], Source] = {}
    for item in items:
        for source in item.sources:
            key = (source.title, source.publisher, source.url, source.document, source.date)
            found.setdefault(key, source)
    return list(found.values())


def printable(text: str) -> str:
    """``text`` without what no file format carries.

    That is control characters, halves of surrogates, and two that are no letters and XML refuses.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", whole)


def _money(register: Register, selection: Selection, t: Translator) -> list[Line]:
    found = totals(register, selection.mask)
    lines = [
        Line(
            t("Amounts"),
            t.plural(
                "{stating} of {n} record states an amount",
                "{stating} of {n} records state an amount",
                found.records,
                stating=t.number(found.stating),
            ),
        )
    ]
    for total in found.sums:
        label = t("Sum of loans") if total.loan else t("Sum without loans")
        amount = t.money(total.amount, total.currency)
        text = t.plural(
            "{amount} in {n} record", "{amount} in {n} records", total.records, amount=amount
        )
        lines.append(Line(label, text))
    rule = (
        t("Programme totals, shared sums, prices per unit and approximate sums are not added up.")
        if found.sums
        else t("There is no sum: no amount belongs to one shown record alone.")
    )
    return [*lines, Line(t("How it is added up"), rule)]
