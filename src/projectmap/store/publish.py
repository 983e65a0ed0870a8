"""Publishing: a snapshot of what is accepted, in a new folder, switched to in one step.

Below the folder for snapshots::

    20261129T101500Z-06ccf9e428b9/           one published state, never touched again
    current -> 20261129T101500Z-06ccf9e428b9   what the public app shows
    current-partner, current-internal          the same for other readers

On PostgreSQL the public ones are kept in the database as well.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import Connection, insert, select

from projectmap.data.load import load, register_of
from projectmap.data.snapshot import CHANGES, MARK, Folder, Mark, log_of, write_log
from projectmap.data.store import mass_loss
from projectmap.errors import DataInvalidError, Problem
from projectmap.model.changelog import (
    MAX_CHANGES,
    MAX_FIELDS,
    ChangeKind,
    LogEntry,
    RecordChange,
)
from projectmap.model.codes import Release
from projectmap.model.register import Register
from projectmap.store import engine as database, rows, tables
from projectmap.store.changes import Person, Role
from projectmap.store.errors import NotFoundError, RefusedError
from projectmap.store.files import Values, contents_of, fields_of, values_of
from projectmap.store.levels import at_level, unfit
from projectmap.store.register import RegisterStore, require

UNFINISHED = ".unfinished-"
"""Beginning of the name of a folder that is being written."""


@dataclass(frozen=True)
class Draft:
    """What publishing would do now."""

    revision: int
    files: Mapping[str, bytes]
    register: Register | None
    """What readers would see; None where it is unusable."""
    problems: tuple[Problem, ...]
    """Why it must not be published."""
    losses: tuple[Problem, ...]
    """Records of which so many are gone that somebody has to confirm it."""
    changes: tuple[RecordChange, ...]
    """Against what is published now; all of them."""
    first: bool
    """Nothing has been published yet."""


@dataclass(frozen=True, slots=True)
class Snapshot(Mark):
    """One published state; its version is the name of its folder."""

    current: bool
    """It is what its readers see now."""


def draft(store: RegisterStore, folder: Path, level: Release = Release.PUBLIC) -> Draft:
    """What publishing for readers of ``level`` would write below ``folder``; writes nothing."""
    accepted = store.accepted()
    values = at_level(accepted.values, level)
    problems = list(unfit(accepted.values, values, level))
    contents = contents_of(values, level)
    register = None
    try:
        register = register_of(contents, level=level)
        problems += register.problems
    except DataInvalidError as error:
        problems += error.problems
    before = _current(folder, level)
    losses: list[Problem] = []
    if before is not None and register is not None:
        with suppress(DataInvalidError):  # what was published once may be refused by now
            losses += mass_loss(load(before, level), register)
    changes = () if before is None else tuple(compare(values_of(before), values))
    return Draft(accepted.revision, contents.files, register, tuple(problems),
                 tuple(losses), changes, before is None)  # fmt: skip


def publish(
    store: RegisterStore,
    person: Person,
    folder: Path,
    level: Release = Release.PUBLIC,
    *,
    losses_confirmed: bool = False,
) -> Snapshot:
    """Publish what is accepted to readers of ``level``; the snapshot, or today's if it is equal.

    ``losses_confirmed``: somebody knows that many records are gone. Raises
    :class:`NotAllowedError`, and :class:`RefusedError` with all that speaks against it; what is
    published stays then as it is.
    """
    require(person, Role.APPROVER)
    with _alone(folder):
        found = draft(store, folder, level)
        losses = () if losses_confirmed else found.losses
        if found.problems or losses or found.register is None:
            raise RefusedError([*found.problems, *losses])
        before = _current(folder, level)
        if before is not None and _same(before, found.files):
            return _snapshot(before, current=True)
        at = rows.now()
        stamp = datetime.fromisoformat(at).strftime("%Y%m%dT%H%M%S%fZ")
        suffix = "" if level == Release.PUBLIC else f"-{level}"
        version = f"{stamp}-{found.register.version}{suffix}"
        mark = Mark(level, version, at)
        entry = LogEntry(found.register.version, at, found.changes[:MAX_CHANGES],
                         max(0, len(found.changes) - MAX_CHANGES))  # fmt: skip
        known = None if before is None else Folder(before).contents().files.get(CHANGES)
        earlier = () if known is None else log_of(known, [])
        files = {
            **found.files,
            MARK: (json.dumps(asdict(mark), indent=1) + "\n").encode(),
            CHANGES: write_log([entry, *earlier]),
        }
        _write(folder, version, files, level)
        with database.writing(store.engine) as connection:
            require(person, Role.APPROVER)
            _keep(connection, person, mark, found.revision, files)
        _switch(folder, version, level)
        return _snapshot(folder / version, current=True)


def back_to(store: RegisterStore, person: Person, folder: Path, version: str) -> Snapshot:
    """Show an earlier snapshot again: its name, or the data version in it.

    Raises :class:`NotAllowedError` and :class:`NotFoundError`.
    """
    require(person, Role.APPROVER)
    with _alone(folder):
        # The newest of those with the same content.
        found = next((item for item in snapshots(folder) if _names(version, item)), None)
        if found is None:
            raise NotFoundError(f"no snapshot {version}")
        load(folder / found.version, found.level)
        with database.writing(store.engine) as connection:
            require(person, Role.APPROVER)
            _show(connection, person, found.version, rows.now())
        _switch(folder, found.version, found.level)
        return replace(found, current=True)


def snapshots(folder: Path) -> list[Snapshot]:
    """The snapshots below ``folder``, the newest first."""
    current = {path for level in Release if (path := _current(folder, level)) is not None}
    found = [
        path.parent for path in folder.glob(f"*/{MARK}") if not path.parent.name.startswith(".")
        and not path.parent.is_symlink()
    ]  # fmt: skip
    return [_snapshot(path, current=path.resolve() in current) for path in sorted(found)[::-1]]


def compare(before: Values, after: Values) -> Iterator[RecordChange]:
    """What is not as it was, record by record."""
    for name, records in after.items():
        old = before.get(name, {})
        for key in sorted(old.keys() | records.keys()):
            was, now = (fields_of(name, side.get(key)) for side in (old, records))
            if not was:
                yield RecordChange(ChangeKind.ADDED, name, key)
            elif not now:
                yield RecordChange(ChangeKind.REMOVED, name, key)
            elif was != now:
                fields = (field for field in {**was, **now} if was.get(field) != now.get(field))
                yield RecordChange(ChangeKind.CHANGED, name, key, tuple(fields)[:MAX_FIELDS])


def _link(folder: Path, level: Release) -> Path:
    return folder / ("current" if level == Release.PUBLIC else f"current-{level}")


def _current(folder: Path, level: Release) -> Path | None:
    link = _link(folder, level)
    return link.resolve() if link.exists() else None


def _snapshot(path: Path, *, current: bool) -> Snapshot:
    mark = Folder(path).mark()
    return Snapshot(mark.level, path.name, mark.made_at, current)


def _names(version: str, item: Snapshot) -> bool:
    return version in {item.version, *item.version.split("-")[1:2]}


def _same(path: Path, files: Mapping[str, bytes]) -> bool:
    there = {**Folder(path).contents().files, **Folder(path).documents()}
    there.pop(CHANGES, None)
    return there == files


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else publishes to ``folder`` meanwhile; what was left unfinished is taken away."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.glob(f"{UNFINISHED}*"):
            left.unlink() if left.is_symlink() else shutil.rmtree(left)
        yield


def _write(folder: Path, version: str, files: Mapping[str, bytes], level: Release) -> None:
    """The snapshot's folder, whole and on the disk before it has its name."""
    new = Path(mkdtemp(prefix=UNFINISHED, dir=folder))
    new.chmod(0o755)
    for name, content in files.items():
        path = (new / name).resolve()
        if not path.is_relative_to(new.resolve()):
            raise ValueError(f"not a name of a file: {name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    for path in (*(item for item in new.rglob("*") if item.is_dir()), new):
        _to_disk(path)
    # What the public app will read, by the door by which it will.
    problems = load(new, level).problems
    if problems:
        raise RefusedError(problems)
    new.rename(folder / version)
    _to_disk(folder)


def _switch(folder: Path, version: str, level: Release) -> None:
    """Turn the link to ``version``: readers see the one or the other, nothing between."""
    new = folder / f"{UNFINISHED}link"
    new.symlink_to(version, target_is_directory=True)
    new.replace(_link(folder, level))
    _to_disk(folder)


def _to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep(
    connection: Connection, person: Person, mark: Mark, revision: int, files: Mapping[str, bytes]
) -> None:
    """Write down what is published; on PostgreSQL the files of a public snapshot too."""
    who = {"subject": person.subject, "name": person.name}
    values = {"version": mark.version, "level": mark.level.value, "revision": revision}
    connection.execute(insert(tables.snapshots).values({**values, "at": mark.made_at, **who}))
    if connection.dialect.name == "postgresql" and mark.level == Release.PUBLIC:
        digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        known = set(connection.execute(select(tables.blobs.c.digest)).scalars())
        new = {digest: files[name] for name, digest in digests.items() if digest not in known}
        if new:
            blobs = [{"digest": digest, "content": content} for digest, content in new.items()]
            connection.execute(insert(tables.blobs), blobs)
        parts = [
            {"version": mark.version, "name": name, "digest": digest}
            for name, digest in digests.items()
        ]
        connection.execute(insert(tables.snapshot_files), parts)
    _show(connection, person, mark.version, mark.made_at)


def _show(connection: Connection, person: Person, version: str, at: str) -> None:
    who = {"subject": person.subject, "name": person.name}
    connection.execute(insert(tables.published).values({"version": version, "at": at, **who}))
