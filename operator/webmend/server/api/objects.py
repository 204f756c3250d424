"""The cluster's objects as the API changes them for people: in the namespaces served, and with answers for refusals."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from webmend.domain.resource import Malformed
from webmend.ports.cluster import Cluster, Conflict, Forbidden, Invalid, Kind, NotFound, Object
from webmend.server.problems import Refused

Value = TypeVar("Value")


class Objects:
    """Reads and writes with the server's own rights: whether the caller may has been asked before."""

    def __init__(self, cluster: Cluster, namespaces: tuple[str, ...]):
        self._cluster = cluster
        self._namespaces = namespaces

    async def get(self, kind: Kind, namespace: str, name: str) -> Object:
        """The object; refuses when there is none."""
        with self._answering(namespace, f"there is no {kind.name} {name} in {namespace}"):
            return await self._cluster.get(kind, namespace, name)

    async def readable(
        self, kind: Kind, namespaces: tuple[str, ...] | None, reader: Callable[[Object], Value]
    ) -> list[Value]:
        """Those of these namespaces (None: of every one served) that can be read: one bad object harms no other."""
        spaces: tuple[str | None, ...] = (None,) if namespaces is None else namespaces
        found: list[Value] = []
        for stored in [each for space in spaces for each in await self.list(kind, space)]:
            with suppress(Malformed):
                found.append(reader(stored))
        return found

    async def list(self, kind: Kind, namespace: str | None, *, labels: str = "", fields: str = "") -> list[Object]:
        """All that match; namespace None: those of every namespace served."""
        found: list[Object] = []
        for each in (namespace,) if namespace is not None else self._namespaces or (None,):
            with self._answering(each, f"there is no namespace {each}"):
                found += await self._cluster.list(kind, each, labels=labels, fields=fields)
        return found

    async def create(self, kind: Kind, namespace: str, body: Mapping[str, Any]) -> Object:
        """The object as stored; raises AlreadyExists."""
        with self._answering(namespace, f"there is no namespace {namespace}"):
            return await self._cluster.create(kind, namespace, body)

    async def patch(
        self, kind: Kind, namespace: str, name: str, change: Mapping[str, Any], resource_version: str = ""
    ) -> Object:
        """The object as stored; refuses (412) when it is not at resource_version ("": any)."""
        with self._answering(namespace, f"there is no {kind.name} {name} in {namespace}"):
            return await self._cluster.patch(kind, namespace, name, change, resource_version)

    @contextmanager
    def _answering(self, namespace: str | None, nowhere: str) -> Iterator[None]:
        """What the API server refuses is refused."""
        if namespace is not None and self._namespaces and namespace not in self._namespaces:
            raise Refused(404, f"this server does not serve the namespace {namespace}")
        try:
            yield
        except NotFound:
            raise Refused(404, nowhere) from None
        except Conflict as conflict:
            raise Refused(412, f"it has changed meanwhile: {conflict}") from None
        except Invalid as invalid:
            raise Refused(422, str(invalid)) from None
        except Forbidden as forbidden:
            raise Refused(403, f"the server's own account may not: {forbidden}") from None


def read(reader: Callable[[Object], Value], stored: Object) -> Value:
    """The object as a value; refuses one that is none of its kind."""
    try:
        return reader(stored)
    except Malformed as malformed:
        raise Refused(409, str(malformed)) from None
