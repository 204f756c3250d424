"""What lies over a page, as recoveries see it and do away with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from webmend.domain.graph import Node
from webmend.domain.popup import Control, Cover
from webmend.domain.target import Selector


@dataclass(frozen=True)
class Declined:
    """What the maintained rules for consent banners did."""

    rule: str = ""
    """The rule that knew the banner; empty: none did."""
    done: bool = False
    """The rule went through to its end."""
    hidden: bool = False
    """It did so by hiding a banner that only informs; nothing was pressed."""
    available: bool = True
    """The rules are installed."""


class PopUps(Protocol):
    """The pop-ups of one browser session."""

    async def cover(self, node: Node, patience: float = 0.0) -> Cover | None:
        """What keeps the step's target from being clicked, or is open where there is no target; None: nothing does.

        patience: seconds to wait for it to go by itself. The handles of earlier covers are void afterwards.
        Raises StepFailed.
        """
        ...

    async def declared(self, selectors: Sequence[Selector]) -> tuple[Control, ...]:
        """The one visible control that each of these selectors matches now, in their order. Raises StepFailed."""
        ...

    async def press(self, control: Control) -> None:
        """Press a control of the last cover, or of the last ones declared. Raises StepFailed."""
        ...

    async def escape(self) -> None:
        """Press the Escape key. Raises StepFailed."""
        ...

    async def decline_cookies(self) -> Declined:
        """Have the maintained rules for consent banners decline what they know; never raises."""
        ...
