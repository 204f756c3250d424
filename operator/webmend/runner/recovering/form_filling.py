"""Filling in a form for secrets, sending it, and seeing what the site makes of it."""

from collections.abc import Callable
from datetime import timedelta
from enum import Enum, auto

from webmend.domain import action
from webmend.domain.form import FormControl, FormField, PageForm
from webmend.domain.graph import Node
from webmend.domain.target import Selector, Target
from webmend.runner.context import Context

CEILING = 15.0
"""Seconds for each field and control, and for the site's answer."""
PAUSE = 0.3
NODE_ID = "change-of-a-credential"


class Answer(Enum):
    """What the site makes of a form that was sent."""

    TAKEN = auto()
    """It is not asked for any more."""
    REFUSED = auto()
    """It is asked for again, with a complaint. Without one the site may have taken it and only show its form anew."""
    NONE = auto()
    """It cannot be told."""


Asks = Callable[[PageForm], FormField | None]
"""The field of a page that says that it still asks for the same."""


class GaveUp(Exception):
    """The change goes no further; says why, without any value."""


async def fill(context: Context, field: FormField, value: str, origins: tuple[str, ...]) -> None:
    """Type a secret into a field; only on these origins. Raises StepFailed."""
    node = Node(id=NODE_ID, target=_target(field.css), fill=action.Fill(value=value))
    await context.browser.perform(node, CEILING, origins)


async def press(context: Context, control: FormControl) -> None:
    """Press a control. Raises StepFailed."""
    await context.browser.perform(Node(id=NODE_ID, target=_target(control.css), click=action.Click()), CEILING)


async def send(context: Context, control: FormControl | None, field: FormField) -> None:
    """Send the form by its control, or by Enter in its last field. Raises StepFailed."""
    if control is not None:
        return await press(context, control)
    enter = Node(id=NODE_ID, target=_target(field.css), press=action.Press(keys=("Enter",)))
    await context.browser.perform(enter, CEILING)
    return None


async def answer(context: Context, sent: PageForm, asks: Asks) -> tuple[Answer, PageForm]:
    """What the site makes of the form that was sent, and the page that shows it. Raises StepFailed."""
    until = context.clock.now() + timedelta(seconds=CEILING)
    while True:
        page = await context.browser.forms.read()
        told = _told(sent, page, asks)
        if told is not Answer.NONE or context.clock.now() >= until:
            return told, page
        await context.clock.sleep(PAUSE)


def _told(sent: PageForm, page: PageForm, asks: Asks) -> Answer:
    field = asks(page)
    if field is None:
        return Answer.NONE if _is_blank(page) else Answer.TAKEN
    complains = set(page.alerts) - set(sent.alerts) or (field.filled and not field.valid)
    return Answer.REFUSED if complains else Answer.NONE


def _is_blank(page: PageForm) -> bool:
    """Whether it shows nothing yet, as between two documents."""
    return not (page.fields or page.controls or page.texts)


def _target(css: str) -> Target:
    return Target(selectors=(Selector(css=css),))
