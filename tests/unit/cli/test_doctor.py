"""`webmend doctor`: what it finds wrong, and what it leaves alone."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.builders import NOW, at, attempt, failure, node, run, workflow
from tests.support.builders import graph as graph_of
from webmend.cli.doctor.checks import CHECKS, findings
from webmend.cli.doctor.checks.workflows import wanted_keys
from webmend.cli.doctor.definitions import MODELS, lacking
from webmend.cli.doctor.facts import Broken, Facts, Right, Seen
from webmend.cli.doctor.finding import Finding, Level
from webmend.cli.doctor.telling import as_typed, summary, tell
from webmend.cli.output.paper import Paper
from webmend.domain.condition import Condition, ConditionStatus
from webmend.domain.failure import Category, Fault, SubType
from webmend.domain.names import PLURALS
from webmend.domain.phase import Phase
from webmend.domain.run import InputReason, InputRequest, Run, RunStatus, SessionStatus
from webmend.domain.settings import RunnerSettings, Settings
from webmend.domain.workflow import CredentialTrouble, Workflow, WorkflowStatus

OLD = NOW - timedelta(hours=1)
SETTINGS = Settings(namespaces=("clinic",), runner=RunnerSettings(image="i", server_url="http://s"))
RUNNERS = {"matchExpressions": [{"key": "webmend.io/run", "operator": "Exists"}]}
POLICY = {"spec": {"podSelector": RUNNERS, "policyTypes": ["Egress"]}}


def condition(type_: str, *, holds: bool = True, reason: str = "Because", message: str = "of it") -> Condition:
    status = ConditionStatus.TRUE if holds else ConditionStatus.FALSE
    return Condition(type=type_, status=status, reason=reason, message=message, last_transition_time=OLD)


def deployment(component: str, ready: int = 2, wanted: int = 2, version: str = "1.0") -> dict[str, Any]:
    labels = {"app.kubernetes.io/component": component, "app.kubernetes.io/version": version}
    full = [] if ready else [{"status": "False", "message": "no room"}]
    return {
        "metadata": {"name": f"webmend-{component}", "labels": labels},
        "spec": {"replicas": wanted},
        "status": {"readyReplicas": ready, "conditions": full},
    }


def lease(seconds: float = 1, holder: str = "pod-1") -> dict[str, Any]:
    renewed = (NOW - timedelta(seconds=seconds)).isoformat()
    return {"spec": {"holderIdentity": holder, "renewTime": renewed, "leaseDurationSeconds": 12}}


def accepted(**spec: Any) -> Workflow:
    made = workflow(**spec).with_(created=OLD)
    return made.with_(status=WorkflowStatus(conditions=(condition("Accepted"),)))


def over(**status: Any) -> Run:
    known = {"phase": Phase.SUCCEEDED, "finished_at": OLD, "conditions": (condition("Recorded"),)}
    return run(RunStatus(**{**known, **status}))


def failed(reason: str, fault: Fault) -> Run:
    return over(phase=Phase.FAILED, error=failure(Category.NOT_CONFIDENT, fault=fault, reason=reason))


WELL = Facts(
    now=NOW,
    release="1.0",
    namespace="clinic",
    system="webmend-system",
    version=Seen("v1.36.3"),
    kinds=Seen(frozenset(PLURALS)),
    lacking=Seen(()),
    deployments=Seen((deployment("operator"), deployment("server", 1, 1))),
    lease=Seen(lease()),
    settings=Seen(SETTINGS),
    account=Seen({}),
    policies=Seen((POLICY,)),
    rights=Seen((Right("list", "workflowruns", "webmend.io", "look", True),)),
    workflows=Seen((accepted(),)),
    runs=Seen((over(),)),
    server=Seen("it answers"),
)


def of(*levels: Level, **facts: Any) -> list[tuple[str, str]]:
    """Area and sentence of what is found of these levels, where all else is well."""
    return [(each.area, each.what) for each in findings(replace(WELL, **facts)) if each.level in levels]


def said(status: WorkflowStatus, **spec: Any) -> dict[str, Any]:
    return {"workflows": Seen((accepted(**spec).with_(status=status),))}


def of_run(status: RunStatus, **spec: Any) -> dict[str, Any]:
    return {"runs": Seen((run(status, **spec).with_(created=OLD),))}


LOGIN = {"credentials": [{"alias": "portal", "secretRef": "login", "origins": ["https://site.test"]}]}
TYPES = graph_of(
    node("open", "navigate"),
    node("user", "fill", fill={"value": "{{ credentials.portal.username }}"}),
    node("code", "totp", totp={"credential": "portal"}, target={"selectors": [{"css": "#c"}]}),
)
TROUBLE = CredentialTrouble(version="v", reason=SubType.INVALID_CREDENTIALS, run="portal-1", at=OLD)
ASKED = InputRequest(
    request_id="q1", attempt=1, sequence=1, reason=InputReason.INPUT_REQUIRED, message="How much?", asked_at=NOW,
    expires_at=at(10),
)  # fmt: skip


class TestWell:
    def test_of_an_installation_that_is_well_nothing_is_wrong_or_to_know(self) -> None:
        assert of(Level.WRONG, Level.NOTE, Level.UNSEEN) == []
        assert len(of(Level.GOOD)) == 12

    def test_who_may_see_nothing_is_told_so_and_nothing_is_wrong_for_that(self) -> None:
        hidden = Seen[Any](why_not="forbidden")
        facts = {name: hidden for name, value in vars(WELL).items() if isinstance(value, Seen)}
        found = findings(replace(WELL, **facts, keys={("clinic", "login"): hidden}))
        assert {each.level for each in found} == {Level.UNSEEN}
        assert all("forbidden" in each.what for each in found)

    def test_every_check_is_made_once(self) -> None:
        assert len(set(CHECKS)) == len(CHECKS)


class TestWrong:
    @pytest.mark.parametrize(
        ("facts", "want"),
        [
            ({"version": Seen("v1.30.9-eks-1")}, ("Kubernetes", "v1.30.9-eks-1 is older than 1.31")),
            (
                {"kinds": Seen()},
                ("Definitions", "not there: ErrorCode, NotificationChannel, Workflow, WorkflowRun, WorkflowVersion"),
            ),
            (
                {"lacking": Seen(("Workflow.spec.x",))},
                ("Definitions", "older than webmend 1.0, without Workflow.spec.x"),
            ),
            ({"deployments": Seen(())}, ("Operator and server", "no Deployment of theirs is in webmend-system")),
            ({"deployments": Seen((deployment("operator"),))}, ("Server", "its Deployment is not in webmend-system")),
            (
                {"deployments": Seen((deployment("operator", 0), deployment("server", 1, 1)))},
                ("Operator", "no replica of webmend-operator is ready: no room"),
            ),
            (
                {"deployments": Seen((deployment("operator"), deployment("server", 0, 0)))},
                ("Server", "webmend-server is scaled to 0"),
            ),
            ({"lease": Seen()}, ("Leader", "no operator leads: nothing is decided")),
            ({"lease": Seen(lease(holder=""))}, ("Leader", "no operator leads: nothing is decided")),
            ({"lease": Seen(lease(90))}, ("Leader", "pod-1 has not renewed its lease for 90 s: nothing is decided")),
            (
                {"namespace": "other"},
                ("Namespaces served", "other is not among them (clinic): its runs are never looked at"),
            ),
            (
                {"account": Seen()},
                ("Runner pods", "their ServiceAccount webmend-runner is not in clinic: none can start"),
            ),
            (
                {"broken": (Broken("Workflow", "old", "spec: no"),)},
                ("Objects", "Workflow old cannot be read: spec: no"),
            ),
            (
                said(WorkflowStatus(conditions=(condition("Accepted", holds=False),))),
                ("Workflows", "portal is not accepted: of it"),
            ),
            (said(WorkflowStatus()), ("Workflows", "portal has not been looked at by the operator")),
            (
                said(WorkflowStatus(conditions=(condition("Accepted"), condition("Stalled")))),
                ("Workflows", "portal is stalled: of it"),
            ),
            (
                said(WorkflowStatus(conditions=(condition("Accepted"),), credentials={"login": TROUBLE})),
                (
                    "Credentials",
                    "portal: the site has refused the login login (INVALID_CREDENTIALS, run portal-1): runs are held",
                ),
            ),
            (
                {"workflows": Seen((accepted(**LOGIN, graph_=TYPES),)), "keys": {("clinic", "login"): Seen()}},
                ("Credentials", "portal names the Secret login, which is not there"),
            ),
            (
                {
                    "workflows": Seen((accepted(**LOGIN, graph_=TYPES),)),
                    "keys": {("clinic", "login"): Seen(frozenset({"username"}))},
                },
                ("Credentials", "the Secret login of portal has no key totp"),
            ),
            (of_run(RunStatus()), ("Runs", "portal-1 has not been looked at by the operator")),
            (
                of_run(RunStatus(phase=Phase.RUNNING, conditions=(condition("Stalled"),))),
                ("Runs", "portal-1 is stalled: of it"),
            ),
            (
                of_run(RunStatus(phase=Phase.PENDING, conditions=(condition("Blocked"),))),
                ("Runs", "portal-1 cannot begin: of it"),
            ),
            (
                of_run(RunStatus(phase=Phase.REQUEUED, next_attempt_time=at(-600))),
                ("Runs", "the next attempt of portal-1 should have begun 10 min ago"),
            ),
            (
                of_run(RunStatus(phase=Phase.RUNNING, attempts=(attempt(intended_at=OLD),))),
                ("Runs", "the runner of portal-1 has not called the server for 60 min"),
            ),
            (
                {"runs": Seen((over(conditions=()),))},
                ("History", "1 runs that are over are not recorded: portal-1"),
            ),
        ],
    )
    def test_it_is_found_and_nothing_else_is(self, facts: dict[str, Any], want: tuple[str, str]) -> None:
        assert of(Level.WRONG, **facts) == [want]
        [found] = [each for each in findings(replace(WELL, **facts)) if each.level is Level.WRONG]
        assert found.todo

    @pytest.mark.parametrize(
        "facts",
        [
            {"version": Seen("v1.31.0")},
            {"lease": Seen(lease(30))},
            {"settings": Seen(SETTINGS.with_(namespaces=())), "namespace": "other"},
            said(WorkflowStatus(conditions=(condition("Accepted"), condition("Stalled", holds=False)))),
            {"workflows": Seen((accepted().with_(status=WorkflowStatus(), created=at(-30)),))},
            {
                "workflows": Seen((accepted(**LOGIN, graph_=TYPES),)),
                "keys": {("clinic", "login"): Seen(frozenset({"username", "totp"}))},
            },
            of_run(RunStatus(phase=Phase.PENDING, conditions=(condition("Blocked", reason="Suspended"),))),
            of_run(RunStatus(phase=Phase.REQUEUED, next_attempt_time=at(-60))),
            of_run(
                RunStatus(phase=Phase.RUNNING, attempts=(attempt(intended_at=OLD),), session=SessionStatus(attempt=1))
            ),
            {"runs": Seen((over(conditions=(), finished_at=at(-60)),))},
            {"deployments": Seen[Any](why_not="forbidden"), "runs": Seen((over(),))},
        ],
    )
    def test_the_nearest_thing_that_is_well_is_not(self, facts: dict[str, Any]) -> None:
        assert of(Level.WRONG, **facts) == []


class TestToKnow:
    @pytest.mark.parametrize(
        ("facts", "want"),
        [
            (
                {"namespace": "default", "is_named": False, "account": Seen(), "policies": Seen(())},
                "default, that of your context, is not among them (clinic)",
            ),
            (
                {"deployments": Seen((deployment("operator", 1), deployment("server", 1, 1)))},
                "1 of 2 replicas of webmend-operator are ready",
            ),
            (
                {"deployments": Seen((deployment("operator", version="0.9"), deployment("server", 1, 1)))},
                "the installation is 0.9, this program 1.0",
            ),
            (
                {"policies": Seen(())},
                "no NetworkPolicy in clinic holds runner pods: they reach every address of the cluster",
            ),
            (
                {"rights": Seen((Right("create", "workflowruns", "webmend.io", "start runs", False),))},
                "you may not create workflowruns.webmend.io, which is needed to start runs",
            ),
            (
                {"runs": Seen((failed("EgressRefused", Fault.WEBSITE),))},
                "the egress proxy has refused portal-1",
            ),
            (said(WorkflowStatus(conditions=(condition("Accepted"), condition("Paused")))), "portal is paused: of it"),
            (said(WorkflowStatus(conditions=(condition("Accepted"), condition("RepairsPending")))), "portal: of it"),
            (
                of_run(RunStatus(phase=Phase.PENDING, reason="CredentialBusy", message="another run has it")),
                "portal-1 is Pending for 60 min: another run has it",
            ),
            (of_run(RunStatus(phase=Phase.INPUT_REQUIRED, input_request=ASKED)), "portal-1 asks: How much?"),
            (
                {"runs": Seen((failed("NodeLost", Fault.PLATFORM),))},
                "portal-1 has failed by NodeLost: it failed",
            ),
        ],
    )
    def test_it_is_said_and_is_not_wrong(self, facts: dict[str, Any], want: str) -> None:
        assert [what for _, what in of(Level.NOTE, **facts)] == [want]
        assert of(Level.WRONG, **facts) == []

    @pytest.mark.parametrize(
        "facts",
        [
            of_run(RunStatus(phase=Phase.PENDING), start_at=at(3600)),
            {"runs": Seen((over(phase=Phase.FAILED, error=failure(Category.PAGE_NOT_FOUND)),))},
            {"policies": Seen(({"spec": {"podSelector": {}, "policyTypes": ["Egress"]}},))},
        ],
    )
    def test_what_is_as_it_should_be_is_not(self, facts: dict[str, Any]) -> None:
        assert of(Level.NOTE, **facts) == []

    def test_of_many_runs_the_first_are_named(self) -> None:
        many = Seen(tuple(run(RunStatus()).with_(created=OLD, name=f"r{n}") for n in range(8)))
        assert len(of(Level.WRONG, runs=many)) == 5
        assert of(Level.NOTE, runs=many) == [("Runs", "the same of 3 more")]


class TestDefinitions:
    @pytest.fixture
    def schemas(self) -> dict[str, Mapping[str, Any]]:
        """Those that this release installs."""
        found = [yaml.safe_load(file.read_text()) for file in Path("crds").glob("*.yaml")]
        return {
            each["spec"]["names"]["kind"]: each["spec"]["versions"][0]["schema"]["openAPIV3Schema"] for each in found
        }

    def test_those_of_this_release_lack_nothing(self, schemas: dict[str, Any]) -> None:
        assert schemas.keys() >= MODELS.keys()
        assert lacking(schemas) == ()

    def test_a_field_that_is_not_there_is_named_and_nothing_below_it(self, schemas: dict[str, Any]) -> None:
        spec = schemas["Workflow"]["properties"]["spec"]["properties"]
        del spec["browser"]["properties"]["clientCertificate"]
        del spec["graph"]["properties"]["nodes"]["items"]["properties"]["click"]
        del schemas["WorkflowRun"]["properties"]["status"]
        assert lacking(schemas) == (
            "Workflow.spec.graph.nodes.click",
            "Workflow.spec.browser.clientCertificate",
            "WorkflowRun.status",
        )


def test_the_keys_that_steps_use_are_wanted_and_those_of_certificates() -> None:
    shown = accepted(
        **LOGIN,
        graph_=TYPES,
        browser={"clientCertificate": {"secretRef": "tls", "origins": ["https://site.test"]}},
    )
    assert wanted_keys(shown) == {
        "login": frozenset({"username", "totp"}),
        "tls": frozenset({"tls.crt", "tls.key"}),
    }


class TestTelling:
    def test_each_has_its_mark_and_what_to_do(self) -> None:
        file = io.StringIO()
        found = (
            Finding(Level.WRONG, "Runs", "x is stalled \x1b[2J", "webmend describe x"),
            Finding(Level.GOOD, "Leader", "pod-1"),
        )
        tell(Paper(file, {}), found)
        assert file.getvalue().splitlines() == [
            f"✗ {'Runs':<20} x is stalled  [2J",
            f"  {'':<20} → webmend describe x",
            f"✓ {'Leader':<20} pod-1",
            "",
            "1 wrong",
        ]

    @pytest.mark.parametrize(
        ("levels", "want"),
        [
            ([], "nothing is wrong"),
            ([Level.WRONG, Level.WRONG, Level.NOTE], "2 wrong, 1 to know"),
            ([Level.GOOD, Level.UNSEEN], "nothing is wrong, 1 could not be looked at"),
        ],
    )
    def test_the_end_counts_them(self, levels: list[Level], want: str) -> None:
        assert summary(tuple(Finding(level, "a", "b") for level in levels)) == want

    def test_commands_are_as_one_has_to_type_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.argv", ["kubectl-webmend"])
        found = as_typed(Finding(Level.WRONG, "a", "b", "webmend get -n webmend-system; kubectl get wmr"))
        assert found.todo == "kubectl webmend get -n webmend-system; kubectl get wmr"
