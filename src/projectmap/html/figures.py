"""What is shown, in figures, as HTML: counts, legend, totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from projectmap.content.charts import Figure, Line
from projectmap.content.money import money_rule, money_stated, money_sums
from projectmap.content.view import status_date
from projectmap.html.common import (
    address,
    definition_list,
    small,
    stated,
    status_day,
    table_frame,
)
from projectmap.html.records import LONG_LIST, and_more, record_links
from projectmap.i18n import Translator
from projectmap.markup import Html, element, join
from projectmap.model.codes import Period, Scope, TerritoryStatus
from projectmap.model.labels import Labels, full_label, label
from projectmap.model.register import Register
from projectmap.query.index import index_of
from projectmap.query.select import Selection, rows_of_scope, tally
from projectmap.query.status import status_on
from projectmap.query.totals import totals
from projectmap.query.view import View, compared_days

MAX_TABLE_ROWS = 200
"""Rows of a figure's table; the file has the others."""


def figure_table(figure: Figure, t: Translator) -> Html:
    """A figure as a table, with links to the records; nothing where it has no lines."""
    if not figure.lines:
        return Html("")
    heads = (*figure.dimension_heads, *figure.number_heads)
    rows = (_figure_row(heads, line, t) for line in figure.lines[:MAX_TABLE_ROWS])
    left = len(figure.lines) - MAX_TABLE_ROWS
    more = t.plural("And {n} more: in the file.", "And {n} more: in the file.", left)
    return join(
        [
            table_frame(figure.title, heads, rows),
            element("p", more, class_="muted") if left > 0 else "",
        ]
    )


def donor_amounts(register: Register, selection: Selection, figure: Figure, t: Translator) -> Html:
    """The sums of each donor of ``figure`` by currency, loans apart; nothing is converted."""
    heads = (t("Donor"), t("Amounts"), t("Records that state an amount"))
    donors, rows = index_of(register).facets["donor"], []
    for line in figure.lines:
        found = totals(register, selection.mask & donors.mask(line.codes))
        if not found.stating or not line.codes[0]:
            continue
        sums = list(money_sums(found, t)) or [t("none of a record alone")]
        cells = (join([element("div", text) for text in sums]),
                 money_stated(found, t))  # fmt: skip
        rows.append(element("tr", element("th", line.names[0], scope="row"),
                            *(element("td", cell, data_label=head)
                              for head, cell in zip(heads[1:], cells, strict=True))))  # fmt: skip
    if not rows:
        return Html("")
    rule = t("Currencies are not converted. A record with several donors counts under each.")
    note = money_rule(totals(register, selection.mask), t)
    return join([table_frame(t("Amounts by donor"), heads, rows),
                 element("p", f"{rule} {note}", class_="muted")])  # fmt: skip


def _figure_row(heads: Sequence[str], line: Line, t: Translator) -> Html:
    *before, last = line.names
    link = element("a", last, href=address(line.view), target="_self") if line.view else last
    first, *others = [*before, link]
    cells = [*others, *(t.number(number) for number in line.numbers)]
    return element(
        "tr",
        element("th", first, scope="row"),
        *(
            element("td", cell, data_label=head)
            for head, cell in zip(heads[1:], cells, strict=True)
        ),
    )


def count_line(register: Register, selection: Selection, t: Translator) -> Html:
    """The number of shown records first, of how many, and how they lie in time."""
    of = t.plural("of {n} record", "of {n} records", len(register.projects))
    periods = [
        element("span", f"{label(t, period)}: {t.number(selection.by_period[period])}",
                class_=f"period period-{period}")
        for period in (Period.AFTER, Period.BEFORE, Period.UNDATED)
    ]  # fmt: skip
    aside = t.plural("{n} invalid, not shown", "{n} invalid, not shown", register.set_aside)
    return element(
        "div",
        element("span", element("strong", t.number(selection.count)), " ", of, class_="shown"),
        *periods,
        element("span", aside, class_="period set-aside") if register.set_aside else None,
        class_="count-line",
    )


def status_line(register: Register, view: View, t: Translator) -> Html:
    """Which date's status is shown, or which two, by which edition, and what that leaves out."""
    days = compared_days(register, view) or (status_day(register, view),)
    line = element("span", status_date(Labels(register, t), view), class_="status-day")
    notes = dict.fromkeys(_note(register, day, t) for day in days)
    return element("div", line, *(element("span", note, class_="note") for note in notes if note))


