"""A server that tells people, over fakes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.support.builders import attempt
from tests.support.installation import NAMESPACE
from tests.support.outbox import FakeOutbox
from tests.support.poster import FakePoster
from tests.support.server import Server, served
from tests.support.store import FakeStore
from webmend.domain.delivery import DeliveryFilter, DeliveryItem
from webmend.domain.resource import channel_from
from webmend.domain.run import AttemptState
from webmend.ports.cluster import CHANNELS, RUNS
from webmend.server.telling.delivering import USUAL, Pace

URL = "https://hooks.example/webmend"


@dataclass
class World:
    """A server, and what it tells to whom."""

    server: Server
    store: FakeStore
    outbox: FakeOutbox
    poster: FakePoster

    async def channel(self, name: str = "ops", url: str = URL, **spec: Any) -> None:
        webhook = {"url": url, **spec.pop("webhook", {})}
        body = {"metadata": {"name": name}, "spec": {"webhook": webhook, **spec}}
        await self.server.cluster.create(CHANNELS, NAMESPACE, body)
        await self.server.settled()

    async def ends(self, name: str = "portal-1", phase: str = "Succeeded", ago: float = 0) -> None:
        """A run that has begun and ended so many seconds ago."""
        run = await self.server.installed.run(name, attempt(state=AttemptState.SUCCEEDED))
        when = (self.server.clock.now() - timedelta(seconds=ago)).isoformat()
        status = {"phase": phase, "startedAt": when, "finishedAt": when}
        await self.server.cluster.patch_status(RUNS, run.namespace, name, status, "")
        await self.server.settled()

    async def says(self, name: str = "ops") -> dict[str, tuple[str, str]]:
        """The conditions of a channel."""
        status = channel_from(await self.server.cluster.get(CHANNELS, NAMESPACE, name)).status
        return {each.type: (str(each.status), each.reason) for each in status.conditions}

    async def message(self, type_: str = "Ready", name: str = "ops") -> str:
        status = channel_from(await self.server.cluster.get(CHANNELS, NAMESPACE, name)).status
        return next(each.message for each in status.conditions if each.type == type_)

    async def annotate(self, value: str, name: str = "ops") -> None:
        change = {"metadata": {"annotations": {"webmend.io/test": value}}}
        await self.server.cluster.patch(CHANNELS, NAMESPACE, name, change, "")
        await self.server.settled()

    async def standing(self, name: str = "ops") -> list[str]:
        return [str(item.state) for item in reversed(await self.found(name))]

    async def found(self, name: str = "ops") -> tuple[DeliveryItem, ...]:
        """Deliveries to a channel, the latest first."""
        return await self.outbox.listed(DeliveryFilter(channels=(name,)), 99)


@asynccontextmanager
async def telling(pace: Pace = USUAL) -> AsyncIterator[World]:
    """One that knows a workflow and no channel."""
    store, poster = FakeStore(), FakePoster()
    outbox = FakeOutbox(store)
    async with served(store, outbox=outbox, poster=poster, pace=pace) as server:
        await server.installed.install(versions=0)
        yield World(server, store, outbox, poster)
