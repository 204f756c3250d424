"""Who is calling: from a token to its pod, to the pod's Job, to the Job's run. Every link is looked up, by UID."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from webmend.domain.names import LABEL_ATTEMPT, RUNNER_SERVICE_ACCOUNT
from webmend.domain.phase import TERMINAL
from webmend.domain.resource import Malformed, run_from
from webmend.domain.run import Attempt, AttemptState, Run
from webmend.ports.clock import Clock
from webmend.ports.cluster import JOBS, PODS, RUNS, Cluster, Kind, NotFound, Object

from .problems import Refused
from .tokens import Holder, Tokens


@dataclass(frozen=True)
class Caller:
    """The runner of one attempt of a run that is not over."""

    run: Run
    number: int
    """The attempt."""
    pod: str
    leaving: bool = False
    """Its pod was deleted, and should have ended by now."""

    @property
    def attempt(self) -> Attempt:
        """The attempt as the run's status has it; refuses one that is not under way any more."""
        latest = self.run.status.attempts[-1] if self.run.status.attempts else None
        if latest is None or latest.number != self.number:
            raise Refused(409, f"attempt {self.number} is over; attempt {self.run.status.attempt} is under way")
        return latest

    def check_acting(self) -> None:
        """Refuses a runner that is to act no more."""
        if self.attempt.state is not AttemptState.RUNNING:
            raise Refused(409, f"attempt {self.number} is {self.attempt.state}")
        if self.leaving:
            raise Refused(409, f"the pod {self.pod} was deleted")


class Identity:
    """Knows runners by their tokens."""

    def __init__(self, cluster: Cluster, tokens: Tokens, clock: Clock):
        self._cluster = cluster
        self._tokens = tokens
        self._clock = clock

    async def caller(self, authorization: str | None, uid: str, number: int) -> Caller:
        """The runner that calls for this attempt of this run; refuses everybody else."""
        holder = await self._tokens.holder(authorization)
        if holder.account != RUNNER_SERVICE_ACCOUNT:
            raise Refused(403, "the token is not a runner's")
        pod = await self._pod(holder)
        job = await self._owner(pod, JOBS)
        run = _live(await self._owner(job, RUNS))
        _check(job, run, uid, number)
        return Caller(run, number, holder.pod, leaving=self._is_leaving(pod))

    async def fresh(self, caller: Caller) -> Caller:
        """The same with the run as it is now; refuses when the run is over or another."""
        obj = await self._find(RUNS, caller.run.namespace, caller.run.name, caller.run.uid)
        return replace(caller, run=_live(obj))

    def _is_leaving(self, pod: Object) -> bool:
        """Whether the pod should have ended by now: it was deleted, and its period of grace is over."""
        ends_at = pod["metadata"].get("deletionTimestamp")
        return ends_at is not None and datetime.fromisoformat(ends_at) <= self._clock.now()

    async def _pod(self, holder: Holder) -> Object:
        return await self._find(PODS, holder.namespace, holder.pod, holder.pod_uid)

    async def _owner(self, obj: Object, kind: Kind) -> Object:
        """The object of that kind that controls this one."""
        metadata = obj["metadata"]
        reference = next((r for r in metadata.get("ownerReferences", ()) if _is_controller(r, kind)), None)
        if reference is None:
            raise Refused(403, f"the caller's {obj['kind']} belongs to no {kind.name}")
        return await self._find(kind, metadata["namespace"], reference["name"], reference["uid"])

    async def _find(self, kind: Kind, namespace: str, name: str, uid: str) -> Object:
        try:
            obj = await self._cluster.get(kind, namespace, name)
        except NotFound:
            raise Refused(403, f"the caller's {kind.name} is gone") from None
        if obj["metadata"]["uid"] != uid:
            raise Refused(403, f"the caller's {kind.name} is gone; another has its name")
        return obj


def _is_controller(reference: dict[str, Any], kind: Kind) -> bool:
    group, _, _ = str(reference.get("apiVersion", "")).rpartition("/")
    return bool(reference.get("controller")) and reference.get("kind") == kind.name and group == kind.group


def _live(obj: Object) -> Run:
    try:
        run = run_from(obj)
    except Malformed as malformed:
        raise Refused(409, str(malformed)) from None
    if run.status.phase in TERMINAL:
        raise Refused(409, f"the run is {run.status.phase}")
    return run


def _check(job: Object, run: Run, uid: str, number: int) -> None:
    if run.uid != uid:
        raise Refused(403, "the token is of another run's pod")
    if job["metadata"].get("labels", {}).get(LABEL_ATTEMPT) != str(number):
        raise Refused(403, "the token is of another attempt's pod")
