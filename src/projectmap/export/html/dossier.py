"""Everything of one community on one page, to be handed over: for the screen and for A4 paper.

Whatever the filter of the view is, the page has all records of the community. What nobody states
is said to be not stated, in a line of its own; no zero stands for what is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import chain

from projectmap.export.about import CREDITS
from projectmap.export.html.common import (
    address,
    definition_list,
    names,
    quote,
    small,
    stated,
    status_day,
    table_frame,
)
from projectmap.export.html.dossier_records import (
    MAP_PAGE,
    PERIODS,
    Fact,
    Sheet,
    anchor,
    events,
    formerly,
    needs,
    partnerships,
    projects,
    section,
    settlement,
    sheet_of,
    unstated_line,
    without_details,
)
from projectmap.export.html.figures import status_line
from projectmap.export.html.locator import locator
from projectmap.export.html.places import status_details
from projectmap.i18n import Translator, translator
from projectmap.markup import Html, element, encode, join
from projectmap.model.codes import TerritoryStatus
from projectmap.model.labels import (
    label,
    organisation_name,
    raion_name,
    sector_name,
    settlement_name,
)
from projectmap.model.records import Community, Partnership, Project, Source, StatusRow
from projectmap.model.register import Register
from projectmap.query.history import Spell, spells
from projectmap.query.index import index_of
from projectmap.query.status import status_on
from projectmap.query.totals import totals
from projectmap.query.view import View

FEW_ROWS = 4
"""Rows of the List that a spell names before it folds them."""
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_SITE = re.compile(r"https?://\S+")


def dossier(register: Register, code: str, view: View, t: Translator, contact: str | None) -> Html:
    """The page of the community ``code``, an ``article`` whose first heading is an ``h1``.

    ``view`` gives the status date and goes into the links; its filters narrow nothing here.
    ``contact`` is the mailbox or address of the site, shown where the community states none of
    its own. Raises :class:`KeyError` for a code that is no community's.
    """
    sheet = sheet_of(register, code, view, t)
    return element(
        "article",
        _head(sheet),
        _status(sheet),
        needs(sheet),
        projects(sheet),
        partnerships(sheet),
        events(sheet),
        _figures(sheet),
        _sources(sheet),
        _contact(sheet, contact),
        _foot(sheet),
        class_="details dossier",
    )


# --- Head -------------------------------------------------------------------------------------


def _head(sheet: Sheet) -> Html:
    community, t = sheet.community, sheet.t
    raion = raion_name(t, sheet.register, community.raion)
    profile = t.pick(community.profile_uk, community.profile_en)
    # The page itself may have been opened by the filter that names the community.
    view = sheet.view
    own = view.community == (community.katottg,)
    filtered = (replace(view, community=()) if own else view).filtered
    notice = t(
        "The filters of the other pages do not narrow this one: it has all records of the "
        "community."
    )
    return element(
        "header",
        element("p", notice, class_="notice", role="status") if filtered else None,
        element("p", f"{label(t, community.kind)} · {t('Luhansk oblast')}", class_="kicker"),
        element("h1", _title(community, t)),
        element(
            "div",
            definition_list(_facts(sheet)),
            element(
                "figure",
                locator(sheet.register, community, t),
                element("figcaption", t("Outlined: {raion}", raion=raion), class_="muted"),
            ),
            class_="head",
        ),
        section("profile", t("About the community"), element("p", stated(profile, t))),
    )


def _title(community: Community, t: Translator) -> str:
    name = community.name_uk if t.language == "uk" else community.name_en
    older = community.former_name_uk if t.language == "uk" else community.former_name_en
    if older:
        return t("{name} community (formerly {older})", name=name, older=older)
    return t("{name} community", name=name)


def _facts(sheet: Sheet) -> Iterator[Fact]:
    register, community, t = sheet.register, sheet.community, sheet.t
    other = translator("en" if t.language == "uk" else "uk")
    named = t("Name in English") if t.language == "uk" else t("Name in Ukrainian")
    raion = raion_name(t, register, community.raion)
    population = community.population_2022
    counted = small(t("weak for places occupied since 2014"))
    yield named, element("span", _title(community, other), lang=other.language)
    yield t("Raion"), formerly(raion, community.raion_former_name_uk, t)
    yield t("KATOTTG"), community.katottg
    yield t("P-code"), community.pcode
    yield t("Centre"), settlement(register, community.centre, t)
    yield t("Present seat"), stated(t.pick(community.seat_uk, community.seat_en), t)
    yield (
        t("Population, estimate for 1 January 2022"),
        stated("", t) if population is None else join([t.number(population), " ", counted]),
    )
    yield t("Settlements"), _settlements(sheet)
    yield (
        t("Areas of cooperation"),
        names(community.areas_of_cooperation, lambda code: sector_name(t, register, code), t),
    )


def _settlements(sheet: Sheet) -> Html:
    register, t = sheet.register, sheet.t
    codes = sorted(
        register.settlements_of[sheet.community.katottg],
        key=lambda code: t.sort_key(settlement_name(t, register, code)),
    )
    return element(
        "details",
        element("summary", t.plural("{n} settlement", "{n} settlements", len(codes))),
        element(
            "ul",
            *(element("li", settlement(register, code, t)) for code in codes),
            class_="settlements",
        ),
    )


# --- Status -----------------------------------------------------------------------------------


def _status(sheet: Sheet) -> Html:
    register, code, t = sheet.register, sheet.community.katottg, sheet.t
    day = status_day(register, sheet.view)
    found = spells(register, code)
    acts = list(dict.fromkeys(_act(row, t) for spell in found for row in spell.rows))
    told_once = len(acts) == 1
    return section(
        "status",
        t("Status of the territory"),
        status_line(register, sheet.view, t),
        status_details(register, status_on(register, day)[code], day, t),
        element("h3", t("Over time")),
        element("ol", *(_spell(item, day, t, acts=not told_once) for item in found),
                class_="spells"),
        element("p", t("The first day of each time counts, the last one does not."),
                class_="muted"),
        element("p", t("Act"), ": ", acts[0], class_="muted") if told_once else None,
    )  # fmt: skip


def _act(row: StatusRow, t: Translator) -> str:
    return t.pick(row.act, row.act_en) or ""


def _spell(spell: Spell, day: date, t: Translator, *, acts: bool) -> Html:
    """A time with its status, the rows of the List in its words and, with ``acts``, their acts."""
    shown = (spell.start or date.min) <= day and (spell.end is None or day < spell.end)
    partly = spell.status == TerritoryStatus.PARTLY_OCCUPIED
    settlements = t(
        "{occupied} of {total} settlements",
        occupied=t.number(spell.settlements_occupied),
        total=t.number(spell.settlements_total),
    )
    wordings = dict.fromkeys(
        (row.wording, TerritoryStatus(row.status), _act(row, t) if acts else "")
        for row in spell.rows
    )
    listed = element(
        "ul",
        *(
            element(
                "li",
                element("span", quote(wording, t), lang="uk"),
                f" – {label(t, status)}" if status != spell.status else "",
                small(f" {act}") if act else None,
            )
            for wording, status, act in wordings
        ),
    )
    rows = t.plural("{n} row of the List", "{n} rows of the List", len(wordings))
    folded = element("details", element("summary", rows), listed)
    return element(
        "li",
        element(
            "p",
            element("span", class_=f"swatch status-{spell.status}", aria_hidden="true"),
            element("b", _time(spell, t)),
            ": ",
            label(t, spell.status),
            f", {settlements}" if partly else "",
            element("span", t("on the shown date"), class_="tag") if shown else None,
        ),
        (folded if len(wordings) > FEW_ROWS else listed) if wordings else None,
        class_="chosen" if shown else None,
    )


def _time(spell: Spell, t: Translator) -> str:
    if spell.start and spell.end:
        return t("from {start} until {end}", start=t.day(spell.start), end=t.day(spell.end))
    if spell.start:
        return t("since {day}", day=t.day(spell.start))
    return t("before {day}", day=t.day(spell.end)) if spell.end else t("at all times")


# --- Figures ----------------------------------------------------------------------------------


def _figures(sheet: Sheet) -> Html:
    t = sheet.t
    content = (
        [_sector_table(sheet), definition_list(_figure_facts(sheet))]
        if sheet.mask.any()
        else [unstated_line(t("The register has no record of this place."))]
    )
    return section("figures", t("In figures"), *content)


def _sector_table(sheet: Sheet) -> Html:
    """Records by sector and period; a dash where there is none."""
    register, t = sheet.register, sheet.t
    index = index_of(register)
    sectors = index.facets["sector"]
    columns = [sheet.mask & index.facets["period"].mask([period]) for period in PERIODS]
    columns.append(sheet.mask)
    heads = [t("Sector"), *(label(t, period) for period in PERIODS), t("Records")]
    counted = [sectors.counts(column) for column in columns]
    found = [code for code, number in counted[-1].items() if number]
    found.sort(key=lambda code: (-counted[-1][code], t.sort_key(sector_name(t, register, code))))
    without = ~sectors.mask(sectors.places)
    lines: list[tuple[object, list[int]]] = [
        (sector_name(t, register, code), [counts[code] for counts in counted]) for code in found
    ]
    if (without & sheet.mask).any():
        lines.append((stated("", t), [int((column & without).sum()) for column in columns]))
    everything = int(sheet.mask.sum())
    lines.append((t("All records"), [int(column.sum()) for column in columns]))
    rows = [
        element(
            "tr",
            element("th", name, scope="row"),
            *(
                element("td", t.number(number) if number else "–", data_label=head)
                for number, head in zip(numbers, heads[1:], strict=True)
            ),
        )
        for name, numbers in lines
    ]
    several = sum(numbers[-1] for _, numbers in lines[:-1]) > everything
    note = t("A record with several sectors counts in each of them.")
    return join(
        [
            table_frame(t("Projects, needs and events by sector and period"), heads, rows),
            element("p", note, class_="muted") if several else "",
        ]
    )


def _figure_facts(sheet: Sheet) -> Iterator[Fact]:
    register, t = sheet.register, sheet.t
    money = totals(register, sheet.mask)
    if not money.stating:
        yield t("Amounts"), stated("", t)
    else:
        some = t.plural(
            "{stating} of {n} record states an amount",
            "{stating} of {n} records state an amount",
            money.records,
            stating=t.number(money.stating),
        )
        sums = [
            element(
                "li",
                t("Sum of loans") if item.loan else t("Sum without loans"),
                ": ",
                t.plural("{amount} in {n} record", "{amount} in {n} records", item.records,
                         amount=t.money(item.amount, item.currency)),
            )
            for item in money.sums
        ]  # fmt: skip
        rule = (
            t("Programme totals, shared sums, prices per unit and approximate sums are not added "
              "up.")
            if sums
            else t("There is no sum: no amount belongs to one shown record alone.")
        )  # fmt: skip
        listed = element("ul", *sums, class_="sums") if sums else ""
        yield t("Amounts"), join([some, listed, " ", small(rule)])
    donors = index_of(register).facets["donors"]
    named = {
        organisation_name(t, register, slug): number
        for slug, number in donors.counts(sheet.mask).items()
        if number
    }
    texts = [
        f"{name} ({t.plural('{n} record', '{n} records', named[name])})"
        for name in sorted(named, key=lambda name: (-named[name], t.sort_key(name)))
    ]
    yield t("Donors named"), stated("; ".join(texts), t)
    nameless = int((sheet.mask & ~donors.mask(donors.places)).sum())
    if nameless:
        yield t("Records that name no donor"), t.number(nameless)


# --- Sources, contact, foot -------------------------------------------------------------------


def _sources(sheet: Sheet) -> Html:
    register, t = sheet.register, sheet.t
    listed = [_source(number, source, t) for number, source in sheet.sources.values()]
    the_list = t(
        "The List of order No. 376 of 28.02.2025 as amended up to {edition}; later "
        "amendments exist and are not in it",
        edition=t.day(register.edition),
    )
    population = t(
        "Estimates of a research data set for 1 January 2022; weak for places occupied since 2014"
    )
    return section(
        "sources",
        t("Sources"),
        element("ol", *listed, class_="sources numbered")
        if listed
        else unstated_line(t("No record or partnership here, so no source of one.")),
        definition_list([(t("Occupation status"), the_list), (t("Population"), population)]),
    )


def _source(number: int, source: Source, t: Translator) -> Html:
    title = t.pick(source.title, source.title_en)
    name = (
        element("a", title, href=source.url, target="_blank", rel="noopener noreferrer")
        if source.url
        else title
    )
    details = [
        source.publisher or t("publisher not stated"),
        t.day(source.date) if source.date else t("date not stated"),
        *([t("read on {day}", day=t.day(source.accessed))] if source.accessed else []),
    ]
    return element("li", name, " ", small(", ".join(details)), id=anchor(number))


def _contact(sheet: Sheet, contact: str | None) -> Html:
    t, own = sheet.t, sheet.community.contact
    if own:
        text = element("p", _reach(own))
    elif contact:
        said = t("The community’s own contact is not stated. Contact of this site:")
        text = element("p", said, " ", _reach(contact))
    else:
        text = unstated_line(t("No contact of the office is stated here."))
    return section("contact", t("How to reach the office"), text)


def _reach(contact: str) -> Html:
    """A mailbox or an address as a link, any other text as it is."""
    if _SITE.fullmatch(contact):
        return element("a", contact, href=contact)
    if _MAILBOX.fullmatch(contact):
        return element("a", contact, href=f"mailto:{contact}")
    return encode(contact)


def _foot(sheet: Sheet) -> Html:
    register, t = sheet.register, sheet.t
    here = replace(without_details(sheet.view), community=(), place=sheet.community.katottg)
    changed = _changed(register)
    state = [
        t("Data version {version}", version=register.version),
        *([t("records last changed on {day}", day=t.day(changed))] if changed else []),
        t("the List in the edition of {edition}", edition=t.day(register.edition)),
    ]
    return element(
        "footer",
        element("p", element("a", t("This community on the map"), href=address(here, MAP_PAGE)),
                class_="to-map"),
        element("p", ", ".join(state)),
        element("p", join((t(text) for text in CREDITS), " ")),
        class_="foot",
    )  # fmt: skip


@lru_cache(maxsize=2)
def _changed(register: Register) -> str | None:
    """The date of the latest change that any record states."""
    records: Iterable[Project | Partnership] = chain(register.projects, register.partnerships)
    return max((item.updated for item in records), default=None)
