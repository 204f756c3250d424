"""Whom a browser trusts beyond what it brings, and where it shows who it is.

Chromium checks every connection as it always does; nothing here makes it overlook an error. Certificates to trust go
into a store in a home folder of the browser's own. A client certificate is shown by a tunnel in this process
(tunnels.py): the browser has no way to be given one without its window.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trust:
    """What a browser is started with."""

    authorities: str | None = None
    """Certificates in PEM, with whatever text between them; None: none beyond its own."""
    origins: tuple[str, ...] = ()
    """The https origins at which a client certificate is shown; whose, the session is told later."""

    def __bool__(self) -> bool:
        return self.authorities is not None or bool(self.origins)


NO_MORE = Trust()
"""Whom it trusts by itself."""


class NotTrusted(Exception):
    """The browser cannot be started so. Says which fault of ours it is, in one CamelCase word, and what to do."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
