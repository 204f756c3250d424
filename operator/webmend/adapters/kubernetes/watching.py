"""Lists and then follows the objects of one kind, for ever."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any, Protocol

import structlog

from webmend.ports.cluster import Change, ClusterError, Object

from . import retry
from .errors import GONE, Gone, from_status

LONGEST_PAUSE = 5.0
"""Seconds. A few small requests are no burden on an API server that comes back, and silence would be one on us."""
_log = structlog.get_logger()


class Source(Protocol):
    """Where the objects come from."""

    def pages(self) -> AsyncIterator[Object]:
        """The List objects of all that is there, in one consistent view."""
        ...

    def stream(self, resource_version: str) -> AsyncIterator[Object]:
        """The watch events since that resource version, until the connection ends."""
        ...


class Watcher:
    """One endless watch.

    It remembers name and resource version of each object, so that after a gap it tells only what has changed, and also
    what has gone: the API server itself never says that.
    """

    def __init__(self, source: Source, what: str):
        self._source = source
        self._what = what
        self._known: dict[str, Object] = {}
        self._version = ""
        self._pauses = 0

    async def changes(self) -> AsyncIterator[Change]:
        """Every object as ADDED, then each change as it comes; failures are logged and lead to another connection."""
        while True:
            try:
                if not self._version:
                    async for change in self._relisted():
                        yield change
                async for change in self._followed():
                    yield change
            except Gone:
                self._version = ""
            except ClusterError as error:
                _log.warning("watch interrupted", what=self._what, error=str(error))
            await self._pause()

    async def _relisted(self) -> AsyncIterator[Change]:
        seen: set[str] = set()
        version = ""
        async for page in self._source.pages():
            version = page["metadata"]["resourceVersion"]
            for obj in page["items"]:
                seen.add(obj["metadata"]["uid"])
                if type_ := self._news(obj):
                    yield Change(type_, obj)
        for uid in self._known.keys() - seen:
            yield Change("DELETED", self._known.pop(uid))
        self._version = version

    async def _followed(self) -> AsyncIterator[Change]:
        async for event in self._source.stream(self._version):
            type_, obj = event["type"], event["object"]
            if type_ == "ERROR":
                raise from_status(obj.get("code", GONE), obj)
            self._version = obj["metadata"]["resourceVersion"]
            self._pauses = 0
            if type_ != "BOOKMARK":
                self._remember(type_, obj)
                yield Change(type_, obj)

    def _news(self, obj: Object) -> str:
        """ADDED or MODIFIED for what has not been told yet, otherwise empty."""
        old = self._known.get(obj["metadata"]["uid"])
        if old and old["metadata"]["resourceVersion"] == obj["metadata"]["resourceVersion"]:
            return ""
        type_ = "MODIFIED" if old else "ADDED"
        self._remember(type_, obj)
        return type_

    def _remember(self, type_: str, obj: Object) -> None:
        uid = obj["metadata"]["uid"]
        if type_ == "DELETED":
            self._known.pop(uid, None)
        else:
            self._known[uid] = _identity(obj)

    async def _pause(self) -> None:
        """Longer each time that a connection has brought nothing."""
        self._pauses += 1
        chance = random.random()  # noqa: S311 - jitter, not a secret
        await asyncio.sleep(retry.growing(self._pauses, chance, LONGEST_PAUSE))


def _identity(obj: Object) -> Object:
    """What is kept of an object, and told of one that has gone unseen: names, no content."""
    kept = ("namespace", "name", "uid", "resourceVersion", "labels", "ownerReferences")
    metadata: dict[str, Any] = {key: value for key, value in obj["metadata"].items() if key in kept}
    return {"apiVersion": obj.get("apiVersion"), "kind": obj.get("kind"), "metadata": metadata}
