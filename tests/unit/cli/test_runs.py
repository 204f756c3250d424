"""`webmend get` and `webmend describe`: what is told of a run, and what to do next."""

import io
import shlex
from typing import Any

import pytest

from tests.support.builders import NOW, at, attempt, failure, run, version, workflow
from tests.support.cluster import FakeCluster
from tests.support.records import record
from webmend.adapters.api import ApiRefused, ApiUnreachable
from webmend.cli.cluster import Place
from webmend.cli.main import parser
from webmend.cli.main import run as webmend
from webmend.cli.output.paper import Paper
from webmend.cli.output.plain import is_harmful
from webmend.cli.runs.describing import describe
from webmend.cli.runs.gathering import Gatherer
from webmend.cli.runs.getting import latest_first
from webmend.cli.runs.next_steps import RULES, Typed, next_steps
from webmend.cli.runs.view import View
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.error_code import CodeMatch, CodeSample, CodeState, ErrorCode, ErrorCodeSpec, ErrorCodeStatus
from webmend.domain.failure import Candidate, Category, Fault, SubType
from webmend.domain.phase import Phase
from webmend.domain.record import RunRecord
from webmend.domain.report import StepOutcome, StepReport
from webmend.domain.run import (
    AttemptState,
    InputReason,
    InputRequest,
    JudgedAnswer,
    Recovery,
    RecoveryKind,
    RecoveryState,
    RunStatus,
    Steps,
)
from webmend.ports.cluster import ERROR_CODES, RUNS, VERSIONS, WORKFLOWS, Forbidden, NotFound

TYPED = Typed("webmend", ("-n", "clinic"))
HOSTILE = "\x1b[2J\u202e[red]x"
ASKED = InputRequest(
    request_id="q1",
    attempt=1,
    sequence=1,
    reason=InputReason.INCORRECT_FORM_INPUT,
    message="The site does not know the patient",
    inputs={"patient": "P-1"},
    asked_at=at(-5),
    expires_at=at(10),
)


def told(view: View) -> str:
    file = io.StringIO()
    describe(Paper(file, {}), view, NOW, TYPED)
    return file.getvalue()


def section(view: View, title: str) -> list[str]:
    """The lines under a title, without what is before them."""
    _, _, rest = told(view).partition(f"\n{title}\n")
    return [line[2:] for line in rest.partition("\n\n")[0].splitlines()]


def view(phase: Phase = Phase.FAILED, spec: dict[str, Any] | None = None, **status: Any) -> View:
    known = {"phase": phase, "version": 1, "attempt": 1, **status}
    return View(run(RunStatus(**known), **(spec or {})), workflow(), (version(workflow()),))


def failed(category: Category = Category.PAGE_NOT_FOUND, view_: View | None = None, **facts: Any) -> View:
    made = view_ or view()
    error = failure(category, **facts)
    return View(
        made.run.with_(status=made.run.status.with_(error=error)), made.workflow, made.versions, made.suggestions
    )


def repaired(**facts: Any) -> Recovery:
    known = {
        "attempt": 1,
        "sequence": 1,
        "kind": RecoveryKind.WAIT_AND_RETRY,
        "tier": 1,
        "node_id": "new-patient",
        "what": "Waited 15s",
        "state": RecoveryState.SUCCEEDED,
        "decided_at": NOW,
    }
    return Recovery(**{**known, **facts})


