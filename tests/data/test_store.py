"""The store: the last good register while the folder is broken, the new one when it is whole."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from builders import collection, project, write_folder

from projectmap.data import store
from projectmap.data.store import Served, Store
from projectmap.errors import ProblemCode


@pytest.fixture(autouse=True)
def looks_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOK_EVERY", 0.0)


def ids(served: Served) -> list[str]:
    assert served.register is not None
    return [item.id for item in served.register.projects]


def write_projects(folder: Path, *names: str) -> None:
    (folder / "projects.geojson").write_text(collection(project(name) for name in names))


def test_a_good_folder_is_served(folder: Path) -> None:
    served = Store(folder).current()
    assert ids(served) == ["TEST-001"]
    assert (served.problems, served.since) == ((), None)


def test_an_unchanged_folder_is_not_read_again(folder: Path) -> None:
    kept = Store(folder)
    assert kept.current().register is kept.current().register


def test_a_changed_folder_is_served_anew(folder: Path) -> None:
    kept = Store(folder)
    kept.current()
    write_projects(folder, "TEST-002", "TEST-003")
    assert ids(kept.current()) == ["TEST-002", "TEST-003"]


def test_between_two_looks_nothing_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOK_EVERY", 3600.0)
    kept = Store(folder)
    kept.current()
    write_projects(folder, "TEST-002", "TEST-003")
    assert ids(kept.current()) == ["TEST-001"]


@pytest.mark.parametrize("breakage", ["conflict", "gone", "half", "fatal record"])
def test_the_last_good_state_is_served_while_the_folder_is_broken(
    folder: Path, breakage: str
) -> None:
    kept = Store(folder)
    good = kept.current()
    path = folder / "communities.geojson"
    text = path.read_text()
    if breakage == "gone":
        path.unlink()
    else:
        path.write_text(
            {
                "conflict": "<<<<<<< HEAD\n" + text,
                "half": text[: len(text) // 2],
                "fatal record": text.replace('"urban"', '"city"', 1),
            }[breakage]
        )
    broken = kept.current()
    assert broken.register is good.register
    assert broken.problems[0].file == "communities.geojson"
    assert broken.since is not None
    assert broken.since.utcoffset() is not None
    assert kept.current().since == broken.since

    path.write_text(text)
    mended = kept.current()
    assert ids(mended) == ["TEST-001"]
    assert (mended.problems, mended.since) == ((), None)


def test_a_second_breakage_does_not_make_the_old_state_look_newer(folder: Path) -> None:
    kept = Store(folder)
    kept.current()
    (folder / "projects.geojson").write_text("{")
    first = kept.current()
    (folder / "projects.geojson").unlink()
    second = kept.current()
    assert [problem.code for problem in second.problems] == [ProblemCode.MISSING_FILE]
    assert second.since == first.since


def test_nothing_is_served_at_first_when_broken_then_the_mended_folder(tmp_path: Path) -> None:
    kept = Store(tmp_path / "geodata")
    first = kept.current()
    assert first.register is None
    assert {problem.code for problem in first.problems} == {ProblemCode.MISSING_FILE}
    write_folder(tmp_path / "geodata")
    assert ids(kept.current()) == ["TEST-001"]


def test_records_set_aside_do_not_count_as_breakage(folder: Path) -> None:
    kept = Store(folder)
    (folder / "projects.geojson").write_text(
        collection([project("TEST-1", kind="idea"), project("TEST-2")])
    )
    served = kept.current()
    assert ids(served) == ["TEST-2"]
    assert (served.problems, served.since) == ((), None)
    assert served.register is not None
    assert [problem.record for problem in served.register.problems] == ["TEST-1"]


def test_threads_are_served_while_the_folder_changes(folder: Path) -> None:
    kept = Store(folder)
    kept.current()
    seen: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: seen.extend(ids(kept.current()) for _ in range(50)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for number in range(20):
        write_projects(folder, f"TEST-{number % 2}")
    for thread in threads:
        thread.join()
    assert len(seen) == 200
    assert {name for names in seen for name in names} <= {"TEST-001", "TEST-0", "TEST-1"}
    assert ids(kept.current()) == ["TEST-1"]
