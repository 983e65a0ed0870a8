"""The register that the running app serves.

The folder's files are watched. When they have changed and stay as they are for a moment, they are
read anew; when the new state cannot be served, the last good one stays, with the problems and the
time.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from projectmap.data.load import FILES, load
from projectmap.data.stories import paths as story_paths
from projectmap.errors import DataInvalidError, Problem, ProblemCode
from projectmap.i18n import N_
from projectmap.model.register import Register

LOOK_EVERY_S = 1.0
"""Between two looks at the files."""
SETTLED_AFTER_S = 1.0
"""How long files must stay as they are before they are read: folders are copied file by file."""
MAX_LOST_SHARE, MAX_LOST = 0.1, 10
"""Records of one file that may vanish at once; more is an accident until someone restarts."""

_Signature: TypeAlias = tuple[tuple[str, int, int, int, int] | None, ...]
_log = logging.getLogger(__name__)


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
        """Of the files when they were last read, whatever came of it."""
        self._seen: tuple[_Signature, float] | None = None
        """Of changed files at the last look, and since when they have been so."""
        self._looked = float("-inf")
        self._served = Served(None)

    def current(self) -> Served:
        """The register of the folder as it is now, or the last good one.

        While one caller reads changed files, all others get the state until then.
        """
        if time.monotonic() - self._looked < LOOK_EVERY_S:
            return self._served
        nothing_yet = self._signature is None
        if not self._lock.acquire(blocking=nothing_yet):
            return self._served
        try:
            if time.monotonic() - self._looked >= LOOK_EVERY_S:
                self._look()
                self._looked = time.monotonic()
            return self._served
        finally:
            self._lock.release()

    def _look(self) -> None:
        """Read the files where they have changed, have settled and stay so while they are read."""
        # One folder for all files, should its name be turned to another in between.
        folder = self.folder.resolve()
        signature = _signature(folder)
        if signature == self._signature:
            self._seen = None
            return
        nothing_to_lose = self._served.register is None
        if not nothing_to_lose and not self._settled(signature):
            return
        served = self._read(folder)
        if nothing_to_lose or _signature(folder) == signature:
            self._served, self._signature, self._seen = served, signature, None

    def _settled(self, signature: _Signature) -> bool:
        now = time.monotonic()
        if self._seen is None or self._seen[0] != signature:
            self._seen = signature, now
        return now - self._seen[1] >= SETTLED_AFTER_S

    def _read(self, folder: Path) -> Served:
        before = self._served
        try:
            register = load(folder, before.register)
            if before.register is None or not (
                lost := tuple(_mass_loss(before.register, register))
            ):
                return Served(register)
            problems = lost
        except DataInvalidError as error:
            problems = error.problems
        except Exception as error:  # noqa: BLE001 - whatever it is, the last good state stays
            _log.exception("%s cannot be read", folder)
            detail = f"{type(error).__name__}: {error}"
            problems = (
                Problem(ProblemCode.UNREADABLE_FILE, folder.name, detail=detail, fatal=True),
            )
        return Served(before.register, problems, before.since or datetime.now(UTC))


_KEYS: Mapping[str, Callable[[Register], Collection[str]]] = MappingProxyType(
    {
        "projects.geojson": lambda register: [item.id for item in register.projects],
        "partnerships.geojson": lambda register: [item.id for item in register.partnerships],
        "communities.geojson": lambda register: register.communities,
        "settlements.csv": lambda register: register.settlements,
        "occupation_status.geojson": lambda register: [
            row.territory for row in register.status_rows
        ],
    }
)
"""What the records of each file go by. A joined record is not lost: see ``same_as``."""


def _mass_loss(before: Register, after: Register) -> Iterator[Problem]:
    """The files of which more has vanished than a person takes out at once."""
    joined = {other for item in after.projects for other in item.same_as}
    joined |= {other for item in after.partnerships for other in item.same_as}
    for file, keys in _KEYS.items():
        had = set(keys(before))
        lost = had - set(keys(after)) - joined
        if len(lost) > len(had) * MAX_LOST_SHARE or len(lost) > MAX_LOST:
            detail = N_("records that were served are missing; to publish this, restart the app")
            value = f"{len(lost)}/{len(had)}"
            yield Problem(ProblemCode.MASS_LOSS, file, value=value, detail=detail, fatal=True)


def _signature(folder: Path) -> _Signature:
    """Names, sizes, times of change and places on the disk of all files."""
    paths = [*(folder / name for name in FILES), *story_paths(folder)]
    return tuple(_stat(path) for path in paths)


def _stat(path: Path) -> tuple[str, int, int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return path.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


@cache
def shared(folder: Path) -> Store:
    """The one store of ``folder`` in this process: pages and routes serve the same data."""
    return Store(folder)
