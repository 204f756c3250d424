"""What the page says by itself: JavaScript dialogs and console errors."""

from collections import deque
from dataclasses import dataclass, field
from typing import assert_never

from playwright.async_api import ConsoleMessage, Error, Page
from playwright.async_api import Dialog as Opened

from webmend.domain.action import Dialog, DialogAct

KEPT = 16
PATIENCE = 1_000_000
"""Characters after which a page is no longer listened to: it could keep its listener busy for ever, and the driver
keeps what messages are made of."""
LEAST = 1000
"""Characters that a message counts for at least."""
DISMISS, LEAVE = Dialog(act=DialogAct.DISMISS), Dialog(act=DialogAct.ACCEPT)
_TOLD = {DialogAct.DISMISS: "dismissed", DialogAct.ACCEPT: "accepted", DialogAct.ANSWER: "answered"}


@dataclass
class Voices:
    """Dialogs and console errors of one page, in clear; evidence redacts them."""

    page: Page
    dialogs: deque[str] = field(default_factory=lambda: deque(maxlen=KEPT))
    console_errors: deque[str] = field(default_factory=lambda: deque(maxlen=KEPT))
    decided: Dialog | None = None
    """What a step decided about the next dialog, whatever it asks; that one uses it up."""
    _left: int = PATIENCE

    def __post_init__(self) -> None:
        self.page.on("dialog", self._on_dialog)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", self._on_error)

    async def _on_dialog(self, opened: Opened) -> None:
        """Dismiss it, unless a step decided otherwise, or it asks whether to leave the page, as steps want to."""
        leaves = opened.type == "beforeunload"
        decision = LEAVE if leaves else self.decided or DISMISS
        if not leaves:
            self.decided = None
        self.dialogs.append(f"{opened.type}, {_TOLD[decision.act]}: {opened.message}")
        try:
            await _answer(opened, decision)
        except Error:  # the page went away with its dialog
            return

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append(message.text)
        self._count(message.text)

    def _on_error(self, error: Error) -> None:
        self.console_errors.append(error.message)
        self._count(error.message)

    def _count(self, text: str) -> None:
        was_listening, self._left = self._left > 0, self._left - max(len(text), LEAST)
        if was_listening and self._left <= 0:
            self.page.remove_listener("console", self._on_console)
            self.page.remove_listener("pageerror", self._on_error)


async def _answer(opened: Opened, decision: Dialog) -> None:
    match decision.act:
        case DialogAct.DISMISS:
            await opened.dismiss()
        case DialogAct.ACCEPT:
            await opened.accept(opened.default_value)  # as a person does who presses OK
        case DialogAct.ANSWER:
            await opened.accept(decision.answer)
        case _ as never:
            assert_never(never)
