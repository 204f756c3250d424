"""One-time codes (RFC 6238): SHA-1, six digits, thirty seconds, as authenticator apps have them."""

import base64
import hmac

STEP = 30
DIGITS = 6


def code(secret: str, time: float) -> str:
    """The code of a base32 secret (blanks and case do not matter) at a time in seconds since 1970.

    Raises ValueError when the secret is not base32.
    """
    plain = secret.replace(" ", "").upper()
    key = base64.b32decode(plain + "=" * (-len(plain) % 8))
    digest = hmac.digest(key, (int(time) // STEP).to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)
