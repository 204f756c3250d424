"""Writes only while the Lease is held."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from webmend.ports.cluster import Change, Cluster, Kind, Object, Unavailable


class FencedCluster:
    """A cluster whose writes are refused (Unavailable) once `is_holding` says no. Implements ports.cluster.Cluster."""

    def __init__(self, cluster: Cluster, is_holding: Callable[[], bool]) -> None:
        self._cluster = cluster
        self._is_holding = is_holding

    async def get(self, kind: Kind, namespace: str, name: str) -> Object:
        return await self._cluster.get(kind, namespace, name)

    async def list(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", fields: str = ""
    ) -> list[Object]:
        return await self._cluster.list(kind, namespace, labels=labels, fields=fields)

    def each(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", fields: str = ""
    ) -> AsyncIterator[Object]:
        return self._cluster.each(kind, namespace, labels=labels, fields=fields)

    def watch(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", fields: str = ""
    ) -> AsyncIterator[Change]:
        return self._cluster.watch(kind, namespace, labels=labels, fields=fields)

    async def create(self, kind: Kind, namespace: str | None, body: Mapping[str, Any]) -> Object:
        return await self._fenced().create(kind, namespace, body)

    async def patch_status(
        self, kind: Kind, namespace: str, name: str, status: Mapping[str, Any], resource_version: str
    ) -> Object:
        return await self._fenced().patch_status(kind, namespace, name, status, resource_version)

    async def patch(
        self, kind: Kind, namespace: str, name: str, change: Mapping[str, Any], resource_version: str
    ) -> Object:
        return await self._fenced().patch(kind, namespace, name, change, resource_version)

    async def patch_spec(
        self, kind: Kind, namespace: str, name: str, spec: Mapping[str, Any], resource_version: str
    ) -> Object:
        return await self._fenced().patch_spec(kind, namespace, name, spec, resource_version)

    async def replace(self, kind: Kind, namespace: str, name: str, body: Mapping[str, Any]) -> Object:
        return await self._fenced().replace(kind, namespace, name, body)

    async def delete(self, kind: Kind, namespace: str, name: str, uid: str) -> None:
        await self._fenced().delete(kind, namespace, name, uid)

    def _fenced(self) -> Cluster:
        if not self._is_holding():
            raise Unavailable("the lease is not held")
        return self._cluster
