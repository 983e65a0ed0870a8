"""Communities, their status and their partnerships as HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from projectmap.content.wording import partner_name, period_text, state_text
from projectmap.html.common import (
    address,
    definition_list,
    names,
    place_link,
    record_link,
    small,
    source_list,
    stated,
    status_day,
    table_frame,
)
from projectmap.html.records import LONG_LIST, and_more, record_links
from projectmap.i18n import Translator
from projectmap.markup import Html, element, join
from projectmap.model.codes import OBLAST, TerritoryStatus
from projectmap.model.labels import (
    community_name,
    label,
    raion_name,
    sector_name,
    settlement_name,
)
from projectmap.model.records import Partnership
from projectmap.model.register import Register
from projectmap.query.select import Selection, rows_where, tally
from projectmap.query.status import CommunityStatus, since, status_on
from projectmap.query.view import View

SHORT_LIST = 12
"""Records that a list inside the details shows before it folds."""


def place_details(
    register: Register, code: str, selection: Selection, view: View, t: Translator
) -> Html:
    """A community (or a settlement's community): names, codes, status, records, partnerships."""
    settlement = register.settlements.get(code)
    community = register.communities[settlement.community if settlement else code]
    day = status_day(register, view)
    facet = "settlement" if settlement else "place"
    rows = rows_where(register, selection, facet, code)
    here = [register.projects[row] for row in rows[:LONG_LIST].tolist()]
    partnerships = [
        item for item in selection.partnerships if community.katottg in item.communities
    ]
    return element(
        "article",
        *_place_head(register, code, t),
        status_details(register, status_on(register, day)[community.katottg], day, t),
        _place_facts(register, code, t),
        element("h3", t.plural("{n} record here", "{n} records here", len(rows))),
        record_links(here[:SHORT_LIST], view, t) if here else _nothing_here(view, t),
        element(
            "details",
            element("summary", t.plural("{n} more", "{n} more", len(rows) - SHORT_LIST)),
            record_links(here[SHORT_LIST:], view, t),
            and_more(len(rows) - LONG_LIST, t),
        )
        if len(here) > SHORT_LIST
        else None,
        element(
            "h3",
            t.plural("{n} partnership", "{n} partnerships", len(partnerships)),
        )
        if partnerships
        else None,
        partnership_list(partnerships, t) if partnerships else None,
        class_="details",
    )


def place_facts(register: Register, code: str, t: Translator) -> Html:
    """What of a community, or a settlement's community, does not depend on date and filters."""
    return element(
        "article",
        *_place_head(register, code, t),
        _place_facts(register, code, t),
        class_="details",
    )


def _place_head(register: Register, code: str, t: Translator) -> list[Html]:
    settlement = register.settlements.get(code)
    community = register.communities[settlement.community if settlement else code]
    title = settlement_name(t, register, code) if settlement else community_name(t, community)
    kicker = (
        t("settlement of the {name} community", name=community_name(t, community, former=False))
        if settlement
        else f"{label(t, community.kind)} · {raion_name(t, register, community.raion)}"
    )
    return [element("p", kicker, class_="kicker"), element("h2", title)]


def _place_facts(register: Register, code: str, t: Translator) -> Html:
    settlement = register.settlements.get(code)
    community = register.communities[settlement.community if settlement else code]
    facts: list[tuple[str, object]] = [
        (t("KATOTTG"), code),
        *([(t("P-code"), community.pcode)] if not settlement else []),
        (t("Centre"), settlement_name(t, register, community.centre)),
    ]
    if community.population_2022 is not None and not settlement:
        facts.append(
            (
                t("Population, estimate for 1 January 2022"),
                t.number(community.population_2022),
            )
        )
    if community.areas_of_cooperation:
        areas = [sector_name(t, register, item) for item in community.areas_of_cooperation]
        facts.append((t("Areas of cooperation"), ", ".join(areas)))
    return definition_list(facts)


def _nothing_here(view: View, t: Translator) -> Html:
    if view.filtered:
        return element("p", t("No record here answers to the chosen filters."), class_="muted")
    return element("p", t("The register has no record of this place."), class_="muted")


def status_details(register: Register, found: CommunityStatus, day: date, t: Translator) -> Html:
    """A community's status on a date, since when, by which act, with the act's words."""
    began = since(register, found.katottg, day)
    line = [
        element("span", class_=f"swatch status-{found.status}", aria_hidden="true"),
        element("b", label(t, found.status)),
    ]
    texts = [t("on {day}", day=t.day(day))]
    if began is not None:
        texts.append(t("since {day}", day=t.day(began)))
    if found.status == TerritoryStatus.PARTLY_OCCUPIED:
        texts.append(
            t("{occupied} of {total} settlements", occupied=t.number(found.settlements_occupied),
              total=t.number(found.settlements_total))
        )  # fmt: skip
    acts = sorted({t.pick(row.act, row.act_en) or "" for row in found.rows})
    wording = [
        element("li", f"{row.wording} – {label(t, TerritoryStatus(row.status))}, ",
                t("since {day}", day=t.day(row.valid_from)))
        for row in found.rows
    ]  # fmt: skip
    return element(
        "div",
        element("p", *line, " ", ", ".join(texts)),
        element(
            "details",
            element(
                "summary",
                t.plural("{n} row of the List", "{n} rows of the List", len(found.rows)),
            ),
            element("ul", *wording),
            *(element("p", act, class_="muted") for act in acts),
        )
        if found.rows
        else None,
        class_="status-box",
    )


def partnership_list(items: Iterable[Partnership], t: Translator) -> Html:
    """Partnerships with their partners, state and sources."""
    found = []
    for item in items:
        partners = [
            partner_name(part.name_uk, part.name_en, part.country, t) for part in item.partners
        ]
        found.append(
            element(
                "li",
                element(
                    "details",
                    element("summary", t.pick(item.title_uk, item.title_en)),
                    element("p", t.pick(item.summary_uk, item.summary_en)),
                    definition_list(
                        [
                            (t("Kind"), label(t, item.kind) if item.kind else stated("", t)),
                            (t("Partner"), stated("; ".join(partners), t)),
                            (t("State, as reported"), _partnership_state(item, t)),
                            (
                                t("When"),
                                stated(
                                    period_text(
                                        item.start,
                                        None,
                                        t.pick(item.date_text, item.date_text_en),
                                        t,
                                    ),
                                    t,
                                ),
                            ),
                            (t("Verification"), label(t, item.verification)),
                            (t("Record"), ", ".join([item.id, *item.same_as])),
                        ]
                    ),
                    source_list(item.sources, t),
                ),
            )
        )
    return element("ul", *found, class_="records partnerships")


def community_table(register: Register, selection: Selection, view: View, t: Translator) -> Html:
    """All communities with their status on the shown date and what the view has there."""
    statuses = status_on(register, status_day(register, view))
    shown = tally(register, selection, "place")
    partners = Counter(code for item in selection.partnerships for code in item.communities)
    heads = [
        *(t("Community"), t("Raion"), t("Status"), t("Settlements occupied")),
        *(t("Records"), t("Partnerships")),
    ]
    wanted = set(view.community)
    rows = [
        element(
            "tr",
            element("th", place_link(item.katottg, register, view, t), scope="row"),
            element("td", raion_name(t, register, item.raion)),
            element(
                "td",
                element("span", class_=f"swatch status-{found.status}", aria_hidden="true"),
                label(t, found.status),
            ),
            element(
                "td",
                t("{some} of {all}", some=t.number(found.settlements_occupied),
                  all=t.number(found.settlements_total)),
                data_label=heads[3],
            ),
            element("td", t.number(shown.get(item.katottg, 0)), data_label=heads[4]),
            element("td", t.number(partners[item.katottg]), data_label=heads[5]),
            class_="chosen" if item.katottg == view.place else None,
        )
        for item in register.communities.values()
        for found in (statuses[item.katottg],)
        if not wanted or wanted & {item.katottg, item.raion}
    ]  # fmt: skip
    return table_frame(t("Communities"), heads, rows)


def partnership_details(register: Register, item: Partnership, view: View, t: Translator) -> Html:
    """Everything that is known of a partnership, and what is not stated named as such."""
    near = (
        [place_link(code, register, view, t) for code in item.communities]
        if item.communities != (OBLAST,)
        else [t("Luhansk oblast")]
    )
    partners = [partner_name(part.name_uk, part.name_en, part.country, t) for part in item.partners]
    said = t.pick(item.date_text, item.date_text_en)
    project = register.project(item.project_id) if item.project_id else None
    facts: list[tuple[str, object]] = [
        (t("Communities"), join(near, ", ")),
        (t("Partner"), stated("; ".join(partners), t)),
        (t("State, as reported"), _partnership_state(item, t)),
        (t("When"), stated(period_text(item.start, None, said, t), t)),
        (t("Sector"), names(item.sectors, lambda code: sector_name(t, register, code), t)),
    ]
    if project is not None:
        facts.append((t("Told by the record, too"), record_link(project, view, t)))
    facts += [
        (t("Verification"), label(t, item.verification)),
        (t("Record"), ", ".join([item.id, *item.same_as])),
    ]
    return element(
        "article",
        element("p", label(t, item.kind) if item.kind else t("partner sought"), class_="kicker"),
        element("h2", t.pick(item.title_uk, item.title_en)),
        element("p", t.pick(item.summary_uk, item.summary_en)),
        definition_list(facts),
        element("h3", t("Sources")),
        source_list(item.sources, t),
        class_="details",
    )


def partnerships_beside(items: Sequence[Partnership], view: View, t: Translator) -> Html:
    """The shown partnerships that no line on the map can show, and why."""
    links = [
        element(
            "li",
            element(
                "a",
                t.pick(item.title_uk, item.title_en),
                href=address(replace(view, partnership=item.id), "partnerships"),
            ),
            " ",
            small(label(t, item.kind) if item.kind else t("partner sought")),
        )
        for item in items
    ]
    return element(
        "article",
        element("h2", t("Beside the map")),
        element(
            "p",
            t("Memberships, participations and records whose partner has no known place."),
            class_="muted",
        ),
        element("ul", *links, class_="records") if links else stated("", t),
        element("p", t("Choose a line or a place on the map to see the partnership."),
                class_="muted"),
        class_="details",
    )  # fmt: skip


def partnership_table(
    register: Register, items: Iterable[Partnership], view: View, t: Translator
) -> Html:
    """Partnerships with both ends, kind, state and sources."""
    heads = [
        *(t("Partnership"), t("Communities"), t("Partner"), t("Kind")),
        *(t("State, as reported"), t("When"), t("Sources")),
    ]
    rows = []
    for item in items:
        near = (
            [place_link(code, register, view, t) for code in item.communities]
            if item.communities != (OBLAST,)
            else [t("Luhansk oblast")]
        )
        partners = [partner_name(part.name_uk, part.name_en, part.country, t)
                    for part in item.partners]  # fmt: skip
        said = t.pick(item.date_text, item.date_text_en)
        rows.append(
            element(
                "tr",
                element(
                    "th",
                    element(
                        "a",
                        t.pick(item.title_uk, item.title_en),
                        href=address(replace(view, partnership=item.id), "partnerships"),
                        data_partnership=item.id,
                    ),
                    scope="row",
                ),
                element("td", join(near, ", ")),
                element("td", stated("; ".join(partners), t)),
                element("td", stated(label(t, item.kind) if item.kind else "", t)),
                element("td", _partnership_state(item, t)),
                element("td", stated(period_text(item.start, None, said, t), t)),
                element("td", source_list(item.sources, t)),
                class_="chosen" if item.id == view.partnership else None,
            )
        )
    return table_frame(t("Partnerships"), heads, rows)


def _partnership_state(item: Partnership, t: Translator) -> str:
    return state_text(label(t, item.status), t.pick(item.status_text, item.status_text_en), t)


def partnership_count(register: Register, shown: Sequence[Partnership], t: Translator) -> Html:
    """How many partnerships are shown, which of them records tell too, and what filters them."""
    twice = sum(item.counted_with_project for item in shown)
    of = t.plural("of {n} partnership", "of {n} partnerships", len(register.partnerships))
    told_twice = t.plural(
        "{n} of them tells the same facts as a record of the register: count it once.",
        "{n} of them tell the same facts as records of the register: count each once.",
        twice,
    )
    return element(
        "div",
        element(
            "div",
            element("span", element("strong", t.number(len(shown))), " ", of, class_="shown"),
            class_="count-line",
        ),
        element("p", told_twice, class_="muted") if twice else None,
    )
