"""The tables of the history. What a migration makes is compared with them by a test."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A time as milliseconds since 1970, UTC: SQLite has no type for it, and numbers are the same to both."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """See TypeDecorator."""
        return None if value is None else round(value.timestamp() * 1000)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """See TypeDecorator."""
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


Sequence = BigInteger().with_variant(Integer, "sqlite")
"""A number that the database counts up: SQLite does so for this type alone."""

metadata = MetaData(naming_convention=NAMING)

runs = Table(
    "runs",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("uid", String(64), nullable=False, unique=True),
    Column("seen", BigInteger, nullable=False),
    Column("namespace", String(63), nullable=False),
    Column("name", String(256), nullable=False),
    Column("workflow", String(63), nullable=False),
    Column("type", String(63), nullable=False),
    Column("site", String(253), nullable=False),
    Column("version", Integer),
    Column("phase", String(16), nullable=False),
    Column("reason", String(256), nullable=False),
    Column("message", Text, nullable=False),
    Column("trigger", String(16), nullable=False),
    Column("replay_of", String(256), nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("finished_at", Instant),
    Column("duration_ms", BigInteger),
    Column("duration_bucket", Integer),
    Column("attempt", Integer, nullable=False),
    Column("steps_total", Integer, nullable=False),
    Column("steps_done", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("recovered", Boolean, nullable=False),
    Column("category", String(32)),
    Column("sub_type", String(48)),
    Column("code", String(63), nullable=False),
    Column("fault", String(16)),
    Column("node_id", String(63)),
    Column("artifacts", String(256), nullable=False),
    Column("labels", JSON, nullable=False),
    # the id is the time: each list is read from the end of an index that begins with what is asked for
    Index(None, "namespace", "id"),
    Index(None, "workflow", "id"),
    Index(None, "phase", "id"),
    Index(None, "workflow", "phase", "id"),
    Index(None, "category", "id"),
    Index(None, "namespace", "name"),
)

run_labels = Table(
    "run_labels",
    metadata,
    Column("run_id", Uuid, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(317), primary_key=True),
    Column("value", String(63), nullable=False),
    Index(None, "key", "value", "run_id"),
)

run_bodies = Table(
    "run_bodies",
    metadata,
    Column("run_id", Uuid, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("inputs", JSON, nullable=False),
    Column("status", JSON, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("run_id", Uuid, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("cause", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("intended_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("finished_at", Instant),
    Column("category", String(32)),
)

recoveries = Table(
    "recoveries",
    metadata,
    Column("run_id", Uuid, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("attempt", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("node_id", String(63)),
    Column("decided_at", Instant, nullable=False),
    Column("finished_at", Instant),
)

steps = Table(
    "steps",
    metadata,
    Column("run_id", Uuid, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("attempt", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("node_id", String(63), nullable=False),
    Column("title", String(256), nullable=False),
    Column("action", String(32), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("duration_ms", BigInteger, nullable=False),
    Column("body", JSON, nullable=False),
)

step_days = Table(
    "step_days",
    metadata,
    # a UUIDv7 of the day with a hash of the columns up to node_id
    Column("id", Uuid, primary_key=True),
    Column("namespace", String(63), nullable=False),
    Column("workflow", String(63), nullable=False),
    Column("type", String(63), nullable=False),
    Column("site", String(253), nullable=False),
    Column("version", Integer, nullable=False),
    Column("phase", String(16), nullable=False),
    Column("node_id", String(63), nullable=False),
    Column("title", String(256), nullable=False),
    Column("action", String(32), nullable=False),
    Column("executions", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("duration_ms", BigInteger, nullable=False),
    Column("durations", JSON, nullable=False),
    # sums of steps are read from here alone
    Index(
        "ix_step_days_sums", "namespace", "workflow", "version", "node_id", "id", "executions", "failed", "duration_ms"
    ),
)
"""Executions of steps by the day (UTC) on which their run was created, so that months of them are summed up at once."""

events = Table(
    "events",
    metadata,
    Column("sequence", Sequence, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("type", String(48), nullable=False),
    Column("at", Instant, nullable=False),
    Column("namespace", String(63), nullable=False),
    Column("workflow", String(63), nullable=False),
    Column("category", String(32)),
    Column("data", JSON, nullable=False),
    Column("spread_at", Instant),
    Index(
        "ix_events_unspread",
        "sequence",
        sqlite_where=text("spread_at IS NULL"),
        postgresql_where=text("spread_at IS NULL"),
    ),
    # SQLite would give the number of a deleted last row again
    sqlite_autoincrement=True,
)

versions = Table(
    "versions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("uid", String(64), nullable=False, unique=True),
    Column("seen", BigInteger, nullable=False),
    Column("namespace", String(63), nullable=False),
    Column("workflow", String(63), nullable=False),
    Column("number", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("author", String(16), nullable=False),
    Column("note", Text, nullable=False),
    Column("run", String(256)),
    Column("revert_to", Integer),
    Column("review", Boolean, nullable=False),
    Column("decision", String(16)),
    Column("spec", JSON, nullable=False),
    Index(None, "namespace", "workflow", "id"),
)

error_codes = Table(
    "error_codes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("uid", String(64), nullable=False, unique=True),
    Column("seen", BigInteger, nullable=False),
    Column("namespace", String(63), nullable=False),
    Column("name", String(253), nullable=False),
    Column("code", String(253), nullable=False),
    Column("description", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("merged_into", String(253)),
    Column("action", String(16), nullable=False),
    Column("author", String(16), nullable=False),
    Column("category", String(32)),
    Column("sub_type", String(48)),
    Column("match", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("occurrences", Integer, nullable=False),
    Column("first_seen", Instant),
    Column("last_seen", Instant),
    Index(None, "namespace", "id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("sequence", BigInteger, ForeignKey("events.sequence", ondelete="CASCADE"), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("channel_namespace", String(63), nullable=False),
    Column("channel_name", String(63), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("due_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("status", Integer),
    Column("error", String(256), nullable=False, default=""),
    # what nothing is to be done about any more has no time
    Index(None, "due_at", "channel"),
    Index(None, "channel", "sequence"),
    Index(None, "state", "sequence"),
    Index(None, "sequence"),
)

delivery_attempts = Table(
    "delivery_attempts",
    metadata,
    Column("delivery_id", Uuid, ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("duration_ms", BigInteger, nullable=False),
    Column("status", Integer),
    Column("error", String(256), nullable=False),
    Column("answer", Text, nullable=False),
)

PARTS = (run_labels, run_bodies, attempts, recoveries, steps)
"""What belongs to a run and is replaced with it."""
