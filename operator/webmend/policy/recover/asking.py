"""Asking somebody for new values or for a decision, while the session is held open."""

from datetime import timedelta

from webmend.domain.directive import DirectiveKind
from webmend.domain.duration import duration, seconds
from webmend.domain.failure import Category, SubType
from webmend.domain.run import InputReason, InputRequest, RecoveryKind
from webmend.policy import steps

from .decision import Decision, directive, nothing, recovery
from .facts import RecoveryFacts

SHORTEST, LONGEST = 5.0, 300.0
"""Seconds that somebody is given for an answer."""


def ask_for_inputs(facts: RecoveryFacts, _chance: float) -> Decision | None:
    """A value was refused or matched several: ask for another, where the switch allows it."""
    if facts.failure.category is not Category.INCORRECT_FORM_INPUTS:
        return None
    if not facts.handling.incorrect_form_input_recovery:
        return nothing(facts, "asking for new values is switched off (incorrectFormInputRecovery: false)")
    return ask(facts, reason_for(facts))


def reason_for(facts: RecoveryFacts) -> InputReason:
    """Why new values are asked for."""
    several = facts.failure.sub_type is SubType.MULTIPLE_MATCHING_RESULTS_FOUND
    return InputReason.MULTIPLE_MATCHING_RESULTS if several else InputReason.INCORRECT_FORM_INPUT


def ask(facts: RecoveryFacts, reason: InputReason, actions: tuple[str, ...] = ()) -> Decision:
    """Hold the session and ask; nothing where nobody could be asked any more, or nothing could be answered."""
    if refused := _refusal(facts, actions):
        return nothing(facts, refused)
    timeout = facts.handling.input_required_timeout_seconds or _usual(facts.settings.input_timeout)
    request = _request(facts, reason, actions, timeout)
    what = f"Ask for {'a decision' if actions else 'new values'}, {duration(timeout)} at most: {facts.why}"
    return Decision(
        what,
        recovery=recovery(facts, RecoveryKind.REQUEST_INPUT, what),
        directive=directive(facts, DirectiveKind.HOLD, what, until=request.expires_at),
        request=request,
    )


def _usual(timeout: str) -> float:
    """Seconds of the installation's own setting, within what a workflow may say."""
    return min(max(SHORTEST, seconds(timeout)), LONGEST)


def _refusal(facts: RecoveryFacts, actions: tuple[str, ...]) -> str:
    if not facts.in_session or facts.report is None:
        return "the page is gone: somebody is asked only while the session is open"
    if facts.may_have_happened():
        return f'"{facts.title}" is irreversible and may have happened'
    if not actions and not facts.inputs:
        return "the workflow has no inputs that another value could be given for"
    return ""


def _request(facts: RecoveryFacts, reason: InputReason, actions: tuple[str, ...], timeout: float) -> InputRequest:
    return InputRequest(
        request_id=f"a{facts.attempt}-s{facts.sequence}",
        attempt=facts.attempt,
        sequence=facts.sequence,
        node_id=facts.node_id,
        reason=reason,
        message=facts.failure.message,
        inputs={name: value[:256] for name, value in _asked_for(facts)} if not actions else {},
        actions=actions,
        screenshot=facts.report.evidence.screenshot if facts.report else "",
        asked_at=facts.now,
        expires_at=facts.now + timedelta(seconds=timeout),
    )


def _asked_for(facts: RecoveryFacts) -> tuple[tuple[str, str], ...]:
    """The inputs that feed the failed step; all of them where it names none."""
    named = steps.inputs_of(facts.node) if facts.node else ()
    used = tuple((name, value) for name, value in facts.inputs if f"inputs.{name}" in named)
    return used or facts.inputs
