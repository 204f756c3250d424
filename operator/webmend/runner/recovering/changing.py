"""Changes of credentials. Few sessions need them, and every start would pay for the words of twelve languages."""

from webmend.domain.directive import Directive
from webmend.domain.report import FailureReport
from webmend.runner.context import Context, Ending


async def rotate(context: Context, directive: Directive, report: FailureReport) -> str | Ending:
    """See rotate.rotate."""
    from .rotate import rotate

    return await rotate(context, directive, report)


async def enrol(context: Context, directive: Directive, report: FailureReport) -> str | Ending:
    """See enrol.enrol."""
    from .enrol import enrol

    return await enrol(context, directive, report)
