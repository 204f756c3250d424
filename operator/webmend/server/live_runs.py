"""The runs that are not over, as the watch tells of them."""

from collections.abc import Iterable

from webmend.domain.capacity import LiveRun
from webmend.domain.phase import Phase
from webmend.ports.cluster import Change

from .runs import is_over, status_of, uid_of


class LiveRuns:
    """Keeps of each no more than where it is and where it stands."""

    def __init__(self) -> None:
        self._runs: dict[str, LiveRun] = {}

    def hear(self, change: Change) -> None:
        """A run has changed."""
        if is_over(change):
            self._runs.pop(uid_of(change), None)
            return
        status = status_of(change.object)
        self._runs[uid_of(change)] = LiveRun(
            namespace=change.object["metadata"]["namespace"],
            phase=status.get("phase") or Phase.PENDING,
            reason=status.get("reason") or "",
        )

    def of(self, namespaces: tuple[str, ...] | None) -> Iterable[LiveRun]:
        """Those in these namespaces; None: all."""
        return [run for run in self._runs.values() if namespaces is None or run.namespace in namespaces]
