"""The history in SQLite or PostgreSQL, by SQLAlchemy; its schema by Alembic."""

from .engine import BadUrl, engine, url_of
from .history import History
from .outbox import Outbox
from .schema import Schema, SchemaFailed, WrongSchema

__all__ = ["BadUrl", "History", "Outbox", "Schema", "SchemaFailed", "WrongSchema", "engine", "url_of"]
