"""Wait, then go on: with the failed step or an earlier one."""

from webmend.domain.directive import Directive
from webmend.domain.report import FailureReport
from webmend.policy import steps
from webmend.runner.context import Context, Ending

from .ending import directed


async def go_on(context: Context, directive: Directive, report: FailureReport) -> str | Ending:
    """The step that the directive names, after its delay; the attempt ends where that would do harm."""
    node_id = directive.node_id or report.node_id
    if not may_go_on(context, node_id, report):
        return directed(report)
    if not report.asks:
        begin(context, report)
    await context.pause(directive.delay, directive.reason)
    return node_id


def begin(context: Context, report: FailureReport) -> None:
    """A recovery begins, whose outcome is reported once the failed step has passed or failed again."""
    context.progress.open_recoveries.append((report.sequence, report.node_id))


def may_go_on(context: Context, node_id: str, report: FailureReport) -> bool:
    """Whether the session can go on there: at a step that exists, and not twice over an irreversible one.

    Whoever decides knows that too; what must not happen twice is worth a second look by the hands that do it.
    """
    node = next((n for n in context.plan.graph.nodes if n.id == node_id), None)
    on_this_page = report.path[len(report.path) - report.on_page :]
    if node is None or node_id in (*report.safe_nodes, *on_this_page):
        return node is not None
    return node_id == report.node_id and not steps.may_have_happened(node, report.evidence.error.kind)
