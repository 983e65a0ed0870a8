"""What loading promises: text kept as it is, the same answer twice, a version for every state."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import (
    collection,
    community,
    default_communities,
    partner,
    partnership,
    placed,
    project,
    source,
    undated,
    write_folder,
)
from each import each
from hypothesis import given, strategies as st
from pydantic import TypeAdapter
from territory import N1, NORTH
from web.hostile import STORABLE

from projectmap.data import parse
from projectmap.data.load import load
from projectmap.data.snapshot import FILES
from projectmap.errors import DataInvalidError, Problem
from projectmap.model.records import Partnership, Project


@each([*STORABLE.values(), "я" * 4000])
def test_text_is_kept_as_it_is(tmp_path: Path, text: str) -> None:
    """The edge that shows a text makes it harmless; the register does not change it."""
    register = load(
        write_folder(
            tmp_path,
            projects=[project(title_uk=text, summary_en=text, sources=[source(title=text)])],
            partnerships=[partnership(title_en=text, partners=[partner(name_uk=text)])],
            communities=[community(NORTH, contact=text), *default_communities()[1:]],
        )
    )
    item, other = register.projects[0], register.partnerships[0]
    assert {item.title_uk, item.summary_en, item.sources[0].title} == {text}
    assert {other.title_en, other.partners[0].name_uk} == {text}
    assert register.communities[NORTH].contact == text


def test_records_come_sorted_whatever_their_order_in_the_file(tmp_path: Path) -> None:
    names = ["TEST-3", "TEST-1", "TEST-2"]
    register = load(
        write_folder(
            tmp_path,
            projects=[project(name) for name in names],
            partnerships=[partnership(name) for name in names],
            communities=reversed(default_communities()),
        )
    )
    assert [item.id for item in register.projects] == sorted(names)
    assert [item.id for item in register.partnerships] == sorted(names)
    assert list(register.communities) == sorted(register.communities)


def test_the_same_folder_gives_the_same_register(folder: Path) -> None:
    first, second = load(folder), load(folder)
    assert first.version == second.version
    assert re.fullmatch("[0-9a-f]{12}", first.version)
    assert (first.projects, first.partnerships) == (second.projects, second.partnerships)


@pytest.mark.parametrize("name", FILES)
def test_one_byte_more_gives_another_version(folder: Path, name: str) -> None:
    before = load(folder)
    with (folder / name).open("ab") as file:
        file.write(b"\n")
    after = load(folder)
    assert after.version != before.version
    assert after.projects == before.projects


def test_files_that_are_not_the_registers_change_nothing(folder: Path) -> None:
    before = load(folder)
    (folder / "SOURCES.md").write_text("Test")
    (folder / "projects.geojson~").write_text("Test")
    assert load(folder).version == before.version


def test_a_broken_folder_gives_the_same_problems_again(tmp_path: Path) -> None:
    write_folder(tmp_path, projects=[project(kind="idea"), project("TEST-2", sources=[])])
    assert load(tmp_path).problems == load(tmp_path).problems
    assert len(load(tmp_path).problems) == 2


partial_dates = st.dates(date(1950, 1, 1), date(2099, 12, 31)).map(date.isoformat)
# Not blank: that is another problem. Hypothesis also tries what it finds in loaded modules.
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=50
).filter(str.strip)
projects = st.builds(
    lambda make, changes: make(**changes),
    st.sampled_from([project, placed, undated]),
    st.fixed_dictionaries(
        {},
        optional={
            "kind": st.sampled_from(["project", "need", "event"]),
            "title_uk": texts,
            "summary_en": texts,
            "sectors": st.lists(st.sampled_from(["water", "health"]), unique=True),
            "status_asof": st.none() | partial_dates,
            "amount": st.floats(0.01, 1e11) | st.integers(1, 10**11),
            "open_to_partners": st.none() | st.booleans(),
            "sources": st.lists(st.builds(source, title=texts, date=st.none() | partial_dates)),
        },
    ),
)


@given(projects)
def test_every_field_of_a_valid_project_is_kept(item: dict[str, Any]) -> None:
    record = parse.projects([item], [])[0]
    adapter = TypeAdapter(Project)
    assert adapter.validate_python(adapter.dump_python(record, mode="python")) == record
    kept = adapter.dump_python(record, mode="json")
    position = kept.pop("point")
    assert kept == item["properties"]
    assert position == (item["geometry"] and item["geometry"]["coordinates"])


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("make", "read", "model"),
    [(project, parse.projects, Project), (partnership, parse.partnerships, Partnership)],
    ids=["project", "partnership"],
)
@given(data=st.data())
def test_anything_in_any_field_is_taken_or_named(
    make: Callable[..., Any], read: Callable[..., list[Any]], model: type, data: st.DataObject
) -> None:
    names = sorted(set(model.__dataclass_fields__) - {"id", "point", "places"})
    field = data.draw(st.sampled_from(names))
    problems: list[Problem] = []
    # The builder's date of the report follows the end, so it is given here.
    values = {"status_asof": "2021-03-02", field: data.draw(anything)}
    found = read([make(**values)], problems)
    assert bool(found) != bool(problems)
    assert {problem.field.partition(".")[0] for problem in problems} <= {field}
    assert all(len(problem.value) <= 80 for problem in problems)


@given(anything)
def test_anything_in_a_features_place_is_taken_or_named(item: Any) -> None:
    problems: list[Problem] = []
    assert bool(parse.projects([item], problems)) != bool(problems)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_the_file_named(content: bytes) -> None:
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - a fixture lives too long for given

    with TemporaryDirectory() as name:
        folder = write_folder(Path(name))
        (folder / "projects.geojson").write_bytes(content)
        with pytest.raises(DataInvalidError) as caught:
            load(folder)
    assert {problem.file for problem in caught.value.problems} == {"projects.geojson"}


def test_the_rest_is_served_beside_many_broken_records(tmp_path: Path) -> None:
    good = [placed(f"TEST-{number:03}", N1) for number in range(50)]
    bad = [project(f"TEST-B{number:03}", kind="idea") for number in range(50)]
    write_folder(tmp_path)
    (tmp_path / "projects.geojson").write_text(collection([*bad, *good]))
    register = load(tmp_path)
    assert len(register.projects) == len(register.problems) == 50
    assert {problem.record for problem in register.problems} == {
        item["id"] for item in bad
    }  # fmt: skip


def test_later_acts_on_the_list_are_optional(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    assert load(folder).amendments == ()
    (folder / "list_amendments.csv").write_text(
        "date,act_uk,act_en,note_uk,note_en,publisher,url\n"
        "2026-07,Тестовий акт 2,Test act 2,тест,test,example.org,\n"
        "2025-12-01,Тестовий акт 1,Test act 1,тест,test,example.org,https://example.org/1\n"
    )
    assert [item.act_en for item in load(folder).amendments] == ["Test act 1", "Test act 2"]
    (folder / "list_amendments.csv").write_text("date\n")
    with pytest.raises(DataInvalidError):
        load(folder)
