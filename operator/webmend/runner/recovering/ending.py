"""The attempt ends."""

from webmend.domain.directive import Directive
from webmend.domain.report import AttemptOutcome, FailureReport
from webmend.runner import outbox
from webmend.runner.context import Context, Ending


async def end(_context: Context, _directive: Directive, report: FailureReport) -> Ending:
    """With its report, as the operator decided."""
    return directed(report)


async def stop(_context: Context, _directive: Directive, report: FailureReport) -> Ending:
    """Because a person asked."""
    return Ending(AttemptOutcome.STOPPED, "StopRequested", report)


def keep_report(context: Context, report: FailureReport) -> None:
    """Have the whole report kept, of which a termination message may not hold all."""
    body = report.model_dump_json(by_alias=True, exclude_defaults=True).encode()
    context.outbox.add(outbox.Artifact(f"failure-{report.sequence}.json", body, "application/json"))


def unanswered(context: Context, report: FailureReport) -> Ending:
    """The end of an attempt that nobody has told how to go on."""
    keep_report(context, report)
    return Ending(AttemptOutcome.FAILED, "NoDirective", report)


def directed(report: FailureReport) -> Ending:
    """The end of an attempt that does not go on."""
    return Ending(AttemptOutcome.FAILED, "Directed", report)
