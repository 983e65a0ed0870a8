"""What goes wrong around the app: nothing grows, the last good view stays, and why is said."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import placed, story, write_folder

from projectmap.data import store
from projectmap.data.snapshot import Folder
from projectmap.data.store import Store
from projectmap.ui import options

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
