"""The register that the running app serves.

The data is watched. When it has changed and stays as it is for a moment, it is read again; when the
new state cannot be served, the last good one stays, with the problems and the time.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from projectmap.data.database import snapshot_at
from projectmap.data.load import register_of
from projectmap.data.snapshot import Snapshot
from projectmap.errors import DataInvalidError, Problem, ProblemCode, shorten
from projectmap.i18n import N_, translator
from projectmap.memory import forget_the_kept
from projectmap.model.labels import describe_all
from projectmap.model.register import Register

LOOK_EVERY_S = 1.0
"""Between two looks at the data."""
SETTLED_AFTER_S = 1.0
"""How long data must stay as it is before it is read: folders are copied file by file."""
AGAIN_AFTER_S = 30.0
"""Before files that could not be read at all are tried again though they look the same."""
MAX_LOGGED = 20
"""Problems of the data that the log describes; the rest is counted."""
MAX_LOST_SHARE, MAX_LOST = 0.1, 10
"""Records of one file that may vanish at once; more is an accident until someone restarts."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Served:
    """What to show now: a register, or none and why."""

    register: Register | None
    problems: tuple[Problem, ...] = ()
    """Why the files as they are now cannot be served; empty when they are served."""
    since: datetime | None = None
    """Since when an older state is served instead (UTC)."""
    earlier: Register | None = None
    """The register before, for pages that were drawn with it and for other processes' pages."""


class Store:
    """Hands out the current register of ``snapshot``; safe to share between threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._lock = threading.Lock()
        self._state: Hashable = None
        """Of the data when it was last read, whatever came of it."""
        self._seen: tuple[Hashable, float] | None = None
        """Of changed data at the last look, and since when it has been so."""
        self._looked = float("-inf")
        self._again = float("inf")
        """When the same data is read again, as a disk or a server may have been away."""
        self._served = Served(None)

    def current(self) -> Served:
        """The register as the data is now, or the last good one.

        While one caller reads changed data, all others get the state until then.
        """
        if time.monotonic() - self._looked < LOOK_EVERY_S:
            return self._served
        nothing_yet = self._state is None and self._served.register is None
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
        """Read the data where it has changed, has settled and stays so while it is read."""
        before, state = self._served, None
        try:
            state = self._snapshot.state()
            if state == self._state and time.monotonic() < self._again:
                self._seen = None
                return
            if before.register is not None and not self._settled(state):
                return
            served = self._read()
            unchanged = self._snapshot.state() == state
        except Exception as error:  # noqa: BLE001 - whatever it is, the last good state stays
            detail, name = shorten(f"{type(error).__name__}: {error}"), self._snapshot.name
            problem = Problem(ProblemCode.UNREADABLE_FILE, name, detail=detail)
            if problem not in before.problems:
                _log.exception("%s cannot be read", name)
            served, unchanged = self._kept([problem]), True
            if isinstance(error, OSError):
                state = None  # out of reach: the same data is read once it is back
        if unchanged or before.register is None:
            self._served, self._state, self._seen = served, state, None
            if served.register is not before.register:
                forget_the_kept()
            _log_new(before, served)

    def _settled(self, state: Hashable) -> bool:
        now = time.monotonic()
        if self._seen is None or self._seen[0] != state:
            self._seen = state, now
        return now - self._seen[1] >= SETTLED_AFTER_S

    def _read(self) -> Served:
        before = self._served.register
        contents = self._snapshot.contents()
        self._again = time.monotonic() + AGAIN_AFTER_S if contents.problems else float("inf")
        try:
            register = register_of(contents, before)
        except DataInvalidError as error:
            return self._kept(error.problems)
        # What is published from the store has been confirmed before.
        known = before if contents.mark is None else None
        lost = [] if known is None else list(mass_loss(known, register))
        return self._kept(lost) if lost else Served(register, earlier=before)

    def _kept(self, problems: Iterable[Problem]) -> Served:
        """The last good state, and why there is no newer one."""
        before = self._served
        since = before.since or datetime.now(UTC)
        return Served(before.register, tuple(problems), since, before.earlier)


def _log_new(before: Served, after: Served) -> None:
    """Name what is wrong now and was not before."""
    if after.register is not before.register and after.register is not None:
        _log.info("data version %s is served", after.register.version)
        known, found = frozenset[Problem](), (*after.register.problems, *after.problems)
    else:
        known, found = frozenset(before.problems), after.problems
    new = [problem for problem in found if problem not in known]
    for line in describe_all(translator("en"), new, MAX_LOGGED):
        _log.warning("%s", line)
    if before.problems and not after.problems:
        _log.info("the data can be read again")


_KEYS: Mapping[str, Callable[[Register], Collection[str]]] = {
    "projects.geojson": lambda register: [item.id for item in register.projects],
    "partnerships.geojson": lambda register: [item.id for item in register.partnerships],
    "communities.geojson": lambda register: register.communities,
    "settlements.csv": lambda register: register.settlements,
    "occupation_status.geojson": lambda data: [row.territory for row in data.status_rows],
}
"""What the records of each file go by. A joined record is not lost: see ``same_as``."""


def mass_loss(before: Register, after: Register) -> Iterator[Problem]:
    """The files of which more has vanished than a person takes out at once, as problems."""
    joined = {other for item in after.projects for other in item.same_as}
    joined |= {other for item in after.partnerships for other in item.same_as}
    for file, keys in _KEYS.items():
        had = set(keys(before))
        lost = had - set(keys(after)) - joined
        if len(lost) > len(had) * MAX_LOST_SHARE or len(lost) > MAX_LOST:
            yield Problem(ProblemCode.MASS_LOSS, file, value=f"{len(lost)}/{len(had)}",
                          detail=N_("published records are missing; to publish the data without "
                                    "them, restart the app"))  # fmt: skip


@cache
def shared(place: Path | str) -> Store:
    """The one store of ``place`` in this process: pages and routes serve the same data."""
    return Store(snapshot_at(place))
