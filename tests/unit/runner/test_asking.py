"""A step that asks by itself: what the runner does until it is answered, and with the answer."""

import asyncio
from typing import Any

import pytest

from tests.support.builders import at, node
from tests.unit.runner.lab import Lab
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.evidence import ErrorKind
from webmend.domain.report import AttemptOutcome, StepOutcome
from webmend.domain.session import HandedDirective

pytestmark = pytest.mark.looptime

SECRET = "canary-4711"
AMOUNT = {"properties": {"amount": {}}}
CONFIRM = node(
    "confirm", "ask", ask={"message": "How much for {{ inputs.patientId }}?", "inputSchema": AMOUNT, "timeout": "20m"}
)
PAY = node("pay", "fill", fill={"value": "{{ steps.confirm.amount }}"})


def office(*steps: Any) -> Lab:
    lab = Lab(node("open", "navigate"), *(steps or (CONFIRM, PAY)), inputs={"patientId": "P-1", "amount": "1"})
    lab.told(Directive(sequence=1, attempt=1, kind=DirectiveKind.HOLD, until=at(1200), reason="asks"))
    return lab


def reply(kind: DirectiveKind = DirectiveKind.RETRY, **facts: Any) -> HandedDirective:
    told = {
        "sequence": 1,
        "attempt": 1,
        "revision": 1,
        "kind": kind,
        "node_id": "confirm",
        "reason": "answered",
        "answer": "q",
    }
    return HandedDirective(**{**told, **facts})


async def after(lab: Lab, seconds: float, directive: Directive) -> None:
    await asyncio.sleep(seconds)
    await lab.server.tell(directive)


async def test_the_answer_is_what_the_step_gives() -> None:
    lab = office()
    telling = asyncio.create_task(after(lab, 900, reply(inputs={"amount": "12"})))

    report = await lab.run()

    await telling
    assert (report.outcome, report.recoveries, report.records) == (AttemptOutcome.SUCCEEDED, (), 0)
    assert [s.input for s in lab.witness.steps if s.node_id == "pay"] == ["12"]
    [asked] = lab.server.failures
    assert (asked.evidence.error.kind, asked.evidence.error.message) == (ErrorKind.ASKED, "How much for P-1?")


async def test_it_is_told_as_one_step_with_all_the_time_that_it_took() -> None:
    lab = office()
    telling = asyncio.create_task(after(lab, 900, reply(inputs={"amount": "12"})))

    await lab.run()

    await telling
    [told] = [s for s in lab.witness.steps if s.node_id == "confirm"]
    assert (told.outcome, told.message) == (StepOutcome.DONE, "answered: amount")
    assert (told.finished_at - told.started_at).total_seconds() >= 900


async def test_a_secret_answer_is_masked() -> None:
    lab = office()
    telling = asyncio.create_task(after(lab, 9, reply(inputs={"amount": SECRET}, secret_inputs=("amount",))))

    await lab.run()

    await telling
    assert SECRET not in str(lab.witness.steps)


async def test_in_a_loop_it_asks_every_time() -> None:
    loop = node("twice", "loop", loop={"times": 2}, branches={"body": "confirm"}, next="close")
    lab = office(loop, CONFIRM.with_(next=None), PAY.with_(next="twice"), node("close"))
    one = asyncio.create_task(after(lab, 5, reply(inputs={"amount": "12"})))
    two = asyncio.create_task(after(lab, 10, reply(sequence=2, inputs={"amount": "13"})))

    report = await lab.run()

    await asyncio.gather(one, two)
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert [s.input for s in lab.witness.steps if s.node_id == "pay"] == ["12", "13"]


async def test_without_an_answer_the_attempt_ends_as_it_is_told() -> None:
    lab = office()
    telling = asyncio.create_task(after(lab, 9, reply(DirectiveKind.END)))

    report = await lab.run()

    await telling
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "Directed")
    assert report.failure is not None
    assert report.failure.asks


@pytest.mark.parametrize(
    ("values", "why"), [({"amount": "0"}, "amount: must be at least 1"), ({}, "amount: required, and not given")]
)
async def test_what_a_secret_has_given_is_judged_too_and_asked_for_again(values: dict[str, str], why: str) -> None:
    form = {"properties": {"amount": {"type": "integer", "minimum": 1}}, "required": ["amount"]}
    lab = office(node("confirm", "ask", ask={"message": "How much?", "inputSchema": form, "timeout": "20m"}), PAY)
    one = asyncio.create_task(after(lab, 5, reply(inputs=values)))
    two = asyncio.create_task(after(lab, 10, reply(sequence=2, inputs={"amount": "13"})))

    await lab.run()

    await asyncio.gather(one, two)
    asked = [failure.evidence.error.message for failure in lab.server.failures]
    assert asked == ["How much?", f"How much? (the answer did not fit: {why})"]
    assert [s.input for s in lab.witness.steps if s.node_id == "pay"] == ["13"]
