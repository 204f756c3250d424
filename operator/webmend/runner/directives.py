"""Asking the server what to do about a failure."""

import asyncio
from datetime import timedelta

from webmend.domain.report import FailureReport
from webmend.domain.session import HandedDirective
from webmend.ports.session import ServerUnavailable, SessionRefused

from .context import Context

RETRY_SECONDS = 0.5


async def ask(context: Context, report: FailureReport) -> HandedDirective | None:
    """Report the failure and wait for the directive; None when nobody answers in time."""
    return await _until(context, report, context.plan.directive_timeout, revision=0)


async def ask_again(context: Context, report: FailureReport, patience: float, revision: int) -> HandedDirective | None:
    """Wait for a further directive on the same failure, of this revision or a later one."""
    return await _until(context, report, patience, revision)


async def _until(context: Context, report: FailureReport, patience: float, revision: int) -> HandedDirective | None:
    deadline = context.clock.now() + timedelta(seconds=patience)
    reported = revision > 0
    while (left := (deadline - context.clock.now()).total_seconds()) > 0:
        try:
            async with asyncio.timeout(left):
                if not reported:
                    await context.server.report_failure(report)
                    reported = True
                directive = await context.server.directive(report.sequence, left, revision)
        except (SessionRefused, TimeoutError):
            return None
        except ServerUnavailable:
            directive = None
        if directive is not None and directive.sequence == report.sequence and directive.revision >= revision:
            return directive
        await context.clock.sleep(min(RETRY_SECONDS, left))
    return None
