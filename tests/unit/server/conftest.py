"""What the tests of the server share."""

from collections.abc import AsyncIterator

import pytest

from tests.support.installation import Runner
from tests.support.server import Server, served
from tests.support.store import FakeStore
from tests.support.telling import World, telling


@pytest.fixture
def store() -> FakeStore:
    """The history of a server that keeps one."""
    return FakeStore()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with served() as server:
        yield server


@pytest.fixture
async def runner(server: Server) -> Runner:
    """The runner of a first attempt."""
    await server.installed.install()
    return await server.installed.runner(await server.installed.run())


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A server that tells people."""
    async with telling() as world:
        yield world
