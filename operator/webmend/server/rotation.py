"""Makes new passwords: stored as pending before anybody gets them."""

import secrets
from dataclasses import replace

from webmend.domain.names import ANNOTATION_ROTATED
from webmend.domain.password import PASSWORD, PENDING, REJECTED, PasswordRules
from webmend.domain.session import RotationGrant, RotationRequest
from webmend.policy import rotation, turns
from webmend.policy.staging import KEYS, staged
from webmend.ports.clock import Clock

from .audit import Audit
from .changing import permitted
from .definitions import Definitions
from .identity import Caller
from .problems import Refused
from .vault import Held, Vault


class Rotation:
    """Hands out the old and the new password of a credential that a site forces to change."""

    def __init__(self, definitions: Definitions, vault: Vault, audit: Audit, clock: Clock):
        self._definitions = definitions
        self._vault = vault
        self._audit = audit
        self._clock = clock

    async def begin(self, caller: Caller, request: RotationRequest) -> RotationGrant:
        """Both passwords; the new one is in the Secret by now. A change that was cut off goes on with its own."""
        credential = await permitted(self._definitions, caller, request)
        await self._audit.note(
            caller,
            "password change begun",
            alias=request.alias,
            secret=credential.secret_ref,
            origin=request.origin,
        )
        held = await self._vault.change(
            caller.run.namespace,
            credential.secret_ref,
            lambda held: self._staged(held, caller.run.uid, request.rules),
        )
        if not held.values.get(PASSWORD):
            raise Refused(404, f"the Secret {credential.secret_ref} has no key {PASSWORD}")
        return RotationGrant(old=held.values[PASSWORD], new=held.values[PENDING])

    def _staged(self, held: Held, run: str, rules: PasswordRules) -> Held:
        pending = held.values.get(PENDING, "")
        if pending and _may_be_given(pending, rules):
            return held
        now, last = self._clock.now(), turns.read(held.annotations.get(ANNOTATION_ROTATED, ""))
        rejected = held.values.get(REJECTED, "")
        if turns.is_undone(last) and rejected and _may_be_given(rejected, rules):
            return replace(held, values=staged(held.values, KEYS[PASSWORD], rejected))
        if refused := turns.refusal(last, now, is_open=bool(pending)):
            raise Refused(409, f"the password is not changed: {refused}")
        values = staged(held.values, KEYS[PASSWORD], _candidate(rules))
        turn = turns.next_turn(last, now, run)
        return replace(held, values=values, annotations={**held.annotations, ANNOTATION_ROTATED: str(turn)})


def _may_be_given(before: str, rules: PasswordRules) -> bool:
    """Whether a change that was cut off goes on with the value that was made for it."""
    return not rules.cautious and rotation.meets(before, rules)


def _candidate(rules: PasswordRules) -> str:
    try:
        return rotation.candidate(rules, secrets.randbelow)
    except rotation.TooWeak as weak:
        raise Refused(422, f"the password is not changed: {weak}") from None
