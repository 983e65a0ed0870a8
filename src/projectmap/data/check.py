"""Records against each other: codes exist, dates agree, points lie where they should."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import shapely

from projectmap.data import plausible
from projectmap.errors import Problem, ProblemCode, shorten
from projectmap.i18n import N_
from projectmap.model.codes import OBLAST, Level, PartnershipStatus, Period, Release, Scope
from projectmap.model.dates import period_of, span
from projectmap.model.records import (
    Community,
    Organisation,
    Partnership,
    Position,
    Project,
    Sector,
    Settlement,
    StatusRow,
)

T = TypeVar("T")
POINT_TOLERANCE = 1e-5
"""Degrees; the files keep five decimals."""


@dataclass(frozen=True)
class World:
    """What records may refer to."""

    communities: Mapping[str, Community]
    settlements: Mapping[str, Settlement]
    organisations: Mapping[str, Organisation]
    sectors: Mapping[str, Sector]
    projects: Mapping[str, Project]
    project_ids: frozenset[str]
    """Of broken records too, which ``projects`` has not."""
    excepted: frozenset[tuple[str, str]]
    """(file, record) of the known exceptions to "point in its community"."""
    level: Release = Release.PUBLIC
    """Who reads the folder: it may hold records of this level and of those open to more people."""

    @cached_property
    def raions(self) -> frozenset[str]:
        """Codes of the raions that the communities name."""
        return frozenset(community.raion for community in self.communities.values())


class Reporter:
    """Collects the problems of one record."""

    def __init__(self, file: str, record: str, item: object = None) -> None:
        self.file, self.record, self.item = file, record, item
        self.problems: list[Problem] = []

    def __call__(self, code: ProblemCode, field: str, value: object, detail: str = "") -> None:
        """Add one problem of ``field``."""
        self.problems.append(Problem(code, self.file, self.record, field, shorten(value), detail))

    def contradicts(self, field: str, detail: str) -> None:
        """Report that the value of ``field`` contradicts another, as ``detail`` says."""
        value = getattr(self.item, field)
        listed = value if isinstance(value, tuple) else () if value is None else (value,)
        self(ProblemCode.CONTRADICTION, field, "; ".join(map(str, listed)), detail)

    def both_languages(self, name: str, field: str) -> None:
        """Report a text that ``field`` has in Ukrainian or ``<name>_en`` in English, not both."""
        uk, en = getattr(self.item, field), getattr(self.item, f"{name}_en")
        if (uk is None) != (en is None):
            self(ProblemCode.ONE_LANGUAGE, name, uk or en)

    def known(self, field: str, codes: Sequence[str | None], known: Container[str | None]) -> None:
        """Report each of ``codes`` that is not in ``known`` or stands there twice."""
        if not codes or (len(codes) == 1 and (codes[0] is None or codes[0] in known)):
            return  # nearly always
        seen: set[str] = set()
        for code in codes:
            if code is not None and code not in known:
                self(ProblemCode.UNKNOWN_CODE, field, code)
            elif code in seen:
                self(ProblemCode.DUPLICATE_ID, field, code)
            elif code is not None:
                seen.add(code)


def unique(file: str, records: Iterable[tuple[str, T]], problems: list[Problem]) -> dict[str, T]:
    """Records by id, sorted; of several with one id the first stays, the others are reported."""
    found: dict[str, T] = {}
    for key, record in records:
        if key in found:
            problems.append(Problem(ProblemCode.DUPLICATE_ID, file, key, "id", key))
        else:
            found[key] = record
    return dict(sorted(found.items()))


def territory(
    communities: Mapping[str, Community],
    settlements: Mapping[str, Settlement],
    excepted: Container[tuple[str, str]],
    sectors: Mapping[str, Sector],
) -> Iterator[Problem]:
    """Problems of communities and settlements."""
    outlines = [community.outline for community in communities.values()]
    if outlines and not shapely.coverage_is_valid(outlines):
        faulty = ~shapely.is_empty(shapely.coverage_invalid_edges(outlines))
        for community, wrong in zip(communities.values(), faulty, strict=True):
            if wrong:
                yield Problem(ProblemCode.GAP_OR_OVERLAP, "communities.geojson",
                              community.katottg, "geometry")  # fmt: skip
    for community in communities.values():
        report = Reporter("communities.geojson", community.katottg, community)
        report.known("centre", [community.centre], settlements)
        report.known("areas_of_cooperation", community.areas_of_cooperation, sectors)
        for name in ("profile", "seat"):
            report.both_languages(name, f"{name}_uk")
        yield from report.problems
    yield from _settlements(communities, settlements, excepted)


def _settlements(
    communities: Mapping[str, Community],
    settlements: Mapping[str, Settlement],
    excepted: Container[tuple[str, str]],
) -> Iterator[Problem]:
    placed, nowhere = settlements.values(), shapely.Point()
    known = {code: item.outline for code, item in communities.items()}
    outlines = [known.get(item.community, nowhere) for item in placed]
    points = [nowhere if item.point is None else shapely.Point(item.point) for item in placed]
    # A missing point does no harm.
    inside = shapely.covers(outlines, points) | shapely.is_empty(points)
    for settlement, lies_inside in zip(placed, inside, strict=True):
        report = Reporter("settlements.csv", settlement.katottg)
        report.known("community", [settlement.community], communities)
        if not lies_inside and ("settlements.csv", settlement.katottg) not in excepted:
            report(ProblemCode.POINT_OUTSIDE, "lat, lon", settlement.point)
        yield from report.problems
    filled = {settlement.community for settlement in settlements.values()}
    for code in communities.keys() - filled:
        yield Problem(ProblemCode.UNCOVERED, "settlements.csv", code, "community")


def organisation(item: Organisation, world: World) -> Iterator[Problem]:
    """Problems of an organisation: its parent exists and is not itself below it."""
    report = Reporter("organisations.csv", item.slug)
    report.known("parent", [item.parent], world.organisations)
    if _is_below_itself(item, world.organisations, "parent"):
        report(ProblemCode.PARENT_CYCLE, "parent", item.parent)
    yield from report.problems


def status_row(row: StatusRow, world: World) -> Iterator[Problem]:
    """Problems of a row of the List: its territory exists, its dates are in order."""
    report = Reporter("occupation_status.geojson", row.id)
    known = {
        Level.RAION: world.raions,
        Level.COMMUNITY: world.communities,
        Level.SETTLEMENT: world.settlements,
    }
    if row.territory not in known[row.level]:
        report(ProblemCode.UNKNOWN_CODE, "territory", row.territory)
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        report(ProblemCode.END_BEFORE_START, "valid_to", row.valid_to.isoformat())
    yield from report.problems


def project(item: Project, world: World) -> Iterator[Problem]:
    """Problems of a project; its record is set aside for any of them."""
    report = Reporter("projects.geojson", item.id, item)
    report.known("communities", item.communities, world.communities)
    report.known("sectors", item.sectors, world.sectors)
    for role in ("donors", "implementers", "channels", "partners"):
        report.known(role, getattr(item, role), world.organisations)
    report.known("programme", [item.programme], world.organisations)
    report.known("settlement", [item.settlement], world.settlements)
    for other in item.same_as:
        if other in world.project_ids:
            report(ProblemCode.DUPLICATE_ID, "same_as", other, N_("it is a separate record"))
    if item.parent_id is not None and item.parent_id not in world.project_ids:
        report(ProblemCode.UNKNOWN_CODE, "parent_id", item.parent_id)
    _project_place(item, world, report)
    for name in ("status_text", "date_text", "amount_note", "beneficiaries"):
        report.both_languages(name, name)
    for field, value, detail in plausible.project(item, world.projects, world.organisations):
        report(ProblemCode.CONTRADICTION, field, value, detail)
    money = (item.amount, item.currency, item.amount_scope)
    if any(part is None for part in money) and any(part is not None for part in money):
        report(ProblemCode.CONTRADICTION, "amount", money,
               N_("amount, currency and amount_scope must be given together"))  # fmt: skip
    _common(item, world.level, report)
    yield from report.problems


def _project_place(item: Project, world: World, report: Reporter) -> None:
    if (item.settlement is not None) != (item.scope == Scope.SETTLEMENT):
        report.contradicts("scope", N_("scope is “settlement” only where a settlement is named"))
    if item.scope in {Scope.SETTLEMENT, Scope.COMMUNITY} and not item.communities:
        report.contradicts("communities", N_("no community is named"))
    if item.scope in {Scope.OBLAST, Scope.UNPLACED} and item.communities:
        report.contradicts("scope", N_("a community is named"))
    if (item.point is None) != (item.location_exactness is None):
        detail = N_("exactness is given only where there is a point")
        report.contradicts("location_exactness", detail)
    settlement = world.settlements.get(item.settlement or "")
    if settlement is not None and settlement.community not in item.communities:
        report.contradicts("settlement", N_("it is in another community"))
    if item.point is not None:
        _project_point(item.point, settlement, world, report)


def _project_point(
    point: Position, settlement: Settlement | None, world: World, report: Reporter
) -> None:
    if settlement is None or settlement.point is None:
        report(ProblemCode.NOT_THE_SETTLEMENTS_POINT, "geometry", point)
        return
    pairs = zip(point, settlement.point, strict=True)
    if any(abs(here - there) > POINT_TOLERANCE for here, there in pairs):
        report(ProblemCode.NOT_THE_SETTLEMENTS_POINT, "geometry", point)
    if point == settlement.point:
        return  # whether that one lies in its community is asked of the settlement
    outline = world.communities[settlement.community].outline
    known_outside = ("settlements.csv", settlement.katottg) in world.excepted
    if not known_outside and not outline.covers(shapely.Point(point)):
        report(ProblemCode.POINT_OUTSIDE, "geometry", point)


def partnership(item: Partnership, world: World) -> Iterator[Problem]:
    """Problems of a partnership; its record is set aside for any of them."""
    report = Reporter("partnerships.geojson", item.id, item)
    if item.communities != (OBLAST,):
        report.known("communities", item.communities, world.communities)
    if not item.communities:
        report.contradicts("communities", N_("no community or oblast given"))
    report.known("sectors", item.sectors, world.sectors)
    report.known("framework", [item.framework], world.organisations)
    if item.project_id is not None and item.project_id not in world.project_ids:
        report(ProblemCode.UNKNOWN_CODE, "project_id", item.project_id)
    if item.kind is None and item.status != PartnershipStatus.SOUGHT:
        detail = N_("only a partnership that is still sought may have no type")
        report.contradicts("kind", detail)
    if item.counted_with_project and item.project_id is None:
        report.contradicts("counted_with_project", N_("no project_id"))
    for field, value, detail in plausible.period(item):
        report(ProblemCode.CONTRADICTION, field, value, detail)
    for name in ("status_text", "date_text"):
        report.both_languages(name, name)
    _common(item, world.level, report)
    yield from report.problems


def parent_cycles(projects: Mapping[str, Project]) -> Iterator[Problem]:
    """Projects that are, through their parents, parts of themselves."""
    for item in projects.values():
        if _is_below_itself(item, projects, "parent_id"):
            yield Problem(ProblemCode.PARENT_CYCLE, "projects.geojson", item.id, "parent_id",
                          item.parent_id or "")  # fmt: skip


def _is_below_itself(item: T, items: Mapping[str, T], parent: str) -> bool:
    """Whether the line of parents, named by the field ``parent``, comes back to where it was."""
    seen: set[str] = set()
    above: T | None = item
    while above is not None:
        code = getattr(above, parent)
        if code in seen:
            return True
        seen.add(code)
        above = items.get(code)
    return False


def _common(item: Project | Partnership, level: Release, report: Reporter) -> None:
    """What projects and partnerships have to fulfil alike."""
    end = item.end if isinstance(item, Project) else None
    if item.start is not None and end is not None and span(end)[1] < span(item.start)[0]:
        report(ProblemCode.END_BEFORE_START, "end", end)
    derived = period_of(item.start, end)
    left_to_the_words = derived == Period.UNDATED and item.date_text is not None
    if item.period != derived and not left_to_the_words:
        report(ProblemCode.PERIOD_DIFFERS, "period", item.period, derived)
    if not item.release.open_to(level):
        public = level == Release.PUBLIC
        detail = N_("this folder is public") if public else N_("is not for readers of this folder")
        report.contradicts("release", detail)
    if not item.sources:
        report(ProblemCode.NO_SOURCE, "sources", "")
    for number, source in enumerate(item.sources):
        if source.url is None and source.document is None and source.publisher is None:
            report(ProblemCode.NO_SOURCE, f"sources.{number}", source.title,
                   N_("no address, document or publisher"))  # fmt: skip
