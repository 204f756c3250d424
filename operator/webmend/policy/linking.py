"""Links that open one body for a time: the words of the link say which and until when, and are signed."""

import base64
import binascii
import hashlib
import hmac
from datetime import UTC, datetime


class NotOpened(ValueError):
    """The link opens nothing: says why."""


def link(key: bytes, body: str, until: datetime) -> str:
    """A word for a path that opens the body until then, to whole seconds. `key` is the server's alone."""
    said = f"{int(until.timestamp())} {body}".encode()
    return f"{_text(said)}.{_text(_signature(key, said))}"


def opened(key: bytes, word: str, now: datetime) -> str:
    """The name of the body that the link opens; raises NotOpened."""
    said, signature = _parts(word)
    if not hmac.compare_digest(signature, _signature(key, said)):
        raise NotOpened("the link is none of this server's, or it was made before the server was started anew")
    until, _, body = said.decode().partition(" ")
    if now >= datetime.fromtimestamp(int(until), UTC):
        raise NotOpened("the link has run out: ask for another one")
    return body


def _parts(word: str) -> tuple[bytes, bytes]:
    said, _, signature = word.partition(".")
    try:
        return _bytes(said), _bytes(signature)
    except (binascii.Error, ValueError):
        raise NotOpened("the link is cut off or changed") from None


def _signature(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, said, hashlib.sha256)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    padded = text + "=" * (-len(text) % 4)
    return base64.b64decode(padded, altchars=b"-_", validate=True)
