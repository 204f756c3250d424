"""A run that asks, on a real API server: the operator as it is shipped, a server with its own rights, real tokens."""

import json
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.clinic import Clinic, eventually
from tests.integration.serving import kubeconfig, serving, token_of_person, token_of_pod
from tests.support import kubelet
from tests.support.builders import graph, node, report, succeeded
from tests.support.replica import Replica, replica
from webmend.adapters.session import HttpSession
from webmend.domain import names
from webmend.domain.condition import is_true
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.evidence import ErrorFacts, ErrorKind, Evidence, InputFacts, StepFacts
from webmend.domain.phase import Phase
from webmend.domain.report import FailureReport, RecoveryOutcome, RecoveryReport
from webmend.domain.run import InputRequest
from webmend.domain.session import HandedDirective
from webmend.ports.cluster import EVENTS, SECRETS

__all__ = ["kubeconfig"]

LOOKUP = graph(
    node("open", "navigate"),
    node("type-id", "fill", fill={"value": "{{ inputs.patientId }}"}),
    node("look-up"),
)
WORKFLOW = {
    "graph": LOOKUP.stored(),
    "inputs": [{"name": "patientId", "required": True, "pattern": "P-[0-9]{4}"}, {"name": "pin", "secret": True}],
}
PIN = "canary-4711"


FORM = {"properties": {"amount": {"type": "integer"}, "pin": {"writeOnly": True}}, "required": ["amount"]}
PAYING = graph(
    node("open", "navigate"), node("confirm", "ask", ask={"message": "How much?", "inputSchema": FORM, "timeout": "1m"})
)


def stops_to_ask() -> FailureReport:
    """A step asks by itself."""
    evidence = Evidence(
        error=ErrorFacts(kind=ErrorKind.ASKED, type="Asked", message="How much?"),
        step=StepFacts(id="confirm", action="ask", title="confirm"),
    )
    return report("confirm", evidence=evidence, steps_done=1, path=("open",), on_page=1, safe_nodes=("open",))


def refused_id() -> FailureReport:
    """The site says that there is no such patient."""
    evidence = Evidence(
        error=ErrorFacts(kind=ErrorKind.NO_OPTION, message="the list has no such patient"),
        step=StepFacts(id="look-up", action="click", title="look-up", waited=15.0),
        inputs=InputFacts(options=("P-1001", "P-1003")),
    )
    path = {"path": ("open", "type-id"), "on_page": 1, "safe_nodes": ("open",)}
    return report("look-up", evidence=evidence, steps_done=2, **path)


@dataclass
class Asking:
    """A run whose runner waits for what follows its failure."""

    clinic: Clinic
    url: str
    folder: Path
    uid: str
    runner: HttpSession

    async def question(self) -> InputRequest:
        """What the run asks."""
        request = (await self.clinic.run()).status.input_request
        assert request is not None
        return request

    async def following(self, revision: int = 1, wait: float = 30) -> HandedDirective | None:
        """What the runner is told after it was told to hold the session."""
        return await self.runner.directive(1, wait, revision)

    async def person(self, name: str, *verbs: str, audience: str = "") -> httpx.AsyncClient:
        """Somebody with these rights on runs, in this namespace."""
        token = await token_of_person(self.clinic, name, *verbs, audience=audience)
        return httpx.AsyncClient(base_url=self.url, headers={"Authorization": f"Bearer {token}"}, timeout=30)

    @property
    def name(self) -> str:
        """What its question is called."""
        return f"{self.uid[:8]}-a1-s1"

    def path(self, end: str = "") -> str:
        """Where the run is."""
        return f"/run/{self.uid}{end}"

    def patch(self, *answers: dict[str, Any]) -> None:
        """Answer by kubectl."""
        body = json.dumps({"spec": {"answers": answers}})
        self.clinic.plane.kubectl("-n", self.clinic.namespace, "patch", "wmr", "portal-1", "--type=merge", "-p", body)

    async def events(self, reason: str) -> list[str]:
        """What the Events of this reason say."""
        events = await self.clinic.cluster.list(EVENTS, self.clinic.namespace)
        return [event["note"] for event in events if event["reason"] == reason]

    async def has_told(self, reason: str) -> bool:
        return bool(await self.events(reason))


