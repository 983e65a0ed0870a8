"""The colours of statuses, for all that Python draws; the style sheets and templates agree."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from projectmap.model.codes import TerritoryStatus

STATUS_FILLS: Mapping[TerritoryStatus, str] = MappingProxyType(
    {
        TerritoryStatus.TEMPORARILY_OCCUPIED: "#b9a7c9",
        TerritoryStatus.PARTLY_OCCUPIED: "#ece5f2",
        TerritoryStatus.ACTIVE_HOSTILITIES: "#f2c14e",
        TerritoryStatus.ACTIVE_HOSTILITIES_REGISTERS: "#f7d98f",
        TerritoryStatus.POSSIBLE_HOSTILITIES: "#fbedc6",
        TerritoryStatus.NOT_LISTED: "#f3f1ea",
    }
)
"""From the worst to none; what is partly occupied has a hatch of :data:`HATCH` upon it."""
HATCH = "#8d76a3"


def office(colour: str) -> str:
    """``colour`` as office files write it: ``B9A7C9``."""
    return colour.removeprefix("#").upper()


OFFICE_STATUS_FILLS: Mapping[TerritoryStatus, str] = MappingProxyType(
    {status: office(fill) for status, fill in STATUS_FILLS.items()}
)
