"""The tables of the store by their names and columns; ``migrations`` say what each holds."""

from __future__ import annotations

from sqlalchemy import Boolean, TableClause, column, table

_WHO = ("subject", "name", "at")


def _table(name: str, *columns: str) -> TableClause:
    return table(name, *map(column, columns))


change_sets = _table("change_sets", "id", *_WHO, "why")
changes = table(
    "changes",
    *map(column, ("id", "set_id", "collection", "key", "rests_on", "value", "state")),
    *map(column, ("decided_by", "decided_name", "decided_at", "reason")),
    column("own", Boolean),
)
revisions = _table("revisions", "id", "at", "set_id")
versions = _table("versions", "collection", "key", "number", "value", "revision", "change_id")
snapshots = _table("snapshots", "version", "level", "revision", *_WHO)
blobs = _table("blobs", "digest", "content")
snapshot_files = _table("snapshot_files", "version", "name", "digest")
published = _table("published", "id", "version", *_WHO)
