"""What the files of a community list: its records by kind and period, its partnerships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from projectmap.content import about
from projectmap.content.dossier_wording import caution, openness
from projectmap.content.wording import amount, partner_name, period_text, state, when_in_full
from projectmap.html.dossier_records import MOST, Sheet, source_key
from projectmap.i18n import Translator
from projectmap.model.codes import Kind, Scope
from projectmap.model.labels import (
    community_name,
    label,
    organisation_name,
    sector_name,
    settlement_name,
)
from projectmap.model.records import Partnership, Project
from projectmap.model.register import Register
from projectmap.query.view import View


@dataclass(frozen=True, slots=True)
class Fact:
    """A value under its name; "not stated" stands in it where no source states one."""

    label: str
    value: str
    stated: bool = True
    note: str = ""
    language: str | None = None
    """Of the value, where it is not the document's."""
    brief: bool = True
    """Whether it stands in the short form of a record too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record or a partnership."""

    id: str
    title: str
    tag: str
    """What it is, where the section does not tell; else ``""``."""
    summary: str
    facts: tuple[Fact, ...]
    sources: tuple[int, ...]
    """Numbers in the list of sources."""
    address: str | None
    """The page that shows it."""
    line: str
    """When and who: all that is said of it besides title and id where room is short."""


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one period; the only group of a section has no name."""

    name: str
    count: str
    caution: str
    entries: tuple[Entry, ...]
    left_out: int
    """How many more there are than any list names."""
    empty: str
    """What is said where there is none."""


@dataclass(frozen=True, slots=True)
class Section:
    """A list under its heading."""

    key: str
    title: str
    groups: tuple[Group, ...]


def fact(name: str, value: str | None, t: Translator) -> Fact:
    """A value, or that it is not stated."""
    return Fact(name, value or t("not stated"), stated=bool(value))


def named(uk: str, en: str, t: Translator) -> str:
    """The one of two texts that is in the language."""
    return t.pick(uk, en) or ""


def formerly(name: str, older: str | None, t: Translator) -> str:
    """A name with the older one, which the register has in Ukrainian only."""
    return f"{name} ({t('formerly')} {older})" if older else name


def settlement(register: Register, code: str, t: Translator) -> str:
    """A settlement's name with its older one."""
    older = register.settlements[code].former_name_uk
    return formerly(settlement_name(t, register, code), older, t)


def sections(sheet: Sheet, base_url: str | None) -> tuple[Section, ...]:
    """Needs, projects by period, partnerships and events, each with what is said without any."""
    t = sheet.t
    return (
        Section(
            "needs",
            t("Needs, and what is open to partners"),
            (_group(sheet, sheet.needs, base_url,
                    t("The register has no need of this community.")),),
        ),
        Section("projects", t("Projects"), _projects(sheet, base_url)),
        Section(
            "partnerships",
            t("Partnerships"),
            (
                Group(
                    "",
                    "",
                    "",
                    tuple(
                        _partnership(sheet, item, base_url) for item in sheet.partnerships[:MOST]
                    ),
                    max(len(sheet.partnerships) - MOST, 0),
                    t("The register has no partnership of this community."),
                ),
            ),
        ),
        Section(
            "events",
            t("Events"),
            (_group(sheet, sheet.events, base_url,
                    t("The register has no event in this community.")),),
        ),
    )  # fmt: skip


def _projects(sheet: Sheet, base_url: str | None) -> tuple[Group, ...]:
    t = sheet.t
    if not any(sheet.projects.values()):
        nothing = t("The register has no project in this community.")
        return (_group(sheet, (), base_url, nothing),)
    return tuple(
        replace(
            _group(sheet, items, base_url, t("No project is recorded.")),
            name=label(t, period),
            count=t.plural("{n} record", "{n} records", len(items)) if items else "",
            caution=caution(period, t) if items else "",
        )
        for period, items in sheet.projects.items()
    )


def _group(sheet: Sheet, items: Sequence[Project], base_url: str | None, empty: str) -> Group:
    entries = tuple(_record(sheet, item, base_url) for item in items[:MOST])
    return Group("", "", "", entries, max(len(items) - MOST, 0), empty)


# --- Records ----------------------------------------------------------------------------------


