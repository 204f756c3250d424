"""What a page of a case answers: small functions that make functions."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse

HERE = Path(__file__).parent
HOLD_SECONDS = 60.0
"""What never comes is given up after so long, so that nothing is left hanging."""


@dataclass(frozen=True)
class Visit:
    """One request, and what is remembered of this browser."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    cookies: Mapping[str, str]
    count: int
    """How often this path has been asked for with this method, this time included."""
    memory: dict[str, Any] = field(default_factory=dict)
    """Kept for this browser as long as it lives; no cookie of the page shows it."""


Answering = Callable[[Visit], Response | Awaitable[Response]]
Answer = str | Answering
"""A file below this folder, a page that begins with `<`, or a function."""


def found(pages: Mapping[str, Answer], method: str, place: str) -> Answer | None:
    """The answer for a place: with its method first, then without, then that of a `PREFIX*`."""
    for key in (f"{method} {place}", place):
        if key in pages:
            return pages[key]
    prefixes = [key for key in pages if key.endswith("*") and place.startswith(key[:-1])]
    return pages[max(prefixes, key=len)] if prefixes else None


async def give(answer: Answer, visit: Visit) -> Response:
    """The response to a visit."""
    made = html(answer)(visit) if isinstance(answer, str) else answer(visit)
    return made if isinstance(made, Response) else await made


def html(page: str, status: int = 200, cookies: Mapping[str, str | None] | None = None, **headers: str) -> Answering:
    """A page, or the file of one. `cookies`: set, or taken away with None. `headers`: retry_after="30"."""

    def answer(visit: Visit) -> Response:
        text = page if page.lstrip().startswith("<") else (HERE / page).read_text(encoding="utf-8")
        return _with(HTMLResponse(text, status), cookies, headers)

    return answer


def data(value: Any, status: int = 200, cookies: Mapping[str, str | None] | None = None, **headers: str) -> Answering:
    """JSON."""
    return lambda visit: _with(JSONResponse(value, status), cookies, headers)


def text(body: str, media_type: str = "text/plain", status: int = 200, **headers: str) -> Answering:
    """A body of any type."""
    return lambda visit: _with(Response(body, status, media_type=media_type), None, headers)


def redirect(to: str, cookies: Mapping[str, str | None] | None = None, status: int = 303) -> Answering:
    """Go there."""
    return lambda visit: _with(RedirectResponse(to, status), cookies, {})


def late(seconds: float, then: Answer) -> Answering:
    """The same, so many seconds later."""

    async def answer(visit: Visit) -> Response:
        await asyncio.sleep(seconds)
        return await give(then, visit)

    return answer


never = late(HOLD_SECONDS, "<p>")
"""An answer that does not come while anybody waits."""


def halting(start: str, media_type: str = "text/html; charset=utf-8") -> Answering:
    """The start of a body, whose rest does not come."""

    async def body() -> AsyncIterator[str]:
        yield start
        await asyncio.sleep(HOLD_SECONDS)

    return lambda visit: StreamingResponse(body(), media_type=media_type)


def in_turn(*each: Answer) -> Answering:
    """The first answer to the first visit of a browser, and so on; the last one stays."""
    return lambda visit: give(each[min(visit.count, len(each)) - 1], visit)


def _with(response: Response, cookies: Mapping[str, str | None] | None, headers: Mapping[str, str]) -> Response:
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    for name, kept in (cookies or {}).items():
        if kept is None:
            response.delete_cookie(name)
        else:
            response.set_cookie(name, kept)
    return response
