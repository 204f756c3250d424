"""What the operator asks before an attempt starts: whether the Secrets are there."""

import asyncio

from webmend.domain.prerequisites import MissingSecrets, SecretsQuery
from webmend.domain.settings import Settings

from .problems import Refused
from .tokens import Tokens
from .vault import Vault


class Prerequisites:
    """Answers the operator alone."""

    def __init__(self, tokens: Tokens, vault: Vault, settings: Settings):
        self._tokens = tokens
        self._vault = vault
        self._settings = settings

    async def admit(self, authorization: str | None) -> None:
        """Refuses everybody but the operator's own ServiceAccount."""
        holder = await self._tokens.holder(authorization)
        operator = (self._settings.own_namespace, self._settings.operator_service_account)
        if (holder.namespace, holder.account) != operator:
            raise Refused(403, "only the operator may ask")

    async def missing(self, query: SecretsQuery) -> MissingSecrets:
        """The names of those Secrets that do not exist, in the order asked, and the versions of the others."""
        found = await asyncio.gather(*(self._vault.version(query.namespace, name) for name in query.names))
        versions = dict(zip(query.names, found, strict=True))
        return MissingSecrets(
            missing=tuple(name for name, version in versions.items() if not version),
            versions={name: version for name, version in versions.items() if version},
        )
