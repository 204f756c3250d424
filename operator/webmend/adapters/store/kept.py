"""Versions and error codes in the database."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from webmend.domain.base import Observed
from webmend.domain.kept import KeptCode, KeptVersion, VersionRecord
from webmend.domain.record import RunFilter

from .filtering import between, either
from .tables import error_codes, versions

_OF_VERSIONS = {
    "namespaces": versions.c.namespace,
    "workflows": versions.c.workflow,
    "versions": versions.c.number,
}
_OF_CODES = {
    "namespaces": error_codes.c.namespace,
    "codes": error_codes.c.code,
    "categories": error_codes.c.category,
    "sub_types": error_codes.c.sub_type,
}
"""Fields of the filter that say something of them, and their columns."""
_LISTED = tuple(column for column in versions.c if column.name != "spec")
Insert = Callable[[Table], Any]


async def keep(
    connection: AsyncConnection, insert: Insert, made: Sequence[VersionRecord], codes: Sequence[KeptCode]
) -> None:
    """Keep these as they are now, unless they were seen later."""
    for table, objects in ((versions, made), (error_codes, codes)):
        latest: dict[str, Observed] = {each.uid: each for each in objects}
        if latest:
            new = insert(table)
            values = {column.name: new.excluded[column.name] for column in table.c if not column.primary_key}
            upsert = new.on_conflict_do_update(
                index_elements=[table.c.id], set_=values, where=table.c.seen <= new.excluded.seen
            )
            await connection.execute(upsert, [_row(table, latest[uid]) for uid in sorted(latest)])


async def listed_versions(
    connection: AsyncConnection, asked: RunFilter, limit: int, before: UUID | None
) -> tuple[KeptVersion, ...]:
    """See Store.kept_versions."""
    query = _latest(select(*_LISTED), versions, _OF_VERSIONS, asked, before).limit(limit)
    return tuple(KeptVersion.model_validate(row._asdict()) for row in await connection.execute(query))


async def version(connection: AsyncConnection, namespace: str, workflow: str, number: int) -> VersionRecord | None:
    """See Store.kept_version."""
    asked = RunFilter(namespaces=(namespace,), workflows=(workflow,), versions=(number,))
    found = (await connection.execute(_latest(select(versions), versions, _OF_VERSIONS, asked).limit(1))).first()
    return VersionRecord.model_validate(found._asdict()) if found else None


async def listed_codes(
    connection: AsyncConnection, asked: RunFilter, limit: int, before: UUID | None
) -> tuple[KeptCode, ...]:
    """See Store.kept_codes."""
    query = _latest(select(error_codes), error_codes, _OF_CODES, asked, before).limit(limit)
    return tuple(KeptCode.model_validate(row._asdict()) for row in await connection.execute(query))


def _row(table: Table, kept: Observed) -> dict[str, Any]:
    return {column.name: getattr(kept, column.name) for column in table.c}


def _latest(
    query: Select[Any],
    table: Table,
    columns: Mapping[str, ColumnElement[Any]],
    asked: RunFilter,
    before: UUID | None = None,
) -> Select[Any]:
    earlier = [] if before is None else [table.c.id < before]
    wanted = (*either(asked, columns), *between(asked, table.c.id), *earlier)
    return query.where(*wanted).order_by(table.c.id.desc())
