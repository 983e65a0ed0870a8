"""The closed code lists. Sectors and organisations are data files; these are part of the model."""

from __future__ import annotations

from enum import StrEnum

from projectmap.i18n import N_, Code

OBLAST = "UA44000000000018893"
"""KATOTTG code of Luhansk oblast."""

INVASION = "2022-02-24"
"""The day that separates "before" from "after" (``period``)."""


class Kind(Code):
    """What a record of the register is."""

    PROJECT = "project", N_("project")
    NEED = "need", N_("need")
    EVENT = "event", N_("event")


class Scope(Code):
    """How precisely the sources place a record."""

    SETTLEMENT = "settlement", N_("settlement")
    COMMUNITY = "community", N_("community")
    OBLAST = "oblast", N_("whole oblast")
    OUTSIDE = "outside", N_("outside the oblast")
    UNPLACED = "unplaced", N_("no location")

    @property
    def mapped(self) -> bool:
        """Whether such records are on the map: at a settlement or on a community."""
        return self in {Scope.SETTLEMENT, Scope.COMMUNITY}


class ActivityStatus(Code):
    """IATI activity status, plus ``unknown``."""

    PIPELINE = "pipeline", N_("pipeline")
    IMPLEMENTATION = "implementation", N_("implementation")
    FINALISATION = "finalisation", N_("finalisation")
    CLOSED = "closed", N_("closed")
    CANCELLED = "cancelled", N_("cancelled")
    SUSPENDED = "suspended", N_("suspended")
    UNKNOWN = "unknown", N_("not known")


class Period(Code):
    """Before or after the full-scale invasion; derived from the dates."""

    BEFORE = "before_2022_02_24", N_("before 24 Feb 2022")
    AFTER = "after", N_("since 24 Feb 2022")
    UNDATED = "undated", N_("undated")


class Verification(Code):
    """How far a record has been checked."""

    EXCERPT = "excerpt", N_("based on an excerpt")
    SOURCE_READ = "source_read", N_("source read")
    CONFIRMED = "confirmed", N_("confirmed by the department")


class Release(Code):
    """Who may read a record, from all to few; the public edition holds ``public`` ones only."""

    PUBLIC = "public", N_("everybody")
    PARTNER = "partner", N_("partners")
    INTERNAL = "internal", N_("the administration")

    def open_to(self, level: Release) -> bool:
        """Whether readers of ``level`` may see what has this release."""
        order = list(Release)
        return order.index(self) <= order.index(level)


class Exactness(Code):
    """IATI geographic exactness."""

    EXACT = "exact", N_("exact")
    APPROXIMATE = "approximate", N_("approximate")


class AmountScope(Code):
    """What an amount covers; only ``record`` may be summed."""

    RECORD = "record", N_("this record only")
    SHARED = "shared", N_("shared between several records")
    PROGRAMME = "programme", N_("the whole programme")
    PER_UNIT = "per_unit", N_("unit price")
    MINIMUM = "minimum", N_("minimum or approximate")


class Finance(Code):
    """The form of the money."""

    GRANT = "grant", N_("grant")
    LOAN = "loan", N_("loan")
    IN_KIND = "in_kind", N_("in kind")


class OrganisationType(Code):
    """IATI organisation type; the public pages never show it."""

    GOVERNMENT = "10", N_("government")
    LOCAL_GOVERNMENT = "11", N_("local government")
    OTHER_PUBLIC = "15", N_("other public body")
    INTERNATIONAL_NGO = "21", N_("international NGO")
    NATIONAL_NGO = "22", N_("national NGO")
    REGIONAL_NGO = "23", N_("regional NGO")
    PARTNER_COUNTRY_NGO = "24", N_("NGO of the partner country")
    MULTILATERAL = "40", N_("multilateral organisation")
    FOUNDATION = "60", N_("foundation")
    PRIVATE = "70", N_("private sector")
    PRIVATE_OF_DONOR = "71", N_("private sector of the donor country")
    ACADEMIC = "80", N_("academic institution")
    OTHER = "90", N_("other")


