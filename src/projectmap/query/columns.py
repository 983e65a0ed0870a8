"""The one table of columns: of the records, the partnerships and the status of the communities.

The list under the map, ``/list``, every download and the command line take their columns from
here, so that what is downloaded is exactly what is shown. A new column is a row of one of the three
lists, or of what the records and the partnerships have in common.
"""

from __future__ import annotations

from typing import TypeAlias

from projectmap.i18n import N_
from projectmap.model.codes import TerritoryStatus
from projectmap.model.records import Partnership, Project
from projectmap.query.history import exceptions
from projectmap.query.notices import notices
from projectmap.query.rows import Cells, Column, joined
from projectmap.query.status import CommunityStatus, since

CODE_NOTE = N_("Stable code, the same in every language; the label is in the next column.")
BOTH_NOTE = N_("In this language, whatever the language of the file.")


# --- Columns that the records and the partnerships have in common ------------------------------

Both: TypeAlias = Column["Project | Partnership"]
ID: Both = Column("id", N_("ID"), N_("Permanent ID of the record in this register."),
                  lambda item, _: item.id, width=12)  # fmt: skip
DESCRIPTION: tuple[Both, ...] = (
    Column("title", N_("Title"), N_("In the language of this file."),
           lambda item, c: c.t.pick(item.title_uk, item.title_en), width=44, wrap=True),
    Column("title_uk", N_("Title in Ukrainian"), BOTH_NOTE, lambda item, _: item.title_uk,
           width=30),
    Column("title_en", N_("Title in English"), BOTH_NOTE, lambda item, _: item.title_en, width=30),
    Column("summary", N_("Summary"), N_("What the sources say, in brief."),
           lambda item, c: c.t.pick(item.summary_uk, item.summary_en), width=64, wrap=True),
    Column("communities", N_("Communities (hromadas), codes"), N_("KATOTTG codes."),
           lambda item, _: joined(item.communities), width=22),
)  # fmt: skip
SECTORS: Both = Column("sectors_names", N_("Sectors"), N_("What the record is about."),
                       lambda item, c: c.sectors(item.sectors), width=30)  # fmt: skip
DATE_TEXT: Both = Column("date_text", N_("Dates in the source’s words"),
                         N_("Quoted or translated."),
                         lambda item, c: c.t.pick(item.date_text, item.date_text_en),
                         width=30)  # fmt: skip
PERIOD: Both = Column("period", N_("Period (code)"), CODE_NOTE, lambda item, _: item.period.value,
                      width=18)  # fmt: skip
UPDATED: Both = Column("updated", N_("Updated"),
                       N_("When the record was last changed in this register."),
                       lambda item, _: item.updated, kind="date", width=12)  # fmt: skip
START: Both = Column("start", N_("Start"),
                     N_("As precise as the source is: a year, a month or a day."),
                     lambda item, _: item.start, kind="date", width=12)  # fmt: skip
VERIFICATION: Both = Column("verification_label", N_("Verification level"),
                            N_("How far the record has been checked against its sources."),
                            lambda item, c: c.label(item.verification), width=22)  # fmt: skip
SOURCES: tuple[Both, ...] = (
    Column("sources", N_("Sources"), N_("Title, publisher and date of every source."),
           lambda item, c: c.sources(item.sources), width=60),
    Column("sources_urls", N_("Addresses of the sources"),
           N_("In the same order; a source may have no address, and pages move."),
           lambda item, _: joined(source.url for source in item.sources), kind="link", width=50),
)  # fmt: skip


# --- Records ----------------------------------------------------------------------------------

_POINT = N_("Degrees, WGS84: the point of the settlement, never of a site.")

