"""Decide how the next JavaScript dialog is answered."""

from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.step import Done, Step
from webmend.domain.evidence import ErrorKind


async def dialog(step: Step) -> Done:
    """Keep the decision until a dialog comes up, whatever it asks; a later decision takes its place."""
    if step.origins is not None:
        raise Failed(ErrorKind.DEFINITION, "a credential is typed into a target, not into a dialog of the browser")
    step.voices.decided = step.node.parameters
    return Done()
