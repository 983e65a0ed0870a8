"""The dossier of a community as plain texts: what the PDF and the DOCX are set from.

The same facts in the same order as on the community's page (:mod:`projectmap.html.dossier`).
Texts are clean: one line each, without control characters and without letters that turn the
reading order, so that every file format carries them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar, cast

from projectmap.content import about
from projectmap.content.dossier_wording import (
    Wording,
    acts,
    community_title,
    contact_of,
    donor_counts,
    edition_lines,
    is_within,
    money_rule,
    money_stated,
    money_sums,
    naming_no_donor,
    population_source,
    reach_address,
    sector_counts,
    source_details,
    spell_settlements,
    spell_time,
    spell_wordings,
    the_list,
)
from projectmap.export.dossier.entries import (
    Entry,
    Fact,
    Group,
    Section,
    fact,
    formerly,
    named,
    sections,
    settlement,
)
from projectmap.html.dossier_records import Sheet, sheet_of
from projectmap.i18n import Translator, translator
from projectmap.model.codes import TerritoryStatus
from projectmap.model.labels import community_name, label, raion_name, sector_name, settlement_name
from projectmap.model.register import Register
from projectmap.query.history import spells
from projectmap.query.status import change_dates, since, status_on
from projectmap.query.totals import totals
from projectmap.query.view import View

__all__ = ["Dossier", "Entry", "Fact", "Group", "Section", "content"]

T = TypeVar("T")
_UNSEEN = {
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
    **dict.fromkeys((*range(0x7F, 0xA0), 0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}"),
}
"""Letters that turn the reading order; controls and noncharacters that XML does not carry."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A time without any change of the status."""

    time: str
    status: TerritoryStatus
    name: str
    """The status in words."""
    settlements: str
    """How many are occupied, where some are and some are not; else ``""``."""
    shown: bool
    """Whether the status date lies in it."""
    start: date | None
    end: date | None
    rows: tuple[Wording, ...]
    """The rows of the List; their acts are told only where the community has several."""


@dataclass(frozen=True, slots=True)
class Status:
    """The status of the territory on the status date, and in time."""

    day: str
    code: TerritoryStatus
    name: str
    details: tuple[str, ...]
    """Since when, and how many settlements."""
    notices: tuple[str, ...]
    spells: tuple[Spell, ...]
    act: str
    """The act that all rows rest on; ``""`` where there are several or none."""
    shown: date
    """The status date."""
    first: date
    """The first day of the picture of time: 1 January of the year of the List's first change."""
    last: date
    """Its last day: the edition's date, or the status date where that is later."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose last row is the sum."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


@dataclass(frozen=True, slots=True)
class NumberedSource:
    """A source of the listed records."""

    number: int
    title: str
    address: str | None
    details: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that the files of a community say, in one language."""

    language: str
    document_title: str
    kicker: str
    title: str
    name: str
    """The title without the former name."""
    former: str
    """The former name, as in "formerly Novopskovska"; ``""`` where there is none."""
    facts: tuple[Fact, ...]
    settlements: str
    """The names of all settlements."""
    outlined: str
    """What is outlined in the locator map."""
    profile: Fact
    status: Status
    sections: tuple[Section, ...]
    """Needs, projects, partnerships, events."""
    table: Table | None
    """None where the register has no record of the community."""
    figures: tuple[Fact, ...]
    sources: tuple[NumberedSource, ...]
    backing: tuple[Fact, ...]
    """What status and population rest on."""
    contact: tuple[str, str, str]
    """What is said, the contact and what it links to; each may be ``""``."""
    link: str | None
    """The page of the community."""
    credit: tuple[str, ...]
    made: str
    edition: tuple[str, ...]


def content(
    register: Register,
    code: str,
    view: View,
    t: Translator,
    day: date,
    base_url: str | None,
    contact: str | None,
) -> Dossier:
    """What the files of the community ``code`` say.

    ``view`` gives the status date; its filters narrow nothing. ``day`` is the day on which the
    file is made. ``base_url`` is the address of the site, whose pages the links lead to; without
    one there are no links to it. ``contact`` is the mailbox or address of the site, shown where
    the community states none of its own. Raises :class:`KeyError` for a code that is no
    community's.
    """
    shown = View(asof=view.asof, lang=t.language)
    sheet = sheet_of(register, code, shown, t)
    said, reach = contact_of(sheet.community, contact, t)
    title = community_title(sheet.community, t)
    older = sheet.community.former_name_uk if t.language == "uk" else sheet.community.former_name_en
    here = replace(shown, community=(code,))
    found = Dossier(
        language=t.language,
        document_title=t("{name}: dossier", name=title),
        kicker=f"{label(t, sheet.community.kind)} · {t('Luhansk oblast')}",
        title=title,
        name=t("{name} community", name=community_name(t, sheet.community, former=False)),
        former=f"{t('formerly')} {older}" if older else "",
        facts=tuple(_facts(sheet)),
        settlements=_settlements(sheet),
        outlined=t("Outlined: {raion}", raion=raion_name(t, register, sheet.community.raion)),
        profile=fact(
            t("About the community"),
            t.pick(sheet.community.profile_uk, sheet.community.profile_en),
            t,
        ),
        status=_status(sheet, view.asof or register.edition),
        sections=sections(sheet, base_url),
        table=_table(sheet),
        figures=tuple(_figures(sheet)),
        sources=tuple(
            NumberedSource(
                number, named(source.title, source.title_en, t), source.url,
                source_details(source, t)
            )
            for number, source in sheet.sources.values()
        ),
        backing=(
            fact(t("Occupation status"), the_list(register, t), t),
            fact(t("Population"), population_source(t), t),
        ),
        contact=(said, reach, reach_address(reach)),
        link=about.link(here, f"{base_url.rstrip('/')}/communities") if base_url else None,
        credit=tuple(t(text) for text in about.CREDITS),
        made=t("made on {day}", day=t.day(day)),
        edition=tuple(edition_lines(register, t)),
    )  # fmt: skip
    return cleaned(found)


