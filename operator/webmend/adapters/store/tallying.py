"""Counting runs in groups, in SQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, literal, select

from webmend.domain.analytics import PERIODS, Grouping, Tally
from webmend.domain.phase import Phase
from webmend.domain.record import RunFilter

from .filtering import conditions, first_id
from .tables import runs

_COLUMNS: dict[Grouping, ColumnElement[Any]] = {
    Grouping.WORKFLOW: runs.c.workflow,
    Grouping.TYPE: runs.c.type,
    Grouping.SITE: runs.c.site,
    Grouping.VERSION: runs.c.version,
    Grouping.TRIGGER: runs.c.trigger,
    Grouping.CATEGORY: runs.c.category,
    Grouping.SUB_TYPE: runs.c.sub_type,
    Grouping.NAMESPACE: runs.c.namespace,
}
_COUNTED = {Phase.SUCCEEDED: "succeeded", Phase.FAILED: "failed", Phase.STOPPED: "stopped"}


def query(asked: RunFilter, by: Grouping | None, begins: Sequence[datetime]) -> Select[Any]:
    """Counts by group, phase, and bucket of the duration."""
    key = _key(by, begins).label("group_key")
    counted = (
        func.count().label("runs"),
        func.coalesce(func.sum(cast(runs.c.recovered, Integer)), 0).label("recovered"),
        func.coalesce(func.sum(runs.c.records), 0).label("records"),
        func.coalesce(func.sum(runs.c.duration_ms), 0).label("duration_ms"),
    )
    groups = (key, runs.c.phase, runs.c.duration_bucket)
    return select(*groups, *counted).where(*conditions(asked)).group_by(*groups)


def tallies(rows: Iterable[Any]) -> tuple[Tally, ...]:
    """The counts of each group."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        key = "" if row.group_key is None else str(row.group_key)
        tally = found.setdefault(key, {"key": key, "durations": {}})
        for name in ("runs", "recovered", "records", "duration_ms"):
            tally[name] = tally.get(name, 0) + int(getattr(row, name))
        if named := _COUNTED.get(Phase(row.phase)):
            tally[named] = tally.get(named, 0) + row.runs
        if row.duration_bucket is not None:
            counts = tally["durations"]
            counts[row.duration_bucket] = counts.get(row.duration_bucket, 0) + row.runs
    return tuple(map(Tally.model_validate, found.values()))


def _key(by: Grouping | None, begins: Sequence[datetime]) -> ColumnElement[Any]:
    if by is None:
        return literal("")
    if by not in PERIODS:
        return _COLUMNS[by]
    ends = ((runs.c.id < first_id(end), number) for number, end in enumerate(begins[1:]))
    return case(*ends, else_=len(begins))
