"""Counting steps: whole days from their roll-up, what is cut of a day from the steps themselves."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    Subquery,
    and_,
    cast,
    column,
    func,
    select,
    tuple_,
    union_all,
    values,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from webmend.domain.record import RunFilter
from webmend.domain.slow_steps import StepOrder, StepTally

from .filtering import between, conditions, either
from .step_rollup import BUCKET, EXECUTIONS, FAILED, RUN_STEPS, VERSION, WAS_EXECUTED
from .tables import runs, step_days, steps

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
OF_DAYS = {
    "namespaces": step_days.c.namespace,
    "workflows": step_days.c.workflow,
    "phases": step_days.c.phase,
    "versions": step_days.c.version,
    "sites": step_days.c.site,
    "types": step_days.c.type,
}
"""Fields of the filter that the roll-up knows, and their columns there."""
KEY = ("namespace", "workflow", "version", "node_id")
COUNTED = ("executions", "failed", "duration_ms")
DAY_KEY = tuple(step_days.c[name] for name in KEY)
RUN_KEY = (runs.c.namespace, runs.c.workflow, VERSION.label("version"), steps.c.node_id)
_Key = tuple[Any, ...]
"""Values of KEY."""


async def tallies(connection: AsyncConnection, asked: RunFilter, order: StepOrder, limit: int) -> tuple[StepTally, ...]:
    """So many steps at most, the first of them in this order; titles and single durations are read of these only."""
    days, cut = divided(asked)
    ranked = list(await connection.execute(_ranked(days, cut, order, limit)))
    shown = {_key(row): _Shown() for row in ranked}
    if days and shown:
        for row in await connection.execute(_shown_on_days(days, list(shown))):
            shown[_key(row)].add(row.title, row.action, {int(number): times for number, times in row.durations.items()})
    for part in cut if shown else ():
        for row in await connection.execute(_shown_in_runs(part, list(shown))):
            shown[_key(row)].add(row.title, row.action, {row.bucket: row.executions})
    return tuple(StepTally.model_validate({**row._asdict(), **vars(shown[_key(row)])}) for row in ranked)


@dataclass
class _Shown:
    """What a step is shown with, and no order is by."""

    title: str = ""
    action: str = ""
    durations: Counter[int] = field(default_factory=Counter)

    def add(self, title: str, action: str, durations: Mapping[int, int]) -> None:
        self.title, self.action = max(self.title, title), max(self.action, action)
        self.durations.update(durations)


def _key(row: Any) -> _Key:
    return tuple(getattr(row, name) for name in KEY)


def divided(asked: RunFilter) -> tuple[RunFilter | None, tuple[RunFilter, ...]]:
    """What of it is whole days that the roll-up can tell of, if any, and what is not."""
    if asked.with_(since=None, until=None, **dict.fromkeys(OF_DAYS, ())) != RunFilter(namespaces=()):
        return None, (asked,)
    begin, end = asked.since and _midnight(asked.since + DAY - INSTANT), asked.until and _midnight(asked.until)
    if begin and end and begin >= end:
        return None, (asked,)
    whole = asked.with_(since=begin, until=end)
    cut = (asked.with_(until=begin), asked.with_(since=end))
    is_cut = (begin is not None and begin != asked.since, end is not None and end != asked.until)
    return whole, tuple(each for each, has_any in zip(cut, is_cut, strict=True) if has_any)


def _midnight(time: datetime) -> datetime:
    return time.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _ranked(days: RunFilter | None, cut: Sequence[RunFilter], order: StepOrder, limit: int) -> Select[Any]:
    each = union_all(*([_of_days(days)] if days else []), *map(_of_runs, cut)).subquery()
    key, sums = [each.c[name] for name in KEY], (func.sum(each.c[name]).label(name) for name in COUNTED)
    step = select(*key, *sums).group_by(*key).subquery()
    together = func.sum(step.c.duration_ms).over(partition_by=[step.c[name] for name in KEY[:3]])
    first = (_orders(step)[order].desc(), *(step.c[name] for name in KEY))
    return select(step, together.label("workflow_ms")).order_by(*first).limit(limit)


def _orders(step: Subquery) -> dict[StepOrder, ColumnElement[Any]]:
    return {
        StepOrder.TOTAL: step.c.duration_ms,
        StepOrder.AVERAGE: cast(step.c.duration_ms, Float) / step.c.executions,
        StepOrder.FAILED: step.c.failed,
    }


def _of_days(asked: RunFilter) -> Select[Any]:
    """Along an index that has all of it, in the order of the groups: SQLite would read along the ids and sort, were it
    shown that they are a range."""
    sums = (func.sum(step_days.c[name]).label(name) for name in COUNTED)
    hidden = func.coalesce(step_days.c.id, step_days.c.id)
    return select(*DAY_KEY, *sums).where(*_on_days(asked, hidden)).group_by(*DAY_KEY)


def _of_runs(asked: RunFilter) -> Select[Any]:
    sums = (EXECUTIONS, FAILED, func.sum(steps.c.duration_ms))
    labelled = (each.label(name) for each, name in zip(sums, COUNTED, strict=True))
    return select(*RUN_KEY, *labelled).select_from(RUN_STEPS).where(*_in_runs(asked)).group_by(*RUN_KEY)


def _on_days(asked: RunFilter, id_: ColumnElement[UUID] = step_days.c.id) -> Iterator[ColumnElement[bool]]:
    yield from either(asked, OF_DAYS)
    yield from between(asked, id_)


def _in_runs(asked: RunFilter) -> Iterator[ColumnElement[bool]]:
    yield WAS_EXECUTED
    yield from either(asked, {"versions": VERSION})
    yield from conditions(asked.with_(versions=()))
    yield from between(asked, steps.c.run_id)  # PostgreSQL would read all steps there are: it sees the runs' range only


def _shown_on_days(asked: RunFilter, keys: Sequence[_Key]) -> Select[Any]:
    """One step after the other, along the index."""
    these = values(*(column(name, step_days.c[name].type) for name in KEY)).data(keys).cte("these")
    is_it = and_(*(step_days.c[name] == these.c[name] for name in KEY))
    told = select(*DAY_KEY, step_days.c.title, step_days.c.action, step_days.c.durations)
    return told.select_from(these.join(step_days, is_it)).where(*_on_days(asked))


def _shown_in_runs(asked: RunFilter, keys: Sequence[_Key]) -> Select[Any]:
    groups = (*RUN_KEY, BUCKET.label("bucket"))
    names = (func.max(steps.c.title).label("title"), func.max(steps.c.action).label("action"))
    counted = select(*groups, *names, EXECUTIONS.label("executions")).select_from(RUN_STEPS)
    return counted.where(*_in_runs(asked), tuple_(*RUN_KEY).in_(keys)).group_by(*groups)
