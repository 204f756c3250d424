"""What is decided about a failure, and the few ways in which rules put it together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webmend.domain.directive import Carried, Directive, DirectiveKind
from webmend.domain.run import AttemptCause, InputRequest, Recovery, RecoveryKind, RecoveryState
from webmend.policy import budget

from .facts import RecoveryFacts


@dataclass(frozen=True)
class Requeue:
    """Make a further attempt."""

    at: datetime
    cause: AttemptCause
    carried: Carried | None = None


@dataclass(frozen=True)
class Decision:
    """What is done, and why in a sentence. Without a directive to go on or a further attempt, the run fails."""

    reason: str
    recovery: Recovery | None = None
    """What goes into the run's recoveries; for a run that fails, why nothing was done."""
    directive: Directive | None = None
    """What the waiting runner is told; always there when one waits."""
    requeue: Requeue | None = None
    request: InputRequest | None = None
    """What somebody is asked, with a directive to hold the session open."""


Rule = Callable[[RecoveryFacts, float], Decision | None]
"""Decides about a failure, or leaves it to the next rule. The number in [0, 1) places the jitter of a back-off."""


def act(facts: RecoveryFacts, kind: RecoveryKind, told: DirectiveKind, what: str, **changes: Any) -> Decision:
    """Something is done in the session. `changes`: of the directive, and `tier`."""
    tier = changes.pop("tier", None)
    order = directive(facts, told, what, **changes)
    return Decision(what, recovery=recovery(facts, kind, what, tier=tier, delay=order.delay), directive=order)


def later(facts: RecoveryFacts, kind: RecoveryKind, requeue: Requeue, what: str = "", **changes: Any) -> Decision:
    """A further attempt is made, if its budget allows. `changes`: of the recovery."""
    refused = budget.refusal(requeue.cause, facts.attempts, facts.handling, facts.settings, facts.irreversible)
    if refused:
        return nothing(facts, refused)
    what = what or f"Attempt {facts.attempt + 1} follows at {requeue.at:%Y-%m-%dT%H:%M:%SZ}: {facts.why}"
    return Decision(what, recovery=recovery(facts, kind, what, **changes), requeue=requeue)


def nothing(facts: RecoveryFacts, reason: str) -> Decision:
    """Nothing is done; people are told why."""
    told = recovery(facts, RecoveryKind.NOTIFY, reason, state=RecoveryState.NOT_ATTEMPTED, finished_at=facts.now)
    return Decision(reason, recovery=told)


def directive(facts: RecoveryFacts, kind: DirectiveKind, reason: str, **changes: Any) -> Directive:
    """What the runner is told about this failure."""
    return Directive(sequence=facts.sequence, attempt=facts.attempt, kind=kind, reason=reason[:1024], **changes)


def recovery(facts: RecoveryFacts, kind: RecoveryKind, what: str, **changes: Any) -> Recovery:
    """The entry in the run's recoveries."""
    return Recovery(
        attempt=facts.attempt,
        sequence=facts.sequence,
        kind=kind,
        node_id=facts.node_id,
        what=what[:1024],
        error=facts.failure,
        decided_at=facts.now,
        **changes,
    )
