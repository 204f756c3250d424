"""The server as the operator sees it: the only one who may look at Secrets."""

from collections.abc import Mapping
from typing import Protocol

from webmend.domain.experience import Remembered


class BrokerUnavailable(Exception):
    """The server did not answer: attempts wait until it does."""


class Broker(Protocol):
    """Answers what the operator must know and may not look at itself."""

    async def secrets(self, namespace: str, names: tuple[str, ...]) -> Mapping[str, str]:
        """Those of these Secrets that exist, each with a word that is another one after every change.

        No names: only whether the server is there. Raises BrokerUnavailable.
        """
        ...

    async def experience(self, workflow_uid: str, version: int) -> Mapping[str, Remembered]:
        """What good runs have shown of the steps of that version, or of the latest one before. By node.

        Raises BrokerUnavailable.
        """
        ...
