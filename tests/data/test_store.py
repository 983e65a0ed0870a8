"""The store: the last good register while the folder is broken, the new one when it is whole."""

from __future__ import annotations

import os
import threading
from collections.abc import Hashable, Mapping
from pathlib import Path

import pytest
from builders import collection, project, write_folder

from projectmap.data import store
from projectmap.data.snapshot import Contents, Folder
from projectmap.data.store import Served, Store
from projectmap.errors import ProblemCode
from projectmap.i18n import translator
from projectmap.model.labels import describe
from projectmap.model.register import Register


@pytest.fixture(autouse=True)
def looks_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(store, "SETTLED_AFTER_S", 0.0)


def ids(served: Served) -> list[str]:
    assert served.register is not None
    return [item.id for item in served.register.projects]


def write_projects(folder: Path, *names: str) -> None:
    (folder / "projects.geojson").write_text(collection(project(name) for name in names))


def test_a_folder_is_served_and_read_again_when_it_changes(folder: Path) -> None:
    kept = Store(Folder(folder))
    served = kept.current()
    assert ids(served) == ["TEST-001"]
    assert (served.problems, served.since) == ((), None)
    assert kept.current().register is served.register
    write_projects(folder, "TEST-001", "TEST-002")
    assert ids(kept.current()) == ["TEST-001", "TEST-002"]


@pytest.mark.parametrize("breakage", ["conflict", "gone", "half", "fatal record"])
def test_the_last_good_state_is_served_while_the_folder_is_broken(
    folder: Path, breakage: str
) -> None:
    kept = Store(Folder(folder))
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
    repaired = kept.current()
    assert ids(repaired) == ["TEST-001"]
    assert (repaired.problems, repaired.since) == ((), None)


def test_a_second_breakage_does_not_make_the_old_state_look_newer(folder: Path) -> None:
    kept = Store(Folder(folder))
    kept.current()
    (folder / "projects.geojson").write_text("{")
    first = kept.current()
    (folder / "projects.geojson").unlink()
    second = kept.current()
    assert [problem.code for problem in second.problems] == [ProblemCode.MISSING_FILE]
    assert second.since == first.since


def test_nothing_is_served_at_first_when_broken_then_the_mended_folder(tmp_path: Path) -> None:
    kept = Store(Folder(tmp_path / "geodata"))
    first = kept.current()
    assert first.register is None
    assert {problem.code for problem in first.problems} == {ProblemCode.MISSING_FILE}
    write_folder(tmp_path / "geodata")
    assert ids(kept.current()) == ["TEST-001"]


def test_records_set_aside_do_not_count_as_breakage(folder: Path) -> None:
    (folder / "projects.geojson").write_text(
        collection([project("TEST-1", kind="idea"), project("TEST-2")])
    )
    kept = Store(Folder(folder))
    served = kept.current()
    assert ids(served) == ["TEST-2"]
    assert (served.problems, served.since) == ((), None)
    assert served.register is not None
    assert [problem.record for problem in served.register.problems] == ["TEST-1"]


