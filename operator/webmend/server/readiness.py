"""Whether the server can do its work: it reaches the Kubernetes API and the artifact store."""

import asyncio
from collections.abc import Awaitable

from webmend.domain.settings import Settings
from webmend.ports.artifacts import Artifacts
from webmend.ports.cluster import RUNS, Cluster, ClusterError

SECONDS = 5.0


class Readiness:
    """Tries both when asked."""

    def __init__(self, cluster: Cluster, artifacts: Artifacts, settings: Settings):
        self._cluster = cluster
        self._artifacts = artifacts
        self._namespace = next(iter(settings.namespaces), None)

    async def problems(self) -> list[str]:
        """What is in the way, a sentence each; empty when nothing is."""
        answers = await asyncio.gather(
            _tried("Kubernetes API", self._cluster.list(RUNS, self._namespace, fields="metadata.name=none")),
            _tried("artifact store", self._artifacts.list("ready")),
        )
        return [answer for answer in answers if answer]


async def _tried(what: str, attempt: Awaitable[object]) -> str:
    try:
        async with asyncio.timeout(SECONDS):
            await attempt
    except (ClusterError, OSError) as error:
        return f"{what}: {error or type(error).__name__}"
    return ""
