"""Requests that may come twice: by a key of the caller's own, the second one finds what the first has made.

The name of what is made, or a label on it, is derived from caller and key, so that the API server keeps it single.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webmend.domain import names


class AnotherRequest(ValueError):
    """The key was used for something else."""


@dataclass(frozen=True)
class Request:
    """A request that makes something."""

    user: str
    """Who asks, as the API server knows them."""
    content: str
    """What is asked for, down to each value."""
    key: str = ""
    """Its Idempotency-Key; empty: it has none, and is never taken for another one."""

    @property
    def word(self) -> str:
        """A word for caller and key: 16 hexadecimal digits."""
        return _digest(f"{len(self.user)} {self.user} {self.key}")

    @property
    def annotations(self) -> dict[str, str]:
        """What is noted on what it makes."""
        mark = {names.ANNOTATION_REQUEST: f"{self.word}-{_digest(self.content)}"} if self.key else {}
        return {names.ANNOTATION_REQUESTED_BY: self.user[:256], **mark}

    @property
    def labels(self) -> dict[str, str]:
        """What it can be found by, where the name is another one."""
        return {names.LABEL_REQUEST: self.word} if self.key else {}


def has_made(request: Request, stored: Mapping[str, Any]) -> bool:
    """Whether the same request has made this object before; raises AnotherRequest where the key was used for it by
    another request of the same caller."""
    word, _, content = (stored["metadata"].get("annotations") or {}).get(names.ANNOTATION_REQUEST, "").partition("-")
    if not request.key or word != request.word:
        return False
    if content != _digest(request.content):
        raise AnotherRequest("this Idempotency-Key was used for another request: take a new one")
    return True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
