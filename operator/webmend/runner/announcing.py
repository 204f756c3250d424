"""Steps that are announced before they begin: where a node is lost, what was under way is known all the same."""

from webmend.domain.graph import Node, OnInterrupt
from webmend.domain.session import Announcement
from webmend.ports.session import ServerUnavailable, SessionRefused

from . import outbox
from .context import Context
from .fence import Fenced

RETRY_SECONDS = 1.0


async def begins(context: Context, node: Node) -> None:
    """Return once it is known that the step begins. Raises Fenced where it is not to begin, and Stopped.

    An irreversible step without onInterrupt is announced once in an attempt: that one has begun is all that counts.
    """
    if node.is_announced and (_is_followed(node) or not context.progress.irreversible_announced):
        await _known(context, node)
        context.progress.irreversible_announced |= node.acts_once
    context.progress.under_way = node.id


def done(context: Context, node: Node) -> None:
    """The step was done."""
    context.progress.under_way = ""
    if _is_followed(node):
        context.outbox.add(outbox.Over(_announcement(context, node, over=True)))


def _is_followed(node: Node) -> bool:
    """Whether it matters if this very step was under way."""
    return node.on_interrupt in (OnInterrupt.FAIL, OnInterrupt.ASK)


async def _known(context: Context, node: Node) -> None:
    """Told the server; it is asked until it answers, or the lease of the attempt is over."""
    while True:
        try:
            return await context.stop.unless_asked(context.server.announce(_announcement(context, node)))
        except ServerUnavailable:
            await context.stop.sleep(context.clock, RETRY_SECONDS)
        except SessionRefused as refused:
            raise Fenced(str(refused)) from refused


def _announcement(context: Context, node: Node, *, over: bool = False) -> Announcement:
    number = context.progress.begun
    return Announcement(node_id=node.id, number=number, irreversible=node.acts_once, over=over)
