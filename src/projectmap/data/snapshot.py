"""Where the public data comes from: a folder, or anything else with these two methods."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from projectmap.data import read
from projectmap.data.misfits import misfits
from projectmap.errors import DataInvalidError, Problem
from projectmap.model.changelog import MAX_ENTRIES, LogEntry
from projectmap.model.codes import Release

FILES = (
    *("communities.geojson", "europe.geojson", "known_exceptions.csv"),
    *("occupation_status.geojson", "organisations.csv", "partnerships.geojson"),
    *("projects.geojson", "sectors.csv", "settlements.csv"),
)
OPTIONAL = ("list_amendments.csv",)
"""Files that a folder may lack."""
BASEMAP = "basemap/"
"""Beginning of the names of the basemap's files; a folder can do without all of them."""
BASEMAP_FILES = (
    *(f"{BASEMAP}{name}.geojson" for name in ("communities", "land", "rivers", "roads", "sea")),
    *(BASEMAP + name for name in ("settlement_points.csv", "towns.geojson", "waters.geojson")),
)
STORIES = "stories/"
"""Beginning of the names of stories."""
CHANGES = "changes.json"
"""What changed from version to version; no part of the version itself."""
DOCUMENTS = ("SOURCES.md",)
"""What is written about the data; nothing is read from it."""
MARK = "snapshot.json"
"""Who may read a published folder (``level``), its ``version`` and when it was made; a folder
without it is a public one that was made by hand."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a published folder says of itself."""

    level: Release
    version: str
    made_at: str
    """UTC, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The bytes of one state of the data."""

    files: Mapping[str, bytes]
    """By name: those of :data:`FILES` and :data:`BASEMAP_FILES` that could be read, the log of
    :data:`CHANGES`, and the stories under :data:`STORIES`; a story that cannot be read counts as
    empty, so that it is part of the version."""
    problems: tuple[Problem, ...] = ()
    """Why others could not be read."""
    mark: Mark | None = None
    """What they say of themselves, where they were published from the store."""

    @property
    def level(self) -> Release:
        """Who may read them."""
        return Release.PUBLIC if self.mark is None else self.mark.level


class Snapshot(Protocol):
    """A place that has the public data."""

    @property
    def name(self) -> str:
        """What messages call it."""

    def state(self) -> Hashable:
        """A value that changes whenever the data does; cheap, asked every second."""

    def contents(self) -> Contents:
        """The data as it is now; raises :class:`OSError` where the place cannot be reached."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, or a link to one that is turned to another when something is published."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's own name: its place on the disk stays private."""
        return self.path.name

    def state(self) -> Hashable:
        """Which folder it is, with names, sizes, times of change and inodes of all files."""
        folder = self.path.resolve()
        paths = (folder / name for name in (*FILES, *OPTIONAL, *BASEMAP_FILES, MARK, CHANGES))
        return folder, tuple(map(_stat, (*paths, *_stories(folder))))

    def contents(self) -> Contents:
        """The files' bytes, all of the same folder."""
        folder = self.path.resolve()
        files: dict[str, bytes] = {}
        problems: list[Problem] = []

        def take(name: str, path: Path) -> None:
            try:
                files[name] = read.read_bytes(path)
            except DataInvalidError as error:
                problems.extend(replace(item, file=name) for item in error.problems)

        for name in (*FILES, *OPTIONAL, CHANGES):
            if name in FILES or (folder / name).exists():
                take(name, folder / name)
        for name in BASEMAP_FILES if (folder / BASEMAP).is_dir() else ():
            take(name, folder / name)
        for path in _stories(folder):
            # A name in another encoding than UTF-8, as old archives have, must stay printable.
            name = f"{STORIES}{path.name.encode('utf-8', 'backslashreplace').decode()}"
            files[name] = b""
            take(name, path)
        mark = None
        if (folder / MARK).exists():
            try:
                mark = Folder(folder).mark()
            except DataInvalidError as error:
                problems.extend(error.problems)
        return Contents(files, tuple(problems), mark)

    def mark(self) -> Mark:
        """What the folder says of itself; :class:`DataInvalidError` where it says nothing."""
        return mark_of(read.read_bytes(self.path / MARK))

    def documents(self) -> dict[str, bytes]:
        """Those of :data:`DOCUMENTS` that are there, to be handed on."""
        folder = self.path.resolve()
        found = (folder / name for name in DOCUMENTS)
        return {path.name: read.read_bytes(path) for path in found if path.exists()}


def mark_of(content: bytes) -> Mark:
    """What the file :data:`MARK` says; :class:`DataInvalidError` where that cannot be relied on."""
    values = read.value(MARK, content)
    try:
        return _MARK.validate_python(values)
    except ValidationError as error:
        raise DataInvalidError(
            [replace(wrong, file=MARK, value="") for _, wrong in misfits(error)]
        ) from error


_MARK = TypeAdapter(Mark)
_LOG = TypeAdapter(tuple[LogEntry, ...])


def log_of(content: bytes, problems: list[Problem]) -> tuple[LogEntry, ...]:
    """The log in the file :data:`CHANGES`, newest first; () where it cannot be used, and why."""
    try:
        return _LOG.validate_python(read.value(CHANGES, content))[:MAX_ENTRIES]
    except DataInvalidError as error:
        problems.extend(error.problems)
    except ValidationError as error:
        _, wrong = misfits(error)[0]
        problems.append(replace(wrong, file=CHANGES, field="", value=""))
    return ()


def write_log(entries: Iterable[LogEntry]) -> bytes:
    """The file :data:`CHANGES` of the newest of ``entries``."""
    return _LOG.dump_json(tuple(entries)[:MAX_ENTRIES], indent=0) + b"\n"


def _stories(folder: Path) -> list[Path]:
    """The files of the stories by name; none where there is no such folder.

    Hidden files are what macOS and editors leave beside a file, no stories.
    """
    found = (folder / STORIES).glob("*.json")
    return sorted(path for path in found if not path.name.startswith((".", "~")))


def _stat(path: Path) -> Hashable:
    try:
        found = path.stat()
    except OSError:
        return None
    return path.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
