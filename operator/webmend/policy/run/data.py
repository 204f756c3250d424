"""The steps of a run are done: are its data as they should be? Then they are the good ones from now on."""

from webmend.domain.data import MOST_WARNINGS, DataWarning
from webmend.domain.run import Attempt, RunStatus
from webmend.domain.workflow import GoodRun
from webmend.policy.event import EmitEvent
from webmend.policy.outputs.drop import drops, parted

from .facts import NoteGoodRun
from .state import Context

INVALID, CHANGE = "DataInvalid", "DataChange"
"""Reasons of the Events: what other channels call workflow.data_invalid and workflow.data_change."""


def is_asked_for(context: Context) -> bool:
    """Whether the workflow asks for anything of its data."""
    workflow = context.facts.workflow
    return workflow is not None and workflow.spec.outputs is not None


def compared(context: Context) -> tuple[DataWarning, ...]:
    """What the runner has found, and what only earlier runs can tell. Compared again, it is the same."""
    workflow, status = context.facts.workflow, context.status
    before = _good_run(context)
    if workflow is None or workflow.spec.outputs is None or before is None:
        return status.warnings
    return (*status.warnings, *drops(workflow.spec.outputs.rules, before, status.rows))[: 2 * MOST_WARNINGS]


def noted(context: Context, status: RunStatus, attempt: Attempt) -> tuple[NoteGoodRun, ...]:
    """That this is the last good run from now on; nothing where there are warnings."""
    run = context.facts.run
    if status.warnings or not is_asked_for(context):
        return ()
    good = GoodRun(run=run.name, session_id=run.uid, attempt=attempt.number, at=context.now, rows=status.rows)
    return (NoteGoodRun(good),)


def sentence(context: Context, status: RunStatus) -> str:
    """How many warnings there are, and which data stay in force; empty where there are none."""
    if not status.warnings:
        return ""
    many, before = len(status.warnings), _good_run(context)
    kept = f"the good data are still those of run {before.run}" if before else "there are no good data yet"
    return f"{many} data warning{'s' if many > 1 else ''}, {kept}"


def events(status: RunStatus) -> tuple[EmitEvent, ...]:
    """One for data that break a rule, and one for data that have dropped too far."""
    invalid, dropped = parted(status.warnings)
    return tuple(_event(reason, found) for reason, found in ((INVALID, invalid), (CHANGE, dropped)) if found)


def _event(reason: str, found: tuple[DataWarning, ...]) -> EmitEvent:
    return EmitEvent(reason, "; ".join(w.message for w in found)[:1024], reason, warning=True)


def _good_run(context: Context) -> GoodRun | None:
    """The last good run but this one, which may have been noted before it could be said that it is over."""
    workflow = context.facts.workflow
    good = workflow.status.last_good_run if workflow else None
    return None if good is None or good.session_id == context.facts.run.uid else good
