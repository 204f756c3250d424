"""A run without a cluster ends as it would in one: the same plan decides, on virtual time."""

import json
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.builders import SETTINGS, node, run, workflow
from tests.support.clock import VirtualClock
from tests.support.witness import Witness
from tests.unit.runner.lab import Tab, failed
from webmend.cli import result
from webmend.cli.asking import Prepared
from webmend.cli.local.answerer import Answerer
from webmend.cli.local.folder import Folder
from webmend.cli.local.kept import KeptSession
from webmend.cli.local.known import Known
from webmend.cli.local.operator import Operator
from webmend.cli.local.running import Means, carry_out
from webmend.domain.evidence import DocumentFacts, DomFacts, ElementFacts, ErrorKind, Evidence, NetworkFacts
from webmend.domain.failure import Category, Failure
from webmend.domain.graph import Graph, Node
from webmend.domain.phase import Phase
from webmend.domain.run import Answer, Attempt, InputRequest, RecoveryKind, RecoveryState
from webmend.domain.session import SessionPlan
from webmend.domain.workflow import Input
from webmend.policy.totp import code
from webmend.ports.browser import BrowserSession, Performed
from webmend.runner.attempt import Launch
from webmend.runner.launching import Given
from webmend.runner.secrets import Secrets
from webmend.runner.stop import Stop

pytestmark = pytest.mark.looptime

LOGIN = {"alias": "portal", "secretRef": "login", "origins": ["http://site.test"]}
PORTAL = (
    node("open", "navigate"),
    node("password", "fill", fill={"value": "{{ credentials.portal.password }}"}),
    node("new", name="Click New Patient"),
)
SPINNER = Evidence(
    document=DocumentFacts(ready_state="complete", status=200),
    dom=DomFacts(selector_counts=(0,), busy=(ElementFacts(tag="div", role="progressbar", name="Loading"),)),
)
DOWN = Evidence(document=DocumentFacts(status=503, ready_state="complete"), network=NetworkFacts(retry_after=90.0))


