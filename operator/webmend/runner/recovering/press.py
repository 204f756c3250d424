"""Press the control of the open dialog that a person chose, then go on with the failed step."""

from webmend.domain.directive import Directive
from webmend.domain.report import FailureReport
from webmend.ports.browser import StepFailed
from webmend.runner.context import Context, Ending

from .ending import directed
from .going_on import begin, may_go_on


async def press(context: Context, directive: Directive, report: FailureReport) -> str | Ending:
    """The step to go on with; the attempt ends where the control was not among those offered."""
    node_id = directive.node_id or report.node_id
    if not may_go_on(context, node_id, report) or directive.control not in offered(report):
        return directed(report)
    begin(context, report)
    work = _pressed(context, directive.control, report.node_id)
    context.progress.did(report.sequence, detail=await context.stop.unless_asked(work))
    return node_id


def offered(report: FailureReport) -> frozenset[str]:
    """The names that stood to choose from: those of the controls of the dialogs that were open."""
    return frozenset(name for dialog in report.evidence.dom.dialogs for name in dialog.buttons)


async def _pressed(context: Context, name: str, node_id: str) -> str:
    """Press the control of that name in what is in the way now, and nothing outside it; what was done."""
    popups, node = context.browser.popups, context.plan.graph.node(node_id)
    try:
        cover = await popups.cover(node)
        control = next((c for c in cover.controls if c.name == name), None) if cover else None
        if control is None:
            return f'"{name}" is not there any more: nothing was pressed'
        await popups.press(control)
    except StepFailed as failed:
        return f'could not press "{name}": {failed.error.message}'[:1024]
    return f"pressed {control}, which a person chose"
