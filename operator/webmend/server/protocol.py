"""Which versions of the runner protocol are served: this one and the one before."""

from webmend.domain.names import PROTOCOL_VERSION

from .problems import Refused

HEADER = "Webmend-Protocol"
OLDEST = PROTOCOL_VERSION - 1


def check(said: str | None) -> None:
    """Refuses a runner that does not say its version, or one that is not served."""
    if said is None or not said.isascii() or not said.isdigit():
        raise Refused(400, f"the header {HEADER} says the version of the protocol, such as {PROTOCOL_VERSION}")
    version = int(said[:9])
    if version > PROTOCOL_VERSION:
        raise Refused(
            400,
            f"the runner speaks version {version} of the protocol, this server only {PROTOCOL_VERSION}: "
            "upgrade the server, then the runner's image",
        )
    if version < OLDEST:
        raise Refused(400, f"the runner speaks version {version}, this server serves {OLDEST} to {PROTOCOL_VERSION}")
