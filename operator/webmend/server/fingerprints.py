"""What good runs have shown of each step, recorded with its reports, kept when the run succeeds."""

import asyncio
from datetime import datetime

import structlog
from pydantic import ValidationError

from webmend.domain.experience import Experience, ExperienceQuery, Remembered, Shown
from webmend.domain.graph import Graph
from webmend.domain.phase import Phase
from webmend.domain.resource import run_from
from webmend.domain.run import Run
from webmend.policy import experience
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


VERSIONS_BACK = 20
"""How many earlier versions are asked for what a new one has not shown yet."""


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

    async def shown(self, query: ExperienceQuery) -> Shown:
        """What the latest version with a good run has shown, up to the one named."""
        for number in range(query.version, max(0, query.version - VERSIONS_BACK), -1):
            if kept := await self._kept(query.workflow_uid, number):
                return Shown(nodes=kept.nodes)
        return Shown()

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
            kept = Experience(finished_at=finished, nodes=experience.with_steps(old.nodes if old else {}, steps, graph))
            body = kept.model_dump_json(by_alias=True, exclude_defaults=True).encode()
            await self._artifacts.put(keys.fingerprints(workflow.uid, version), body, "application/json")

    async def _kept(self, workflow_uid: str, version: int) -> Experience | None:
        try:
            return Experience.model_validate_json(await self._artifacts.get(keys.fingerprints(workflow_uid, version)))
        except (ArtifactNotFound, ValidationError):
            return None


def _which(run: Run) -> _Which:
    return run.namespace, run.spec.workflow_ref.name, run.status.version