def cleaned(value: T) -> T:
    """``value`` with every text in it as one line that all file formats carry."""
    if isinstance(value, str):
        return cast("T", value if isinstance(value, TerritoryStatus) else _clean(value))
    if isinstance(value, tuple):
        return cast("T", tuple(cleaned(item) for item in value))
    if is_dataclass(value) and not isinstance(value, type):
        changes = {item.name: cleaned(getattr(value, item.name)) for item in fields(value)}
        return cast("T", replace(cast("Any", value), **changes))
    return value


def _clean(text: str) -> str:
    spaced = text.translate(dict.fromkeys(map(ord, "\t\n\r\v\f\x85\u2028\u2029"), " "))
    return about.printable(spaced.translate(_UNSEEN))


# --- Head -------------------------------------------------------------------------------------


def _facts(sheet: Sheet) -> Iterable[Fact]:
    register, community, t = sheet.register, sheet.community, sheet.t
    other = translator("en" if t.language == "uk" else "uk")
    named_in = t("Name in English") if t.language == "uk" else t("Name in Ukrainian")
    counted = t("weak for places occupied since 2014")
    population = community.population_2022
    areas = [sector_name(t, register, area) for area in community.areas_of_cooperation]
    places = register.settlements_of[community.katottg]
    yield replace(fact(named_in, community_title(community, other), t), language=other.language)
    yield fact(
        t("Raion"),
        formerly(raion_name(t, register, community.raion), community.raion_former_name_uk, t),
        t,
    )
    yield fact(t("KATOTTG"), community.katottg, t)
    yield fact(t("P-code"), community.pcode, t)
    yield fact(t("Centre"), settlement(register, community.centre, t), t)
    yield fact(t("Present seat"), t.pick(community.seat_uk, community.seat_en), t)
    yield fact(
        t("Population, estimate for 1 January 2022"),
        None if population is None else f"{t.number(population)} ({counted})",
        t,
    )
    settled = t.plural("{n} settlement", "{n} settlements", len(places))
    yield fact(t("Settlements"), settled, t)
    yield fact(t("Areas of cooperation"), "; ".join(areas), t)


def _settlements(sheet: Sheet) -> str:
    register, t = sheet.register, sheet.t
    codes = sorted(
        register.settlements_of[sheet.community.katottg],
        key=lambda code: t.sort_key(settlement_name(t, register, code)),
    )
    return ", ".join(settlement(register, code, t) for code in codes)


# --- Status -----------------------------------------------------------------------------------


def _status(sheet: Sheet, day: date) -> Status:
    register, code, t = sheet.register, sheet.community.katottg, sheet.t
    found, history = status_on(register, day)[code], spells(register, code)
    told = acts(history, t)
    began = since(register, code, day)
    return Status(
        day=t("Status on {day}", day=t.day(day)),
        code=found.status,
        name=label(t, found.status),
        details=tuple(
            text
            for text in (
                t("since {day}", day=t.day(began)) if began else "",
                next((spell_settlements(item, t) for item in history if is_within(item, day)), ""),
            )
            if text
        ),
        notices=tuple(about.notices(register, sheet.view, t)),
        spells=tuple(
            Spell(
                time=spell_time(spell, t),
                status=spell.status,
                name=label(t, spell.status),
                settlements=spell_settlements(spell, t),
                shown=is_within(spell, day),
                start=spell.start,
                end=spell.end,
                rows=_rows(spell_wordings(spell, t), with_acts=len(told) > 1),
            )
            for spell in history
        ),
        act=told[0] if len(told) == 1 else "",
        shown=day,
        first=date(min(day, *change_dates(register)).year, 1, 1),
        last=max(day, register.edition),
    )


def _rows(rows: Sequence[Wording], *, with_acts: bool) -> tuple[Wording, ...]:
    return tuple(row if with_acts else replace(row, act="") for row in rows)


# --- Figures ----------------------------------------------------------------------------------


def _table(sheet: Sheet) -> Table | None:
    if not sheet.mask.any():
        return None
    t, found = sheet.t, sector_counts(sheet.register, sheet.mask, sheet.t)
    return Table(
        title=t("Projects, needs and events by sector and period"),
        heads=found.heads,
        rows=tuple(
            (
                t("not stated") if name is None else name,
                *(t.number(number) if number else "–" for number in numbers),
            )
            for name, numbers in found.lines
        ),
        note=found.note,
    )


def _figures(sheet: Sheet) -> Iterable[Fact]:
    if not sheet.mask.any():
        return
    register, t = sheet.register, sheet.t
    money = totals(register, sheet.mask)
    lines = [money_stated(money, t), *money_sums(money, t)] if money.stating else []
    rule = money_rule(money, t) if money.stating else ""
    yield replace(fact(t("Amounts"), "; ".join(lines), t), note=rule)
    yield fact(t("Donors named"), "; ".join(donor_counts(register, sheet.mask, t)), t)
    nameless = naming_no_donor(register, sheet.mask)
    if nameless:
        yield fact(t("Records that name no donor"), t.number(nameless), t)
