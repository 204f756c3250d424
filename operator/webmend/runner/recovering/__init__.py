"""Carrying out what one is told about a failed step: one file a kind of directive."""

from collections.abc import Awaitable, Callable

from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.report import FailureReport
from webmend.domain.session import HandedDirective
from webmend.runner.context import Context, Ending

from . import changing, dismiss, ending, going_on, hold, log_in_again, press, repair

CarryOut = Callable[[Context, Directive, FailureReport], Awaitable[str | Ending]]
"""The step to go on with, or how the attempt ends. Raises Stopped."""

KINDS: dict[DirectiveKind, CarryOut] = {
    DirectiveKind.RETRY: going_on.go_on,
    DirectiveKind.RESUME: going_on.go_on,
    DirectiveKind.DISMISS: dismiss.dismiss,
    DirectiveKind.PRESS: press.press,
    DirectiveKind.REPAIR: repair.repair,
    DirectiveKind.HOLD: hold.hold,
    DirectiveKind.ROTATE: changing.rotate,
    DirectiveKind.ENROL: changing.enrol,
    DirectiveKind.LOG_IN_AGAIN: log_in_again.log_in_again,
    DirectiveKind.END: ending.end,
    DirectiveKind.STOP: ending.stop,
}


async def follow(context: Context, directive: HandedDirective, report: FailureReport) -> str | Ending:
    """Do as the directive says, with the values that it brings; one that this runner does not know ends the attempt."""
    hold.take_over(context, directive, report)
    return await KINDS.get(directive.kind, ending.end)(context, directive, report)
