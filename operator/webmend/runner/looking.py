"""An attempt that has failed may stay open for a while, for somebody to look into its browser."""

from contextlib import suppress

from webmend.domain.report import AttemptOutcome

from .context import Context, Ending
from .failing import OUR_OWN
from .fence import Fenced
from .stop import Stopped

MARGIN = 60.0
"""Seconds before the attempt's deadline that are left for its end."""


async def stay_open(context: Context, ending: Ending) -> None:
    """Keep the browser open as long as the plan says, and not into the attempt's deadline.

    Nothing is done in it meanwhile. Whoever stops the run, or fences the attempt off, ends this at once.
    """
    seconds = _seconds(context)
    if _is_worth_a_look(ending) and seconds > 0:
        context.watcher.waiting(seconds, "the browser is held open for a look")
        with suppress(Stopped, Fenced):
            await context.stop.unless_asked(context.fence.while_held(context.clock.sleep(seconds)))


def _is_worth_a_look(ending: Ending) -> bool:
    """Whether the attempt has failed, and its browser is still there."""
    failure = ending.failure
    return (
        ending.outcome is AttemptOutcome.FAILED and failure is not None and failure.evidence.error.kind not in OUR_OWN
    )


def _seconds(context: Context) -> float:
    plan, began = context.plan, context.progress.started_at
    if not plan.active_deadline or began is None:
        return plan.hold
    spent = (context.clock.now() - began).total_seconds()
    return min(plan.hold, plan.active_deadline - spent - MARGIN)
