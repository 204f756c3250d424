"""Settles which of two values of a credential is in force, once a login or the site has shown it."""

from dataclasses import replace

from webmend.domain.session import Settlement
from webmend.policy.staging import KEYS, settled

from .audit import Audit
from .definitions import Definitions
from .identity import Caller
from .problems import Refused
from .vault import Vault


class Settlements:
    """Ends changes of credentials. No value is lost by it: the other one is kept beside."""

    def __init__(self, definitions: Definitions, vault: Vault, audit: Audit):
        self._definitions = definitions
        self._vault = vault
        self._audit = audit

    async def settle(self, caller: Caller, settlement: Settlement) -> None:
        """Make the value that works the current one; the same once more changes nothing."""
        workflow = await self._definitions.workflow(caller.run)
        credential = next((c for c in workflow.spec.credentials if c.alias == settlement.alias), None)
        if credential is None:
            raise Refused(403, f"the workflow declares no credential {settlement.alias}")
        await self._audit.note(
            caller,
            "credential settled",
            alias=settlement.alias,
            key=settlement.key,
            stage=str(settlement.stage),
            secret=credential.secret_ref,
        )
        keys = KEYS[settlement.key]
        await self._vault.change(
            caller.run.namespace,
            credential.secret_ref,
            lambda held: replace(held, values=settled(held.values, keys, settlement.stage)),
        )
