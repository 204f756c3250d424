"""What became of an attempt, read from its Pod and, for what a Pod cannot say, from its Job."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import ValidationError

from webmend.domain.condition import ConditionStatus, find
from webmend.domain.duration import seconds
from webmend.domain.failure import Category, Failure, Fault
from webmend.domain.fence import Lease
from webmend.domain.interruption import Interruption
from webmend.domain.report import AttemptOutcome, AttemptReport, FailureReport
from webmend.domain.run import Attempt
from webmend.domain.settings import Settings

from . import blocked
from .blocked import Blocked
from .facts import PodFacts, RunFacts


@dataclass(frozen=True)
class Ended:
    """The attempt is over: the runner's own report, or a failure that it could not report, or both: it was cut off."""

    report: AttemptReport | None = None
    failure: Failure | None = None
    unseen: bool = False
    """Nobody has seen the runner end: it may act until its lease is over."""


@dataclass(frozen=True)
class Alive:
    """The attempt goes on."""

    reason: str = ""
    """Why its container has not started, where it has not."""
    due: datetime | None = None
    """When waiting for it will be long enough, or it is to be looked into."""


@dataclass(frozen=True)
class _Seen:
    facts: RunFacts
    attempt: Attempt
    pod: PodFacts | None
    settings: Settings
    now: datetime

    @property
    def fenced_at(self) -> datetime | None:
        """When a runner whose pod was deleted must have stopped, also where nobody hears of it."""
        fence = Lease(seconds(self.settings.recovery.lease)).fence
        return self.pod.ends_at + timedelta(seconds=fence) if self.pod and self.pod.ends_at else None

    @property
    def deadline(self) -> datetime:
        """When a runner that has not started is given up; a Job that was held back begins anew with its time."""
        job, free = self.facts.job, find(self.facts.run.status.conditions, blocked.CONDITION)
        began = [self.attempt.intended_at]
        began += [job.started_at] if job and job.started_at else []
        began += [free.last_transition_time] if free and free.status is ConditionStatus.FALSE else []
        return max(began) + timedelta(seconds=seconds(self.settings.recovery.schedule_timeout))

    @property
    def where(self) -> str:
        """The pod and its node, for a sentence."""
        assert self.pod is not None
        return f"pod {self.pod.name}" + (f" on node {self.pod.node}" if self.pod.node else "")


def of(facts: RunFacts, attempt: Attempt, settings: Settings, now: datetime) -> Ended | Alive | Blocked:
    """How the attempt stands: what is in its way, or else the first answer of RULES."""
    pod = max(facts.pods, key=lambda p: p.created, default=None)
    seen = _Seen(facts, attempt, pod, settings, now)
    if _name_taken(seen) is None and (found := blocked.of(facts, attempt, pod, settings, now)):
        return found
    for rule in RULES:
        answer = rule(seen)
        if answer is not None:
            # A runner that was asked to end leaves its last word: how far it came, whatever ended it.
            return answer if answer.report else replace(answer, report=_last_word(pod))
    return Alive(pod.waiting_reason if pod else "", _due(seen))


def _due(seen: _Seen) -> datetime | None:
    if seen.pod is not None and seen.pod.started:
        return seen.fenced_at
    return min(seen.deadline, blocked.next_look(seen.attempt, seen.settings, seen.now))


def platform(reason: str, message: str, fix: str = "", fault: Fault = Fault.PLATFORM) -> Failure:
    """A failure that is not the site's: a precise reason inside, NOT_CONFIDENT outside."""
    return Failure(
        category=Category.NOT_CONFIDENT,
        fault=fault,
        reason=reason,
        message=message[:1024],
        suggested_fix=fix[:1024],
        evidence=(message[:256],),
    )


def failure_of(facts: RunFacts) -> FailureReport | None:
    """The failure that the attempt has ended with, or else the one that its runner waits with."""
    session = facts.run.status.session
    ended = last_report(facts)
    return (ended.failure if ended else None) or (session.failure if session else None)


def last_report(facts: RunFacts) -> AttemptReport | None:
    """The last word of the attempt's runner."""
    return _last_word(max(facts.pods, key=lambda p: p.created, default=None))


