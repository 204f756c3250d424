"""Pictures of the page, without what must not be seen in them."""

from collections.abc import Sequence
from typing import Any

from playwright.async_api import Locator, Page

OPTIONS: dict[str, Any] = {"type": "png", "animations": "disabled", "caret": "hide", "scale": "css"}


def masks(page: Page, secret_fields: Sequence[Locator] = ()) -> list[Locator]:
    """What is painted over: the password fields of every frame, and whatever else a credential was typed into."""
    return [*(frame.locator("css=input[type=password]") for frame in page.frames), *secret_fields]


async def picture(page: Page, secret_fields: Sequence[Locator] = ()) -> bytes:
    """A PNG of what is in view; raises the driver's Error."""
    return await page.screenshot(**OPTIONS, mask=masks(page, secret_fields))
