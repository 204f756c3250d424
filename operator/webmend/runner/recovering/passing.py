"""Going on after the site has what it demanded: behind the failed step, with it, or from an earlier one."""

from webmend.domain import action
from webmend.domain.comparison import Comparison, Operator
from webmend.domain.graph import Node
from webmend.domain.report import AttemptOutcome, FailureReport, RecoveryOutcome
from webmend.policy import rotation, steps
from webmend.ports.browser import StepFailed
from webmend.runner import outbox
from webmend.runner.context import Context, Ending

CEILING = 5.0
"""Seconds until what the failed step was to lead to has to show."""


async def is_reached(context: Context, report: FailureReport) -> bool:
    """Whether the page is now what the failed step was to lead to."""
    node = context.node(report.node_id)
    if not node.expect or report.evidence.error.kind in steps.BEFORE_ACTING:
        return False
    wait = Node(id=node.id, wait=action.Wait(page=action.PageState.LOADED), expect=node.expect)
    try:
        await context.browser.perform(wait, CEILING)
    except StepFailed:
        return False
    return True


async def go_on(context: Context, report: FailureReport, reached: bool) -> str | Ending:
    """The step to go on with. `reached`: what the failed step was to lead to is there, so it has passed."""
    node = context.node(report.node_id)
    if not reached:
        return await _step_again(context, report, node)
    context.progress.passed(node, None)
    for told in context.progress.settle(node.id, RecoveryOutcome.SUCCEEDED):
        context.outbox.add(outbox.Outcome(told))
        context.watcher.recovered(told)
    following = steps.next_node(context.plan.graph, node.id)
    return following or Ending(AttemptOutcome.SUCCEEDED, "Completed")


async def _step_again(context: Context, report: FailureReport, node: Node) -> str:
    """The failed step if it opens an address, or has not acted and its element is there; else the latest safe one."""
    first_safe = next(iter(report.safe_nodes), node.id)
    if node.navigate is not None:
        is_signed_out = rotation.asks_for_login(await context.browser.forms.read())
        return first_safe if is_signed_out else node.id
    acted = report.evidence.error.kind not in steps.BEFORE_ACTING
    if not acted and await _is_there(context, node):
        return node.id
    return first_safe


async def _is_there(context: Context, node: Node) -> bool:
    if node.target is None:
        return True
    try:
        return await context.browser.holds(Comparison(element=node.target, operator=Operator.VISIBLE))
    except StepFailed:
        return False
