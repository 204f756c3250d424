"""Faults of our own are tried again within a budget of their own; they never start a repair.

A step that was under way may say that the run is not to begin again by itself (onInterrupt).
"""

from datetime import datetime, timedelta

from webmend.domain.duration import duration, seconds
from webmend.domain.failure import Fault
from webmend.domain.fence import Lease
from webmend.domain.graph import Node, OnInterrupt
from webmend.domain.run import AttemptCause, InputReason, InputRequest, RecoveryKind
from webmend.domain.settings import RecoverySettings
from webmend.policy import backoff, budget

from .decision import Decision, Requeue, later, nothing, recovery
from .facts import RecoveryFacts

RUN_AGAIN, END = "Run again", "End"
"""What somebody who is asked may choose."""


def retry_after_platform_fault(facts: RecoveryFacts, chance: float) -> Decision | None:
    """A further attempt on the platform's account, unless the step that was under way says otherwise."""
    if facts.failure.fault is not Fault.PLATFORM:
        return None
    node = next((n for n in facts.graph.nodes if n.id == facts.under_way), None)
    if node is not None and node.on_interrupt is OnInterrupt.FAIL:
        return nothing(facts, f'"{node.title}" was under way, and its onInterrupt is fail')
    if node is not None and node.on_interrupt is OnInterrupt.ASK:
        return _ask(facts, node)
    retry = budget.used(facts.attempts, AttemptCause.PLATFORM)
    soon = backoff.next_platform_attempt(facts.now, retry, chance, facts.settings)
    at = max(soon, fenced_until(facts.now, facts.settings)) if facts.unseen else soon
    return later(facts, RecoveryKind.RETRY_PLATFORM, Requeue(at, AttemptCause.PLATFORM))


def fenced_until(ended: datetime, settings: RecoverySettings) -> datetime:
    """When a runner that nobody has seen end must have stopped, `ended` being when its attempt counted as over."""
    return ended + timedelta(seconds=Lease(seconds(settings.lease)).fence)


def _ask(facts: RecoveryFacts, node: Node) -> Decision:
    """Ask somebody, who can look at the site; irreversible steps are theirs to judge, the budget is not."""
    refused = budget.refusal(AttemptCause.PLATFORM, facts.attempts, facts.handling, facts.settings, irreversible=False)
    if refused:
        return nothing(facts, refused)
    timeout = seconds(facts.settings.interrupt_timeout)
    what = f'Ask whether to run again, {duration(timeout)} at most: "{node.title}" was under way, and it says ask'
    request = InputRequest(
        request_id=f"a{facts.attempt}-s{facts.sequence}",
        attempt=facts.attempt,
        sequence=facts.sequence,
        node_id=node.id,
        reason=InputReason.INPUT_REQUIRED,
        message=_question(facts, node)[:1024],
        actions=(RUN_AGAIN, END),
        asked_at=facts.now,
        expires_at=facts.now + timedelta(seconds=timeout),
    )
    return Decision(what, recovery=recovery(facts, RecoveryKind.REQUEST_INPUT, what), request=request)


def _question(facts: RecoveryFacts, node: Node) -> str:
    once = " An irreversible step has run, or may have." if facts.irreversible else ""
    return f'"{node.title}" was cut off ({facts.why}) and may have happened.{once} See at the site: run again, or end?'
