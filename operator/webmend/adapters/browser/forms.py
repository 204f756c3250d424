"""The form that a page shows: read from its own document, its QR codes from what is painted."""

import asyncio
import io
from collections.abc import Mapping
from typing import Any

from playwright.async_api import Page

from webmend.domain.form import PageForm
from webmend.ports.browser import Redact

from .addresses import origin_of
from .failing import step_failed
from .picture import OPTIONS
from .script import call_about_forms
from .watch.life import Life

ANSWER = 10.0
"""Seconds that reading may take, pictures included."""
MOST_CODES = 8


class PageForms:
    """The forms of one page. Implements ports/forms.Forms."""

    def __init__(self, page: Page, life: Life, redact: Redact) -> None:
        self._page = page
        self._life = life
        self._redact = redact

    async def read(self, *, codes: bool = False) -> PageForm:
        """See Forms."""
        try:
            return await self._life.during(asyncio.wait_for(self._read(codes), ANSWER))
        except Exception as error:
            raise step_failed(error, self._redact) from None  # the cause may hold what stands on the page

    async def _read(self, codes: bool) -> PageForm:
        raw = await self._page.evaluate(call_about_forms("read"))
        shown = await self._codes() if codes else ()
        return PageForm.model_validate(
            {**raw, "origin": origin_of(self._page.url), "url": self._page.url, "codes": shown}
        )

    async def _codes(self) -> tuple[str, ...]:
        """What the QR codes in view say, else those further down the page."""
        for full_page in (False, True):
            picture = await self._page.screenshot(**OPTIONS, full_page=full_page)
            found = await asyncio.to_thread(_read_codes, picture)
            if texts := [code["text"] for code in found if await self._is_own(code, full_page)]:
                return tuple(dict.fromkeys(texts))[:MOST_CODES]
        return ()

    async def _is_own(self, code: Mapping[str, Any], full_page: bool) -> bool:
        """Whether it is of the page itself, and not of a frame that lies there."""
        place = {"x": code["x"], "y": code["y"]}
        if full_page:
            place = await self._page.evaluate(_SCROLL, place)
        return bool(await self._page.evaluate(call_about_forms("isOwn"), place))


_SCROLL = """({x, y}) => {
  scrollTo(0, Math.max(0, y - innerHeight / 2));
  return {x: x - scrollX, y: y - scrollY};
}"""


def _read_codes(png: bytes) -> list[dict[str, Any]]:
    """Text and centre of each QR code in a picture."""
    import zxingcpp  # few sessions need them, and every start would pay for them
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("L")
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [{"text": code.text, **_centre(code.position)} for code in found if code.text]


def _centre(position: Any) -> dict[str, float]:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return {"x": sum(corner.x for corner in corners) / 4, "y": sum(corner.y for corner in corners) / 4}
