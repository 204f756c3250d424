"""Is what a step's selector finds still the element of the last good run?"""

from webmend.domain.graph import Node
from webmend.domain.target import Fingerprint
from webmend.ports.browser import Check, StepFailed
from webmend.ports.elements import Elements

from .context import Context


def check_of(context: Context, node: Node) -> Check | None:
    """What the step's element is to be asked before it is used; None where there is nothing to compare it with.

    A target with values of this run in it names another element in every run, and one that a repair has found was found
    by its fingerprint. Steps that are not to be repaired are taken at their word.
    """
    known = context.plan.fingerprints.get(node.id)
    if known is None or not node.heal or node.target != context.plan.graph.node(node.id).target:
        return None

    async def check(seen: Fingerprint) -> str:
        return await mismatch(context.browser.elements, node, known, seen)

    return check


async def mismatch(elements: Elements, node: Node, known: Fingerprint, seen: Fingerprint) -> str:
    """Why the element is another than the one that is known, in a sentence; empty where it may be the same.

    The page is asked only where a look at the element leaves a doubt; one that cannot be asked settles none.
    """
    from webmend.policy import selector  # only repairs need its libraries, and so do elements that have changed

    suspicion = selector.suspect(known, seen, node.action)
    if suspicion is selector.Suspicion.PLAIN:
        return selector.plainly(known, seen)
    if suspicion is selector.Suspicion.NONE:
        return ""
    try:
        return selector.elsewhere(known, seen, node.action, await elements.survey(node))
    except StepFailed:
        return ""
