"""What a real API server says of itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from webmend.ports.cluster import Object

from .transport import Request, Transport

_KINDS = "x-kubernetes-group-version-kind"


class KubernetesDiscovery:
    """Implements webmend.ports.discovery.Discovery."""

    def __init__(self, transport: Transport):
        self._transport = transport

    async def version(self) -> str:
        return str((await self._get("/version")).get("gitVersion", ""))

    async def kinds(self, group: str, version: str) -> frozenset[str]:
        found = await self._get(f"/apis/{group}/{version}")
        return frozenset(each["kind"] for each in found.get("resources") or () if "/" not in each["name"])

    async def schemas(self, group: str, version: str) -> Mapping[str, Mapping[str, Any]]:
        document = await self._get(f"/openapi/v3/apis/{group}/{version}")
        return dict(_of_kinds((document.get("components") or {}).get("schemas") or {}, group, version))

    async def _get(self, path: str) -> Object:
        return await self._transport.call(Request("GET", path))


def _of_kinds(schemas: Mapping[str, Any], group: str, version: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for schema in schemas.values():
        for of in schema.get(_KINDS) or ():
            if (of["group"], of["version"]) == (group, version):
                yield of["kind"], schema
