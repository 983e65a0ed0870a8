"""What the map is drawn on: land, border, waters, roads and names around the communities.

It is context only: nothing of it is counted, filtered or exported as data of the register.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

from projectmap.model.codes import BasemapKind


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing of the basemap; WGS84."""

    id: str
    kind: BasemapKind
    geometry: BaseGeometry
    name_uk: str | None = None
    name_en: str | None = None
    """Both names or neither."""
    rank: int = 6
    """Class of a town: 1 more than half a million people, 6 fewer than two thousand."""


@dataclass(frozen=True, eq=False)
class Basemap:
    """All of it. ``outlines`` and ``land`` are one coverage: no gap and no overlap."""

    outlines: Mapping[str, BaseGeometry]
    """Of the communities to about 60 m, in the order of ``Register.communities``."""
    land: tuple[Feature, ...]
    """The neighbouring oblasts and the land beyond the border."""
    sea: tuple[Feature, ...] = ()
    rivers: tuple[Feature, ...] = ()
    roads: tuple[Feature, ...] = ()
    towns: tuple[Feature, ...] = ()
    waters: tuple[Feature, ...] = ()
    """Names of waters at points."""
    ranks: Mapping[str, int] = field(default_factory=dict)
    """Class of a settlement of the oblast, as ``Feature.rank``, by KATOTTG code."""
