"""Pages of a list: a cursor says where the next one begins, and of which list."""

import base64
import binascii
import hashlib
from uuid import UUID

from webmend.domain.record import RunFilter

_DIGEST = 8
"""Bytes that tell one filter from another."""


class BadCursor(ValueError):
    """It is none of ours, or of another list."""


def cursor(after: UUID, asked: RunFilter) -> str:
    """What the caller sends to get what comes after this run in the same list."""
    return base64.urlsafe_b64encode(after.bytes + _digest(asked)).rstrip(b"=").decode()


def place(text: str, asked: RunFilter) -> UUID:
    """The run after which the page begins; raises BadCursor."""
    body = _body(text)
    if len(body) != 16 + _DIGEST:
        raise BadCursor("this is no cursor that a list has given out")
    if body[16:] != _digest(asked):
        raise BadCursor("the cursor is of a list with other filters: begin anew without it")
    return UUID(bytes=body[:16])


def name_cursor(after: tuple[str, str], asked: object) -> str:
    """The same for a list by namespace and name. `asked`: what the list is of, as it reads."""
    body = _word(repr(asked)) + "/".join(after).encode()
    return base64.urlsafe_b64encode(body).rstrip(b"=").decode()


def name_place(text: str, asked: object) -> tuple[str, str]:
    """Namespace and name after which the page begins; raises BadCursor."""
    body = _body(text)
    namespace, slash, name = body[_DIGEST:].decode(errors="replace").partition("/")
    if not slash:
        raise BadCursor("this is no cursor that a list has given out")
    if body[:_DIGEST] != _word(repr(asked)):
        raise BadCursor("the cursor is of a list with other filters: begin anew without it")
    return namespace, name


def _body(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadCursor("this is no cursor that a list has given out") from None


def _digest(asked: RunFilter) -> bytes:
    return _word(asked.model_dump_json())


def _word(asked: str) -> bytes:
    return hashlib.sha256(asked.encode()).digest()[:_DIGEST]
