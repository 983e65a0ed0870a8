"""The tables of the store. Rows of history are added, never changed and never deleted.

Values are kept as the JSON text of one record, so that a file is written back byte for byte.
Times are UTC, ISO 8601 with microseconds: equal on SQLite and PostgreSQL, and sorted as text.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()


def _text(name: str, **more: Any) -> Column[Any]:
    """A column of short texts that are never missing."""
    return Column(name, String, nullable=False, **more)


def _by_whom() -> tuple[Column[Any], ...]:
    """Who did it, and when."""
    return _text("subject"), _text("name"), _text("at")


change_sets = Table(
    "change_sets",
    metadata,
    Column("id", Integer, primary_key=True),
    *_by_whom(),
    Column("why", Text, nullable=False),
)
"""What somebody proposes at once."""

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("set_id", ForeignKey("change_sets.id"), nullable=False),
    _text("collection"),
    _text("key"),
    Column("rests_on", Integer, nullable=False),  # the record's version; 0: there was none
    Column("value", Text),  # null: the record is removed
    _text("state"),
    Column("decided_by", String),
    Column("decided_name", String),
    Column("decided_at", String),
    Column("reason", Text),
    Column("own", Boolean, nullable=False, default=False),  # accepted by who proposed it
    UniqueConstraint("set_id", "collection", "key"),
    Index("changes_by_state", "state", "set_id"),
)
"""One record of a change set; only ``state`` and what follows it is written later, once."""

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("at"),
    Column("set_id", ForeignKey("change_sets.id"), nullable=False),
)
"""Every acceptance makes one; the register as a whole is known by the last."""

versions = Table(
    "versions",
    metadata,
    Column("collection", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("number", Integer, primary_key=True),  # 1, 2, 3 … of this record
    Column("value", Text),  # null: removed
    Column("revision", ForeignKey("revisions.id"), nullable=False),
    Column("change_id", ForeignKey("changes.id"), nullable=False),
    Index("versions_by_revision", "revision"),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("version", String, primary_key=True),
    _text("level"),
    Column("revision", ForeignKey("revisions.id"), nullable=False),
    *_by_whom(),
)
"""What has been published."""

blobs = Table(
    "blobs",
    metadata,
    Column("digest", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
snapshot_files = Table(
    "snapshot_files",
    metadata,
    Column("version", ForeignKey("snapshots.version"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("digest", ForeignKey("blobs.digest"), nullable=False),
)
"""The files of public snapshots, on PostgreSQL only; equal files are kept once."""

published = Table(
    "published",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", ForeignKey("snapshots.version"), nullable=False),
    *_by_whom(),
)
"""Every switch of what the public sees; the last row is what is shown now."""
