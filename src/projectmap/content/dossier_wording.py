"""What the dossier of a community says, as plain text: one wording for the page and the files.

A function gives ``""`` where there is nothing to say; the caller leaves it out, or says that it is
not stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain

from projectmap.content.wording import quote
from projectmap.i18n import Translator
from projectmap.model.codes import Period, TerritoryStatus
from projectmap.model.labels import label, organisation_name, sector_name
from projectmap.model.records import Community, Partnership, Project, Source, StatusRow
from projectmap.model.register import Register
from projectmap.query.history import Spell
from projectmap.query.index import Mask, index_of
from projectmap.query.totals import Totals

_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_SITE = re.compile(r"https?://\S+")
PERIODS = (Period.AFTER, Period.BEFORE, Period.UNDATED)
"""The periods as they follow each other in lists: the newest first."""


def community_title(community: Community, t: Translator) -> str:
    """A community's name with the word community, and its former name."""
    name = community.name_uk if t.language == "uk" else community.name_en
    older = community.former_name_uk if t.language == "uk" else community.former_name_en
    if older:
        return t("{name} community (formerly {older})", name=name, older=older)
    return t("{name} community", name=name)


# --- Records and their sources -----------------------------------------------------------------


def openness(item: Project, t: Translator) -> str:
    """Whether a record is open to partners, and who confirmed it; ``""`` where nobody says."""
    if not item.open_to_partners:
        return t("no") if item.open_to_partners is False else ""
    confirmed = (
        t("confirmed on {day}", day=t.day(item.confirmed_on))
        if item.confirmed_on
        else t("not confirmed by the community")
    )
    return t("yes; {confirmed}", confirmed=confirmed)


def caution(period: Period, t: Translator) -> str:
    """What is to be known of records that do not lie after 24.02.2022."""
    if period == Period.AFTER:
        return ""
    return t("What the sources say was true then; the present state is not known.")


def source_details(source: Source, t: Translator) -> str:
    """Publisher, date and day of reading of a source."""
    details = [
        source.publisher or t("publisher not stated"),
        t.day(source.date) if source.date else t("date not stated"),
        *([t("read on {day}", day=t.day(source.accessed))] if source.accessed else []),
    ]
    return ", ".join(details)


# --- Status -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wording:
    """A row of the List within a spell."""

    text: str
    """The order's own words, in Ukrainian, in quotation marks."""
    status: str
    """The category in force there, where the community as a whole has another; else ``""``."""
    act: str


def occupied_settlements(occupied: int, total: int, t: Translator) -> str:
    """How many settlements of a community are occupied."""
    return t(
        "{occupied} of {total} settlements", occupied=t.number(occupied), total=t.number(total)
    )


def act(row: StatusRow, t: Translator) -> str:
    """The act that a row of the List rests on."""
    return t.pick(row.act, row.act_en) or ""


def acts(found: Iterable[Spell], t: Translator) -> list[str]:
    """The distinct acts of spells, in the order of time."""
    return list(dict.fromkeys(act(row, t) for spell in found for row in spell.rows))


def spell_time(spell: Spell, t: Translator) -> str:
    """From when until when; the first day counts, the last one does not."""
    if spell.start and spell.end:
        return t("from {start} until {end}", start=t.day(spell.start), end=t.day(spell.end))
    if spell.start:
        return t("since {day}", day=t.day(spell.start))
    return t("before {day}", day=t.day(spell.end)) if spell.end else t("at all times")


def spell_settlements(spell: Spell, t: Translator) -> str:
    """How many settlements are occupied, of a spell in which some are and some are not."""
    if spell.status != TerritoryStatus.PARTLY_OCCUPIED:
        return ""
    return occupied_settlements(spell.settlements_occupied, spell.settlements_total, t)


def spell_wordings(spell: Spell, t: Translator) -> list[Wording]:
    """The rows of the List that are in force in a spell; rows with the same words once."""
    found = dict.fromkeys(
        (row.wording, TerritoryStatus(row.status), act(row, t)) for row in spell.rows
    )
    return [
        Wording(quote(words, t), label(t, status) if status != spell.status else "", said)
        for words, status, said in found
    ]


def is_within(spell: Spell, day: date) -> bool:
    """Whether ``day`` lies in the spell."""
    return (spell.start or date.min) <= day and (spell.end is None or day < spell.end)


def the_list(register: Register, t: Translator) -> str:
    """What the status of territories rests on."""
    return t(
        "The List of order No. 376 of 28.02.2025 as amended up to {edition}; later "
        "amendments exist and are not in it",
        edition=t.day(register.edition),
    )


def population_source(t: Translator) -> str:
    """What the figures of the population rest on."""
    return t(
        "Estimates of a research data set for 1 January 2022; weak for places occupied since 2014"
    )