@pytest.fixture
async def operator(clinic: Clinic, tmp_path: Path) -> AsyncIterator[Replica]:
    async with replica(clinic.settings, clinic.plane.kubeconfig, tmp_path) as operator:
        await eventually(operator.is_leader)
        yield operator


@pytest.fixture
def seconds() -> int:
    """How long an answer may take."""
    return 60


@pytest.fixture
async def asking(
    clinic: Clinic, kubeconfig: str, operator: Replica, tmp_path: Path, seconds: int
) -> AsyncIterator[Asking]:
    folder = tmp_path / "artifacts"
    async with serving(clinic, kubeconfig, folder) as url:
        asks = {"incorrectFormInputRecovery": True, "inputRequiredTimeoutSeconds": seconds}
        await clinic.apply_workflow(**WORKFLOW, errorHandling=asks)
        run = await clinic.apply_run(inputs={"patientId": "P-9999"})
        uid = run["metadata"]["uid"]
        await clinic.play(kubelet.running())
        runner = HttpSession(url, uid, 1, await token_of_pod(clinic))
        await runner.open()
        await runner.report_failure(refused_id())
        held = await runner.directive(1, wait=30)
        assert held is not None
        assert held.kind is DirectiveKind.HOLD
        yield Asking(clinic, url, folder, uid, runner)


async def test_a_run_that_is_answered_by_http_goes_on_in_its_session_and_succeeds(asking: Asking) -> None:
    person = await asking.person("nurse", "get", "provideinput")

    told = (await person.get(asking.path())).json()
    answer = await person.post(asking.path("/new_input_variables"), json={"input_variables": {"patientId": "P-1002"}})
    directive = await asking.following()

    assert (told["status"], told["input_required"]["input_variables"]) == (
        "execution.input_required",
        {"patientId": "P-9999"} | {"pin": "***"},
    )
    assert answer.status_code == 200, answer.text
    assert directive is not None
    assert (directive.kind, directive.node_id) == (DirectiveKind.RESUME, "type-id")
    assert directive.inputs == {"patientId": "P-1002"}
    await asking.runner.report_recovery(RecoveryReport(sequence=1, outcome=RecoveryOutcome.SUCCEEDED))
    await eventually(lambda: asking.clinic.is_in(Phase.RUNNING))
    await asking.clinic.play(kubelet.ended(succeeded()))
    await eventually(asking.clinic.is_over)
    status = (await asking.clinic.run()).status
    assert (status.phase, status.recovered, status.attempt) == (Phase.SUCCEEDED, True, 1)
    result = (await person.get(asking.path())).json()
    assert (result["status"], result["was_recovered"]) == ("execution.success", True)
    assert result["errors"][0]["llm_error_category"] == "INCORRECT_FORM_INPUTS"


async def test_secret_values_reach_the_runner_and_stand_nowhere_else(asking: Asking) -> None:
    person = await asking.person("nurse", "provideinput", audience=names.TOKEN_AUDIENCE)

    await person.post(
        asking.path("/new_input_variables"), json={"input_variables": {"pin": PIN, "patientId": "P-1002"}}
    )
    directive = await asking.following()

    assert directive is not None
    assert (directive.inputs, directive.secret_inputs) == ({"patientId": "P-1002", "pin": PIN}, ("pin",))
    stored = await asking.clinic.run()
    assert PIN not in stored.model_dump_json()
    assert stored.spec.answers[0].inputs_from is not None
    secret = await asking.clinic.cluster.get(
        SECRETS, asking.clinic.namespace, stored.spec.answers[0].inputs_from.secret_ref
    )
    assert secret["metadata"]["ownerReferences"][0]["uid"] == asking.uid
    kept = [path.read_bytes() for path in asking.folder.rglob("*") if path.is_file()]
    assert all(PIN.encode() not in body for body in kept)


