"""Faults of our own are tried again within a budget of their own; they never start a repair."""

from webmend.domain.failure import Fault
from webmend.domain.run import AttemptCause, RecoveryKind
from webmend.policy import backoff, budget

from .decision import Decision, Requeue, later
from .facts import RecoveryFacts


def retry_after_platform_fault(facts: RecoveryFacts, chance: float) -> Decision | None:
    """A further attempt on the platform's account."""
    if facts.failure.fault is not Fault.PLATFORM:
        return None
    retry = budget.used(facts.attempts, AttemptCause.PLATFORM)
    at = backoff.next_platform_attempt(facts.now, retry, chance, facts.settings)
    return later(facts, RecoveryKind.RETRY_PLATFORM, Requeue(at, AttemptCause.PLATFORM))
