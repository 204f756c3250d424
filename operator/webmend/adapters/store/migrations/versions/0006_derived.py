"""Attempts and recoveries are read from the status of their run, which has them anyway."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = ("attempts", "recoveries")
BUNDLE = 1_000
BODIES = sa.table("run_bodies", sa.column("run_id", sa.Uuid), sa.column("status", sa.JSON))
ATTEMPTS = sa.table("attempts", sa.column("run_id", sa.Uuid), sa.column("number"), sa.column("body", sa.JSON))
RECOVERIES = sa.table(
    "recoveries", sa.column("run_id", sa.Uuid), sa.column("attempt"), sa.column("sequence"), sa.column("body", sa.JSON)
)


def upgrade() -> None:
    """Leave the copies out."""
    for table in TABLES:
        op.drop_column(table, "body")


def downgrade() -> None:
    """Copy them out of the status again."""
    for table in TABLES:
        op.add_column(table, sa.Column("body", sa.JSON))
    connection = op.get_bind()
    for bundle in _bundles(connection):
        _fill(connection, ATTEMPTS, ("number",), bundle)
        _fill(connection, RECOVERIES, ("attempt", "sequence"), bundle)
    for table in TABLES:
        connection.execute(sa.text(f"UPDATE {table} SET body = '{{}}' WHERE body IS NULL"))  # noqa: S608
        with op.batch_alter_table(table) as changed:
            changed.alter_column("body", existing_type=sa.JSON(), nullable=False)


def _bundles(connection: sa.Connection) -> Iterator[list[Any]]:
    """Statuses, some at a time."""
    last = UUID(int=0)
    query = sa.select(BODIES.c.run_id, BODIES.c.status).order_by(BODIES.c.run_id).limit(BUNDLE)
    while bundle := list(connection.execute(query.where(BODIES.c.run_id > last))):
        yield bundle
        last = bundle[-1].run_id


def _fill(connection: sa.Connection, table: sa.TableClause, key: tuple[str, ...], bundle: list[Any]) -> None:
    """Give the rows of these runs the bodies that their status has."""
    rows = [
        {"of_run": row.run_id, "made": made, **{f"of_{name}": made[name] for name in key}}
        for row in bundle
        for made in row.status.get(table.name, ())
    ]
    if rows:
        is_it = (table.c[name] == sa.bindparam(f"of_{name}") for name in key)
        body = sa.bindparam("made", type_=sa.JSON)
        of_run = sa.bindparam("of_run", type_=sa.Uuid)
        connection.execute(table.update().where(table.c.run_id == of_run, *is_it).values(body=body), rows)
