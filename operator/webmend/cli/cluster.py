"""The cluster that a command asks, and one namespace of it."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from webmend.domain.resource import Malformed
from webmend.ports.cluster import Cluster, ClusterError
from webmend.ports.discovery import Discovery
from webmend.ports.pod_logs import PodLogs

from .errors import Usage

Given = TypeVar("Given")


@dataclass(frozen=True)
class Where:
    """What the command line says of it; what is None is as the kubeconfig says."""

    kubeconfig: str | None = None
    context: str | None = None
    namespace: str | None = None


@dataclass(frozen=True)
class Place:
    """Where a command looks and acts."""

    cluster: Cluster
    namespace: str
    logs: PodLogs | None = None
    """None where nobody can read any."""
    discovery: Discovery | None = None


def where(arguments: argparse.Namespace) -> Where:
    """What is said by the options of `add_cluster_options`."""
    file = arguments.kubeconfig
    return Where(str(file) if file else None, arguments.context, arguments.namespace)


def scope(arguments: argparse.Namespace, namespace: str) -> tuple[str, ...]:
    """The options by which another command finds the same namespace of the same cluster."""
    said = (("--context", arguments.context), ("--kubeconfig", arguments.kubeconfig))
    return ("-n", namespace, *(word for name, value in said if value for word in (name, str(value))))


def in_cluster(arguments: argparse.Namespace, act: Callable[[Place], Awaitable[Given]]) -> Given:
    """Act in the place that the command line names; what that gives. Raises Usage, also for what a cluster refuses."""

    async def acted() -> Given:
        async with place(where(arguments)) as found:
            return await act(found)

    try:
        return asyncio.run(acted())
    except (ClusterError, Malformed) as error:
        raise Usage(str(error)) from None


@asynccontextmanager
async def place(where: Where) -> AsyncIterator[Place]:
    """A namespace of a cluster. Raises Usage."""
    try:
        from webmend.adapters import kubernetes  # takes a second to load, and --help needs none of it
    except ImportError:
        raise Usage("the kubernetes client is not installed: pip install 'webmend[cli]'") from None
    cluster = await kubernetes.connect(where.kubeconfig, where.context)
    try:
        namespace = where.namespace or kubernetes.namespace(where.kubeconfig, where.context)
        yield Place(cluster, namespace, cluster.logs, cluster.discovery)
    finally:
        await cluster.close()
