"""Rows for people: one place that decides what a table of records says.

The list under the map, ``/list`` and every download take their values from here, so that what is
downloaded is exactly what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from projectmap.i18n import N_, Translator
from projectmap.model import labels
from projectmap.model.records import Project, Source
from projectmap.model.register import Register
from projectmap.query.select import Selection
from projectmap.query.status import status_on
from projectmap.query.view import View

JOINER = "; "
"""Between the values of one cell; no code and no address has it inside."""
_CODE = N_("A stable code, the same in every language; the words stand in the next column.")
_PLACE = N_("Degrees, WGS84: the point of the settlement, never of a site.")
_DATE = N_("As precise as the source is: a year, a month or a day.")
_BOTH = N_("The same in this language, whatever the language of the file.")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; ``title`` and ``note`` are message ids."""

    key: str
    title: str
    note: str
    kind: Literal["text", "number", "date", "link"] = "text"
    """A date is an ISO text of reduced precision; a link is one address or several."""
    width: int = 16
    """In letters."""


COLUMNS: tuple[Column, ...] = (
    Column("id", N_("Id"), N_("The record’s lasting name in this register."), width=12),
    Column("kind", N_("Kind (code)"), _CODE, width=10),
    Column(
        "kind_label",
        N_("Kind"),
        N_("A project, a need named by a community, or an event."),
        width=10,
    ),
    Column("title", N_("Title"), N_("In the language of this file."), width=44),
    Column("title_uk", N_("Title in Ukrainian"), _BOTH, width=30),
    Column("title_en", N_("Title in English"), _BOTH, width=30),
    Column("summary", N_("Summary"), N_("What the sources say, in short."), width=64),
    Column("communities", N_("Communities (codes)"), N_("KATOTTG codes."), width=22),
    Column(
        "communities_names",
        N_("Communities"),
        N_("The communities that the record concerns; a former name stands in brackets."),
        width=30,
    ),
    Column("raions_names", N_("Raions"), N_("The raions of these communities."), width=24),
    Column("settlement", N_("Settlement (code)"), N_("KATOTTG code."), width=22),
    Column(
        "settlement_name",
        N_("Settlement"),
        N_("Only where a source names one as the place of the record."),
        width=20,
    ),
    Column("scope", N_("Place known to (code)"), _CODE, width=12),
    Column(
        "scope_label",
        N_("Place known to"),
        N_("How precisely the sources place the record."),
        width=18,
    ),
    Column("lon", N_("Longitude"), _PLACE, "number", 10),
    Column("lat", N_("Latitude"), _PLACE, "number", 10),
    Column(
        "location_exactness",
        N_("Exactness of the point"),
        N_("As in the IATI standard: “approximate” wherever there is a point."),
        width=14,
    ),
    Column("sectors", N_("Sectors (codes)"), _CODE, width=18),
    Column("sectors_names", N_("Sectors"), N_("What the record is about."), width=30),
    Column("sectors_dac", N_("Sectors (OECD DAC)"), N_("The same as OECD DAC codes."), width=12),
    Column("donors", N_("Donors (codes)"), _CODE, width=18),
    Column("donors_names", N_("Donors"), N_("Those who pay."), width=32),
    Column("implementers_names", N_("Implementers"), N_("Those who carry it out."), width=32),
    Column("channels_names", N_("Channels"), N_("Those through whom the money goes."), width=24),
    Column("partners_names", N_("Partners"), N_("Others who take part."), width=32),
    Column(
        "programme_name", N_("Programme"), N_("The programme that the record belongs to."), width=32
    ),
    Column("status", N_("Activity status (code)"), _CODE, width=14),
    Column(
        "status_label",
        N_("Activity status"),
        N_("Activity status as in the IATI standard, as it was on the date beside it."),
        width=18,
    ),
    Column(
        "status_asof",
        N_("Activity status as of"),
        N_("The date for which a source states the status; nothing is known of later."),
        "date",
        12,
    ),
    Column(
        "status_text",
        N_("Activity status in the source’s words"),
        N_("Quoted or translated."),
        width=30,
    ),
    Column("start", N_("Start"), _DATE, "date", 12),
    Column("end", N_("End"), _DATE, "date", 12),
    Column("date_text", N_("Dates in the source’s words"), N_("Quoted or translated."), width=30),
    Column("period", N_("Period (code)"), _CODE, width=18),
    Column(
        "period_label",
        N_("Period"),
        N_("Before or since the full-scale invasion, by the start, else by the end."),
        width=18,
    ),
    Column(
        "amount",
        N_("Amount"),
        N_("As a source states it. Only amounts of the record alone may be added up."),
        "number",
        14,
    ),
    Column("currency", N_("Currency"), N_("Code of ISO 4217."), width=9),
    Column("amount_scope", N_("The amount covers (code)"), _CODE, width=14),
    Column(
        "amount_scope_label",
        N_("The amount covers"),
        N_("The record alone, or more or less than it."),
        width=24,
    ),
    Column(
        "amount_note", N_("Note on the amount"), N_("What else the source says of it."), width=32
    ),
    Column("finance", N_("Form of finance (code)"), _CODE, width=10),
    Column("finance_label", N_("Form of finance"), N_("Grant, loan or in kind."), width=14),
    Column("beneficiaries", N_("Beneficiaries"), N_("As the source tells it."), width=30),
    Column(
        "open_to_partners",
        N_("Open to partners"),
        N_("Whether the community says that it seeks partners for it."),
        width=12,
    ),
    Column(
        "confirmed_on",
        N_("Confirmed on"),
        N_("When the community or the department last confirmed it."),
        "date",
        12,
    ),
    Column(
        "parent_id", N_("Part of"), N_("The id of the record that this one is a part of."), width=12
    ),
    Column(
        "joined_ids",
        N_("Joined records"),
        N_("Ids of records that tell the same and are joined in this one."),
        width=18,
    ),
    Column(
        "territory_status_label",
        N_("Status of the territory"),
        N_("Of each community, by the List, on the date beside it; “derived” is our calculation."),
        width=32,
    ),
    Column(
        "territory_status_asof",
        N_("Status of the territory as of"),
        N_("The date that was chosen, else the last date of the edition of the List."),
        "date",
        12,
    ),
    Column("verification", N_("Verification (code)"), _CODE, width=14),
    Column(
        "verification_label",
        N_("Verification"),
        N_("How far the record has been checked against its sources."),
        width=22,
    ),
    Column("sources", N_("Sources"), N_("Title, publisher and date of every source."), width=60),
    Column(
        "sources_urls",
        N_("Addresses of the sources"),
        N_("In the same order; a source may have none, and pages move."),
        "link",
        50,
    ),
    Column(
        "updated",
        N_("Updated"),
        N_("When the record was last changed in this register."),
        "date",
        12,
    ),
)


