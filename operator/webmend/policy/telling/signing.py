"""The signature of a message, as Standard Webhooks 1.0.0 has it: github.com/standard-webhooks/standard-webhooks."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from .lacking import Lacking

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64
"""Bytes of a secret."""
HOW = f"it is {PREFIX} and the base64 of {SHORTEST} to {LONGEST} bytes, such as {PREFIX}$(openssl rand -base64 32)"


class BadSecret(Lacking):
    """It is none to sign with; says what it should be, and never what it is."""


def signature(secrets: Iterable[str], id_: str, at: datetime, body: bytes) -> str:
    """The value of the header webhook-signature, with one signature for each secret; raises BadSecret.

    `at`: the time of this attempt, of any zone.
    """
    signed = b".".join((id_.encode(), str(int(at.timestamp())).encode(), body))
    return " ".join(f"v1,{_signed(_key(secret), signed)}" for secret in secrets)


def _signed(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.digest(key, message, hashlib.sha256)).decode()


def _key(secret: str) -> bytes:
    text = secret.strip()
    try:
        key = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise BadSecret(f"a signing secret cannot be read: {HOW}") from None
    if not text.startswith(PREFIX) or not SHORTEST <= len(key) <= LONGEST:
        raise BadSecret(f"a signing secret has not the form that it needs: {HOW}")
    return key
