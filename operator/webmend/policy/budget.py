"""Whether a run may have a further attempt, and on whose account."""

from webmend.domain.failure import Failure
from webmend.domain.interruption import BLOCKED
from webmend.domain.run import Attempt, AttemptCause
from webmend.domain.settings import RecoverySettings
from webmend.domain.workflow import ErrorHandling


def used(attempts: tuple[Attempt, ...], cause: AttemptCause) -> int:
    """How many attempts have been made on that account; one that the cluster never let begin does not count."""
    return sum(attempt.cause is cause and attempt.reason not in BLOCKED for attempt in attempts)


def refusal(
    cause: AttemptCause,
    attempts: tuple[Attempt, ...],
    handling: ErrorHandling,
    settings: RecoverySettings,
    irreversible: bool,
) -> str:
    """Why no further attempt may be made, in a sentence; empty when it may."""
    if not handling.allow_requeue:
        return "further attempts are switched off (allowRequeue: false)"
    if irreversible and not handling.requeue_after_irreversible:
        return "an irreversible step has run, or may have"
    limit = limit_of(cause, handling, settings)
    if used(attempts, cause) >= limit:
        return f"all {limit} further attempts allowed for {_account(cause)} have been made"
    return ""


def limit_of(cause: AttemptCause, handling: ErrorHandling, settings: RecoverySettings) -> int:
    """Most further attempts on that account."""
    return settings.platform_retries if cause is AttemptCause.PLATFORM else handling.max_recovery_attempts


def with_refusal(failure: Failure, refusal_: str) -> Failure:
    """The failure, with the reason that nothing more is tried among its evidence."""
    return failure.with_(evidence=(*failure.evidence, f"No further attempt: {refusal_}.")[-16:])


def _account(cause: AttemptCause) -> str:
    return "faults of the platform" if cause is AttemptCause.PLATFORM else "the site"
