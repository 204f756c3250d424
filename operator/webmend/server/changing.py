"""Whether a credential may be changed: an ordered list of rules, each with what it says.

The page has a say in none of them: the operator has decided for this failure, the workflow has switched it on and
declared the origin.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from webmend.domain.directive import DirectiveKind
from webmend.domain.session import EnrolmentRequest, RotationRequest
from webmend.domain.workflow import Credential, ErrorHandling, Workflow

from .audit import who
from .definitions import Definitions
from .identity import Caller
from .problems import Refused
from .release import is_declared

ChangeRequest = RotationRequest | EnrolmentRequest
_log = structlog.get_logger()


@dataclass(frozen=True)
class Change:
    """A request, and what it is judged by."""

    request: ChangeRequest
    caller: Caller
    workflow: Workflow

    @property
    def kind(self) -> DirectiveKind:
        """What the directive must say."""
        return DirectiveKind.ROTATE if isinstance(self.request, RotationRequest) else DirectiveKind.ENROL

    @property
    def credential(self) -> Credential | None:
        """The credential that it names."""
        return next((c for c in self.workflow.spec.credentials if c.alias == self.request.alias), None)


async def permitted(definitions: Definitions, caller: Caller, request: ChangeRequest) -> Credential:
    """The credential that may be changed; refuses every other request."""
    change = Change(request, caller, await definitions.workflow(caller.run))
    reason = next((reason for rule in RULES if (reason := rule(change))), "")
    if reason:
        _log.warning("change refused", reason=reason, alias=request.alias, origin=request.origin, **who(caller))
        raise Refused(403, reason)
    assert change.credential is not None
    return change.credential


def _stopped(change: Change) -> str:
    run = change.caller.run
    return "somebody asked the run to stop" if run.spec.stop or run.deleting else ""


def _not_told(change: Change) -> str:
    told, request = change.caller.run.status.directive, change.request
    wanted = (change.kind, change.caller.attempt.number, request.sequence, request.alias)
    is_told = told is not None and (told.kind, told.attempt, told.sequence, told.credential) == wanted
    return "" if is_told else f"no directive says {change.kind} of {request.alias} for failure {request.sequence}"


def _not_switched_on(change: Change) -> str:
    return "" if _switch(change.workflow.spec.error_handling, change.kind) else f"{change.kind} is switched off"


def _not_declared(change: Change) -> str:
    return "" if change.credential else f"the workflow declares no credential {change.request.alias}"


def _not_the_only_one(change: Change) -> str:
    count = len(change.workflow.spec.credentials)
    return "" if count == 1 else f"the workflow has {count} credentials: which one is meant cannot be told"


def _foreign_origin(change: Change) -> str:
    declared = change.credential.origins if change.credential else ()
    return (
        ""
        if is_declared(change.request.origin, declared)
        else f"{change.request.alias} may not be typed on that origin"
    )


def _switch(handling: ErrorHandling, kind: DirectiveKind) -> bool:
    rotates = kind is DirectiveKind.ROTATE
    return handling.password_update_recovery if rotates else handling.tfa_setup_recovery


RULES: tuple[Callable[[Change], str], ...] = (
    _stopped,
    _not_told,
    _not_switched_on,
    _not_declared,
    _not_the_only_one,
    _foreign_origin,
)
