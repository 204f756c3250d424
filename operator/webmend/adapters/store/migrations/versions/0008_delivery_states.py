"""Deliveries by their state: the few that are dead are found among many that were delivered."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_deliveries_state_sequence", "deliveries", ["state", "sequence"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_deliveries_state_sequence", "deliveries")
