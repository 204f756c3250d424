"""Turn to the next page, for a loop that goes over pages."""

from typing import Any

from webmend.adapters.browser.extraction.pages import Record, following, turned
from webmend.adapters.browser.step import Done, Step


class WholePage:
    """All that the page shows, whatever it is made of."""

    def __init__(self, step: Step) -> None:
        self._page = step.page

    async def first(self) -> None:
        """It is there as soon as the page is."""

    async def read(self) -> Any:
        """The address and the text; None between two documents."""
        text = await self._page.evaluate("document.body && document.body.innerText")
        return None if text is None else (self._page.url, text)

    def is_empty(self, raw: Any) -> bool:
        """Whether it shows nothing."""
        return not raw[1].strip()

    async def records(self, raw: Any) -> list[Record]:
        """None: the steps of the loop read what they need."""
        return []


async def turn(step: Step) -> Done:
    """Go to the next page and wait until it shows something else; the data says whether there was one."""
    content, pages = WholePage(step), step.node.parameters.pages
    turner = await following(step, pages.next)
    if turner is None:
        return Done(data=False)
    await turned(step, content, turner, await content.read())
    step.ready()
    return Done(data=True)
