"""What is done with credentials, written down before it takes effect: who, what, when; never a value."""

import json

import structlog

from webmend.ports.artifacts import Artifacts
from webmend.ports.clock import Clock

from . import keys
from .identity import Caller

_log = structlog.get_logger()


class Audit:
    """One line for each event, in the artifact store beside the run's other artifacts, and in the log."""

    def __init__(self, artifacts: Artifacts, clock: Clock):
        self._artifacts = artifacts
        self._clock = clock

    async def note(self, caller: Caller, event: str, **facts: str) -> None:
        """Write it down; raises OSError where that cannot be done, and then nothing may be done."""
        entry = {**who(caller), **facts, "time": self._clock.now().isoformat().replace("+00:00", "Z")}
        await self._artifacts.append(keys.audit(caller.run.uid), json.dumps(entry).encode())
        _log.info(event, **entry)


def who(caller: Caller) -> dict[str, str | int]:
    """The caller, as entries name it."""
    run = caller.run
    return {
        "namespace": run.namespace,
        "run": run.name,
        "session": run.uid,
        "attempt": caller.number,
        "pod": caller.pod,
    }
