"""The schema of the database, and its way from one release to the next."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from .engine import failing_as, writing
from .tables import metadata

MIGRATIONS = Path(__file__).with_name("migrations")


LOCK = 0x7765626D
"""Number of the advisory lock under which one of several servers changes a schema in PostgreSQL."""
logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of each look at a revision


class SchemaFailed(Exception):
    """The database did not answer, or refused."""


class WrongSchema(Exception):
    """The database is at another revision than this release wants: says which, and what to do."""


@dataclass(frozen=True)
class Schema:
    """That of one database."""

    engine: AsyncEngine

    async def upgrade(self, revision: str = "head") -> None:
        """Bring it to a revision at or after its own; all or nothing."""
        await self._run(lambda config: command.upgrade(config, revision))

    async def downgrade(self, revision: str) -> None:
        """Bring it back to an earlier one; "base" leaves nothing."""
        await self._run(lambda config: command.downgrade(config, revision))

    async def current(self) -> str:
        """Its revision; empty where it has none yet."""
        with failing_as(SchemaFailed):
            async with self.engine.connect() as connection:
                return await connection.run_sync(_revision) or ""

    async def check(self) -> None:
        """Raises WrongSchema unless it is at the revision that this release wants."""
        found, wanted = await self.current(), head()
        if found != wanted:
            hint = "run `webmend-server db upgrade`" if found in ("", *revisions()) else "its server is a newer one"
            raise WrongSchema(f"the history is at revision {found or 'none'}, this release wants {wanted}: {hint}")

    async def differences(self) -> list[Any]:
        """What the database has otherwise than `tables` says; none after an upgrade to the head."""
        async with self.engine.connect() as connection:
            return await connection.run_sync(_differences)

    async def _run(self, work: Callable[[Config], None]) -> None:
        with failing_as(SchemaFailed):
            async with writing(self.engine) as connection:
                await connection.run_sync(lambda sync: _alone(sync, work))


def _alone(connection: Connection, work: Callable[[Config], None]) -> None:
    """Do the work while nobody else does the like: the lock is let go with the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    work(_config(connection))


def head() -> str:
    """The revision that this release wants."""
    return _scripts().get_current_head() or ""


def revisions() -> tuple[str, ...]:
    """All that this release knows, the latest first."""
    return tuple(script.revision for script in _scripts().walk_revisions())


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))
