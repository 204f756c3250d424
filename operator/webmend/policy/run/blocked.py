"""An attempt is under way and the cluster does not let it begin: what is in its way, by what the cluster says.

Nothing is wrong with the attempt, and another would meet the same. As a Job would, the run waits and is tried again
until it passes: Pending, with the reason, and no budget is drawn on.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from webmend.domain.condition import ConditionStatus, find
from webmend.domain.duration import seconds
from webmend.domain.interruption import BLOCKED, Interruption
from webmend.domain.phase import Phase
from webmend.domain.run import Attempt
from webmend.domain.settings import RecoverySettings, Settings
from webmend.policy.blocking import reason_of

from .facts import JobFacts, PodFacts, Refusal, RunFacts

CONDITION = "Blocked"
"""The condition: since when the cluster lets no attempt of the run begin."""
NO_IMAGE = frozenset(
    {
        "ErrImagePull",
        "ImagePullBackOff",
        "ErrImageNeverPull",
        "InvalidImageName",
        "ImageInspectError",
        "RegistryUnavailable",
        "SignatureValidationFailed",
    }
)
"""Reasons of a kubelet for a container whose image it does not have."""

BEING_MADE = frozenset({"", "ContainerCreating", "PodInitializing"})
"""Reasons of a container that is about to start: what was in the way may be so no more, but nothing has begun yet."""

FIX = {
    Interruption.IMAGE_MISSING: "Check the chart's runner.image, its pull secrets, and that nodes reach the registry.",
    Interruption.QUOTA_EXCEEDED: "Look at it: kubectl describe resourcequota. Raise it, or let other pods end.",
    Interruption.ADMISSION_DENIED: "Have the policy or webhook that is named let runner Jobs and their pods pass.",
    Interruption.NAMESPACE_TERMINATING: "The namespace is being deleted, and its runs with it.",
    Interruption.UNSCHEDULABLE: "Look at spec.runner.nodeSelector, tolerations and resources, and at the nodes.",
    Interruption.SUSPENDED: "Look at its place: kubectl get workloads.kueue.x-k8s.io; or set spec.suspend of the Job.",
}
LONGEST_PAUSE = 300.0
"""Seconds between two looks at what no watch tells of."""
EARLY = 6
"""A pod that has not started is looked into after so many platformDelays (30 s); most need no more than that."""


@dataclass(frozen=True)
class Blocker:
    """What is in the way."""

    reason: Interruption
    message: str

    @property
    def fix(self) -> str:
        """What a person can do about it."""
        return FIX[self.reason]


@dataclass(frozen=True)
class Blocked:
    """The attempt cannot begin for now."""

    by: Blocker
    due: datetime | None = None
    """When to look again; None: a watch will tell."""
    makes_job: bool = False
    """The Job is to be made again now."""
    job_over: bool = False
    """The Job will not try again: its deadline has passed."""


def of(facts: RunFacts, attempt: Attempt, pod: PodFacts | None, settings: Settings, now: datetime) -> Blocked | None:
    """What keeps the attempt's runner from starting; None where nothing does, as far as is known.

    A runner that has said anything of its session has begun, whatever is left of its pod.
    """
    session = facts.run.status.session
    if (facts.job is None and facts.job_seen) or (session is not None and session.attempt == attempt.number):
        return None
    if facts.job is not None and facts.job.suspended:
        return _held_back(facts, facts.job, attempt)
    by = _of_pod(facts, pod, settings) if pod else _without_pod(facts, attempt)
    if by is None or (pod is not None and not _is_known(facts) and now < first_look(attempt, settings)):
        return None
    if facts.job is not None and facts.job.failed_reason:
        return Blocked(by, job_over=True) if facts.job.failed_reason == Interruption.DEADLINE_EXCEEDED else None
    if facts.job is not None:
        return Blocked(by, due=None if pod else next_look(attempt, settings, now))
    again = _made_again(facts.refusal, attempt, settings.recovery)
    return Blocked(by, due=again, makes_job=now >= again)


def _held_back(facts: RunFacts, job: JobFacts, attempt: Attempt) -> Blocked | None:
    """A Job that waits to be admitted. Of one that has begun, an attempt is cut off: it is not gone on with."""
    if _was_let_go(facts, attempt) or any(pod.started or pod.exit_code is not None for pod in facts.pods):
        return None
    why = f"until Kueue admits it to the queue {job.queue}" if job.queue else "by somebody"
    return Blocked(Blocker(Interruption.SUSPENDED, f"The runner's Job {job.name} is held back {why}"))


def _was_let_go(facts: RunFacts, attempt: Attempt) -> bool:
    """Whether the attempt may have begun by now: its pod may be gone, and a good runner's session leaves no trace."""
    said = find(facts.run.status.conditions, CONDITION)
    since_then = said is not None and said.last_transition_time >= attempt.intended_at
    return since_then and said is not None and said.status is ConditionStatus.FALSE


