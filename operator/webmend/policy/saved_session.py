"""The session that a browser keeps for the next run: whose it is, what in it is secret, when it is worth nothing."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from webmend.domain.evidence import ErrorKind
from webmend.domain.report import FailureReport
from webmend.domain.session import STATE_BYTES

SHORTEST_COOKIE = 8
"""Shorter values say little, such as a language, and stand in texts of their own right."""
SHORTEST_STORED = 16
"""The same for the storage of pages, which holds more of that kind."""
LONGEST = 4096
MOST = 200
"""Values that every text is searched for, those of cookies first: with more of them the search would be felt."""
_OURS = frozenset({ErrorKind.BROWSER_LAUNCH, ErrorKind.BROWSER_CRASHED, ErrorKind.PLATFORM})


def whose(secret_ref: str, username: str) -> str:
    """A word for the login by which a session was begun: another one for another Secret or another user of it."""
    return hashlib.sha256(json.dumps([secret_ref, username]).encode()).hexdigest()


def fits(state: str) -> bool:
    """Whether it is small enough to be kept."""
    return len(state.encode()) <= STATE_BYTES


def secrets_in(state: str) -> tuple[str, ...]:
    """The values in it that nobody else may see: of cookies, and what storage holds that is no plain text."""
    try:
        found = json.loads(state)
    except ValueError:
        return ()
    if not isinstance(found, dict):
        return ()
    cookies = (str(cookie.get("value", "")) for cookie in _dicts(found.get("cookies")))
    stored = (text for origin in _dicts(found.get("origins")) for text in _texts(origin))
    values = [
        *(value for value in cookies if len(value) >= SHORTEST_COOKIE),
        *(value for value in stored if len(value) >= SHORTEST_STORED and not any(map(str.isspace, value))),
    ]
    return tuple(dict.fromkeys(value for value in values if len(value) <= LONGEST))[:MOST]


def is_spent(failure: FailureReport) -> bool:
    """Whether a session with which an attempt has begun is worth nothing any more after this failure.

    One that the site may have ended is not tried twice. What has nothing to do with it leaves it as it is: a fault of
    ours, and a site that does not answer.
    """
    document = failure.evidence.document
    is_down = bool(document.net_error) or (document.status or 0) >= 500
    return failure.evidence.error.kind not in _OURS and not is_down


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    return (each for each in value if isinstance(each, dict)) if isinstance(value, list) else iter(())


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, and in the JSON that a text is."""
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        inner = _json(value)
        yield from _texts(inner) if isinstance(inner, dict | list) else (value,)


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text[:1] in "[{" else None
    except ValueError:
        return None
