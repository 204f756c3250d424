"""The plan of a run: what is to be done about it now, from the facts alone."""

from datetime import datetime

from webmend.domain.phase import TERMINAL, Phase
from webmend.domain.run import Attempt
from webmend.domain.settings import Settings
from webmend.policy import history, replaying
from webmend.policy.event import EmitEvent
from webmend.policy.job import job_body

from . import interrupted, outcome, session, settle, state, waiting
from . import launch as _launch
from . import replay as _replay
from .blocked import Blocked
from .facts import (
    Action,
    AskModel,
    ChangeRun,
    CreateJob,
    CreateVersion,
    DeleteJob,
    JobFacts,
    NoteCode,
    NoteGoodRun,
    NoteReplay,
    NoteTrouble,
    PauseWorkflow,
    PodFacts,
    Refusal,
    RunFacts,
    RunPlan,
)
from .launch import is_about_to_launch, logins_of, secrets_of
from .outcome import failure_of
from .state import Context

__all__ = [
    "Action",
    "AskModel",
    "ChangeRun",
    "CreateJob",
    "CreateVersion",
    "DeleteJob",
    "EmitEvent",
    "JobFacts",
    "NoteCode",
    "NoteGoodRun",
    "NoteReplay",
    "NoteTrouble",
    "PauseWorkflow",
    "PodFacts",
    "Refusal",
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
    2. A run that somebody asked to stop, or deleted while it is held until it is recorded, is stopped.
    3. A run is held until it is recorded, where there is a recorder.
    4. A run that repeats another one takes over what it leaves out.
    5. A run whose attempt was cut off, and that asks what is to become of it, waits for the answer.
    6. A run without an attempt under way waits for one, or starts it.
    7. A run whose steps are done has its data compared with those of earlier runs, and has succeeded.
    8. An attempt that the cluster does not let begin is waited for.
    9. An attempt that has ended is settled: success, data to be judged, failure, or a further attempt.
    10. An attempt that was intended gets its Job.
    11. An attempt that goes on has its failure answered and its recoveries noted.

    `chance` in [0, 1) is drawn by the caller and places the jitter of a back-off.
    """
    context = Context(facts, settings, now, chance)
    attempt = state.active_attempt(facts.run.status)
    if facts.run.status.phase in TERMINAL or (facts.run.deleting and not history.is_held(facts.run)):
        return RunPlan(facts.run.status, reason="The run is over")
    if facts.run.spec.stop or facts.run.deleting:
        return settle.stop(context, attempt)
    if (finalizers := history.finalizers(facts.run, settings.history)) != facts.run.finalizers:
        change = ChangeRun({"metadata": {"finalizers": list(finalizers)}})
        return RunPlan(facts.run.status, (change,), reason="The run is held until it is recorded, or let go")
    return _begin(context) if attempt is None else _under_way(context, attempt)


def _begin(context: Context) -> RunPlan:
    """The plan for a run without an attempt under way."""
    run = context.facts.run
    if replaying.is_open(run):
        return _replay.replay(context)
    if run.status.input_request is not None:
        return interrupted.follow(context, run.status.input_request)
    return _launch.launch(context)


def _under_way(context: Context, attempt: Attempt) -> RunPlan:
    facts, settings = context.facts, context.settings
    if facts.run.status.phase is Phase.VALIDATING:
        return settle.validated(context, attempt)
    seen = outcome.of(facts, attempt, settings, context.now)
    if isinstance(seen, Blocked):
        return waiting.wait(context, attempt, seen)
    if waiting.is_over(context):
        return waiting.go_on(context, attempt)
    if isinstance(seen, outcome.Ended):
        return settle.settle(context, attempt, seen)
    if facts.job is None and not facts.pods and facts.workflow is not None:
        job = CreateJob(job_body(facts.run, facts.workflow, attempt, settings))
        return session.job_again(context, attempt, job)
    return session.follow(context, attempt, seen)
