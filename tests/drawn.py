"""What Hypothesis draws for several tests: views of a register, and registers of a few records."""

from __future__ import annotations

from typing import Any

from builders import make_register, partnership, project
from hypothesis import strategies as st
from territory import MIDDLE, NORTH, SOUTH

from projectmap.model.codes import ActivityStatus, Kind, Verification
from projectmap.model.dates import period_of, span
from projectmap.model.filters import known_values
from projectmap.model.register import Register
from projectmap.query.view import FACETS, View

_SLUGS = ["test-donor", "test-other", "test-programme"]
_DATES = st.none() | st.sampled_from(["2014", "2020-05", "2021-12-31", "2022", "2026-01-01"])
_RECORD = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([str(item) for item in Kind]),
        "status": st.sampled_from([str(item) for item in ActivityStatus]),
        "status_asof": st.none() | st.just("2021"),
        "verification": st.sampled_from([str(item) for item in Verification]),
        "sectors": st.lists(st.sampled_from(["culture", "energy", "water"]), unique=True),
        "donors": st.lists(st.sampled_from(_SLUGS), unique=True),
        "implementers": st.just([]) | st.just(["test-other"]),
        "communities": st.lists(st.sampled_from([NORTH, MIDDLE, SOUTH]), unique=True),
        "title_uk": st.sampled_from(["Тестова вода", "Тестова школа"]),
        "dates": st.tuples(_DATES, _DATES),
    }
)


def _built(records: list[dict[str, Any]]) -> Register:
    made = []
    for number, fields in enumerate(records):
        start, end = fields["dates"]
        if start and end and span(start)[0] > span(end)[1]:
            start, end = end, start
        changes = {key: value for key, value in fields.items() if key != "dates"}
        if end and changes["status"] not in {"cancelled", "suspended", "unknown"}:
            changes["status_asof"] = None  # a report may contradict the end
        changes |= {"start": start, "end": end, "period": str(period_of(start, end))}
        changes["scope"] = "community" if changes["communities"] else "oblast"
        made.append(project(f"TEST-{number:03}", **changes))
    partners = [partnership(project_id=made[0]["id"])] if made else []
    return make_register(projects=made, partnerships=partners)


def views_of(register: Register, *said: str) -> st.SearchStrategy[View]:
    """Views with up to two values of each filter, and one of the texts ``said``."""
    filters = {
        name: st.just(()) | st.lists(st.sampled_from(sorted(values)), max_size=2, unique=True)
        .map(lambda found: tuple(sorted(found)))
        for name, values in known_values(register).items()
        if name in FACETS and values
    }  # fmt: skip
    year = st.none() | st.integers(2012, 2027)
    words = st.sampled_from(["", *said])
    return st.builds(View, **filters, year_from=year, year_to=year, q=words)


@st.composite
def registers_and_views(draw: st.DrawFn, *said: str) -> tuple[Register, View]:
    """A register of up to eight records, and a view of it."""
    register = _built(draw(st.lists(_RECORD, max_size=8)))
    return register, draw(st.just(View()) | views_of(register, *said))
