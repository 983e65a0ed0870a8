"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of an empty store."""
    op.create_table(
        "change_sets",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("subject", "name", "at")),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("set_id", sa.Integer, sa.ForeignKey("change_sets.id"), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("collection", "key")),
        sa.Column("rests_on", sa.Integer, nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("state", sa.String, nullable=False),
        *(sa.Column(name, sa.String) for name in ("decided_by", "decided_name", "decided_at")),
        sa.Column("reason", sa.Text),
        sa.Column("own", sa.Boolean, nullable=False),
        sa.UniqueConstraint("set_id", "collection", "key"),
    )
    op.create_index("changes_by_state", "changes", ["state", "set_id"])
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("set_id", sa.Integer, sa.ForeignKey("change_sets.id"), nullable=False),
    )
    op.create_table(
        "versions",
        *(sa.Column(name, sa.String, primary_key=True) for name in ("collection", "key")),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("value", sa.Text),
        sa.Column("revision", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        sa.Column("change_id", sa.Integer, sa.ForeignKey("changes.id"), nullable=False),
    )
    op.create_index("versions_by_revision", "versions", ["revision"])
    op.create_table(
        "snapshots",
        sa.Column("version", sa.String, primary_key=True),
        sa.Column("level", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("at", "subject", "name")),
    )
    op.create_table(
        "published",
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
        "snapshot_files",
        sa.Column("version", sa.String, sa.ForeignKey("snapshots.version"), primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("digest", sa.String, sa.ForeignKey("blobs.digest"), nullable=False),
    )
