"""The status of communities on a date and of the communities of a record, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from projectmap import content
from projectmap.content.nodes import Link, Section, Span
from projectmap.content.statuses import ListRow, Status
from projectmap.html.common import bullets, folded, table_frame
from projectmap.html.content import Links, page_links, swatch, text, value
from projectmap.i18n import Translator
from projectmap.markup import NOTHING, Html, element, join
from projectmap.query.shown import Shown

MAX_OPEN_SETTLEMENTS = 6
"""Settlements that are named in the open; a longer list folds."""


def status_details(found: Status, t: Translator) -> Html:
    """A community's status on a date, since when, by which act, with the act's words."""
    rows = t.plural("{n} entry in the List", "{n} entries in the List", len(found.rows))
    listed = (join([_wording(row), f" – {row.name}, {row.since}"]) for row in found.rows)
    return element(
        "div",
        element("p", swatch(found.status), element("b", found.name), " ", ", ".join(found.details)),
        folded(
            rows,
            bullets(listed),
            *(element("p", act, class_="muted") for act in found.acts),
        )
        if found.rows
        else None,
        class_="status-box",
    )


def _wording(row: ListRow) -> Html:
    """The words of the order, which are Ukrainian on every page."""
    return element("span", row.wording, lang="uk")


def status_table(shown: Shown) -> Html:
    """The communities that the view asks for with their status on its date, explained."""
    t, labels, links = shown.t, shown.labels, page_links(shown.view)
    heads = [
        *(t("Community"), t("Raion"), t("Territory status"), t("Status since")),
        *(t("Settlements occupied"), t("Settlements with another status"), t("Legal act")),
    ]
    wanted = set(shown.view.community)
    rows = []
    for item in shown.register.communities.values():
        if wanted and not wanted & {item.katottg, item.raion}:
            continue
        found = content.status(labels, item.katottg, shown.day)
        name = Span(labels.community(item.katottg), Link("place", item.katottg))
        cells = [
            (None, labels.raion(item.raion)),
            (None, join([swatch(found.status), found.name])),
            (heads[3], found.began or t("before the List begins")),
            (heads[4], found.occupied),
            (
                heads[5] if found.differing else None,
                join(_named(*group, t) for group in found.differing),
            ),
            (heads[6], _acts(found, t)),
        ]
        rows.append(
            element(
                "tr",
                element("th", text((name,), links), scope="row"),
                *(element("td", cell, data_label=head) for head, cell in cells),
                class_="chosen" if item.katottg == shown.view.place else None,
            )
        )
    table = table_frame(t("Status on {day}", day=t.day(shown.day)), heads, rows)
    return element("div", table, class_="status-table")


def _named(name: str, settlements: Sequence[str], t: Translator) -> Html:
    what, names = element("b", name, ":"), ", ".join(settlements)
    if len(settlements) <= MAX_OPEN_SETTLEMENTS:
        return element("p", what, " ", names)
    count = t.plural("{n} settlement", "{n} settlements", len(settlements))
    return folded(join([what, " ", count]), names)


def _acts(found: Status, t: Translator) -> Html:
    if not found.rows:
        return element("span", t("no entry in force"), class_="muted")
    alike: dict[tuple[str, str], list[ListRow]] = {}
    for row in found.rows:
        alike.setdefault((row.name, row.since), []).append(row)
    rows = (
        join([element("b", name, ", ", since), ": ", join(map(_wording, same), "; ")])
        for (name, since), same in alike.items()
    )
    return folded(
        # What stands in brackets are the amendments; the whole text stands below.
        "; ".join(dict.fromkeys(act.partition(" (")[0] for act in found.acts)),
        bullets(rows),
        *(element("p", act) for act in found.acts),
        *(
            element("p", t("List version"), ": ", edition, class_="muted")
            for edition in dict.fromkeys(row.edition for row in found.rows)
        ),
    )


def record_status(section: Section, links: Links) -> Html:
    """What :func:`projectmap.content.status_of_record` says, side by side."""
    if not section:
        return NOTHING
    blocks = (
        element(
            "div",
            element("p", part.title, class_="kicker"),
            element(
                "dl",
                *(
                    element("div", element("dt", fact.label), element("dd", value(fact, links)))
                    for fact in part.facts
                ),
                class_="then-now",
            ),
        )
        for part in section.sections
    )
    return element(
        "section",
        element("h3", section.title),
        *blocks,
        *(element("p", text(spans, links), class_="note") for spans in section.paragraphs),
        class_="status-then-now",
    )
