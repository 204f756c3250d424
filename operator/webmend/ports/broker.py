"""The server as the operator sees it: the only one who may look at Secrets."""

from collections.abc import Mapping
from typing import Protocol


class BrokerUnavailable(Exception):
    """The server did not answer: attempts wait until it does."""


class Broker(Protocol):
    """Answers what the operator must know before an attempt starts."""

    async def secrets(self, namespace: str, names: tuple[str, ...]) -> Mapping[str, str]:
        """Those of these Secrets that exist, each with a word that is another one after every change.

        No names: only whether the server is there. Raises BrokerUnavailable.
        """
        ...
