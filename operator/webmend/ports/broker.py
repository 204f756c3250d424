"""The server as the operator sees it: the only one who may look at Secrets."""

from typing import Protocol


class BrokerUnavailable(Exception):
    """The server did not answer: attempts wait until it does."""


class Broker(Protocol):
    """Answers what the operator must know before an attempt starts."""

    async def missing_secrets(self, namespace: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """Which of these Secrets do not exist; no names: only whether the server is there. Raises BrokerUnavailable."""
        ...
