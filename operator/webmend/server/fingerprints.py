"""What the elements of a version looked like in its last good run: recorded with steps, kept when the run succeeds."""

import asyncio
from datetime import datetime

import structlog
from pydantic import Field, ValidationError

from webmend.domain.base import Observed
from webmend.domain.phase import Phase
from webmend.domain.report import StepOutcome
from webmend.domain.resource import run_from
from webmend.domain.run import Run
from webmend.domain.target import Fingerprint
from webmend.ports.artifacts import ArtifactNotFound, Artifacts
from webmend.ports.cluster import WORKFLOWS, Change, Cluster, ClusterError, NotFound

from . import keys
from .runs import status_of
from .step_log import StepLog

_log = structlog.get_logger()
_Which = tuple[str, str, int | None]
"""Namespace and name of a workflow, number of its version."""


class Kept(Observed):
    """The fingerprints of one version."""

    finished_at: datetime
    """When the good run that they come from ended."""
    nodes: dict[str, Fingerprint] = Field(default_factory=dict)
    """By node; those that this run did not come by are from earlier good runs."""


class Fingerprints:
    """Keeps those of good runs, one after the other, newest last."""

    def __init__(self, cluster: Cluster, artifacts: Artifacts, steps: StepLog):
        self._cluster = cluster
        self._artifacts = artifacts
        self._steps = steps
        self._latest: dict[_Which, datetime] = {}
        self._good: dict[_Which, Run] = {}
        self._something = asyncio.Event()

    async def of(self, workflow_uid: str, version: int) -> dict[str, Fingerprint]:
        """By node: what its element looked like last; empty when there was no good run yet."""
        kept = await self._kept(workflow_uid, version)
        return kept.nodes if kept else {}

    def hear(self, change: Change) -> None:
        """A run has changed. Only the newest good one of each version counts, also when all are told again."""
        if change.type == "DELETED" or status_of(change.object).get("phase") != Phase.SUCCEEDED:
            return
        run = run_from(change.object)
        finished, latest = run.status.finished_at, self._latest.get(_which(run))
        if finished is not None and (latest is None or finished > latest):
            self._latest[_which(run)] = finished
            self._good[_which(run)] = run
            self._something.set()

    async def run(self) -> None:
        """Keep what good runs have recorded, for ever."""
        while True:
            await self._something.wait()
            self._something.clear()
            while self._good:
                _, run = self._good.popitem()
                await self._try_to_keep(run)

    async def _try_to_keep(self, run: Run) -> None:
        try:
            await self._keep(run)
        except (ClusterError, OSError) as error:  # the next good run brings them again
            _log.warning("fingerprints not kept", run=f"{run.namespace}/{run.name}", error=str(error))

    async def _keep(self, run: Run) -> None:
        recorded = await self._recorded(run)
        workflow = await self._workflow_uid(run) if recorded else ""
        version, finished = run.status.version, run.status.finished_at
        if not workflow or version is None or finished is None:
            return
        old = await self._kept(workflow, version)
        if old is None or old.finished_at < finished:
            kept = Kept(finished_at=finished, nodes={**(old.nodes if old else {}), **recorded})
            body = kept.model_dump_json(by_alias=True, exclude_defaults=True).encode()
            await self._artifacts.put(keys.fingerprints(workflow, version), body, "application/json")

    async def _recorded(self, run: Run) -> dict[str, Fingerprint]:
        steps = await self._steps.read(run.uid, run.status.attempt)
        return {s.node_id: s.fingerprint for s in steps if s.fingerprint and s.outcome is StepOutcome.DONE}

    async def _workflow_uid(self, run: Run) -> str:
        """UID of the run's workflow; empty when it is gone."""
        try:
            workflow = await self._cluster.get(WORKFLOWS, run.namespace, run.spec.workflow_ref.name)
        except NotFound:
            return ""
        uid: str = workflow["metadata"]["uid"]
        return uid

    async def _kept(self, workflow_uid: str, version: int) -> Kept | None:
        try:
            return Kept.model_validate_json(await self._artifacts.get(keys.fingerprints(workflow_uid, version)))
        except (ArtifactNotFound, ValidationError):
            return None


def _which(run: Run) -> _Which:
    return run.namespace, run.spec.workflow_ref.name, run.status.version
