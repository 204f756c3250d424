"""Once a cycle, workflows that ask for it get descriptions of the steps that nobody has described."""

import asyncio

import structlog

from webmend.domain.duration import seconds
from webmend.domain.failure import Category
from webmend.domain.phase import Phase
from webmend.domain.resource import Malformed
from webmend.domain.settings import EnrichmentSettings
from webmend.domain.version import WorkflowVersion
from webmend.domain.workflow import Workflow
from webmend.policy import descriptions, versions
from webmend.policy.descriptions import Record
from webmend.ports.broker import Broker
from webmend.ports.cluster import RUNS, Cluster, ClusterError

from .execute import Execute
from .gather import versions_of
from .store import Store

_log = structlog.get_logger()
FIRST = 60.0
"""Seconds after the start of a leader until it looks for the first time, at most: a restart must not put it off."""

Known = tuple[WorkflowVersion, ...]


class Enrichment:
    """Describes steps in versions of webmend's own; a manifest is never touched."""

    def __init__(
        self, cluster: Cluster, store: Store, broker: Broker, execute: Execute, settings: EnrichmentSettings
    ) -> None:
        self._cluster = cluster
        self._store = store
        self._broker = broker
        self._execute = execute
        self._settings = settings

    async def run(self) -> None:
        """Look once a cycle, for ever."""
        cycle = seconds(self._settings.cycle)
        await asyncio.sleep(min(cycle, FIRST))
        while True:
            try:
                await self.once()
            except ClusterError as error:  # the next cycle makes up for it
                _log.warning("steps not described", error=str(error))
            await asyncio.sleep(cycle)

    async def once(self) -> None:
        """Describe what can be described now. May raise a ClusterError."""
        wanted = self._wanted()
        if len(wanted) > self._settings.workflows:
            records = [await self._record(workflow) for workflow, _ in wanted]
            ranked = sorted(zip(records, wanted, strict=True), key=_urgency, reverse=True)
            wanted = [pair for _, pair in ranked][: self._settings.workflows]
        for workflow, existing in wanted:
            try:
                await self._describe(workflow, existing)
            except Exception as error:  # one workflow keeps no other from its descriptions; the next cycle tries again
                told = {"namespace": workflow.namespace, "name": workflow.name}
                _log.warning("steps not described", **told, error=f"{type(error).__name__}: {error}"[:500])

    async def _describe(self, workflow: Workflow, existing: Known) -> None:
        """May raise BrokerUnavailable, and a ClusterError: Conflict where another version was made meanwhile."""
        active = versions.active(existing)
        assert active is not None
        known = await self._broker.experience(workflow.uid, active.spec.number)
        spec = descriptions.version_from(workflow, existing, known, self._settings.min_length)
        if spec is not None:
            await self._execute.version(workflow, spec)
            _log.info("steps described", namespace=workflow.namespace, name=workflow.name, version=spec.number)

    def _wanted(self) -> list[tuple[Workflow, Known]]:
        """The workflows that ask for descriptions and lack some; what cannot be read is passed over."""
        found = []
        for held in self._store.workflows:
            try:
                pair = held.content.value, versions_of(self._store, held)
            except Malformed:
                continue
            if descriptions.is_wanted(*pair, self._settings.min_length):
                found.append(pair)
        return found

    async def _record(self, workflow: Workflow) -> Record:
        """How its runs have ended, as far as they are still there."""
        runs = await self._cluster.list(RUNS, workflow.namespace, fields=f"spec.workflowRef.name={workflow.name}")
        statuses = [run.get("status") or {} for run in runs]
        failed = [status for status in statuses if status.get("phase") == Phase.FAILED]
        return Record(
            ended=len(failed) + sum(status.get("phase") == Phase.SUCCEEDED for status in statuses),
            failed=len(failed),
            not_confident=sum((s.get("error") or {}).get("category") == Category.NOT_CONFIDENT for s in failed),
        )


def _urgency(ranked: tuple[Record, tuple[Workflow, Known]]) -> tuple[bool, float]:
    return descriptions.urgency(ranked[0])
