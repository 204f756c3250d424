"""The elements of a page, as the repair of a selector sees and tries them."""

from collections.abc import Sequence
from typing import Protocol

from webmend.domain.graph import Node
from webmend.domain.survey import Control, Hidden, PageElement, Survey
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

    async def named(self, node: Node) -> PageElement | None:
        """The one element that the step's selectors name, whether it can be seen or not, as part of the last survey.

        The first selector that names exactly one decides. None where none does. Raises StepFailed.
        """
        ...

    async def hidden(self, handle: int) -> Hidden | None:
        """What keeps this element of the last survey out of sight; None where it is in sight. Raises StepFailed."""
        ...

    async def use(self, control: Control, handle: int, by: str) -> None:
        """Use the control, and wait a moment for the element of that handle to come into sight, or nearer to it.

        `by`: what hid it before. That it stays hidden is no error. Raises StepFailed where the control cannot be used.
        """
        ...

    async def openers(self) -> tuple[Control, ...]:
        """Controls of the last survey's page that say that they are closed menus, and of which the page holds nothing.

        They become part of the survey. None in a frame of another origin. Raises StepFailed.
        """
        ...

    async def open(self, control: Control) -> bool:
        """Use the control, and wait a moment for something to come into sight; whether anything has.

        Raises StepFailed where it cannot be used.
        """
        ...

    async def shut(self) -> None:
        """Close what was opened last, as far as the page lets it. Raises StepFailed."""
        ...
