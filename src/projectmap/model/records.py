"""The records of the register, one frozen dataclass each; fields as in the files of ``geodata/``.

A text that the files hold in both languages has its English in ``*_en``. Codes are KATOTTG codes
(communities, settlements), slugs (organisations) or members of :mod:`projectmap.model.codes`.
Coordinates are WGS84, longitude first.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from babel.core import Locale
from babel.numbers import is_currency
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.dataclasses import dataclass
from shapely.geometry.base import BaseGeometry

from projectmap.i18n import N_
from projectmap.model import codes
from projectmap.model.dates import PartialDate, span

MAX_TEXT = 4000
_COUNTRIES = frozenset(Locale("en").territories) - {"ZZ", "EU", "UN", "EZ", "QO", "XA", "XB"}
_CONTROL = re.compile(r"[\0-\x08\x0b-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_RECORD = ConfigDict(extra="forbid")
SHAPES = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
"""Of records that hold geometries."""


def _clean(text: str) -> str:
    if not text or text.isspace():
        raise ValueError(N_("is blank"))
    if text.isprintable():
        return text
    if _CONTROL.search(text):
        raise ValueError(N_("has control characters"))
    if _SURROGATE.search(text):
        raise ValueError(N_("contains an unpaired surrogate"))
    return text


def _full_day(value: object) -> object:
    """Only text like 2022-02-24: pydantic would read a number as seconds since 1970."""
    if isinstance(value, str) and len(value) == len("2022-02-24"):
        return span(value)[0]
    if isinstance(value, date):
        return value
    raise ValueError(N_("is not a day like 2022-02-24"))


def _currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError(N_("is not an ISO 4217 currency code"))
    return code


def _country(code: str) -> str:
    if code not in _COUNTRIES:
        raise ValueError(N_("is not an ISO 3166 country code"))
    return code


Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT), AfterValidator(_clean)]
Katottg = Annotated[str, StringConstraints(pattern=r"^UA\d{17}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
RecordId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}$")]
WebAddress = Annotated[
    str, StringConstraints(pattern=r"^https?://[^\s\x00-\x1f\x7f\"'<>\\`]+$", max_length=2000)
]
Iso2 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(_country)]
Iso4217 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_currency)]
Amount = Annotated[float, Field(gt=0, lt=1e12, allow_inf_nan=False, strict=True)]
Day = Annotated[date, BeforeValidator(_full_day)]
Flag = Annotated[bool, Field(strict=True)]
Position = tuple[
    Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, strict=True)],
    Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, strict=True)],
]


@dataclass(frozen=True, slots=True, config=_RECORD)
class Source:
    """Where a fact was read. ``url`` or ``document`` is set."""

    title: Text
    title_en: Text
    publisher: Text | None
    url: WebAddress | None
    document: Slug | None
    date: PartialDate | None
    accessed: PartialDate | None
    locator: Text | None


@dataclass(frozen=True, slots=True, config=_RECORD)
class Project:
    """A project, need or event of the register."""

    id: RecordId
    same_as: tuple[RecordId, ...]
    kind: codes.Kind
    parent_id: RecordId | None
    title_uk: Text
    title_en: Text
    summary_uk: Text
    summary_en: Text
    communities: tuple[Katottg, ...]
    settlement: Katottg | None
    scope: codes.Scope
    location_exactness: codes.Exactness | None
    sectors: tuple[Slug, ...]
    donors: tuple[Slug, ...]
    implementers: tuple[Slug, ...]
    channels: tuple[Slug, ...]
    partners: tuple[Slug, ...]
    programme: Slug | None
    status: codes.ActivityStatus
    status_asof: PartialDate | None
    status_text: Text | None
    status_text_en: Text | None
    start: PartialDate | None
    end: PartialDate | None
    date_text: Text | None
    date_text_en: Text | None
    period: codes.Period
    amount: Amount | None
    currency: Iso4217 | None
    amount_scope: codes.AmountScope | None
    amount_note: Text | None
    amount_note_en: Text | None
    finance: codes.Finance | None
    beneficiaries: Text | None
    beneficiaries_en: Text | None
    open_to_partners: Flag | None
    confirmed_on: PartialDate | None
    release: codes.Release
    verification: codes.Verification
    sources: tuple[Source, ...]
    updated: PartialDate
    point: Position | None
    """The settlement's point, never a site; null where no settlement is named."""


