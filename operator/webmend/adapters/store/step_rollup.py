"""Keeping the counts of steps by day in step with the runs that are kept.

What runs have counted for is asked before they change and after; the difference is added. So a run that is recorded
again counts once, and one that is taken away no longer.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Float,
    Integer,
    Select,
    and_,
    case,
    cast,
    delete,
    func,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from webmend.domain.analytics import BUCKETS
from webmend.domain.report import StepOutcome

from .batches import batches
from .tables import attempts, runs, step_days, steps

DAY_MS = 86_400_000
RUN_STEPS = runs.join(steps, steps.c.run_id == runs.c.id).outerjoin(
    attempts, and_(attempts.c.run_id == steps.c.run_id, attempts.c.number == steps.c.attempt)
)
VERSION: ColumnElement[int] = func.coalesce(attempts.c.version, runs.c.version, 0)
"""The version that the attempt ran."""
WAS_EXECUTED = steps.c.outcome != StepOutcome.SKIPPED
EXECUTIONS: ColumnElement[int] = func.count()
FAILED: ColumnElement[int] = func.sum(case((steps.c.outcome == StepOutcome.FAILED, 1), else_=0))
BUCKET: ColumnElement[int] = case(
    (
        steps.c.duration_ms > 0,
        cast(func.floor(func.ln(cast(steps.c.duration_ms, Float)) * BUCKETS / func.ln(2.0)), Integer),
    ),
    else_=0,
)
"""As policy.analytics.bucket has it."""
KEY = ("namespace", "workflow", "type", "site", "version", "phase", "node_id")

Key = tuple[Any, ...]
"""Milliseconds of the day, and the values of KEY."""
Insert = Callable[..., Any]


@dataclass
class Count:
    """What some executions of a step come to."""

    title: str
    action: str
    executions: int = 0
    failed: int = 0
    duration_ms: int = 0
    durations: Counter[int] = field(default_factory=Counter)

    def add(self, other: "Count", times: int = 1) -> None:
        """Count the other's executions too; `times` -1: no longer."""
        self.executions += times * other.executions
        self.failed += times * other.failed
        self.duration_ms += times * other.duration_ms
        for number, count in other.durations.items():
            self.durations[number] += times * count


Counts = dict[Key, Count]


async def counted(connection: AsyncConnection, ids: Sequence[UUID]) -> Counts:
    """What these runs count for, as they are kept now."""
    found: Counts = {}
    for some in batches(ids):
        for each in await connection.execute(_query(some)):
            key = (int(each.day) * DAY_MS, *(getattr(each, name) for name in KEY))
            made = Count(each.title, each.action, each.executions, int(each.failed), int(each.duration_ms))
            made.durations[each.bucket] = each.executions
            found.setdefault(key, Count(each.title, each.action)).add(made)
    return found


async def change(connection: AsyncConnection, insert: Insert, before: Counts, after: Counts) -> None:
    """Let the days count what has become of it."""
    changes = {_id(key): (key, difference) for key, difference in _differences(before, after).items()}
    kept = await _kept(connection, list(changes))
    rows = [row(key, _with(kept.get(id_), difference)) for id_, (key, difference) in changes.items()]
    for gone in batches([each["id"] for each in rows if not each["executions"]]):
        await connection.execute(delete(step_days).where(step_days.c.id.in_(gone)))
    if stay := [each for each in rows if each["executions"]]:
        made = insert(step_days)
        values = {name: made.excluded[name] for name in ("title", "action", *_COUNTED)}
        await connection.execute(made.on_conflict_do_update(index_elements=[step_days.c.id], set_=values), stay)


_COUNTED = ("executions", "failed", "duration_ms", "durations")


def _query(ids: Sequence[UUID]) -> Select[Any]:
    key = (
        (type_coerce(runs.c.created_at, BigInteger) // DAY_MS).label("day"),
        *(runs.c[name] for name in ("namespace", "workflow", "type", "site")),
        VERSION.label("version"),
        runs.c.phase,
        steps.c.node_id,
    )
    names = (func.max(steps.c.title).label("title"), func.max(steps.c.action).label("action"))
    counts = (
        EXECUTIONS.label("executions"),
        FAILED.label("failed"),
        func.sum(steps.c.duration_ms).label("duration_ms"),
    )
    bucket = BUCKET.label("bucket")
    query = select(*key, bucket, *names, *counts).select_from(RUN_STEPS)
    return query.where(runs.c.id.in_(ids), WAS_EXECUTED).group_by(*key, bucket)


def _differences(before: Counts, after: Counts) -> Counts:
    found: Counts = {}
    for counts, times in ((before, -1), (after, 1)):
        for key, count in counts.items():
            found.setdefault(key, Count(count.title, count.action)).add(count, times)
    return {key: count for key, count in found.items() if count != Count(count.title, count.action)}


async def _kept(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, Any]:
    found: dict[UUID, Any] = {}
    for some in batches(ids):
        query = select(step_days).where(step_days.c.id.in_(some))
        found.update({each.id: each for each in await connection.execute(query)})
    return found


def _with(kept: Any, difference: Count) -> Count:
    """What is kept of a step and day, and the difference; its names are the newer ones."""
    total = Count(difference.title, difference.action)
    if kept is not None:
        durations = Counter({int(number): count for number, count in kept.durations.items()})
        total.add(Count("", "", kept.executions, kept.failed, kept.duration_ms, durations))
    total.add(difference)
    return total


def row(key: Key, count: Count) -> dict[str, Any]:
    """The row of a step and day."""
    return {
        "id": _id(key),
        **dict(zip(KEY, key[1:], strict=True)),
        **{name: getattr(count, name) for name in ("title", "action", "executions", "failed", "duration_ms")},
        "durations": {str(number): times for number, times in sorted(count.durations.items()) if times},
    }


def _id(key: Key) -> UUID:
    """A UUIDv7 of the day with a hash of the rest: days are read along them."""
    chance = int.from_bytes(hashlib.sha256(json.dumps(key[1:]).encode()).digest()[:10], "big")
    return UUID(int=key[0] << 80 | 7 << 76 | (chance >> 68) << 64 | 2 << 62 | chance & ((1 << 62) - 1))
