"""The log of a run's runners, attempt by attempt."""

from collections.abc import AsyncIterator

from webmend.cli.cluster import Place
from webmend.domain import names
from webmend.domain.phase import TERMINAL
from webmend.domain.resource import run_from
from webmend.domain.run import Run
from webmend.ports.clock import Clock
from webmend.ports.cluster import PODS, RUNS, NotFound, Object

PAUSE = 1.0
"""Seconds between looks whether a container has begun to write."""


class RunnerLog:
    """What the runners of one run have written, and write."""

    def __init__(self, place: Place, run: str, clock: Clock):
        self._place = place
        self._run = run
        self._clock = clock

    async def attempt(self, number: int, *, follow: bool, tail: int | None = None) -> AsyncIterator[str]:
        """The lines of an attempt; raises NotFound where its pod has gone, and a ClusterError.

        With `follow` those to come too, from before its container has begun until it has ended.
        """
        while (pod := await self._pod(number)) is None or not _has_begun(pod):
            if not follow or await self._is_past(number):
                raise NotFound(f"attempt {number} of {self._run} has no pod any more, or none yet")
            await self._clock.sleep(PAUSE)
        assert self._place.logs is not None
        name = pod["metadata"]["name"]
        lines = self._place.logs.lines(self._place.namespace, name, names.RUNNER_CONTAINER, follow=follow, tail=tail)
        async for line in lines:
            yield line

    async def run(self) -> Run:
        """The run as it is now; raises a ClusterError."""
        return run_from(await self._place.cluster.get(RUNS, self._place.namespace, self._run))

    async def _is_past(self, number: int) -> bool:
        """Whether nothing of the attempt is to come."""
        status = (await self.run()).status
        return status.phase in TERMINAL or status.attempt > number

    async def _pod(self, number: int) -> Object | None:
        """The pod of an attempt; the latest where there are several."""
        labels = f"{names.LABEL_RUN_NAME}={self._run},{names.LABEL_ATTEMPT}={number}"
        found = await self._place.cluster.list(PODS, self._place.namespace, labels=labels)
        return max(found, key=lambda pod: str(pod["metadata"]["creationTimestamp"]), default=None)


def _has_begun(pod: Object) -> bool:
    """Whether its container has written anything, or could have."""
    containers = (pod.get("status") or {}).get("containerStatuses") or ()
    return any(each.get("state", {}).keys() & {"running", "terminated"} for each in containers)
