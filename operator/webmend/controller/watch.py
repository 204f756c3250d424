"""Watches the cluster with kopf, for ever, and tells what it sees.

kopf runs in a thread with an event loop of its own, anew after each of its failures:

* at its end every task of its loop has to go, and some of them do not go by themselves;
* it ends by design on some answers of the API server (403, 404, 410 or an unknown error in a stream);
* the relist of many objects keeps its loop busy, not ours.

Views reach our loop by `call_soon_threadsafe`; kopf itself writes nothing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import kopf
import structlog

from webmend.ports.cluster import ERROR_CODES, JOBS, PODS, RUNS, VERSIONS, WORKFLOWS, Cluster, Kind, Object

from .backoff import Backoff
from .kopf_settings import watching_only
from .metrics import Metrics
from .own_thread import in_own_thread

_log = structlog.get_logger()
CUSTOM = (WORKFLOWS, VERSIONS, ERROR_CODES, RUNS)
WATCHED = (*CUSTOM, JOBS, PODS)
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
SETTLED = 60.0
"""Seconds after which a watch counts as having worked."""

Tell = Callable[[Kind, str | None, Object], None]


class Watch:
    """Tells each object as listed (type None), then each change as ADDED, MODIFIED or DELETED."""

    def __init__(
        self, cluster: Cluster, tell: Tell, namespaces: Sequence[str], chance: Callable[[], float], metrics: Metrics
    ) -> None:
        self._cluster = cluster
        self._tell = tell
        self._namespaces = namespaces
        self._chance = chance
        self._metrics = metrics
        self._pauses: Backoff[str] = Backoff(chance, FIRST_PAUSE, LONGEST_PAUSE)
        self._heard = time.monotonic()

    def age(self) -> float:
        """Seconds since anything was heard."""
        return time.monotonic() - self._heard

    async def run(self) -> None:
        """Watch; after each failure wait a little and begin anew with a list of everything."""
        tell = _handed_to(asyncio.get_running_loop(), self._told)
        while True:
            started = time.monotonic()
            try:
                await self._until_served()
                await in_own_thread(lambda stop: self._kopf(tell, stop), "watch")
            except Exception as error:
                _log.warning("watch ended", error=f"{type(error).__name__}: {error}"[:500])
            if time.monotonic() - started > SETTLED:
                self._pauses.succeeded("watch")
            self._metrics.watch_restarts.inc()
            await asyncio.sleep(self._pauses.failed("watch"))

    async def _until_served(self) -> None:
        """Raises a ClusterError while our kinds are not served: kopf would take no notice of them, then and later."""
        for kind in CUSTOM:
            await self._cluster.list(kind, next(iter(self._namespaces), None), labels="webmend.io/none=none")

    async def _kopf(self, tell: Tell, stop: asyncio.Event) -> None:
        """In kopf's thread, until kopf fails or is told to stop.

        Its own operator() would first wait 5 s for its watchers, deaf by then, and after a 401 it never ends.
        """
        tasks = await kopf.spawn_tasks(
            registry=_registry(tell),
            settings=watching_only(self._chance),
            clusterwide=not self._namespaces,
            namespaces=self._namespaces,
            standalone=True,
            stop_flag=stop,
        )
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    def _told(self, kind: Kind, type_: str | None, obj: Object) -> None:
        self._heard = time.monotonic()
        self._tell(kind, type_, obj)


def _handed_to(loop: asyncio.AbstractEventLoop, tell: Tell) -> Tell:
    def hand_over(kind: Kind, type_: str | None, obj: Object) -> None:
        loop.call_soon_threadsafe(tell, kind, type_, obj)

    return hand_over


def _registry(tell: Tell) -> kopf.OperatorRegistry:
    """A fresh registry: nothing but the login and one handler for each kind."""
    registry = kopf.OperatorRegistry()
    kopf.on.login(registry=registry, id="login")(_login)
    for kind in WATCHED:
        kopf.on.event(kind.group, kind.version, kind.plural, registry=registry, id=kind.plural)(_handler(kind, tell))
    return registry


def _handler(kind: Kind, tell: Tell) -> Callable[..., Awaitable[None]]:
    async def handler(event: kopf.RawEvent, **_: Any) -> None:
        tell(kind, event["type"], dict(event["object"]))

    return handler


def _login(**kwargs: Any) -> kopf.ConnectionInfo | None:
    """In a pod its service account, else the kubeconfig. A token that has run out is read anew: kopf asks on a 401."""
    return kopf.login_with_service_account(**kwargs) or kopf.login_with_kubeconfig(**kwargs)
