"""Declining cookies by autoconsent's rules. https://github.com/duckduckgo/autoconsent/blob/main/docs/puppeteer.md

Its script is put into the page only while a pop-up is dismissed: it costs nothing before that. It runs in the page's
own world, where its rules need no code from outside: a request to evaluate any is not answered. What comes in over the
binding may as well come from the page, so it can do no more than say which rule matched and when that rule is done;
whether the page is free is looked at afterwards.
"""

import asyncio
from collections.abc import Mapping
from itertools import compress
from typing import Any

from playwright.async_api import Error, Frame, Page

from webmend.adapters.browser.bounded import clean
from webmend.ports.browser import Redact
from webmend.ports.popups import Declined

from .rules import Rules, installed

BINDING = "autoconsentSendMessage"
FRAMES = 12
"""Frames that it is put into at most."""
DETECTING = 10.0
"""Seconds in which it says what it knows of the page: under one on a machine at rest, and it does go on when nobody
waits for it any more, so a busy machine is waited for."""
SHOWING = 4.0
"""Seconds in which a vendor that it knows shows its banner: the banner is there already, or was answered before."""
DECLINING = 12.0
"""Seconds for going through a banner of several pages."""
FRAME_PATIENCE = 2.0

CONFIG = {
    "enabled": True,
    "autoAction": "optOut",
    "isMainWorld": True,
    "enablePrehide": False,
    "enableCosmeticRules": True,
    "enableGeneratedRules": True,
    # guessing by words is the generic dismisser's part, with its own rules of harm
    "enableHeuristicDetection": False,
    "heuristicMode": "off",
    # the banner is there already: whatever is not found in two looks is not known
    "detectRetries": 1,
    "logs": {"errors": False},
}
ANEW = "delete globalThis.autoconsentReceiveMessage;"
"""Its script starts only where it is not there yet."""
ANSWER = "(message) => globalThis.autoconsentReceiveMessage?.(message)"
ACTED = frozenset({"optOutFailed", "optOutSucceeded", "done"})
"""States in which a rule has had its way, and its script does nothing more."""
ENDS = ACTED | {"nothingDetected"}
"""States after which its script does nothing more in a frame."""


async def decline(page: Page, redact: Redact) -> Declined:
    """Let the rules decline what they know; raises the driver's Error when the page goes away."""
    rules = installed()
    if rules is None:
        return Declined(available=False)
    return await _Going(page, rules, redact).run()


class _Going:
    """One go on one page."""

    def __init__(self, page: Page, rules: Rules, redact: Redact) -> None:
        self._page = page
        self._rules = rules
        self._redact = redact
        self._frames: list[Frame] = []
        self._answered: set[Frame] = set()
        self._ended: set[Frame] = set()
        self._known = asyncio.Event()
        self._found = asyncio.Event()
        self._over = asyncio.Event()
        self._rule = ""
        self._is_done = False
        self._is_hidden = False

    async def run(self) -> Declined:
        """Until a rule has had its way, or there is none."""
        async with await self._page.expose_binding(BINDING, self._hear):
            await self._start()
            if await self._comes(self._known, DETECTING) and await self._comes(self._found, SHOWING):
                await self._wait(DECLINING, self._over)
        return Declined(clean(self._rule, self._redact)[:64], done=self._is_done, hidden=self._is_hidden)

    async def _start(self) -> None:
        frames = self._page.frames[:FRAMES]
        started = await asyncio.gather(*map(self._put_into, frames))
        # one that has spoken is at work, though a busy machine took longer to say that it was started
        is_at_work = (done or frame in self._answered for frame, done in zip(frames, started, strict=True))
        self._frames = list(compress(frames, is_at_work))
        self._check_end()

    async def _put_into(self, frame: Frame) -> bool:
        try:
            await asyncio.wait_for(frame.evaluate(ANEW + self._rules.script), FRAME_PATIENCE)
        except (Error, TimeoutError):  # a frame that has gone, or hangs
            return False
        return True

    async def _comes(self, event: asyncio.Event, seconds: float) -> bool:
        """Whether the event comes in time, before all is over."""
        await self._wait(seconds, event, self._over)
        return event.is_set()

    async def _wait(self, seconds: float, *events: asyncio.Event) -> None:
        """Until one of the events, at most so long."""
        waiting = [asyncio.ensure_future(event.wait()) for event in events]
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for each in waiting:
            each.cancel()

    async def _hear(self, source: Mapping[str, Any], message: Any = None) -> None:
        """What the script says, or the page in its name."""
        said = message if isinstance(message, dict) else {}
        match said.get("type"):
            case "init":
                await self._answer(source["frame"])
            case "cmpDetected":
                self._known.set()
            case "popupFound":
                self._rule = str(said.get("cmp", ""))
                self._known.set()
                self._found.set()
            case "optOutResult":
                self._is_done = said.get("result") is True
            case "autoconsentDone":
                self._is_hidden = said.get("isCosmetic") is True
            case "report":
                self._note(source["frame"], said.get("state"))

    async def _answer(self, frame: Frame) -> None:
        """Give a frame its rules, once."""
        if frame in self._answered or len(self._answered) >= FRAMES:
            return
        self._answered.add(frame)
        message = {"type": "initResp", "config": CONFIG, "rules": self._rules.bundle}
        try:
            await frame.evaluate(ANSWER, message)
        except Error:
            self._ended.add(frame)

    def _note(self, frame: Frame, state: Any) -> None:
        stage = state.get("lifecycle") if isinstance(state, dict) else None
        if stage in ACTED:
            self._over.set()
        elif stage in ENDS:
            self._ended.add(frame)
            self._check_end()

    def _check_end(self) -> None:
        if self._ended.issuperset(self._frames):
            self._over.set()
