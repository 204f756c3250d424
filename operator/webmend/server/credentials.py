"""Hands out values of credentials, one at a time, and writes down each of them, never the value."""

import json
import math
from datetime import datetime, timedelta

import structlog

from webmend.domain.session import CredentialRequest, CredentialValue
from webmend.domain.workflow import Credential
from webmend.policy import totp
from webmend.ports.artifacts import Artifacts
from webmend.ports.clock import Clock

from . import keys
from .definitions import Definitions
from .identity import Caller
from .memory import Memory
from .problems import Refused
from .release import Wish, refusal
from .vault import Vault

MOST_RELEASES = 120
PERIOD = timedelta(minutes=1)
_log = structlog.get_logger()


class Credentials:
    """The only place that credentials leave by."""

    def __init__(self, definitions: Definitions, vault: Vault, memory: Memory, artifacts: Artifacts, clock: Clock):
        self._definitions = definitions
        self._vault = vault
        self._memory = memory
        self._artifacts = artifacts
        self._clock = clock

    async def release(self, caller: Caller, request: CredentialRequest) -> CredentialValue:
        """The value that the request's step names, for an origin declared for it; refuses everything else."""
        workflow = await self._definitions.workflow(caller.run)
        graph = await self._definitions.graph(workflow, caller.attempt.version)
        wish = Wish(request, caller.run, workflow, graph)
        if reason := refusal(wish):
            _log.warning("credential refused", reason=reason, **_names(caller, request))
            raise Refused(403, reason)
        assert wish.credential is not None
        self._count(caller)
        value = await self._value(caller, request, wish.credential)
        await self._audit(caller, request, wish.credential)
        return CredentialValue(value=value)

    def _count(self, caller: Caller) -> None:
        """Refuses more than MOST_RELEASES in a PERIOD."""
        now, releases = self._clock.now(), self._memory.of(caller).releases
        while releases and releases[0] <= now - PERIOD:
            releases.popleft()
        if len(releases) >= MOST_RELEASES:
            raise Refused(
                429, "too many credentials in a minute", {"Retry-After": _seconds(releases[0] + PERIOD - now)}
            )
        releases.append(now)

    async def _value(self, caller: Caller, request: CredentialRequest, credential: Credential) -> str:
        """The value of the Secret's key; for totp the code of this moment, so that its secret stays here."""
        values = await self._vault.values(caller.run.namespace, credential.secret_ref)
        if not values.get(request.key):
            raise Refused(404, f"the Secret {credential.secret_ref} has no key {request.key}")
        if request.key != "totp":
            return values[request.key]
        try:
            return totp.code(values["totp"], self._clock.now().timestamp())
        except ValueError:
            raise Refused(422, f"the key totp of the Secret {credential.secret_ref} is no base32") from None

    async def _audit(self, caller: Caller, request: CredentialRequest, credential: Credential) -> None:
        """Written before the value leaves; where that fails, it does not leave."""
        entry = {**_names(caller, request), "secret": credential.secret_ref, "time": _stamp(self._clock.now())}
        await self._artifacts.append(keys.audit(caller.run.uid), json.dumps(entry).encode())
        _log.info("credential released", **entry)


def _names(caller: Caller, request: CredentialRequest) -> dict[str, str | int]:
    """Who, what for and where to."""
    return {
        "namespace": caller.run.namespace,
        "run": caller.run.name,
        "session": caller.run.uid,
        "attempt": caller.number,
        "pod": caller.pod,
        "node": request.node_id,
        "alias": request.alias,
        "key": request.key,
        "origin": request.origin,
    }


def _seconds(left: timedelta) -> str:
    return str(math.ceil(left.total_seconds()))


def _stamp(time: datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")
