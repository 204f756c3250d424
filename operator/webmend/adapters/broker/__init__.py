"""The Broker port over HTTP: the operator asks the server."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp

from webmend.domain.base import Observed
from webmend.domain.experience import ExperienceQuery, Remembered, Shown
from webmend.domain.prerequisites import MissingSecrets, SecretsQuery
from webmend.ports.broker import BrokerUnavailable

TIMEOUT = aiohttp.ClientTimeout(total=5, connect=2)


class HttpBroker:
    """Asks the server, with the operator's own token for it."""

    def __init__(self, server_url: str, token_file: Path) -> None:
        self._url = server_url
        self._token_file = token_file
        self._session: aiohttp.ClientSession | None = None

    async def secrets(self, namespace: str, names: tuple[str, ...]) -> Mapping[str, str]:
        """See ports.broker.Broker."""
        query = SecretsQuery(namespace=namespace, names=names)
        said = MissingSecrets.model_validate(await self._ask("prerequisites", query))
        return {name: said.versions.get(name, "") for name in names if name not in said.missing}

    async def experience(self, workflow_uid: str, version: int) -> Mapping[str, Remembered]:
        """See ports.broker.Broker."""
        query = ExperienceQuery(workflow_uid=workflow_uid, version=version)
        return Shown.model_validate(await self._ask("experience", query)).nodes

    async def close(self) -> None:
        """Give back the connections."""
        if self._session is not None:
            await self._session.close()

    async def _ask(self, what: str, query: Observed) -> Any:
        """The server's answer as JSON; raises BrokerUnavailable."""
        url = f"{self._url}/{what}"
        try:
            async with self._open().post(url, json=query.stored(), headers=self._headers()) as answer:
                answer.raise_for_status()
                return await answer.json()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise BrokerUnavailable(f"{url}: {error or type(error).__name__}") from error

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        return self._session

    def _headers(self) -> dict[str, str]:
        # the kubelet renews the token in place, so it is read anew each time
        return {"Authorization": f"Bearer {self._token_file.read_text().strip()}"}
