"""What stands out among runs, in SQL: failures that are alike, the hours of the week, workflows that fail."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    column,
    func,
    select,
    type_coerce,
    values,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from webmend.domain.failure_pattern import ExampleRun, FailurePattern
from webmend.domain.peak_hours import Quarter
from webmend.domain.phase import Phase
from webmend.domain.record import RunFilter
from webmend.domain.standing import LastFailure, WorkflowTally

from .batches import batches
from .filtering import conditions
from .tables import runs

QUARTER_MS = 900_000
PLACE = cast(runs.c.id, String)
"""The id as a text in the same order: PostgreSQL before 18 knows no greatest UUID."""
NEVER = UUID(int=0).hex
OF = (runs.c.namespace, runs.c.workflow)
_Of = tuple[str, str]
_GOOD = {"namespace": runs.c.namespace.type, "workflow": runs.c.workflow.type, "place": runs.c.id.type}
HAS_FAILED = runs.c.phase == Phase.FAILED
HAS_SUCCEEDED = runs.c.phase == Phase.SUCCEEDED


async def failures(connection: AsyncConnection, asked: RunFilter, limit: int) -> tuple[FailurePattern, ...]:
    """The patterns with the most runs, so many at most."""
    alike = (runs.c.category, runs.c.sub_type, runs.c.node_id, runs.c.site)
    many, latest = func.count(), func.max(PLACE)
    query = (
        select(
            *alike,
            many.label("runs"),
            func.count((runs.c.namespace + "/" + runs.c.workflow).distinct()).label("workflows"),
            func.min(runs.c.created_at).label("first_seen"),
            func.max(runs.c.created_at).label("last_seen"),
            latest.label("latest"),
        )
        .where(*conditions(asked), HAS_FAILED)
        .group_by(*alike)
        .order_by(many.desc(), latest.desc())
        .limit(limit)
    )
    found = list(await connection.execute(query))
    known = await _runs(connection, (row.latest for row in found))
    return tuple(_pattern(row, known[UUID(row.latest)]) for row in found)


async def quarters(connection: AsyncConnection, asked: RunFilter) -> tuple[Quarter, ...]:
    """Those in which runs were created, in their order."""
    number = (type_coerce(runs.c.created_at, BigInteger) // QUARTER_MS).label("number")
    query = select(number, func.count().label("runs"), _times(HAS_FAILED).label("failed"))
    counted = await connection.execute(query.where(*conditions(asked)).group_by(number).order_by(number))
    return tuple(Quarter(begins=_begin(row.number), runs=row.runs, failed=row.failed) for row in counted)


async def workflows(connection: AsyncConnection, asked: RunFilter) -> tuple[WorkflowTally, ...]:
    """Every workflow that one of the runs is of."""
    found = list(await connection.execute(_by_workflow(asked)))
    in_a_row = await _in_a_row(connection, asked, found)
    failed = await _runs(connection, (row.last_failed for row in found if row.last_failed))
    return tuple(
        WorkflowTally.model_validate(
            {
                **row._asdict(),
                "failed_in_a_row": in_a_row.get((row.namespace, row.workflow), 0),
                "last_failure": _failure(failed[UUID(row.last_failed)]) if row.last_failed else None,
            }
        )
        for row in found
    )


def _by_workflow(asked: RunFilter) -> Select[Any]:
    counted = {
        "runs": func.count(),
        "succeeded": _times(HAS_SUCCEEDED),
        "failed": _times(HAS_FAILED),
        "stopped": _times(runs.c.phase == Phase.STOPPED),
        "recovered": _times(runs.c.recovered),
        "records": func.coalesce(func.sum(runs.c.records), 0),
        "last_succeeded": func.max(case((HAS_SUCCEEDED, PLACE))),
        "last_failed": func.max(case((HAS_FAILED, PLACE))),
    }
    named = (counts.label(name) for name, counts in counted.items())
    return select(*OF, *named).where(*conditions(asked)).group_by(*OF)


async def _in_a_row(connection: AsyncConnection, asked: RunFilter, tallies: Sequence[Any]) -> dict[_Of, int]:
    """By workflow, how many runs have failed since the last that has succeeded."""
    found: dict[_Of, int] = {}
    for some in batches([(row.namespace, row.workflow, UUID(row.last_succeeded or NEVER)) for row in tallies]):
        good = values(*(column(name, type_) for name, type_ in _GOOD.items())).data(some).cte("good")
        since = and_(*(runs.c[name] == good.c[name] for name in ("namespace", "workflow")), runs.c.id > good.c.place)
        query = select(*OF, func.count().label("runs")).select_from(good.join(runs, since))
        counted = await connection.execute(query.where(*conditions(asked), HAS_FAILED).group_by(*OF))
        found.update({(row.namespace, row.workflow): row.runs for row in counted})
    return found


def _times(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(cast(case((holds, 1), else_=0), Integer)), 0)


async def _runs(connection: AsyncConnection, places: Iterable[str]) -> dict[UUID, Any]:
    found: dict[UUID, Any] = {}
    for some in batches([UUID(place) for place in places]):
        found.update({row.id: row for row in await connection.execute(select(runs).where(runs.c.id.in_(some)))})
    return found


def _pattern(row: Any, latest: Any) -> FailurePattern:
    example = ExampleRun(namespace=latest.namespace, name=latest.name, workflow=latest.workflow, message=latest.message)
    return FailurePattern.model_validate({**row._asdict(), "example": example})


def _failure(row: Any) -> LastFailure:
    return LastFailure.model_validate({**row._asdict(), "run": row.name})


def _begin(number: int) -> datetime:
    return datetime.fromtimestamp(int(number) * QUARTER_MS / 1000, UTC)