def parse_report(text: str) -> AttemptReport | None:
    """The runner's report in a termination message; None where there is none that can be read."""
    try:
        return AttemptReport.model_validate(json.loads(text))
    except (ValueError, ValidationError):
        return None


def _name_taken(seen: _Seen) -> Ended | None:
    job = seen.facts.job
    if job is None or job.owner_uid == seen.facts.run.uid:
        return None
    return Ended(failure=platform("JobNameTaken", f"a Job {job.name} is there that is not this run's"))


def _reported(seen: _Seen) -> Ended | None:
    """The runner's own word, unless it was only asked to end: then something else says why."""
    report = _last_word(seen.pod)
    return Ended(report=report) if report and report.outcome is not AttemptOutcome.STOPPED else None


def _last_word(pod: PodFacts | None) -> AttemptReport | None:
    return parse_report(pod.termination_message) if pod is not None and pod.exit_code is not None else None


def _deadline(seen: _Seen) -> Ended | None:
    job, workflow = seen.facts.job, seen.facts.workflow
    if job is None or job.failed_reason != Interruption.DEADLINE_EXCEEDED:
        return None
    limit = f" ({workflow.spec.runner.active_deadline_seconds} s)" if workflow else ""
    said = f"the attempt took longer than runner.activeDeadlineSeconds{limit}"
    fix = "Raise spec.runner.activeDeadlineSeconds or make the workflow shorter."
    return Ended(failure=platform(Interruption.DEADLINE_EXCEEDED, said, fix, fault=Fault.WORKFLOW))


def _disrupted(seen: _Seen) -> Ended | None:
    """The cluster has ended the pod, and says so in its status."""
    pod = seen.pod
    if pod is None or pod.phase != "Failed" or not (pod.reason or pod.disrupted):
        return None
    reason = _DISRUPTIONS.get(pod.reason) or _DISRUPTIONS.get(pod.disrupted) or pod.reason or pod.disrupted
    lost = reason == Interruption.NODE_LOST
    said = f"the runner's {seen.where} {_SAID.get(reason, 'was ended by the cluster')}: {pod.message or reason}"
    failure = platform(reason, said, _FIX.get(reason, ""))
    return Ended(failure=failure, unseen=lost and pod.exit_code is None)


_DISRUPTIONS: dict[str, Interruption] = {
    "Evicted": Interruption.EVICTED,
    "NodeLost": Interruption.NODE_LOST,
    "NodeShutdown": Interruption.NODE_SHUTDOWN,
    "Shutdown": Interruption.NODE_SHUTDOWN,
    "Terminated": Interruption.NODE_SHUTDOWN,
    "Preempting": Interruption.PREEMPTED,
    "DeletionByPodGC": Interruption.NODE_LOST,
    "DeletionByTaintManager": Interruption.EVICTED,
    "EvictionByEvictionAPI": Interruption.EVICTED,
    "PreemptionByScheduler": Interruption.PREEMPTED,
    "TerminationByKubelet": Interruption.EVICTED,
}
"""By status.reason of a pod, and by the reason of its condition DisruptionTarget (Kubernetes, Pod disruptions)."""
_SAID: dict[str, str] = {
    Interruption.EVICTED: "was evicted",
    Interruption.NODE_LOST: "went with its node",
    Interruption.NODE_SHUTDOWN: "was ended with its node",
    Interruption.PREEMPTED: "had to make room for another",
}
_FIX: dict[str, str] = {
    Interruption.EVICTED: "Look at the node's pressure, and at who drains it: kubectl describe node.",
    Interruption.NODE_LOST: "Look at the node: kubectl get nodes.",
    Interruption.PREEMPTED: "Let fewer pods of a higher priority onto the nodes of runners.",
}


def _out_of_memory(seen: _Seen) -> Ended | None:
    pod, workflow = seen.pod, seen.facts.workflow
    if pod is None or pod.terminated_reason != "OOMKilled":
        return None
    limit = workflow.spec.runner.resources.limits.memory if workflow else None
    said = f"the runner in {seen.where} went over its memory limit" + (f" of {limit}" if limit else "")
    return Ended(failure=platform(Interruption.OUT_OF_MEMORY, said, "Raise spec.runner.resources.limits.memory."))


