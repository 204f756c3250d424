"""Close what covers the page, then go on with the step that it kept from being done."""

from webmend.domain.directive import Directive
from webmend.domain.report import FailureReport
from webmend.runner.context import Context, Ending

from .ending import directed
from .going_on import begin, may_go_on


async def dismiss(context: Context, directive: Directive, report: FailureReport) -> str | Ending:
    """The step to go on with, whether or not the way is free: trying tells. What was pressed goes into the report."""
    from .clearing import clear  # few sessions need it, and every start would pay for the words of twelve languages

    node_id = directive.node_id or report.node_id
    if not may_go_on(context, node_id, report):
        return directed(report)
    begin(context, report)
    await context.pause(directive.delay, directive.reason)
    node = context.plan.graph.node(report.node_id)
    work = clear(context.browser.popups, node, context.plan.popup_selectors)
    context.progress.did(report.sequence, detail=await context.stop.unless_asked(work))
    return node_id