def test_threads_are_served_while_the_folder_changes(folder: Path) -> None:
    kept = Store(Folder(folder))
    kept.current()
    seen: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: seen.extend(ids(kept.current()) for _ in range(50)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for number in range(20):
        write_projects(folder, "TEST-001", *["TEST-002"][: number % 2])
    for thread in threads:
        thread.join()
    assert len(seen) == 200
    assert {tuple(names) for names in seen} <= {("TEST-001",), ("TEST-001", "TEST-002")}
    assert ids(kept.current()) == ["TEST-001", "TEST-002"]


LOSSES: Mapping[str, tuple[int, int, bool]] = {
    # Records before, records after, whether that is an accident.
    "none": (12, 12, False),
    "one of twelve": (12, 11, False),
    "two of twelve": (12, 10, True),
    "a tenth": (20, 18, False),
    "more than a tenth": (20, 17, True),
    "ten of two hundred": (200, 190, False),
    "eleven of two hundred": (200, 189, True),
    "all": (12, 0, True),
}


@pytest.mark.parametrize(("before", "after", "accident"), LOSSES.values(), ids=LOSSES)
def test_a_mass_loss_keeps_the_last_good_state(
    folder: Path, before: int, after: int, *, accident: bool
) -> None:
    write_projects(folder, *(f"TEST-{number:03}" for number in range(before)))
    kept = Store(Folder(folder))
    assert len(ids(kept.current())) == before
    write_projects(folder, *(f"TEST-{number:03}" for number in range(after)))
    served = kept.current()
    assert len(ids(served)) == (before if accident else after)
    assert [(item.code, item.file, item.value) for item in served.problems] == (
        [(ProblemCode.MASS_LOSS, "projects.geojson", f"{before - after}/{before}")]
        if accident
        else []
    )
    assert (served.since is not None) == accident
    assert len(ids(Store(Folder(folder)).current())) == after, "a restart accepts it"


def test_records_that_are_joined_are_not_lost(folder: Path) -> None:
    write_projects(folder, *(f"TEST-{number}" for number in range(6)))
    kept = Store(Folder(folder))
    kept.current()
    joining = project("TEST-0", same_as=[f"TEST-{number}" for number in range(1, 6)])
    (folder / "projects.geojson").write_text(collection([joining]))
    assert ids(kept.current()) == ["TEST-0"]


def test_records_set_aside_in_masses_are_lost_too(folder: Path) -> None:
    write_projects(folder, *(f"TEST-{number}" for number in range(9)))
    kept = Store(Folder(folder))
    kept.current()
    broken = (project(f"TEST-{number}", kind="idea") for number in range(9))
    (folder / "projects.geojson").write_text(collection(broken))
    assert len(ids(kept.current())) == 9


@pytest.mark.parametrize("pause", ["LOOK_EVERY_S", "SETTLED_AFTER_S"])
def test_changed_files_are_read_at_the_next_look_once_they_have_settled(
    folder: Path, pause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, pause, 3600.0)
    kept = Store(Folder(folder))
    kept.current()
    write_projects(folder, "TEST-001", "TEST-002")
    assert ids(kept.current()) == ["TEST-001"]
    monkeypatch.setattr(store, pause, 0.0)
    assert ids(kept.current()) == ["TEST-001", "TEST-002"]


def test_files_that_change_while_they_are_read_are_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Store(Folder(folder))
    kept.current()
    register_of = store.register_of
    names = iter([("TEST-001", "TEST-002", "TEST-003")])

    def read_slowly(contents: Contents, known: Register | None) -> Register:
        register = register_of(contents, known)
        for later in names:
            write_projects(folder, *later)
        return register

    monkeypatch.setattr(store, "register_of", read_slowly)
    write_projects(folder, "TEST-001", "TEST-002")
    assert ids(kept.current()) == ["TEST-001"], "half old, half new: not served"
    assert ids(kept.current()) == ["TEST-001", "TEST-002", "TEST-003"]


def test_a_folder_behind_a_link_is_exchanged_whole(tmp_path: Path) -> None:
    old, new, link = tmp_path / "1", tmp_path / "2", tmp_path / "current"
    write_folder(old)
    write_folder(new, projects=[project("TEST-001"), project("TEST-002")])
    link.symlink_to(old)
    kept = Store(Folder(link))
    assert ids(kept.current()) == ["TEST-001"]
    link.with_name("next").symlink_to(new)
    link.with_name("next").replace(link)
    assert ids(kept.current()) == ["TEST-001", "TEST-002"]


def test_whatever_goes_wrong_keeps_the_last_good_state(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Store(Folder(folder))
    kept.current()
    tries: list[Contents] = []

    def fail(contents: Contents, _known: Register | None) -> Register:
        tries.append(contents)
        raise RecursionError("test")

    monkeypatch.setattr(store, "register_of", fail)
    write_projects(folder, "TEST-001", "TEST-002")
    served = kept.current()
    assert ids(served) == ["TEST-001"]
    assert [(item.code, item.detail) for item in served.problems] == [
        (ProblemCode.UNREADABLE_FILE, "RecursionError: test")
    ]
    assert "RecursionError" in caplog.text
    kept.current()
    assert len(tries) == 1, "the same files are not tried again"


@pytest.mark.parametrize("name", [b"\xf1\xe8.json", b"._oblast.json", b"~$x.json", b"a\nb.json"])
def test_no_file_name_among_the_stories_costs_the_register(folder: Path, name: bytes) -> None:
    (folder / "stories").mkdir()
    Path(os.fsdecode(os.fsencode(folder / "stories") + b"/" + name)).write_bytes(b"\0\5\x16\7")
    served = Store(Folder(folder)).current()
    assert ids(served) == ["TEST-001"]
    assert served.register is not None
    for problem in served.register.problems:
        describe(translator("uk"), problem).encode()
    hidden = name.startswith((b".", b"~"))
    assert bool(served.register.problems) != hidden


def test_a_place_that_cannot_be_reached_keeps_the_last_good_state(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Place(Folder):
        away = False

        def state(self) -> Hashable:
            if Place.away:
                raise ConnectionError("test")
            return super().state()

    kept = Store(Place(folder))
    kept.current()
    Place.away = True
    served = [kept.current() for _ in range(5)][-1]
    assert ids(served) == ["TEST-001"]
    assert [item.detail for item in served.problems] == ["ConnectionError: test"]
    assert caplog.text.count("Traceback") == 1, "the same trouble is logged once"
    Place.away = False
    assert kept.current().problems == ()
    assert kept.current().register is served.register
