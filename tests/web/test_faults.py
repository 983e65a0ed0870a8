"""What goes wrong around the app: nothing grows, the last good view stays, and why is said."""

from __future__ import annotations

import errno
import gc
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from builders import placed, story, write_folder

from projectmap.config import ROOT
from projectmap.data import store
from projectmap.data.snapshot import FILES, Folder
from projectmap.data.store import Store
from projectmap.ui import options
from projectmap.web import exports

PATHS = [
    *("/list?q=test&lang=uk", "/list?place=UA99020010000000011", "/list?project=TEST-1&lang=en"),
    *("/stage", "/stage?map=partners", "/embed/map", "/export/projects.csv", "/export/status.csv"),
    *(f"/map/{name}" for name in ("geometry", "ground", "positions", "ids", "texts", "partners")),
]


@pytest.fixture(autouse=True)
def looks_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(store, "SETTLED_AFTER_S", 0.0)


def write(folder: Path, *names: str) -> None:
    write_folder(folder, projects=[placed(name) for name in names], stories=[story()])


def test_registers_that_are_no_longer_served_are_let_go(
    site: Callable[..., Any], tmp_path: Path
) -> None:
    """However rarely a page is asked for: what it has kept does not keep its old register."""
    seen: list[weakref.ref[Any]] = []
    folder = tmp_path / "geodata"
    for number in range(6):
        write(folder, *(f"TEST-{added}" for added in range(1, number + 2)))
        if number == 0:
            serving = Store(Folder(folder))
        served = serving.current()
        assert served.register is not None
        seen.append(weakref.ref(served.register))
        options.names(served.register, "uk")
        # Each version is looked at otherwise, as rare pages are.
        for path in PATHS[number % 2 :: 2]:
            assert site(served).get(path).status_code == 200, path
        del served
    gc.collect()
    assert [known() is not None for known in seen] == [False] * 4 + [True] * 2


# --- Files that cannot be read ----------------------------------------------------------------

AWAY = {
    "missing": errno.ENOENT,
    "no permission": errno.EACCES,
    "a broken disk": errno.EIO,
    "a server that is gone": errno.ESTALE,
    "too many open files": errno.EMFILE,
}


@contextmanager
def away(name: str, code: int) -> Iterator[None]:
    """The file of this name cannot be opened; as the system would say it, also to root."""
    opened = Path.open

    def opens(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == name:
            raise OSError(code, os.strerror(code), str(path))
        return opened(path, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", opens)
        yield


@pytest.mark.parametrize(
    ("name", "code"), [(name, [*AWAY.values()][n % len(AWAY)]) for n, name in enumerate(FILES)]
)
def test_a_file_that_cannot_be_read_is_named_everywhere(
    site: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    name: str,
    code: int,
) -> None:
    monkeypatch.setattr(store, "AGAIN_AFTER_S", 0.0)
    caplog.set_level("INFO")
    folder = tmp_path / "geodata"
    write(folder, "TEST-1")
    running, started = Store(Folder(folder)), Store(Folder(folder))
    good = running.current().register
    os.utime(folder / name, (1, 1))
    with away(name, code):
        served, cold = ([it.current() for _ in range(3)][-1] for it in (running, started))
        assert (served.register is good, served.since is not None) == (True, True)
        assert caplog.text.count(name) == 2, "once for each process"
        for data, status in ((served, 200), (cold, 503)):
            client = site(data)
            for path in ("/list?lang=uk", "/list?lang=en", "/health"):
                answer = client.get(path)
                assert (answer.status_code, name in answer.text) == (status, True), path
                assert str(tmp_path) not in answer.text
            assert client.get("/stage").status_code == status
    assert running.current().problems == started.current().problems == ()
    assert started.current().register is not None, "without anybody who touches the file"
    assert "can be read again" in caplog.text


def test_files_that_cannot_be_read_are_not_tried_at_every_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[None] = []
    contents = Folder.contents
    monkeypatch.setattr(Folder, "contents", lambda it: (tries.append(None), contents(it))[1])
    write(tmp_path / "geodata", "TEST-1")
    with away(FILES[0], errno.EIO):
        serving = Store(Folder(tmp_path / "geodata"))
        for _ in range(5):
            serving.current()
    assert len(tries) == 1


def test_a_clock_that_steps_back_changes_nothing(
    site: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "geodata"
    write(folder, "TEST-1")
    serving = Store(Folder(folder))
    good = serving.current().register
    monkeypatch.setattr(time, "time", lambda: 0.0)
    write(folder, "TEST-1", "TEST-2")
    for path in folder.rglob("*.*"):
        os.utime(path, (0, 0))  # files of "the future" would be older than the ones before
    served = serving.current()
    assert served.register is not good
    assert served.register is not None
    assert len(served.register.projects) == 2
    assert site(served).get("/list").status_code == 200
    assert Store(Folder(folder)).current().problems == ()


# --- Nowhere to write -------------------------------------------------------------------------


def test_a_full_disk_costs_the_download_and_nothing_else(
    site: Callable[..., Any],
    small: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The writing fails half-way, as on a full disk; then there is room again."""
    full = [True]
    write_export = exports.write_export

    def writes(register: Any, request: Any, path: Path) -> None:
        write_export(register, request, path)
        if full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(exports, "write_export", writes)
    client = site(small)
    for _ in range(3):
        answer = client.get("/export/projects.csv")
        assert answer.status_code == 500
        assert "No space" not in answer.text, "the reader is told what to do, not this"
        assert client.get("/list").status_code == client.get("/stage").status_code == 200
    assert "No space left on device" in caplog.text
    full.clear()
    assert client.get("/export/projects.csv").status_code == 200


NO_FILES = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Starts a program that can write to no file at all, and so has no temporary folder either."""


def test_the_app_starts_where_nothing_can_be_written_and_there_is_no_home(tmp_path: Path) -> None:
    write(tmp_path / "geodata", "TEST-1")
    with socket() as line:
        line.bind(("127.0.0.1", 0))
        port = line.getsockname()[1]
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-c", NO_FILES, "-m", "streamlit", "run", "dashboard.py",
         "--server.port", str(port), "--server.headless", "true"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env={**kept, "HOME": "/nonexistent", "PROJECTMAP_GEODATA": str(tmp_path / "geodata")},
    )  # fmt: skip

    def status(path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    try:
        while process.poll() is None:
            with suppress(OSError):
                if status("/health") == 200:
                    break
            time.sleep(0.2)
        paths = ["/", "/projects", "/list", "/stage", "/embed/map", "/map/geometry"]
        assert {path: status(path) for path in paths} == dict.fromkeys(paths, 200)
        assert status("/export/projects.csv") == 500
        assert status("/_stcore/health") == 200
    finally:
        process.terminate()
        _, log = process.communicate()
    assert "No usable temporary directory" in log
