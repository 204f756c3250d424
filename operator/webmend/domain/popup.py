"""Something laid over the page, and the controls in it, as the browser sees them."""

from typing import Annotated

from pydantic import Field

from .base import Line, Observed, Text
from .evidence import ElementFacts

MOST_CONTROLS = 40
"""Controls of one pop-up that are looked at."""


class Control(Observed):
    """Something that can be pressed."""

    handle: int = 0
    """By which the browser knows the element, until it is asked for the next cover."""
    name: Line = ""
    """Its accessible name; × for a nameless one whose id or class says that it closes."""
    tag: Line = ""
    role: Line = ""
    selector: Line = ""
    """Tag, id or class, for people to find it by."""
    leads: bool = False
    """It is a link to another page."""

    def __str__(self) -> str:
        return f'"{self.name}" ({self.selector})' if self.name else self.selector


class Cover(Observed):
    """What lies over a step's target, or is open in its place."""

    element: ElementFacts = ElementFacts()
    """The outermost element of it."""
    text: Text = ""
    """All that it shows."""
    controls: Annotated[tuple[Control, ...], Field(max_length=MOST_CONTROLS)] = ()
    """What can be pressed in it, in document order; nothing outside it, and nothing in a frame of another origin."""
    has_form: bool = False
    """It asks for more than ticks: a visible text field or list of options."""
    busy: bool = False
    """It shows that something is being loaded."""
    modal: bool = False
    """It says that it is a dialog, or lies over most of the view."""
    foreign: bool = False
    """Part of it is a frame of another origin, which is not looked into."""
