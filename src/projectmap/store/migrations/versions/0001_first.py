"""The first tables. Rows of history are added, never changed and never deleted.

Values are kept as the JSON text of one record, so that a file is written back byte for byte.
Times are UTC, ISO 8601 with microseconds: equal on SQLite and PostgreSQL, and sorted as text.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of an empty store."""
    op.create_table(
        "change_sets",  # what somebody proposes at once
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("subject", "name", "at")),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_table(
        "changes",  # one record of a set; only the state and what follows it is written later, once
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("set_id", sa.Integer, sa.ForeignKey("change_sets.id"), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("collection", "key")),
        sa.Column("rests_on", sa.Integer, nullable=False),  # the record's version; 0: none
        sa.Column("value", sa.Text),  # null: the record is removed
        sa.Column("state", sa.String, nullable=False),
        *(sa.Column(name, sa.String) for name in ("decided_by", "decided_name", "decided_at")),
        sa.Column("reason", sa.Text),
        sa.Column("own", sa.Boolean, nullable=False),  # accepted by who proposed it
        sa.UniqueConstraint("set_id", "collection", "key"),
    )
    op.create_index("changes_by_state", "changes", ["state", "set_id"])
    op.create_table(
        "revisions",  # every acceptance makes one; the register as a whole is known by the last
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("set_id", sa.Integer, sa.ForeignKey("change_sets.id"), nullable=False),
    )
    op.create_table(
        "versions",
        *(sa.Column(name, sa.String, primary_key=True) for name in ("collection", "key")),
        sa.Column("number", sa.Integer, primary_key=True),  # 1, 2, 3 … of this record
        sa.Column("value", sa.Text),  # null: removed
        sa.Column("revision", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        sa.Column("change_id", sa.Integer, sa.ForeignKey("changes.id"), nullable=False),
    )
    op.create_index("versions_by_revision", "versions", ["revision"])
    op.create_table(
        "snapshots",  # what has been published
        sa.Column("version", sa.String, primary_key=True),
        sa.Column("level", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("at", "subject", "name")),
    )
    op.create_table(
        "published",  # every switch of what the public sees; the last row is shown now
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.String, sa.ForeignKey("snapshots.version"), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("at", "subject", "name")),
    )
    op.create_table(
        "blobs",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "snapshot_files",  # of public snapshots, on PostgreSQL only; equal files are kept once
        sa.Column("version", sa.String, sa.ForeignKey("snapshots.version"), primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("digest", sa.String, sa.ForeignKey("blobs.digest"), nullable=False),
    )
