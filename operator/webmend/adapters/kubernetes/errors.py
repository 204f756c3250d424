"""Answers of the API server as our errors."""

from collections.abc import Mapping
from typing import Any

from webmend.ports.cluster import AlreadyExists, ClusterError, Conflict, Forbidden, Invalid, NotFound, Unavailable

GONE = 410
_BY_STATUS: dict[int, type[ClusterError]] = {
    400: Invalid,
    401: Forbidden,
    403: Forbidden,
    404: NotFound,
    405: Invalid,
    409: Conflict,
    413: Invalid,
    415: Invalid,
    422: Invalid,
}
TOO_MANY_REQUESTS = 429


class Gone(ClusterError):
    """The resource version is older than what the API server remembers: list anew."""


class Unanswered(Unavailable):
    """What the adapter raises for Unavailable: it knows whether another try may be made, and when."""

    def __init__(self, message: str, *, undone: bool = False, after: float = 0.0):
        super().__init__(message)
        self.undone = undone
        """The request was certainly not carried out."""
        self.after = after
        """Seconds that the API server asked to wait."""


def from_status(code: int, status: Mapping[str, Any], after: float = 0.0) -> ClusterError:
    """The error for an HTTP status and the Status object that came with it."""
    message = str(status.get("message") or f"the API server answered {code}")
    if code == GONE:
        return Gone(message)
    if status.get("reason") == "AlreadyExists":
        return AlreadyExists(message)
    if code in _BY_STATUS:
        return _BY_STATUS[code](message)
    return Unanswered(message, undone=code == TOO_MANY_REQUESTS, after=after)
