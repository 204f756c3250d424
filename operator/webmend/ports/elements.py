"""The elements of a page, as the repair of a selector sees and tries them."""

from collections.abc import Sequence
from typing import Protocol

from webmend.domain.graph import Node
from webmend.domain.survey import Survey
from webmend.domain.target import Fingerprint, Selector


class Elements(Protocol):
    """What is on the page of one browser session, in the frame that a step's target names."""

    async def fingerprint(self, node: Node) -> Fingerprint:
        """What the step's element looks like now, as a good run would remember it; nothing is waited for.

        Raises StepFailed: NO_MATCH, AMBIGUOUS, or DETACHED where it went away meanwhile.
        """
        ...

    async def survey(self, node: Node) -> Survey:
        """Everything that may be the step's element, in clear. Raises StepFailed."""
        ...

    async def proven(self, node: Node, handle: int, selectors: Sequence[Selector]) -> tuple[Selector, ...]:
        """Those of the selectors that match this element of the last survey, and no other; in their order.

        None of them where the element cannot receive the step's action: a trial of it is made, and nothing is done.
        Raises StepFailed.
        """
        ...

    async def html(self, handle: int) -> str:
        """The outer HTML of this element of the last survey, in clear, its beginning where it is long.

        Raises StepFailed.
        """
        ...
