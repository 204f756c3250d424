"""Somebody is asked: keep the session open until it is known what follows."""

from webmend.domain.directive import Directive
from webmend.domain.duration import seconds
from webmend.domain.report import FailureReport
from webmend.domain.session import HandedDirective
from webmend.runner import directives, recovering
from webmend.runner.context import Context, Ending

from . import ending

LONGEST = 300.0
"""Seconds that somebody may be given for an answer; no clock of another machine makes them more."""


async def hold(context: Context, directive: Directive, report: FailureReport) -> str | Ending:
    """Wait for the directive's next revision, and carry that out. Raises Stopped.

    The session is held on for the usual time for a directive after the question's own, since whoever decides may be
    away just then.
    """
    left = (directive.until - context.clock.now()).total_seconds() if directive.until else 0.0
    left = min(max(left, 0.0), _longest(context, report))
    context.watcher.waiting(left, directive.reason)
    patience = left + context.plan.directive_timeout
    asking = directives.ask_again(context, report, patience, directive.revision + 1)
    further = await context.stop.unless_asked(asking)
    context.watcher.told(further)
    if further is None:
        return ending.unanswered(context, report)
    return await recovering.follow(context, further, report)


def _longest(context: Context, report: FailureReport) -> float:
    node = context.plan.graph.node(report.node_id)
    return seconds(node.ask.timeout) if node.ask else LONGEST


def take_over(context: Context, directive: HandedDirective, report: FailureReport) -> None:
    """From now on steps use the values that somebody has answered; secret ones are kept out of every text.

    What a step has asked for by itself is that step's own.
    """
    context.secrets.learn(*(directive.inputs.get(name, "") for name in directive.secret_inputs))
    if report.asks and not directive.answer:
        return
    if report.asks:
        context.progress.replies[report.node_id] = dict(directive.inputs)
        return
    context.progress.answered.update(directive.inputs)
    context.progress.answered_secrets.extend(directive.secret_inputs)
