"""Versions and error codes, which outlive their objects."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables: the server fills them from what there is in the cluster."""
    op.create_table(
        "versions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("uid", sa.String(64), nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("namespace", sa.String(63), nullable=False),
        sa.Column("workflow", sa.String(63), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("author", sa.String(16), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("run", sa.String(256)),
        sa.Column("revert_to", sa.Integer),
        sa.Column("review", sa.Boolean, nullable=False),
        sa.Column("decision", sa.String(16)),
        sa.Column("spec", sa.JSON, nullable=False),
        sa.UniqueConstraint("uid", name="uq_versions_uid"),
    )
    op.create_index("ix_versions_namespace_workflow_id", "versions", ["namespace", "workflow", "id"])
    op.create_table(
        "error_codes",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("uid", sa.String(64), nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("namespace", sa.String(63), nullable=False),
        sa.Column("name", sa.String(253), nullable=False),
        sa.Column("code", sa.String(253), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("merged_into", sa.String(253)),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("author", sa.String(16), nullable=False),
        sa.Column("category", sa.String(32)),
        sa.Column("sub_type", sa.String(48)),
        sa.Column("match", sa.JSON, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("occurrences", sa.Integer, nullable=False),
        sa.Column("first_seen", sa.BigInteger),
        sa.Column("last_seen", sa.BigInteger),
        sa.UniqueConstraint("uid", name="uq_error_codes_uid"),
    )
    op.create_index("ix_error_codes_namespace_id", "error_codes", ["namespace", "id"])


def downgrade() -> None:
    """Take them away, with what they hold of objects that have gone."""
    op.drop_table("error_codes")
    op.drop_table("versions")
