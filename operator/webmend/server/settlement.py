"""Settles which of two values of a credential is in force, once a login or the site has shown it."""

from webmend.domain.names import ANNOTATION_ENROLLED, ANNOTATION_ROTATED
from webmend.domain.password import PASSWORD, TOTP, Stage
from webmend.domain.session import Settlement
from webmend.policy import turns
from webmend.policy.staging import KEYS, settled

from .audit import Audit
from .definitions import Definitions
from .identity import Caller
from .problems import Refused
from .vault import Held, Vault


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
        await self._vault.change(
            caller.run.namespace, credential.secret_ref, lambda held: _settled(held, settlement.key, settlement.stage)
        )


def _settled(held: Held, key: str, stage: Stage) -> Held:
    """The Secret with one value in force, and the turn of its change as it has come out."""
    values = settled(held.values, KEYS[key], stage)
    if values == held.values:
        return held
    name = _TURNS[key]
    turn = turns.settled(turns.read(held.annotations.get(name, "")), stage)
    return Held(values, {**held.annotations, **({name: str(turn)} if turn else {})})


_TURNS = {PASSWORD: ANNOTATION_ROTATED, TOTP: ANNOTATION_ENROLLED}
