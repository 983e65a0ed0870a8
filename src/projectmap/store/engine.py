"""The database: SQLite without any setting up, or PostgreSQL.

Both have the same tables. Writers wait for each other: SQLite by ``BEGIN IMMEDIATE``, PostgreSQL
by one lock of the whole store, for people write too seldom to need more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, create_engine, event, make_url, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import ArgumentError, OperationalError

from projectmap.config import ROOT
from projectmap.store.errors import StoreError

DEFAULT = ROOT / "register" / "register.sqlite3"
WAIT_S = 60
"""For another writer, before giving up."""
_LOCK = 7_044_376
"""Any number: the name of the store's lock on PostgreSQL."""


def address_of(text_: str | None) -> URL:
    """The database that ``PROJECTMAP_STORE`` names: an address, a file, or nothing.

    Raises :class:`StoreError` for a database other than SQLite and PostgreSQL.
    """
    try:
        url = make_url(text_) if text_ and "://" in text_ else None
    except ArgumentError as error:
        raise StoreError("PROJECTMAP_STORE is not an address of a database") from error
    if url is None:
        return URL.create("sqlite", database=str(Path(text_) if text_ else DEFAULT))
    kind = url.get_backend_name()
    if kind == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite" or not url.database or url.database == ":memory:":
        raise StoreError(f"PROJECTMAP_STORE names neither SQLite nor PostgreSQL: {kind}")
    return url


def engine_of(url: URL) -> Engine:
    """The engine; SQLite's file and folder are made where they are missing."""
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": WAIT_S})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        # Transactions begin where we say so, not where the driver guesses.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of everything."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection that alone may write until its block ends; all or nothing of it is kept.

    Raises :class:`StoreError` where others do not let go for :data:`WAIT_S`.
    """
    with engine.connect() as connection:
        try:
            connection.execution_options(begin="IMMEDIATE")
            with connection.begin():
                if engine.dialect.name == "postgresql":
                    connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_S}s'"))
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
                yield connection
        except OperationalError as error:
            raise StoreError(f"the store cannot be written: {error.orig}") from error


def upgrade(engine: Engine) -> None:
    """Bring the tables to what this version of the program needs; nothing where they are.

    Raises :class:`StoreError` for a store that a newer version has written.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    script = ScriptDirectory.from_config(config)
    with reading(engine) as connection:
        if _state(connection) == script.get_current_head():
            return
    with writing(engine) as connection:
        known = {step.revision for step in script.walk_revisions()}
        if (found := _state(connection)) is not None and found not in known:
            raise StoreError(f"the store was written by a newer version of the program ({found})")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _state(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