class PartnershipKind(Code):
    """The form of a partnership."""

    TWINNING = "twinning", N_("twinning")
    MEMORANDUM = "memorandum", N_("memorandum")
    REGIONAL_AGREEMENT = "regional_agreement", N_("inter-regional agreement")
    ASSOCIATED_PARTNER = "associated_partner", N_("associated partnership")
    PROGRAMME = "programme", N_("programme participation")
    INTER_MUNICIPAL = "inter_municipal", N_("partnership of Ukrainian communities")


class PartnershipStatus(Code):
    """Where a partnership stands."""

    SOUGHT = "sought", N_("partner sought")
    SIGNED = "signed", N_("signed")
    ACTIVE = "active", N_("active")
    SUSPENDED = "suspended", N_("suspended")
    ENDED = "ended", N_("ended")
    RENEWAL_PLANNED = "renewal_planned", N_("renewal was planned")
    UNKNOWN = "unknown", N_("not known")


class ListStatus(StrEnum):
    """The categories of the List (order No. 376)."""

    TEMPORARILY_OCCUPIED = "temporarily_occupied"
    ACTIVE_HOSTILITIES = "active_hostilities"
    ACTIVE_HOSTILITIES_REGISTERS = "active_hostilities_registers"
    POSSIBLE_HOSTILITIES = "possible_hostilities"


class TerritoryStatus(Code):
    """The status of a community on a date: the List's categories and our two derived answers."""

    TEMPORARILY_OCCUPIED = "temporarily_occupied", N_("temporarily occupied")
    PARTLY_OCCUPIED = "partly_occupied", N_("partly occupied (our calculation)")
    ACTIVE_HOSTILITIES = "active_hostilities", N_("active hostilities")
    ACTIVE_HOSTILITIES_REGISTERS = (
        "active_hostilities_registers",
        N_("active hostilities, state electronic information resources operating"),
    )
    POSSIBLE_HOSTILITIES = "possible_hostilities", N_("possible hostilities")
    NOT_LISTED = "not_listed", N_("not in the List on this date (our calculation)")

    @property
    def derived(self) -> bool:
        """Whether the answer is our calculation and not the List's own word."""
        return self in {TerritoryStatus.PARTLY_OCCUPIED, TerritoryStatus.NOT_LISTED}


class Level(Code):
    """What a row of the List covers."""

    RAION = "raion", N_("raion")
    COMMUNITY = "community", N_("community")
    SETTLEMENT = "settlement", N_("settlement")


class CommunityKind(Code):
    """The kind of a community by its centre."""

    URBAN = "urban", N_("urban community (hromada)")
    SETTLEMENT = "settlement", N_("settlement community (hromada)")
    RURAL = "rural", N_("rural community (hromada)")


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


class Layer(Code):
    """What the map can show, and the name of its switch.

    What has no name here is a layer of ``map/tiles.json``, which has it; all others are drawn by
    ``map/scripts/communities.js`` and shown unless somebody switches them off.
    """

    STATUS = "status", N_("Territory status")
    PROJECTS = "projects", N_("Records")
    PARTNERSHIPS = "partnerships", N_("Partnerships")
    BOUNDARIES = "boundaries", N_("Raions")
    NAMES = "names", N_("Names")
    BASEMAP = "basemap", N_("Basemap")
    SATELLITE = "satellite"


TILE_LAYERS = frozenset(layer for layer in Layer if not layer.label)
"""Layers whose images come from another host (``map/tiles.json``): off until switched on."""


class FactGroup(Code):
    """The groups of key figures that slides, reports and steps of a story show."""

    RECORDS = "records", N_("Records")
    STATUS = "status", N_("Territory status")
    PARTNERSHIPS = "partnerships", N_("Partnerships")
    MONEY = "money", N_("Amounts")
    NEEDS = "needs", N_("Needs")
    DONORS = "donors", N_("Donors")
    SECTORS = "sectors", N_("Sectors")


class StoryMap(Code):
    """What a step of a story shows: the communities, or the partners across Europe."""

    COMMUNITIES = "communities", N_("Communities")
    PARTNERS = "partners", N_("Partners")