class Spectator(Witness):
    """An audience that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.attempts: list[int] = []
        self.explanations: list[Failure] = []
        self.requeues: list[float] = []

    def begins(self, attempt: Attempt) -> None:
        self.attempts.append(attempt.number)

    def explained(self, failure: Failure) -> None:
        self.explanations.append(failure)

    def requeued(self, why: str, seconds: float) -> None:
        self.requeues.append(seconds)


class Desk:
    """One's own machine."""

    def __init__(self, folder: Path, *nodes: Node, patient: bool = True, answerer: Answerer | None = None, **spec: Any):
        self.workflow = workflow(Graph(nodes=nodes or PORTAL), credentials=[LOGIN], **spec)
        self.clock = VirtualClock()
        self.operator = Operator(run(), self.workflow, SETTINGS, self.clock, lambda: 0.5)
        self.tab = Tab(*nodes or PORTAL)
        self.audience = Spectator()
        self.folder = Folder(folder)
        self.stop = Stop()
        self.means = Means(
            credentials={"portal": {"password": "correct-horse", "totp": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"}},
            browsers=self._browsers,
            folder=self.folder,
            known=Known(folder / "known.json"),
            session=KeptSession(folder / "session.json"),
            audience=self.audience,
            clock=self.clock,
            stop=self.stop,
            answerer=answerer or Prepared({}, None),
            patient=patient,
        )

    async def run(self) -> Phase:
        return await carry_out(self.operator, self.means)

    def _browsers(self, secrets: Secrets, given: Given) -> Launch:
        async def launch(plan: Awaitable[SessionPlan]) -> BrowserSession:
            await plan
            self.tab.closed = False
            return self.tab

        return launch


async def test_a_good_run_is_remembered_for_the_next_one(tmp_path: Path) -> None:
    first = Desk(tmp_path)
    assert await first.run() is Phase.SUCCEEDED
    known = Known(tmp_path / "known.json").of(first.workflow.spec.graph)
    assert set(known) == {n.id for n in first.workflow.spec.graph.nodes}


async def test_a_file_of_what_is_known_that_cannot_be_read_is_taken_for_none(tmp_path: Path) -> None:
    (tmp_path / "known.json").write_text("{")
    assert await Desk(tmp_path).run() is Phase.SUCCEEDED


async def test_a_plain_run_succeeds_and_leaves_its_steps_and_outputs(tmp_path: Path) -> None:
    visits = node("visits", "extract", target={"selectors": [{"css": "table"}]}, extract={"table": {}})
    desk = Desk(tmp_path, *PORTAL, visits)
    desk.tab.gives["visits"] = [Performed(data=[{"date": "2026-01-02"}])]
    assert await desk.run() is Phase.SUCCEEDED
    steps = [json.loads(line) for line in (tmp_path / "attempt-1/steps.jsonl").read_text().splitlines()]
    assert [step["nodeId"] for step in steps] == ["open", "password", "new", "visits"]
    assert json.loads((tmp_path / "outputs.json").read_text()) == {"visits": [{"date": "2026-01-02"}]}
    assert desk.operator.run.status.records == 1
    assert desk.tab.typed["password"] == "correct-horse"


class Visits(Desk):
    """One's own machine with a workflow that takes visits; so many are there."""

    def __init__(self, folder: Path, rows: int):
        visits = node("visits", "extract", target={"selectors": [{"css": "table"}]}, extract={"table": {}})
        rule = {"output": "visits", "minRows": 1, "maxDropPercent": 50}
        super().__init__(folder, *PORTAL, visits, outputs={"rules": [rule]})
        self.operator.workflow = self.means.known.with_good_run(self.workflow)
        self.operator.run = self.operator.run.with_(uid=f"uid-{rows}")
        self.tab.gives["visits"] = [Performed(data=[{"date": "2026-01-02"}] * rows)]


def visits_in(folder: Path, name: str = "outputs.json") -> int:
    return len(json.loads((folder / name).read_text())["visits"])


async def test_data_with_warnings_do_not_take_the_place_of_good_ones(tmp_path: Path) -> None:
    story = ((10, [], 10), (4, ["MaxDropPercent"], 10), (0, ["MinRows", "MaxDropPercent"], 10), (6, [], 6))
    for rows, rules, want in story:
        desk = Visits(tmp_path, rows)
        assert await desk.run() is Phase.SUCCEEDED, desk.operator.run.status.error
        assert [w.rule for w in desk.operator.run.status.warnings] == rules
        assert (visits_in(tmp_path), visits_in(tmp_path, "attempt-1/outputs.json")) == (want, rows)
        (tmp_path / "known.json").unlink()  # the tab of this test has another element each time


async def test_the_data_of_a_dry_run_are_not_whole_and_replace_none(tmp_path: Path) -> None:
    desk = Visits(tmp_path, 10)
    desk.operator.run = desk.operator.run.with_(spec=run(dry_run=True).spec)
    desk.workflow.spec.graph.nodes[-1].__dict__["irreversible"] = True
    assert await desk.run() is Phase.SUCCEEDED
    assert not (tmp_path / "outputs.json").exists()


async def test_nothing_that_is_left_holds_the_password(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    await desk.run()
    result.leave(desk.operator, {"spec": {}}, desk.folder)
    left = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert left
    assert not any("correct-horse" in text for text in left)


async def test_a_slow_page_is_waited_for_and_the_workflow_learns_from_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.tab.sees = SPINNER
    desk.tab.gives["new"] = [failed()]
    assert await desk.run() is Phase.SUCCEEDED
    status = desk.operator.run.status
    (recovery,) = status.recoveries
    assert (recovery.kind, recovery.state, recovery.version) == (
        RecoveryKind.WAIT_AND_RETRY,
        RecoveryState.SUCCEEDED,
        2,
    )
    assert status.recovered
    assert desk.audience.waits[0][0] == 15
    assert desk.audience.explanations[0].category is Category.PAGE_STILL_LOADING
    assert (tmp_path / "attempt-1/failure-1.png").read_bytes() == desk.tab.view
    spec = {"description": "x", "graph": desk.operator.workflow.spec.graph.stored()}
    written = result.leave(desk.operator, {"kind": "Workflow", "spec": spec}, desk.folder)[2]
    learned = yaml.safe_load(written.read_text())
    assert written.read_text().startswith('# Auto-increased wait_time to 30s on "Click New Patient"')
    assert learned["spec"]["description"] == "x"
    assert [n.get("waitTime") for n in learned["spec"]["graph"]["nodes"]] == [None, None, "30s"]


async def test_a_site_that_is_down_is_tried_again_later(tmp_path: Path) -> None:
    desk = Desk(tmp_path, errorHandling={"serviceUnavailableRecovery": True})
    desk.tab.sees = DOWN
    desk.tab.gives["open"] = [failed(ErrorKind.NAVIGATION), failed(ErrorKind.NAVIGATION)]
    assert await desk.run() is Phase.SUCCEEDED
    assert desk.audience.attempts == [1, 2, 3]
    assert desk.audience.requeues == [600, 1200]
    assert desk.clock.elapsed() == pytest.approx(1800, abs=5)


async def test_without_patience_a_requeued_run_is_left_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path, patient=False, errorHandling={"serviceUnavailableRecovery": True})
    desk.tab.sees = DOWN
    desk.tab.gives["open"] = [failed(ErrorKind.NAVIGATION)]
    assert await desk.run() is Phase.REQUEUED


async def test_a_failure_that_nothing_helps_fails_the_run_at_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.tab.sees = DOWN
    desk.tab.gives["open"] = [failed(ErrorKind.NAVIGATION)]
    assert await desk.run() is Phase.FAILED
    error = desk.operator.run.status.error
    assert error is not None
    assert error.category is Category.SERVICE_UNAVAILABLE
    assert desk.clock.elapsed() < 1


async def test_asked_to_stop_during_a_step_the_run_is_stopped(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.tab.gives["open"] = [5.0]
    desk.stop.ask()
    assert await desk.run() is Phase.STOPPED


async def test_asked_to_stop_while_it_waits_for_the_next_attempt_the_run_is_stopped(tmp_path: Path) -> None:
    desk = Desk(tmp_path, errorHandling={"serviceUnavailableRecovery": True})
    desk.tab.sees = DOWN
    desk.tab.gives["open"] = [failed(ErrorKind.NAVIGATION)]
    desk.audience.requeued = lambda why, seconds: desk.stop.ask()  # type: ignore[method-assign]
    assert await desk.run() is Phase.STOPPED
    assert desk.clock.elapsed() < 1


async def test_a_credential_without_the_key_that_a_step_names_fails_with_the_reason(tmp_path: Path) -> None:
    desk = Desk(tmp_path, node("user", "fill", fill={"value": "{{ credentials.portal.username }}"}))
    assert await desk.run() is Phase.FAILED
    assert desk.operator.run.status.error is not None
    assert "without username" in json.dumps(desk.operator.run.status.error.stored())


async def test_a_one_time_code_is_typed_and_never_its_secret(tmp_path: Path) -> None:
    desk = Desk(tmp_path, node("code", "fill", fill={"value": "{{ credentials.portal.totp }}"}))
    await desk.run()
    assert desk.tab.typed["code"] == code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", desk.clock.now().timestamp())


async def test_a_credential_is_not_typed_on_an_origin_that_the_workflow_does_not_declare(tmp_path: Path) -> None:
    desk = Desk(tmp_path, PORTAL[1])
    desk.tab.url = "http://elsewhere.test/login"
    assert await desk.run() is Phase.FAILED
    assert desk.tab.typed == {}


LOOKUP = (
    node("open", "navigate"),
    node("type-id", "fill", fill={"value": "{{ inputs.patientId }}"}),
    node("look-up"),
)


class Person:
    """Somebody who gets it right once they are told what is wrong."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    async def answer(
        self, request: InputRequest, declared: tuple[Input, ...], complaint: str, seconds: float
    ) -> Answer:
        self.complaints.append(complaint)
        return Answer(request_id=request.request_id, inputs={"patientId": "P-1002" if complaint else "1002"})


def looking_up(folder: Path, answerer: Answerer | None = None) -> Desk:
    """A run with a wrong id, of a workflow that asks."""
    declared = [{"name": "patientId", "required": True, "pattern": r"P-\d{4}"}]
    asks = {"incorrectFormInputRecovery": True}
    desk = Desk(folder, *LOOKUP, answerer=answerer, inputs=declared, error_handling=asks)
    spec = desk.operator.run.spec.with_(inputs={"patientId": "P-9999"})
    desk.operator.run = desk.operator.run.with_(spec=spec)
    desk.tab.sees = Evidence(document=DocumentFacts(final_url="http://site.test/", ready_state="complete"))
    desk.tab.gives["look-up"] = [failed(ErrorKind.NO_OPTION, options=("P-1001", "P-1002"))]
    return desk


async def test_a_prepared_answer_is_given_when_the_run_asks(tmp_path: Path) -> None:
    desk = looking_up(tmp_path, Prepared({"patientId": "P-1002"}, None))
    assert await desk.run() is Phase.SUCCEEDED
    assert desk.tab.typed["type-id"] == "P-1002"
    assert [r.kind for r in desk.operator.run.status.recoveries] == [RecoveryKind.REQUEST_INPUT]


async def test_without_an_answer_the_run_fails_when_the_time_is_over(tmp_path: Path) -> None:
    desk = looking_up(tmp_path)
    assert await desk.run() is Phase.FAILED
    assert 15 <= desk.clock.elapsed() < 17
    assert desk.operator.run.status.error is not None
    assert desk.operator.run.status.error.category is Category.INCORRECT_FORM_INPUTS


async def test_an_answer_that_does_not_fit_is_complained_of_and_asked_again(tmp_path: Path) -> None:
    person = Person()
    desk = looking_up(tmp_path, person)
    assert await desk.run() is Phase.SUCCEEDED
    assert person.complaints == ["", r"patientId: must match P-\d{4}"]
