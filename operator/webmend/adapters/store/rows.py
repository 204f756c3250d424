"""From what is kept of a run to rows, and back."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Table

from webmend.domain.base import Model
from webmend.domain.event import Event, Posted
from webmend.domain.record import RecordedStep, RunRecord, RunSummary
from webmend.domain.run import Attempt, Recovery

from . import tables

Row = dict[str, Any]
STEP = ("attempt", "sequence", "node_id", "title", "action", "outcome", "started_at")
EVENT = tuple(Event.model_fields)
SUMMARY = tuple(column.name for column in tables.runs.columns)


def run(summary: RunSummary) -> Row:
    """Its row in `runs`."""
    return {name: getattr(summary, name) for name in SUMMARY}


def parts(record: RunRecord) -> Mapping[Table, list[Row]]:
    """The rows of each table that holds a part of a run."""
    of_run = {"run_id": record.summary.id}
    return {
        tables.run_labels: [{**of_run, "key": k, "value": v} for k, v in record.summary.labels.items()],
        tables.run_bodies: [{**of_run, "inputs": record.inputs, "status": record.status}],
        tables.attempts: [{**of_run, **_attempt(each)} for each in _latest(record.attempts, "number")],
        tables.recoveries: [
            {**of_run, **_recovery(each)} for each in _latest(record.recoveries, "attempt", "sequence")
        ],
        tables.steps: [{**of_run, **_step(each)} for each in record.steps],
    }


def _latest(models: Iterable[Model], *key: str) -> list[Any]:
    """Of several with the same key, the last: a status that somebody has written by hand may have them."""
    return list({tuple(getattr(each, name) for name in key): each for each in models}.values())


def _attempt(attempt: Attempt) -> Row:
    return {
        **_named(attempt, "number", "cause", "state", "version", "intended_at", "started_at", "finished_at"),
        "category": attempt.error and attempt.error.category,
    }


def _recovery(recovery: Recovery) -> Row:
    return _named(recovery, "attempt", "sequence", "kind", "state", "node_id", "decided_at", "finished_at")


def _step(step: RecordedStep) -> Row:
    """Most rows are of steps: what has a column is not in the body too."""
    return {
        **_named(step, *STEP),
        "duration_ms": round((step.finished_at - step.started_at).total_seconds() * 1000),
        "body": step.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={*STEP, "finished_at"}),
    }


def step(row: Mapping[str, Any]) -> RecordedStep:
    """A step as its row has it."""
    ended = row["started_at"] + timedelta(milliseconds=row["duration_ms"])
    return RecordedStep.model_validate({**row["body"], **{name: row[name] for name in STEP}, "finished_at": ended})


def event(event: Event) -> Row:
    """Its row in `events`, but for the sequence, which the database gives."""
    return {name: getattr(event, name) for name in EVENT}


def posted(row: Any) -> Posted:
    """An event as its row has it."""
    found = row._asdict()
    return Posted(sequence=found["sequence"], event=Event.model_validate({name: found[name] for name in EVENT}))


def _named(model: Model, *names: str) -> Row:
    return {name: getattr(model, name) for name in names}


def summary(row: Iterable[Any]) -> RunSummary:
    """A run as its row has it: the values of all columns."""
    return RunSummary.model_validate(dict(zip(SUMMARY, row, strict=True)))
