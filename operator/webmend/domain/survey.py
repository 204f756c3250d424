"""The elements of a page, as the search for a lost one sees them."""

from typing import Annotated

from pydantic import Field

from .base import Line, Observed, Text
from .reveal import Gesture
from .target import Fingerprint


class PageElement(Observed):
    """One element that may be the lost one."""

    handle: int
    """Its number in the survey; void with the next one."""
    look: Fingerprint
    """What it looks like."""
    xpath: Text = ""
    """Its absolute place: the elements with a longer one that begins with it are inside it."""
    visible: bool = True
    """It can be seen."""
    enabled: bool = True
    """It can be used."""
    editable: bool = False
    """Text can be put into it."""


class Survey(Observed):
    """One look at a page, or at the frame of it that a target is in."""

    lang: Line = ""
    """Language of the document."""
    elements: Annotated[tuple[PageElement, ...], Field(max_length=2000)] = ()
    """Its elements, in their order in the document."""


class Control(Observed):
    """A control that may bring a hidden element into sight."""

    element: PageElement
    """The control; its handle is of the same survey."""
    gesture: Gesture = Gesture.CLICK
    """What is to be done with it."""


class Hidden(Observed):
    """What keeps an element of a survey out of sight, and what may change that."""

    by: Text
    """Place of the outermost element that is hidden, and it with it; another one once a control has helped."""
    controls: Annotated[tuple[Control, ...], Field(max_length=8)] = ()
    """The likeliest first. None leads to another page, sends a form, or is in a frame of another origin."""
