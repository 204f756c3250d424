"""The kinds of lists that one can choose from: the browser's own, and those that pages build themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from playwright.async_api import ElementHandle, Locator

from webmend.adapters.browser.deadline import Deadline
from webmend.adapters.browser.glance import ask
from webmend.adapters.browser.script import call
from webmend.domain.action import Select

from .options import Option, is_exactly

MOST_OPTIONS = 1000
"""Options that are gone through with the arrow key."""


@dataclass(frozen=True)
class Offer:
    """What a list offers at one moment."""

    options: tuple[Option, ...]
    busy: bool
    """It is disabled, or marked as being filled."""

    @classmethod
    def of(cls, raw: Any) -> "Offer":
        """From what the page script says."""
        return cls(tuple(Option(**option) for option in raw["options"]), raw["busy"])


class Choice(Protocol):
    """A list to choose from."""

    async def offer(self, wanted: Select) -> Offer:
        """What it offers now; of a list that is slow to read, at least up to what is wanted."""
        ...

    async def take(self, option: Option) -> bool:
        """Choose an option of the offer; whether the list shows it then."""
        ...


@dataclass(frozen=True)
class NativeList:
    """A select element."""

    element: Locator
    deadline: Deadline

    async def offer(self, wanted: Select) -> Offer:
        return Offer.of(await ask(self.element, "options", self.deadline.left_ms))

    async def take(self, option: Option) -> bool:
        await self.element.select_option(value=option.value, timeout=self.deadline.left_ms)
        return option.value in await ask(self.element, "chosen")


@dataclass(frozen=True)
class PageList:
    """A combobox whose list is open, or a listbox.

    Known by a handle: many pages hide all else from assistive technology while a list is open, and with it the
    combobox from a selector by role.
    """

    element: ElementHandle
    deadline: Deadline

    async def offer(self, wanted: Select) -> Offer:
        raw = await self.element.evaluate(call("entries"))
        if not raw["isByKeys"]:
            return Offer.of(raw)
        return Offer(await self._gone_through(lambda option: is_exactly(option, wanted)), busy=raw["busy"])

    async def take(self, option: Option) -> bool:
        raw = await self.element.evaluate(call("entries"))
        if raw["isByKeys"]:
            if option not in (await self._gone_through(lambda each: each == option))[-1:]:
                return False
            await self.element.press("Enter")
        else:
            index = Offer.of(raw).options.index(option)
            entry = (await self.element.evaluate_handle(call("entry"), index)).as_element()
            if entry is None:
                return False
            await entry.click(timeout=self.deadline.left_ms)
        shows: bool = await self.element.evaluate(call("showsEntry"), option.label)
        return shows

    async def _gone_through(self, is_enough: Callable[[Option], bool]) -> tuple[Option, ...]:
        """The options that the arrow keys lead to, down and then up: they stay at one that is enough, the last one."""
        found: dict[str, Option] = {}
        for key in ("ArrowDown", "ArrowUp"):
            if await self._went(key, found, is_enough):
                break
        return tuple(found.values())

    async def _went(self, key: str, found: dict[str, Option], is_enough: Callable[[Option], bool]) -> bool:
        """Whether this key has led to one that is enough, before it led nowhere or back to where it had been."""
        seen: dict[str, None] = {}
        while self.deadline.left and len(found) < MOST_OPTIONS:
            active = await self.element.evaluate(call("activeEntry"), next(reversed(seen), ""))
            if active is None or active["id"] in seen:
                return False
            seen[active["id"]] = None
            option = Option(**active["option"])
            if is_enough(option):
                found.pop(active["id"], None)
                found[active["id"]] = option
                return True
            found.setdefault(active["id"], option)
            await self.element.press(key)
        return False


async def choice_of(element: Locator, deadline: Deadline, seen: Any = None) -> tuple[Choice | None, Offer | None]:
    """The list that an element is, opened if need be; None when it is none. And what it offers, where that is known.

    `seen`: what the page script's `list` has said of it; None: it was not asked yet.
    """
    told = await ask(element, "list", deadline.left_ms) if seen is None else seen
    kind, offer = told["kind"], Offer.of(told["offer"]) if told["offer"] else None
    if kind == "native":
        return NativeList(element, deadline), offer
    if not kind:
        return None, None
    found = await element.element_handle(timeout=deadline.left_ms)
    if kind == "closed":
        await found.click(timeout=deadline.left_ms)
    return PageList(found, deadline), offer
