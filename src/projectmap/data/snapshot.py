"""Where the public data comes from: a folder today; whatever else has these two methods."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from projectmap.data import read
from projectmap.errors import DataInvalidError, Problem, ProblemCode
from projectmap.model.codes import Release

FILES = (
    "communities.geojson",
    "europe.geojson",
    "known_exceptions.csv",
    "occupation_status.geojson",
    "organisations.csv",
    "partnerships.geojson",
    "projects.geojson",
    "sectors.csv",
    "settlements.csv",
)
OPTIONAL = ("list_amendments.csv",)
"""Files that a folder may lack."""
BASEMAP = "basemap/"
"""Beginning of the names of the basemap's files; a folder can do without all of them."""
BASEMAP_FILES = tuple(
    BASEMAP + name
    for name in (
        "communities.geojson",
        "land.geojson",
        "rivers.geojson",
        "roads.geojson",
        "sea.geojson",
        "settlement_points.csv",
        "towns.geojson",
        "waters.geojson",
    )
)
STORIES = "stories/"
"""Beginning of the names of stories."""
DOCUMENTS = ("SOURCES.md",)
"""What is written about the data; nothing is read from it."""
MARK = "snapshot.json"
"""Who may read a published folder (``level``), its ``version`` and when it was made; a folder
without it is a public one that was made by hand."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The bytes of one state of the data."""

    files: Mapping[str, bytes]
    """By name: those of :data:`FILES` and :data:`BASEMAP_FILES` that could be read, and the
    stories under :data:`STORIES`; a story that cannot be read counts as empty, so that it is part
    of the version."""
    problems: tuple[Problem, ...] = ()
    """Why others could not be read; those of stories and the basemap are not fatal."""
    level: Release = Release.PUBLIC
    """Who may read them."""


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
        """The folder's own name: where it lies is nobody's business."""
        return self.path.name

    def state(self) -> Hashable:
        """Which folder it is, with names, sizes, times of change and inodes of all files."""
        folder = self.path.resolve()
        paths = [
            *(folder / name for name in (*FILES, *OPTIONAL, *BASEMAP_FILES, MARK)),
            *_stories(folder),
        ]
        return folder, tuple(_stat(path) for path in paths)

    def contents(self) -> Contents:
        """The files' bytes, all of the same folder."""
        folder = self.path.resolve()
        files: dict[str, bytes] = {}
        problems: list[Problem] = []
        level = Release.PUBLIC
        if (folder / MARK).exists():
            try:
                level = mark_of(read.read_bytes(folder / MARK)).level
            except DataInvalidError as error:
                problems.extend(error.problems)
        for name in (*FILES, *OPTIONAL):
            if name in OPTIONAL and not (folder / name).exists():
                continue
            try:
                files[name] = read.read_bytes(folder / name)
            except DataInvalidError as error:
                problems.extend(error.problems)
        for name in BASEMAP_FILES if (folder / BASEMAP).is_dir() else ():
            try:
                files[name] = read.read_bytes(folder / name)
            except DataInvalidError as error:
                problems.extend(replace(item, file=name, fatal=False) for item in error.problems)
        for path in _stories(folder):
            # A name in another encoding than UTF-8, as old archives have, must stay printable.
            name = f"{STORIES}{path.name.encode('utf-8', 'backslashreplace').decode()}"
            try:
                files[name] = read.read_bytes(path)
            except DataInvalidError as error:
                files[name] = b""
                problems.extend(replace(item, file=name, fatal=False) for item in error.problems)
        return Contents(files, tuple(problems), level)

    def documents(self) -> dict[str, bytes]:
        """Those of :data:`DOCUMENTS` that are there, to be handed on."""
        folder = self.path.resolve()
        return {
            name: read.read_bytes(folder / name) for name in DOCUMENTS if (folder / name).exists()
        }


@dataclass(frozen=True, slots=True)
class Mark:
    """What a published folder says of itself."""

    level: Release
    version: str
    made_at: str
    """UTC, ISO 8601."""
    losses_confirmed: bool = False
    """Somebody has confirmed that many records are gone."""


def mark_of(content: bytes) -> Mark:
    """What the file :data:`MARK` says; :class:`DataInvalidError` where that cannot be relied on."""
    values = read.value(MARK, content)
    try:
        return _MARK.validate_python(values)
    except ValidationError as error:
        raise DataInvalidError(
            [
                Problem(ProblemCode.WRONG_VALUE, MARK, field=".".join(map(str, item["loc"])),
                        detail=item["msg"], fatal=True)
                for item in error.errors(include_url=False, include_context=False)
            ]
        ) from error  # fmt: skip


_MARK = TypeAdapter(Mark)


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
