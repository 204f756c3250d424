"""Keeps the secrets of new second factors: stored as pending before the site is told the first code."""

from dataclasses import replace

from webmend.domain.names import ANNOTATION_ENROLLED
from webmend.domain.password import PENDING_TOTP, TOTP
from webmend.domain.session import EnrolmentGrant, EnrolmentRequest
from webmend.policy import totp, turns
from webmend.policy.staging import KEYS, staged
from webmend.ports.clock import Clock

from .audit import Audit
from .changing import permitted
from .definitions import Definitions
from .identity import Caller
from .one_time_codes import OneTimeCodes
from .problems import Refused
from .vault import Held, Vault


class Enrolment:
    """Takes the secret that a page shows, and hands out its codes."""

    def __init__(self, definitions: Definitions, vault: Vault, audit: Audit, codes: OneTimeCodes, clock: Clock):
        self._definitions = definitions
        self._vault = vault
        self._audit = audit
        self._codes = codes
        self._clock = clock

    async def begin(self, caller: Caller, request: EnrolmentRequest) -> EnrolmentGrant:
        """The code of this moment; its secret is in the Secret by now. Asked again, the next code."""
        credential = await permitted(self._definitions, caller, request)
        try:
            totp.read(request.secret)
        except ValueError as error:
            raise Refused(422, f"the second factor is not set up: {error}") from None
        await self._audit.note(
            caller,
            "second factor begun",
            alias=request.alias,
            secret=credential.secret_ref,
            origin=request.origin,
        )
        await self._vault.change(
            caller.run.namespace,
            credential.secret_ref,
            lambda held: self._staged(held, caller.run.uid, request.secret),
        )
        return EnrolmentGrant(code=self._codes.next(request.secret))

    def _staged(self, held: Held, run: str, secret: str) -> Held:
        if held.values.get(PENDING_TOTP) == secret:
            return held
        now, last = self._clock.now(), turns.read(held.annotations.get(ANNOTATION_ENROLLED, ""))
        if refused := turns.refusal(last, now, is_open=PENDING_TOTP in held.values):
            raise Refused(409, f"the second factor is not set up: {refused}")
        values = staged(held.values, KEYS[TOTP], secret)
        turn = turns.next_turn(last, now, run)
        return replace(held, values=values, annotations={**held.annotations, ANNOTATION_ENROLLED: str(turn)})
