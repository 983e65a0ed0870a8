"""What is shown, in figures, as HTML: counts, legend, totals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from projectmap.content.charts import Figure, Line, amounts_table
from projectmap.content.figures import overview
from projectmap.content.money import MONEY_RULE, sums
from projectmap.content.nodes import items_of, text_of
from projectmap.content.view import by_period, status_date
from projectmap.html.common import (
    address,
    definition_list,
    folded,
    not_stated,
    table_frame,
    table_row,
)
from projectmap.html.content import more_in_list, muted, swatch, way
from projectmap.html.records import LONG_LIST, record_links
from projectmap.i18n import N_, Translator
from projectmap.markup import NOTHING, Html, element, join
from projectmap.model.codes import TILE_LAYERS, Layer, Scope, TerritoryStatus
from projectmap.model.labels import full_label
from projectmap.query.index import index_of
from projectmap.query.notices import edition_notice, hindsight_notice
from projectmap.query.shown import Shown
from projectmap.query.status import counts_on
from projectmap.query.totals import totals

MAX_TABLE_ROWS = 200
"""Rows of a figure's table; the file has the others."""
SIGNS = {
    "after": N_("records since 24 Feb 2022"),
    "before": N_("before 24 Feb 2022; current situation unknown"),
    "undated": N_("undated"),
    "square": N_("location known to community level only"),
    "diamond": N_("partnerships"),
}
"""What the signs on the map mean, by their class."""


def figure_table(figure: Figure, t: Translator) -> Html:
    """A figure as a table, with links to the records; nothing where it has no lines."""
    if not figure.lines:
        return NOTHING
    heads = (*figure.dimension_heads, *figure.number_heads)
    rows = (_figure_row(heads, line, t) for line in figure.lines[:MAX_TABLE_ROWS])
    left = len(figure.lines) - MAX_TABLE_ROWS
    more = t.plural("And {n} more: in the file.", "And {n} more: in the file.", left)
    return join([table_frame(figure.title, heads, rows), muted(more) if left > 0 else ""])


def donor_amounts(shown: Shown) -> Html:
    """The sums of each donor; nothing where there are none."""
    table = amounts_table(shown)
    if not table.rows:
        return NOTHING
    rows = (
        table_row(
            table.heads,
            text_of(donor),
            join(element("div", text_of(item)) for item in items_of(sums_of_donor)),
            text_of(stating),
        )
        for donor, sums_of_donor, stating in table.rows
    )
    return join([table_frame(table.title, table.heads, rows), muted(table.note)])


def _figure_row(heads: Sequence[str], line: Line, t: Translator) -> Html:
    *before, last = line.names
    link = element("a", last, href=address(line.view), target="_self") if line.view else last
    return table_row(heads, *before, link, *map(t.number, line.numbers))


def count_line(shown: Shown) -> Html:
    """The number of shown records first, of how many, and how they lie in time."""
    t, register, selection = shown.t, shown.register, shown.selection
    of = t.plural("of {n} record", "of {n} records", len(register.projects))
    aside = t.plural("{n} invalid, not shown", "{n} invalid, not shown", register.set_aside)
    periods = (
        element("span", text, class_=f"period period-{period}")
        for period, text in by_period(shown).items()
    )
    return element(
        "div",
        element("span", element("strong", t.number(selection.count)), " ", of, class_="shown"),
        *periods,
        element("span", aside, class_="period set-aside") if register.set_aside else None,
        class_="count-line",
    )


def status_line(shown: Shown) -> Html:
    """Which date's status is shown, or which two, by which edition, and what that leaves out."""
    notes = dict.fromkeys(_note(shown, day) for day in shown.days)
    return element(
        "div",
        element("span", status_date(shown.labels, shown.view), class_="status-day"),
        *(element("span", note, class_="note") for note in notes if note),
    )


def _note(shown: Shown, day: date) -> str:
    if day > shown.register.edition:
        return edition_notice(shown.labels)
    return hindsight_notice(shown.labels) if day < shown.register.act_date else ""


def legend(shown: Shown, *, with_signs: bool = True) -> Html:
    """Statuses with their counts on the shown date or dates, and the signs for records.

    As pale as on the map, where that shows what they lie on.
    """
    t, layers = shown.t, shown.view.layer
    ground = shown.register.basemap is not None and Layer.BASEMAP in layers
    over_ground = with_signs and ground and TILE_LAYERS.isdisjoint(layers)
    counts = [counts_on(shown.register, day) for day in shown.days]
    statuses = (
        element(
            "li",
            swatch(status),
            f"{full_label(t, status)}\u00a0",
            element("b", " → ".join(t.number(count[status]) for count in counts)),
        )
        for status in TerritoryStatus
        if any(count[status] for count in counts)
    )
    marks = (
        element("li", element("span", class_=f"sign sign-{sign}", aria_hidden="true"), t(text))
        for sign, text in SIGNS.items()
        if with_signs
    )
    classes = "legend over-ground" if over_ground else "legend"
    return element("ul", *statuses, *marks, class_=classes)


def unmapped_records(shown: Shown) -> Html:
    """Records that have no place on the map, each named: they are counted, never lost."""
    groups = []
    for scope in Scope:
        count = shown.selection.by_scope[scope]
        if scope.mapped or not count:
            continue
        here = index_of(shown.register).facets["scope"].mask([scope])
        rows = shown.selection.rows
        rows = rows[here[rows]][:LONG_LIST]
        items = (shown.register.projects[row] for row in rows.tolist())
        groups.append(
            folded(
                f"{shown.labels.code(scope)}: {shown.t.number(count)}",
                record_links(shown, items),
                more_in_list(count - len(rows), shown.t),
                class_="beside",
            )
        )
    title = element("span", shown.t("Not on the map:"), class_="beside-title")
    return element("div", title, *groups, class_="beside-map") if groups else NOTHING


def key_figures(shown: Shown, *, hint: str = "") -> Html:
    """What is shown next to the map when nothing is selected."""
    t = shown.t
    amounts = [
        element("li", fact.brief, " ", element("small", fact.note))
        for fact in sums(totals(shown.register, shown.selection.mask), t)
    ]
    return element(
        "article",
        element("h2", t("Key figures")),
        way(hint) if hint else None,
        definition_list((fact.label, fact.text) for fact in overview(shown)),
        element("h3", t("Totals (amounts stated for a single record)")),
        element("ul", *amounts, class_="records") if amounts else not_stated(t),
        muted(t(MONEY_RULE)),
        class_="details",
    )
