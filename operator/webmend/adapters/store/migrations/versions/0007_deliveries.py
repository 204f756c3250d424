"""Deliveries: the way of each event to each channel that is told of it, with every attempt."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
UNSPREAD = sa.text("spread_at IS NULL")


def upgrade() -> None:
    """Make them; of the events that are there it is still to be said who is told."""
    op.add_column("events", sa.Column("spread_at", sa.BigInteger))
    op.create_index("ix_events_unspread", "events", ["sequence"], sqlite_where=UNSPREAD, postgresql_where=UNSPREAD)
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column(
            "sequence",
            sa.BigInteger,
            sa.ForeignKey("events.sequence", name="fk_deliveries_sequence", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("channel_namespace", sa.String(63), nullable=False),
        sa.Column("channel_name", sa.String(63), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("status", sa.Integer),
        sa.Column("error", sa.String(256), nullable=False),
    )
    op.create_index("ix_deliveries_due_at_channel", "deliveries", ["due_at", "channel"])
    op.create_index("ix_deliveries_channel_sequence", "deliveries", ["channel", "sequence"])
    op.create_index("ix_deliveries_sequence", "deliveries", ["sequence"])
    op.create_table(
        "delivery_attempts",
        sa.Column(
            "delivery_id",
            sa.Uuid,
            sa.ForeignKey("deliveries.id", name="fk_delivery_attempts_delivery_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("duration_ms", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("error", sa.String(256), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Take them away: what is on its way is not told any more."""
    op.drop_table("delivery_attempts")
    op.drop_table("deliveries")
    op.drop_index("ix_events_unspread", "events")
    op.drop_column("events", "spread_at")