def _note(register: Register, day: date, t: Translator) -> str:
    if day > register.edition:
        return t(
            "Based on the List as amended to {edition}; later amendments are not included.",
            edition=t.day(register.edition),
        )
    if day < register.act_date:
        return t(
            "The order was issued on {made}; for earlier dates the status is as recorded in "
            "its version of {edition}.",
            made=t.day(register.act_date),
            edition=t.day(register.edition),
        )
    return ""


def legend(register: Register, view: View, t: Translator, *, with_signs: bool = True) -> Html:
    """Statuses with their counts on the shown date or dates, and the signs for records."""
    days = compared_days(register, view) or (status_day(register, view),)
    counts = [Counter(item.status for item in status_on(register, day).values()) for day in days]
    statuses = [
        element(
            "li",
            element("span", class_=f"swatch status-{status}", aria_hidden="true"),
            f"{full_label(t, status)} ",
            element("b", " → ".join(t.number(count[status]) for count in counts)),
        )
        for status in TerritoryStatus
        if any(count[status] for count in counts)
    ]
    signs = [
        ("after", t("records since 24 Feb 2022")),
        ("before", t("before 24 Feb 2022; current situation unknown")),
        ("undated", t("undated")),
        ("square", t("location known to community level only")),
        ("diamond", t("partnerships")),
    ]
    marks = [
        element("li", element("span", class_=f"sign sign-{sign}", aria_hidden="true"), text)
        for sign, text in signs
        if with_signs
    ]
    return element("ul", *statuses, *marks, class_="legend")


def beside_map(register: Register, selection: Selection, view: View, t: Translator) -> Html:
    """Records that have no place on the map, each named: they are counted, never lost."""
    groups = []
    for scope in (Scope.OBLAST, Scope.OUTSIDE, Scope.UNPLACED):
        count = selection.by_scope[scope]
        if not count:
            continue
        rows = rows_of_scope(register, selection, scope, LONG_LIST)
        groups.append(
            element(
                "details",
                element("summary", f"{label(t, scope)}: {t.number(count)}"),
                record_links(register, (register.projects[row] for row in rows.tolist()), view, t),
                and_more(count - len(rows), t),
                class_="beside",
            )
        )
    if not groups:
        return Html("")
    return element(
        "div",
        element("span", t("Not on the map:"), class_="beside-title"),
        *groups,
        class_="beside-map",
    )


def key_figures(register: Register, selection: Selection, t: Translator, *, hint: str = "") -> Html:
    """What stands beside the map when nothing is chosen."""
    money = totals(register, selection.mask)
    donors = tally(register, selection, "donors")
    places = tally(register, selection, "place")
    with_donor = np.zeros_like(selection.mask)
    with_donor[index_of(register).facets["donors"].rows] = True
    no_donor = selection.count - int((selection.mask & with_donor).sum())

    def some(counts: Mapping[str, int]) -> int:
        return sum(count > 0 for count in counts.values())

    def of_all(some: int, everything: int) -> str:
        return t("{some} of {all}", some=t.number(some), all=t.number(everything))

    facts: list[tuple[str, object]] = [
        (
            t("Communities with records"),
            of_all(some(places), len(register.communities)),
        ),
        (t("Donors named"), t.number(some(donors))),
        (t("Records that name no donor"), t.number(no_donor)),
        (
            t("Records that state an amount"),
            of_all(money.stating, money.records),
        ),
        (
            t("Partnerships"),
            t.number(len(selection.partnerships)),
        ),
    ]  # fmt: skip
    sums = [
        element(
            "li",
            t.money(item.amount, item.currency),
            join([" (", t("loans"), ")"]) if item.loan else "",
            " ",
            small(t.plural("{n} record", "{n} records", item.records)),
        )
        for item in money.sums
    ]
    return element(
        "article",
        element("h2", t("Key figures")),
        element("p", hint, class_="muted") if hint else None,
        definition_list(facts),
        element("h3", t("Totals (amounts stated for a single record)")),
        element("ul", *sums, class_="records") if sums else stated("", t),
        element(
            "p",
            t(
                "Programme totals, shared amounts, unit prices and approximate amounts are "
                "not added up."
            ),
            class_="muted",
        ),
        class_="details",
    )  # fmt: skip
