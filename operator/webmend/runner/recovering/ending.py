"""The attempt ends."""

from webmend.domain.directive import Directive
from webmend.domain.report import AttemptOutcome, FailureReport
from webmend.runner.context import Context, Ending


async def end(_context: Context, _directive: Directive, report: FailureReport) -> Ending:
    """With its report, as the operator decided."""
    return directed(report)


async def stop(_context: Context, _directive: Directive, report: FailureReport) -> Ending:
    """Because a person asked."""
    return Ending(AttemptOutcome.STOPPED, "StopRequested", report)


def directed(report: FailureReport) -> Ending:
    """The end of an attempt that does not go on."""
    return Ending(AttemptOutcome.FAILED, "Directed", report)
