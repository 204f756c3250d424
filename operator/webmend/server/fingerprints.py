"""What good runs have shown of each step, recorded with its reports, kept when the run succeeds."""

import asyncio
from datetime import datetime

import structlog
from pydantic import Field, ValidationError

from webmend.domain.base import Observed
from webmend.domain.graph import Graph
from webmend.domain.phase import Phase
from webmend.domain.report import StepOutcome, StepReport
from webmend.domain.resource import run_from
from webmend.domain.run import Run
from webmend.domain.target import Fingerprint, Target
from webmend.ports.artifacts import ArtifactNotFound, Artifacts
from webmend.ports.cluster import Change, ClusterError

from . import keys
from .definitions import Definitions
from .problems import Refused
from .runs import status_of
from .step_log import StepLog

_log = structlog.get_logger()
_Which = tuple[str, str, int | None]
"""Namespace and name of a workflow, number of its version."""


WAITS = 10
"""Waits kept of each step, the latest ones."""
VERSIONS_BACK = 20
"""How many earlier versions are asked for what a new one has not shown yet."""


class Remembered(Observed):
    """What good runs have shown of one step."""

    target: Target | None = None
    """Its target then; what the element looked like says nothing of another target."""
    fingerprint: Fingerprint | None = None
    """What its element looked like last."""
    waits: tuple[float, ...] = ()
    """Seconds waited, the latest last."""

    def with_step(self, step: StepReport, target: Target | None) -> "Remembered":
        """With one more good execution."""
        return Remembered(
            target=target,
            fingerprint=step.fingerprint or (self.fingerprint if target == self.target else None),
            waits=(*self.waits, step.waited)[-WAITS:],
        )


class Kept(Observed):
    """What good runs have shown of one version."""

    finished_at: datetime
    """When the last of them ended."""
    nodes: dict[str, Remembered] = Field(default_factory=dict)
    """By node; those that the last run did not come by are from earlier good runs."""


class Fingerprints:
    """Keeps those of good runs, one after the other, newest last."""

    def __init__(self, definitions: Definitions, artifacts: Artifacts, steps: StepLog):
        self._definitions = definitions
        self._artifacts = artifacts
        self._steps = steps
        self._latest: dict[_Which, datetime] = {}
        self._good: dict[_Which, Run] = {}
        self._something = asyncio.Event()

    async def of(self, workflow_uid: str, version: int, graph: Graph) -> dict[str, Remembered]:
        """By node of the graph: what good runs have shown of it; of an earlier version where this one had none yet.

        Only of steps whose target is the same.
        """
        found: dict[str, Remembered] = {}
        missing = {node.id: node.target for node in graph.nodes}
        for number in range(version, max(0, version - VERSIONS_BACK), -1):
            kept = await self._kept(workflow_uid, number)
            known = kept.nodes if kept else {}
            found |= {
                id_: known[id_] for id_, target in missing.items() if id_ in known and known[id_].target == target
            }
            missing = {id_: target for id_, target in missing.items() if id_ not in found}
            if not missing:
                break
        return found

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
        except (ClusterError, Refused, OSError) as error:  # the next good run brings them again
            _log.warning("fingerprints not kept", run=f"{run.namespace}/{run.name}", error=str(error))

    async def _keep(self, run: Run) -> None:
        steps = await self._steps.read(run.uid, run.status.attempt)
        version, finished = run.status.version, run.status.finished_at
        if not steps or version is None or finished is None:
            return
        workflow = await self._definitions.workflow(run)
        graph = await self._definitions.graph(workflow, version)
        old = await self._kept(workflow.uid, version)
        if old is None or old.finished_at < finished:
            kept = Kept(finished_at=finished, nodes=_with_steps(old.nodes if old else {}, steps, graph))
            body = kept.model_dump_json(by_alias=True, exclude_defaults=True).encode()
            await self._artifacts.put(keys.fingerprints(workflow.uid, version), body, "application/json")

    async def _kept(self, workflow_uid: str, version: int) -> Kept | None:
        try:
            return Kept.model_validate_json(await self._artifacts.get(keys.fingerprints(workflow_uid, version)))
        except (ArtifactNotFound, ValidationError):
            return None


def _with_steps(nodes: dict[str, Remembered], steps: tuple[StepReport, ...], graph: Graph) -> dict[str, Remembered]:
    """What is known of each node, with the steps that were done."""
    targets = {node.id: node.target for node in graph.nodes}
    known = dict(nodes)
    for step in steps:
        if step.outcome is StepOutcome.DONE and step.node_id in targets:
            before = known.get(step.node_id, Remembered())
            known[step.node_id] = before.with_step(step, targets[step.node_id])
    return known


def _which(run: Run) -> _Which:
    return run.namespace, run.spec.workflow_ref.name, run.status.version
