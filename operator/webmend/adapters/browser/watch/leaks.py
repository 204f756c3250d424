"""Keeps a password that was typed on one origin from being sent to another.

The page that a password is typed into has it, and its scripts may be anybody's: advertisement, a compromised library.
Until that page has gone, every HTTP request to an origin that is not declared is looked at, and one that carries the
password is stopped; so is what a web socket carries (sockets.py). What a script has encoded in a way of its own is not
seen.
"""

import base64
import json
import re
from collections.abc import Awaitable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar
from urllib.parse import unquote_plus

from playwright.async_api import Error, Page, Request, Route

from webmend.adapters.browser.addresses import origin_of
from webmend.adapters.browser.errors import Failed
from webmend.domain.evidence import ErrorKind

T = TypeVar("T")


@dataclass
class Leaks:
    """The passwords that the document of one page holds."""

    page: Page
    stopped: list[str] = field(default_factory=list)
    """The origins to which one was about to be sent, in order."""
    _values: set[str] = field(default_factory=set)
    _elsewhere: re.Pattern[str] | None = None
    """Matches the addresses that are looked at."""

    def __post_init__(self) -> None:
        self.page.on("domcontentloaded", self._on_document)

    async def guard(self, value: str, origins: tuple[str, ...]) -> None:
        """From now on, nothing that holds this value goes anywhere but to these origins.

        While it lasts, the browser's cache is off: that is the price of looking at requests.
        """
        self._values.add(value)
        if self._elsewhere is None:
            self._elsewhere = elsewhere(origins, "https?")
            await self.page.context.route(self._elsewhere, self._look)

    def would_leak(self, text: str, url: str) -> bool:
        """Whether the text holds a password of this document; it was about to go to that address then."""
        is_held = any(map(partial(holds, text), self._values))
        if is_held:
            self.stopped.append(origin_of(url))
        return is_held

    async def during(self, work: Awaitable[T]) -> T:
        """What the work gives; raises Failed when a password was about to leave, whatever else the work met."""
        try:
            given = await work
        except Exception:
            self._check()
            raise
        self._check()
        return given

    def _check(self) -> None:
        if self.stopped:
            text = f"the page was about to send a password to {self.stopped[0]}, for which it is not declared"
            raise Failed(ErrorKind.DEFINITION, f"{text}; the request was stopped")

    async def _look(self, route: Route) -> None:
        if self.would_leak(_text_of(route.request), route.request.url):
            await route.abort("blockedbyclient")
        else:
            await route.fallback()

    async def _on_document(self, _: Page) -> None:
        """The document that held the passwords has gone."""
        self._values.clear()
        elsewhere, self._elsewhere = self._elsewhere, None
        if elsewhere is not None:
            try:
                await self.page.context.unroute(elsewhere, self._look)
            except Error:  # the page went away at once
                return


def holds(text: str, value: str) -> bool:
    """Whether the value stands in the text of a request: as it is, percent-encoded, in JSON, or in base64."""
    texts = (text, unquote_plus(text), text.translate(_URL_SAFE), unquote_plus(text).translate(_URL_SAFE))
    return any(form in each for form in _forms(value) for each in texts)


_URL_SAFE = str.maketrans("-_", "+/")


def _forms(value: str) -> Iterator[str]:
    yield value
    yield json.dumps(value)[1:-1]
    for before in range(3):  # bytes before it in the text that was encoded shift what it becomes
        shifted = b"\0" * before + value.encode()
        encoded = base64.b64encode(shifted).decode()
        yield encoded[(0, 2, 3)[before] : len(shifted) * 8 // 6]


def _text_of(request: Request) -> str:
    body = request.post_data_buffer or b""
    return f"{request.url}\n{body.decode('latin-1')}\n{body.decode(errors='replace')}"


def elsewhere(origins: Sequence[str], schemes: str) -> re.Pattern[str]:
    """Matches the addresses of these schemes (a regular expression) that belong to none of the origins."""
    declared = "|".join(map(re.escape, origins))
    return re.compile(rf"^(?!(?:{declared})(?:[/?#]|$)){schemes}://")
