"""Connections to the database that a URL names."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from alembic.util import CommandError
from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
WRITES = "webmend_writes"
"""Execution option of connections that are about to write."""
BUSY_SECONDS = 15.0
"""How long a connection to SQLite waits for another one to have written."""
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-65536")


class BadUrl(ValueError):
    """It names no database that history can be kept in."""


def url_of(text: str) -> URL:
    """The URL with our driver, such as `sqlite:////var/lib/webmend/history.db`, `postgresql://user@host/name`.

    Raises BadUrl, without the password.
    """
    try:
        url = make_url(text)
    except ArgumentError:
        raise BadUrl("this is no URL of a database") from None
    family = url.get_backend_name()
    if family not in DRIVERS:
        raise BadUrl(f"{family} is neither sqlite nor postgresql")
    return url.set(drivername=DRIVERS[family])


def engine(url: URL) -> AsyncEngine:
    """Connections to it, made as they are needed."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_async_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10)


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that is about to write: kept whole, or not at all."""
    async with engine.connect() as plain:
        connection = await plain.execution_options(**{WRITES: True})
        async with connection.begin():
            yield connection


@contextmanager
def failing_as(kind: type[Exception]) -> Iterator[None]:
    """Raises an exception of that kind in place of what the libraries raise."""
    try:
        yield
    except (SQLAlchemyError, CommandError, OSError) as error:
        raise kind(_first_line(error)) from None


def _first_line(error: Exception) -> str:
    """What has failed, in the first line of what the driver says: others, and the statement, have values in them."""
    said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    return f"the history database fails: {said.splitlines()[0]}"[:300]


def _sqlite(url: URL) -> AsyncEngine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    made = create_async_engine(url, connect_args={"timeout": BUSY_SECONDS}, pool_size=8)
    event.listen(made.sync_engine, "connect", _prepare)
    event.listen(made.sync_engine, "begin", _begin)
    return made


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not by the driver when it thinks fit
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """One that writes takes its lock at once: one that has read before it writes cannot wait for another."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
