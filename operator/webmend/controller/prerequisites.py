"""What an attempt needs of the server before it starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from webmend.ports.broker import Broker, BrokerUnavailable

PAUSE = 1.0
"""Seconds for which a server that did not answer is left alone."""


@dataclass(frozen=True)
class Answer:
    """What the server says of an attempt's prerequisites."""

    server_ready: bool
    missing_secrets: tuple[str, ...] = ()
    secret_versions: Mapping[str, str] = field(default_factory=dict)


class Prerequisites:
    """Asks the server, and keeps a server that is away from holding up those who ask.

    While it is away one asker at a time waits for an answer; the others are told at once that it is not ready.
    """

    def __init__(self, broker: Broker, monotonic: Callable[[], float]) -> None:
        self._broker = broker
        self._monotonic = monotonic
        self._away = False
        self._trying = False
        self._ask_again_at = 0.0

    async def ask(self, namespace: str, secrets: tuple[str, ...]) -> Answer:
        """Whether the server is there, and which of these Secrets are not; a word for the version of the others."""
        if self._away and (self._trying or self._monotonic() < self._ask_again_at):
            return Answer(server_ready=False)
        self._trying = True
        try:
            there = await self._broker.secrets(namespace, secrets)
        except BrokerUnavailable:
            self._away = True
            self._ask_again_at = self._monotonic() + PAUSE
            return Answer(server_ready=False)
        finally:
            self._trying = False
        self._away = False
        missing = tuple(name for name in secrets if name not in there)
        return Answer(server_ready=True, missing_secrets=missing, secret_versions=there)
