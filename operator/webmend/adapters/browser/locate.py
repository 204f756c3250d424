"""Finding the one element that a target names."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from playwright.async_api import Error, Locator, Page

from webmend.domain.evidence import ErrorKind
from webmend.domain.target import Selector, Target

from .deadline import Deadline, poll
from .errors import Failed, is_passing
from .script import call
from .search import Look, Search
from .selectors import Scope, locators_of

CHROME_ERROR = "chrome-error://"
"""Address of the browser's own error page."""

Counter = Callable[[Sequence[Locator]], Awaitable[tuple[int, ...]]]


@dataclass(frozen=True)
class Element:
    """An element that was found."""

    selector: Selector
    """The selector that matched it, and it only."""
    locator: Locator


async def _never() -> None:
    """Nothing speaks against looking on."""


async def find(
    page: Page,
    scope: Scope,
    target: Target,
    deadline: Deadline,
    missing: Callable[[], Awaitable[None]] = _never,
    count: Counter | None = None,
) -> Element:
    """The one element that the target names; raises Failed NO_MATCH, AMBIGUOUS, or NAVIGATION on an error page.

    The first selector that matches exactly one element wins. One further down the list, and several matches of every
    selector, are believed only when they last. `missing`: called at each look that shows nothing; may raise.
    `count`: counts in another way than `counts`.
    """
    locators = locators_of(scope, target)
    search = Search()

    async def look() -> Look | None:
        refuse_error_page(page)
        if search.is_settled(await (count or counts)(locators), deadline.elapsed):
            return search.last
        if not any(search.last.counts):
            await missing()
        return None

    await poll(look, deadline)
    chosen = search.last.chosen
    if chosen is None:
        raise not_found(target, search.last)
    return Element(target.selectors[chosen], locators[chosen])


async def counts(locators: Sequence[Locator]) -> tuple[int, ...]:
    """How many elements each locator matches."""
    return tuple(await asyncio.gather(*(locator.count() for locator in locators)))


async def any_visible(scope: Scope, target: Target) -> bool:
    """Whether some selector of the target matches an element that people can get to see.

    One that lies off the page, or in a box that is shut, has its place and cannot be seen. None while a navigation is
    under way.
    """
    seen = [locator.filter(visible=True) for locator in locators_of(scope, target)]
    try:
        return any(await asyncio.gather(*(each.evaluate_all(call("anyInReach")) for each in seen)))
    except Error as error:
        if is_passing(error):
            return False
        raise


async def unique(scope: Scope, target: Target) -> Element | None:
    """The element as it is found at one look, without waiting; None where there is none; raises Failed AMBIGUOUS."""
    locators = locators_of(scope, target)
    look = Look(await _counts_now(locators))
    if look.chosen is not None:
        return Element(target.selectors[look.chosen], locators[look.chosen])
    if any(look.counts):
        raise not_found(target, look)
    return None


async def _counts_now(locators: Sequence[Locator]) -> tuple[int, ...]:
    """The counts; none at all while a navigation is under way."""
    try:
        return await counts(locators)
    except Error as error:
        if is_passing(error):
            return (0,) * len(locators)
        raise


def refuse_error_page(page: Page) -> None:
    """Raises Failed when the browser shows its own error page: nothing of the site can come any more."""
    if page.url.startswith(CHROME_ERROR):
        raise Failed(ErrorKind.NAVIGATION, "the browser shows its own error page: the site did not answer")


def not_found(target: Target, look: Look) -> Failed:
    """Why none of the selectors gave an element."""
    if not look.counts:
        return Failed(ErrorKind.TIMEOUT, "the page does not answer")
    seen = tuple(zip(target.selectors, look.counts, strict=True))
    lines = tuple(f"{selector} matched {count} elements" for selector, count in seen)
    several = next(((selector, count) for selector, count in seen if count > 1), None)
    if several is None:
        first = str(target.selectors[0])
        return Failed(ErrorKind.NO_MATCH, f"no element matches {first}", selector=first, call_log=lines)
    selector, count = several
    text = f"{selector} matches {count} elements, it must be one"
    kind = ErrorKind.AMBIGUOUS
    return Failed(kind, text, selector=str(selector), call_log=lines)