COLUMNS: tuple[Column[Project], ...] = (
    ID,
    Column("kind", N_("Type (code)"), CODE_NOTE, lambda item, _: item.kind.value, width=10),
    Column("kind_label", N_("Type"), N_("A project, a need named by a community, or an event."),
           lambda item, c: c.label(item.kind), width=10),
    *DESCRIPTION,
    Column("communities_names", N_("Communities"),
           N_("The communities (hromadas) that the record concerns; former names are in brackets."),
           lambda item, c: c.communities(item.communities), width=30),
    Column("raions_names", N_("Raions"), N_("The raions of these communities."),
           lambda item, c: c.raions(item.communities), width=24),
    Column("settlement", N_("Settlement (code)"), N_("KATOTTG code."),
           lambda item, _: item.settlement, width=22),
    Column("settlement_name", N_("Settlement"),
           N_("Only where a source names one as the place of the record."),
           lambda item, c: c.settlement(item.settlement), width=20),
    Column("scope", N_("Location precision (code)"), CODE_NOTE, lambda item, _: item.scope.value,
           width=12),
    Column("scope_label", N_("Location precision"),
           N_("How precisely the sources locate the record."),
           lambda item, c: c.label(item.scope), width=18),
    Column("lon", N_("Longitude"), _POINT, lambda item, _: item.point and item.point[0],
           kind="number", width=10),
    Column("lat", N_("Latitude"), _POINT, lambda item, _: item.point and item.point[1],
           kind="number", width=10),
    Column("location_exactness", N_("Location exactness (IATI)"),
           N_("As in the IATI standard: “approximate” wherever there is a point."),
           lambda item, _: item.location_exactness and item.location_exactness.value, width=14),
    Column("sectors", N_("Sectors (codes)"), CODE_NOTE, lambda item, _: joined(item.sectors),
           width=18),
    SECTORS,
    Column("sectors_dac", N_("Sectors (OECD DAC)"), N_("The same, as OECD DAC codes."),
           lambda item, c: c.dac_codes(item.sectors), width=12),
    Column("donors", N_("Donors (codes)"), CODE_NOTE, lambda item, _: joined(item.donors),
           width=18),
    Column("donors_names", N_("Donors"), N_("Who funds it (donor, development partner)."),
           lambda item, c: c.organisations(item.donors), width=32),
    Column("implementers_names", N_("Implementing partners"), N_("Who carries it out."),
           lambda item, c: c.organisations(item.implementers), width=32),
    Column("channels_names", N_("Funding channels"), N_("Who channels the funds."),
           lambda item, c: c.organisations(item.channels), width=24),
    Column("partners_names", N_("Partners"), N_("Other participants."),
           lambda item, c: c.organisations(item.partners), width=32),
    Column("programme_name", N_("Programme"), N_("The programme the record belongs to."),
           lambda item, c: c.organisations((item.programme,)) if item.programme else None,
           width=32),
    Column("status", N_("Activity status (code)"), CODE_NOTE, lambda item, _: item.status.value,
           width=14),
    Column("status_label", N_("Activity status"),
           N_("Activity status as in the IATI standard, as of the date in the next column."),
           lambda item, c: c.label(item.status), width=18),
    Column("status_asof", N_("Activity status as of"),
           N_("The date to which the source’s status refers; later status is unknown."),
           lambda item, _: item.status_asof, kind="date", width=12),
    Column("status_text", N_("Activity status in the source’s words"), N_("Quoted or translated."),
           lambda item, c: c.t.pick(item.status_text, item.status_text_en), width=30),
    START,
    Column("end", N_("End"), START.note, lambda item, _: item.end, kind="date", width=12),
    DATE_TEXT,
    PERIOD,
    Column("period_label", N_("Period"),
           N_("Before or since the full-scale invasion: by the start date, or by the end "
              "date where no start is stated."),
           lambda item, c: c.label(item.period), width=18),
    Column("amount", N_("Amount"),
           N_("As stated by the source. Only amounts for a single record may be added up."),
           lambda item, _: item.amount, kind="number", width=14),
    Column("currency", N_("Currency"), N_("ISO 4217 code."), lambda item, _: item.currency,
           width=9),
    Column("amount_scope", N_("What the amount covers (code)"), CODE_NOTE,
           lambda item, _: item.amount_scope and item.amount_scope.value, width=14),
    Column("amount_scope_label", N_("What the amount covers"),
           N_("Whether the amount is for this record only, for a larger whole or for a part."),
           lambda item, c: c.label(item.amount_scope), width=24),
    Column("amount_note", N_("Note on the amount"), N_("What else the source says about it."),
           lambda item, c: c.t.pick(item.amount_note, item.amount_note_en), width=32),
    Column("finance", N_("Type of finance (code)"), CODE_NOTE,
           lambda item, _: item.finance and item.finance.value, width=10),
    Column("finance_label", N_("Type of finance"), N_("Grant, loan or in kind."),
           lambda item, c: c.label(item.finance), width=14),
    Column("beneficiaries", N_("Beneficiaries"), N_("As the source states it."),
           lambda item, c: c.t.pick(item.beneficiaries, item.beneficiaries_en), width=30),
    Column("open_to_partners", N_("Open to partners"),
           N_("Whether the community says it is looking for partners."),
           lambda item, c: c.yes_no(item.open_to_partners), width=12),
    Column("confirmed_on", N_("Confirmed on"),
           N_("When the community or the department last confirmed it."),
           lambda item, _: item.confirmed_on, kind="date", width=12),
    Column("parent_id", N_("Part of"), N_("ID of the parent record."),
           lambda item, _: item.parent_id, width=12),
    Column("joined_ids", N_("Merged records"),
           N_("IDs of duplicate records merged into this one."),
           lambda item, _: joined(item.same_as), width=18),
    Column("territory_status_label", N_("Territory status"),
           N_("Status of each community under the List on the date in the next column; our "
              "own calculations are marked."), lambda item, c: c.territory(item.communities),
              width=32),
    Column("territory_status_asof", N_("Territory status as of"),
           N_("The selected date, or else the last date of the List version."),
           lambda item, c: c.day.isoformat() if item.communities else None, kind="date", width=12),
    Column("verification", N_("Verification level (code)"), CODE_NOTE,
           lambda item, _: item.verification.value, width=14),
    VERIFICATION,
    *SOURCES,
    UPDATED,
)  # fmt: skip


