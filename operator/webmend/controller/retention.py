"""Finished runs that may go: those that are recorded, and of those what is beyond the limits of their workflow."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from itertools import groupby

import structlog

from webmend.domain.condition import RECORDED
from webmend.domain.duration import seconds
from webmend.domain.phase import TERMINAL, Phase
from webmend.domain.resource import Malformed
from webmend.domain.settings import HistorySettings
from webmend.domain.workflow import History
from webmend.policy import history
from webmend.policy.history import Finished
from webmend.ports.cluster import RUNS, Cluster, ClusterError, Conflict, NotFound, Object

from .counting import Counting
from .store import Store

_log = structlog.get_logger()
FINISHED = ",".join(sorted(f"status.phase!={phase}" for phase in Phase if phase not in TERMINAL))
"""Field selector of the runs that are over, and of new ones."""


class Retention:
    """Looks at finished runs once a cycle: the store does not hold them, and nothing else wakes for them.

    Without a recorder it looks once, in case there was one before: what that held is let go, and nothing deleted.
    """

    def __init__(
        self,
        cluster: Cluster,
        store: Store,
        settings: HistorySettings,
        namespaces: Sequence[str],
        counting: Counting,
        now: Callable[[], datetime],
    ) -> None:
        self._cluster = cluster
        self._store = store
        self._settings = settings
        self._scopes: Sequence[str | None] = namespaces or (None,)
        self._counting = counting
        self._now = now

    async def run(self) -> None:
        """Look once a cycle, for ever; without a recorder until it has looked once."""
        is_done = False
        while not is_done:
            try:
                await self.once()
                is_done = not self._settings.recorder
            except ClusterError as error:  # the next cycle makes up for it
                _log.warning("finished runs not looked at", error=str(error))
            if not is_done:
                await asyncio.sleep(seconds(self._settings.cycle))

    async def once(self) -> None:
        """Let go what is to be held no longer, and delete what is beyond the limits. May raise a ClusterError."""
        found = {run.uid: run async for run in self._finished()}
        for run in found.values():
            if history.is_let_go(run, self._settings, self._now()):
                await _harmless(run, self._let_go(run))
        if self._settings.recorder:
            await self._tidy(sorted(found.values(), key=_workflow))

    async def _finished(self) -> AsyncIterator[Finished]:
        for scope in self._scopes:
            async for obj in self._cluster.each(RUNS, scope, fields=FINISHED):
                run = finished(obj)
                if run is None:
                    continue
                self._counting.over(run)
                if self._settings.recorder or history.is_held(run):
                    yield run

    async def _let_go(self, run: Finished) -> None:
        change = {"metadata": {"finalizers": list(history.without_hold(run.finalizers))}}
        try:
            await self._cluster.patch(RUNS, run.namespace, run.name, change, run.version)
        except (NotFound, Conflict):
            return  # gone, or changed meanwhile: the next cycle looks again
        if self._settings.recorder:
            self._counting.let_go(run)

    async def _tidy(self, runs: list[Finished]) -> None:
        for _, group in groupby(runs, key=_workflow):
            of_workflow = tuple(group)
            limits = self._limits(of_workflow[0])
            for run in history.surplus(of_workflow, limits, self._now()) if limits else ():
                await _harmless(run, self._delete(run))

    async def _delete(self, run: Finished) -> None:
        await self._cluster.delete(RUNS, run.namespace, run.name, run.uid)
        _log.info("run deleted", namespace=run.namespace, name=run.name, why="beyond the limits of its workflow")

    def _limits(self, run: Finished) -> History | None:
        """The limits of the run's workflow; the usual ones where it is gone, none where it cannot be read."""
        held = self._store.workflow(run.namespace, run.workflow)
        try:
            return held.content.value.spec.history if held else History()
        except Malformed:
            return None


def finished(run: Object) -> Finished | None:
    """What matters of a run that is over, out of the raw object, be it readable or not; None: it is not over."""
    metadata, status = run["metadata"], run.get("status") or {}
    if status.get("phase") not in TERMINAL:
        return None
    conditions = status.get("conditions") or ()
    return Finished(
        namespace=metadata["namespace"],
        name=metadata["name"],
        uid=metadata["uid"],
        workflow=run["spec"]["workflowRef"]["name"],
        has_succeeded=status["phase"] == Phase.SUCCEEDED,
        finished_at=datetime.fromisoformat(status.get("finishedAt") or metadata["creationTimestamp"]),
        is_recorded=any(each["type"] == RECORDED and each["status"] == "True" for each in conditions),
        finalizers=tuple(metadata.get("finalizers") or ()),
        version=metadata["resourceVersion"],
    )


def _workflow(run: Finished) -> tuple[str, str]:
    return run.namespace, run.workflow


async def _harmless(run: Finished, work: Awaitable[None]) -> None:
    """One run that cannot be changed or deleted keeps no other from it; the next cycle looks again."""
    try:
        await work
    except ClusterError as error:
        _log.warning("finished run not dealt with", namespace=run.namespace, name=run.name, error=str(error))
