"""What a runner does when a step fails: report, wait, do as it is told, say how that went."""

import asyncio
from typing import Any

import pytest

from tests.support.builders import node
from tests.unit.runner.lab import Lab, end, failed, resume, retry
from webmend.domain.directive import CARRIED_SEQUENCE, Carried, Directive, DirectiveKind
from webmend.domain.evidence import ErrorKind
from webmend.domain.report import AttemptOutcome, Evidencing, RecoveryOutcome, RecoveryReport
from webmend.domain.target import Fingerprint
from webmend.domain.workflow import Capture
from webmend.ports.browser import Performed

pytestmark = pytest.mark.looptime

PORTAL = (
    node("login-page", "navigate"),
    node("patients", "navigate", navigate={"url": "http://site.test/patients"}),
    node("new", name="Click New Patient", waitTime="20s"),
    node("form"),
)
HELPED = RecoveryReport(sequence=1, outcome=RecoveryOutcome.SUCCEEDED)
DID_NOT_HELP = RecoveryReport(sequence=1, outcome=RecoveryOutcome.FAILED)


def lab_failing(times: int = 1, at: str = "new", kind: ErrorKind = ErrorKind.NO_MATCH, **plan: Any) -> Lab:
    lab = Lab(*PORTAL, **plan)
    lab.tab.gives[at] = [failed(kind) for _ in range(times)]
    return lab


async def test_a_failure_is_reported_with_its_number_its_evidence_and_where_one_can_resume() -> None:
    lab = lab_failing()
    lab.told(end())
    report = await lab.run()
    (failure,) = lab.server.failures
    assert (failure.attempt, failure.sequence, failure.node_id, failure.steps_done) == (1, 1, "new", 2)
    assert failure.safe_nodes == ("patients", "login-page")
    assert failure.evidence.error.kind is ErrorKind.NO_MATCH
    assert failure.evidence.screenshot.endswith("failure-1.png")
    assert not failure.irreversible_done
    assert lab.server.artifacts["failure-1.png"] == lab.tab.view
    assert report.failure == failure


async def test_the_browser_is_asked_about_the_step_without_its_values() -> None:
    step = node("type", "fill", fill={"value": "{{ inputs.name }}"}, description="Type the name of the patient.")
    lab = Lab(node("a"), step, inputs={"name": "Ada"}, fingerprints={"type": Fingerprint(tag="input")})
    lab.tab.gives["type"] = [failed(ErrorKind.VALUE_REFUSED, expectation="value", options=("x",))]
    lab.told(end())
    await lab.run()
    (question,) = lab.tab.asked
    assert question.node == step
    assert question.step.title == "type"
    assert (question.step.index, question.step.attempt, question.step.expectation) == (1, 1, "value")
    assert question.step.selector == 'role=button[name="type"]'
    assert (question.inputs.names, question.inputs.options) == (("inputs.name",), ("x",))
    assert question.history.fingerprint_known
    assert question.fingerprint == Fingerprint(tag="input")


async def test_told_to_retry_it_waits_and_tries_the_step_again_in_the_same_session() -> None:
    lab = lab_failing()
    lab.told(retry(delay=15))
    report = await lab.run()
    assert lab.tab.done == ["login-page", "patients", "new", "new", "form"]
    assert lab.tab.times[3][1] - lab.tab.times[2][1] == 15
    assert lab.witness.waits == [(15.0, "spinner")]
    assert (report.outcome, report.recoveries) == (AttemptOutcome.SUCCEEDED, (HELPED,))
    assert lab.server.recoveries == [HELPED]
    assert lab.witness.recoveries == [HELPED]


async def test_told_to_resume_it_goes_back_to_the_earlier_step() -> None:
    lab = lab_failing(times=2)
    lab.told(retry(), resume("patients", sequence=2, delay=10))
    report = await lab.run()
    assert lab.tab.done == ["login-page", "patients", "new", "new", "patients", "new", "form"]
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert report.recoveries == (DID_NOT_HELP, RecoveryReport(sequence=2, outcome=RecoveryOutcome.SUCCEEDED))
    assert [q.step.attempt for q in lab.tab.asked] == [1, 2]


async def test_a_recovery_has_failed_when_its_step_fails_again() -> None:
    lab = lab_failing(times=2)
    lab.told(retry(), end(sequence=2))
    report = await lab.run()
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "Directed")
    assert report.recoveries == (DID_NOT_HELP,)
    assert report.failure is not None
    assert report.failure.sequence == 2


async def test_a_recovery_is_open_while_another_step_fails_and_fails_with_the_attempt() -> None:
    lab = lab_failing(at="new")
    lab.tab.gives["patients"] = [Performed(), failed()]
    lab.told(resume("patients"), end(sequence=2))
    report = await lab.run()
    assert report.failure is not None
    assert report.failure.node_id == "patients"
    assert report.recoveries == (DID_NOT_HELP,)


async def test_a_recovery_of_one_step_outlives_that_of_another() -> None:
    lab = lab_failing(at="new")
    lab.tab.gives["patients"] = [Performed(), failed()]
    lab.told(resume("patients"), retry(sequence=2))
    report = await lab.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert report.recoveries == (RecoveryReport(sequence=2, outcome=RecoveryOutcome.SUCCEEDED), HELPED)


async def test_told_to_end_it_ends_with_the_failure() -> None:
    lab = lab_failing()
    lab.told(end())
    report = await lab.run()
    assert (report.outcome, report.reason, report.steps_done) == (AttemptOutcome.FAILED, "Directed", 2)
    assert lab.tab.closed


