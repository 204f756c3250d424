"""Cursors of requests: one that no list has given out, or of another list, is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from webmend.domain.record import RunFilter
from webmend.policy import paging
from webmend.server.problems import Refused


@contextmanager
def reading() -> Iterator[None]:
    """What is no cursor is refused by its name."""
    try:
        yield
    except paging.BadCursor as bad:
        raise Refused(400, f"cursor: {bad}") from None


def place(cursor: str, asked: RunFilter) -> UUID | None:
    """What the page comes after; None where it is the first."""
    with reading():
        return paging.place(cursor, asked) if cursor else None