BY_KEY = {column.key: column for column in COLUMNS}
FIRST_COLUMNS = (
    *("donors_names", "start", "amount", "communities_names", "sectors_names", "status_label"),
    "kind_label",
)
"""Shown next to the title until other columns are chosen."""
TITLE = "title"
"""The column that every table begins with."""
DOWN = "-"
"""Before the key of a column by which a table is sorted: the largest first."""


# --- Partnerships -----------------------------------------------------------------------------

PARTNERSHIP_COLUMNS: tuple[Column[Partnership], ...] = (
    ID,
    Column("kind", N_("Type (code)"), CODE_NOTE, lambda item, _: item.kind and item.kind.value,
           width=16),
    Column("kind_label", N_("Type"), N_("Empty while a partner is still being sought."),
           lambda item, c: c.label(item.kind), width=20),
    *DESCRIPTION,
    Column("communities_names", N_("Communities"),
           N_("Luhansk side: communities (hromadas) or the whole oblast."),
           lambda item, c: c.communities(item.communities), width=30),
    Column("partners", N_("Partners"), N_("Partner side, as named by the sources."),
           lambda item, c: joined(c.labels.partner(part, with_place=False)
               for part in item.partners), width=32),
    Column("partner_places", N_("Partners’ locations"), N_("Towns, where known."),
           lambda item, c: joined(c.t.pick(part.place_uk, part.place_en) for part in item.partners),
           width=24),
    Column("partner_countries", N_("Countries of the partners"), N_("ISO 3166 codes."),
           lambda item, _: joined(item.partner_countries), width=14),
    SECTORS,
    Column("status", N_("Status (code)"), CODE_NOTE, lambda item, _: item.status.value, width=16),
    Column("status_label", N_("Status"), N_("As of the date in the next column."),
           lambda item, c: c.label(item.status), width=18),
    Column("status_asof", N_("Status as of"),
           N_("The date to which the source’s status refers; later status is unknown."),
           lambda item, _: item.status_asof, kind="date", width=12),
    Column("status_text", N_("Status in the source’s words"), N_("Quoted or translated."),
           lambda item, c: c.t.pick(item.status_text, item.status_text_en), width=30),
    START,
    DATE_TEXT,
    PERIOD,
    Column("period_label", N_("Period"), N_("Before or since the full-scale invasion."),
           lambda item, c: c.label(item.period), width=18),
    VERIFICATION,
    Column("project_id", N_("Same facts in record"), N_("Count both as one record."),
           lambda item, _: item.project_id, width=12),
    *SOURCES,
    UPDATED,
)  # fmt: skip


