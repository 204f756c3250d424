"""Who waits for what, and who is in the way: out of the store."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from webmend.domain.resource import Malformed, run_from
from webmend.domain.run import AttemptState, Run
from webmend.domain.settings import QueueSettings
from webmend.domain.workflow import Workflow
from webmend.policy import queueing
from webmend.policy.queueing import Limit, Rival
from webmend.policy.run import RunFacts
from webmend.ports.cluster import Object

from .store import Store
from .table import Held, Unread

FEW = 4
"""Runs of each kind that look again once something is free; the others do so in their own time."""
MOST_MADE = 20_000
"""Views remembered."""


def is_active(run: Object) -> bool:
    """Whether an attempt of the run is under way, as far as the raw object says."""
    attempts: list[Object] = (run.get("status") or {}).get("attempts") or []
    return bool(attempts) and attempts[-1].get("state") == AttemptState.RUNNING


def waits_for(run: Object) -> str:
    """The reason for which the run waits in a queue, as far as the raw object says; empty when it does not."""
    reason = str((run.get("status") or {}).get("reason") or "")
    return reason if reason in queueing.REASONS else ""


class Queue:
    """Looks at the runs and workflows of the store; an object that cannot be read is passed over."""

    def __init__(self, store: Store, settings: QueueSettings) -> None:
        self._store = store
        self._settings = settings
        self._made: dict[str, tuple[Held[Unread[Run]], Held[Unread[Workflow]] | None, Rival]] = {}

    def limits(self, facts: RunFacts) -> tuple[str, ...]:
        """Keys of what limits the run."""
        return tuple(each.key for each in self._of(facts.run))

    def rivals(self, facts: RunFacts) -> tuple[Rival, ...]:
        """The other runs that use, or wait for, what limits this run."""
        wanted = frozenset(self.limits(facts))
        if not wanted:
            return ()
        others = (held for held in self._store.runs if held.uid != facts.run.uid)
        return tuple(rival for rival in self._rivals(others) if (rival.uses | rival.waits_for) & wanted)

    def is_busy(self, facts: RunFacts) -> bool:
        """Whether the run has to wait in a queue whatever else there is."""
        return queueing.busy(facts.run, self._of(facts.run), facts.rivals) is not None

    def next_after(self, over: Object) -> tuple[str, ...]:
        """UIDs of the runs that should look again now that this one acts no more."""
        try:
            freed = [each.key for each in self._of(run_from(over))]
        except Malformed:
            return ()
        if not freed:  # as in most installations: nobody waits for it, and there may be thousands to look through
            return ()
        return tuple(rival.uid for rival in queueing.next_in_line(freed, self._rivals(self._store.runs), FEW))

    def _rivals(self, runs: Iterable[Held[Unread[Run]]]) -> Iterator[Rival]:
        """Those of the runs that act or wait in a queue."""
        for held in runs:
            acts = is_active(held.content.obj)
            reason = "" if acts else waits_for(held.content.obj)
            if acts or reason:
                with suppress(Malformed):
                    yield self._rival(held, reason)

    def _rival(self, held: Held[Unread[Run]], reason: str) -> Rival:
        """As it waits for this reason, or acts. Made once for each view of the run and its workflow."""
        run = held.content.value
        workflow = self._store.workflow(run.namespace, run.spec.workflow_ref.name)
        seen = self._made.get(held.uid)
        if seen is not None and seen[0] is held and seen[1] is workflow:
            return seen[2]
        limits = queueing.limits(run, _read(workflow), self._settings)
        uses = frozenset() if reason else frozenset(each.key for each in limits)
        made = Rival(run.uid, run.name, uses, queueing.places(limits, reason), queueing.place(run))
        if len(self._made) > MOST_MADE:
            self._made.clear()
        self._made[held.uid] = held, workflow, made
        return made

    def _of(self, run: Run) -> tuple[Limit, ...]:
        workflow = self._store.workflow(run.namespace, run.spec.workflow_ref.name)
        return queueing.limits(run, _read(workflow), self._settings)


def _read(workflow: Held[Unread[Workflow]] | None) -> Workflow | None:
    """The workflow; None where it is gone, or cannot be read."""
    with suppress(Malformed):
        return workflow.content.value if workflow else None
    return None
