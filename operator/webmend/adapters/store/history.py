"""The history in a database: SQLite or PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from webmend.domain.analytics import Grouping, Tally
from webmend.domain.event import Event, Posted
from webmend.domain.failure_pattern import FailurePattern
from webmend.domain.kept import KeptCode, KeptVersion, VersionRecord
from webmend.domain.peak_hours import Quarter
from webmend.domain.record import RunFilter, RunRecord, RunSummary
from webmend.domain.slow_steps import StepOrder, StepTally
from webmend.domain.standing import WorkflowTally

from . import kept, looking, rows, step_rollup, step_tallying, tables, tallying
from .batches import batches
from .connecting import reading, writing
from .filtering import conditions
from .tables import runs

RECORDING = 0x7765626E
"""Number of the advisory lock under which one of several servers records in PostgreSQL."""


class History:
    """See ports.store.Store."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert

    async def record(self, records: Sequence[RunRecord], events: Sequence[Event] = ()) -> None:
        """See Store."""
        latest = {record.summary.uid: record for record in records}
        async with writing(self._engine) as connection:
            await _alone(connection)
            known = await _seen(connection, latest)
            new = [record for uid, record in latest.items() if record.summary.seen >= known.get(uid, 0)]
            if new:
                await self._write(connection, new)
            if events:
                ignore = self._insert(tables.events).on_conflict_do_nothing(index_elements=[tables.events.c.id])
                await connection.execute(ignore, [rows.event(each) for each in events])

    async def _write(self, connection: AsyncConnection, records: Sequence[RunRecord]) -> None:
        ids = [record.summary.id for record in records]
        before = await step_rollup.counted(connection, ids)
        await self._replace(connection, records, ids)
        await step_rollup.change(connection, self._insert, before, await step_rollup.counted(connection, ids))

    async def _replace(self, connection: AsyncConnection, records: Sequence[RunRecord], ids: Sequence[UUID]) -> None:
        insert = self._insert(runs)
        columns = {column.name: insert.excluded[column.name] for column in runs.c if not column.primary_key}
        upsert = insert.on_conflict_do_update(index_elements=[runs.c.id], set_=columns)
        await connection.execute(upsert, [rows.run(record.summary) for record in records])
        parts = [rows.parts(record) for record in records]
        for table in tables.PARTS:
            await connection.execute(delete(table).where(table.c.run_id.in_(ids)))
            if made := [row for part in parts for row in part[table]]:
                await connection.execute(table.insert(), made)

    async def seen(self, uids: Iterable[str]) -> Mapping[str, int]:
        """See Store."""
        async with reading(self._engine) as connection:
            return await _seen(connection, uids)

    async def runs(self, asked: RunFilter, limit: int, before: UUID | None = None) -> tuple[RunSummary, ...]:
        """See Store."""
        wanted = [*conditions(asked), *([] if before is None else [runs.c.id < before])]
        query = select(runs).where(*wanted).order_by(runs.c.id.desc()).limit(limit)
        async with reading(self._engine) as connection:
            return tuple(map(rows.summary, await connection.execute(query)))

    async def run(self, namespace: str, name: str) -> RunRecord | None:
        """See Store."""
        query = select(runs).where(runs.c.namespace == namespace, runs.c.name == name)
        async with reading(self._engine) as connection:
            found = (await connection.execute(query.order_by(runs.c.id.desc()).limit(1))).first()
            return await _whole(connection, rows.summary(found)) if found else None

    async def posted(self, after: int, limit: int) -> tuple[Posted, ...]:
        """See Store."""
        sequence = tables.events.c.sequence
        query = select(tables.events).where(sequence > after).order_by(sequence).limit(limit)
        async with reading(self._engine) as connection:
            return tuple(map(rows.posted, await connection.execute(query)))

    async def tallies(
        self, asked: RunFilter, by: Grouping | None = None, begins: Sequence[datetime] = ()
    ) -> tuple[Tally, ...]:
        """See Store."""
        async with reading(self._engine) as connection:
            return tallying.tallies(await connection.execute(tallying.query(asked, by, begins)))

    async def steps(self, asked: RunFilter, order: StepOrder, limit: int) -> tuple[StepTally, ...]:
        """See Store."""
        async with reading(self._engine) as connection:
            return await step_tallying.tallies(connection, asked, order, limit)

    async def failures(self, asked: RunFilter, limit: int) -> tuple[FailurePattern, ...]:
        """See Store."""
        async with reading(self._engine) as connection:
            return await looking.failures(connection, asked, limit)

    async def quarters(self, asked: RunFilter) -> tuple[Quarter, ...]:
        """See Store."""
        async with reading(self._engine) as connection:
            return await looking.quarters(connection, asked)

    async def workflows(self, asked: RunFilter) -> tuple[WorkflowTally, ...]:
        """See Store."""
        async with reading(self._engine) as connection:
            return await looking.workflows(connection, asked)

    async def keep(self, versions: Sequence[VersionRecord], codes: Sequence[KeptCode]) -> None:
        """See Store."""
        async with writing(self._engine) as connection:
            await kept.keep(connection, self._insert, versions, codes)

    async def kept_versions(self, asked: RunFilter, limit: int, before: UUID | None = None) -> tuple[KeptVersion, ...]:
        """See Store."""
        async with reading(self._engine) as connection:
            return await kept.listed_versions(connection, asked, limit, before)

    async def kept_version(self, namespace: str, workflow: str, number: int) -> VersionRecord | None:
        """See Store."""
        async with reading(self._engine) as connection:
            return await kept.version(connection, namespace, workflow, number)

    async def kept_codes(self, asked: RunFilter, limit: int, before: UUID | None = None) -> tuple[KeptCode, ...]:
        """See Store."""
        async with reading(self._engine) as connection:
            return await kept.listed_codes(connection, asked, limit, before)

    async def oldest(self, asked: RunFilter, limit: int, after: UUID | None = None) -> tuple[RunSummary, ...]:
        """See Store."""
        wanted = [*conditions(asked), *([] if after is None else [runs.c.id > after])]
        query = select(runs).where(*wanted).order_by(runs.c.id).limit(limit)
        async with reading(self._engine) as connection:
            return tuple(map(rows.summary, await connection.execute(query)))

    async def forget(self, ids: Sequence[UUID]) -> None:
        """See Store: the parts of a run go with its row."""
        async with writing(self._engine) as connection:
            await _alone(connection)
            counted = await step_rollup.counted(connection, ids)
            for some in batches(ids):
                await connection.execute(delete(runs).where(runs.c.id.in_(some)))
            await step_rollup.change(connection, self._insert, counted, {})

    async def namespaces(self) -> tuple[str, ...]:
        """See Store: from one to the next along the index, whatever the number of runs."""
        found: list[str] = []
        async with reading(self._engine) as connection:
            while True:
                query = select(func.min(runs.c.namespace)).where(runs.c.namespace > (found[-1] if found else ""))
                if (name := await connection.scalar(query)) is None:
                    return tuple(found)
                found.append(name)

    async def close(self) -> None:
        """See Store."""
        await self._engine.dispose()


async def _alone(connection: AsyncConnection) -> None:
    """Until the transaction has ended, no other one records: SQLite sees to that by itself.

    What a run has counted for would else be taken from the sums twice, or never.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(RECORDING)))


async def _seen(connection: AsyncConnection, uids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in batches(list(uids)):
        query = select(runs.c.uid, runs.c.seen).where(runs.c.uid.in_(some))
        found.update({row.uid: row.seen for row in await connection.execute(query)})
    return found


async def _whole(connection: AsyncConnection, summary: RunSummary) -> RunRecord:
    (body,) = await _parts(connection, tables.run_bodies, summary.id)
    steps = await _parts(connection, tables.steps, summary.id)
    return RunRecord(
        summary=summary,
        inputs=body["inputs"],
        status=body["status"],
        steps=tuple(map(rows.step, steps)),
    )


async def _parts(connection: AsyncConnection, table: Table, id_: UUID) -> list[dict[str, Any]]:
    """The rows of a run's parts, in their order."""
    query = select(table).where(table.c.run_id == id_).order_by(*table.primary_key.columns)
    return [row._asdict() for row in await connection.execute(query)]