def table(
    register: Register, selection: Selection, view: View, t: Translator
) -> Iterator[dict[str, object]]:
    """One row a record, in the order of ``selection``, with the keys of :data:`COLUMNS`.

    Values are ``str``, ``float`` or, where nothing is stated, ``None``. Dates are ISO texts.
    """
    writer = _Writer(register, t, view.asof or register.edition)
    return (writer.row(register.projects[row]) for row in selection.rows.tolist())


def source_text(t: Translator, source: Source) -> str:
    """A source as ``title (publisher, date)``; a date that is not stated is said to be so."""
    title = t.pick(source.title, source.title_en)
    where = [source.publisher] if source.publisher else []
    return f"{title} ({', '.join([*where, source.date or t('date not stated')])})"


def _joined(items: Iterable[str]) -> str | None:
    return JOINER.join(items) or None


class _Writer:
    """Writes rows; looks every code up once, as lists of 100,000 records repeat few codes."""

    def __init__(self, register: Register, t: Translator, day: date) -> None:
        self._register = register
        self._t = t
        self._day = day
        # Typed, because members of two enums with one value are equal, and their labels are not.
        kept = lru_cache(maxsize=None, typed=True)
        self._label = kept(self._label_of)
        self._organisations = kept(self._organisations_of)
        self._sectors = kept(self._sectors_of)
        self._dac = kept(self._dac_of)
        self._communities = kept(self._communities_of)
        self._raions = kept(self._raions_of)
        self._territory = kept(self._territory_of)

    def row(self, item: Project) -> dict[str, object]:
        """The row of one record."""
        t, register = self._t, self._register
        lon, lat = item.point or (None, None)
        return {
            "id": item.id,
            "kind": item.kind.value,
            "kind_label": self._label(item.kind),
            "title": t.pick(item.title_uk, item.title_en),
            "title_uk": item.title_uk,
            "title_en": item.title_en,
            "summary": t.pick(item.summary_uk, item.summary_en),
            "communities": _joined(item.communities),
            "communities_names": self._communities(item.communities),
            "raions_names": self._raions(item.communities),
            "settlement": item.settlement,
            "settlement_name": labels.settlement_name(t, register, item.settlement)
            if item.settlement
            else None,
            "scope": item.scope.value,
            "scope_label": self._label(item.scope),
            "lon": lon,
            "lat": lat,
            "location_exactness": item.location_exactness and item.location_exactness.value,
            "sectors": _joined(item.sectors),
            "sectors_names": self._sectors(item.sectors),
            "sectors_dac": self._dac(item.sectors),
            "donors": _joined(item.donors),
            "donors_names": self._organisations(item.donors),
            "implementers_names": self._organisations(item.implementers),
            "channels_names": self._organisations(item.channels),
            "partners_names": self._organisations(item.partners),
            "programme_name": self._organisations((item.programme,)) if item.programme else None,
            "status": item.status.value,
            "status_label": self._label(item.status),
            "status_asof": item.status_asof,
            "status_text": t.pick(item.status_text, item.status_text_en),
            "start": item.start,
            "end": item.end,
            "date_text": t.pick(item.date_text, item.date_text_en),
            "period": item.period.value,
            "period_label": self._label(item.period),
            "amount": item.amount,
            "currency": item.currency,
            "amount_scope": item.amount_scope and item.amount_scope.value,
            "amount_scope_label": self._label(item.amount_scope),
            "amount_note": t.pick(item.amount_note, item.amount_note_en),
            "finance": item.finance and item.finance.value,
            "finance_label": self._label(item.finance),
            "beneficiaries": t.pick(item.beneficiaries, item.beneficiaries_en),
            "open_to_partners": self._yes_no(answer=item.open_to_partners),
            "confirmed_on": item.confirmed_on,
            "parent_id": item.parent_id,
            "joined_ids": _joined(item.same_as),
            "territory_status_label": self._territory(item.communities),
            "territory_status_asof": self._day.isoformat() if item.communities else None,
            "verification": item.verification.value,
            "verification_label": self._label(item.verification),
            "sources": _joined(source_text(t, source) for source in item.sources),
            "sources_urls": _joined(source.url for source in item.sources if source.url),
            "updated": item.updated,
        }

    def _label_of(self, code: StrEnum | None) -> str | None:
        return None if code is None else labels.label(self._t, code)

    def _yes_no(self, *, answer: bool | None) -> str | None:
        t = self._t
        if answer is None:
            return None
        return t("yes") if answer else t("no")

    def _organisations_of(self, slugs: tuple[str, ...]) -> str | None:
        return _joined(labels.organisation_name(self._t, self._register, slug) for slug in slugs)

    def _sectors_of(self, codes: tuple[str, ...]) -> str | None:
        return _joined(labels.sector_name(self._t, self._register, code) for code in codes)

    def _dac_of(self, codes: tuple[str, ...]) -> str | None:
        return _joined(dict.fromkeys(self._register.sectors[code].dac_code for code in codes))

    def _communities_of(self, codes: tuple[str, ...]) -> str | None:
        return _joined(
            labels.community_name(self._t, self._register.communities[code]) for code in codes
        )

    def _raions_of(self, codes: tuple[str, ...]) -> str | None:
        raions = dict.fromkeys(self._register.communities[code].raion for code in codes)
        return _joined(labels.raion_name(self._t, self._register, code) for code in raions)

    def _territory_of(self, codes: tuple[str, ...]) -> str | None:
        found = status_on(self._register, self._day)
        words = [labels.label(self._t, found[code].status) for code in codes]
        if len(codes) == 1:
            return words[0]
        names = [
            labels.community_name(self._t, self._register.communities[code], former=False)
            for code in codes
        ]
        return _joined(f"{name}: {word}" for name, word in zip(names, words, strict=True))
