"""Log in again with what a change that was cut off has left pending, after the site has refused the current value."""

from webmend.domain.directive import Directive
from webmend.domain.report import FailureReport
from webmend.runner.context import Context, Ending

from .going_on import go_on


async def log_in_again(context: Context, directive: Directive, report: FailureReport) -> str | Ending:
    """The step at which the login begins; from here on the pending value is typed."""
    context.progress.changes.pending.add(directive.credential)
    context.progress.did(report.sequence, detail="The value of the change that was cut off was tried")
    return await go_on(context, directive, report)
