"""Reading content that is spread over pages, each only once it has really come."""

from time import monotonic
from typing import Any, Protocol

from webmend.adapters.browser.deadline import Deadline, poll
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.locate import Element, unique
from webmend.adapters.browser.outcome import refuse_error_document
from webmend.adapters.browser.script import call
from webmend.adapters.browser.step import Step
from webmend.domain.action import Pages
from webmend.domain.evidence import ErrorKind
from webmend.domain.target import Target

Record = dict[str, Any]


class Content(Protocol):
    """What is read from each page."""

    async def first(self) -> None:
        """Wait for it on the first page; raises Failed."""
        ...

    async def read(self) -> Any:
        """What the page shows now, comparable; None while it is not there."""
        ...

    def is_empty(self, raw: Any) -> bool:
        """Whether there is not one record in it."""
        ...

    async def records(self, raw: Any) -> list[Record]:
        """The records in it; raises Failed when it is not what the step meant."""
        ...


async def records(step: Step, content: Content, pages: Pages | None) -> list[Record]:
    """The records of all pages. Each page may take the step's ceiling; raises Failed beyond the limit of pages."""
    await content.first()
    raw = await _settled(step, content, step.recent)
    if raw is None:
        raise Failed(ErrorKind.DETACHED, "what was to be read went away while it was read")
    found = await content.records(raw)
    if pages is None:
        return found
    for _ in range(pages.limit - 1):
        if not (turner := await following(step, pages.next)):
            return found
        raw = await turned(step, content, turner, raw)
        found += await content.records(raw)
    if await following(step, pages.next):
        raise Failed(
            ErrorKind.EXPECTATION,
            f"there are more than {pages.limit} pages",
            expectation=f"at most {pages.limit} pages",
        )
    return found


async def following(step: Step, target: Target) -> Element | None:
    """What leads to the next page; None when it is absent, hidden or disabled: this is the last page."""
    element = await unique(step.page, target)
    if element is None or not await element.locator.evaluate(call("isUsable")):
        return None
    return element


async def turned(step: Step, content: Content, turner: Element, before: Any) -> Any:
    """The content of the next page; raises Failed when it stays what it was."""
    sent = monotonic()
    await turner.locator.click(timeout=step.deadline.seconds * 1000)
    after = await _settled(step, content, sent, before)
    if after is None:
        raise Failed(
            ErrorKind.TIMEOUT,
            "the next page did not show anything else",
            selector=str(turner.selector),
            expectation="another page",
        )
    return after


async def _settled(step: Step, content: Content, since: float, before: Any = None) -> Any:
    """The content once two looks agree, it differs from `before`, and what was asked for since then has come.

    What looks empty is believed only when the page is quiet. At the ceiling, whatever differs from `before` is taken.
    """
    deadline = Deadline(step.deadline.seconds)
    last: Any = None

    async def look() -> Any:
        nonlocal last
        refuse_error_document(step)
        seen, last = last, await content.read()
        is_still = last is not None and last == seen and step.traffic.has_delivered(since)
        is_there = is_still and last != before and (not content.is_empty(last) or step.traffic.is_quiet())
        return last if is_there else None

    found = await poll(look, deadline)
    return found if found is not None else (last if last != before else None)