# --- Status of the communities ----------------------------------------------------------------


def _since(item: CommunityStatus, cells: Cells) -> str | None:
    began = since(cells.register, item.katottg, cells.day)
    return None if began is None else began.isoformat()


def _wording(item: CommunityStatus, cells: Cells) -> str | None:
    texts = (
        f"{cells.t.quote(row.wording)} – {cells.label(TerritoryStatus(row.status))}"
        for row in item.rows
    )
    return joined(dict.fromkeys(texts))


def _named(item: CommunityStatus, cells: Cells) -> str | None:
    groups = exceptions(cells.register, item.katottg, cells.day)
    return joined(
        f"{cells.t(group.label)}: {', '.join(cells.labels.settlements(group.settlements))}"
        for group in groups
    )


STATUS_COLUMNS: tuple[Column[CommunityStatus], ...] = (
    Column("katottg", N_("KATOTTG"), N_("Code of the community."), lambda item, _: item.katottg,
           width=22),
    Column("pcode", N_("P-code"), N_("OCHA code."),
           lambda item, c: c.register.communities[item.katottg].pcode, width=12),
    Column("name_uk", N_("Name in Ukrainian"), BOTH_NOTE,
           lambda item, c: c.register.communities[item.katottg].name_uk, width=22),
    Column("name_en", N_("Name in English"), BOTH_NOTE,
           lambda item, c: c.register.communities[item.katottg].name_en, width=22),
    Column("raion_name_uk", N_("Raion in Ukrainian"), BOTH_NOTE,
           lambda item, c: c.register.communities[item.katottg].raion_name_uk, width=20),
    Column("raion_name_en", N_("Raion in English"), BOTH_NOTE,
           lambda item, c: c.register.communities[item.katottg].raion_name_en, width=20),
    Column("status", N_("Territory status (code)"),
           CODE_NOTE, lambda item, _: item.status.value, width=20),
    Column("status_label", N_("Territory status"),
           N_("As in the order, except for our own calculations; “temporarily occupied” stands for "
              "“temporarily occupied by the Russian Federation”."),
           lambda item, c: c.label(item.status), width=34, wrap=True),
    Column("derived", N_("Our calculation"),
           N_("“Yes”: the status is our own calculation, not the wording of the order."),
           lambda item, c: c.yes_no(item.status.derived), width=10),
    Column("since", N_("Status since"),
           N_("Date since which the status has applied; empty if it began before the List’s "
              "first date."), _since, kind="date", width=12),
    Column("settlements_occupied", N_("Settlements occupied"),
           N_("How many settlements the List shows as temporarily occupied on the date."),
           lambda item, _: item.settlements_occupied, kind="number", width=13),
    Column("settlements_total", N_("Total settlements"),
           N_("How many settlements the community has."),
           lambda item, _: item.settlements_total, kind="number", width=13),
    Column("settlements_named", N_("Settlements with another status"),
           N_("For partly occupied communities: the settlements listed as occupied, or the "
              "others, whichever are fewer. For other communities: settlements listed "
              "separately with another status."), _named, width=44, wrap=True),
    Column("wording", N_("In the words of the order"),
           N_("The List entries in force on the date, in Ukrainian."),
           _wording, width=44, wrap=True),
    Column("act", N_("Legal act"), N_("The legal act these entries come from."),
           lambda item, c: joined(dict.fromkeys(c.t.pick(row.act, row.act_en)
               for row in item.rows)), width=44, wrap=True),
    Column("edition", N_("List version"),
           N_("The last date covered by this version of the List."),
           lambda _, c: c.register.edition.isoformat(), kind="date", width=12),
    Column("status_date", N_("Status on the date"), N_("The selected date."),
           lambda _, c: c.day.isoformat(), kind="date", width=12),
    Column("notices", N_("Please note"), N_("What to know about the status on this date."),
           lambda _, c: " ".join(notices(c.labels, c.day)), width=60, wrap=True),
)  # fmt: skip
