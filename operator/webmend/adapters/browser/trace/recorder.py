"""The driver's recording of one session. On the disk of the runner it holds every secret; nobody else gets it so."""

import asyncio
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from playwright.async_api import Browser, BrowserContext, Error

from webmend.ports.trace import NoTrace

from .recorded import RecordedTrace

MOST_BYTES = 200 * 1024 * 1024
"""Bytes of a recording, pictures of the pages and all: scratch space is limited, and a pod that uses it up is ended."""
STOPPING = 8.0
"""Seconds that the driver may take to hand it over."""


class Recorder:
    """Implements webmend.ports.trace.Trace."""

    def __init__(self, context: BrowserContext, browser: Browser, folder: Path) -> None:
        self._tracing = context.tracing
        self._browser = browser
        self._folder = folder
        self._in_step = False

    @classmethod
    async def begun(cls, context: BrowserContext, browser: Browser, folder: Path) -> Self:
        """One that is recording. Screen shots are left out (nothing in them would be masked), and so are sources."""
        try:
            await context.tracing.start(snapshots=True, screenshots=False, sources=False)
        except Error as error:
            raise NoTrace(_in_a_line(error)) from None
        return cls(context, browser, folder)

    async def step(self, title: str) -> None:
        """See Trace."""
        if await asyncio.to_thread(_size, self._folder) > MOST_BYTES:
            await self.drop()
            raise NoTrace(f"it has grown longer than {MOST_BYTES // 2**20} MiB")
        with suppress(Error):  # a browser that is gone is noticed by the step itself
            if self._in_step:
                await self._tracing.group_end()
            await self._tracing.group(title)
            self._in_step = True

    async def drop(self) -> None:
        """See Trace."""
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(self._tracing.stop(), STOPPING)

    async def stop(self) -> RecordedTrace:
        """See Trace."""
        if not self._browser.is_connected():
            raise NoTrace("the browser is gone, and the trace with it")
        scratch = TemporaryDirectory(prefix="webmend-trace-")
        file = Path(scratch.name) / "recorded.zip"
        try:
            await asyncio.wait_for(self._tracing.stop(path=file), STOPPING)
        except (Error, TimeoutError, OSError) as error:
            scratch.cleanup()
            raise NoTrace(f"the browser did not hand it over: {_in_a_line(error)}") from None
        return RecordedTrace(file, scratch)


def _size(folder: Path) -> int:
    """Bytes of all that lies there."""
    size = 0
    for file in folder.rglob("*"):
        with suppress(OSError):  # it has just been taken away
            size += file.stat().st_size
    return size


def _in_a_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).partition("\n")[0][:200]
