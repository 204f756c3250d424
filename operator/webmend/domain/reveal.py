"""What brings a hidden element into sight: a control of the page, and what is done with it."""

from typing import Annotated

from pydantic import Field

from .base import Line, Model, StrEnum
from .target import Selector

MOST_REVEALS = 3
"""Controls that may have to be used one after the other: a menu, a menu in it, and a tab."""


class Gesture(StrEnum):
    """What is done with the control."""

    CLICK = "Click"
    HOVER = "Hover"

    @property
    def action(self) -> str:
        """The action of a step that makes it."""
        return self.lower()


class Reveal(Model):
    """One control that brings a step's element into sight, or the next control on the way to it."""

    gesture: Gesture = Gesture.CLICK
    """What is done with it."""
    selectors: Annotated[tuple[Selector, ...], Field(min_length=1, max_length=5)]
    """Ways to find it, the best first; in the frame of the step's target."""
    name: Line = ""
    """The control in a few words, for people."""