class TestDescribe:
    def test_how_it_stands(self) -> None:
        status = {
            "reason": "StepFailed",
            "message": "The page is not there",
            "started_at": at(-60),
            "finished_at": at(-30),
            "duration": "30s",
            "steps": Steps(total=4, done=2, current="new-patient"),
        }
        lines = told(view(spec={"inputs": {"patient": "P-1"}}, **status)).splitlines()

        assert lines[:4] == [
            "Run          portal-1 in clinic",
            "Workflow     portal, version 1",
            "Phase        Failed: StepFailed",
            "             The page is not there",
        ]
        assert "Steps        2 of 4 done, at new-patient (Click New Patient)" in lines
        assert any(line.startswith("Ended") and line.endswith("(30s ago), took 30s") for line in lines)

    def test_secret_inputs_are_masked_and_all_of_a_workflow_that_has_gone(self) -> None:
        asks = workflow(inputs=[{"name": "patient"}, {"name": "pin", "secret": True}])
        made = run(RunStatus(), inputs={"patient": "P-1", "pin": "4711"})

        assert "Input        patient = P-1\nInput        pin = ***" in told(View(made, asks))
        assert "Input        patient = ***\nInput        pin = ***" in told(View(made))

    def test_why_it_failed(self) -> None:
        shown = failed(
            Category.XPATH_INCORRECT,
            sub_type=SubType.SELECTOR_NO_MATCH,
            confidence=0.8,
            node_id="new-patient",
            code="BUTTON_GONE",
            evidence=("Nothing fits.",),
            missing=("a picture",),
            runner_up=Candidate(category=Category.PAGE_STILL_LOADING, confidence=0.1),
            suggested_fix="Look at the button.",
        )
        assert section(shown, "Why it failed") == [
            "XPATH_INCORRECT / SELECTOR_NO_MATCH (0.80, fault: Website)",
            "it failed",
            "at the step new-patient (Click New Patient)",
            "your code for it: BUTTON_GONE",
            "· Nothing fits.",
            "? would have helped: a picture",
            "? next likeliest: PAGE_STILL_LOADING (0.10)",
            "To mend it: Look at the button.",
        ]

    def test_a_run_that_succeeded_in_the_end_has_no_reason_why_it_failed(self) -> None:
        mended = (attempt(error=failure(Category.PAGE_NOT_FOUND)),)
        assert section(view(Phase.SUCCEEDED, attempts=mended), "Why it failed") == []
        assert section(view(Phase.REQUEUED, attempts=mended), "Why it failed") != []

    def test_what_was_done_by_attempt(self) -> None:
        first = attempt(1, AttemptState.FAILED, started_at=at(-120), finished_at=at(-60), reason="StepFailed")
        loading = failure(Category.PAGE_STILL_LOADING, SubType.SPINNER_VISIBLE)
        done = (
            repaired(error=loading, version=2),
            repaired(attempt=2, kind=RecoveryKind.NOTIFY, tier=None, state=RecoveryState.NOT_ATTEMPTED, what="Off"),
        )
        second = attempt(2, AttemptState.RUNNING, started_at=at(-10))

        assert section(view(attempts=(first, second), recoveries=done), "What was done") == [
            "attempt 1: Failed (StepFailed), version 1, 2m ago, 1m",
            "  ✓ WaitAndRetry, tier 1 at new-patient (Click New Patient): helped",
            "    for PAGE_STILL_LOADING / SPINNER_VISIBLE (1.00, fault: Website)",
            "    Waited 15s",
            "    made version 2",
            "attempt 2: Running, version 1, 10s ago, 10s",
            "  – Notify at new-patient (Click New Patient): nothing done",
            "    Off",
        ]

    def test_what_is_asked_and_which_answer_was_not_taken(self) -> None:
        refused = (JudgedAnswer(request_id="q0", accepted=False, message="too late"),)
        shown = view(Phase.INPUT_REQUIRED, input_request=ASKED, answers=refused)

        assert section(shown, "What is asked for")[1:] == ["The site does not know the patient", "patient = P-1"]
        assert "in 10s" in section(shown, "What is asked for")[0]
        assert section(shown, "Answers that were not taken") == ["q0: too late"]
        assert section(view(Phase.FAILED, input_request=ASKED), "What is asked for") == []

    def test_what_the_runner_is_told_while_it_waits(self) -> None:
        told_ = Directive(sequence=1, attempt=1, kind=DirectiveKind.RETRY, delay=15, reason="A spinner")

        assert section(view(Phase.RECOVERING, directive=told_), "What its runner is told") == [
            "Retry after 15s: A spinner"
        ]
        assert section(view(Phase.RUNNING, directive=told_), "What its runner is told") == []

    def test_the_steps_a_server_knows(self) -> None:
        step = StepReport(
            node_id="open", title="Open", action="navigate", outcome=StepOutcome.FAILED, started_at=NOW,
            finished_at=at(1.26), wait_time=15, waited=1, message="NoMatch: none",
        )  # fmt: skip
        shown = View(view().run, workflow(), steps=(step,))
        assert section(shown, "Steps of the last attempt") == [f"✗ {'Open':<40}    1.3 s  NoMatch: none"]

    def test_a_page_can_write_nothing_but_text(self) -> None:
        hostile = failed(evidence=(HOSTILE,), suggested_fix=HOSTILE, node_id="open", view_=view(message=HOSTILE))
        assert not any(is_harmful(c) for c in told(hostile) if c != "\n")
        assert "[red]x" in told(hostile)


REVIEW = version(workflow(), 2, review=True)
OFF = workflow(errorHandling={"serviceUnavailableRecovery": False})
LOGIN = workflow(credentials=[{"alias": "portal", "secretRef": "login", "origins": ["https://site.test"]}])
SUGGESTED = ErrorCode(
    namespace="clinic",
    name="not-found-1",
    spec=ErrorCodeSpec(match=CodeMatch(category=Category.PAGE_NOT_FOUND), state=CodeState.SUGGESTED),
    status=ErrorCodeStatus(samples=(CodeSample(key="k", workflow="portal", run="portal-1", at=NOW),)),
)


