"""Open an address."""

from contextlib import suppress

from playwright.async_api import Error
from playwright.async_api import TimeoutError as DriverTimeout

from webmend.adapters.browser.addresses import is_openable, resolve
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.step import Done, Step
from webmend.domain.evidence import ErrorKind

LOAD_GRACE = 2.0
"""Seconds that the load event is waited for once the document is there: scripts attach to the page about then."""

OVERTAKEN = 'is interrupted by another navigation to "chrome-error://'


async def navigate(step: Step) -> Done:
    """Go to the address and wait until its document is there."""
    url = resolve(step.page.url, step.node.parameters.url)
    if not is_openable(url):
        raise Failed(ErrorKind.DEFINITION, "only http and https addresses can be opened")
    step.allow(url)
    await _go(step, url)
    await _until_loaded(step)
    step.ready()
    return Done()


async def _go(step: Step, url: str) -> None:
    """Go there; once more where the error page of a navigation before was still on its way and came in between."""
    try:
        await step.page.goto(url, wait_until="domcontentloaded", timeout=step.deadline.left_ms)
    except Error as error:
        if OVERTAKEN not in error.message:
            raise
        await step.page.goto(url, wait_until="domcontentloaded", timeout=step.deadline.left_ms)


async def _until_loaded(step: Step) -> None:
    """Give a document that is there a little time to load its parts; one that never ends loading is used as it is."""
    with suppress(DriverTimeout):
        await step.page.wait_for_load_state("load", timeout=min(step.deadline.left_ms, LOAD_GRACE * 1000))
