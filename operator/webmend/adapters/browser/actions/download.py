"""Click the target and keep the file that is downloaded."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from playwright.async_api import Download, Error

from webmend.adapters.browser.deadline import PAUSE, poll
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.step import Done, Step
from webmend.domain.evidence import ErrorKind
from webmend.domain.session import FILE_BYTES
from webmend.ports.browser import File

SHOWN = "application/pdf"
"""What a browser with a viewer shows instead of offering it: most statements."""


async def download(step: Step) -> Done:
    """Click, and wait within the step's ceiling until the file is there whole; its name and size are the data."""
    element = await step.target()
    coming = step.downloads.next()
    try:
        await element.locator.click(timeout=step.deadline.left_ms)
        file = await _file(step, coming)
    finally:
        coming.cancel()
    step.ready()
    name = step.node.parameters.name or file.name
    return Done(data={"name": name, "bytes": len(file.body)}, file=File(name, file.body))


@dataclass(frozen=True)
class _Offer:
    """A file that can be had."""

    name: str
    read: Callable[[], Awaitable[bytes]]


async def _file(step: Step, coming: "asyncio.Future[Download]") -> File:
    """The file, offered or shown, whichever comes first."""

    async def look() -> _Offer | None:
        if coming.done():
            return _Offer(coming.result().suggested_filename, partial(_whole, step, coming.result()))
        shown = await _shown(step)
        return _Offer(_name_of(shown), partial(_fetched, step, shown)) if shown else None

    offer = await poll(look, step.deadline)
    if offer is None:
        raise Failed(ErrorKind.EXPECTATION, "no file was offered", expectation="a file to download")
    return File(offer.name, await offer.read())


async def _whole(step: Step, offered: Download) -> bytes:
    """The whole file; raises Failed when it does not come whole, or is too long to be kept."""
    whole = asyncio.ensure_future(offered.path())
    try:
        while not whole.done():
            _refuse_long(step.downloads.size())
            if not step.deadline.left:
                raise Failed(ErrorKind.TIMEOUT, "the file was not whole in time", expectation="the whole file")
            await asyncio.wait({whole}, timeout=PAUSE)
        body = await asyncio.to_thread(Path(await whole).read_bytes)
        _refuse_long(len(body))
        return body
    except Error:
        raise Failed(ErrorKind.OTHER, f"the file did not come whole: {await offered.failure()}") from None
    finally:
        whole.cancel()
        with suppress(Error):  # one that was cancelled leaves nothing to delete
            await offered.cancel()
            await offered.delete()


async def _shown(step: Step) -> str | None:
    """The address of a document that the click has led to and that the browser shows in its viewer."""
    opened = step.opened()
    for page in (step.page, *([opened.page] if opened and not opened.life.is_over else [])):
        if await page.evaluate("document.contentType") == SHOWN:
            return page.url
    return None


async def _fetched(step: Step, url: str) -> bytes:
    """The shown document, asked for once more in the session: what the viewer has of it cannot be had."""
    answer = await step.page.context.request.get(url, timeout=step.deadline.left_ms)
    try:
        _refuse_long(int(answer.headers.get("content-length", "0")))
        body = await answer.body()
        _refuse_long(len(body))
    finally:
        await answer.dispose()
    if not answer.ok:
        raise Failed(ErrorKind.NAVIGATION, f"the site answered with status {answer.status}")
    return body


def _name_of(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).name or "document.pdf"


def _refuse_long(size: int) -> None:
    if size > FILE_BYTES:
        raise Failed(ErrorKind.DEFINITION, f"the file is longer than the {FILE_BYTES // 2**20} MiB that are kept")
