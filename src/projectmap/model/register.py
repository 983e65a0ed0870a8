"""The register: everything of one data folder, immutable, with every problem that was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from shapely.geometry.base import BaseGeometry

from projectmap.errors import Problem
from projectmap.model import records
from projectmap.model.basemap import Basemap
from projectmap.model.changelog import LogEntry
from projectmap.model.story import Story


@dataclass(frozen=True, eq=False)
class Register:
    """The data of one folder after validation. All sequences are sorted by id.

    A register equals only itself, so that what is computed from it can be kept by it.
    """

    version: str
    """First 12 hex digits of the SHA-256 over the files' contents."""
    communities: Mapping[str, records.Community]
    settlements: Mapping[str, records.Settlement]
    status_rows: tuple[records.StatusRow, ...]
    projects: tuple[records.Project, ...]
    partnerships: tuple[records.Partnership, ...]
    organisations: Mapping[str, records.Organisation]
    sectors: Mapping[str, records.Sector]
    exceptions: tuple[records.KnownException, ...] = ()
    amendments: tuple[records.Amendment, ...] = ()
    """Later acts on the List that are known and not in it, oldest first."""
    europe: Mapping[str, BaseGeometry] = field(default_factory=dict)
    """Outlines of countries, by ISO 3166 number or another id; WGS84."""
    basemap: Basemap | None = None
    """What the map is drawn on; None where the folder has none."""
    stories: Mapping[str, Story] = field(default_factory=dict)
    """Stories to present."""
    log: tuple[LogEntry, ...] = ()
    """What the last published versions changed, newest first."""
    problems: tuple[Problem, ...] = field(default=())
    """Problems of records that were set aside; empty for a clean folder."""
    set_aside: int = 0
    """How many records and stories these are."""

    @cached_property
    def project_rows(self) -> Mapping[str, int]:
        """Row of ``projects`` by id; the ids of joined records lead to the record that joins."""
        rows = {other: row for row, item in enumerate(self.projects) for other in item.same_as}
        rows |= {item.id: row for row, item in enumerate(self.projects)}
        return MappingProxyType(rows)

    @cached_property
    def parts(self) -> Mapping[str, tuple[int, ...]]:
        """Rows of the records that are parts of another, by its id."""
        found: dict[str, list[int]] = {}
        for row, item in enumerate(self.projects):
            if item.parent_id is not None:
                found.setdefault(item.parent_id, []).append(row)
        return MappingProxyType({key: tuple(rows) for key, rows in found.items()})

    @cached_property
    def raions(self) -> Mapping[str, tuple[str, ...]]:
        """The communities of each raion."""
        found: dict[str, list[str]] = {}
        for community in self.communities.values():
            found.setdefault(community.raion, []).append(community.katottg)
        return MappingProxyType({code: tuple(items) for code, items in sorted(found.items())})

    @cached_property
    def settlements_of(self) -> Mapping[str, tuple[str, ...]]:
        """The settlements of each community."""
        found: dict[str, list[str]] = {code: [] for code in self.communities}
        for settlement in self.settlements.values():
            found[settlement.community].append(settlement.katottg)
        return MappingProxyType({code: tuple(items) for code, items in found.items()})

    @cached_property
    def edition(self) -> date:
        """The last date up to which the List's rows are known: the default status date."""
        return max(row.edition for row in self.status_rows)

    @cached_property
    def act_date(self) -> date:
        """The day of the order that made the List; earlier states are recorded in hindsight."""
        return min(row.act_date for row in self.status_rows)

    def project(self, record_id: str | None) -> records.Project | None:
        """The project of this id, or the one that joins it."""
        row = self.project_rows.get(record_id or "")
        return None if row is None else self.projects[row]

    def partnership(self, record_id: str | None) -> records.Partnership | None:
        """The partnership of this id."""
        return next((item for item in self.partnerships if item.id == record_id), None)

    def community_of(self, place: str) -> str:
        """The community that is ``place``, or that this settlement belongs to."""
        settlement = self.settlements.get(place)
        return place if settlement is None else settlement.community
