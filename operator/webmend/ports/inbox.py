"""Where codes arrive that sites send by SMS or e-mail."""

from typing import Protocol


class InboxUnavailable(Exception):
    """The source did not answer, or not with a success. The message holds nothing of what it answered."""


class Inbox(Protocol):
    """Fetches the latest messages of a code source."""

    async def fetch(self, url: str, token: str | None) -> bytes:
        """What the source answers; `token`: sent as a bearer token. Raises InboxUnavailable."""
        ...
