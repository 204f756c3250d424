"""One-time codes, each handed out once: sites take none a second time (RFC 6238, section 5.2)."""

import hashlib
import math

from webmend.policy import totp
from webmend.ports.clock import Clock

from .problems import Refused

LEAST_SECONDS = 4.0
"""A code that is over sooner than that may be over before it is sent."""


class OneTimeCodes:
    """Remembers the last window of each secret. What was handed out before this process began is not known to it: the
    window in which it began counts as used. One process serves an installation, so no other hands codes out.
    """

    def __init__(self, clock: Clock):
        self._clock = clock
        self._began = 0.0
        self._used: dict[bytes, int] = {}

    def begin(self) -> None:
        """The process serves from now on."""
        self._began = self._clock.now().timestamp()

    def next(self, secret: str) -> str:
        """The code of this moment, if it is still good for a while and nobody has had it; refuses for now (425) else.

        Raises ValueError when the secret is none.
        """
        kept = totp.read(secret)
        now = self._clock.now().timestamp()
        window, name = kept.window(now), hashlib.sha256(kept.key).digest()
        if window in (self._used.get(name), kept.window(self._began)) or kept.left(now) < LEAST_SECONDS:
            wait = str(math.ceil(kept.left(now)))
            raise Refused(
                425, "the code of this moment is used or nearly over; the next one follows", {"Retry-After": wait}
            )
        self._used[name] = window
        return kept.code(now)
