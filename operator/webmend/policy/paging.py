"""Pages of a list: a cursor says where the next one begins, and of which list."""

import base64
import binascii
import hashlib
from uuid import UUID

from pydantic import ValidationError

from webmend.domain.delivery import DeliveryFilter, DeliveryPlace
from webmend.domain.record import RunFilter

_DIGEST = 8
"""Bytes that tell one filter from another."""
_NONE = "this is no cursor that a list has given out"


class BadCursor(ValueError):
    """It is none of ours, or of another list."""


def cursor(after: UUID, asked: RunFilter) -> str:
    """What the caller sends to get what comes after this run in the same list."""
    return base64.urlsafe_b64encode(after.bytes + _digest(asked)).rstrip(b"=").decode()


def place(text: str, asked: RunFilter) -> UUID:
    """The run after which the page begins; raises BadCursor."""
    body = _body(text)
    if len(body) != 16 + _DIGEST:
        raise BadCursor(_NONE)
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
        raise BadCursor(_NONE)
    if body[:_DIGEST] != _word(repr(asked)):
        raise BadCursor("the cursor is of a list with other filters: begin anew without it")
    return namespace, name


def delivery_cursor(after: DeliveryPlace, asked: DeliveryFilter) -> str:
    """The same for a list of deliveries."""
    return name_cursor((str(after.sequence), str(after.id)), asked)


def delivery_place(text: str, asked: DeliveryFilter) -> DeliveryPlace:
    """The delivery after which the page begins; raises BadCursor."""
    sequence, id_ = name_place(text, asked)
    try:
        return DeliveryPlace.model_validate({"sequence": sequence, "id": id_})
    except ValidationError:
        raise BadCursor(_NONE) from None


def _body(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadCursor(_NONE) from None


def _digest(asked: RunFilter) -> bytes:
    return _word(asked.model_dump_json())


def _word(asked: str) -> bytes:
    return hashlib.sha256(asked.encode()).digest()[:_DIGEST]
