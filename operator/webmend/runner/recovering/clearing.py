"""Freeing a step's target of what lies over it: one thing after the other, looking again after each."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from webmend.domain.graph import Node
from webmend.domain.popup import Control, Cover
from webmend.domain.target import Selector
from webmend.policy import popup
from webmend.policy.popup import Choice, Move
from webmend.ports.browser import StepFailed
from webmend.ports.popups import Declined, PopUps

MOST_MOVES = 8
"""Things pressed for one failure: pop-ups come in stacks, but not in endless ones."""
SECONDS = 60.0
"""The whole of it."""
GONE = 2.0
"""Seconds that something pressed has to go away: many slide out."""
LOADED = 10.0
"""The same for something that is loading."""


async def clear(popups: PopUps, node: Node, declared: Sequence[Selector] = ()) -> str:
    """Free the step's target: by declared controls, the rules for consent banners, controls that close, Escape.

    What was done and how the page stands then, in a sentence. Nothing is raised.
    """
    clearing = _Clearing(popups, node)
    try:
        async with asyncio.timeout(SECONDS):
            await clearing.run(declared)
    except TimeoutError:
        clearing.told.append(f"given up after {SECONDS:.0f} seconds")
    except StepFailed as failed:
        clearing.told.append(f"given up: {failed.error.message}")
    return "; ".join(clearing.told)[:1024]


@dataclass
class _Clearing:
    popups: PopUps
    node: Node
    told: list[str] = field(default_factory=list)
    """What was done, in order."""
    _tried: popup.Tried = frozenset()
    _has_asked_rules: bool = False

    async def run(self, declared: Sequence[Selector]) -> None:
        """Raises StepFailed when the page can no longer be asked."""
        await self._press_declared(declared)
        cover = await self.popups.cover(self.node)
        for _ in range(MOST_MOVES):
            if cover is None:
                self.told.append("nothing is in the way")
                return
            if not await self._move(cover):
                return
            cover = await self.popups.cover(self.node, LOADED if cover.busy else GONE)
        if cover is not None:
            self.told.append(f"{_called(cover)} is still in the way")

    async def _press_declared(self, selectors: Sequence[Selector]) -> None:
        """Press what the workflow declares, as long as it is there."""
        for control in await self.popups.declared(selectors) if selectors else ():
            await self._press(control, "declared in popupSelectors")

    async def _move(self, cover: Cover) -> bool:
        """Do one thing against the cover; whether there was one to do."""
        if not self._has_asked_rules and popup.may_ask_consent(cover):
            self._has_asked_rules = True
            await self._decline_cookies()
            return True
        choice = popup.choose(cover, self._tried)
        self._tried |= {choice.noted(cover)}
        await self._make(choice, cover)
        return choice.move is not Move.DECIDE

    async def _make(self, choice: Choice, cover: Cover) -> None:
        if choice.control is not None:
            await self._press(choice.control, f"of {_called(cover)}: {choice.reason}")
        elif choice.move is Move.ESCAPE:
            await self.popups.escape()
            self.told.append(f"pressed Escape on {_called(cover)}: {choice.reason}")
        elif choice.move is Move.WAIT:
            self.told.append(f"waited for {_called(cover)}: {choice.reason}")
        else:
            self.told.append(f"left {_called(cover)} alone: {choice.reason}")

    async def _press(self, control: Control, where: str) -> None:
        """Press it. One that does not let itself be pressed is no reason to give up: there may be others."""
        try:
            await self.popups.press(control)
        except StepFailed as failed:
            self.told.append(f"could not press {control} {where} ({failed.error.message[:80]})")
            return
        self.told.append(f"pressed {control} {where}")

    async def _decline_cookies(self) -> None:
        declined = await self.popups.decline_cookies()
        if not declined.available:
            self.told.append("the rules for consent banners are not installed")
        elif declined.rule:
            self.told.append(f"consent rule {declined.rule} {_ended(declined)}")


def _ended(declined: Declined) -> str:
    if not declined.done:
        return "got stuck"
    return "hid the banner" if declined.hidden else "declined"


def _called(cover: Cover) -> str:
    text = " ".join(cover.text.split())
    return f'"{text[:79]}…"' if len(text) > 80 else f'"{text}"' if text else "what covers the page"
