"""The table of records: one place that decides what is said of each.

The list under the map, ``/list`` and every download take their values from here, so that what is
downloaded is exactly what is shown. A new column is a row of :data:`COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Iterator

from projectmap.i18n import N_, Translator
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.columns import (
    CODE_NOTE,
    DATE_TEXT,
    DESCRIPTION,
    ID,
    PERIOD,
    SECTORS,
    SOURCES,
    START,
    UPDATED,
    VERIFICATION,
    Cell,
    Cells,
    Column,
    joined,
    rows,
)
from projectmap.query.select import Selection
from projectmap.query.view import View

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


def table(
    register: Register, selection: Selection, view: View, t: Translator
) -> Iterator[dict[str, Cell]]:
    """One row a record, in the order of ``selection``, with the keys of :data:`COLUMNS`."""
    shown = (register.projects[row] for row in selection.rows.tolist())
    return rows(COLUMNS, shown, Cells(register, t, view.asof or register.edition))
