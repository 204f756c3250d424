"""The user's own error code for a failure may say what to do; it goes before the playbook."""

from datetime import timedelta

from webmend.domain.duration import seconds
from webmend.domain.run import AttemptCause, InputReason, RecoveryKind
from webmend.domain.workflow import CodeAction, ErrorCodeAction

from .asking import ask
from .decision import Decision, Requeue, later, nothing
from .facts import RecoveryFacts


def follow_error_code(facts: RecoveryFacts, _chance: float) -> Decision | None:
    """What the code asks for. Alert, and a code whose retries are spent, leave the failure to the playbook."""
    code = facts.code
    if code is None or code.action is CodeAction.ALERT:
        return None
    if code.action in (CodeAction.CANCEL, CodeAction.PAUSE):
        return nothing(facts, f"the error code {code.code} says {code.action}")
    if code.action is CodeAction.REQUEST_NEW_INPUT:
        return ask(facts, InputReason.INPUT_REQUIRED)
    return _retry(facts, code)


def _retry(facts: RecoveryFacts, code: ErrorCodeAction) -> Decision | None:
    made = sum(r.kind is RecoveryKind.RETRY_BY_CODE for r in facts.recoveries)
    if made >= code.count:
        return None
    at = facts.now + timedelta(seconds=seconds(code.after))
    what = f"Attempt {facts.attempt + 1} follows at {at:%Y-%m-%dT%H:%M:%SZ}: the error code {code.code} says Retry"
    return later(facts, RecoveryKind.RETRY_BY_CODE, Requeue(at, AttemptCause.SITE), what)