async def test_a_step_that_asks_is_answered_by_http_in_the_words_of_its_form(
    clinic: Clinic, kubeconfig: str, operator: Replica, tmp_path: Path
) -> None:
    folder = tmp_path / "artifacts"
    async with serving(clinic, kubeconfig, folder) as url:
        await clinic.apply_workflow(graph=PAYING.stored())
        uid = (await clinic.apply_run())["metadata"]["uid"]
        await clinic.play(kubelet.running())
        runner = HttpSession(url, uid, 1, await token_of_pod(clinic))
        await runner.open()
        await runner.report_failure(stops_to_ask())
        held = await runner.directive(1, wait=30)
        asking = Asking(clinic, url, folder, uid, runner)
        person = await asking.person("nurse", "get", "provideinput")

        told = (await person.get(asking.path())).json()["input_required"]
        wrong = await person.post(asking.path("/new_input_variables"), json={"input_variables": {"amount": "many"}})
        values = {"amount": "12", "pin": PIN}
        given = await person.post(asking.path("/new_input_variables"), json={"input_variables": values})
        directive = await asking.following()

        assert held is not None
        assert held.kind is DirectiveKind.HOLD
        assert (told["message"], told["input_variables"]) == ("How much?", {"amount": "", "pin": ""})
        assert [(f["name"], f["type"], f["required"]) for f in told["fields"]] == [
            ("amount", "Integer", True),
            ("pin", "String", False),
        ]
        assert (wrong.status_code, given.status_code) == (422, 200)
        assert directive is not None
        assert (directive.kind, directive.node_id) == (DirectiveKind.RETRY, "confirm")
        assert (directive.inputs, directive.secret_inputs) == (values, ("pin",))
        await clinic.play(kubelet.ended(succeeded()))
        await eventually(clinic.is_over)
        ended = await clinic.run()
        assert (ended.status.phase, ended.status.recovered, ended.status.recoveries) == (Phase.SUCCEEDED, False, ())
        assert PIN not in ended.model_dump_json()


async def test_who_lacks_the_right_is_refused_and_nothing_changes(asking: Asking) -> None:
    before = await asking.clinic.run()
    viewer = await asking.person("viewer", "get")
    nobody = await asking.person("nobody")
    body = {"input_variables": {"patientId": "P-1002"}}

    assert (await viewer.get(asking.path())).status_code == 200
    assert (await viewer.post(asking.path("/new_input_variables"), json=body)).status_code == 403
    assert (await viewer.post(asking.path("/interrupt"))).status_code == 403
    assert (await nobody.get(asking.path())).status_code == 403
    assert (await nobody.post(asking.path("/new_input_variables"), json=body)).status_code == 403
    async with httpx.AsyncClient(base_url=asking.url) as stranger:
        assert (await stranger.get(asking.path())).status_code == 401
        forged = {"Authorization": "Bearer made-up"}
        assert (await stranger.get(asking.path(), headers=forged)).status_code == 401
    assert (await asking.clinic.run()).spec == before.spec


async def test_the_token_of_the_runners_own_pod_answers_nothing(asking: Asking) -> None:
    token = (await token_of_pod(asking.clinic))()
    async with httpx.AsyncClient(base_url=asking.url, headers={"Authorization": f"Bearer {token}"}) as runner:
        body = {"input_variables": {"patientId": "P-1002"}}
        answer = await runner.post(asking.path("/new_input_variables"), json=body)

    assert answer.status_code == 403


async def test_what_does_not_fit_is_refused_before_it_is_written(asking: Asking) -> None:
    person = await asking.person("nurse", "provideinput")

    wrong = await person.post(asking.path("/new_input_variables"), json={"input_variables": {"patientId": "1002"}})
    unknown = await person.post(asking.path("/new_input_variables"), json={"input_variables": {"name": "Ada"}})

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert "must match" in wrong.json()["detail"]
    assert (await asking.clinic.run()).spec.answers == ()


async def test_a_second_answer_is_refused(asking: Asking) -> None:
    person = await asking.person("nurse", "provideinput")
    body = {"input_variables": {"patientId": "P-1002"}}

    first = await person.post(asking.path("/new_input_variables"), json=body)
    second = await person.post(asking.path("/new_input_variables"), json={"input_variables": {"patientId": "P-1003"}})

    assert (first.status_code, second.status_code) == (200, 409)
    with pytest.raises(AssertionError, match="an answer stays as it was given"):
        asking.patch({"requestId": asking.name, "inputs": {"patientId": "P-1003"}})
    directive = await asking.following()
    assert directive is not None
    assert directive.inputs == {"patientId": "P-1002"}


