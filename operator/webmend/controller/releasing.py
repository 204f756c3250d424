"""When webmend goes for good: its finalizer is taken off every run, since nobody would ever do so afterwards."""

from collections.abc import Sequence

from webmend.policy import history
from webmend.ports.cluster import RUNS, Cluster, Conflict, NotFound, Object

TRIES = 5
"""Times that a run is read anew because somebody else has changed it."""


async def release_runs(cluster: Cluster, namespaces: Sequence[str]) -> int:
    """How many were held. Namespaces: none named means all of them. May raise a ClusterError; again does no harm."""
    held = 0
    for scope in namespaces or (None,):
        async for run in cluster.each(RUNS, scope):
            if history.with_hold(_finalizers(run)) == _finalizers(run):
                await _release(cluster, run)
                held += 1
    return held


async def _release(cluster: Cluster, run: Object) -> None:
    namespace, name = run["metadata"]["namespace"], run["metadata"]["name"]
    for _ in range(TRIES):
        change = {"metadata": {"finalizers": list(history.without_hold(_finalizers(run)))}}
        try:
            await cluster.patch(RUNS, namespace, name, change, run["metadata"]["resourceVersion"])
            return
        except NotFound:
            return
        except Conflict:
            run = await cluster.get(RUNS, namespace, name)
    raise Conflict(f"{namespace}/{name} changes too often")


def _finalizers(run: Object) -> tuple[str, ...]:
    return tuple(run["metadata"].get("finalizers") or ())
