"""The code that a site has sent, among the messages of a code source."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from webmend.domain.workflow import CodeSource

MOST_MESSAGES = 100
"""The others are older, or the source is not what it should be."""
LONGEST_TEXT = 16_384

Find = Callable[[str], str | None]
"""The code in a text, by the source's pattern."""


class BadAnswer(Exception):
    """The source does not answer as the workflow says. The message holds nothing of what it answered."""


def newest_code(body: bytes, source: CodeSource, since: datetime, find: Find, used: frozenset[str]) -> str:
    """The code of the newest message that came at `since` or later; empty while there is none.

    Times of whole seconds are compared as such. `used`: codes that were handed out before. Raises BadAnswer.
    """
    asked = since.replace(microsecond=0)
    messages = sorted(_messages(body, source), key=lambda message: message[0], reverse=True)
    found = (find(text) for at, text in messages if at >= asked)
    return next((code for code in found if code and code not in used), "")


def _messages(body: bytes, source: CodeSource) -> Iterator[tuple[datetime, str]]:
    """Time and text of each message."""
    try:
        answer = json.loads(body)
    except ValueError:
        raise BadAnswer("the code source does not answer with JSON") from None
    listed = at(answer, source.messages) if source.messages else answer
    if listed is None:
        raise BadAnswer(f"the answer of the code source has no {source.messages}")
    for message in (listed if isinstance(listed, list) else [listed])[:MOST_MESSAGES]:
        yield _time(at(message, source.time), source.time), _text(at(message, source.text) if source.text else message)


def at(value: Any, path: str) -> Any:
    """What stands at a path of names and indices with dots between them; None where nothing does."""
    for name in path.split("."):
        if isinstance(value, list):
            value = value[int(name)] if name.isdigit() and int(name) < len(value) else None
        else:
            value = value.get(name) if isinstance(value, dict) else None
    return value


def _time(said: Any, path: str) -> datetime:
    """A time as RFC 3339 or as seconds since 1970 (milliseconds where they can be nothing else)."""
    try:
        if isinstance(said, str) and not said.replace(".", "", 1).isdigit():
            read = datetime.fromisoformat(said)
            return read if read.tzinfo else read.replace(tzinfo=UTC)
        number = float(said)
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise BadAnswer(f"a message of the code source has no time at {path}") from None


def _text(said: Any) -> str:
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return text[:LONGEST_TEXT]
