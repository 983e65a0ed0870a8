"""Everything of one community on one page, to be handed over: for the screen and for A4 paper.

Whatever the filter of the view is, the page has all records of the community. What nobody states
is said to be not stated, in a line of its own; no zero stands for what is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from projectmap.content.about import CREDITS
from projectmap.content.dossier_wording import (
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
from projectmap.html.common import (
    address,
    definition_list,
    names,
    small,
    stated,
    status_day,
    table_frame,
)
from projectmap.html.dossier_records import (
    MAP_PAGE,
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
from projectmap.html.figures import status_line
from projectmap.html.locator import locator
from projectmap.html.places import status_details
from projectmap.i18n import Translator, translator
from projectmap.markup import Html, element, encode, join
from projectmap.model.labels import (
    label,
    raion_name,
    sector_name,
    settlement_name,
)
from projectmap.model.records import Source
from projectmap.model.register import Register
from projectmap.query.history import Spell, spells
from projectmap.query.status import status_on
from projectmap.query.totals import totals
from projectmap.query.view import View

FEW_ROWS = 4
"""Rows of the List that a spell names before it folds them."""


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
        element("h1", community_title(community, t)),
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


def _facts(sheet: Sheet) -> Iterator[Fact]:
    register, community, t = sheet.register, sheet.community, sheet.t
    other = translator("en" if t.language == "uk" else "uk")
    named = t("Name in English") if t.language == "uk" else t("Name in Ukrainian")
    raion = raion_name(t, register, community.raion)
    population = community.population_2022
    counted = small(t("weak for places occupied since 2014"))
    yield named, element("span", community_title(community, other), lang=other.language)
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
    told = acts(found, t)
    told_once = len(told) == 1
    return section(
        "status",
        t("Status of the territory"),
        status_line(register, sheet.view, t),
        status_details(register, status_on(register, day)[code], day, t),
        element("h3", t("Over time")),
        element("ol", *(_spell(item, day, t, with_acts=not told_once) for item in found),
                class_="spells"),
        element("p", t("The first day of each time counts, the last one does not."),
                class_="muted"),
        element("p", t("Act"), ": ", told[0], class_="muted") if told_once else None,
    )  # fmt: skip


def _spell(spell: Spell, day: date, t: Translator, *, with_acts: bool) -> Html:
    """A time with its status, the rows of the List in its words, on demand with their acts."""
    shown = is_within(spell, day)
    settlements = spell_settlements(spell, t)
    wordings = spell_wordings(spell, t)
    listed = element(
        "ul",
        *(
            element(
                "li",
                element("span", row.text, lang="uk"),
                f" – {row.status}" if row.status else "",
                small(f" {row.act}") if with_acts and row.act else None,
            )
            for row in wordings
        ),
    )
    rows = t.plural("{n} row of the List", "{n} rows of the List", len(wordings))
    folded = element("details", element("summary", rows), listed)
    return element(
        "li",
        element(
            "p",
            element("span", class_=f"swatch status-{spell.status}", aria_hidden="true"),
            element("b", spell_time(spell, t)),
            ": ",
            label(t, spell.status),
            f", {settlements}" if settlements else "",
            element("span", t("on the shown date"), class_="tag") if shown else None,
        ),
        (folded if len(wordings) > FEW_ROWS else listed) if wordings else None,
        class_="chosen" if shown else None,
    )


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
    t, found = sheet.t, sector_counts(sheet.register, sheet.mask, sheet.t)
    rows = [
        element(
            "tr",
            element("th", stated(name, t), scope="row"),
            *(
                element("td", t.number(number) if number else "–", data_label=head)
                for number, head in zip(numbers, found.heads[1:], strict=True)
            ),
        )
        for name, numbers in found.lines
    ]
    title = t("Projects, needs and events by sector and period")
    note = element("p", found.note, class_="muted") if found.note else ""
    return join([table_frame(title, found.heads, rows), note])


def _figure_facts(sheet: Sheet) -> Iterator[Fact]:
    register, t = sheet.register, sheet.t
    money = totals(register, sheet.mask)
    if not money.stating:
        yield t("Amounts"), stated("", t)
    else:
        sums = [element("li", line) for line in money_sums(money, t)]
        listed = element("ul", *sums, class_="sums") if sums else ""
        yield (
            t("Amounts"),
            join([money_stated(money, t), listed, " ", small(money_rule(money, t))]),
        )
    yield t("Donors named"), stated("; ".join(donor_counts(register, sheet.mask, t)), t)
    nameless = naming_no_donor(register, sheet.mask)
    if nameless:
        yield t("Records that name no donor"), t.number(nameless)


# --- Sources, contact, foot -------------------------------------------------------------------


def _sources(sheet: Sheet) -> Html:
    register, t = sheet.register, sheet.t
    listed = [_source(number, source, t) for number, source in sheet.sources.values()]
    return section(
        "sources",
        t("Sources"),
        element("ol", *listed, class_="sources numbered")
        if listed
        else unstated_line(t("No record or partnership here, so no source of one.")),
        definition_list(
            [
                (t("Occupation status"), the_list(register, t)),
                (t("Population"), population_source(t)),
            ]
        ),
    )


def _source(number: int, source: Source, t: Translator) -> Html:
    title = t.pick(source.title, source.title_en)
    name = (
        element("a", title, href=source.url, target="_blank", rel="noopener noreferrer")
        if source.url
        else title
    )
    return element("li", name, " ", small(source_details(source, t)), id=anchor(number))


def _contact(sheet: Sheet, contact: str | None) -> Html:
    said, reach = contact_of(sheet.community, contact, sheet.t)
    return section(
        "contact",
        sheet.t("How to reach the office"),
        element("p", join([part for part in (said, _reach(reach)) if part], " "))
        if reach
        else unstated_line(said),
    )


def _reach(contact: str) -> Html:
    """A mailbox or an address as a link, any other text as it is."""
    href = reach_address(contact)
    return element("a", contact, href=href) if href else encode(contact)


def _foot(sheet: Sheet) -> Html:
    register, t = sheet.register, sheet.t
    here = replace(without_details(sheet.view), community=(), place=sheet.community.katottg)
    return element(
        "footer",
        element("p", element("a", t("This community on the map"), href=address(here, MAP_PAGE)),
                class_="to-map"),
        element("p", ", ".join(edition_lines(register, t))),
        element("p", join((t(text) for text in CREDITS), " ")),
        class_="foot",
    )  # fmt: skip
