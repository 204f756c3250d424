"""Executions of steps counted by day, those that are kept already too."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

DAY = 86_400_000
KEY = ("namespace", "workflow", "type", "site", "version", "phase", "node_id")


def upgrade() -> None:
    """Make the table, and count."""
    op.create_table(
        "step_days",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("namespace", sa.String(63), nullable=False),
        sa.Column("workflow", sa.String(63), nullable=False),
        sa.Column("type", sa.String(63), nullable=False),
        sa.Column("site", sa.String(253), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("node_id", sa.String(63), nullable=False),
        sa.Column("title", sa.String(256), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("executions", sa.Integer, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.Column("duration_ms", sa.BigInteger, nullable=False),
        sa.Column("durations", sa.JSON, nullable=False),
    )
    op.create_index(
        "ix_step_days_sums",
        "step_days",
        ["namespace", "workflow", "version", "node_id", "id", "executions", "failed", "duration_ms"],
    )
    _count(op.get_bind())


def downgrade() -> None:
    """Take it away: all of it is in the steps."""
    op.drop_table("step_days")


def _count(connection: sa.Connection) -> None:
    """A day at a time, so that a million runs need no more memory than those of a day."""
    first, last = connection.execute(sa.text("SELECT min(created_at), max(created_at) FROM runs")).one()
    for day in range(first // DAY * DAY, last + 1, DAY) if first is not None else ():
        counted = connection.execute(COUNTED, {"begin": UUID(int=day << 80), "end": UUID(int=day + DAY << 80)})
        if rows := list(_rows(day, counted.mappings())):
            connection.execute(STEP_DAYS.insert(), rows)


def _rows(day: int, counted: Iterable[sa.RowMapping]) -> Iterator[dict[str, Any]]:
    for key, found in groupby(counted, itemgetter(*KEY)):
        buckets = list(found)
        yield {
            **dict(zip(KEY, key, strict=True)),
            "id": _id(day, key),
            **{name: max(each[name] for each in buckets) for name in ("title", "action")},
            **{name: int(sum(each[name] for each in buckets)) for name in ("executions", "failed", "duration_ms")},
            "durations": {str(each["bucket"]): each["executions"] for each in buckets},
        }


def _id(day: int, key: tuple[Any, ...]) -> UUID:
    chance = int.from_bytes(hashlib.sha256(json.dumps(key).encode()).digest()[:10], "big")
    return UUID(int=day << 80 | 7 << 76 | (chance >> 68) << 64 | 2 << 62 | chance & ((1 << 62) - 1))


STEP_DAYS = sa.table(
    "step_days",
    sa.column("id", sa.Uuid),
    *(sa.column(name) for name in (*KEY, "title", "action", "executions", "failed", "duration_ms")),
    sa.column("durations", sa.JSON),
)
COUNTED = sa.text("""
SELECT runs.namespace, runs.workflow, runs.type, runs.site, coalesce(attempts.version, runs.version, 0) AS version,
       runs.phase, steps.node_id, max(steps.title) AS title, max(steps.action) AS action, count(*) AS executions,
       sum(CASE WHEN steps.outcome = 'Failed' THEN 1 ELSE 0 END) AS failed, sum(steps.duration_ms) AS duration_ms,
       CASE WHEN steps.duration_ms > 0
            THEN CAST(floor(ln(CAST(steps.duration_ms AS FLOAT)) * 8 / ln(2.0)) AS INTEGER) ELSE 0 END AS bucket
  FROM runs JOIN steps ON steps.run_id = runs.id
       LEFT JOIN attempts ON attempts.run_id = steps.run_id AND attempts.number = steps.attempt
 WHERE runs.id >= :begin AND runs.id < :end AND steps.outcome <> 'Skipped'
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 13
 ORDER BY 1, 2, 3, 4, 5, 6, 7
""").bindparams(sa.bindparam("begin", type_=sa.Uuid), sa.bindparam("end", type_=sa.Uuid))
