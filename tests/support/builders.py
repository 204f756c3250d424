"""Small values for tests, each with what most tests need and everything open to change."""

from datetime import UTC, datetime, timedelta
from typing import Any

from webmend.domain.evidence import ErrorFacts, Evidence, StepFacts
from webmend.domain.failure import Category, Failure, Fault, SubType
from webmend.domain.graph import Graph, Node
from webmend.domain.report import AttemptOutcome, AttemptReport, FailureReport
from webmend.domain.run import Attempt, AttemptCause, AttemptState, Run, RunSpec, RunStatus, WorkflowRef
from webmend.domain.settings import RunnerSettings, Settings
from webmend.domain.version import WorkflowVersion
from webmend.domain.workflow import Workflow, WorkflowSpec
from webmend.policy import versions

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SETTINGS = Settings(runner=RunnerSettings(image="webmend/runner:test", server_url="http://webmend-server"))


def at(seconds: float) -> datetime:
    """So many seconds after NOW."""
    return NOW + timedelta(seconds=seconds)


def node(id_: str, action: str = "click", **fields: Any) -> Node:
    """A step; one that needs a target gets a button of its own name."""
    if action in ("click", "fill", "select", "check") and "target" not in fields:
        fields["target"] = {"selectors": [{"role": "button", "name": id_}]}
    parameters = {"navigate": {"url": "http://site.test/"}, "fill": {"value": "x"}, "delay": {"duration": "1s"}}
    fields.setdefault(action, parameters.get(action, {}))
    return Node.model_validate({"id": id_, **fields})


def graph(*nodes: Node) -> Graph:
    """These steps, or: open the page, click New Patient."""
    return Graph(nodes=nodes or (node("open", "navigate"), node("new-patient", name="Click New Patient")))


def workflow(graph_: Graph | None = None, **spec: Any) -> Workflow:
    """A workflow called portal."""
    return Workflow(
        namespace="clinic",
        name="portal",
        uid="wf-uid",
        generation=1,
        spec=WorkflowSpec.model_validate({"graph": graph_ or graph(), **spec}),
    )


def keeping_two_logins() -> Workflow:
    """A workflow that keeps its session and has two logins: an older release took such ones."""
    logins = [{"alias": each, "secretRef": each, "origins": ["https://site.test"]} for each in ("portal", "bank")]
    made = workflow(credentials=logins)
    return made.with_(spec=made.spec.with_(browser=made.spec.browser.with_(keep_session=True)))


def version(of: Workflow, number: int = 1, **spec: Any) -> WorkflowVersion:
    """A version that the workflow's manifest made."""
    made = versions.of_user(of.name, of.spec.graph, (), number)
    return WorkflowVersion(
        namespace=of.namespace, name=versions.object_name(made), uid=f"v{number}", spec=made.with_(**spec)
    )


def run(status: RunStatus | None = None, **spec: Any) -> Run:
    """A run of portal."""
    return Run(
        namespace="clinic",
        name="portal-1",
        uid="11112222-aaaa-bbbb-cccc-000000000000",
        created=NOW,
        spec=RunSpec(workflow_ref=WorkflowRef(name="portal"), **spec),
        status=status or RunStatus(),
    )


def attempt(number: int = 1, state: AttemptState = AttemptState.RUNNING, **fields: Any) -> Attempt:
    """An attempt of that run."""
    return Attempt(
        **{
            "number": number,
            "cause": AttemptCause.FIRST if number == 1 else AttemptCause.SITE,
            "state": state,
            "version": 1,
            "job_name": f"portal-1-11112222-a{number}",
            "intended_at": NOW,
            **fields,
        }
    )


def failure(category: Category, sub_type: SubType | None = None, **fields: Any) -> Failure:
    """A failure of the site."""
    return Failure(
        **{"category": category, "sub_type": sub_type, "fault": Fault.WEBSITE, "message": "it failed", **fields}
    )


def report(node_id: str = "new-patient", sequence: int = 1, attempt_: int = 1, **fields: Any) -> FailureReport:
    """What a runner says of a failed step."""
    facts = {
        "attempt": attempt_,
        "sequence": sequence,
        "node_id": node_id,
        "evidence": Evidence(step=StepFacts(id=node_id, action="click", title=node_id), error=ErrorFacts()),
        **fields,
    }
    return FailureReport(**facts)


def succeeded(**fields: Any) -> AttemptReport:
    """A runner's last word on an attempt that went well."""
    return AttemptReport(
        **{"outcome": AttemptOutcome.SUCCEEDED, "reason": "Completed", "started_at": at(3), "steps_done": 2, **fields}
    )


def failed(failure_: FailureReport | None, **fields: Any) -> AttemptReport:
    """A runner's last word on an attempt that failed."""
    return AttemptReport(
        **{"outcome": AttemptOutcome.FAILED, "reason": "StepFailed", "started_at": at(3), "failure": failure_, **fields}
    )
