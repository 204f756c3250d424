"""The proof that an element can be used: a trial of the action, and the selectors that find it alone."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

from playwright.async_api import ElementHandle, Error, JSHandle

from webmend.domain.target import Selector

from .selectors import Scope, locator_of, reads_the_same

TRIAL_MS = 3000
"""Milliseconds for an element to hold still for a trial."""
CLICKED = frozenset({"click", "hover", "check", "download", "upload"})
WRITTEN = frozenset({"fill", "totp", "code"})
TRIALS = {**dict.fromkeys(CLICKED, "click"), **dict.fromkeys(WRITTEN, "write"), "select": "choose"}
"""What the page is asked to try, by action; of the others nothing."""
PROOF = "(seen, [handle, trial, selectors]) => seen.proof(handle, trial, selectors)"
IS_ONLY = "(found, [seen, handle]) => found.length === 1 && found[0] === seen.elements[handle]"


@dataclass(frozen=True)
class Proof:
    """What a look shows."""

    goes_well: bool
    """The action would go well; only a yes is certain, and `trial` asks the driver otherwise."""
    selectors: tuple[Selector, ...]
    """Those that match the element and no other, in order."""


async def prove(seen: JSHandle, scope: Scope, handle: int, action: str, selectors: Sequence[Selector]) -> Proof:
    """Look at the element of a survey. `seen`: what the survey left in the page; `handle`: the element's place in it.

    Every question is a journey through the driver, so the page answers all that it can at once.
    """
    plain = [selector for selector in selectors if reads_the_same(selector)]
    others = [selector for selector in selectors if selector not in plain]
    said = [{"css": selector.css, "xpath": selector.xpath} for selector in plain]
    asked = asyncio.gather(*(_is_only(scope, selector, seen, handle) for selector in others))
    told, are_only = await asyncio.gather(seen.evaluate(PROOF, [handle, TRIALS.get(action, "none"), said]), asked)
    only = [*compress(plain, told["areOnly"] if told else ()), *compress(others, are_only)]
    return Proof(bool(told and told["goesWell"]), tuple(selector for selector in selectors if selector in only))


async def trial(element: ElementHandle, action: str) -> bool:
    """What the driver's own trial of the action says."""
    try:
        if action in CLICKED:
            await element.click(trial=True, timeout=TRIAL_MS)
        elif action in WRITTEN:
            return await element.is_editable()
        elif action == "select":
            return await element.is_enabled()
    except Error:
        return False
    return True


async def _is_only(scope: Scope, selector: Selector, seen: JSHandle, handle: int) -> bool:
    """Whether the selector matches this element and no other."""
    try:
        return bool(await locator_of(scope, selector).evaluate_all(IS_ONLY, [seen, handle]))
    except Error:  # a selector that the driver cannot read matches nothing
        return False
