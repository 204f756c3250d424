"""A workflow of a manifest, carried out by the real runner in a browser that others use too; the server is the fake."""

from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.builders import NOW
from tests.support.session import FakeServer
from tests.support.witness import Witness
from webmend.adapters.browser.chromium import Chromium
from webmend.adapters.clock import SystemClock
from webmend.cli import manifests
from webmend.cli.components import components
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.graph import Graph
from webmend.domain.report import AttemptReport, FailureReport, StepOutcome
from webmend.domain.run import Attempt, AttemptCause, AttemptState, Run, RunSpec, WorkflowRef
from webmend.domain.session import HandedDirective, SessionPlan
from webmend.domain.settings import RecoverySettings
from webmend.domain.workflow import Workflow
from webmend.policy import calling
from webmend.policy.session import session_plan
from webmend.ports.browser import BrowserSession
from webmend.runner.attempt import Surroundings, run_attempt
from webmend.runner.secrets import Secrets

CODE = "471147"
"""What every source of codes gives."""

PATIENCE = "90s"


@dataclass(frozen=True)
class Attempted:
    """What came of it."""

    workflow: Workflow
    report: AttemptReport
    server: FakeServer

    @property
    def outputs(self) -> dict[str, Any]:
        """What was extracted."""
        return dict(self.server.outputs.values) if self.server.outputs else {}

    @property
    def done(self) -> set[str]:
        """The steps that were done."""
        return {step.node_id for step in self.server.steps if step.outcome is StepOutcome.DONE}

    @property
    def trouble(self) -> str:
        """The step that failed and why; empty where none has."""
        failure = self.report.failure
        return f"{failure.node_id}: {failure.evidence.error}" if failure else ""


async def attempt(chromium: Chromium, manifest: Path) -> Attempted:
    """Carry the manifest's first workflow out, with the run, Secrets and components that are in the file too."""
    found = manifests.read([manifest])
    workflow = found.workflows[0]
    graph = calling.composed(workflow.spec.graph, components(found, NOW))
    server = FakeServer(_plan(workflow, graph, found.run_of(workflow, None)), _answered)
    server.secrets = {
        (login.alias, key): value
        for login in workflow.spec.credentials
        for key, value in found.secrets[login.secret_ref].items()
    }
    server.codes = {source.alias: CODE for source in workflow.spec.code_sources}
    secrets = Secrets()

    async def shared(plan: Awaitable[SessionPlan]) -> BrowserSession:
        return await chromium.session((await plan).browser, secrets)

    report = await run_attempt(Surroundings(server, shared, SystemClock(), Witness(), secrets=secrets))
    return Attempted(workflow, report, server)


def _plan(workflow: Workflow, graph: Graph, run: Run | None) -> SessionPlan:
    run = run or Run(
        namespace="default",
        name=workflow.name,
        uid="uid-1",
        created=NOW,
        spec=RunSpec(workflow_ref=WorkflowRef(name=workflow.name)),
    )
    first = Attempt(
        number=1, cause=AttemptCause.FIRST, state=AttemptState.RUNNING, version=1, job_name="here", intended_at=NOW
    )
    return session_plan(run, first, workflow, _patient(graph), RecoverySettings())


def _patient(graph: Graph) -> Graph:
    """The same with more time for each step that does not say how much: the machine may be busy."""
    return Graph(nodes=tuple(n if n.wait_time else n.with_(wait_time=PATIENCE) for n in graph.nodes))


def _answered(report: FailureReport) -> Directive:
    """A step that asks is given a number; whatever has failed ends the attempt."""
    told = {"sequence": report.sequence, "attempt": report.attempt}
    if not report.asks:
        return Directive(**told, kind=DirectiveKind.END)
    return HandedDirective(**told, kind=DirectiveKind.RETRY, answer="here", inputs={"number": "2"})