async def test_an_answer_to_another_question_is_told_of_and_the_right_one_still_counts(asking: Asking) -> None:
    before = await asking.question()
    foreign = {"requestId": "a7-s1", "inputs": {"patientId": "P-1002"}}

    asking.patch(foreign)
    await eventually(lambda: asking.has_told("AnswerRefused"))

    status = (await asking.clinic.run()).status
    assert is_true(status.conditions, "AnswerRefused")
    assert (status.phase, status.input_request) == (Phase.INPUT_REQUIRED, before)
    assert await asking.events("AnswerRefused") == [
        f"The answer to a7-s1 is refused: the run asks {asking.name}, not a7-s1"
    ]
    asking.patch(foreign, {"requestId": asking.name, "inputs": {"patientId": "P-1002"}})
    directive = await asking.following()
    assert directive is not None
    assert directive.kind is DirectiveKind.RESUME


async def test_an_answer_that_was_meant_for_another_run_is_refused(asking: Asking) -> None:
    other = "00000000-a1-s1"

    asking.patch({"requestId": other, "inputs": {"patientId": "P-1002"}})
    await eventually(lambda: asking.has_told("AnswerRefused"))

    assert (await asking.question()).request_id == asking.name
    assert (await asking.clinic.run()).status.answers[0].accepted is False


async def test_a_wrong_answer_by_kubectl_is_asked_again_under_a_new_name(asking: Asking) -> None:
    wrong = {"requestId": asking.name, "inputs": {"patientId": "1002"}}

    asking.patch(wrong)
    await eventually(lambda: asking.has_told("AnswerRefused"))

    assert (await asking.question()).request_id == f"{asking.name}-2"
    asking.patch(wrong, {"requestId": f"{asking.name}-2", "inputs": {"patientId": "P-1002"}})
    directive = await asking.following()
    assert directive is not None
    assert directive.inputs == {"patientId": "P-1002"}


async def test_an_operator_that_is_killed_in_the_wait_loses_nothing(
    asking: Asking, operator: Replica, tmp_path: Path
) -> None:
    before = await asking.question()
    operator.signal(signal.SIGKILL)
    await operator.ended(within=10)
    asking.patch({"requestId": asking.name, "inputs": {"patientId": "P-1002"}})

    async with replica(asking.clinic.settings, asking.clinic.plane.kubeconfig, tmp_path, "b"):
        directive = await asking.following(wait=60)

    assert (await asking.clinic.run()).status.input_request is None
    assert directive is not None
    assert (directive.kind, directive.inputs) == (DirectiveKind.RESUME, {"patientId": "P-1002"})
    assert before.expires_at - before.asked_at == timedelta(seconds=60)


@pytest.mark.parametrize("seconds", [5])
async def test_without_an_answer_the_attempt_ends_when_the_time_is_over(asking: Asking, seconds: int) -> None:
    directive = await asking.following(wait=30)

    assert directive is not None
    assert (directive.kind, directive.reason) == (DirectiveKind.END, f"nobody answered {asking.name} within 5s")
    await eventually(lambda: asking.has_told("NotAnswered"))
    asking.patch({"requestId": asking.name, "inputs": {"patientId": "P-1002"}})
    await eventually(lambda: asking.has_told("AnswerRefused"))
    assert (await asking.clinic.run()).status.directive == Directive.model_validate(
        {name: getattr(directive, name) for name in Directive.model_fields}
    )


async def test_an_interrupt_ends_the_wait(asking: Asking) -> None:
    person = await asking.person("nurse", "stop")

    answer = await person.post(asking.path("/interrupt"))

    assert answer.status_code == 200
    await eventually(lambda: asking.clinic.is_in(Phase.STOPPED))
    late = {"requestId": asking.name, "inputs": {"patientId": "P-1002"}}
    with pytest.raises(AssertionError, match="a run that is over takes no answers"):
        asking.patch(late)
