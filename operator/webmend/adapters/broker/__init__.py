"""The Broker port over HTTP: the operator asks the server."""

from collections.abc import Mapping
from pathlib import Path

import aiohttp

from webmend.domain.prerequisites import MissingSecrets, SecretsQuery
from webmend.ports.broker import BrokerUnavailable

TIMEOUT = aiohttp.ClientTimeout(total=5, connect=2)


class HttpBroker:
    """Asks the server, with the operator's own token for it."""

    def __init__(self, server_url: str, token_file: Path) -> None:
        self._url = f"{server_url}/prerequisites"
        self._token_file = token_file
        self._session: aiohttp.ClientSession | None = None

    async def secrets(self, namespace: str, names: tuple[str, ...]) -> Mapping[str, str]:
        """See ports.broker.Broker."""
        query = SecretsQuery(namespace=namespace, names=names)
        try:
            async with self._open().post(self._url, json=query.stored(), headers=self._headers()) as answer:
                answer.raise_for_status()
                said = MissingSecrets.model_validate(await answer.json())
                return {name: said.versions.get(name, "") for name in names if name not in said.missing}
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise BrokerUnavailable(f"{self._url}: {error or type(error).__name__}") from error

    async def close(self) -> None:
        """Give back the connections."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        return self._session

    def _headers(self) -> dict[str, str]:
        # the kubelet renews the token in place, so it is read anew each time
        return {"Authorization": f"Bearer {self._token_file.read_text().strip()}"}