class TestNextSteps:
    @pytest.mark.parametrize(
        ("shown", "want", "never"),
        [
            (
                view(Phase.INPUT_REQUIRED, input_request=ASKED),
                ["webmend answer portal-1 -i patient=VALUE -n clinic"],
                "replay",
            ),
            (
                view(Phase.INPUT_REQUIRED, input_request=ASKED.with_(actions=("Keep it",))),
                ["webmend answer portal-1 --choose 'Keep it' -n clinic"],
                "-i patient",
            ),
            (
                view(Phase.RUNNING),
                ["webmend watch portal-1 -n clinic", "webmend logs portal-1 --follow -n clinic"],
                "answer",
            ),
            (view(Phase.RUNNING, spec={"stop": True}), ["webmend watch portal-1 -n clinic"], "webmend stop"),
            (view(Phase.PENDING), ["webmend doctor -n clinic", "webmend stop portal-1 -n clinic"], "watch"),
            (failed(Category.NOT_CONFIDENT), ["webmend bundle portal-1 -n clinic"], "doctor"),
            (failed(Category.NOT_CONFIDENT, fault=Fault.PLATFORM), ["webmend doctor -n clinic"], "edit secret"),
            (
                failed(),
                ["webmend artifacts portal-1 --download -n clinic", "webmend replay portal-1 -n clinic"],
                "stop",
            ),
            (
                failed(view_=view(irreversible=True)),
                ["webmend replay portal-1 --confirm-irreversible -n clinic"],
                "replay portal-1 -n",
            ),
            (
                failed(fault=Fault.INPUT, view_=view(spec={"inputs": {"patient": "P"}})),
                ["webmend replay portal-1 -i patient=VALUE -n clinic"],
                "replay portal-1 -n",
            ),
            (view(Phase.STOPPED), ["webmend replay portal-1 -n clinic"], "artifacts"),
            (view(Phase.SUCCEEDED), [], "data"),
            (view(Phase.SUCCEEDED, records=3), ["webmend data portal-1 -n clinic"], "replay"),
            (
                view(Phase.SUCCEEDED, recoveries=(repaired(version=2),)),
                ["webmend versions diff portal 1 2 -n clinic", "webmend versions revert portal 1 -n clinic"],
                "approve",
            ),
        ],
    )  # fmt: skip
    def test_what_to_type(self, shown: View, want: list[str], never: str) -> None:
        commands = [step.command for step in next_steps(shown, TYPED)]
        for command in commands:
            program, *words = shlex.split(command)
            assert program == "kubectl" or parser().parse_args(words)
        assert [each for each in want if each not in commands] == []
        assert not any(never in command for command in commands)

    @pytest.mark.parametrize(
        ("shown", "want"),
        [
            (
                View(view().run, workflow(), (version(workflow()), REVIEW)),
                ["webmend versions diff portal 1 2 -n clinic", "webmend versions approve portal 2 -n clinic"],
            ),
            (
                View(failed(Category.AUTHENTICATION_ERROR).run, LOGIN),
                ["kubectl edit secret login -n clinic"],
            ),
            (
                View(failed().run, workflow(), suggestions=(SUGGESTED,)),
                ["webmend codes approve not-found-1 --code CODE -n clinic"],
            ),
            (
                View(failed(Category.SERVICE_UNAVAILABLE).run, OFF),
                [
                    "kubectl patch workflow.webmend.io portal --type=merge -p "
                    '\'{"spec":{"errorHandling":{"serviceUnavailableRecovery":true}}}\' -n clinic'
                ],
            ),
        ],
    )
    def test_what_else_there_is_about_a_failure(self, shown: View, want: list[str]) -> None:
        assert [each for each in want if each not in [step.command for step in next_steps(shown, TYPED)]] == []

    def test_a_switch_that_is_on_is_not_asked_for(self) -> None:
        on = workflow(errorHandling={"serviceUnavailableRecovery": True})
        commands = [step.command for step in next_steps(View(failed(Category.SERVICE_UNAVAILABLE).run, on), TYPED)]
        assert not any("patch" in command for command in commands)

    def test_every_rule_is_in_the_list_once(self) -> None:
        assert len(set(RULES)) == len(RULES)


