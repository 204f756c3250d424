"""The Cluster port on a real API server."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from webmend.ports.cluster import Change, Conflict, Kind, NotFound, Object

from . import login, paths
from .discovery import KubernetesDiscovery
from .errors import Gone
from .logs import KubernetesLogs
from .transport import MERGE_PATCH, Query, Request, Transport
from .watching import Watcher

PAGE = 500
WATCH_SECONDS = 300
"""How long the API server keeps one watch open; it goes on from there with the next."""


async def connect(kubeconfig: str | None = None, context: str | None = None) -> "KubernetesCluster":
    """A cluster: the one that this pod runs in, else the one of the kubeconfig (default KUBECONFIG, ~/.kube/config)
    and of this context of it (default the current one).

    Raises Unavailable when there is no configuration; nothing is sent yet.
    """
    return KubernetesCluster(Transport(await login.configuration(kubeconfig, context)))


class KubernetesCluster:
    """One API server. Implements webmend.ports.cluster.Cluster."""

    def __init__(self, transport: Transport, page: int = PAGE):
        self._transport = transport
        self._page = page

    @property
    def logs(self) -> KubernetesLogs:
        """What its containers have written."""
        return KubernetesLogs(self._transport)

    @property
    def discovery(self) -> KubernetesDiscovery:
        """What its API server says of itself."""
        return KubernetesDiscovery(self._transport)

    async def close(self) -> None:
        """Close every connection."""
        await self._transport.close()

    async def get(self, kind: Kind, namespace: str, name: str) -> Object:
        return await self._transport.call(Request("GET", paths.item(kind, namespace, name)))

    async def list(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", fields: str = ""
    ) -> list[Object]:
        return [obj async for obj in self.each(kind, namespace, labels=labels, fields=fields)]

    async def each(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", fields: str = ""
    ) -> AsyncIterator[Object]:
        selection = Selection(self._transport, kind, namespace, _selectors(labels, fields), self._page)
        async for page in selection.pages():
            for obj in page["items"]:
                yield obj

    def watch(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", fields: str = ""
    ) -> AsyncIterator[Change]:
        selection = Selection(self._transport, kind, namespace, _selectors(labels, fields), self._page)
        return Watcher(selection, kind.plural).changes()

    async def create(self, kind: Kind, namespace: str | None, body: Mapping[str, Any]) -> Object:
        return await self._transport.call(Request("POST", paths.collection(kind, namespace), body=_typed(kind, body)))

    async def patch_status(
        self, kind: Kind, namespace: str, name: str, status: Mapping[str, Any], resource_version: str
    ) -> Object:
        return await self._merge(
            paths.item(kind, namespace, name, "status"), {"status": dict(status)}, resource_version
        )

    async def patch(
        self, kind: Kind, namespace: str, name: str, change: Mapping[str, Any], resource_version: str
    ) -> Object:
        return await self._merge(paths.item(kind, namespace, name), dict(change), resource_version)

    async def patch_spec(
        self, kind: Kind, namespace: str, name: str, spec: Mapping[str, Any], resource_version: str
    ) -> Object:
        return await self.patch(kind, namespace, name, {"spec": dict(spec)}, resource_version)

    async def replace(self, kind: Kind, namespace: str, name: str, body: Mapping[str, Any]) -> Object:
        return await self._transport.call(Request("PUT", paths.item(kind, namespace, name), body=_typed(kind, body)))

    async def delete(self, kind: Kind, namespace: str, name: str, uid: str) -> None:
        options = {"propagationPolicy": "Background", "preconditions": {"uid": uid}}
        try:
            await self._transport.call(Request("DELETE", paths.item(kind, namespace, name), body=options))
        except (NotFound, Conflict):
            return  # gone, and perhaps another of that name has come: it is not ours

    async def _merge(self, path: str, change: Object, resource_version: str) -> Object:
        guard = {"resourceVersion": resource_version} if resource_version else {}
        metadata = {**change.get("metadata", {}), **guard}
        body = {**change, **({"metadata": metadata} if metadata else {})}
        return await self._transport.call(Request("PATCH", path, body=body, content_type=MERGE_PATCH))


class Selection:
    """The objects of one kind that a list or a watch is about."""

    def __init__(self, transport: Transport, kind: Kind, namespace: str | None, selectors: Query, page: int):
        self._transport = transport
        self._kind = kind
        self._path = paths.collection(kind, namespace)
        self._selectors = selectors
        self._page = page

    async def pages(self) -> AsyncIterator[Object]:
        """Lists of at most a page each; when that takes longer than the API server remembers, one list of all."""
        try:
            async for page in self._paged({"limit": str(self._page)}):
                yield page
        except Gone:
            async for page in self._paged({}):
                yield page

    async def stream(self, resource_version: str) -> AsyncIterator[Object]:
        """The watch events since that resource version."""
        query = {
            **self._selectors,
            "watch": "true",
            "allowWatchBookmarks": "true",
            "resourceVersion": resource_version,
            "timeoutSeconds": str(WATCH_SECONDS),
        }
        async for event in self._transport.lines(Request("GET", self._path, query)):
            yield event

    async def _paged(self, limit: Query) -> AsyncIterator[Object]:
        following: Query = {}
        while True:
            query = {**self._selectors, **limit, **following}
            page = await self._transport.call(Request("GET", self._path, query))
            page["items"] = [_typed(self._kind, obj) for obj in page.get("items") or ()]
            yield page
            if not (token := page["metadata"].get("continue")):
                return
            following = {"continue": token}


def _selectors(labels: str, fields: str) -> Query:
    return {key: text for key, text in (("labelSelector", labels), ("fieldSelector", fields)) if text}


def _typed(kind: Kind, obj: Mapping[str, Any]) -> Object:
    """With apiVersion and kind, which the items of a list do not carry."""
    return {"apiVersion": kind.api_version, "kind": kind.name, **obj}
