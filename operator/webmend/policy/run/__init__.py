"""The plan of a run: what is to be done about it now, from the facts alone."""

from datetime import datetime

from webmend.domain.phase import TERMINAL
from webmend.domain.settings import Settings
from webmend.policy.event import EmitEvent
from webmend.policy.job import job_body

from . import launch as _launch
from . import outcome, session, settle, state
from .facts import (
    Action,
    AskModel,
    CreateJob,
    CreateVersion,
    DeleteJob,
    JobFacts,
    NoteCode,
    NoteTrouble,
    PauseWorkflow,
    PodFacts,
    RunFacts,
    RunPlan,
)
from .launch import is_about_to_launch, logins_of, secrets_of
from .outcome import failure_of
from .state import Context

__all__ = [
    "Action",
    "AskModel",
    "CreateJob",
    "CreateVersion",
    "DeleteJob",
    "EmitEvent",
    "JobFacts",
    "NoteCode",
    "NoteTrouble",
    "PauseWorkflow",
    "PodFacts",
    "RunFacts",
    "RunPlan",
    "failure_of",
    "is_about_to_launch",
    "logins_of",
    "plan",
    "secrets_of",
]


def plan(facts: RunFacts, settings: Settings, now: datetime, chance: float) -> RunPlan:
    """What to do about this run now.

    1. A run that is over stays as it is.
    2. A run that somebody asked to stop is stopped.
    3. A run without an attempt under way waits for one, or starts it.
    4. An attempt that has ended is settled: success, failure, or a further attempt.
    5. An attempt that was intended gets its Job.
    6. An attempt that goes on has its failure answered and its recoveries noted.

    `chance` in [0, 1) is drawn by the caller and places the jitter of a back-off.
    """
    context = Context(facts, settings, now, chance)
    attempt = state.active_attempt(facts.run.status)
    if facts.run.status.phase in TERMINAL or facts.run.deleting:
        return RunPlan(facts.run.status, reason="The run is over")
    if facts.run.spec.stop:
        return settle.stopped(context, facts.run.status, attempt)
    if attempt is None:
        return _launch.launch(context)
    seen = outcome.of(facts, attempt, settings, now)
    if isinstance(seen, outcome.Ended):
        return settle.settle(context, attempt, seen)
    if facts.job is None and not facts.pods and facts.workflow is not None:
        job = CreateJob(job_body(facts.run, facts.workflow, attempt, settings))
        return session.job_again(context, attempt, job)
    return session.follow(context, attempt, seen)
