"""Rows into a database as fast as it takes them: past SQLAlchemy, with what each database has for it."""

import sqlite3
from collections.abc import Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.engine import URL

from .made_up import Bundle, Row

TABLES = tuple(field.name for field in fields(Bundle))


def fill(url: URL, bundles: Iterable[Bundle]) -> int:
    """Write them all, each in a transaction; how many runs there were. Its tables must be there."""
    write = _into_sqlite if url.get_backend_name() == "sqlite" else _into_postgres
    return write(url, bundles)


def _into_sqlite(url: URL, bundles: Iterable[Bundle]) -> int:
    written = 0
    connection = sqlite3.connect(url.database or "", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=OFF", "cache_size=-400000"):
        connection.execute(f"PRAGMA {pragma}")
    for bundle in bundles:
        connection.execute("BEGIN")
        for table in TABLES:
            if not (rows := [tuple(map(_plain, row)) for row in getattr(bundle, table)]):
                continue
            places = ",".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
        connection.execute("COMMIT")
        written += len(bundle.runs)
    connection.execute("PRAGMA optimize=0x10002")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return written


def _plain(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) else value


def _into_postgres(url: URL, bundles: Iterable[Bundle]) -> int:
    written = 0
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        for bundle in bundles:
            with connection.transaction(), connection.cursor() as cursor:
                for table in TABLES:
                    _copy(cursor, table, getattr(bundle, table))
            written += len(bundle.runs)
        connection.execute("VACUUM ANALYZE")
    return written


def _copy(cursor: "psycopg.Cursor[Any]", table: str, rows: Iterable[Row]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