class Server:
    """A history with these records, and a log of steps."""

    def __init__(self, *kept: RunRecord, log: bytes | None = None, down: bool = False) -> None:
        self._kept = {each.summary.name: each for each in kept}
        self._log = log
        self._down = down

    async def __call__(self) -> Any:
        if self._down:
            raise ApiUnreachable("refused")
        return self

    async def record(self, name: str) -> RunRecord:
        if name not in self._kept:
            raise ApiRefused(404, f"the history has no run {name}")
        return self._kept[name]

    async def artifact(self, run: str, name: str) -> bytes:
        if self._log is None:
            raise ApiRefused(404, "none")
        return self._log


@pytest.fixture
async def place() -> Place:
    """A run that has failed, its workflow, a version, a suggestion."""
    found = Place(FakeCluster(), "clinic")
    create = found.cluster.create
    await create(WORKFLOWS, "clinic", {"metadata": {"name": "portal"}, "spec": workflow().spec.stored()})
    await create(VERSIONS, "clinic", {"metadata": {"name": "portal-v1"}, "spec": version(workflow()).spec.stored()})
    await create(RUNS, "clinic", {"metadata": {"name": "portal-1"}, "spec": {"workflowRef": {"name": "portal"}}})
    error = failure(Category.PAGE_NOT_FOUND).stored()
    status = {"phase": "Failed", "attempt": 1, "version": 1, "error": error}
    await found.cluster.patch_status(RUNS, "clinic", "portal-1", status, "")
    await create(ERROR_CODES, "clinic", {"metadata": {"name": "not-found-1"}, "spec": SUGGESTED.spec.stored()})
    await found.cluster.patch_status(ERROR_CODES, "clinic", "not-found-1", SUGGESTED.status.stored(), "")
    return found


class TestGathering:
    async def test_the_cluster_alone_is_enough(self, place: Place) -> None:
        found = await Gatherer(place).view("portal-1")

        assert found.workflow is not None
        assert [each.spec.number for each in found.versions] == [1]
        assert [each.name for each in found.suggestions] == ["not-found-1"]
        assert (found.steps, found.unseen, found.is_kept) == ((), (), False)

    async def test_a_server_adds_steps_each_once_as_it_was_told_last(self, place: Place) -> None:
        step = StepReport(
            node_id="open", title="Open", action="navigate", outcome=StepOutcome.DONE, started_at=NOW,
            finished_at=at(1), wait_time=15, waited=1,
        )  # fmt: skip
        lines = [step, step.with_(outcome=StepOutcome.FAILED)]
        log = b"\n".join(each.model_dump_json(by_alias=True).encode() for each in lines) + b'\n{"cut'

        found = await Gatherer(place, Server(log=log)).view("portal-1")
        assert [each.outcome for each in found.steps] == [StepOutcome.FAILED]
        assert (await Gatherer(place, Server()).view("portal-1")).unseen == ()

    async def test_a_server_that_is_down_is_noted(self, place: Place) -> None:
        found = await Gatherer(place, Server(down=True)).view("portal-1")
        assert found.unseen == ("its steps: refused",)

    async def test_what_one_may_not_see_is_noted_and_the_rest_is_told(self, place: Place) -> None:
        assert isinstance(place.cluster, FakeCluster)
        place.cluster.fail("list", Forbidden("may not list versions"), of=VERSIONS)
        found = await Gatherer(place).view("portal-1")
        assert found.versions == ()
        assert found.unseen == ("its versions: may not list versions",)

    async def test_a_run_whose_object_has_gone_is_told_from_the_history(self, place: Place) -> None:
        found = await Gatherer(place, Server(record("old"))).view("old")
        assert found.is_kept
        assert "its object has gone" in told(found)

    @pytest.mark.parametrize(
        ("server", "why"),
        [
            (None, "'old' not found"),
            (Server(), "'old' not found; the history: the history has no run old"),
            (Server(down=True), "'old' not found; the history: refused"),
        ],
    )
    async def test_one_that_is_nowhere_is_not_found(self, place: Place, server: Server | None, why: str) -> None:
        with pytest.raises(NotFound, match=why):
            await Gatherer(place, server).view("old")


def test_the_latest_run_comes_first() -> None:
    def obj(name: str, second: int) -> dict[str, Any]:
        return {"metadata": {"name": name, "creationTimestamp": f"2026-11-25T12:00:{second:02}Z"}}

    found = latest_first([obj("a", 1), obj("b", 3), obj("c", 2)])
    assert [each["metadata"]["name"] for each in found] == ["b", "c", "a"]


def test_names_do_not_go_with_a_selection(capsys: pytest.CaptureFixture[str]) -> None:
    assert webmend(["get", "portal-1", "-A"]) == 2
    assert "a RUN goes without" in capsys.readouterr().err
