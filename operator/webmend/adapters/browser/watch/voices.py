"""What the page says by itself: JavaScript dialogs and console errors."""

from collections import deque
from dataclasses import dataclass, field

from playwright.async_api import ConsoleMessage, Dialog, Error, Page

KEPT = 16
HEARD = 1000
"""Console messages after which a page is no longer listened to: it could keep its listener busy for ever."""


@dataclass
class Voices:
    """Dialogs and console errors of one page, in clear; evidence redacts them."""

    page: Page
    dialogs: deque[str] = field(default_factory=lambda: deque(maxlen=KEPT))
    console_errors: deque[str] = field(default_factory=lambda: deque(maxlen=KEPT))
    _heard: int = 0

    def __post_init__(self) -> None:
        self.page.on("dialog", self._on_dialog)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", self._on_error)

    async def _on_dialog(self, dialog: Dialog) -> None:
        """Dismiss every dialog but the one that asks whether to leave the page: leaving is what a step wants."""
        leaves = dialog.type == "beforeunload"
        self.dialogs.append(f"{dialog.type}, {'accepted' if leaves else 'dismissed'}: {dialog.message}")
        try:
            await (dialog.accept() if leaves else dialog.dismiss())
        except Error:  # the page went away with its dialog
            return

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append(message.text)
        self._count()

    def _on_error(self, error: Error) -> None:
        self.console_errors.append(error.message)
        self._count()

    def _count(self) -> None:
        self._heard += 1
        if self._heard == HEARD:
            self.page.remove_listener("console", self._on_console)
            self.page.remove_listener("pageerror", self._on_error)
