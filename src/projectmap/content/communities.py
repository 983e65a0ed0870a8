"""What we say about a community: everything in the register about it, regardless of filters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from projectmap.content.money import money_rule, money_stated, money_sums
from projectmap.content.nodes import (
    Entry,
    Fact,
    Link,
    NumberedSource,
    Section,
    Span,
    Spans,
    Table,
    joined,
    plain,
    text_fact,
)
from projectmap.content.records import (
    Value,
    caution,
    fact,
    partnership,
    record,
    settlement,
    with_former,
)
from projectmap.content.sources import Sources
from projectmap.content.statuses import Status, StatusPeriod, history, status, the_list
from projectmap.content.view import credits_of, data_version, list_version
from projectmap.i18n import N_, translator
from projectmap.memory import kept
from projectmap.model.codes import Kind, Scope
from projectmap.model.labels import Labels
from projectmap.model.records import Community, Partnership, Project
from projectmap.model.register import Register
from projectmap.query.figures import PERIODS, breakdown
from projectmap.query.index import Mask, index_of
from projectmap.query.notices import notices
from projectmap.query.select import rows_where, select
from projectmap.query.totals import totals
from projectmap.query.view import View

MAX_LISTED = 500
"""Records that a list names; with more, browsers and printers would give up."""
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_SITE = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class CommunityContent:
    """Everything that is said about a community, in one language."""

    code: str
    language: str
    kicker: str
    """What kind of community it is, and of which oblast."""
    title: str
    """With the word community and the former name."""
    name: str
    """The title without the former name."""
    former: str
    """The former name, as in "formerly Novopskovska"; ``""`` where there is none."""
    facts: tuple[Fact, ...]
    """``name``, ``raion``, ``katottg``, ``pcode``, ``centre``, ``seat``, ``population``,
    ``settlements`` (their number), ``areas``."""
    settlements: tuple[Spans, ...]
    """The names of all settlements, in alphabetical order."""
    outlined: str
    """What is outlined in the locator map."""
    profile: Section
    """A paragraph, or that it is not stated."""
    status: Status
    """On the status date."""
    notices: tuple[str, ...]
    """What must be known about the status on that date."""
    history: tuple[StatusPeriod, ...]
    """The status in time."""
    needs: Section
    """What the community seeks partners for, whatever kind of record it is."""
    projects: Section
    """A section for each period, the newest first; none without any project."""
    partnerships: Section
    events: Section
    figures: Section
    """A table of records by sector and period; the facts ``amounts``, ``donors``, ``no_donor``."""
    sources: tuple[NumberedSource, ...]
    """Of all that is listed."""
    sources_section: Section
    """The basis of status and population, as facts; what is said where nothing is listed."""
    contact: Section
    """How to reach the office; without paragraphs where no contact is stated, which
    the page about the data says once."""
    edition: tuple[str, ...]
    """Of which state the data are."""
    credit: tuple[str, ...]

    @property
    def lists(self) -> tuple[Section, ...]:
        """The sections that list records and partnerships, in the order of the page."""
        return self.needs, self.projects, self.partnerships, self.events


def community(
    labels: Labels, code: str, day: date | None = None, contact: str | None = None
) -> CommunityContent:
    """What is said about the community ``code``.

    ``day`` is the status date, by default that of the edition. ``contact`` is the mailbox or
    address of the site, given where the community states none. Raises
    :class:`KeyError` for a code that is no community's.
    """
    register, t = labels.register, labels.t
    item = register.communities[code]
    day = day or register.edition
    mask = index_of(register).facets["place"].mask([code])
    rows = rows_where(register, select(register, View()), "place", code)
    by_kind: dict[Kind, list[Project]] = {kind: [] for kind in Kind}
    for row in rows.tolist():
        found = register.projects[row]
        by_kind[Kind.NEED if found.open_to_partners else found.kind].append(found)
    places = sorted(
        register.settlements_of[code], key=lambda place: t.sort_key(labels.settlement(place))
    )
    sources, profile = Sources(labels), labels.text(item, "profile")

    def listed(key: str, title: str, items: Sequence[Project | Partnership], empty: str) -> Section:
        return _listed(labels, Section(key, title, empty=empty), items, sources)

    older, formerly, oblast = labels.former_name(code), t("formerly"), t("Luhansk oblast")
    return CommunityContent(
        code=code,
        language=t.language,
        kicker=f"{labels.code(item.kind)} · {oblast}",
        title=labels.community_title(code),
        name=labels.community_title(code, former=False),
        former=f"{formerly} {older}" if older else "",
        facts=tuple(_facts(labels, item)),
        settlements=tuple(settlement(labels, place) for place in places),
        outlined=t("Outlined: {raion}", raion=labels.raion(item.raion)),
        profile=Section("profile", t("About the community"),
                        paragraphs=(plain(profile),) if profile else (), empty=t("not stated")),
        status=status(labels, code, day),
        notices=notices(labels, day),
        history=history(labels, code, day),
        needs=listed("needs", t("Needs and offers to partners"), by_kind[Kind.NEED],
                     t("No needs of this community are recorded.")),
        projects=_projects(labels, by_kind[Kind.PROJECT], sources),
        partnerships=listed("partnerships", t("Partnerships"),
                            [one for one in register.partnerships if code in one.communities],
                            t("No partnerships of this community are recorded.")),
        events=listed("events", t("Events"), by_kind[Kind.EVENT],
                      t("No events in this community are recorded.")),
        figures=_figures(labels, mask),
        sources=sources.listed(),
        sources_section=Section(
            "sources", t("Sources"),
            facts=(text_fact("status", t("Territory status"), the_list(labels)),
                   text_fact("population", t("Population"), population_source(labels))),
            empty=t("No records or partnerships here, so no sources."),
        ),
        contact=_contact(labels, item, contact),
        edition=edition_lines(labels),
        credit=credits_of(labels),
    )  # fmt: skip


def place(labels: Labels, code: str) -> Entry:
    """What does not change with date and filters of a community, or of a settlement, in short.

    Of a settlement the tag names its community; the facts are the stated ones of ``katottg``,
    ``pcode``, ``centre``, ``population`` and ``areas``, as in :attr:`CommunityContent.facts`.
    Raises :class:`KeyError` for a code that is neither's.
    """
    own = labels.register.settlements.get(code)
    item = labels.register.communities[own.community if own else code]
    facts = {found.key: found for found in _facts(labels, item)}
    keys: tuple[str, ...] = ("katottg", "pcode", "centre", "population", "areas")
    title, kind = labels.community(item.katottg), "community"
    tags: tuple[str, ...] = (labels.code(item.kind), labels.raion(item.raion))
    if own:
        title, kind = labels.settlement(code), "settlement"
        name = labels.community(item.katottg, former=False)
        tags = (labels.t("settlement in the {name} community", name=name),)
        facts["katottg"] = fact(labels, "katottg", N_("KATOTTG"), code)
        keys = ("katottg", "centre", "areas")
    stated = tuple(facts[key] for key in keys if facts[key].stated)
    return Entry(code, kind, title, Link("place", code), tags, facts=stated)


# --- Head -------------------------------------------------------------------------------------


def _facts(labels: Labels, item: Community) -> Iterator[Fact]:
    t, register = labels.t, labels.register
    other = Labels(register, translator("en" if t.language == "uk" else "uk"))
    named = N_("Name in English") if t.language == "uk" else N_("Name in Ukrainian")
    title = Span(other.community_title(item.katottg), lang=other.t.language)
    raion = with_former(labels, labels.raion(item.raion), item.raion_former_name_uk)
    population = "" if item.population_2022 is None else t.number(item.population_2022)
    counted = t("unreliable for places occupied since 2014") if population else ""
    number = len(register.settlements_of[item.katottg])
    areas = joined(plain(labels.sector(code)) for code in item.areas_of_cooperation)
    settlements = t.plural("{n} settlement", "{n} settlements", number)
    for key, name, value in (
        ("name", named, Value((title,))),
        ("raion", N_("Raion"), Value(raion)),
        ("katottg", N_("KATOTTG"), item.katottg),
        ("pcode", N_("P-code"), item.pcode),
        ("centre", N_("Centre"), Value(settlement(labels, item.centre))),
        ("seat", N_("Current seat of the administration"), labels.text(item, "seat")),
        ("population", N_("Population, estimate as of 1 January 2022"),
         Value(plain(population), note=counted)),
        ("settlements", N_("Settlements"), settlements),
        ("areas", N_("Areas of cooperation"), Value(areas)),
    ):  # fmt: skip
        yield fact(labels, key, name, value)


# --- Lists ------------------------------------------------------------------------------------


def _listed(
    labels: Labels, section: Section, items: Sequence[Project | Partnership], sources: Sources
) -> Section:
    """``section`` with the entries of ``items``."""

    def entry(item: Project | Partnership) -> Entry:
        if isinstance(item, Partnership):
            return partnership(labels, item, sources)
        found = record(labels, item, sources)
        if item.settlement or len(item.communities) > 1 or item.scope != Scope.COMMUNITY:
            return found
        # Its location goes without saying: it is here.
        return replace(found, facts=tuple(one for one in found.facts if one.key != "where"))

    entries = tuple(entry(item) for item in items[:MAX_LISTED])
    return replace(section, entries=entries, left_out=len(items) - len(entries))


def _projects(labels: Labels, items: Sequence[Project], sources: Sources) -> Section:
    t = labels.t
    periods = []
    for period in PERIODS:
        here = [item for item in items if item.period == period]
        section = Section(
            period.value,
            labels.code(period),
            count=t.plural("{n} record", "{n} records", len(here)) if here else "",
            caution=caution(labels, period) if here else "",
            empty=t("No projects are recorded."),
        )
        periods.append(_listed(labels, section, here, sources))
    empty = t("No projects in this community are recorded.")
    return Section("projects", t("Projects"), sections=tuple(periods) if items else (), empty=empty)


# --- Figures ----------------------------------------------------------------------------------


def _figures(labels: Labels, mask: Mask) -> Section:
    t = labels.t
    found = Section("figures", t("In figures"), empty=t("No records for this place."))
    if not mask.any():
        return found
    money = totals(labels.register, mask)
    lines = [money_stated(money, t), *money_sums(money, t)] if money.stating else []
    donors = index_of(labels.register).facets["donors"]
    without = int((mask & ~donors.named).sum())
    amounts = Value(joined(map(plain, lines)), note=money_rule(money, t) if lines else "")
    facts = [
        fact(labels, "amounts", N_("Amounts"), amounts),
        fact(labels, "donors", N_("Donors named"), Value(_donors(labels, mask))),
    ]
    if without:
        facts.append(fact(labels, "no_donor", N_("Records that name no donor"), t.number(without)))
    return replace(found, tables=(_sectors(labels, mask),), facts=tuple(facts))


def _donors(labels: Labels, mask: Mask) -> Spans:
    """Each donor that records of ``mask`` name, with their number; most records first."""
    t = labels.t
    counts = index_of(labels.register).facets["donors"].counts(mask)
    found = [(labels.organisation(slug), slug, number) for slug, number in counts.items() if number]
    found.sort(key=lambda one: (-one[2], t.sort_key(one[0])))
    return joined(
        (Span(name, Link("organisation", slug)),
         Span(f" ({t.plural('{n} record', '{n} records', number)})"))
        for name, slug, number in found
    )  # fmt: skip


def _sectors(labels: Labels, mask: Mask) -> Table:
    """How many records of ``mask`` each sector has in each period; the last row is the sum."""
    t, found = labels.t, breakdown(labels.register, mask, "sector")
    rows = [(labels.sector(row.code), row) for row in found.rows]
    rows.sort(key=lambda one: (-one[1].records, t.sort_key(one[0])))
    if found.none.records:
        rows.append((t("not stated"), found.none))
    rows.append((t("All records"), found.every))
    numbers = [(name, (*map(row.by_period.get, PERIODS), row.records)) for name, row in rows]
    return Table(
        key="sectors",
        title=t("Projects, needs and events by sector and period"),
        heads=(t("Sector"), *(labels.code(period) for period in PERIODS), t("Records")),
        rows=tuple((plain(name), *(plain(t.number(n) if n else "–") for n in counts))
                   for name, counts in numbers),
        note=t("A record with several sectors is counted in each of them.")
        if found.overlapping else "",
        total=True,
    )  # fmt: skip


# --- Contact and edition ----------------------------------------------------------------------


def _contact(labels: Labels, item: Community, site: str | None) -> Section:
    t = labels.t
    found = Section("contact", t("Contact"))
    if item.contact:
        return replace(found, paragraphs=((_reach(item.contact),),))
    if not site:
        return found
    said = t("The community’s own contact is not stated. Contact for this site:")
    return replace(found, paragraphs=((Span(f"{said} "), _reach(site)),))


def _reach(contact: str) -> Span:
    """A mailbox or an address as a link, any other text as it is."""
    if _SITE.fullmatch(contact):
        return Span(contact, Link("url", contact))
    return Span(contact, Link("url", f"mailto:{contact}") if _MAILBOX.fullmatch(contact) else None)


def population_source(labels: Labels) -> str:
    """The source of the population figures."""
    return labels.t(
        "Research estimates as of 1 January 2022; unreliable for places occupied since 2014"
    )


def edition_lines(labels: Labels) -> tuple[str, ...]:
    """Of which state the data are."""
    t, changed = labels.t, _changed(labels.register)
    last = [t("records last changed on {day}", day=t.day(changed))] if changed else []
    return data_version(labels), *last, list_version(labels)


@kept(2)
def _changed(register: Register) -> str | None:
    """The date of the latest change that any record states."""
    items = chain[Project | Partnership](register.projects, register.partnerships)
    return max((item.updated for item in items), default=None)
