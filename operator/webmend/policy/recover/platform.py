"""Faults of our own are tried again within a budget of their own; they never start a repair."""

from datetime import datetime, timedelta

from webmend.domain.duration import seconds
from webmend.domain.failure import Fault
from webmend.domain.fence import Lease
from webmend.domain.run import AttemptCause, RecoveryKind
from webmend.policy import backoff, budget

from .decision import Decision, Requeue, later
from .facts import RecoveryFacts

UNSEEN_ENDS = frozenset({"JobDeleted", "PodLost", "PodVanished"})
"""Reasons of attempts whose runner nobody has seen end: it may act until its lease is over."""


def retry_after_platform_fault(facts: RecoveryFacts, chance: float) -> Decision | None:
    """A further attempt on the platform's account."""
    if facts.failure.fault is not Fault.PLATFORM:
        return None
    retry = budget.used(facts.attempts, AttemptCause.PLATFORM)
    at = max(_fence(facts), backoff.next_platform_attempt(facts.now, retry, chance, facts.settings))
    return later(facts, RecoveryKind.RETRY_PLATFORM, Requeue(at, AttemptCause.PLATFORM))


def _fence(facts: RecoveryFacts) -> datetime:
    """When no earlier attempt can act any more."""
    if facts.report is not None or facts.failure.reason not in UNSEEN_ENDS:
        return facts.now
    return facts.now + timedelta(seconds=Lease(seconds(facts.settings.lease)).fence)
