"""What must be true after a step: one small question for each kind, asked again until all hold."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page

from webmend.domain.comparison import Expectation, ResponseExpectation
from webmend.domain.target import Target

from .addresses import matches, shown
from .locate import any_visible
from .watch.traffic import Received, Traffic

GOOD = range(100, 400)
"""Statuses that a response may have when none is named."""


@dataclass(frozen=True)
class View:
    """What is looked at."""

    page: Page
    traffic: Traffic
    since: float
    """Responses count from this moment on the monotonic clock."""

    def received(self, what: ResponseExpectation) -> Received | None:
        """The last response that is meant."""
        fitting = [each for each in self.traffic.since(self.since) if _is_meant(each, what)]
        return fitting[-1] if fitting else None


def _is_meant(received: Received, what: ResponseExpectation) -> bool:
    is_status = received.status == what.status if what.status is not None else received.status in GOOD
    return is_status and matches(what.url, received.url)


async def _url(view: View, glob: str) -> bool:
    return matches(glob, view.page.url)


async def _title(view: View, part: str) -> bool:
    return part.casefold() in (await view.page.title()).casefold()


async def _text(view: View, text: str) -> bool:
    for frame in view.page.frames:
        if await frame.get_by_text(text).filter(visible=True).count():
            return True
    return False


async def _element(view: View, target: Target) -> bool:
    return await any_visible(view.page, target)


async def _no_element(view: View, target: Target) -> bool:
    return not await any_visible(view.page, target)


async def _response(view: View, what: ResponseExpectation) -> bool:
    return view.received(what) is not None


QUESTIONS: dict[str, Callable[[View, Any], Awaitable[bool]]] = {
    "url": _url,
    "title": _title,
    "text": _text,
    "element": _element,
    "no_element": _no_element,
    "response": _response,
}
"""How each kind of expectation is looked at, by its field."""


def kind_of(expectation: Expectation) -> str:
    """Which of the kinds is given."""
    return next(kind for kind in QUESTIONS if getattr(expectation, kind) is not None)


async def holds(expectation: Expectation, view: View) -> bool:
    """Whether it is so at this moment."""
    kind = kind_of(expectation)
    return await QUESTIONS[kind](view, getattr(expectation, kind))


async def first_unmet(expectations: tuple[Expectation, ...], view: View) -> Expectation | None:
    """The first that does not hold at this moment."""
    for expectation in expectations:
        if not await holds(expectation, view):
            return expectation
    return None


def is_positive(expectation: Expectation) -> bool:
    """Whether it can only hold on a page that says something; an error page has no element of any kind."""
    return expectation.no_element is None


def words(expectation: Expectation) -> str:
    """The expectation in a few words."""
    kind = kind_of(expectation)
    value = getattr(expectation, kind)
    if isinstance(value, Target):
        return f"{value.selectors[0]} {'is visible' if kind == 'element' else 'is not visible'}"
    if isinstance(value, ResponseExpectation):
        return f"response {value.url} with status {value.status or 'below 400'}"
    return f"{kind} {value}"


def told(expectation: Expectation, page: Page) -> str:
    """What is wrong, in a sentence."""
    place = f"; the page is at {shown(page.url)}" if expectation.url is not None else ""
    return f"expected {words(expectation)}{place}"
