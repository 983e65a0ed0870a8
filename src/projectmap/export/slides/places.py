"""A slide for each chosen community: its status, what is shown there, and how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from projectmap.content.dossier_wording import community_title, occupied_settlements
from projectmap.content.facts import Fact, facts
from projectmap.content.wording import partner_name, state, when
from projectmap.export.slides.asked import SMALL_SIZE, Asked
from projectmap.export.slides.deck import ACCENT, QUIET, Row, Text, row, table
from projectmap.export.slides.template import BODY, Box
from projectmap.map.theme import OFFICE_STATUS_FILLS
from projectmap.model.codes import Kind, TerritoryStatus
from projectmap.model.labels import label, raion_name, settlement_name
from projectmap.model.records import Community, Partnership, Project
from projectmap.query.figures import breakdown
from projectmap.query.select import Selection, rows_where, select
from projectmap.query.status import since, status_on

SIZE = 12
"""Points."""
_LEFT = Box(BODY.left, BODY.top, 4.6, BODY.height)
_RIGHT = Box(BODY.left + 5.0, BODY.top, BODY.width - 5.0, BODY.height)
_LEFT_WIDTHS = (2.0, 2.6)
_RIGHT_WIDTHS = (_RIGHT.width,)
_MOST_LISTED = 40
_MOST_SUMS = 4


@dataclass(frozen=True, slots=True)
class _Section:
    """A list on the slide."""

    title: str
    count: int
    entries: Sequence[Row]
    """The first of them."""


def chosen(asked: Asked) -> list[str]:
    """The communities that the view names: by its filter, and as the place it shows."""
    register, view = asked.register, asked.view
    codes = [code for code in view.community if code in register.communities]
    if view.place is not None:
        settlement = register.settlements.get(view.place)
        codes.append(settlement.community if settlement else view.place)
    return list(dict.fromkeys(codes))


def community_slide(asked: Asked, code: str) -> None:
    """The slide of one community; the other filters of the view narrow it, too."""
    register, t = asked.register, asked.t
    community = register.communities[code]
    own = replace(asked.view, community=(code,))
    found = select(register, own)
    name = community.name_en if t.language == "uk" else community.name_uk
    lead = " · ".join(
        [name, label(t, community.kind), raion_name(t, register, community.raion), code]
    )
    slide = asked.deck.slide(community_title(community, t), lead)
    rows = _facts(replace(asked, view=own, selection=found), community)
    table(slide, _LEFT, None, rows, _LEFT_WIDTHS, community_title(community, t))
    listed = _listed(asked, found)
    table(slide, _RIGHT, None, listed, _RIGHT_WIDTHS, t("What is shown of this community"))


# --- Left: what it is -------------------------------------------------------------------------


def _facts(asked: Asked, community: Community) -> list[Row]:
    register, view, t = asked.register, asked.view, asked.t
    records, *periods = facts(register, view, t, "records")
    population = community.population_2022
    rows = [
        (t("Centre"), settlement_name(t, register, community.centre), []),
        (t("Present seat"), t.pick(community.seat_uk, community.seat_en) or "", []),
        (
            t("Population, estimate for 1 January 2022"),
            "" if population is None else t.number(population),
            [],
        ),
        (records.label, records.value, [_said(fact) for fact in periods]),
        *_needs_and_money(asked),
        (t("Partnerships"), t.number(len(asked.selection.partnerships)), []),
    ]
    return [_status(asked, community), *(_fact(asked, *told) for told in rows)]


def _needs_and_money(asked: Asked) -> Iterator[tuple[str, str, list[str]]]:
    """The first fact of each group with the others under it."""
    register, view, t = asked.register, asked.view, asked.t
    for group in ("needs", "money"):
        found = facts(register, view, t, group)
        if found:
            others = [
                _said(fact) + (f" ({fact.note})" if group == "money" else "")
                for fact in found[1 : 1 + _MOST_SUMS]
            ]
            if left := len(found) - 1 - len(others):
                others.append(t.plural("and {n} more", "and {n} more", left))
            yield found[0].label, found[0].value, others


def _said(fact: Fact) -> str:
    return f"{fact.label}: {fact.value}"


def _fact(asked: Asked, name: str, value: str, others: Sequence[str]) -> Row:
    cells = [
        [Text(name, SIZE, colour=QUIET)],
        [
            Text(value, SIZE, bold=True) if value else asked.stated("", SIZE),
            *(Text(other, SMALL_SIZE, colour=QUIET) for other in others),
        ],
    ]
    return row(cells, _LEFT_WIDTHS, 2)


def _status(asked: Asked, community: Community) -> Row:
    register, t, day = asked.register, asked.t, asked.status_day
    found = status_on(register, day)[community.katottg]
    began = since(register, community.katottg, day)
    told = [t("on {day}", day=t.day(day))]
    if began is not None:
        told.append(t("since {day}", day=t.day(began)))
    if found.status == TerritoryStatus.PARTLY_OCCUPIED:
        told.append(occupied_settlements(found.settlements_occupied, found.settlements_total, t))
    edition = t("the List in the edition of {edition}", edition=t.day(register.edition))
    cells = [
        [Text(t("Status"), SIZE, bold=True)],
        [
            Text(label(t, found.status), SIZE + 1, bold=True),
            Text(", ".join(told), SIZE),
            Text(edition, SMALL_SIZE, colour=QUIET),
        ],
    ]
    return row(cells, _LEFT_WIDTHS, 4, OFFICE_STATUS_FILLS[found.status])


# --- Right: what is shown there ---------------------------------------------------------------


def _listed(asked: Asked, found: Selection) -> list[Row]:
    """Needs, projects, events, partnerships; of each as many as there is room for."""
    register, t = asked.register, asked.t
    titles = {Kind.NEED: t("Needs"), Kind.PROJECT: t("Projects"), Kind.EVENT: t("Events")}
    counts = {item.code: item.records for item in breakdown(register, found, "kind").rows}
    sections = []
    for kind, title in titles.items():
        places = rows_where(register, found, "kind", kind)[:_MOST_LISTED].tolist()
        entries = [_record(asked, register.projects[place]) for place in places]
        sections.append(_Section(title, counts[kind], entries))
    listed = [_partnership(asked, item) for item in found.partnerships[:_MOST_LISTED]]
    sections.append(_Section(t("Partnerships"), len(found.partnerships), listed))
    told = [section for section in sections if section.entries]
    if not told:
        text = (
            t("No record here answers to the chosen filters.")
            if replace(asked.view, community=()).filtered
            else t("The register has no record of this place.")
        )
        return [row([[Text(text, SIZE)]], _RIGHT_WIDTHS, 3)]
    return _as_many(asked, told)


def _as_many(asked: Asked, sections: Sequence[_Section]) -> list[Row]:
    """The sections, each given one more entry in turn as long as there is room."""

    def rows(given: Sequence[int]) -> list[Row]:
        pairs = zip(sections, given, strict=True)
        return [made for section, most in pairs for made in _section(asked, section, most)]

    shown = [0] * len(sections)
    growing = list(range(len(sections)))
    while growing:
        for place in tuple(growing):
            more = [count + (other == place) for other, count in enumerate(shown)]
            full = shown[place] == len(sections[place].entries)
            if full or sum(made.height for made in rows(more)) > _RIGHT.height:
                growing.remove(place)
            else:
                shown = more
    return rows(shown)


def _section(asked: Asked, section: _Section, most: int) -> list[Row]:
    t = asked.t
    title = Text(f"{section.title}: {t.number(section.count)}", SIZE + 1, bold=True, colour=ACCENT)
    rows = [row([[title]], _RIGHT_WIDTHS, 1), *section.entries[:most]]
    if (left := section.count - len(section.entries[:most])) > 0:
        more = t.plural("and {n} more", "and {n} more", left)
        rows.append(row([[Text(more, SMALL_SIZE, colour=QUIET)]], _RIGHT_WIDTHS, 1))
    return rows


def _record(asked: Asked, item: Project) -> Row:
    t = asked.t
    title = t.pick(item.title_uk, item.title_en) or ""
    # When, and on which side of 24.02.2022: without dates the two are one.
    told = dict.fromkeys([when(item, t), label(t, item.period), state(item, t)])
    return _entry(title, " · ".join(told), asked.address(project=item.id))


def _partnership(asked: Asked, item: Partnership) -> Row:
    t = asked.t
    partners = "; ".join(
        partner_name(part.name_uk, part.name_en, part.country, t) for part in item.partners
    )
    kind = label(t, item.kind) if item.kind else ""
    told = dict.fromkeys(text for text in (partners, kind, state(item, t)) if text)
    title = t.pick(item.title_uk, item.title_en) or ""
    return _entry(title, " · ".join(told), asked.address(partnership=item.id))


def _entry(title: str, told: str, link: str | None) -> Row:
    cell = [Text(title, SIZE, link=link), Text(told, SMALL_SIZE, colour=QUIET)]
    return row([cell], _RIGHT_WIDTHS, 2)