@dataclass(frozen=True, slots=True, config=_RECORD)
class Partner:
    """The far side of a partnership."""

    name_uk: Text
    name_en: Text
    place_uk: Text | None
    place_en: Text | None
    country: Iso2 | None


@dataclass(frozen=True, slots=True, config=_RECORD)
class Partnership:
    """An agreement, membership or wish for one; ``communities`` is the near side."""

    id: RecordId
    same_as: tuple[RecordId, ...]
    kind: codes.PartnershipKind | None
    title_uk: Text
    title_en: Text
    summary_uk: Text
    summary_en: Text
    communities: tuple[Katottg, ...]
    """Communities, or the one code of the oblast."""
    partners: tuple[Partner, ...]
    partner_countries: tuple[Iso2, ...]
    sectors: tuple[Slug, ...]
    framework: Slug | None
    project_id: RecordId | None
    counted_with_project: Flag
    """The project record states the same fact: count the two once."""
    status: codes.PartnershipStatus
    status_asof: PartialDate | None
    status_text: Text | None
    status_text_en: Text | None
    start: PartialDate | None
    date_text: Text | None
    date_text_en: Text | None
    period: codes.Period
    release: codes.Release
    verification: codes.Verification
    sources: tuple[Source, ...]
    updated: PartialDate
    places: tuple[Position, ...]
    """The partners' places; empty where none is known."""


@dataclass(frozen=True, slots=True, config=SHAPES)
class Community:
    """A community (hromada)."""

    katottg: Katottg
    pcode: Annotated[str, StringConstraints(pattern=r"^UA\d{7}$")]
    name_uk: Text
    name_en: Text
    former_name_uk: Text | None
    former_name_en: Text | None
    aliases: tuple[Text, ...]
    kind: codes.CommunityKind
    raion: Katottg
    raion_name_uk: Text
    raion_name_en: Text
    raion_former_name_uk: Text | None
    centre: Katottg
    centre_point: Position
    population_2022: Annotated[int, Field(ge=0, lt=10_000_000, strict=True)] | None
    """An estimate for 1 January 2022; weak for places occupied since 2014."""
    profile_uk: Text | None
    profile_en: Text | None
    areas_of_cooperation: tuple[Slug, ...]
    seat_uk: Text | None
    seat_en: Text | None
    contact: Text | None
    outline: BaseGeometry
    """Polygon or MultiPolygon, generalised."""


@dataclass(frozen=True, slots=True, config=_RECORD)
class Settlement:
    """A settlement."""

    katottg: Katottg
    name_uk: Text
    name_en: Text
    former_name_uk: Text | None
    category: codes.SettlementCategory
    community: Katottg
    point: Position | None
    point_quality: codes.PointQuality


@dataclass(frozen=True, slots=True, config=_RECORD)
class StatusRow:
    """One row of the List. ``valid_from`` is inclusive, ``valid_to`` exclusive."""

    id: RecordId
    territory: Katottg
    level: codes.Level
    status: codes.ListStatus
    valid_from: Day
    valid_to: Day | None
    act: Text
    act_en: Text
    act_date: Day
    edition: Day
    wording: Text


@dataclass(frozen=True, slots=True, config=_RECORD)
class Amendment:
    """An act that changes the List after the version that the register has."""

    date: PartialDate
    act_uk: Text
    act_en: Text
    note_uk: Text
    note_en: Text
    """What is known of it for the oblast."""
    publisher: Text
    url: WebAddress | None


@dataclass(frozen=True, slots=True, config=_RECORD)
class Organisation:
    """A donor, implementer, channel, partner or programme."""

    slug: Slug
    name_uk: Text
    name_en: Text
    parent: Slug | None
    iati_type: codes.OrganisationType
    may_fund: Flag
    """False for a body that only carries out what others pay for."""
    aliases: tuple[Text, ...]


@dataclass(frozen=True, slots=True, config=_RECORD)
class Sector:
    """A sector with its OECD DAC purpose or category code."""

    code: Slug
    label_uk: Text
    label_en: Text
    dac_code: Annotated[str, StringConstraints(pattern=r"^\d{3}(\d{2})?$")]


@dataclass(frozen=True, slots=True, config=_RECORD)
class KnownException:
    """A check that a record is known to fail, with the reason."""

    file: Text
    record: RecordId
    check: Literal["point_in_community"]
    distance_km: Annotated[float, Field(ge=0, lt=100, allow_inf_nan=False)]
    note_uk: Text
    note_en: Text
