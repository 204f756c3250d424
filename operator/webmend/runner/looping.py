"""The step of a loop: another round, or on with what comes after it."""

from webmend.domain.action import Extract, TableShape
from webmend.domain.evidence import ErrorFacts, ErrorKind
from webmend.domain.graph import Node
from webmend.policy import looping
from webmend.policy.looping import NoList, Round
from webmend.policy.steps import ceiling_of
from webmend.ports.browser import StepFailed

from .context import Context


async def go_round(context: Context, node: Node) -> bool:
    """Begin the loop's next round; False when there is none. `node`: with its values. Raises StepFailed."""
    rounds = context.progress.rounds
    under_way = rounds[-1] if rounds and rounds[-1].loop == node.id else None
    outer = rounds[:-1] if under_way else rounds
    if under_way is None:
        context.progress.forget_rounds(node.id)
    try:
        following = await (_begun(context, node) if under_way is None else _next(context, node, under_way))
    except NoList as wrong:
        raise _ended(ErrorKind.DEFINITION, str(wrong)) from None
    context.progress.go_round((*outer, following) if following else outer)
    return following is not None


async def _begun(context: Context, node: Node) -> Round | None:
    """The first round; None when there is nothing to go over."""
    loop = node.loop
    assert loop is not None
    if loop.pages is not None:
        return Round(node.id)
    rows = await _rows(context, node) if loop.rows is not None else None
    items = looping.things(loop, loop.items or "", rows)
    return Round(node.id, items) if items else None


async def _rows(context: Context, node: Node) -> list[object]:
    assert node.loop is not None
    reading = Node(id=node.id, target=node.loop.rows, extract=Extract(table=TableShape()), wait_time=node.wait_time)
    return list((await context.browser.perform(reading, ceiling_of(node))).data or ())


async def _next(context: Context, node: Node, under_way: Round) -> Round | None:
    """The round after this one; None when it was the last. What goes over pages turns to the next page for it."""
    if under_way.is_last:
        return None
    assert node.loop is not None
    if node.loop.pages is None:
        return under_way.next()
    if not (await context.browser.perform(node, ceiling_of(node))).data:
        return None
    if under_way.number >= node.loop.pages.limit:
        raise _ended(ErrorKind.EXPECTATION, f"there are more than {node.loop.pages.limit} pages")
    return under_way.next()


def _ended(kind: ErrorKind, message: str) -> StepFailed:
    return StepFailed(ErrorFacts(kind=kind, type="Loop", message=message[:1024]))
