"""The history: what is kept of runs after their objects have gone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from webmend.domain.analytics import Grouping, Tally
from webmend.domain.event import Event, Posted
from webmend.domain.failure_pattern import FailurePattern
from webmend.domain.kept import KeptCode, KeptVersion, VersionRecord
from webmend.domain.peak_hours import Quarter
from webmend.domain.record import RunFilter, RunRecord, RunSummary
from webmend.domain.slow_steps import StepOrder, StepTally
from webmend.domain.standing import WorkflowTally


class StoreFailed(Exception):
    """The history could not be read or written: worth another try later."""


class Store(Protocol):
    """Runs as they are kept. Every method may raise StoreFailed."""

    async def record(self, records: Sequence[RunRecord], events: Sequence[Event] = ()) -> None:
        """Keep these, all or none; each record takes the place of what is kept of the run, unless that was seen later.

        An event whose id is kept already changes nothing.
        """
        ...

    async def seen(self, uids: Iterable[str]) -> Mapping[str, int]:
        """The resource version up to which each of these runs is kept; those that are not kept are left out."""
        ...

    async def runs(self, asked: RunFilter, limit: int, before: UUID | None = None) -> tuple[RunSummary, ...]:
        """The latest that are meant, of those before this id, so many at most; the latest first."""
        ...

    async def run(self, namespace: str, name: str) -> RunRecord | None:
        """All of the latest run of that name; None where none is kept."""
        ...

    async def posted(self, after: int, limit: int) -> tuple[Posted, ...]:
        """The events that are kept with a greater sequence, so many at most, in their order.

        Two writers at once: a lesser one may appear after a greater one.
        """
        ...

    async def tallies(
        self, asked: RunFilter, by: Grouping | None = None, begins: Sequence[datetime] = ()
    ) -> tuple[Tally, ...]:
        """Counts of those that are meant, by group; a group without any is left out.

        `begins`: when each period begins and the last ends, where they are grouped by time; runs outside are not meant.
        """
        ...

    async def steps(self, asked: RunFilter, order: StepOrder, limit: int) -> tuple[StepTally, ...]:
        """Counts of the steps of those that are meant, so many steps at most: the first in this order.

        Versions that are asked for are those of the step's attempt.
        """
        ...

    async def failures(self, asked: RunFilter, limit: int) -> tuple[FailurePattern, ...]:
        """What those that are meant and have failed have in common, the most frequent first, so many at most."""
        ...

    async def quarters(self, asked: RunFilter) -> tuple[Quarter, ...]:
        """How many of those that are meant were created in each quarter of an hour that has any, in their order."""
        ...

    async def workflows(self, asked: RunFilter) -> tuple[WorkflowTally, ...]:
        """Counts of those that are meant, by workflow; in no order."""
        ...

    async def keep(self, versions: Sequence[VersionRecord], codes: Sequence[KeptCode]) -> None:
        """Keep these, all or none; each takes the place of what is kept of the object, unless that was seen later."""
        ...

    async def kept_versions(self, asked: RunFilter, limit: int, before: UUID | None = None) -> tuple[KeptVersion, ...]:
        """The latest versions of these namespaces, workflows, numbers and times, of those before this id; the latest
        first."""
        ...

    async def kept_version(self, namespace: str, workflow: str, number: int) -> VersionRecord | None:
        """The latest version with that number; None where none is kept."""
        ...

    async def kept_codes(self, asked: RunFilter, limit: int, before: UUID | None = None) -> tuple[KeptCode, ...]:
        """The latest error codes of these namespaces, codes, categories, sub-types and times, of those before this id;
        the latest first."""
        ...

    async def oldest(self, asked: RunFilter, limit: int, after: UUID | None = None) -> tuple[RunSummary, ...]:
        """The oldest that are meant, of those after this id, so many at most; the oldest first."""
        ...

    async def forget(self, ids: Sequence[UUID]) -> None:
        """Keep nothing of these runs any more, all or none; they are counted nowhere afterwards."""
        ...

    async def namespaces(self) -> tuple[str, ...]:
        """Those in which a run is kept, in the order of their names."""
        ...

    async def close(self) -> None:
        """Let its connections go."""
        ...
