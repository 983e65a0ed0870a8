"""The register that the running app serves.

The folder's files are watched by size and time of change. When they change they are read anew;
when the new state cannot be served, the last good one stays, with the problems and the time.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypeAlias

from projectmap.data.load import FILES, load
from projectmap.data.stories import paths as story_paths
from projectmap.errors import DataInvalidError, Problem
from projectmap.model.register import Register

LOOK_EVERY = 1.0
"""Seconds between two looks at the files."""

_Signature: TypeAlias = tuple[tuple[str, int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """What to show now: a register, or none and why."""

    register: Register | None
    problems: tuple[Problem, ...] = ()
    """Why the files as they are now cannot be served; empty when they are served."""
    since: datetime | None = None
    """Since when an older state is served instead (UTC)."""


class Store:
    """Hands out the current register of ``folder``; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._signature: _Signature | None = None
        self._looked = float("-inf")
        self._served = Served(None)

    def current(self) -> Served:
        """The register of the folder as it is now, or the last good one.

        While one caller reads changed files, all others get the state until then.
        """
        if time.monotonic() - self._looked < LOOK_EVERY:
            return self._served
        nothing_yet = self._signature is None
        if not self._lock.acquire(blocking=nothing_yet):
            return self._served
        try:
            if time.monotonic() - self._looked >= LOOK_EVERY:
                signature = _signature(self.folder)
                if signature != self._signature:
                    self._served = self._read()
                    self._signature = signature
                self._looked = time.monotonic()
            return self._served
        finally:
            self._lock.release()

    def _read(self) -> Served:
        try:
            return Served(load(self.folder, self._served.register))
        except DataInvalidError as error:
            since = self._served.since or datetime.now(UTC)
            return Served(self._served.register, error.problems, since)


def _signature(folder: Path) -> _Signature:
    """Names, sizes and times of change of all files, the stories' as many as there are."""
    paths = [*(folder / name for name in FILES), *story_paths(folder)]
    return tuple(_stat(path) for path in paths)


def _stat(path: Path) -> tuple[str, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return path.name, found.st_size, found.st_mtime_ns


@cache
def shared(folder: Path) -> Store:
    """The one store of ``folder`` in this process: pages and routes serve the same data."""
    return Store(folder)
