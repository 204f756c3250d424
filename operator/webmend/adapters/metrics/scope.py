"""Labels that tell workflows apart: only where an installation asks for them, and never without a bound."""

from collections.abc import Callable

from webmend.domain.settings import MetricsSettings

OTHER = "__other__"
"""Namespace and workflow of all that are too many."""


class Scope:
    """Gives the values of the labels `names`. The first so many workflows have their own; a process keeps to them."""

    def __init__(self, settings: MetricsSettings) -> None:
        self.names: tuple[str, ...] = ("namespace", "workflow") if settings.per_workflow else ()
        self._most = settings.max_workflows
        self._known: set[tuple[str, ...]] = set()
        self._begin: list[Callable[[tuple[str, ...]], None]] = []

    def beginning(self, begin: Callable[[tuple[str, ...]], None]) -> None:
        """Call this with each value before anything is counted there: a counter that begins with 1 has not risen."""
        self._begin.append(begin)
        begin((OTHER, OTHER) if self.names else ())

    def of(self, namespace: str, workflow: str) -> tuple[str, ...]:
        """The values for this workflow; an empty name is one that is not there."""
        pair = (namespace, workflow)
        if not self.names or pair in self._known:
            return pair if self.names else ()
        if not workflow or len(self._known) >= self._most:
            return OTHER, OTHER
        self._known.add(pair)
        for begin in self._begin:
            begin(pair)
        return pair
