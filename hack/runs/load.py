"""Many objects at once, and when the last of them was over."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from webmend.domain import names
from webmend.domain.phase import TERMINAL, Phase
from webmend.ports.cluster import JOBS, RUNS, Cluster, Kind, Object

SPACE = "bench"
AT_ONCE = 32
PATIENCE = 3600.0


async def runs_a_minute(cluster: Cluster, count: int) -> float:
    """Runs that are over a minute, from the first that is asked for to the last that is over."""
    bodies = (run(f"bench-{number}") for number in range(count))
    return await _a_minute(cluster, RUNS, list(bodies), _run_is_over)


async def jobs_a_minute(cluster: Cluster, count: int) -> float:
    """The same of Jobs that nobody but Kubernetes looks after."""
    return await _a_minute(cluster, JOBS, [_job(f"bench-{number}") for number in range(count)], _job_is_over)


def run(name: str, **spec: Any) -> Object:
    """A run of the workflow `portal`."""
    return {"metadata": {"name": name}, "spec": {"workflowRef": {"name": "portal"}, **spec}}


async def create(cluster: Cluster, kind: Kind, bodies: Iterable[Mapping[str, Any]]) -> list[Object]:
    """Make them, as fast as the API server takes them."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(body: Mapping[str, Any]) -> Object:
        async with room:
            return await cluster.create(kind, SPACE, body)

    return await asyncio.gather(*map(one, bodies))


async def _a_minute(cluster: Cluster, kind: Kind, bodies: list[Object], is_over: Callable[[Object], bool]) -> float:
    watching = asyncio.create_task(_all_over(cluster, kind, len(bodies), is_over))
    began = time.monotonic()
    await create(cluster, kind, bodies)
    async with asyncio.timeout(PATIENCE):
        ended = await watching
    return len(bodies) / (ended - began) * 60


async def _all_over(cluster: Cluster, kind: Kind, count: int, is_over: Callable[[Object], bool]) -> float:
    """When so many of them were over."""
    over: set[str] = set()
    async for change in cluster.watch(kind, SPACE):
        if is_over(change.object):
            over.add(change.object["metadata"]["uid"])
        if len(over) == count:
            break
    return time.monotonic()


def _run_is_over(run: Object) -> bool:
    """Raises RuntimeError for one that is over and has not gone well: that would be another figure."""
    status = run.get("status", {})
    if status.get("phase") in TERMINAL - {Phase.SUCCEEDED}:
        raise RuntimeError(f"{run['metadata']['name']} {status['phase']}: {status.get('message')}")
    return bool(status.get("phase") == Phase.SUCCEEDED)


def _job_is_over(job: Object) -> bool:
    return any(c["type"] == "Complete" and c["status"] == "True" for c in job.get("status", {}).get("conditions", ()))


def _job(name: str) -> Object:
    container = {"name": names.RUNNER_CONTAINER, "image": "webmend/runner:test"}
    template = {"spec": {"restartPolicy": "Never", "containers": [container]}}
    return {"metadata": {"name": name}, "spec": {"backoffLimit": 0, "template": template}}
