"""When each workflow has succeeded last: from the runs that end, and from those that the cluster still has."""

from datetime import datetime


class Outcomes:
    """Keeps one time for each workflow."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], datetime] = {}

    def succeeded(self, namespace: str, workflow: str, at: datetime) -> None:
        """A run of the workflow has."""
        key = namespace, workflow
        self._last[key] = max(at, self._last.get(key, at))

    def last(self, namespace: str, workflow: str) -> datetime | None:
        """The latest that is known of."""
        return self._last.get((namespace, workflow))
