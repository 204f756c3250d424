"""The way of an event to a channel: what is tried when, and what came of it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from .base import Line, Name, Observed, StrEnum, Text
from .event import EventType, Posted


class DeliveryState(StrEnum):
    """How it stands with telling a channel of an event."""

    PENDING = "Pending"
    """It waits for its first attempt."""
    IN_FLIGHT = "InFlight"
    """An attempt is under way; where nobody hears of its end, another one follows."""
    RETRYING = "Retrying"
    """An attempt has failed, and another one follows."""
    DELIVERED = "Delivered"
    """The receiver has taken it."""
    DEAD = "Dead"
    """It was tried for days; nothing more is tried."""
    DISABLED = "Disabled"
    """The receiver wants nothing more."""
    DISCARDED = "Discarded"
    """Somebody has said that it is not to be told."""


OPEN = frozenset({DeliveryState.PENDING, DeliveryState.IN_FLIGHT, DeliveryState.RETRYING})
"""States in which something is still to be done."""
REPLAYABLE = frozenset(DeliveryState) - {DeliveryState.IN_FLIGHT}
"""States in which another attempt can be asked for."""
DISCARDABLE = frozenset({DeliveryState.PENDING, DeliveryState.RETRYING, DeliveryState.DEAD, DeliveryState.DISABLED})
"""States in which somebody can say that it is not to be told."""


class Recipient(Observed):
    """A channel that is to be told."""

    uid: Line
    namespace: Line
    name: Line


class Delivery(Observed):
    """An event on its way to a channel, with an attempt under way."""

    id: UUID
    posted: Posted
    recipient: Recipient
    attempt: int
    """Number of the attempt, 1 for the first; whoever has it has to say how it ended."""


class Tried(Observed):
    """How an attempt ended."""

    state: DeliveryState
    """What that makes of the delivery."""
    due_at: datetime | None = None
    """When the next attempt is made, where one is."""
    at: datetime
    """When this one ended."""
    duration_ms: int = 0
    """How long it took."""
    status: int | None = None
    """The HTTP status that the receiver answered with, if it did."""
    error: Line = ""
    """Why it failed, in a sentence."""
    answer: Text = ""
    """The beginning of what the receiver answered, without secrets."""


class DeliveryFilter(Observed):
    """Which deliveries are meant: those of which all of this holds; what is empty says nothing."""

    namespaces: tuple[Name, ...] | None = None
    """Of channels in one of these; None: in any."""
    channels: tuple[Line, ...] = ()
    """To a channel of one of these names."""
    states: tuple[DeliveryState, ...] = ()
    types: tuple[EventType, ...] = ()
    """Of an event of one of these kinds."""


class DeliveryPlace(Observed):
    """Where a delivery stands in a list: by the place of its event, then by its id."""

    sequence: Annotated[int, Field(ge=0, lt=2**63)]
    id: UUID


class DeliveryItem(DeliveryPlace):
    """A delivery, as a list shows it."""

    namespace: Name
    """Of the channel."""
    channel: Line
    """Name of the channel."""
    event: UUID
    """Id of the event, under which the receiver gets it: header webhook-id."""
    type: EventType
    at: datetime
    """When the event happened."""
    workflow: Line = ""
    """Name of the workflow that it is about, if it is about one."""
    run: Line = ""
    """Name of the run that it is about, if it is about one."""
    state: DeliveryState
    attempts: int
    """How many have begun."""
    due_at: datetime | None = None
    """When the next attempt is made, or the one under way is given up for lost."""
    created_at: datetime
    ended_at: datetime | None = None
    status: int | None = None
    """The HTTP status that the receiver answered with last, if it did."""
    error: Line = ""
    """Why the last attempt failed, in a sentence."""


class DeliveryPage(Observed):
    """A part of a list of deliveries, those of the latest events first."""

    items: tuple[DeliveryItem, ...]
    next: str | None = None
    """Cursor of the next page; none where this is the last."""


class DeliveryAttempt(Observed):
    """An attempt that has ended."""

    number: int
    at: datetime
    """When it ended."""
    duration_ms: int
    status: int | None = None
    """The HTTP status that the receiver answered with, if it did."""
    error: Line = ""
    """Why it failed, in a sentence."""
    answer: Text = ""
    """The beginning of what the receiver answered, without secrets."""


class DeliveryDetails(Observed):
    """A delivery with all that is kept of it."""

    delivery: DeliveryItem
    message: dict[str, Any]
    """What the receiver gets of the event, before its channel's way gives it another form."""
    attempts: tuple[DeliveryAttempt, ...] = ()
    """Those that have ended, the first first."""
