"""Connections for the ports of the history: whatever fails on them is a StoreFailed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from webmend.ports.store import StoreFailed

from .engine import failing_as
from .engine import writing as transaction


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One to read by."""
    with failing_as(StoreFailed):
        async with engine.connect() as connection:
            yield connection


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One whose transaction is committed at the end, unless something fails."""
    with failing_as(StoreFailed):
        async with transaction(engine) as connection:
            yield connection
