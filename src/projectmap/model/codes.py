"""The closed code lists. Sectors and organisations are data files; these are part of the model."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from projectmap.i18n import N_

OBLAST = "UA44000000000018893"
"""KATOTTG code of Luhansk oblast."""

INVASION = "2022-02-24"
"""The day that parts "before" from "after" (``period``)."""


class Kind(StrEnum):
    """What a record of the register is."""

    PROJECT = "project"
    NEED = "need"
    EVENT = "event"


class Scope(StrEnum):
    """How precisely the sources place a record."""

    SETTLEMENT = "settlement"
    COMMUNITY = "community"
    OBLAST = "oblast"
    OUTSIDE = "outside"
    UNPLACED = "unplaced"


class ActivityStatus(StrEnum):
    """IATI activity status, plus ``unknown``."""

    PIPELINE = "pipeline"
    IMPLEMENTATION = "implementation"
    FINALISATION = "finalisation"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class Period(StrEnum):
    """Before or after the full-scale invasion; derived from the dates."""

    BEFORE = "before_2022_02_24"
    AFTER = "after"
    UNDATED = "undated"


class Verification(StrEnum):
    """How far a record has been checked."""

    EXCERPT = "excerpt"
    SOURCE_READ = "source_read"
    CONFIRMED = "confirmed"


class Release(StrEnum):
    """Who may read a record; the public edition holds ``public`` ones only."""

    PUBLIC = "public"
    PARTNER = "partner"
    INTERNAL = "internal"


class Exactness(StrEnum):
    """IATI geographic exactness."""

    EXACT = "exact"
    APPROXIMATE = "approximate"


class AmountScope(StrEnum):
    """What an amount covers; only ``record`` may be summed."""

    RECORD = "record"
    SHARED = "shared"
    PROGRAMME = "programme"
    PER_UNIT = "per_unit"
    MINIMUM = "minimum"


class Finance(StrEnum):
    """The form of the money."""

    GRANT = "grant"
    LOAN = "loan"
    IN_KIND = "in_kind"


class PartnershipKind(StrEnum):
    """The form of a partnership."""

    TWINNING = "twinning"
    MEMORANDUM = "memorandum"
    REGIONAL_AGREEMENT = "regional_agreement"
    ASSOCIATED_PARTNER = "associated_partner"
    PROGRAMME = "programme"
    INTER_MUNICIPAL = "inter_municipal"


class PartnershipStatus(StrEnum):
    """Where a partnership stands."""

    SOUGHT = "sought"
    SIGNED = "signed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"
    RENEWAL_PLANNED = "renewal_planned"
    UNKNOWN = "unknown"


class ListStatus(StrEnum):
    """The categories of the List (order No. 376)."""

    TEMPORARILY_OCCUPIED = "temporarily_occupied"
    ACTIVE_HOSTILITIES = "active_hostilities"
    ACTIVE_HOSTILITIES_REGISTERS = "active_hostilities_registers"
    POSSIBLE_HOSTILITIES = "possible_hostilities"


class TerritoryStatus(StrEnum):
    """The status of a community on a date: the List's categories and our two derived answers."""

    TEMPORARILY_OCCUPIED = "temporarily_occupied"
    PARTLY_OCCUPIED = "partly_occupied"
    ACTIVE_HOSTILITIES = "active_hostilities"
    ACTIVE_HOSTILITIES_REGISTERS = "active_hostilities_registers"
    POSSIBLE_HOSTILITIES = "possible_hostilities"
    NOT_LISTED = "not_listed"

    @property
    def derived(self) -> bool:
        """Whether the answer is our calculation and not the List's own word."""
        return self in {TerritoryStatus.PARTLY_OCCUPIED, TerritoryStatus.NOT_LISTED}


class Level(StrEnum):
    """What a row of the List speaks of."""

    RAION = "raion"
    COMMUNITY = "community"
    SETTLEMENT = "settlement"


class CommunityKind(StrEnum):
    """The kind of a community by its centre."""

    URBAN = "urban"
    SETTLEMENT = "settlement"
    RURAL = "rural"


class SettlementCategory(StrEnum):
    """KATOTTG category of a settlement."""

    CITY = "city"
    SETTLEMENT = "settlement"
    VILLAGE = "village"


class PointQuality(StrEnum):
    """How a settlement's point was found; see ``geodata/SOURCES.md``."""

    PLACE = "A"
    POSTAL = "B"
    POSTAL_ESTIMATED = "C"
    NEARBY_NAME = "D"
    OSM_CODE = "OK"
    OSM_NAME = "ON"
    OSM_NEARBY = "OD"
    NONE = "none"


class BasemapKind(StrEnum):
    """What the ground of the map is made of."""

    OBLAST = "oblast"
    ABROAD = "abroad"
    SEA = "sea"
    INTERNATIONAL = "international"
    NATIONAL = "national"
    RIVER = "river"
    STREAM = "stream"
    LAKE = "lake"
    RESERVOIR = "reservoir"
    TOWN = "town"


class Layer(StrEnum):
    """What the map can show."""

    STATUS = "status"
    PROJECTS = "projects"
    PARTNERSHIPS = "partnerships"
    BOUNDARIES = "boundaries"
    NAMES = "names"
    BASEMAP = "basemap"
    SATELLITE = "satellite"


LAYERS: Mapping[Layer, str] = MappingProxyType(
    {
        Layer.STATUS: N_("Territory status"),
        Layer.PROJECTS: N_("Records"),
        Layer.PARTNERSHIPS: N_("Partnerships"),
        Layer.BOUNDARIES: N_("Raions"),
        Layer.NAMES: N_("Names"),
        Layer.BASEMAP: N_("Basemap"),
    }
)
"""What is drawn from our own server, by ``map/scripts/communities.js``, and the name of its switch.

All are shown unless somebody switches them off; the images of ``map/tiles.json`` come on top.
"""
TILE_LAYERS = frozenset(Layer) - LAYERS.keys()
"""Layers whose images come from another host (``map/tiles.json``): off until switched on."""


class FactGroup(StrEnum):
    """The groups of key figures that slides, reports and steps of a story show."""

    RECORDS = "records"
    STATUS = "status"
    PARTNERSHIPS = "partnerships"
    MONEY = "money"
    NEEDS = "needs"
    DONORS = "donors"
    SECTORS = "sectors"


class StoryMap(StrEnum):
    """What a step of a story shows: the communities, or the partners across Europe."""

    COMMUNITIES = "communities"
    PARTNERS = "partners"
