"""The kinds of lists that one can choose from: the browser's own, and those that pages build themselves."""

from dataclasses import dataclass
from typing import Any, Protocol

from playwright.async_api import Locator

from webmend.adapters.browser.deadline import Deadline
from webmend.adapters.browser.script import call

from .options import Option


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

    async def offer(self) -> Offer:
        """What it offers now."""
        ...

    async def take(self, option: Option) -> bool:
        """Choose an option of the offer; whether the list shows it then."""
        ...


@dataclass(frozen=True)
class NativeList:
    """A select element."""

    element: Locator
    deadline: Deadline

    async def offer(self) -> Offer:
        return Offer.of(await self.element.evaluate(call("options"), timeout=self.deadline.left_ms))

    async def take(self, option: Option) -> bool:
        await self.element.select_option(value=option.value, timeout=self.deadline.left_ms)
        return option.value in await self.element.evaluate(call("chosen"))


@dataclass(frozen=True)
class PageList:
    """A combobox whose list is open, or a listbox."""

    element: Locator
    deadline: Deadline

    async def offer(self) -> Offer:
        return Offer.of(await self.element.evaluate(call("entries"), timeout=self.deadline.left_ms))

    async def take(self, option: Option) -> bool:
        index = (await self.offer()).options.index(option)
        entry = (await self.element.evaluate_handle(call("entry"), index)).as_element()
        if entry is None:
            return False
        await entry.click(timeout=self.deadline.left_ms)
        shows: bool = await self.element.evaluate(call("showsEntry"), option.label)
        return shows


async def choice_of(element: Locator, deadline: Deadline) -> Choice | None:
    """The list that an element is, opened if need be; None when it is none."""
    kind = await element.evaluate(call("listKind"), timeout=deadline.left_ms)
    if kind == "native":
        return NativeList(element, deadline)
    if kind == "closed":
        await element.click(timeout=deadline.left_ms)
    return PageList(element, deadline) if kind else None
