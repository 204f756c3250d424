"""Whether the cookies that a login brought are still there."""

import re
from collections.abc import Iterable

from playwright.async_api import Cookie

Key = tuple[str, str, str]
"""Name, domain and path of a cookie."""

_SESSION = re.compile(r"sess|auth|token|jwt|login|logged|remember|ticket|\bsid\b|connect\.sid", re.IGNORECASE)
"""Names that sites give to the cookie that carries a session."""


def values_of(cookies: Iterable[Cookie]) -> dict[Key, str]:
    """The cookies by key."""
    return {_key(cookie): cookie.get("value", "") for cookie in cookies}


def brought(before: dict[Key, str], after: Iterable[Cookie]) -> frozenset[Key]:
    """The cookies that stand for the login: new or changed by it, and of those the likeliest.

    A login also brings cookies that go soon, such as a greeting to show once. So only the ones with the name of a
    session count where there are any, else those that scripts cannot read. A session that had begun before the login
    keeps its cookie: then all count as brought.
    """
    after = list(after)
    changed = [cookie for cookie in after if before.get(_key(cookie)) != cookie.get("value")] or after
    named = [cookie for cookie in changed if _SESSION.search(cookie.get("name", ""))]
    hidden = [cookie for cookie in changed if cookie.get("httpOnly")]
    return frozenset(map(_key, named or hidden or changed))


def is_lost(session: frozenset[Key], now: Iterable[Cookie]) -> bool:
    """Whether one of the cookies of the login has gone."""
    return bool(session - set(map(_key, now)))


def _key(cookie: Cookie) -> Key:
    return cookie.get("name", ""), cookie.get("domain", ""), cookie.get("path", "")
