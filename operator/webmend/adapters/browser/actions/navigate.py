"""Open an address."""

import asyncio
import re
from contextlib import suppress

from playwright.async_api import Error, Page
from playwright.async_api import TimeoutError as DriverTimeout

from webmend.adapters.browser.addresses import is_openable, resolve
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.locate import CHROME_ERROR
from webmend.adapters.browser.step import Done, Step
from webmend.domain.evidence import ErrorKind

LOAD_GRACE = 2.0
"""Seconds that the load event is waited for once the document is there: scripts attach to the page about then."""

ERROR_PAGE = 1.0
"""Seconds that the browser's error page is waited for."""
NET_ERROR = re.compile(r"net::ERR_(?!ABORTED)")
"""Errors after which the browser shows its error page. An aborted navigation, as to a download, leaves the page."""

NETWORK_CHANGE = re.compile(r"net::ERR_(?:(NETWORK_CHANGED|NETWORK_IO_SUSPENDED)|INTERNET_DISCONNECTED)\b")
"""What Chromium says of requests when an interface or an address comes or goes, as when a pod's network comes up."""
SETTLING = 1.0
"""Seconds that the network gets: its changes come in threes and fours (link, address, duplicate address detection)."""


async def navigate(step: Step) -> Done:
    """Go to the address and wait until its document is there."""
    return await go_to(step, step.node.parameters.url)


async def go_to(step: Step, address: str) -> Done:
    """The same for any address; raises Failed."""
    url = resolve(step.page.url, address)
    if not is_openable(url):
        raise Failed(ErrorKind.DEFINITION, "only http and https addresses can be opened")
    step.allow(url)
    await _go(step, url)
    await until_loaded(step)
    step.ready()
    return Done()


async def _go(step: Step, url: str) -> None:
    """Open the address: once more, if the machine's own network gave way. It is a GET, which may be sent twice."""
    try:
        await _open(step, url)
    except Error as error:
        gave_way = _gave_way(step, error.message)
        if not gave_way or step.node.irreversible or step.deadline.left <= SETTLING:
            raise
        step.note = f"opened again after {gave_way}"
        await asyncio.sleep(SETTLING)
        await _open(step, url)


def _gave_way(step: Step, message: str) -> str:
    """The error of a network that was only just changing; empty for any other.

    That there is no network at all passes by itself only where it is still coming up: before anything has come.
    """
    found = NETWORK_CHANGE.search(message)
    return found[0] if found and (found[1] or not step.traffic.received) else ""


async def _open(step: Step, url: str) -> None:
    try:
        await step.page.goto(url, wait_until="domcontentloaded", timeout=step.deadline.left_ms)
    except Error as error:
        if NET_ERROR.search(error.message):
            await until_error_page(step.page)
        raise


async def until_error_page(page: Page) -> None:
    """Let the browser show its error page, which comes after the error is raised: it would cut off what follows."""
    with suppress(DriverTimeout):
        await page.wait_for_url(
            lambda url: url.startswith(CHROME_ERROR), wait_until="commit", timeout=ERROR_PAGE * 1000
        )


async def until_loaded(step: Step) -> None:
    """Give a document that is there a little time to load its parts; one that never ends loading is used as it is."""
    with suppress(DriverTimeout):
        await step.page.wait_for_load_state("load", timeout=min(step.deadline.left_ms, LOAD_GRACE * 1000))
