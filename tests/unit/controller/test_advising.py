"""Asking a model on the side, and going on without it."""

import asyncio
from collections.abc import Callable

import pytest

from tests.support.advisor import FakeAdvisor
from tests.support.builders import NOW
from tests.support.metrics import exposed
from tests.support.recordings.chat import label, verdict
from tests.unit.policy.classify.evidence import page_says, seen
from webmend.controller.advising import AT_ONCE, FIRST_PAUSE, Advising
from webmend.controller.lease import Sources
from webmend.controller.metrics import Metrics
from webmend.controller.store import Key
from webmend.domain.advice import Consultation, ConsultationOutcome, Prompt, Reply
from webmend.domain.failure import Category
from webmend.policy.classify import advice
from webmend.policy.run import AskModel
from webmend.ports.advisor import AdvisorUnavailable
from webmend.ports.cluster import RUNS

PROMPT = advice.question(seen("Timeout", dom=page_says("Dr. Who is on holiday.")))
WORD = verdict(label("UPSTREAM_ERROR", "PREREQUISITE_NOT_MET", 0.9, "Dr. Who is on holiday"))
DOWN = AdvisorUnavailable("the endpoint answered 503")


class Desk:
    """One that asks `advisor`, on a clock that stands until it is moved."""

    def __init__(self, says: object, *, timeout: float = 60.0, advisor: FakeAdvisor | None = None) -> None:
        self.time = 0.0
        self.advisor = advisor or FakeAdvisor(says)
        self.metrics = Metrics()
        self.woken: list[str] = []
        sources = Sources(lambda: self.time, lambda: NOW, lambda: 0.0)
        self.advising = Advising(self.advisor, timeout, sources, self._wake, self.metrics)

    def _wake(self, key: Key) -> None:
        assert key.kind == RUNS
        self.woken.append(key.uid)

    async def ask(self, uid: str = "a", sequence: int = 1) -> Consultation:
        """Ask, and wait until something has come of it."""
        self.advising.ask(uid, AskModel(1, sequence, PROMPT))
        await until(lambda: uid in self.woken)
        return self.advising.of(uid)[-1]


class BusyAdvisor(FakeAdvisor):
    """Answers once `gate` is open, and counts how many wait for it at once."""

    def __init__(self, says: object) -> None:
        super().__init__(says)
        self.gate = asyncio.Event()
        self.under_way = self.most = 0

    async def ask(self, prompt: Prompt) -> Reply:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await self.gate.wait()
        self.under_way -= 1
        return await super().ask(prompt)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0)


async def test_an_answer_wakes_the_run_that_waits_for_it() -> None:
    desk = Desk(WORD)
    found = await desk.ask()
    assert (found.outcome, found.model, found.tokens) == (ConsultationOutcome.PROPOSED, "small-model", 70)
    assert found.proposal is not None
    assert (found.proposal.category, found.proposal.quotes) == (Category.UPSTREAM_ERROR, ("Dr. Who is on holiday",))
    assert desk.woken == ["a"]


async def test_asking_waits_for_nothing() -> None:
    desk = Desk(None)
    desk.advising.ask("a", AskModel(1, 1, PROMPT))
    assert [each.outcome for each in desk.advising.of("a")] == [ConsultationOutcome.PENDING]


async def test_a_failure_is_asked_about_once() -> None:
    desk = Desk(WORD)
    for _ in range(3):
        await desk.ask()
    assert len(desk.advisor.asked) == 1
    await desk.ask(sequence=2)
    assert [each.sequence for each in desk.advising.of("a")] == [1, 2]


@pytest.mark.parametrize(
    ("says", "want"),
    [
        (verdict(), ConsultationOutcome.UNDECIDED),
        (["x"], ConsultationOutcome.UNDECIDED),
        (verdict(label("UPSTREAM_ERROR", None, 0.9, "an invented quote")), ConsultationOutcome.UNDECIDED),
        (DOWN, ConsultationOutcome.UNAVAILABLE),
        (None, ConsultationOutcome.UNAVAILABLE),
    ],
    ids=["nothing", "no verdict", "invented", "down", "slow"],
)
async def test_whatever_comes_of_it_is_told_with_its_reason(says: object, want: ConsultationOutcome) -> None:
    found = await Desk(says, timeout=0.05).ask()
    assert (found.outcome, bool(found.detail), found.proposal) == (want, True, None)


async def test_an_endpoint_that_did_not_answer_is_left_alone_twice_as_long_each_time() -> None:
    desk = Desk(DOWN)
    await desk.ask("a")
    desk.time = FIRST_PAUSE - 1
    assert (await desk.ask("b")).detail == "not asked: it did not answer lately"
    assert len(desk.advisor.asked) == 1

    desk.time = FIRST_PAUSE
    await desk.ask("c")
    desk.time = FIRST_PAUSE * 3 - 1
    await desk.ask("d")
    assert len(desk.advisor.asked) == 2


async def test_an_answer_ends_the_pause_for_good() -> None:
    desk = Desk(DOWN)
    await desk.ask("a")
    desk.time, desk.advisor.says = FIRST_PAUSE, WORD
    await desk.ask("b")
    assert (await desk.ask("c")).outcome is ConsultationOutcome.PROPOSED


async def test_many_failures_at_once_do_not_fall_upon_the_endpoint() -> None:
    advisor = BusyAdvisor(WORD)
    desk = Desk(WORD, advisor=advisor)
    for number in range(AT_ONCE * 3):
        desk.advising.ask(f"run-{number}", AskModel(1, 1, PROMPT))
    await until(lambda: advisor.under_way == AT_ONCE)
    advisor.gate.set()
    await until(lambda: len(desk.woken) == AT_ONCE * 3)
    assert (advisor.most, len(advisor.asked)) == (AT_ONCE, AT_ONCE * 3)


async def test_calls_and_tokens_are_counted() -> None:
    desk = Desk(WORD)
    await desk.ask()
    text = exposed(desk.metrics.registry)
    assert 'webmend_model_questions_total{outcome="Proposed"} 1.0' in text
    assert "webmend_model_tokens_total 70.0" in text
