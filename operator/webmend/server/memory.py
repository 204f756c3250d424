"""What the server remembers of the sessions under way; all of it may be lost with the process."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from webmend.ports.cluster import Change

from .identity import Caller
from .runs import is_over, uid_of


@dataclass
class Session:
    """One run's session."""

    opened: dict[int, datetime] = field(default_factory=dict)
    """When each attempt was opened."""
    releases: deque[datetime] = field(default_factory=deque)
    """When credentials were handed out, the latest last."""


class Memory:
    """Sessions by run; forgotten when the run is over."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}

    def of(self, caller: Caller) -> Session:
        """The session of the caller's run."""
        return self._sessions.setdefault(caller.run.uid, Session())

    def hear(self, change: Change) -> None:
        """A run has changed."""
        if is_over(change):
            self._sessions.pop(uid_of(change), None)
