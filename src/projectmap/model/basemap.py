"""What the map is drawn on: land, border, waters, roads and names around the communities.

It is context only: nothing of it is counted, filtered or exported as data of the register.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass as checked
from shapely.geometry.base import BaseGeometry

from projectmap.model.codes import BasemapKind
from projectmap.model.records import SHAPES, RecordId, Text

Rank = Annotated[int, Field(ge=1, le=6)]


@checked(frozen=True, slots=True, config=SHAPES)
class Feature:
    """One thing of the basemap; WGS84."""

    id: RecordId
    kind: BasemapKind
    name_uk: Text | None
    name_en: Text | None
    """Both names or neither."""
    geometry: BaseGeometry
    rank: Rank = 6
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
