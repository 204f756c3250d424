"""Pictures of the page, without what must not be seen in them."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from playwright.async_api import Error, Frame, Locator, Page

from .script import call_about_forms

OPTIONS: dict[str, Any] = {"type": "png", "animations": "disabled", "caret": "hide", "scale": "css"}


async def masks(page: Page, secret_fields: Sequence[Locator] = ()) -> list[Locator]:
    """What is painted over: the password fields of every frame, whatever else a credential was typed into, and what
    shows the secret of a second factor, as QR code or as text. Raises the driver's Error."""
    own = await _spots(page.main_frame)
    others = [spot for frame in page.frames if frame is not page.main_frame for spot in await _of_frame(frame)]
    fields = [frame.locator("css=input[type=password]") for frame in page.frames]
    return [*own, *others, *fields, *secret_fields]


async def picture(page: Page, secret_fields: Sequence[Locator] = ()) -> bytes:
    """A PNG of what is in view; raises the driver's Error."""
    return await page.screenshot(**OPTIONS, mask=await masks(page, secret_fields))


async def _of_frame(frame: Frame) -> list[Locator]:
    """The spots of a frame in the page; one that is on its way out, or has no document yet, shows nothing."""
    with suppress(Error):
        return await _spots(frame)
    return []


async def _spots(frame: Frame) -> list[Locator]:
    """What shows a secret."""
    return [frame.locator(f"css={spot}") for spot in await frame.evaluate(call_about_forms("spots"))]
