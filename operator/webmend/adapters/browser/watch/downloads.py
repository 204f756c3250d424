"""The files that a site offers: none is kept unless a step waits for it."""

import asyncio
from pathlib import Path

from playwright.async_api import Download, Error, Page


class Downloads:
    """Those of all pages of a session; a file may be offered by a tab that was opened for it alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._wanted: asyncio.Future[Download] | None = None
        self._refusals: set[asyncio.Task[None]] = set()

    def watch(self, page: Page) -> None:
        """Look at what this page offers."""
        page.on("download", self._on_download)

    def next(self) -> "asyncio.Future[Download]":
        """The next file that is offered from now on; whoever stops waiting cancels it."""
        self._wanted = asyncio.get_running_loop().create_future()
        return self._wanted

    def size(self) -> int:
        """Bytes of all that lies on the disk of this browser's downloads, whole or not."""
        return sum(_size(file) for file in self._folder.glob("*"))

    def _on_download(self, download: Download) -> None:
        if self._wanted is not None and not self._wanted.done():
            self._wanted.set_result(download)
            return
        refusal = asyncio.ensure_future(_refuse(download))
        self._refusals.add(refusal)
        refusal.add_done_callback(self._refusals.discard)


async def _refuse(download: Download) -> None:
    try:
        await download.cancel()
    except Error:  # the page or the browser is gone, and the file with it
        return


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # it has just been taken away
        return 0
