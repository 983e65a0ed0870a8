"""Files made on request: once each, by whichever process, and not kept for ever."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from export.making import export

from projectmap.export.formats import Format, order, rows
from projectmap.i18n import translator
from projectmap.model.register import Register
from projectmap.query.view import View
from projectmap.web import made
from projectmap.web.made import Files

DAY = date(2026, 11, 22)


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("view", [View(), View(q="no record says this")], ids=["all", "none"])
def test_another_process_writes_the_same(
    register: Register, tmp_path: Path, fmt: Format, view: View
) -> None:
    t = translator("uk")
    asked = order(fmt, register, view, t, DAY, None)
    made.make(asked, rows(fmt, register, view, t), made.LONG, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == export(fmt, register, view, t, DAY, None)


def test_what_the_other_process_says_when_it_fails_is_told(
    register: Register, tmp_path: Path
) -> None:
    t = translator("uk")
    asked = replace(order(Format.CSV, register, View(), t, DAY, None), fmt=Format.GPKG)
    with pytest.raises(RuntimeError, match="geo_files"):
        made.make(asked, rows(Format.CSV, register, View(), t), made.LONG, tmp_path / "file")


def test_a_file_is_made_once_for_all_who_ask_at_the_same_time() -> None:
    files, started, calls = Files(), threading.Barrier(8), []

    def write_to(path: Path) -> None:
        calls.append(path)
        path.write_bytes(b"content")

    def ask() -> None:
        started.wait()
        found.append(files.get("key", write_to))

    found: list[made.Made] = []
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1
    assert len(found) == 8
    assert len(set(found)) == 1
    assert found[0].path.read_bytes() == b"content"


def test_a_file_that_could_not_be_made_is_tried_again() -> None:
    files = Files()

    def fail(_path: Path) -> None:
        raise RuntimeError("no room")

    with pytest.raises(RuntimeError, match="no room"):
        files.get("key", fail)
    assert files.get("key", lambda path: path.write_bytes(b"x")).size == 1


def test_only_the_last_files_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    files = Files()
    monkeypatch.setattr(made, "KEPT_FILES", 3)
    found = [files.get(number, lambda path: path.write_bytes(b"x")) for number in range(5)]
    assert [item.path.exists() for item in found] == [False, False, True, True, True]
    monkeypatch.setattr(made, "KEPT_BYTES", 10)
    large = files.get("large", lambda path: path.write_bytes(b"x" * 11))
    assert large.path.exists()
    assert not any(item.path.exists() for item in found)


def test_nothing_is_left_when_nobody_can_ask_any_more() -> None:
    files = Files()
    path = files.get("key", lambda path: path.write_bytes(b"x")).path
    del files
    assert not path.exists()
