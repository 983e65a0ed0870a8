"""What the parameters of a link may say; links and stories are read by the same rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from projectmap.model.codes import (
    ActivityStatus,
    Kind,
    PartnershipKind,
    PartnershipStatus,
    Period,
    Verification,
)
from projectmap.model.dates import FIRST_YEAR, LAST_YEAR


def codes_of_filters(
    *,
    sectors: Iterable[str],
    organisations: Iterable[str],
    communities: Iterable[str],
    raions: Iterable[str],
    countries: Iterable[str],
) -> Mapping[str, frozenset[str]]:
    """The codes that each repeatable filter may take; ``countries`` are those of partners."""
    return {
        "sector": frozenset(sectors),
        "donor": frozenset(organisations),
        "community": frozenset(communities) | frozenset(raions),
        "status": frozenset(ActivityStatus) | frozenset(PartnershipStatus),
        "kind": frozenset(Kind) | frozenset(PartnershipKind),
        "period": frozenset(Period),
        "partner_country": frozenset(countries),
        "verification": frozenset(Verification),
    }


def full_year(text: str) -> int | None:
    """The year that ``text`` names by four digits, if dates of the register may have it."""
    if not (text.isascii() and text.isdecimal() and len(text) == len("2022")):
        return None
    return int(text) if FIRST_YEAR <= int(text) <= LAST_YEAR else None
