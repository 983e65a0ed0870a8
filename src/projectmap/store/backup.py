"""Backups of the store in one file, made while people work, and brought back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL

from projectmap.store.engine import WAIT_S, engine_of, upgrade, writing
from projectmap.store.errors import StoreError

_SQLITE = b"SQLite format 3\0"
_PGDUMP = b"PGDMP"
TRIES = 3
"""Of a restore that readers of PostgreSQL stand in the way of."""


def backup(url: URL, file: Path) -> None:
    """Write the store at ``url`` to ``file``, which is whole or not there.

    Raises :class:`StoreError`, also where there is no store, and :class:`OSError`.
    """
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise StoreError(f"there is no store at {url.database}")
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        if url.get_backend_name() == "sqlite":
            _copy(Path(url.database or ""), new)
            _checked(new)
        else:
            _run(url, "pg_dump", "--format=custom", "--no-owner", f"--file={new}")
        with new.open("ab") as written:
            os.fsync(written.fileno())
        new.replace(file)
    finally:
        # SQLite leaves its two files where a connection could only read.
        for ending in ("", "-shm", "-wal"):
            new.with_name(f"{new.name}{ending}").unlink(missing_ok=True)


def restore(url: URL, file: Path) -> Path | None:
    """Put the backup ``file`` in the place of the store at ``url``, all of it or nothing.

    What was there is backed up before: its file is returned, None where there was no store.
    Processes that have the store open go on with what is restored. Raises :class:`StoreError`,
    also for a file that is no backup of this kind of database, and :class:`OSError`.
    """
    sqlite = url.get_backend_name() == "sqlite"
    with file.open("rb") as opened:
        start = opened.read(len(_SQLITE))
    if not start.startswith(_SQLITE if sqlite else _PGDUMP):
        raise StoreError(f"{file} is no backup of {'SQLite' if sqlite else 'PostgreSQL'}")
    before = _before(url, file)
    if sqlite:
        _checked(file)
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
        _copy(file, Path(url.database or ""))
    engine = engine_of(url)
    try:
        if not sqlite:
            # Writers wait for it: each could hold what the other needs.
            with writing(engine):
                _pg_restore(url, file)
        upgrade(engine)
    finally:
        engine.dispose()
    return before


def _pg_restore(url: URL, file: Path) -> None:
    """All of it or nothing; again where it and a reader waited for each other's tables."""
    for attempt in range(1, TRIES + 1):
        try:
            _run(url, "pg_restore", "--clean", "--if-exists", "--single-transaction", "--no-owner",
                 f"--dbname={url.database}", str(file))  # fmt: skip
        except StoreError as error:
            if "deadlock detected" not in str(error) or attempt == TRIES:
                raise
        else:
            return


def _before(url: URL, file: Path) -> Path | None:
    """A backup of what ``file`` will replace: beside SQLite's own file, else beside ``file``."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    sqlite = url.get_backend_name() == "sqlite"
    path = Path(url.database or "") if sqlite else file.with_name(str(url.database))
    if sqlite and not path.is_file():
        return None
    kept = path.with_name(f"{path.name}.before-{stamp}")
    backup(url, kept)
    return kept


def _copy(source: Path, target: Path) -> None:
    """SQLite's own way, which sees one state of the source while others write to it."""
    try:
        with (
            closing(sqlite3.connect(source, timeout=WAIT_S)) as read,
            closing(sqlite3.connect(target, timeout=WAIT_S)) as written,
        ):
            written.execute("PRAGMA synchronous=FULL")
            read.backup(written)
    except sqlite3.Error as error:
        raise StoreError(f"{source} cannot be copied: {error}") from error


def _checked(file: Path) -> None:
    """Raises :class:`StoreError` unless ``file`` is a sound store."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            (state,) = connection.execute("PRAGMA integrity_check").fetchone()
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
            connection.execute("SELECT count(*) FROM versions").fetchone()
    except sqlite3.Error as error:
        raise StoreError(f"{file} is no store: {error}") from error
    if state != "ok":
        raise StoreError(f"{file} is damaged: {state}")


def program(name: str) -> str:
    """A program of PostgreSQL: on the path, else the newest of Debian's."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_release)
    return shutil.which(name) or (str(debian[-1]) if debian else name)


def _release(path: Path) -> int:
    number = path.parts[-3]
    return int(number) if number.isdecimal() else 0


def _run(url: URL, name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; a password goes by the environment, where none sees it."""
    known = {
        "PGHOST": url.host,
        "PGPORT": url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    environ = {key: str(value) for key, value in known.items() if value is not None}
    options = {f"PG{key.upper()}": str(value) for key, value in url.query.items()}
    try:
        done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, no shell
            [program(name), *arguments], env={**os.environ, **environ, **options},
            capture_output=True, check=False, encoding=sys.getfilesystemencoding(),
        )  # fmt: skip
    except OSError as error:
        raise StoreError(f"{name} cannot be run: {error.strerror}") from error
    if done.returncode:
        raise StoreError(f"{name}: {done.stderr.strip()}")
