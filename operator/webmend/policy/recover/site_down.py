"""A site that is down, or has ended the session: try it again later, where the switch allows it."""

from webmend.domain.failure import Category
from webmend.domain.run import AttemptCause, RecoveryKind
from webmend.policy import backoff, budget

from .decision import Decision, Requeue, later, nothing
from .facts import RecoveryFacts

_LATER = (Category.SERVICE_UNAVAILABLE, Category.ACCOUNT_LOGGED_OUT)


def requeue_site_down(facts: RecoveryFacts, chance: float) -> Decision | None:
    """A further attempt on the site's account."""
    return try_later(facts, chance) if facts.failure.category in _LATER else None


def try_later(facts: RecoveryFacts, chance: float, tier: int | None = None) -> Decision:
    """The same for whatever else only time may cure. `tier`: of page loading."""
    if not facts.handling.service_unavailable_recovery:
        return nothing(facts, "trying again later is switched off (serviceUnavailableRecovery: false)")
    retry = budget.used(facts.attempts, AttemptCause.SITE)
    retry_after = facts.report.evidence.network.retry_after if facts.report else None
    at = backoff.next_attempt(facts.now, retry, chance, facts.settings, retry_after)
    return later(facts, RecoveryKind.REQUEUE, Requeue(at, AttemptCause.SITE), tier=tier)
