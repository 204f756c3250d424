"""Runs by the name of their object."""

from webmend.domain.resource import Malformed, run_from
from webmend.domain.run import Run
from webmend.policy import recording
from webmend.ports.cluster import RUNS, Cluster, NotFound
from webmend.ports.store import Store
from webmend.server.problems import Refused


class Runs:
    """Reads them from the cluster, as they are now; where the object has gone, from the history."""

    def __init__(self, cluster: Cluster, store: Store | None, namespaces: tuple[str, ...]):
        self._cluster = cluster
        self._store = store
        self._namespaces = namespaces

    async def named(self, namespace: str, name: str) -> Run:
        """The run; refuses when there is none, and in a namespace that this server does not serve."""
        if self._namespaces and namespace not in self._namespaces:
            raise Refused(404, f"this server does not serve the namespace {namespace}")
        try:
            return run_from(await self._cluster.get(RUNS, namespace, name))
        except NotFound:
            return await self._kept(namespace, name)
        except Malformed as malformed:
            raise Refused(409, str(malformed)) from None

    async def _kept(self, namespace: str, name: str) -> Run:
        kept = await self._store.run(namespace, name) if self._store else None
        if kept is None:
            raise Refused(404, f"there is no WorkflowRun {name} in {namespace}")
        return recording.run(kept)
