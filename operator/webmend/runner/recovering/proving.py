"""What a match comes to once the page itself has been asked."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from webmend.domain.graph import Node
from webmend.domain.report import Band, FoundElement
from webmend.domain.target import Fingerprint, Selector
from webmend.ports.elements import Elements

if TYPE_CHECKING:
    from webmend.policy.selector import Match

MOST_SELECTORS = 5


async def prove(
    elements: Elements, node: Node, match: "Match", was: Fingerprint, refused: Collection[Selector] = ()
) -> FoundElement:
    """The element with the selectors that find it and nothing else; refused where it cannot receive the step's action.

    `match`: from the last survey of these elements. `was`: what it was found by. `refused`: selectors that a person has
    taken back. Raises StepFailed.
    """
    from webmend.policy.selector import selectors_of  # few sessions need it, and every start would pay for it

    found = match.found(was)
    if match.element is None or found.band is Band.REFUSE:
        return found
    wanted = [each for each in selectors_of(match.element) if each not in refused]
    selectors = await elements.proven(node, match.element.handle, wanted)
    if selectors:
        return found.with_(selectors=selectors[:MOST_SELECTORS])
    said = f"{found.reason}; but the page did not let it be used, or a person has taken every way to name it back"
    return found.with_(band=Band.REFUSE, reason=said[:1024])
