"""Hands out values of credentials, one at a time, and writes down each of them, never the value."""

import math
from datetime import timedelta

import structlog

from webmend.domain import password
from webmend.domain.password import Stage
from webmend.domain.session import CredentialRequest, CredentialValue
from webmend.domain.workflow import Credential
from webmend.policy.staging import KEYS, chosen, is_unsettled
from webmend.ports.clock import Clock

from .audit import Audit, who
from .definitions import Definitions
from .identity import Caller
from .memory import Memory
from .one_time_codes import OneTimeCodes
from .problems import Refused
from .release import Wish, refusal
from .vault import Vault

MOST_RELEASES = 120
PERIOD = timedelta(minutes=1)
_log = structlog.get_logger()


class Credentials:
    """The only place that credentials leave by."""

    def __init__(
        self,
        definitions: Definitions,
        vault: Vault,
        memory: Memory,
        audit: Audit,
        codes: OneTimeCodes,
        clock: Clock,
    ):
        self._definitions = definitions
        self._vault = vault
        self._memory = memory
        self._audit = audit
        self._codes = codes
        self._clock = clock

    async def release(self, caller: Caller, request: CredentialRequest) -> CredentialValue:
        """The value that the request's step names, for an origin declared for it; refuses everything else."""
        workflow = await self._definitions.workflow(caller.run)
        graph = await self._definitions.graph(workflow, caller.attempt.version)
        wish = Wish(request, caller.run, workflow, graph)
        if reason := refusal(wish):
            _log.warning("credential refused", reason=reason, **who(caller), **_what(request))
            raise Refused(403, reason)
        assert wish.credential is not None
        value = await self._value(caller, request, wish.credential)
        self.count(caller)
        await self._audit.note(caller, "credential released", **_what(request), secret=wish.credential.secret_ref)
        return value

    def count(self, caller: Caller) -> None:
        """Refuses more than MOST_RELEASES in a PERIOD."""
        now, releases = self._clock.now(), self._memory.of(caller).releases
        while releases and releases[0] <= now - PERIOD:
            releases.popleft()
        if len(releases) >= MOST_RELEASES:
            raise Refused(
                429, "too many credentials in a minute", {"Retry-After": _seconds(releases[0] + PERIOD - now)}
            )
        releases.append(now)

    async def _value(self, caller: Caller, request: CredentialRequest, credential: Credential) -> CredentialValue:
        """The value of the Secret's key; for totp the code of this moment, so that its secret stays here."""
        values = await self._vault.values(caller.run.namespace, credential.secret_ref)
        keys = KEYS.get(request.key)
        stored = chosen(values, keys, request.stage) if keys else values.get(request.key, "")
        if not stored:
            raise Refused(404, f"the Secret {credential.secret_ref} has no key {request.key}")
        value = self._code(stored, credential) if request.key == password.TOTP else stored
        return CredentialValue(value=value, unsettled=keys is not None and is_unsettled(values, keys))

    def _code(self, secret: str, credential: Credential) -> str:
        try:
            return self._codes.next(secret)
        except ValueError:
            raise Refused(422, f"the key totp of the Secret {credential.secret_ref} is no base32") from None


def _what(request: CredentialRequest) -> dict[str, str]:
    """What for and where to."""
    pending = {"stage": str(request.stage)} if request.stage is Stage.PENDING else {}
    return {
        "node": request.node_id,
        "alias": request.alias,
        "key": request.key,
        "origin": request.origin,
        **pending,
    }


def _seconds(left: timedelta) -> str:
    return str(math.ceil(left.total_seconds()))
