"""What the community page lists: its records by kind and period, its partnerships.

:class:`Sheet` is what all sections of the page are made from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from projectmap.content.dossier_wording import PERIODS, caution, openness
from projectmap.content.wording import partner_name, state, when_in_full
from projectmap.html.common import (
    address,
    definition_list,
    names,
    organisations,
    place_link,
    small,
    stated,
)
from projectmap.html.records import amount, and_more
from projectmap.i18n import Translator
from projectmap.markup import Html, element, encode, join
from projectmap.model.codes import Kind, Period, Scope
from projectmap.model.labels import (
    community_name,
    label,
    sector_name,
    settlement_name,
)
from projectmap.model.records import Community, Partnership, Project, Source
from projectmap.model.register import Register
from projectmap.query.index import Mask, index_of
from projectmap.query.select import rows_where, select
from projectmap.query.view import View

MOST = 500
"""Records that a list names; with more, browsers and printers would give up."""
MAP_PAGE, PARTNERSHIPS_PAGE = "./", "partnerships"
SourceKey = tuple[str | None, ...]
Fact = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all sections are made from."""

    register: Register
    community: Community
    view: View
    t: Translator
    mask: Mask
    """The records of the community, as rows of ``Register.projects``."""
    needs: Sequence[Project]
    projects: Mapping[Period, Sequence[Project]]
    events: Sequence[Project]
    partnerships: Sequence[Partnership]
    sources: Mapping[SourceKey, tuple[int, Source]]
    """The distinct sources of what is listed, numbered from 1."""


def sheet_of(register: Register, code: str, view: View, t: Translator) -> Sheet:
    """What the page of the community ``code`` is made from; the filters of ``view`` play no part.

    A record that is open to partners stands among the needs, whatever its kind.
    """
    community = register.communities[code]
    rows = rows_where(register, select(register, view.cleared()), "place", code)
    records = [register.projects[row] for row in rows.tolist()]
    by_kind: dict[Kind, list[Project]] = {kind: [] for kind in Kind}
    for item in records:
        by_kind[Kind.NEED if item.open_to_partners else item.kind].append(item)
    projects = {
        period: [item for item in by_kind[Kind.PROJECT] if item.period == period]
        for period in PERIODS
    }
    partnerships = [item for item in register.partnerships if code in item.communities]
    lists: list[Sequence[Project | Partnership]] = [
        *(by_kind[Kind.NEED], *projects.values()),
        *(partnerships, by_kind[Kind.EVENT]),
    ]
    sources: dict[SourceKey, tuple[int, Source]] = {}
    for source in chain.from_iterable(item.sources for items in lists for item in items[:MOST]):
        sources.setdefault(source_key(source), (len(sources) + 1, source))
    return Sheet(
        register=register,
        community=community,
        view=view,
        t=t,
        mask=index_of(register).facets["place"].mask([code]),
        needs=by_kind[Kind.NEED],
        projects=projects,
        events=by_kind[Kind.EVENT],
        partnerships=partnerships,
        sources=sources,
    )


def source_key(source: Source) -> SourceKey:
    """Two places in one document are one source."""
    return (source.title, source.publisher, source.url, source.document, source.date)


def section(key: str, title: str, *content: object) -> Html:
    """A part of the page under its heading, which gives it its name."""
    name = f"dossier-{key}"
    return element(
        "section",
        element("h2", title, id=name),
        *content,
        class_=f"part part-{key}",
        aria_labelledby=name,
    )


def unstated_line(text: str) -> Html:
    """The line that stands where there is nothing to list."""
    return element("p", text, class_="muted")


# Links lead to the pages that show the thing: here its details would have no place.


def without_details(view: View) -> View:
    """``view`` with nothing chosen in it."""
    return replace(view, project=None, place=None, partnership=None, show=None)


def _record_link(item: Project, sheet: Sheet) -> Html:
    return element(
        "a",
        sheet.t.pick(item.title_uk, item.title_en),
        href=address(replace(without_details(sheet.view), project=item.id), MAP_PAGE),
        data_project=item.id,
    )


def _partnership_link(item: Partnership, sheet: Sheet) -> Html:
    return element(
        "a",
        sheet.t.pick(item.title_uk, item.title_en),
        href=address(replace(without_details(sheet.view), partnership=item.id), PARTNERSHIPS_PAGE),
    )


def _place_link(code: str, sheet: Sheet) -> Html:
    """The page like this one of another community; this one's own name is no link."""
    register, t = sheet.register, sheet.t
    if code == sheet.community.katottg:
        return encode(community_name(t, sheet.community))
    return place_link(code, register, replace(without_details(sheet.view), community=()), t)


def formerly(name: str, older: str | None, t: Translator) -> Html:
    """A name with the older one, which the register has in Ukrainian only."""
    if older is None:
        return encode(name)
    return join([name, " (", t("formerly"), " ", element("span", older, lang="uk"), ")"])


def settlement(register: Register, code: str, t: Translator) -> Html:
    """A settlement's name with its older one."""
    older = register.settlements[code].former_name_uk
    return formerly(settlement_name(t, register, code), older, t)


def anchor(number: int) -> str:
    """The id of a source on the page."""
    return f"dossier-source-{number}"


# --- Records ----------------------------------------------------------------------------------


