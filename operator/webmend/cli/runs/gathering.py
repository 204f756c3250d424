"""From the name of a run to all that is known of it: the cluster first, and a server where there is one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from webmend.adapters.api import ApiClient, ApiRefused, ApiUnreachable
from webmend.cli.cluster import Place
from webmend.cli.errors import Usage
from webmend.domain.error_code import CodeState, ErrorCode
from webmend.domain.report import StepReport
from webmend.domain.resource import error_code_from, run_from, version_from, workflow_from
from webmend.domain.run import Run
from webmend.domain.version import WorkflowVersion
from webmend.domain.workflow import Workflow
from webmend.policy import recording
from webmend.ports.cluster import ERROR_CODES, RUNS, VERSIONS, WORKFLOWS, ClusterError, NotFound

from .view import View

Found = TypeVar("Found")
Server = Callable[[], Awaitable[ApiClient]]
"""Gives a client of the server; raises ClusterError, Usage, ApiUnreachable where there is none."""
NO_SERVER = (ClusterError, Usage, ApiRefused, ApiUnreachable)


@dataclass
class Gatherer:
    """Looks at the runs of one namespace. What it may not see, or what does not answer, it passes over and notes."""

    place: Place
    server: Server | None = None
    """None: no server is asked."""
    _unseen: list[str] = field(default_factory=list)

    async def view(self, name: str) -> View:
        """All of a run; raises NotFound where neither the cluster nor the history has it, and a ClusterError."""
        self._unseen = []
        try:
            run = run_from(await self.place.cluster.get(RUNS, self.place.namespace, name))
        except NotFound as gone:
            return await self._kept(name, gone)
        return await self._whole(run, is_kept=False)

    async def _whole(self, run: Run, *, is_kept: bool) -> View:
        workflow = await self._seen("the workflow", self._workflow(run.spec.workflow_ref.name), None)
        versions = await self._seen("its versions", self._versions(run.spec.workflow_ref.name), ())
        return View(
            run=run,
            workflow=workflow,
            versions=versions,
            suggestions=await self._seen("error codes", self._suggestions(run), ()) if run.status.error else (),
            steps=await self._seen("its steps", self._steps(run), ()),
            is_kept=is_kept,
            unseen=tuple(self._unseen),
        )

    async def _kept(self, name: str, gone: NotFound) -> View:
        if self.server is None:
            raise gone
        try:
            kept = await (await self.server()).record(name)
        except NO_SERVER as error:
            raise NotFound(f"{gone}; the history: {error}") from None
        return await self._whole(recording.run(kept), is_kept=True)

    async def _workflow(self, name: str) -> Workflow | None:
        return workflow_from(await self.place.cluster.get(WORKFLOWS, self.place.namespace, name))

    async def _versions(self, workflow: str) -> tuple[WorkflowVersion, ...]:
        selected = f"spec.workflow={workflow}"
        found = await self.place.cluster.list(VERSIONS, self.place.namespace, fields=selected)
        return tuple(sorted(map(version_from, found), key=lambda version: version.spec.number))

    async def _suggestions(self, run: Run) -> tuple[ErrorCode, ...]:
        found = map(error_code_from, await self.place.cluster.list(ERROR_CODES, self.place.namespace))
        return tuple(code for code in found if code.spec.state is CodeState.SUGGESTED and _is_sample(run, code))

    async def _steps(self, run: Run) -> tuple[StepReport, ...]:
        if self.server is None or not run.status.attempt:
            return ()
        return await steps(await self.server(), run.name, run.status.attempt)

    async def _seen(self, what: str, look: Awaitable[Found], otherwise: Found) -> Found:
        try:
            return await look
        except NotFound:
            return otherwise
        except NO_SERVER as error:
            self._unseen.append(f"{what}: {error}")
            return otherwise


async def steps(server: ApiClient, run: str, attempt: int) -> tuple[StepReport, ...]:
    """The steps of an attempt so far, in the order in which they began; raises as ApiClient does."""
    try:
        log = await server.artifact(run, f"a{attempt}/steps.jsonl")
    except ApiRefused as refused:
        if refused.status == NOT_FOUND:
            return ()
        raise
    known: dict[tuple[str, object], StepReport] = {}
    for line in log.splitlines():
        try:
            step = StepReport.model_validate_json(line)
        except ValidationError:
            continue  # the line that is being written
        known[step.node_id, step.started_at] = step
    return tuple(sorted(known.values(), key=lambda step: step.started_at))


NOT_FOUND = 404


def _is_sample(run: Run, code: ErrorCode) -> bool:
    return any(sample.run == run.name for sample in code.status.samples)
