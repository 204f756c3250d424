"""The runs that others repeat. They are over, so the store does not hold them."""

from webmend.domain.resource import Malformed, run_from
from webmend.domain.run import Run
from webmend.ports.cluster import RUNS, Cluster, NotFound


class Originals:
    """Looks them up in the cluster."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    async def of(self, run: Run) -> Run | None:
        """The run that this one repeats; None where it is gone, or cannot be read. May raise a ClusterError."""
        if run.spec.replay_of is None:
            return None
        try:
            return run_from(await self._cluster.get(RUNS, run.namespace, run.spec.replay_of))
        except (NotFound, Malformed):
            return None
