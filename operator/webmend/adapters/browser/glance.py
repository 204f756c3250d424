"""Questions about one element that are answered in one journey to the page.

The driver's own way to ask an element takes three: find it, ask, let it go; and the page's world, in which it asks, is
one more that it has to load its own script into. So the answer is had as the text of an element that our selector
engine leads to. The driver's own way is used only where there is not just one, or where something went wrong.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.async_api import Error, Locator

from .script import ENGINE, call

AT_ONCE = 0.05
"""Seconds after which it is asked how many elements there are: the driver waits for one where there is none."""
PATIENCE_MS = 1000.0
"""How long the driver waits for one at most."""


async def ask(element: Locator, function: str, patience_ms: float | None = None) -> Any:
    """What a function of the page script says of the one element, which is waited for; raises the driver's errors."""
    answer = await at_once(element, function)
    return await element.evaluate(call(function), timeout=patience_ms) if answer is None else answer[0]


class Glance:
    """Counts what a target's selectors match, and brings what the only match of the first looks like.

    `question`: a function of the page script, the answer of which comes with it.
    """

    def __init__(self, question: str = "") -> None:
        self._question = question
        self._seen: tuple[Locator, Mapping[str, Any]] | None = None

    async def counts(self, locators: Sequence[Locator]) -> tuple[int, ...]:
        """How many elements each locator matches."""
        first, *others = locators
        return tuple(await asyncio.gather(self._count(first), *(locator.count() for locator in others)))

    def of(self, element: Locator) -> Mapping[str, Any]:
        """`look` and `answer` of an element that was counted last; empty when it was not looked at."""
        return self._seen[1] if self._seen and self._seen[0] is element else {}

    async def _count(self, locator: Locator) -> int:
        answer = await at_once(locator, "glance", self._question)
        self._seen = (locator, answer[0]) if answer else None
        return 1 if answer else await locator.count()


async def at_once(element: Locator, function: str, question: str = "") -> list[Any] | None:
    """[What the function, which must not wait, says of the one element]; None where that could not be had at once."""
    asking = asyncio.create_task(_ask(element, f"{function} {question}"))
    done, _ = await asyncio.wait({asking}, timeout=AT_ONCE)
    return await asking if done or await element.count() == 1 else None


async def _ask(element: Locator, question: str) -> list[Any] | None:
    try:
        said = await element.locator(f"{ENGINE}={question}").text_content(timeout=PATIENCE_MS)
    except Error:
        return None
    return [json.loads(said)] if said else None
