"""Running a step: its action, then what it led to."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from webmend.domain.evidence import ErrorKind

from .actions import ACTIONS
from .errors import Failed
from .outcome import conclude
from .step import Done, Step

T = TypeVar("T")

ANSWER = 5.0
"""Seconds beyond a step's own ceilings after which the page is taken to hang."""


async def run(step: Step) -> Done:
    """Do the step and wait for its post-conditions; raises Failed, or what the driver raises."""
    act = ACTIONS.get(step.node.action)
    if act is None:
        raise Failed(ErrorKind.DEFINITION, f"the browser cannot do {step.node.action}")
    done = await act(step)
    await conclude(step)
    return done


async def within(work: Awaitable[T], step: Step) -> T:
    """The work, but not for ever: some calls of the driver have no time-out of their own."""
    try:
        return await asyncio.wait_for(work, step.deadline.seconds * _ceilings(step) + ANSWER)
    except TimeoutError as error:
        raise Failed(ErrorKind.TIMEOUT, "the page does not answer") from error


def _ceilings(step: Step) -> int:
    """How many times the step may use its ceiling: once, and once for each further page that it reads."""
    extract = step.node.extract
    shape = (extract.table or extract.list) if extract else None
    return 1 + (shape.pages.limit if shape and shape.pages else 0)
