"""One-time codes (RFC 6238), by default as authenticator apps have them: SHA-1, six digits, thirty seconds."""

import base64
import hmac
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

STEP = 30
DIGITS = 6
ALGORITHMS = frozenset({"sha1", "sha256", "sha512"})
SCHEME = "otpauth"


@dataclass(frozen=True)
class Totp:
    """What an authenticator app keeps of one account."""

    key: bytes
    digits: int = DIGITS
    step: int = STEP
    """Seconds for which a code holds."""
    algorithm: str = "sha1"

    def window(self, time: float) -> int:
        """Number of the window that a time (seconds since 1970) lies in: each has one code."""
        return int(time) // self.step

    def left(self, time: float) -> float:
        """Seconds until the code of that time is over."""
        return self.step - time % self.step

    def code(self, time: float) -> str:
        """The code at a time."""
        digest = hmac.digest(self.key, self.window(time).to_bytes(8, "big"), self.algorithm)
        offset = digest[-1] & 0xF
        number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
        return str(number % 10**self.digits).zfill(self.digits)


def read(secret: str) -> Totp:
    """What a secret says: base32 (blanks, dashes and case do not matter), or an address such as
    `otpauth://totp/Portal:ada?secret=JBSWY3DP&digits=8` (Google Authenticator's key URI format).

    Raises ValueError, without the secret in it.
    """
    if not secret.strip().lower().startswith(f"{SCHEME}:"):
        return Totp(_key(secret))
    parts = urlsplit(secret.strip())
    if parts.netloc.lower() != "totp":
        raise ValueError("the address is of no time-based code")
    said = {name.lower(): values[0] for name, values in parse_qs(parts.query).items()}
    algorithm = said.get("algorithm", "sha1").lower().replace("-", "")
    digits, step = _number(said.get("digits"), DIGITS, 6, 8), _number(said.get("period"), STEP, 10, 300)
    if algorithm not in ALGORITHMS:
        raise ValueError("the address names an algorithm that is not known")
    return Totp(_key(said.get("secret", "")), digits, step, algorithm)


def code(secret: str, time: float) -> str:
    """The code of a secret at a time in seconds since 1970; raises ValueError when the secret is none."""
    return read(secret).code(time)


def _key(base32: str) -> bytes:
    plain = "".join(base32.split()).replace("-", "").rstrip("=").upper()
    try:
        key = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except ValueError:
        raise ValueError("the secret is no base32") from None
    if not key:
        raise ValueError("there is no secret")
    return key


def _number(said: str | None, default: int, least: int, most: int) -> int:
    value = default if said is None else int(said) if said.isascii() and said.isdigit() else 0
    if not least <= value <= most:
        raise ValueError("the address names a number out of range")
    return value
