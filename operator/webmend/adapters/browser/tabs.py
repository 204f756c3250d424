"""The tabs of a session: the one that the workflow is in, and those beside it."""

from playwright.async_api import Browser, BrowserContext, Page

from webmend.domain import action
from webmend.domain.action import TabAct
from webmend.domain.evidence import ErrorKind

from .addresses import matches
from .deadline import Deadline, poll
from .errors import Failed
from .watch.downloads import Downloads
from .watch.tab import Tab
from .watch.traffic import Called

ANY = "**"
"""The glob that every address matches: it means another tab, whichever."""


class Tabs:
    """Knows every tab from the moment it is there."""

    def __init__(
        self, page: Page, context: BrowserContext, browser: Browser, downloads: Downloads, called: Called
    ) -> None:
        self.downloads = downloads
        self._context = context
        self._browser = browser
        self._called = called
        self._all: list[Tab] = []
        """The newest last."""
        self.current = self._watched(page)
        self.opened: Tab | None = None
        """A tab that a step has opened, until a later one shows in which of the two the workflow goes on."""

    def would_leak(self, text: str, url: str) -> bool:
        """Whether the text, on its way to that address, holds a password that a tab's document has."""
        return any(tab.leaks.would_leak(text, url) for tab in self._all)

    def go_to(self, tab: Tab) -> None:
        """The workflow is in that tab from now on."""
        self.current, self.opened = tab, None

    def leave_closed(self) -> bool:
        """Where the site has closed the workflow's tab, as windows to choose in do: go back. Whether that was so."""
        if not self.current.page.is_closed() or not self._others():
            return False
        self.go_to(self._others()[-1])
        return True

    async def change(self, wanted: action.Tab, deadline: Deadline) -> None:
        """Open, close or switch to a tab; raises Failed."""
        match wanted.act:
            case TabAct.OPEN:
                self.go_to(self._watched(await self._context.new_page()))
            case TabAct.CLOSE:
                await self._close()
            case TabAct.SWITCH:
                await self._switch(wanted.url or ANY, deadline)

    async def _close(self) -> None:
        closing, others = self.current, self._others()
        if not others:
            raise Failed(ErrorKind.DEFINITION, "the only tab is not closed: end the workflow instead")
        opener = await closing.page.opener()
        self.go_to(next((tab for tab in others if tab.page is opener), others[-1]))
        await closing.page.close()

    async def _switch(self, glob: str, deadline: Deadline) -> None:
        """To the newest other tab of such an address; one that is only being opened is waited for."""

        async def look() -> Tab | None:
            if glob != ANY and matches(glob, self.current.page.url):
                return self.current
            return next((tab for tab in reversed(self._others()) if matches(glob, tab.page.url)), None)

        found = await poll(look, deadline)
        if found is None:
            raise Failed(ErrorKind.EXPECTATION, f"no tab shows {glob}", expectation=f"a tab that shows {glob}")
        self.go_to(found)
        await found.page.bring_to_front()

    def _others(self) -> list[Tab]:
        return [tab for tab in self._all if tab is not self.current and not tab.page.is_closed()]

    def _watched(self, page: Page) -> Tab:
        tab = Tab.watched(page, self._browser, self._called)
        self._all = [*(each for each in self._all if not each.page.is_closed()), tab]
        page.on("popup", self._on_popup)
        self.downloads.watch(page)
        return tab

    def _on_popup(self, page: Page) -> None:
        self.opened = self._watched(page)
