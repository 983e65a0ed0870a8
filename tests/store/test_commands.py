"""The store's commands: what they print, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import project
from store.people import accept

from projectmap import cli
from projectmap.data.load import load
from projectmap.store import Edit, open_store

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs a command on a store with the small folder; gives code, output and errors."""
    monkeypatch.setenv("PROJECTMAP_STORE", str(tmp_path / "register.sqlite3"))
    open_store(str(tmp_path / "register.sqlite3"), seed=folder).engine.dispose()

    def command(*arguments: object) -> tuple[int, str, str]:
        try:
            code = cli.main([str(part) for part in (*arguments, "--lang", "en")])
        except SystemExit as ended:
            code = int(str(ended.code))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def add(tmp_path: Path, value: dict[str, Any]) -> None:
    store = open_store(str(tmp_path / "register.sqlite3"))
    accept(store, Edit("projects", value["id"], value, 0))
    store.engine.dispose()


def test_publish_goes_there_and_back(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "snapshots"
    code, out, _ = run("publish", "--to", to)
    assert (code, out.startswith("Published: ")) == (0, True)
    first = load(to / "current").version
    add(tmp_path, project("NEW-1"))
    assert run("publish", "--to", to)[0] == 0
    assert load(to / "current").version != first
    assert run("publish", "--to", to, "--snapshot", first)[0] == 0
    assert load(to / "current").version == first
    assert run("publish", "--to", to, "--snapshot", "nothing")[0] == 2
    assert run("publish", "--to", to, "--level", "secret")[0] == 2


@pytest.mark.usefixtures("_as_before")
def test_what_stops_publishing_is_named(run: Run, tmp_path: Path) -> None:
    add(tmp_path, project("BAD-1", summary_en="Call 099 000 00 01."))
    code, _, stated = run("publish", "--to", tmp_path / "snapshots")
    assert code == 1
    assert "projects.geojson · BAD-1 · summary_en" in stated
    assert "telephone" in stated
    assert not (tmp_path / "snapshots" / "current").exists()


def test_backup_and_restore(run: Run, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    assert run("backup", tmp_path / "one")[0] == 0
    assert set(tmp_path.iterdir()) - before == {tmp_path / "one"}
    add(tmp_path, project("NEW-1"))
    code, out, _ = run("restore", tmp_path / "one")
    assert code == 0
    assert "register.sqlite3.before-" in out
    assert open_store(str(tmp_path / "register.sqlite3")).accepted().revision == 1
    assert run("restore", tmp_path / "missing")[0] == 2
    (tmp_path / "text").write_text("no backup")
    assert run("restore", tmp_path / "text")[0] == 2
    assert run("backup", tmp_path / "no folder" / "one")[0] == 2


def test_no_store_is_no_backup(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROJECTMAP_STORE", str(tmp_path / "nothing.sqlite3"))
    assert run("backup", tmp_path / "one")[0] == 2
    assert not (tmp_path / "one").exists()
    monkeypatch.setenv("PROJECTMAP_STORE", "mysql://host/x")
    assert run("backup", tmp_path / "one")[0] == 2
