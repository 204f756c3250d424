"""A run is to stop: its Job goes, and it has stopped once its runner has ended, or must have.

Until then the run is not over: whoever waits for its login, its place or its end must not act beside a runner that is
in the midst of its last step.
"""

from datetime import datetime, timedelta

from webmend.domain.duration import seconds
from webmend.domain.fence import Lease
from webmend.domain.phase import Phase
from webmend.domain.run import Attempt
from webmend.policy.job import GRACE_SECONDS

from . import state
from .facts import DeleteJob, PodFacts, RunPlan
from .state import Context

REASON = "Stopping"


def until(context: Context) -> datetime | None:
    """Until when a runner may still act; None where none does."""
    at_work = [pod for pod in context.facts.pods if pod.started and pod.exit_code is None]
    ends = max((_must_have_ended(context, pod) for pod in at_work), default=context.now)
    return ends if context.now < ends else None


def wait(context: Context, attempt: Attempt, ends: datetime) -> RunPlan:
    """The plan while the runner does its last step."""
    said = f"Attempt {attempt.number} stops with the step in flight"
    status = context.status
    told = state.moved(status, Phase.RUNNING, REASON, said).with_(input_request=None)
    job, is_new = context.facts.job, status.reason != REASON
    delete = (DeleteJob(job.name, job.uid),) if job is not None and job.owner_uid == context.facts.run.uid else ()
    actions = (*delete, *((state.event(told, REASON, said),) if is_new else ()))
    return RunPlan(state.whole(context, told) if is_new else status, actions, due=ends, reason=said)


def _must_have_ended(context: Context, pod: PodFacts) -> datetime:
    """A runner whose pod is deleted ends in its period of grace; one that nobody hears of any more fences itself."""
    fence = Lease(seconds(context.settings.recovery.lease)).fence
    deleted_by = pod.ends_at or context.now + timedelta(seconds=GRACE_SECONDS)
    return deleted_by + timedelta(seconds=fence)
