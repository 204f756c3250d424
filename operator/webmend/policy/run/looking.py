"""A run that may be looked into: whether its installation allows that, and what is said while it is held open."""

from datetime import timedelta

from webmend.domain.duration import seconds
from webmend.domain.failure import Failure, Fault
from webmend.domain.names import DEBUG_PORT
from webmend.domain.phase import Phase
from webmend.domain.run import RunStatus
from webmend.policy.event import EmitEvent

from . import outcome, state
from .state import Context

REASON = "HeldForDebugging"


def refusal(context: Context) -> Failure | None:
    """Why the run cannot start with what it says of debugging; None where it can."""
    if context.facts.run.spec.debug is None or context.settings.runner.allow_debug:
        return None
    said = "spec.debug: this installation allows no look into the browsers of runs"
    fix = "Install with runner.allowDebug=true, or create the run again without debug."
    return outcome.platform("DebugNotAllowed", said, fix, Fault.INPUT)


def held(context: Context, status: RunStatus, failure: Failure | None) -> tuple[RunStatus, tuple[EmitEvent, ...]]:
    """The status of a run whose runner was told to end, and which holds its browser open before; else as it was.

    `failure`: why it ends, where that is known already.
    """
    debug = context.facts.run.spec.debug
    if debug is None:
        return status, ()
    until = context.now + timedelta(seconds=seconds(debug.hold_on_failure))
    run, pods = context.facts.run, context.facts.pods
    pod = pods[0].name if pods else "POD"
    said = (
        f"Held open until {until:%H:%M:%S} UTC for a look: kubectl port-forward -n {run.namespace} pod/{pod} "
        f"{DEBUG_PORT}, then chrome://inspect; webmend stop {run.name} ends it"
    )
    status = state.moved(status, Phase.RUNNING, REASON, said).with_(error=failure or status.error)
    return status, (state.event(status, REASON, said),)
