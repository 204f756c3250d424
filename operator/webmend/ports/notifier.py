"""The way out: a message to a receiver."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class NotSent(Exception):
    """There was no answer: nothing was reached, or it took too long. Says why in a sentence, without secrets."""


@dataclass(frozen=True)
class Answer:
    """What a receiver has answered."""

    status: int
    retry_after: str = ""
    """Its header Retry-After."""
    text: str = ""
    """The beginning of its body."""


class Poster(Protocol):
    """Posts bodies over HTTP. Nothing but public addresses is reached, and what the installation allows."""

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer; raises NotSent. A redirect is an answer, and is not followed."""
        ...
