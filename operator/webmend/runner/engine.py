"""The loop: one step after the other until the workflow ends, a failure ends it, or somebody asks to stop."""

from webmend.domain.evidence import ErrorFacts, ErrorKind
from webmend.domain.graph import Node
from webmend.domain.password import PASSWORD, TOTP
from webmend.domain.report import AttemptOutcome, RecoveryOutcome
from webmend.policy import starting
from webmend.policy.looping import still_under_way
from webmend.policy.steps import next_node
from webmend.ports.browser import StepFailed

from . import outbox
from .context import Context, Ending
from .failing import meet, settle
from .stepping import take
from .stop import Stopped

MOST_STEPS = 2000
"""Steps that an attempt may begin, or a round of a loop: a cycle that never ends is found by counting."""


async def run(context: Context) -> Ending:
    """Do the steps; how they ended."""
    ending = await _until_over(context)
    if ending.outcome is AttemptOutcome.SUCCEEDED:
        outbox.settle(context.outbox, context.progress.changes.shown(PASSWORD, TOTP))
    return ending


async def _until_over(context: Context) -> Ending:
    node_id: str | None = starting.first(context.plan.graph, context.plan.start_from)
    try:
        while node_id is not None:
            following = await _advance(context, context.node(node_id))
            if isinstance(following, Ending):
                return following
            node_id = following
    except Stopped:
        return Ending(AttemptOutcome.STOPPED, "StopRequested")
    return Ending(AttemptOutcome.SUCCEEDED, "Completed")


async def _advance(context: Context, node: Node) -> str | Ending | None:
    """Do one step; the step to go on with, None at the end of the workflow."""
    context.stop.check()
    if starting.is_held_back(node, dry_run=context.plan.dry_run):
        return Ending(AttemptOutcome.SUCCEEDED, starting.DRY_RUN)
    progress = context.progress
    progress.rounds = still_under_way(context.plan.graph, progress.rounds, node.id)
    await _wait_as_carried(context, node)
    await context.stop.unless_asked(context.fence.open())
    try:
        _check_count(context)
        answer = await context.fence.while_held(take(context, node))
    except StepFailed as failed:
        return await meet(context, node, failed)
    settle(context, node, RecoveryOutcome.SUCCEEDED)
    return next_node(context.plan.graph, node.id, answer)


async def _wait_as_carried(context: Context, node: Node) -> None:
    """Before the step for which this attempt brings a delay from the one before: wait, once."""
    carried, progress = context.plan.carried, context.progress
    if carried is not None and carried.node_id == node.id and not progress.tries[node.id]:
        progress.open_recoveries.append((carried.sequence, node.id))
        await context.pause(carried.delay, f'brought from the attempt before, for "{node.title}"')


def _check_count(context: Context) -> None:
    if context.progress.begun_in_round >= MOST_STEPS:
        message = f"{MOST_STEPS} steps were begun: the workflow goes round in circles"
        raise StepFailed(ErrorFacts(kind=ErrorKind.DEFINITION, type="TooManySteps", message=message))
