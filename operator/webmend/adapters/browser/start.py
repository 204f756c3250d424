"""Starting the driver and Chromium. Nothing else is imported here: it is wanted before anything else."""

import shutil
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Playwright, async_playwright

from .flags import FLAGS

Started = tuple[Playwright, Browser, Path]


async def start(executable: str, sandbox: bool, headed: bool, flags: tuple[str, ...]) -> Started:
    """The driver, the browser and the folder of its downloads; raises the driver's Error."""
    downloads = Path(tempfile.mkdtemp(prefix="webmend-downloads-"))
    driver = await async_playwright().start()
    try:
        browser = await driver.chromium.launch(
            executable_path=executable,
            chromium_sandbox=sandbox,
            headless=not headed,
            args=[*FLAGS, *flags],
            downloads_path=downloads,
            # A stop ends with the step in flight: the browser must outlive the signal that asks for it.
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
    except BaseException:
        await driver.stop()
        shutil.rmtree(downloads, ignore_errors=True)
        raise
    return driver, browser, downloads