async def test_told_to_stop_it_does_nothing_more_at_the_site() -> None:
    lab = lab_failing()
    lab.told(Directive(sequence=1, attempt=1, kind=DirectiveKind.STOP))
    report = await lab.run()
    assert (report.outcome, report.reason) == (AttemptOutcome.STOPPED, "StopRequested")
    assert lab.tab.done[-1] == "new"


async def test_when_nobody_answers_in_time_the_attempt_ends_with_the_same_report() -> None:
    lab = lab_failing(directive_timeout=30)
    report = await lab.run()
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "NoDirective")
    assert report.failure == lab.server.failures[0]
    assert lab.clock.elapsed() == pytest.approx(30, abs=1)
    assert lab.witness.directives == [None]
    assert "failure-1.json" in lab.server.artifacts


async def test_an_answer_that_comes_late_but_in_time_is_followed() -> None:
    lab = lab_failing()
    asyncio.get_running_loop().call_later(25, lambda: asyncio.ensure_future(lab.server.tell(retry(delay=0))))
    assert (await lab.run()).outcome is AttemptOutcome.SUCCEEDED


async def test_the_answer_to_another_failure_is_not_followed() -> None:
    lab = lab_failing()
    await lab.server.tell(retry(sequence=7))
    assert (await lab.run()).reason == "NoDirective"


async def test_a_directive_to_a_step_that_is_not_there_ends_the_attempt() -> None:
    lab = lab_failing()
    lab.told(resume("nowhere"))
    assert (await lab.run()).reason == "Directed"


def pay(kind: ErrorKind) -> Lab:
    lab = Lab(node("cart", "navigate"), node("pay", irreversible=True), node("receipt"))
    lab.tab.gives["pay"] = [failed(kind)]
    lab.told(retry())
    return lab


async def test_an_irreversible_step_that_may_have_happened_is_not_done_again_even_when_told_so() -> None:
    lab = pay(ErrorKind.EXPECTATION)
    report = await lab.run()
    assert lab.tab.done == ["cart", "pay"]
    assert (report.reason, report.irreversible_done) == ("Directed", True)
    assert lab.server.failures[0].irreversible_done
    assert lab.server.failures[0].safe_nodes == ()


async def test_an_irreversible_step_that_was_stopped_before_it_acted_may_be_tried_again() -> None:
    lab = pay(ErrorKind.NO_MATCH)
    report = await lab.run()
    assert lab.tab.done == ["cart", "pay", "pay", "receipt"]
    assert report.outcome is AttemptOutcome.SUCCEEDED


async def test_a_delay_brought_from_the_attempt_before_is_waited_once_before_its_step() -> None:
    lab = lab_failing(times=0, carried=Carried(node_id="new", delay=15))
    report = await lab.run()
    assert [time for id_, time in lab.tab.times if id_ == "new"] == [15]
    assert report.recoveries == (RecoveryReport(sequence=CARRIED_SEQUENCE, outcome=RecoveryOutcome.SUCCEEDED),)
    assert lab.server.recoveries == list(report.recoveries)


async def test_a_delay_that_was_brought_and_did_not_help_has_failed() -> None:
    lab = lab_failing(carried=Carried(node_id="new", delay=15))
    lab.told(retry(delay=5))
    report = await lab.run()
    assert report.recoveries == (RecoveryReport(sequence=CARRIED_SEQUENCE, outcome=RecoveryOutcome.FAILED), HELPED)
    assert lab.witness.waits[0][0] == 15
    assert len(lab.witness.waits) == 2


async def test_no_picture_is_taken_when_none_is_wanted() -> None:
    lab = lab_failing(screenshots=Capture.NEVER)
    lab.told(end())
    report = await lab.run()
    assert report.failure is not None
    assert report.failure.evidence.screenshot == ""
    assert lab.server.artifacts == {}


@pytest.mark.parametrize(
    ("kind", "word"), [(ErrorKind.BROWSER_CRASHED, "BrowserCrashed"), (ErrorKind.PLATFORM, "TimeoutError")]
)
async def test_without_a_browser_there_is_nothing_to_wait_for(kind: ErrorKind, word: str) -> None:
    lab = lab_failing(kind=kind)
    report = await lab.run()
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, word)
    assert lab.server.failures == []
    assert "failure-1.json" in lab.server.artifacts
    assert lab.clock.elapsed() < 1


@pytest.mark.parametrize(
    ("value", "kind", "unresolved", "empty"),
    [
        ("{{ steps.a.name }}", ErrorKind.UNRESOLVED_TEMPLATE, ("steps.a.name",), ()),
        ("{{ inputs.blank }}", ErrorKind.EMPTY_VALUE, (), ("inputs.blank",)),
        ("{{ credentials.portal.password", ErrorKind.DEFINITION, (), ()),
        ("{{ credentials.other.password }}", ErrorKind.DEFINITION, (), ()),
    ],
)
async def test_a_value_that_is_missing_is_found_before_the_step(
    value: str, kind: ErrorKind, unresolved: tuple[str, ...], empty: tuple[str, ...]
) -> None:
    lab = Lab(node("type", "fill", fill={"value": value}), inputs={"blank": ""})
    lab.told(end())
    report = await lab.run()
    assert lab.tab.done == []
    assert report.failure is not None
    evidence = report.failure.evidence
    assert evidence.error.kind is kind
    assert (evidence.inputs.unresolved, evidence.inputs.empty) == (unresolved, empty)


async def test_the_failure_goes_out_after_the_steps_before_it() -> None:
    lab = lab_failing()
    lab.told(end())
    await lab.run()
    assert lab.server.calls == ["steps", "failure"]
    assert len(lab.server.steps) == 3


async def test_evidence_that_was_all_sent_is_complete() -> None:
    lab = lab_failing()
    lab.told(end())
    assert (await lab.run()).evidence is Evidencing.COMPLETE
