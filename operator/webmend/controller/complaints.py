"""Why a Job has no pod: its status does not say so, only the Events that the Job controller leaves."""

from collections.abc import Callable
from datetime import datetime

import structlog

from webmend.domain.run import Run
from webmend.policy.run import JobFacts
from webmend.ports.cluster import EVENTS, Cluster, ClusterError, Object

from .store import Store

_log = structlog.get_logger()
FAILED_CREATE = "FailedCreate"


class Complaints:
    """Asks for them only where a pod is long in coming; keeps them in the store."""

    def __init__(self, cluster: Cluster, store: Store, now: Callable[[], datetime]) -> None:
        self._cluster = cluster
        self._store = store
        self._now = now

    async def hear(self, run: Run, job: JobFacts) -> None:
        """Note what the Job controller says last of the pod that it could not make."""
        chosen = f"regarding.uid={job.uid},reason={FAILED_CREATE}"
        try:
            found = await self._cluster.list(EVENTS, run.namespace, fields=chosen)
        except ClusterError as error:
            # They help people to see; an attempt is settled without them too, only later and with less to say.
            _log.warning("events of a job not read", run=run.name, namespace=run.namespace, error=str(error))
            return
        newest = max(found, key=_time, default=None)
        if newest is not None:
            self._store.refuse(run.uid, job.name, str(newest.get("note", "")), self._now())


def _time(event: Object) -> str:
    """When it was seen last, as the API server writes it; the forms sort as texts."""
    series = event.get("series") or {}
    return str(series.get("lastObservedTime") or event.get("deprecatedLastTimestamp") or event.get("eventTime") or "")
