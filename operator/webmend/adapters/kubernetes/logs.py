"""The logs of pods on a real API server, which gets them from the kubelet."""

from collections.abc import AsyncIterator
from contextlib import aclosing

from webmend.ports.cluster import PODS

from . import paths
from .transport import Request, Transport


class KubernetesLogs:
    """Implements webmend.ports.pod_logs.PodLogs."""

    def __init__(self, transport: Transport):
        self._transport = transport

    async def lines(
        self, namespace: str, pod: str, container: str, *, follow: bool = False, tail: int | None = None
    ) -> AsyncIterator[str]:
        query = {"container": container, **({"follow": "true"} if follow else {})}
        query |= {"tailLines": str(tail)} if tail is not None else {}
        request = Request("GET", paths.item(PODS, namespace, pod, "log"), query)
        async with aclosing(self._transport.stream(request)) as stream:
            async for line in stream:
                yield line.decode(errors="replace").rstrip("\r\n")
