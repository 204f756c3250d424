"""Asking a model, and going on without it."""

import asyncio
import json

import pytest

from tests.support.recordings.chat import label, verdict
from tests.unit.policy.classify.evidence import page_says, seen
from webmend.controller.advising import advised
from webmend.domain.advice import Prompt, Reply
from webmend.policy.classify import classify
from webmend.ports.advisor import AdvisorUnavailable

OPEN = seen("Timeout", dom={**page_says("Dr. Who is on holiday."), "selector_counts": [1], "target": {"visible": True}})
SURE = seen("Ambiguous")
WORD = verdict(label("UPSTREAM_ERROR", "PREREQUISITE_NOT_MET", 0.9, "Dr. Who is on holiday"))


class FakeAdvisor:
    """Says what it is given, fails, or never answers."""

    def __init__(self, says: object) -> None:
        self.says = says
        self.asked: list[Prompt] = []

    async def ask(self, prompt: Prompt) -> Reply:
        self.asked.append(prompt)
        if self.says is None:
            await asyncio.Event().wait()
        if isinstance(self.says, Exception):
            raise self.says
        return Reply(model="small-model", text=json.dumps(self.says), tokens=70)


async def test_where_the_rules_are_not_sure_a_model_may_say_it() -> None:
    found = await advised(classify(OPEN), OPEN, FakeAdvisor(WORD), {})
    assert (found.failure.category, found.is_models, found.asked, found.answered, found.tokens) == (
        "UPSTREAM_ERROR", True, True, True, 70,
    )  # fmt: skip


async def test_where_the_rules_are_sure_nobody_is_asked() -> None:
    advisor = FakeAdvisor(WORD)
    found = await advised(classify(SURE), SURE, advisor, {})
    assert (found.failure, found.asked, advisor.asked) == (classify(SURE), False, [])


@pytest.mark.parametrize("says", [AdvisorUnavailable("503"), None, verdict(), ["x"]], ids=["down", "slow", "", "wrong"])
async def test_without_a_useful_answer_the_rules_answer_stands(says: object) -> None:
    found = await advised(classify(OPEN), OPEN, FakeAdvisor(says), {}, patience=0.05)
    assert (found.failure, found.asked) == (classify(OPEN), True)


async def test_without_a_model_the_rules_answer_stands() -> None:
    found = await advised(classify(OPEN), OPEN, None, {})
    assert (found.failure, found.asked) == (classify(OPEN), False)
