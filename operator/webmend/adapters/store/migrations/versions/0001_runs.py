"""Runs with their labels, bodies, attempts, recoveries and steps."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "runs",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("uid", sa.String(64), nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("namespace", sa.String(63), nullable=False),
        sa.Column("name", sa.String(256), nullable=False),
        sa.Column("workflow", sa.String(63), nullable=False),
        sa.Column("type", sa.String(63), nullable=False),
        sa.Column("site", sa.String(253), nullable=False),
        sa.Column("version", sa.Integer),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(256), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("trigger", sa.String(16), nullable=False),
        sa.Column("replay_of", sa.String(256), nullable=False),
        sa.Column("dry_run", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("started_at", sa.BigInteger),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("duration_ms", sa.BigInteger),
        sa.Column("duration_bucket", sa.Integer),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("steps_total", sa.Integer, nullable=False),
        sa.Column("steps_done", sa.Integer, nullable=False),
        sa.Column("records", sa.Integer, nullable=False),
        sa.Column("recovered", sa.Boolean, nullable=False),
        sa.Column("category", sa.String(32)),
        sa.Column("sub_type", sa.String(48)),
        sa.Column("code", sa.String(63), nullable=False),
        sa.Column("fault", sa.String(16)),
        sa.Column("node_id", sa.String(63)),
        sa.Column("artifacts", sa.String(256), nullable=False),
        sa.Column("labels", sa.JSON, nullable=False),
        sa.UniqueConstraint("uid", name="uq_runs_uid"),
    )
    op.create_index("ix_runs_namespace_id", "runs", ["namespace", "id"])
    op.create_index("ix_runs_workflow_id", "runs", ["workflow", "id"])
    op.create_index("ix_runs_phase_id", "runs", ["phase", "id"])
    op.create_index("ix_runs_workflow_phase_id", "runs", ["workflow", "phase", "id"])
    op.create_index("ix_runs_category_id", "runs", ["category", "id"])
    op.create_index("ix_runs_namespace_name", "runs", ["namespace", "name"])
    op.create_table(
        "run_labels",
        sa.Column(
            "run_id",
            sa.Uuid,
            sa.ForeignKey("runs.id", name="fk_run_labels_run_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("key", sa.String(317), primary_key=True),
        sa.Column("value", sa.String(63), nullable=False),
    )
    op.create_index("ix_run_labels_key_value_run_id", "run_labels", ["key", "value", "run_id"])
    op.create_table(
        "run_bodies",
        sa.Column(
            "run_id",
            sa.Uuid,
            sa.ForeignKey("runs.id", name="fk_run_bodies_run_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("inputs", sa.JSON, nullable=False),
        sa.Column("status", sa.JSON, nullable=False),
    )
    op.create_table(
        "attempts",
        sa.Column(
            "run_id", sa.Uuid, sa.ForeignKey("runs.id", name="fk_attempts_run_id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("intended_at", sa.BigInteger, nullable=False),
        sa.Column("started_at", sa.BigInteger),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("category", sa.String(32)),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_table(
        "recoveries",
        sa.Column(
            "run_id",
            sa.Uuid,
            sa.ForeignKey("runs.id", name="fk_recoveries_run_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("attempt", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("node_id", sa.String(63)),
        sa.Column("decided_at", sa.BigInteger, nullable=False),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_table(
        "steps",
        sa.Column(
            "run_id", sa.Uuid, sa.ForeignKey("runs.id", name="fk_steps_run_id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("attempt", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("node_id", sa.String(63), nullable=False),
        sa.Column("title", sa.String(256), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("duration_ms", sa.BigInteger, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    """Take them away, with all that they hold."""
    op.drop_table("steps")
    op.drop_table("recoveries")
    op.drop_table("attempts")
    op.drop_table("run_bodies")
    op.drop_table("run_labels")
    op.drop_table("runs")
