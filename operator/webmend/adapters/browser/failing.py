"""The border: what was raised leaves the adapter as a StepFailed, redacted first and cut then."""

from webmend.domain.evidence import ErrorFacts
from webmend.ports.browser import Redact, StepFailed

from .bounded import clean, fit
from .errors import Failed, say
from .step import Step

LINE = 256
LOG_LINES = 40
OPTIONS = 50
TELLING = 4
"""Shortest typed value that is taken out of texts: a shorter one stands in them by chance."""


def step_failed(error: Exception, redact: Redact, step: Step | None = None) -> StepFailed:
    """What the engine is told of an error. The end of its call log is kept: what the driver met last decides."""
    said, hide = say(error), _hiding_typed(step, redact)
    own = error if isinstance(error, Failed) else Failed(said.kind, said.message)
    log = (*said.call_log, *((step.note,) if step and step.note else ()))
    facts = {"kind": said.kind, "type": said.type, "message": said.message, "call_log": log[-LOG_LINES:]}
    return StepFailed(
        fit(ErrorFacts, facts, hide),
        selector=clean(own.selector or _selector(step), hide)[:LINE],
        expectation=clean(own.expectation, hide)[:LINE],
        options=tuple(clean(option, redact)[:LINE] for option in own.options[:OPTIONS]),
    )


def _selector(step: Step | None) -> str:
    """The selector that matched, else the step's first."""
    if step is None or step.node.target is None:
        return ""
    return str(step.element.selector if step.element else step.node.target.selectors[0])


def _hiding_typed(step: Step | None, redact: Redact) -> Redact:
    """Redact what is secret, and what this step types: values are nobody's business in an error."""
    typed = step.node.fill.value if step and step.node.fill else ""
    if len(typed) < TELLING:
        return redact
    return lambda text: redact(text.replace(typed, "(value)"))
