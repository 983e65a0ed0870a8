"""Many at once, and killed at any moment: nothing acknowledged is lost, nothing half is seen.

Short samples; ``make store`` runs the long ones.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from builders import project, write_folder

from projectmap.data.load import load
from projectmap.data.snapshot import MARK
from projectmap.store import RegisterStore, StoreError, open_store
from projectmap.store.backup import backup, restore
from projectmap.store.engine import address_of, writing

WRITER = Path(__file__).with_name("writer.py")
KEYS = ("TEST-001", "TEST-002")


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two records whose titles end in a number."""
    records = [project(key, title_en="Test record 0") for key in KEYS]
    return write_folder(tmp_path_factory.mktemp("seed") / "geodata", projects=records)


def start(address: str, *arguments: object) -> subprocess.Popen[str]:
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, str(WRITER), address, *map(str, arguments)]
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)


def number(store: RegisterStore, key: str = KEYS[0]) -> int:
    value, _ = store.record("projects", key)
    assert value is not None
    return int(value["properties"]["title_en"].rpartition(" ")[2])


def whole(store: RegisterStore) -> None:
    """Every accepted change is there with its version, and every version with its change."""
    for key in KEYS:
        versions = store.history(collection="projects", key=key, limit=10_000)
        assert [item.number for item in versions] == list(range(len(versions), 0, -1))
        titles = [item.value and item.value["properties"]["title_en"] for item in versions]
        assert titles == [f"Test record {n}" for n in range(len(versions) - 1, -1, -1)]
    assert store.register().problems == ()


def test_writers_lose_nothing_to_each_other(
    address: str, open_it: Callable[..., RegisterStore]
) -> None:
    store = open_it()
    writers = [start(address, key, 3) for key in (KEYS[0], *KEYS)]
    assert [writer.wait(120) for writer in writers] == [0] * 3
    for writer in writers:
        assert writer.stdout is not None
        writer.stdout.close()
    assert [number(store, key) for key in KEYS] == [6, 3]
    whole(store)


def test_a_backup_made_while_people_write_is_one_state_and_comes_back(
    address: str, open_it: Callable[..., RegisterStore], tmp_path: Path
) -> None:
    store, url = open_it(), address_of(address)
    with start(address, KEYS[0]) as writer:
        assert writer.stdout is not None
        for _ in range(4):
            writer.stdout.readline()
        backup(url, tmp_path / "register.backup")
        for _ in range(3):
            writer.stdout.readline()
        at_least = number(store)
        restore(url, tmp_path / "register.backup")
        assert number(store) < at_least + 10  # an open store follows, and its writer goes on
        line = writer.stdout.readline()
        assert line
        writer.kill()
    whole(store)
    restore(url, tmp_path / "register.backup")
    whole(store)
    assert 2 <= number(store) < at_least


@pytest.mark.parametrize("moment", [0.0, 0.05])
def test_a_writer_that_is_killed_leaves_whole_changes_and_whole_snapshots(
    address: str, open_it: Callable[..., RegisterStore], tmp_path: Path, moment: float
) -> None:
    open_it()
    to = tmp_path / "snapshots"
    with start(address, KEYS[0], 10**6, to) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(4)]
        try:
            writer.wait(moment + Random(moment).random() / 20)  # noqa: S311 - any moment will do
        except subprocess.TimeoutExpired:
            writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.read().splitlines()
    numbers = [int(line) for line in lines if line.strip().isdecimal()]
    published = [line.strip() for line in lines if "-" in line]
    store = open_it()
    assert number(store) in {numbers[-1], numbers[-1] + 1}
    whole(store)
    shown = load(to / "current")
    assert (to / "current" / MARK).is_file()
    titles = {item.title_en for item in shown.projects if item.id == KEYS[0]}
    assert titles <= {f"Test record {n}" for n in (numbers[-1] - 1, *numbers[-2:], number(store))}
    assert published[-1].split("-")[1] in {shown.version, *(item.version for item in shown.log)}
    for path in to.glob(f"*/{MARK}"):
        assert load(path.parent).problems == ()


# --- Backups of other kinds --------------------------------------------------------------------


def test_what_a_backup_replaces_is_kept(
    address: str, open_it: Callable[..., RegisterStore], tmp_path: Path
) -> None:
    open_it()
    url = address_of(address)
    backup(url, tmp_path / "one")
    before = restore(url, tmp_path / "one")
    assert before is not None
    assert before.stat().st_size > 0
    assert restore(url, before) is not None


def test_a_file_that_is_no_backup_changes_nothing(
    address: str, open_it: Callable[..., RegisterStore], tmp_path: Path
) -> None:
    store = open_it()
    faulty = {
        "empty": b"", "text": b"hello", "SQLite's beginning": b"SQLite format 3\0" + b"x" * 4096,
        "a dump's beginning": b"PGDMP" + b"x" * 100,
    }  # fmt: skip
    for name, content in faulty.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(StoreError):
            restore(address_of(address), tmp_path / name)
    assert store.accepted().revision == 1


def test_a_store_of_a_newer_version_is_left_alone(
    address: str, open_it: Callable[..., RegisterStore]
) -> None:
    store = open_it()
    with writing(store.engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer"):
        open_store(address)
