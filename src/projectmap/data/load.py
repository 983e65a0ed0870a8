"""Turns a data folder into a register."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from projectmap.data import basemap, check, parse, read, snapshot, stories
from projectmap.errors import DataInvalidError, Problem, ProblemCode
from projectmap.i18n import N_
from projectmap.memory import without_collection
from projectmap.model.codes import Release
from projectmap.model.register import Register

T = TypeVar("T")
_SET_ASIDE = ("projects.geojson", "partnerships.geojson", "europe.geojson")
"""Files that do without a record that has a problem."""
_DISPENSABLE = (snapshot.BASEMAP, snapshot.STORIES, snapshot.CHANGES)
"""Beginnings of the names of files that a folder does without altogether."""


def load(folder: Path, level: Release = Release.PUBLIC) -> Register:
    """The register of ``folder``: see :func:`register_of`."""
    return register_of(snapshot.Folder(folder).contents(), level=level)


def register_of(
    contents: snapshot.Contents, known: Register | None = None, level: Release = Release.PUBLIC
) -> Register:
    """The register that ``contents`` hold; ``known`` itself where that was made of the same.

    Records with problems are set aside and listed in ``Register.problems``. Raises
    :class:`~projectmap.errors.DataInvalidError` with every problem where a file is missing or
    unreadable, where territory, status or code lists are wrong, or where the contents are not
    open to readers of ``level``.
    """
    if not contents.level.open_to(level):
        problem = Problem(ProblemCode.NOT_PUBLIC, snapshot.MARK, field="level",
                          value=contents.level)  # fmt: skip
        raise DataInvalidError([problem])
    with without_collection():
        return _register_of(contents, known)


def _register_of(contents: snapshot.Contents, known: Register | None) -> Register:
    version = _version(contents.files)
    if known is not None and known.version == version:
        return known
    problems = [problem for problem in contents.problems if _is_fatal(problem)]
    unread = [problem for problem in contents.problems if not _is_fatal(problem)]
    raw = _values(contents, problems)
    if problems:
        raise DataInvalidError(sorted(problems, key=lambda item: item.file))

    def keyed(
        name: str, records: Callable[[list[Any], list[Problem]], list[T]], key: str
    ) -> dict[str, T]:
        found = records(raw[name], problems)
        return check.unique(name, ((getattr(item, key), item) for item in found), problems)

    communities = keyed("communities.geojson", parse.communities, "katottg")
    settlements = keyed("settlements.csv", parse.settlements, "katottg")
    organisations = keyed("organisations.csv", parse.organisations, "slug")
    sectors = keyed("sectors.csv", parse.sectors, "code")
    rows = keyed("occupation_status.geojson", parse.status_rows, "id")
    if not rows and not problems:
        problems.append(Problem(ProblemCode.NOT_A_COLLECTION, "occupation_status.geojson",
                                detail=N_("has no rows")))  # fmt: skip
    exceptions = parse.exceptions(raw["known_exceptions.csv"], problems)
    amendments = parse.amendments(raw.get("list_amendments.csv", []), problems)
    europe = parse.outlines("europe.geojson", raw["europe.geojson"], problems)
    excepted = frozenset((item.file, item.record) for item in exceptions)
    problems.extend(check.territory(communities, settlements, excepted, sectors))
    ground = basemap.Ground(None, {})
    if not any(map(_is_fatal, problems)):
        ground = basemap.ground(contents.files, communities, settlements, problems)
    settlements = ground.settlements(settlements)

    projects = ground.projects(keyed("projects.geojson", parse.projects, "id"))
    partnerships = keyed("partnerships.geojson", parse.partnerships, "id")
    world = check.World(
        communities=communities,
        settlements=settlements,
        organisations=organisations,
        sectors=sectors,
        projects=projects,
        project_ids=frozenset(_ids(raw["projects.geojson"])),
        excepted=excepted,
        level=contents.level,
    )
    without_problems(organisations, check.organisation, world, problems)
    without_problems(rows, check.status_row, world, problems)
    cyclic = list(check.parent_cycles(projects))
    problems.extend(cyclic)
    for record in cyclic:
        projects.pop(record.record, None)
    kept_projects = without_problems(projects, check.project, world, problems)
    kept_partnerships = without_problems(partnerships, check.partnership, world, problems)
    if any(map(_is_fatal, problems)):
        raise DataInvalidError(problems)
    problems.extend(unread)
    texts = {
        name: content
        for name, content in contents.files.items()
        if name.startswith(snapshot.STORIES) and name not in {problem.file for problem in unread}
    }
    changes = contents.files.get(snapshot.CHANGES)
    log = () if changes is None else snapshot.log_of(changes, problems)
    register = Register(
        version=version,
        communities=MappingProxyType(communities),
        settlements=MappingProxyType(settlements),
        status_rows=tuple(rows.values()),
        projects=kept_projects,
        partnerships=kept_partnerships,
        organisations=MappingProxyType(organisations),
        sectors=MappingProxyType(sectors),
        exceptions=tuple(exceptions),
        amendments=tuple(sorted(amendments, key=lambda item: item.date)),
        europe=MappingProxyType(europe),
        basemap=ground.basemap,
        log=log,
    )
    found = stories.stories(texts, register, problems)
    aside = len({(problem.file, problem.record) for problem in problems})
    return replace(
        register, stories=MappingProxyType(found), problems=tuple(problems), set_aside=aside
    )


def _is_fatal(problem: Problem) -> bool:
    """Whether a problem makes the whole folder unusable; any other leaves the rest served.

    A wrong status or border is worse than no page.
    """
    # A record without an id still has a field that says so.
    of_a_record = problem.file in _SET_ASIDE and (problem.record or problem.field)
    return not (of_a_record or problem.file.startswith(_DISPENSABLE))


def _values(contents: snapshot.Contents, problems: list[Problem]) -> dict[str, list[Any]]:
    """The features or rows of each file."""
    found: dict[str, list[Any]] = {}
    for name in contents.files.keys() & {*snapshot.FILES, *snapshot.OPTIONAL}:
        content = contents.files[name]
        columns = parse.COLUMNS.get(name)
        try:
            found[name] = (
                read.rows(name, content, columns) if columns else read.features(name, content)
            )
        except DataInvalidError as error:
            problems.extend(error.problems)
    return found


def without_problems(
    records: dict[str, T],
    check_one: Callable[[T, check.World], Iterator[Problem]],
    world: check.World,
    problems: list[Problem],
) -> tuple[T, ...]:
    """The records in which ``check_one`` finds nothing; what it finds is added to ``problems``."""
    kept = []
    for record in records.values():
        found = list(check_one(record, world))
        problems.extend(found)
        if not found:
            kept.append(record)
    return tuple(kept)


def _ids(items: list[Any]) -> set[str]:
    """Ids that a file names, broken records too: a set-aside parent must not break its parts."""
    features = [item for item in items if isinstance(item, dict)]
    places = [*features, *(item.get("properties") for item in features)]
    found = (place.get("id") for place in places if isinstance(place, dict))
    return {name for name in found if isinstance(name, str)}


def _version(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files.keys() - {snapshot.CHANGES, *snapshot.DOCUMENTS}):
        digest.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return digest.hexdigest()[:12]