def _deleted(seen: _Seen) -> Ended | None:
    """Somebody deleted the Job, or its pod, and the runner has ended or never began."""
    gone = seen.facts.job is None and seen.facts.job_seen
    if gone and not any(p.exit_code is None and p.started for p in seen.facts.pods):
        unseen = not any(p.exit_code is not None for p in seen.facts.pods)
        return Ended(failure=platform(Interruption.JOB_DELETED, "somebody deleted the attempt's Job"), unseen=unseen)
    if seen.pod is None or seen.pod.ends_at is None or seen.pod.exit_code is None:
        return None
    return Ended(failure=platform(Interruption.POD_DELETED, f"somebody deleted the runner's {seen.where}"))


def _died(seen: _Seen) -> Ended | None:
    pod = seen.pod
    if pod is None or pod.exit_code is None:
        return None
    if report := _last_word(pod):
        said = f"the runner in {seen.where} was told to end, and nothing says by whom"
        return Ended(failure=platform(report.reason or Interruption.RUNNER_DIED, said))
    said = f"the runner in {seen.where} ended with exit code {pod.exit_code} and left no report"
    return Ended(failure=platform(Interruption.RUNNER_DIED, said, f"Look at its log: kubectl logs {pod.name}"))


def _lost(seen: _Seen) -> Ended | None:
    pod = seen.pod
    if pod is None or pod.phase not in ("Failed", "Unknown"):
        return None
    said = f"the runner's {seen.where} is {pod.phase}: {pod.message or 'no reason given'}"
    return Ended(failure=platform(Interruption.POD_LOST, said), unseen=True)


def _cut_off(seen: _Seen) -> Ended | None:
    if seen.pod is None or not seen.pod.started or seen.fenced_at is None or seen.now < seen.fenced_at:
        return None
    said = f"the runner's {seen.where} was deleted, and the node has not said that it ended"
    return Ended(failure=platform(Interruption.NODE_LOST, said, "Look at the node: kubectl get nodes."))


def _vanished(seen: _Seen) -> Ended | None:
    job = seen.facts.job
    if job is None or not job.failed_reason or seen.pod is not None:
        return None
    said = "the runner's pod was removed before its end could be read"
    return Ended(failure=platform(Interruption.POD_VANISHED, said), unseen=True)


def _no_seccomp_profile(seen: _Seen) -> Ended | None:
    pod = seen.pod
    if pod is None or pod.started or "seccomp" not in pod.waiting_message.lower():
        return None
    fix = "Put the profile on every node: set seccompInstaller.enabled=true in the chart, or copy it by hand."
    return Ended(failure=platform("SeccompProfileMissing", pod.waiting_message, fix))


def _never_started(seen: _Seen) -> Ended | None:
    pod = seen.pod
    if seen.now < seen.deadline or (pod is not None and pod.started):
        return None
    if pod is None:
        return Ended(failure=platform("PodNotCreated", "no pod was made for the attempt's Job, and no Event says why"))
    reason = pod.waiting_reason or "NotStarted"
    return Ended(failure=platform(reason, f"the runner did not start: {pod.waiting_message or reason}"))


def _held_back(seen: _Seen) -> Ended | None:
    """Its Job was suspended in its midst: its pod is ended, and the Job is not gone on with once it is resumed."""
    job, pod = seen.facts.job, seen.pod
    if job is None or not job.suspended or (pod is not None and pod.exit_code is None):
        return None
    said = f"the runner's Job {job.name} was suspended while it ran{f', by the queue {job.queue}' if job.queue else ''}"
    return Ended(failure=platform(Interruption.PREEMPTED, said))


RULES: tuple[Callable[[_Seen], Ended | None], ...] = (
    _name_taken,
    _reported,
    _held_back,
    _deadline,
    _disrupted,
    _out_of_memory,
    _deleted,
    _died,
    _lost,
    _cut_off,
    _vanished,
    _no_seccomp_profile,
    _never_started,
)
