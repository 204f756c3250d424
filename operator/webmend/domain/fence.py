"""How long a runner may act that nobody hears of any more. No two attempts of a run ever act at the same time.

A runner renews its attempt at the server. One that cannot (its node is cut off, its pod was deleted, its run is over)
stops acting when its lease is over; a further attempt starts only after its pod has ended, or once a runner that
could not be heard must have stopped.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lease:
    """The times that follow from how long a renewal holds; all in seconds."""

    seconds: float
    """How long a renewal holds, from the moment it was asked for: only the runner's own clock counts."""

    @property
    def renew_every(self) -> float:
        """Six renewals may be lost before a lease is."""
        return self.seconds / 6

    @property
    def retry_every(self) -> float:
        """How soon a renewal that failed is tried again."""
        return self.seconds / 30

    @property
    def margin(self) -> float:
        """So long before the end of its lease a runner begins no step any more."""
        return self.seconds / 12

    @property
    def patience(self) -> float:
        """A runner that may not act waits so long to be heard again; then its attempt ends."""
        return self.seconds * 2

    @property
    def fence(self) -> float:
        """So long after its pod was gone, a runner that nobody has seen end has stopped.

        The server renews it no more, and a quarter of the lease is left for a request under way, for the cancelling of
        a step and for clocks that drift.
        """
        return self.seconds * 1.25
