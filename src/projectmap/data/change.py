"""A register with a few records changed, without reading everything again.

Saving one record of 10,000 must not take as long as reading all of them. The answer is that of a
whole reading: :func:`with_records` gives None wherever a change may reach further than it looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from projectmap.data import check, parse
from projectmap.data.basemap import Ground
from projectmap.data.load import without_problems
from projectmap.errors import Problem
from projectmap.model.codes import PointQuality, Release
from projectmap.model.filters import known_values
from projectmap.model.register import Register

_FROM_BASEMAP = {PointQuality.OSM_CODE, PointQuality.OSM_NAME, PointQuality.OSM_NEARBY}


def with_records(
    register: Register,
    projects: Mapping[str, Any],
    partnerships: Mapping[str, Any],
    level: Release = Release.PUBLIC,
) -> Register | None:
    """``register`` with these features by id (None: without that record), checked as in ``load``.

    Records with problems are set aside, as there; ``version`` stays that of ``register``. None
    where only a whole reading can say: records were set aside before, or stories may be concerned.
    """
    if register.problems:
        return None
    problems: list[Problem] = []
    now = {item.id: item for item in register.projects if item.id not in projects}
    now |= _placed(register, parse.projects(_given(projects), problems))
    world = check.World(
        communities=register.communities,
        settlements=register.settlements,
        organisations=register.organisations,
        sectors=register.sectors,
        projects=dict(sorted(now.items())),
        project_ids=frozenset(now) | {key for key, item in projects.items() if item is not None},
        excepted=frozenset((item.file, item.record) for item in register.exceptions),
        level=level,
    )
    cyclic = list(check.parent_cycles(world.projects))
    problems.extend(cyclic)
    reached = {
        item.id: item
        for item in world.projects.values()
        if item.id in projects
        or item.parent_id in projects
        or not projects.keys().isdisjoint(item.same_as)
    }
    for record in cyclic:
        reached.pop(record.record, None)
    good = without_problems(reached, check.project, world, problems)
    aside = {item.record for item in problems}
    kept = {key: item for key, item in world.projects.items() if key not in aside}
    kept |= {item.id: item for item in good}

    agreements = {item.id: item for item in register.partnerships if item.id not in partnerships}
    agreements |= {item.id: item for item in parse.partnerships(_given(partnerships), problems)}
    reached_too = {
        key: item
        for key, item in agreements.items()
        if key in partnerships or item.project_id in projects
    }
    good_too = without_problems(reached_too, check.partnership, world, problems)
    for key in reached_too.keys() - {item.id for item in good_too}:
        del agreements[key]
    found = replace(
        register,
        projects=tuple(kept[key] for key in sorted(kept)),
        partnerships=tuple(agreements[key] for key in sorted(agreements)),
        problems=tuple(problems),
        set_aside=len({(problem.file, problem.record) for problem in problems}),
    )
    # A story may name only what it could before: codes come from records.
    if register.stories:
        had, has = known_values(register), known_values(found)
        if any(not had[name] <= has[name] for name in had):
            return None
    return found


def _given(features: Mapping[str, Any]) -> list[Any]:
    return [item for item in features.values() if item is not None]


def _placed(register: Register, projects: list[Any]) -> dict[str, Any]:
    """The projects by id, on the points that the basemap has given to their settlements."""
    points = {
        code: (item.point, item.point_quality)
        for code in {item.settlement for item in projects if item.settlement is not None}
        if (item := register.settlements.get(code)) is not None
        and item.point is not None
        and item.point_quality in _FROM_BASEMAP
    }
    return Ground(None, points).projects({item.id: item for item in projects})
