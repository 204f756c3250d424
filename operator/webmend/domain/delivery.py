"""The way of an event to a channel: what is tried when, and what came of it."""

from datetime import datetime
from uuid import UUID

from .base import Line, Observed, StrEnum, Text
from .event import Posted


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


OPEN = frozenset({DeliveryState.PENDING, DeliveryState.IN_FLIGHT, DeliveryState.RETRYING})
"""States in which something is still to be done."""


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
