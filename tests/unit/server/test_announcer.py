"""New versions and suggested error codes are told of, each once."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support.builders import version
from tests.support.events import bodies
from tests.support.installation import NAMESPACE, portal
from tests.support.server import Server, served
from tests.support.store import FakeStore
from webmend.ports.cluster import ERROR_CODES, VERSIONS, Change

pytestmark = pytest.mark.looptime


@pytest.fixture
async def server(store: FakeStore) -> AsyncIterator[Server]:
    async with served(store) as server:
        yield server


async def make_version(server: Server, number: int, **spec: Any) -> None:
    made = version(portal(), number, **spec)
    body = {"metadata": {"name": made.name}, "spec": made.spec.stored()}
    await server.cluster.create(VERSIONS, NAMESPACE, body)


async def suggest(server: Server, name: str, author: str = "Webmend") -> None:
    spec = {"match": {"category": "UPSTREAM_ERROR"}, "state": "Suggested", "author": author}
    await server.cluster.create(ERROR_CODES, NAMESPACE, {"metadata": {"name": name}, "spec": spec})


def told(store: FakeStore) -> list[str]:
    return [body["type"] for body in bodies(*(each.event for each in store.events.values()))]


async def test_a_new_version_is_told(server: Server, store: FakeStore) -> None:
    await make_version(server, 1)
    await make_version(server, 2, graph=None, revert_to=1)
    await server.settled()
    assert told(store) == ["workflow.version_created", "workflow.version_reverted"]


async def test_a_suggested_code_is_told_and_one_of_a_person_is_not(server: Server, store: FakeStore) -> None:
    await suggest(server, "no-slot")
    await suggest(server, "own", author="User")
    await server.settled()
    assert told(store) == ["error_code.suggested"]


async def test_what_is_told_again_is_not_written_again(server: Server, store: FakeStore) -> None:
    await make_version(server, 1)
    await server.settled()
    before = list(store.bundles)
    for obj in await server.cluster.list(VERSIONS):
        server.app.state.parts.announcer.listener(VERSIONS)(Change("MODIFIED", obj))
    await server.settled()
    assert store.bundles == before


async def test_what_comes_while_the_history_is_down_is_told_afterwards(server: Server, store: FakeStore) -> None:
    store.is_down = True
    await make_version(server, 1)
    await suggest(server, "no-slot")
    await server.settled()
    store.is_down = False
    await asyncio.sleep(10)
    assert sorted(told(store)) == ["error_code.suggested", "workflow.version_created"]


async def test_an_object_that_cannot_be_read_leaves_the_others_alone(server: Server, store: FakeStore) -> None:
    await server.cluster.create(ERROR_CODES, NAMESPACE, {"metadata": {"name": "broken"}, "spec": {"state": "?"}})
    await suggest(server, "no-slot")
    await server.settled()
    assert told(store) == ["error_code.suggested"]
