"""What became of an attempt, read from its Pod and, for what a Pod cannot say, from its Job."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from webmend.domain.duration import seconds
from webmend.domain.failure import Category, Failure, Fault
from webmend.domain.fence import Lease
from webmend.domain.report import AttemptReport, FailureReport
from webmend.domain.run import Attempt
from webmend.domain.settings import Settings

from .facts import PodFacts, RunFacts


@dataclass(frozen=True)
class Ended:
    """The attempt is over: the runner's own report, or a failure that it could not report."""

    report: AttemptReport | None = None
    failure: Failure | None = None


@dataclass(frozen=True)
class Alive:
    """The attempt goes on."""

    reason: str = ""
    """Why its container has not started, where it has not."""
    due: datetime | None = None
    """When waiting for it will be long enough."""


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
        return self.attempt.intended_at + timedelta(seconds=seconds(self.settings.recovery.schedule_timeout))


def of(facts: RunFacts, attempt: Attempt, settings: Settings, now: datetime) -> Ended | Alive:
    """How the attempt stands: the first answer of RULES."""
    pod = max(facts.pods, key=lambda p: p.created, default=None)
    seen = _Seen(facts, attempt, pod, settings, now)
    for rule in RULES:
        answer = rule(seen)
        if answer is not None:
            return answer
    waiting = pod is None or not pod.started
    return Alive(pod.waiting_reason if pod else "", seen.deadline if waiting else seen.fenced_at)


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
    ended = _last_word(max(facts.pods, key=lambda p: p.created, default=None))
    return (ended.failure if ended else None) or (session.failure if session else None)


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
    report = _last_word(seen.pod)
    return Ended(report=report) if report else None


def _last_word(pod: PodFacts | None) -> AttemptReport | None:
    return parse_report(pod.termination_message) if pod is not None and pod.exit_code is not None else None


def _deadline(seen: _Seen) -> Ended | None:
    job = seen.facts.job
    if job is None or job.failed_reason != "DeadlineExceeded":
        return None
    said = "the attempt took longer than runner.activeDeadlineSeconds"
    fix = "Raise spec.runner.activeDeadlineSeconds or make the workflow shorter."
    return Ended(failure=platform("DeadlineExceeded", said, fix, fault=Fault.WORKFLOW))


def _evicted(seen: _Seen) -> Ended | None:
    pod = seen.pod
    if pod is None or pod.phase != "Failed" or not (pod.reason or pod.disrupted):
        return None
    reason = pod.reason or pod.disrupted
    return Ended(failure=platform(reason, f"the runner's pod was ended by the cluster: {pod.message or reason}"))


def _died(seen: _Seen) -> Ended | None:
    pod = seen.pod
    if pod is None or pod.exit_code is None:
        return None
    if pod.terminated_reason == "OOMKilled" or pod.exit_code == 137:
        fix = "Raise spec.runner.resources.limits.memory."
        return Ended(failure=platform("OutOfMemory", "the runner was killed, most likely out of memory", fix))
    said = f"the runner ended with exit code {pod.exit_code} and left no report"
    return Ended(failure=platform("RunnerDied", said, f"Look at its log: kubectl logs {pod.name}"))


def _lost(seen: _Seen) -> Ended | None:
    pod = seen.pod
    if pod is None or pod.phase not in ("Failed", "Unknown"):
        return None
    return Ended(failure=platform("PodLost", f"the runner's pod is {pod.phase}: {pod.message or 'no reason given'}"))


def _cut_off(seen: _Seen) -> Ended | None:
    if seen.pod is None or not seen.pod.started or seen.fenced_at is None or seen.now < seen.fenced_at:
        return None
    said = "the runner's pod was deleted, and its node has not said that it ended"
    return Ended(failure=platform("NodeUnreachable", said, "Look at the node: kubectl get nodes."))


def _vanished(seen: _Seen) -> Ended | None:
    job = seen.facts.job
    if job is None or not job.failed_reason or seen.pod is not None:
        return None
    return Ended(failure=platform("PodVanished", "the runner's pod was removed before its end could be read"))


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
        return Ended(failure=platform("PodNotCreated", "no pod was made for the attempt's Job"))
    if pod.unschedulable:
        return Ended(failure=platform("Unschedulable", f"no node took the runner's pod: {pod.unschedulable}"))
    reason = pod.waiting_reason or "NotStarted"
    fix = "Check the chart's runner.image and its pull secrets." if "Image" in reason else ""
    return Ended(failure=platform(reason, f"the runner did not start: {pod.waiting_message or reason}", fix))


def _deleted(seen: _Seen) -> Ended | None:
    gone = seen.facts.job is None and seen.facts.job_seen
    if not gone or any(p.exit_code is None and p.started for p in seen.facts.pods):
        return None
    return Ended(failure=platform("JobDeleted", "somebody deleted the attempt's Job"))


RULES: tuple[Callable[[_Seen], Ended | None], ...] = (
    _name_taken,
    _reported,
    _deadline,
    _evicted,
    _died,
    _lost,
    _cut_off,
    _vanished,
    _no_seccomp_profile,
    _never_started,
    _deleted,
)
