"""An event, made so that the same thing makes the same event."""

from datetime import datetime
from uuid import UUID, uuid5

from webmend.domain.event import CARRIES, About, AboutWorkflow, Event, EventType
from webmend.domain.failure import Category

NAMESPACE = UUID("6d0e7f3c-5a43-5b1e-9c55-2f0b7a7f7c11")
"""Of the ids of our events (RFC 9562, version 5)."""


def event(type_: EventType, at: datetime, about: About, *key: object, category: Category | None = None) -> Event:
    """What has happened. `key`: whose it is, and which of its kind; the id is made of that and the type alone."""
    assert type(about) is CARRIES[type_], f"{type_} carries {CARRIES[type_].__name__}"
    return Event(
        id=uuid5(NAMESPACE, "/".join(map(str, (type_, *key)))),
        type=type_,
        at=at,
        namespace=about.namespace,
        workflow=about.workflow if isinstance(about, AboutWorkflow) else "",
        category=category,
        data=about.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"sequence"}),
    )
