"""Databases for the suites of what is kept in them."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support import postgres
from webmend.adapters.store import Schema, engine, url_of

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with postgres.server() as url:
        yield url


@asynccontextmanager
async def emptied(request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[Schema]:
    """A database with nothing in it."""
    url = f"sqlite:///{folder}/history.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("server")
    schema = Schema(engine(url_of(url)))
    if await schema.current():
        await schema.downgrade("base")
    yield schema
    await schema.engine.dispose()
