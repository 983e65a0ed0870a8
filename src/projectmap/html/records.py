"""Records as HTML: lists, the table, the details."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from projectmap.content import wording
from projectmap.content.wording import state, when, when_in_full
from projectmap.html.common import (
    definition_list,
    names,
    organisations,
    place_link,
    record_link,
    small,
    source_list,
    stated,
    table_frame,
)
from projectmap.html.status import project_status
from projectmap.i18n import Translator
from projectmap.markup import Html, element, encode, join
from projectmap.model.codes import Kind, Period, Scope
from projectmap.model.labels import (
    label,
    organisation_name,
    sector_name,
    settlement_name,
)
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.view import View

LONG_LIST = 50
"""Records that any list outside the table names; where there are more, it says how many."""


def record_links(items: Iterable[Project], view: View, t: Translator) -> Html:
    """A list of records as links to their details."""
    return element(
        "ul",
        *(element("li", record_link(item, view, t), " ", small(when(item, t))) for item in items),
        class_="records",
    )


def and_more(left_out: int, t: Translator) -> Html | None:
    """How many records a list has left out, where it has."""
    if left_out <= 0:
        return None
    text = t.plural(
        "and {n} more: the list of records has it",
        "and {n} more: the list of records has them",
        left_out,
    )
    return element("p", text, class_="muted")


def record_table(
    register: Register, rows: Sequence[int], view: View, t: Translator, *, first: int = 1
) -> Html:
    """The records of ``rows`` as a table; ``first`` is the number of the first one."""
    heads = [
        *("№", t("Record"), t("Where"), t("Sector"), t("Donor"), t("When")),
        t("State, as reported"),
    ]
    body = [
        _table_row(number, register.projects[row], register, view, t)
        for number, row in enumerate(rows, first)
    ]
    return table_frame(t("List of records"), heads, body)


def _table_row(number: int, item: Project, register: Register, view: View, t: Translator) -> Html:
    where = [place_link(code, register, view, t) for code in item.communities]
    if item.scope in {Scope.OBLAST, Scope.OUTSIDE, Scope.UNPLACED}:
        where.append(element("span", label(t, item.scope), class_="muted"))
    sectors = [sector_name(t, register, code) for code in item.sectors]
    donors = [organisation_name(t, register, slug) for slug in item.donors]
    chosen = item.id == view.project
    return element(
        "tr",
        element("td", t.number(number)),
        element(
            "th",
            record_link(item, view, t),
            element("span", label(t, item.kind), class_="tag") if item.kind != "project" else None,
            scope="row",
        ),
        element("td", join(where, ", ")),
        element("td", stated(", ".join(sectors), t)),
        element("td", stated(", ".join(donors), t)),
        element("td", when(item, t)),
        element("td", state(item, t)),
        class_="chosen" if chosen else None,
        aria_current="true" if chosen else None,
    )


def record_details(register: Register, item: Project, view: View, t: Translator) -> Html:
    """Everything that is known of a record, and what is not stated named as such."""
    kinds = [label(t, item.kind), label(t, item.period)]
    caution = None
    if item.period != Period.AFTER and item.kind != Kind.NEED:
        caution = element(
            "p",
            t("What the sources say was true then; the present state is not known."),
            class_="caution",
        )
    return element(
        "article",
        element("p", " · ".join(kinds), class_="kicker"),
        element("h2", t.pick(item.title_uk, item.title_en)),
        element("p", t.pick(item.summary_uk, item.summary_en)),
        caution,
        definition_list(
            [*_facts(register, item, view, t), *_further_facts(register, item, view, t)]
        ),
        project_status(register, item, t),
        element("h3", t("Sources")),
        source_list(item.sources, t),
        class_="details",
    )


def _facts(register: Register, item: Project, view: View, t: Translator) -> list[tuple[str, Html]]:
    """What everybody asks; said to be not stated where it is not."""
    return [
        (t("Where"), _where(register, item, view, t)),
        (t("Sector"), names(item.sectors, lambda code: sector_name(t, register, code), t)),
        (t("Donor"), organisations(item.donors, register, t)),
        (t("When"), stated(when_in_full(item, t), t)),
        (t("State, as reported"), encode(state(item, t))),
        (t("Amount"), amount(item, t)),
        (t("Implementer"), organisations(item.implementers, register, t)),
    ]


def _further_facts(
    register: Register, item: Project, view: View, t: Translator
) -> Iterator[tuple[str, object]]:
    """What is said only where there is something to say."""
    if item.channels:
        yield t("Funding channel"), organisations(item.channels, register, t)
    if item.partners:
        yield t("Partner"), organisations(item.partners, register, t)
    if item.programme:
        yield t("Programme"), organisations((item.programme,), register, t)
    if item.beneficiaries:
        yield t("For whom"), t.pick(item.beneficiaries, item.beneficiaries_en)
    if item.open_to_partners:
        confirmed = (
            t("confirmed on {day}", day=t.day(item.confirmed_on))
            if item.confirmed_on
            else t("not confirmed by the community")
        )
        yield t("Open to partners"), t("yes; {confirmed}", confirmed=confirmed)
    parent = register.project(item.parent_id) if item.parent_id else None
    if parent is not None:
        yield t("Part of"), record_link(parent, view, t)
    parts = [register.projects[row] for row in register.parts.get(item.id, ())]
    if parts:
        links = record_links(parts[:LONG_LIST], view, t)
        yield t("Parts"), join([links, and_more(len(parts) - LONG_LIST, t) or ""])
    yield t("Verification"), label(t, item.verification)
    yield t("Record"), ", ".join([item.id, *item.same_as])


def _where(register: Register, item: Project, view: View, t: Translator) -> Html:
    places: list[Html] = []
    if item.settlement is not None:
        name = settlement_name(t, register, item.settlement)
        older = register.settlements[item.settlement].former_name_uk
        if older and t.language == "uk":
            name = t("{name} (formerly {older})", name=name, older=older)
        places.append(encode(name))
    places += [
        element("span", place_link(code, register, view, t), " ", t("community"))
        for code in item.communities
    ]
    if item.scope in {Scope.OBLAST, Scope.OUTSIDE, Scope.UNPLACED}:
        places.append(element("span", label(t, item.scope), class_="muted"))
    return stated(join(places, ", "), t)


def amount(item: Project, t: Translator) -> Html:
    """An amount with what it covers, or "not stated"."""
    money, details = wording.amount(item, t)
    if not money:
        return join([stated("", t), f" ({details})" if details else ""])
    return join([money, " ", small(details)])
