"""Starting the driver and Chromium. Nothing else is imported here: it is wanted before anything else."""

from playwright.async_api import Browser, Playwright, async_playwright

from .flags import FLAGS


async def start(executable: str, sandbox: bool, headed: bool, flags: tuple[str, ...]) -> tuple[Playwright, Browser]:
    """The driver and the browser; raises the driver's Error."""
    driver = await async_playwright().start()
    try:
        browser = await driver.chromium.launch(
            executable_path=executable,
            chromium_sandbox=sandbox,
            headless=not headed,
            args=[*FLAGS, *flags],
            # A stop ends with the step in flight: the browser must outlive the signal that asks for it.
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
    except BaseException:
        await driver.stop()
        raise
    return driver, browser