def needs(sheet: Sheet) -> Html:
    """What the community seeks partners for."""
    t = sheet.t
    return section(
        "needs",
        t("Needs, and what is open to partners"),
        _entries(sheet, sheet.needs)
        if sheet.needs
        else unstated_line(t("The register has no need of this community.")),
    )


def projects(sheet: Sheet) -> Html:
    """The projects, newest period first; each period is named, with or without records."""
    t = sheet.t
    parts = [_of_period(sheet, period, items) for period, items in sheet.projects.items()]
    return section(
        "projects",
        t("Projects"),
        *(
            parts
            if any(sheet.projects.values())
            else [unstated_line(t("The register has no project in this community."))]
        ),
    )


def _of_period(sheet: Sheet, period: Period, items: Sequence[Project]) -> Html:
    t = sheet.t
    count, said = t.plural("{n} record", "{n} records", len(items)), caution(period, t)
    return join(
        [
            element("h3", label(t, period), small(f" {count}") if items else None),
            element("p", said, class_="caution") if items and said else "",
            _entries(sheet, items) if items else unstated_line(t("No project is recorded.")),
        ]
    )


def events(sheet: Sheet) -> Html:
    """The events."""
    t = sheet.t
    return section(
        "events",
        t("Events"),
        _entries(sheet, sheet.events)
        if sheet.events
        else unstated_line(t("The register has no event in this community.")),
    )


def _entries(sheet: Sheet, items: Sequence[Project]) -> Html:
    listed = element("ul", *(_entry(sheet, item) for item in items[:MOST]), class_="entries")
    return join([listed, and_more(len(items) - MOST, sheet.t) or ""])


def _entry(sheet: Sheet, item: Project) -> Html:
    t = sheet.t
    tag = element("span", label(t, item.kind), class_="tag") if item.kind != Kind.PROJECT else None
    return element(
        "li",
        element("p", _record_link(item, sheet), tag, class_="title"),
        element("p", t.pick(item.summary_uk, item.summary_en)),
        definition_list(_record_facts(sheet, item)),
    )


def _record_facts(sheet: Sheet, item: Project) -> Iterator[Fact]:
    register, t = sheet.register, sheet.t
    if item.open_to_partners is not None or item.kind == Kind.NEED:
        yield t("Open to partners"), stated(openness(item, t), t)
    yield t("When"), stated(when_in_full(item, t), t)
    if item.kind != Kind.NEED or item.donors:
        yield t("Donor"), organisations(item.donors, register, t)
    yield t("Sector"), names(item.sectors, lambda code: sector_name(t, register, code), t)
    yield t("State, as reported"), state(item, t)
    if item.amount is not None or item.amount_note is not None:
        yield t("Amount"), amount(item, t)
    if item.settlement is not None:
        yield t("Settlement"), settlement(register, item.settlement, t)
    others = [code for code in item.communities if code != sheet.community.katottg]
    if others:
        yield t("Other communities"), join((_place_link(code, sheet) for code in others), ", ")
    if item.scope not in {Scope.SETTLEMENT, Scope.COMMUNITY}:
        yield t("Where"), label(t, item.scope)
    parent = register.project(item.parent_id) if item.parent_id else None
    if parent is not None:
        yield t("Part of"), _record_link(parent, sheet)
    yield from _last_facts(sheet, item)


def _last_facts(sheet: Sheet, item: Project | Partnership) -> Iterator[Fact]:
    t = sheet.t
    numbers = dict.fromkeys(sheet.sources[source_key(source)][0] for source in item.sources)
    yield t("Verification"), label(t, item.verification)
    yield t("Record"), ", ".join([item.id, *item.same_as])
    yield (
        t("Sources"),
        join(
            (element("a", t.number(number), href=f"#{anchor(number)}") for number in numbers),
            ", ",
        ),
    )


# --- Partnerships -----------------------------------------------------------------------------


def partnerships(sheet: Sheet) -> Html:
    """The partnerships with both ends and their state."""
    t, items = sheet.t, sheet.partnerships
    listed = (
        element(
            "li",
            element("p", _partnership_link(item, sheet), class_="title"),
            element("p", t.pick(item.summary_uk, item.summary_en)),
            definition_list(_partnership_facts(sheet, item)),
        )
        for item in items[:MOST]
    )
    return section(
        "partnerships",
        t("Partnerships"),
        element("ul", *listed, class_="entries")
        if items
        else unstated_line(t("The register has no partnership of this community.")),
        and_more(len(items) - MOST, t),
    )


def _partnership_facts(sheet: Sheet, item: Partnership) -> Iterator[Fact]:
    register, t = sheet.register, sheet.t
    near = (_place_link(code, sheet) for code in item.communities)
    partners = "; ".join(
        partner_name(part.name_uk, part.name_en, part.country, t) for part in item.partners
    )
    same = register.project(item.project_id) if item.project_id else None
    yield t("Communities"), join(near, ", ")
    yield t("Partner"), stated(partners, t)
    yield t("Kind"), stated(label(t, item.kind) if item.kind else "", t)
    yield t("State, as reported"), state(item, t)
    yield t("When"), stated(when_in_full(item, t), t)
    if same is not None:
        yield t("Told by the record, too"), _record_link(same, sheet)
    yield from _last_facts(sheet, item)
