"""From a run's object and its steps to what is kept of it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from webmend.domain.record import RecordedStep, RunRecord, RunSummary
from webmend.domain.report import StepReport
from webmend.domain.run import Run, RunSpec, RunStatus, WorkflowRef
from webmend.domain.workflow import Workflow

from .analytics import bucket
from .redact import MASK

Steps = Mapping[int, Sequence[StepReport]]
"""The steps of each attempt, by its number."""


def record(run: Run, workflow: Workflow | None, steps: Steps) -> RunRecord:
    """What is kept of the run. `workflow`: as it is now; None where it has gone."""
    return RunRecord(
        summary=summary(run, workflow, steps),
        inputs=_masked(run.spec.inputs, workflow),
        status=run.status.stored(),
        steps=tuple(
            RecordedStep(**dict(step), attempt=attempt, sequence=sequence)
            for attempt, made in sorted(steps.items())
            for sequence, step in enumerate(made, 1)
        ),
    )


def summary(run: Run, workflow: Workflow | None, steps: Steps) -> RunSummary:
    """The run as a list shows it."""
    status, error = run.status, run.status.error
    duration = _milliseconds(status.started_at, status.finished_at)
    return RunSummary(
        id=place(run.created, run.uid),
        uid=run.uid,
        seen=order(run.resource_version),
        namespace=run.namespace,
        name=run.name,
        workflow=run.spec.workflow_ref.name,
        type=(workflow and workflow.spec.type) or "",
        site=(workflow and workflow.spec.site) or _site(steps),
        labels=run.labels,
        version=status.version,
        phase=status.phase or RunSummary.model_fields["phase"].default,
        reason=status.reason,
        message=status.message,
        trigger=run.spec.trigger,
        replay_of=run.spec.replay_of or "",
        dry_run=run.spec.dry_run,
        created_at=run.created,
        started_at=status.started_at,
        finished_at=status.finished_at,
        duration_ms=duration,
        duration_bucket=None if duration is None else bucket(duration),
        attempt=status.attempt,
        steps_total=status.steps.total,
        steps_done=status.steps.done,
        records=status.records,
        recovered=status.recovered,
        category=error and error.category,
        sub_type=error and error.sub_type,
        code=(error and error.code) or "",
        fault=error and error.fault,
        node_id=error and error.node_id,
        artifacts=status.artifacts,
    )


def run(kept: RunRecord) -> Run:
    """The run as it was when it was recorded last; of what was asked for only the workflow."""
    told = kept.summary
    return Run(
        namespace=told.namespace,
        name=told.name,
        uid=told.uid,
        created=told.created_at,
        labels=told.labels,
        spec=RunSpec(workflow_ref=WorkflowRef(name=told.workflow)),
        status=RunStatus.model_validate(kept.status),
    )


def is_news(run: Run, seen: int | None) -> bool:
    """Whether the run says something that is not kept. `seen`: the resource version of what is kept of it, if any."""
    version = order(run.resource_version)
    return seen is None or version == 0 or version > seen


def place(created: datetime, uid: str) -> UUID:
    """Where a run stands in the history: a UUIDv7 (RFC 9562) of its creation, with its UID in place of chance.

    The same run has the same place whenever and by whomever it is recorded.
    """
    milliseconds = round(created.timestamp() * 1000)
    chance = int.from_bytes(hashlib.sha256(uid.encode()).digest()[:10], "big")
    bits = milliseconds << 80 | 7 << 76 | (chance >> 68) << 64 | 2 << 62 | chance & ((1 << 62) - 1)
    return UUID(int=bits)


def order(resource_version: str) -> int:
    """A resource version as a number that grows with each change (Kubernetes 1.35 says that it may be read so)."""
    return int(resource_version) if resource_version.isascii() and resource_version.isdigit() else 0


def _milliseconds(start: datetime | None, end: datetime | None) -> int | None:
    return round((end - start).total_seconds() * 1000) if start and end else None


def _site(steps: Steps) -> str:
    """The host of the first page that a step of the last attempt was on."""
    made = steps[max(steps)] if steps else ()
    return next((host for step in made if (host := urlsplit(step.url).hostname)), "")


def _masked(inputs: Mapping[str, str], workflow: Workflow | None) -> dict[str, str]:
    """The values that are no secrets: of a workflow that has gone nobody can say which those are."""
    shown = {each.name for each in workflow.spec.inputs if not each.secret} if workflow else set()
    return {name: value if name in shown else MASK for name, value in inputs.items()}
