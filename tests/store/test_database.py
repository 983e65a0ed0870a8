"""Snapshots in PostgreSQL: the public app reads them there, and does without the database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from builders import project
from store.people import APPROVER, accept

from projectmap.data import database as reading
from projectmap.data.database import Database, snapshot_at
from projectmap.data.snapshot import Folder
from projectmap.data.store import Store
from projectmap.model.codes import Release
from projectmap.store import Edit, RegisterStore
from projectmap.store.publish import back_to, publish

PLACES = ["postgresql"]
NEW = Edit("projects", "NEW-1", project("NEW-1"), 0)


@pytest.fixture
def app(address: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str] | None]:
    """What a public process shows that looks at the database every time."""
    monkeypatch.setattr("projectmap.data.store.LOOK_EVERY_S", 0.0)
    monkeypatch.setattr("projectmap.data.store.SETTLED_AFTER_S", 0.0)
    monkeypatch.setattr(reading, "ASK_EVERY_S", 0.0)
    snapshot = Database(address)
    served = Store(snapshot)

    def shown() -> list[str] | None:
        snapshot._ask()  # noqa: SLF001 - at once, not in a thread
        register = served.current().register
        return None if register is None else [item.id for item in register.projects]

    return shown


def test_a_public_process_follows_without_a_disk_in_common(
    store: RegisterStore, app: Callable[[], list[str] | None], tmp_path: Path, address: str
) -> None:
    assert app() is None
    first = publish(store, APPROVER, tmp_path / "s")
    assert app() == ["TEST-001"]
    accept(store, NEW)
    publish(store, APPROVER, tmp_path / "s")
    assert app() == ["NEW-1", "TEST-001"]
    folder = Folder(tmp_path / "s" / "current").contents()
    assert Database(address).contents() == folder
    publish(store, APPROVER, tmp_path / "s", Release.INTERNAL)
    assert app() == ["NEW-1", "TEST-001"]  # only the public ones are there
    back_to(store, APPROVER, tmp_path / "s", first.version)
    assert app() == ["TEST-001"]


def test_equal_files_are_kept_once(store: RegisterStore, tmp_path: Path, address: str) -> None:
    publish(store, APPROVER, tmp_path / "s")
    accept(store, NEW)
    publish(store, APPROVER, tmp_path / "s")
    with psycopg.connect(address) as connection:
        blobs, files = connection.execute(
            "SELECT (SELECT count(*) FROM blobs), (SELECT count(*) FROM snapshot_files)"
        ).fetchone() or (0, 0)
    assert files > blobs == files // 2 + 3  # the projects, the mark and the log are new


def test_without_the_database_the_last_good_state_stays(
    store: RegisterStore,
    app: Callable[[], list[str] | None],
    tmp_path: Path,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(store, APPROVER, tmp_path / "s")
    assert app() == ["TEST-001"]
    real = psycopg.connect

    def away(*_: object, **__: object) -> None:
        raise psycopg.OperationalError(f"cannot reach {address}")

    monkeypatch.setattr(psycopg, "connect", away)
    assert app() == ["TEST-001"]
    accept(store, NEW)
    monkeypatch.setattr(psycopg, "connect", real)
    publish(store, APPROVER, tmp_path / "s")
    assert app() == ["NEW-1", "TEST-001"]


def test_what_readers_see_of_a_failure_names_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CONNECT_WITHIN_S", 2)
    served = Store(snapshot_at("postgresql://somebody:secret@127.0.0.1:1/x")).current()
    assert served.register is None
    text = str(served.problems)
    assert "cannot be asked" in text
    assert "secret" not in text
    assert "somebody" not in text
