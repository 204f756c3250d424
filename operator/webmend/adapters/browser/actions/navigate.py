"""Open an address."""

from contextlib import suppress

from playwright.async_api import Page
from playwright.async_api import TimeoutError as DriverTimeout

from webmend.adapters.browser.addresses import is_openable, resolve
from webmend.adapters.browser.deadline import Deadline
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.step import Done, Step
from webmend.domain.evidence import ErrorKind

LOAD_GRACE = 2.0
"""Seconds that the load event is waited for once the document is there: scripts attach to the page about then."""


async def navigate(step: Step) -> Done:
    """Go to the address and wait until its document is there."""
    url = resolve(step.page.url, step.node.parameters.url)
    if not is_openable(url):
        raise Failed(ErrorKind.DEFINITION, "only http and https addresses can be opened")
    step.allow(url)
    await step.page.goto(url, wait_until="domcontentloaded", timeout=step.deadline.left_ms)
    await until_loaded(step.page, step.deadline)
    step.ready()
    return Done()


async def until_loaded(page: Page, deadline: Deadline) -> None:
    """Give a document that is there a little time to load its parts; one that never ends loading is used as it is."""
    with suppress(DriverTimeout):
        await page.wait_for_load_state("load", timeout=min(deadline.left_ms, LOAD_GRACE * 1000))
