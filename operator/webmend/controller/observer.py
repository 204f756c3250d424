"""What is seen of the cluster goes into the store and wakes whom it concerns."""

from collections.abc import Callable, Hashable
from typing import Any

import structlog

from webmend.ports.cluster import ERROR_CODES, PODS, RUNS, VERSIONS, WORKFLOWS, Kind, Object

from .children import is_scheduled, owned_pod, run_uid
from .queue import Queue, is_active, waits_for
from .store import Key, Store
from .table import Held

_log = structlog.get_logger()
DELETED = "DELETED"


class Observer:
    """Takes views of objects from wherever they come, in any order, repeated or late."""

    def __init__(self, store: Store, queue: Queue, wake: Callable[[Key], None]) -> None:
        self._store = store
        self._queue = queue
        self.wake = wake
        """Have it reconciled."""

    def event(self, kind: Kind, type_: str, obj: Object) -> None:
        """An event of a watch. Never raises.

        DELETED also says that a run is over: the watch selects those that are not. Of an object that has gone while
        nobody watched, it knows the metadata alone.
        """
        try:
            if type_ == DELETED and not self._has_last_words(kind, obj):
                self.gone(kind, obj["metadata"]["uid"])
            else:
                self.seen(kind, obj)
        except Exception:
            # No object may stop the watch. One that merely cannot be read does not come here: see table.Unread.
            _log.exception("event not understood", kind=kind.name)

    def seen(self, kind: Kind, obj: Object) -> Held[Any] | None:
        """A view of an object: what is held of it now, None when it is not news."""
        before = self._store.table(kind).get(obj["metadata"]["uid"])
        held = self._store.put(kind, obj)
        if held is not None:
            self._wake_for(kind, held, before)
        if held is not None and kind == RUNS and not is_active(obj):
            self._wake_those_who_wait(obj)
        return held

    def gone(self, kind: Kind, uid: str) -> None:
        """The object is gone for good."""
        held = self._store.remove(kind, uid)
        if held is not None:
            self._wake_for(kind, held, None)
        if held is not None and kind == RUNS:
            self._wake_those_who_wait(held.content.obj)

    def _has_last_words(self, kind: Kind, obj: Object) -> bool:
        """A pod of a run under way that came to its end before it was deleted: that end is still to be read."""
        if kind != PODS or "status" not in obj or self._store.runs.get(run_uid(obj)) is None:
            return False
        return owned_pod(obj).facts.exit_code is not None

    def _wake_for(self, kind: Kind, held: Held[Any], before: Held[Any] | None) -> None:
        """A run for itself, its Job and its pods; a workflow for itself, its versions and its components; its runs too.

        A run of its schedule wakes the workflow when it is over: the next may wait for that. What changes in a
        workflow's status alone is of no concern to its runs. An error code wakes nobody: it is looked at when
        something fails.
        """
        if kind == WORKFLOWS:
            self.wake(Key(WORKFLOWS, held.uid))
            if before is None or _generation(before) != _generation(held):
                self._wake_runs_of((held.namespace, held.name))
                self._wake_callers((held.namespace, held.name))
        elif kind == VERSIONS:
            self._wake_workflows(held.group)
            self._wake_runs_of(held.group)
            self._wake_callers(held.group)
        elif kind == RUNS and self._store.runs.get(held.uid) is None:
            if is_scheduled(held.content.obj):
                self._wake_workflows(held.group)
        elif kind != ERROR_CODES:
            self._wake_run(held.uid if kind == RUNS else str(held.group))

    def _wake_callers(self, component: Hashable) -> None:
        assert isinstance(component, tuple)
        for name in self._store.callers.of(component):
            self._wake_workflows(name)

    def _wake_workflows(self, name: Hashable) -> None:
        for workflow in self._store.workflows.of(name):
            self.wake(Key(WORKFLOWS, workflow.uid))

    def _wake_runs_of(self, workflow: Hashable) -> None:
        for run in self._store.runs.of(workflow):
            self._wake_run(run.uid)

    def _wake_those_who_wait(self, over: Object) -> None:
        """What it has used may have become free: those that are next in line look again."""
        if waits_for(over):
            return
        for uid in self._queue.next_after(over):
            self._wake_run(uid)

    def _wake_run(self, uid: str) -> None:
        if self._store.runs.get(uid) is not None:
            self.wake(Key(RUNS, uid))


def _generation(held: Held[Any]) -> Any:
    return held.content.obj["metadata"].get("generation")
