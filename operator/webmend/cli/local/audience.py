"""Somebody who looks on while a run is carried out here."""

from typing import Protocol

from webmend.domain.failure import Failure
from webmend.domain.run import Attempt
from webmend.runner.watcher import Watcher


class Audience(Watcher, Protocol):
    """A watcher who is also told what the operator thinks."""

    def begins(self, attempt: Attempt) -> None:
        """An attempt begins."""
        ...

    def explained(self, failure: Failure) -> None:
        """Why a step has failed."""
        ...

    def requeued(self, why: str, seconds: float) -> None:
        """A further attempt follows in so many seconds."""
        ...