def first_look(attempt: Attempt, settings: Settings) -> datetime:
    """When a pod that has not started is looked into."""
    return attempt.intended_at + timedelta(seconds=EARLY * seconds(settings.recovery.platform_delay))


def next_look(attempt: Attempt, settings: Settings, now: datetime) -> datetime:
    """When to ask again why there is no pod: the longer there is none, the later."""
    first = first_look(attempt, settings)
    if now < first:
        return first
    waited = (now - attempt.intended_at).total_seconds()
    return now + timedelta(seconds=min(waited, LONGEST_PAUSE))


def _is_known(facts: RunFacts) -> bool:
    """Whether the run says so already."""
    status = facts.run.status
    return status.phase is Phase.PENDING and status.reason in BLOCKED


def _without_pod(facts: RunFacts, attempt: Attempt) -> Blocker | None:
    """The Job was refused, or its pod; what was known before this process began, holds until there is a pod."""
    refusal = facts.refusal
    if refusal is not None and refusal.job == attempt.job_name and (reason := reason_of(refusal.message)):
        what = "the pod of the runner's Job" if facts.job else "the runner's Job"
        return Blocker(reason, f"The cluster does not let {what} be made: {refusal.message}"[:1024])
    return _still(facts)


def _still(facts: RunFacts) -> Blocker | None:
    """What the run says is in the way; of a Job that was suspended, the Job itself tells."""
    status = facts.run.status
    if not _is_known(facts) or status.reason == Interruption.SUSPENDED:
        return None
    said = find(status.conditions, CONDITION)
    return Blocker(Interruption(status.reason), said.message if said else "")


def _of_pod(facts: RunFacts, pod: PodFacts, settings: Settings) -> Blocker | None:
    if pod.started or pod.exit_code is not None or pod.phase != "Pending" or pod.ends_at is not None:
        return None
    if pod.waiting_reason in NO_IMAGE:
        said = f"The image {settings.runner.image} of pod {pod.name} cannot be pulled{_on(pod)}"
        return Blocker(Interruption.IMAGE_MISSING, f"{said}: {pod.waiting_message or pod.waiting_reason}"[:1024])
    if pod.unschedulable:
        return Blocker(Interruption.UNSCHEDULABLE, f"No node takes the pod {pod.name}: {pod.unschedulable}"[:1024])
    return _still(facts) if pod.waiting_reason in BEING_MADE else None


def _on(pod: PodFacts) -> str:
    return f" on node {pod.node}" if pod.node else ""


def _made_again(refusal: Refusal | None, attempt: Attempt, settings: RecoverySettings) -> datetime:
    """When the Job is made again: after platformDelay, doubled with each refusal; at once where none is remembered."""
    if refusal is None or refusal.job != attempt.job_name:
        return attempt.intended_at
    pause = seconds(settings.platform_delay) * 2.0 ** min(refusal.times - 1, 16)
    return refusal.at + timedelta(seconds=min(pause, LONGEST_PAUSE))
