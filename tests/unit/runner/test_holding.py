"""Somebody is asked while the browser is held open: what the runner does until it is told, and then."""

import asyncio
from typing import Any

import pytest

from tests.support.builders import at, node
from tests.unit.runner.lab import Lab, failed
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.evidence import DocumentFacts, ErrorKind, Evidence
from webmend.domain.report import AttemptOutcome, RecoveryOutcome
from webmend.domain.session import HandedDirective

pytestmark = pytest.mark.looptime

OPEN = node("open", "navigate")
TYPE = node("type-id", "fill", fill={"value": "{{ inputs.patientId }}"})
LOOK = node("look-up")
SECRET = "canary-4711"


def hold(seconds: float = 15.0) -> Directive:
    return Directive(sequence=1, attempt=1, kind=DirectiveKind.HOLD, until=at(seconds), reason="Ask for new values")


def then(kind: DirectiveKind = DirectiveKind.RESUME, **facts: Any) -> HandedDirective:
    told = {"sequence": 1, "attempt": 1, "revision": 1, "kind": kind, "node_id": "type-id", "reason": "answered"}
    return HandedDirective(**{**told, **facts})


def clinic() -> Lab:
    """A lab whose look-up is refused until another id was typed."""
    lab = Lab(OPEN, TYPE, LOOK, inputs={"patientId": "P-9999"})
    lab.tab.gives["look-up"] = [failed(ErrorKind.EXPECTATION, "no such patient")]
    lab.tab.sees = Evidence(document=DocumentFacts(final_url="http://site.test/"))
    lab.told(hold())
    return lab


async def told_after(lab: Lab, seconds: float, directive: Directive) -> None:
    await asyncio.sleep(seconds)
    await lab.server.tell(directive)


async def test_an_answer_is_used_by_the_step_that_the_session_goes_on_with() -> None:
    lab = clinic()
    telling = asyncio.create_task(told_after(lab, 8, then(inputs={"patientId": "P-1002"})))

    report = await lab.run()

    await telling
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert lab.tab.done == ["open", "type-id", "look-up", "type-id", "look-up"]
    typed = [step.input for step in lab.witness.steps if step.node_id == "type-id"]
    assert typed == ["P-9999", "P-1002"]
    assert [(r.sequence, r.outcome) for r in report.recoveries] == [(1, RecoveryOutcome.SUCCEEDED)]


async def test_a_secret_answer_is_masked_from_then_on() -> None:
    lab = clinic()
    answer = then(inputs={"patientId": SECRET}, secret_inputs=("patientId",))
    telling = asyncio.create_task(told_after(lab, 8, answer))

    await lab.run()

    await telling
    assert SECRET not in str(lab.witness.steps)
    assert lab.around.secrets(f"a page that shows {SECRET}") == "a page that shows ***"


async def test_the_report_says_which_steps_could_be_done_again_on_the_page() -> None:
    lab = clinic()
    lab.told(then(DirectiveKind.END))

    await lab.run()

    [failure] = lab.server.failures
    assert (failure.path, failure.on_page, failure.safe_nodes) == (("open", "type-id"), 1, ("open",))


async def test_a_step_that_was_done_on_another_page_is_not_gone_back_to() -> None:
    lab = clinic()
    lab.tab.sees = Evidence(document=DocumentFacts(final_url="http://site.test/error"))
    lab.told(then())

    report = await lab.run()

    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "Directed")


async def test_when_nobody_answers_the_attempt_ends_as_it_is_told() -> None:
    lab = clinic()
    telling = asyncio.create_task(told_after(lab, 15, then(DirectiveKind.END)))

    report = await lab.run()

    await telling
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "Directed")
    assert 15 <= lab.clock.elapsed() < 16


@pytest.mark.parametrize("seconds", [5.0, 300.0])
async def test_without_a_word_it_ends_by_itself_a_directives_time_later(seconds: float) -> None:
    lab = clinic()
    lab.told(hold(seconds))

    report = await lab.run()

    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "NoDirective")
    assert seconds + 30 <= lab.clock.elapsed() < seconds + 32


async def test_a_question_without_end_is_held_for_no_longer_than_the_longest_one() -> None:
    lab = clinic()
    lab.told(hold(100_000))

    await lab.run()

    assert lab.clock.elapsed() < 332


async def test_a_stop_ends_the_wait_at_once() -> None:
    lab = clinic()

    async def stop() -> None:
        await asyncio.sleep(4)
        lab.around.stop.ask()

    stopping = asyncio.create_task(stop())
    report = await lab.run()

    await stopping
    assert report.outcome is AttemptOutcome.STOPPED
    assert lab.clock.elapsed() < 6


async def test_a_server_that_is_away_while_the_session_is_held_costs_nothing() -> None:
    lab = clinic()

    async def away_and_back() -> None:
        await asyncio.sleep(3)
        lab.server.away = True
        await asyncio.sleep(5)
        lab.server.away = False
        await lab.server.tell(then(inputs={"patientId": "P-1002"}))

    telling = asyncio.create_task(away_and_back())
    report = await lab.run()

    await telling
    assert report.outcome is AttemptOutcome.SUCCEEDED


async def test_an_answer_that_came_while_the_server_was_away_is_taken_with_the_first_directive() -> None:
    lab = clinic()
    lab.told(then(inputs={"patientId": "P-1002"}))

    report = await lab.run()

    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert [step.input for step in lab.witness.steps if step.node_id == "type-id"] == ["P-9999", "P-1002"]