def _record(sheet: Sheet, item: Project, base_url: str | None) -> Entry:
    t = sheet.t
    return Entry(
        id=item.id,
        title=named(item.title_uk, item.title_en, t),
        tag="" if item.kind == Kind.PROJECT else label(t, item.kind),
        summary=named(item.summary_uk, item.summary_en, t),
        facts=tuple(_record_facts(sheet, item)),
        sources=_numbers(sheet, item),
        address=_address(replace(sheet.view, project=item.id), base_url, ""),
        line=_line(
            period_text(item.start, item.end, None, t),
            (organisation_name(t, sheet.register, slug) for slug in item.donors),
        ),
    )


def _line(dated: str, others: Iterable[str]) -> str:
    return " · ".join(text for text in (dated, "; ".join(others)) if text)


def _address(view: View, base_url: str | None, page: str) -> str | None:
    return about.link(view, f"{base_url.rstrip('/')}/{page}") if base_url else None


def _record_facts(sheet: Sheet, item: Project) -> Iterator[Fact]:
    register, t = sheet.register, sheet.t
    if item.open_to_partners is not None or item.kind == Kind.NEED:
        yield fact(t("Open to partners"), openness(item, t), t)
    yield fact(t("When"), when_in_full(item, t), t)
    if item.kind != Kind.NEED or item.donors:
        donors = (organisation_name(t, register, slug) for slug in item.donors)
        yield fact(t("Donor"), "; ".join(donors), t)
    sectors = (sector_name(t, register, code) for code in item.sectors)
    yield fact(t("Sector"), "; ".join(sectors), t)
    yield fact(t("State, as reported"), state(item, t), t)
    if item.amount is not None or item.amount_note is not None:
        yield _amount(item, t)
    if item.settlement is not None:
        yield fact(t("Settlement"), settlement(register, item.settlement, t), t)
    others = [code for code in item.communities if code != sheet.community.katottg]
    if others:
        yield fact(t("Other communities"), _communities(sheet, others), t)
    if item.scope not in {Scope.SETTLEMENT, Scope.COMMUNITY}:
        yield fact(t("Where"), label(t, item.scope), t)
    parent = register.project(item.parent_id) if item.parent_id else None
    if parent is not None:
        yield replace(fact(t("Part of"), named(parent.title_uk, parent.title_en, t), t),
                      brief=False)  # fmt: skip
    yield from _last_facts(item, t)


def _amount(item: Project, t: Translator) -> Fact:
    money, details = amount(item, t)
    found = fact(t("Amount"), money, t)
    return replace(found, value=f"{found.value} ({details})") if details else found


def _communities(sheet: Sheet, codes: Iterable[str]) -> str:
    found = sheet.register.communities
    return ", ".join(community_name(sheet.t, found[code]) for code in codes)


def _last_facts(item: Project | Partnership, t: Translator) -> Iterator[Fact]:
    yield fact(t("Verification"), label(t, item.verification), t)
    yield fact(t("Record"), ", ".join([item.id, *item.same_as]), t)


def _numbers(sheet: Sheet, item: Project | Partnership) -> tuple[int, ...]:
    numbers = (sheet.sources[source_key(source)][0] for source in item.sources)
    return tuple(dict.fromkeys(numbers))


# --- Partnerships -----------------------------------------------------------------------------


def _partnership(sheet: Sheet, item: Partnership, base_url: str | None) -> Entry:
    t = sheet.t
    return Entry(
        id=item.id,
        title=named(item.title_uk, item.title_en, t),
        tag="",
        summary=named(item.summary_uk, item.summary_en, t),
        facts=tuple(_partnership_facts(sheet, item)),
        sources=_numbers(sheet, item),
        address=_address(replace(sheet.view, partnership=item.id), base_url, "partnerships"),
        line=_line(when_in_full(item, t), _partners(item, t)),
    )


def _partners(item: Partnership, t: Translator) -> Iterator[str]:
    for part in item.partners:
        yield partner_name(part.name_uk, part.name_en, part.country, t)


def _partnership_facts(sheet: Sheet, item: Partnership) -> Iterator[Fact]:
    register, t = sheet.register, sheet.t
    same = register.project(item.project_id) if item.project_id else None
    alone = item.communities == (sheet.community.katottg,)
    yield replace(fact(t("Communities"), _communities(sheet, item.communities), t),
                  brief=not alone)  # fmt: skip
    yield fact(t("Partner"), "; ".join(_partners(item, t)), t)
    yield fact(t("Kind"), label(t, item.kind) if item.kind else "", t)
    yield fact(t("State, as reported"), state(item, t), t)
    yield fact(t("When"), when_in_full(item, t), t)
    if same is not None:
        told = fact(t("Told by the record, too"), named(same.title_uk, same.title_en, t), t)
        yield replace(told, brief=False)
    yield from _last_facts(item, t)