# --- Contact and edition ----------------------------------------------------------------------


def contact_of(community: Community, site: str | None, t: Translator) -> tuple[str, str]:
    """What is said of how to reach the office, and the contact itself, ``""`` where none is.

    ``site`` is the contact of the whole site, which stands in where the community has none.
    """
    if community.contact:
        return "", community.contact
    if site:
        return t("The community’s own contact is not stated. Contact of this site:"), site
    return t("No contact of the office is stated here."), ""


def reach_address(contact: str) -> str:
    """What a contact links to: a mailbox or an address; ``""`` for any other text."""
    if _SITE.fullmatch(contact):
        return contact
    return f"mailto:{contact}" if _MAILBOX.fullmatch(contact) else ""


def edition_lines(register: Register, t: Translator) -> list[str]:
    """Of which state the data are."""
    changed = _changed(register)
    return [
        t("Data version {version}", version=register.version),
        *([t("records last changed on {day}", day=t.day(changed))] if changed else []),
        t("the List in the edition of {edition}", edition=t.day(register.edition)),
    ]


@lru_cache(maxsize=2)
def _changed(register: Register) -> str | None:
    """The date of the latest change that any record states."""
    records: Iterable[Project | Partnership] = chain(register.projects, register.partnerships)
    return max((item.updated for item in records), default=None)


# --- Figures ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SectorCounts:
    """Records by sector and period."""

    heads: tuple[str, ...]
    """Sector, each of :data:`PERIODS`, all records."""
    lines: tuple[tuple[str | None, tuple[int, ...]], ...]
    """A sector's name, None for records whose sector is not stated; the last line is the sum."""
    note: str
    """What must be known to read it, or ``""``."""


def sector_counts(register: Register, mask: Mask, t: Translator) -> SectorCounts:
    """How many records of ``mask`` each sector has in each period."""
    index = index_of(register)
    sectors = index.facets["sector"]
    columns = [mask & index.facets["period"].mask([period]) for period in PERIODS]
    columns.append(mask)
    counted = [sectors.counts(column) for column in columns]
    found = [code for code, number in counted[-1].items() if number]
    found.sort(key=lambda code: (-counted[-1][code], t.sort_key(sector_name(t, register, code))))
    without = ~sectors.mask(sectors.places)
    lines: list[tuple[str | None, tuple[int, ...]]] = [
        (sector_name(t, register, code), tuple(counts[code] for counts in counted))
        for code in found
    ]
    if (without & mask).any():
        lines.append((None, tuple(int((column & without).sum()) for column in columns)))
    everything = int(mask.sum())
    several = sum(numbers[-1] for _, numbers in lines) > everything
    lines.append((t("All records"), tuple(int(column.sum()) for column in columns)))
    return SectorCounts(
        heads=(t("Sector"), *(label(t, period) for period in PERIODS), t("Records")),
        lines=tuple(lines),
        note=t("A record with several sectors counts in each of them.") if several else "",
    )


def money_stated(money: Totals, t: Translator) -> str:
    """How many of the records state an amount."""
    return t.plural(
        "{stating} of {n} record states an amount",
        "{stating} of {n} records state an amount",
        money.records,
        stating=t.number(money.stating),
    )


def money_sums(money: Totals, t: Translator) -> Iterator[str]:
    """A line for each sum: of one currency, loans apart."""
    for item in money.sums:
        name = t("Sum of loans") if item.loan else t("Sum without loans")
        amount_text = t.money(item.amount, item.currency)
        said = t.plural(
            "{amount} in {n} record", "{amount} in {n} records", item.records, amount=amount_text
        )
        yield f"{name}: {said}"


def money_rule(money: Totals, t: Translator) -> str:
    """What the sums leave out, or why there is none."""
    if money.sums:
        return t(
            "Programme totals, shared sums, prices per unit and approximate sums are not added up."
        )
    return t("There is no sum: no amount belongs to one shown record alone.")


def donor_counts(register: Register, mask: Mask, t: Translator) -> list[str]:
    """Each donor that records of ``mask`` name, with their number; most records first."""
    named = {
        organisation_name(t, register, slug): number
        for slug, number in index_of(register).facets["donors"].counts(mask).items()
        if number
    }
    return [
        f"{name} ({t.plural('{n} record', '{n} records', named[name])})"
        for name in sorted(named, key=lambda name: (-named[name], t.sort_key(name)))
    ]


def naming_no_donor(register: Register, mask: Mask) -> int:
    """How many records of ``mask`` name no donor."""
    donors = index_of(register).facets["donors"]
    return int((mask & ~donors.mask(donors.places)).sum())
