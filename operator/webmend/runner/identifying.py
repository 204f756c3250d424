"""Who the browser says it is: the client certificate, fetched once its workflow is known to name one."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from webmend.domain.evidence import ErrorFacts, ErrorKind
from webmend.domain.session import ClientCertificate
from webmend.ports.browser import StepFailed
from webmend.ports.clock import Clock
from webmend.ports.session import ServerUnavailable, SessionRefused, SessionServer

from .secrets import Secrets

Identify = Callable[[], Awaitable[ClientCertificate]]
"""Fetches the client certificate; raises StepFailed."""
PATIENCE = timedelta(seconds=30)
"""How long a server that is away is waited for."""
RETRY_SECONDS = 0.5


def identified(server: SessionServer, clock: Clock, secrets: Secrets) -> Identify:
    """What fetches the certificate, whose key is a secret from then on."""

    async def fetch() -> ClientCertificate:
        given = await _given(server, clock)
        secrets.learn(given.key, *key_lines(given.key))
        return given

    return fetch


def key_lines(pem: str) -> tuple[str, ...]:
    """The lines of a key that tell something of it: not its frame."""
    return tuple(line for line in pem.split() if len(line) >= 16 and "-----" not in line)


async def _given(server: SessionServer, clock: Clock) -> ClientCertificate:
    until = clock.now() + PATIENCE
    while True:
        try:
            return await server.client_certificate()
        except SessionRefused as refused:
            raise _failed(ErrorKind.DEFINITION, "Refused", f"no client certificate is handed out: {refused}") from None
        except ServerUnavailable:
            if clock.now() >= until:
                said = "the server was away when the client certificate was needed"
                raise _failed(ErrorKind.PLATFORM, "ServerUnavailable", said) from None
            await clock.sleep(RETRY_SECONDS)


def _failed(kind: ErrorKind, type_: str, message: str) -> StepFailed:
    return StepFailed(ErrorFacts(kind=kind, type=type_, message=message[:1024]))
