"""From the runs that are not over to the depth of the queue and the room that is left."""

from collections import Counter
from collections.abc import Iterable

from webmend.domain.capacity import Capacity, Limits, LiveRun, NamespaceLoad, WaitingFor
from webmend.domain.phase import IN_SESSION
from webmend.domain.settings import QueueSettings


def capacity(live: Iterable[LiveRun], settings: QueueSettings, sees_all: bool) -> Capacity:
    """What these runs come to. `sees_all`: whether they are all runs of the installation."""
    running: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for run in live:
        (running if run.phase in IN_SESSION else waiting)[run.namespace] += 1
        if run.phase not in IN_SESSION:
            reasons[run.reason or run.phase] += 1
    loads = [NamespaceLoad(namespace=each, waiting=waiting[each], running=running[each]) for each in running | waiting]
    return Capacity(
        waiting=waiting.total(),
        running=running.total(),
        free=max(0, settings.max - running.total()) if settings.max and sees_all else None,
        limits=Limits(runs=settings.max or None, runs_per_namespace=settings.per_namespace or None),
        reasons=tuple(WaitingFor(reason=reason, runs=runs) for reason, runs in _ordered(reasons)),
        namespaces=tuple(sorted(loads, key=lambda load: (-load.waiting - load.running, load.namespace))),
    )


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
