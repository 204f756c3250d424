"""The model's line: a real HTTP endpoint that replays recorded answers."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.support.builders import NOW
from tests.support.endpoint import Endpoint, Recorded, replaying
from tests.support.recordings import chat
from tests.unit.policy.run.test_consulting import QUOTE, failing, plan
from tests.unit.policy.run.test_plan import actions
from webmend.adapters.advisor import ChatAdvisor, configured
from webmend.controller.advising import Advising
from webmend.controller.lease import Sources
from webmend.controller.metrics import Metrics
from webmend.domain.advice import ConsultationOutcome, Prompt
from webmend.domain.failure import Source
from webmend.domain.run import RecoveryKind
from webmend.domain.settings import ModelSettings
from webmend.policy.run import AskModel
from webmend.ports.advisor import AdvisorUnavailable

PROMPT = Prompt(instructions="Explain.", material="document.title: Sign in", answer={"type": "object"})


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


def advisor(client: httpx.AsyncClient, endpoint: Endpoint, *, timeout: float = 5.0) -> ChatAdvisor:
    return ChatAdvisor(client, endpoint.url, "small-model", lambda: "the-key", timeout)


async def test_the_question_goes_out_once_at_temperature_zero_with_the_evidence_apart(
    client: httpx.AsyncClient,
) -> None:
    async with replaying(Recorded(chat.completion("{}"))) as endpoint:
        reply = await advisor(client, endpoint).ask(PROMPT)

    asked = endpoint.asked[0]
    assert len(endpoint.asked) == 1
    assert (asked["model"], asked["temperature"], "tools" in asked) == ("small-model", 0, False)
    assert [message["content"] for message in asked["messages"]] == ["Explain.", "document.title: Sign in"]
    assert asked["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert endpoint.headers[0]["authorization"] == "Bearer the-key"
    assert (reply.text, reply.tokens, reply.model) == ("{}", 876, "small-model-2026-01-01")


async def test_an_endpoint_without_structured_output_is_asked_without_it_from_then_on(
    client: httpx.AsyncClient,
) -> None:
    answers = Recorded(chat.NO_RESPONSE_FORMAT, 400), Recorded(chat.completion("{}"))
    async with replaying(*answers) as endpoint:
        plain = advisor(client, endpoint)
        await plain.ask(PROMPT)
        await plain.ask(PROMPT)

    assert ["response_format" in asked for asked in endpoint.asked] == [True, False, False]


async def test_no_key_no_header(client: httpx.AsyncClient) -> None:
    async with replaying(Recorded(chat.completion("{}"))) as endpoint:
        await ChatAdvisor(client, endpoint.url, "small-model").ask(PROMPT)

    assert "authorization" not in endpoint.headers[0]


@pytest.mark.parametrize(
    ("recorded", "why"),
    [
        (Recorded(chat.OVERLOADED, 503), "503"),
        (Recorded(b"<html>proxy</html>"), "no chat completion"),
        (Recorded(b""), "no chat completion"),
        (Recorded(b'{"choices": []}'), "no chat completion"),
        (Recorded(b"[1]"), "no chat completion"),
        (Recorded(chat.REFUSAL), "no chat completion"),
        (Recorded(chat.TOOL_CALL), "no chat completion"),
        (Recorded(chat.completion("x" * 100_000)), "too long"),
        (Recorded(chat.completion("{}"), held=3.0), "ReadTimeout"),
        (Recorded(b"", 302), "302"),
    ],
    ids=["down", "html", "nothing", "no choice", "a list", "a refusal", "a tool call", "too long", "late", "elsewhere"],
)
async def test_whatever_is_no_answer_is_told_as_such(client: httpx.AsyncClient, recorded: Recorded, why: str) -> None:
    async with replaying(recorded) as endpoint:
        with pytest.raises(AdvisorUnavailable, match=why):
            await advisor(client, endpoint, timeout=0.3 if recorded.held else 5.0).ask(PROMPT)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "http://[broken/v1", "nonsense"])
async def test_an_endpoint_that_is_not_there_is_told_as_such(client: httpx.AsyncClient, url: str) -> None:
    with pytest.raises(AdvisorUnavailable):
        await ChatAdvisor(client, url, "small-model", lambda: "the-key").ask(PROMPT)


async def test_the_key_stands_in_no_error(client: httpx.AsyncClient) -> None:
    with pytest.raises(AdvisorUnavailable) as raised:
        await ChatAdvisor(client, "http://127.0.0.1:9/v1", "small-model", lambda: "the-key").ask(PROMPT)

    assert "the-key" not in str(raised.value)


async def test_an_installation_without_a_model_has_none(tmp_path: Path) -> None:
    async with configured(None, tmp_path / "key") as advisor:
        assert advisor is None


async def test_the_key_is_read_anew_for_each_question_and_may_be_missing(tmp_path: Path) -> None:
    file = tmp_path / "key"
    async with replaying(Recorded(chat.completion("{}"))) as endpoint:
        settings = ModelSettings(url=endpoint.url, name="small-model")
        async with configured(settings, file) as advisor:
            assert advisor is not None
            for key in (None, "first\n", "second\n"):
                if key is not None:
                    file.write_text(key)
                await advisor.ask(PROMPT)

    assert [headers.get("authorization") for headers in endpoint.headers] == [None, "Bearer first", "Bearer second"]


async def test_an_endpoint_that_drips_its_answer_is_given_up_in_time(client: httpx.AsyncClient) -> None:
    """Each piece comes in time, the whole never would."""
    async with replaying(Recorded(chat.completion("{}"), drips=0.05)) as endpoint:
        sources = Sources(time.monotonic, lambda: NOW, lambda: 0.0)
        told = asyncio.Event()
        advising = Advising(advisor(client, endpoint), 0.3, sources, lambda _key: told.set(), Metrics())
        begun = time.monotonic()
        advising.ask("run", AskModel(1, 1, PROMPT))
        await asyncio.wait_for(told.wait(), 5)

    assert time.monotonic() - begun < 2
    assert advising.of("run")[0].outcome is ConsultationOutcome.UNAVAILABLE


async def test_from_an_open_failure_over_the_line_to_the_run(client: httpx.AsyncClient) -> None:
    """The recorded answer names a label; the run goes on by it, and says whose word it was."""
    said = chat.verdict(chat.label("UPSTREAM_ERROR", "TIMING_RACE", 0.9, QUOTE))
    facts, told = failing(), asyncio.Event()
    async with replaying(Recorded(chat.completion(said))) as endpoint:
        sources = Sources(time.monotonic, lambda: NOW, lambda: 0.0)
        advising = Advising(advisor(client, endpoint), 5.0, sources, lambda _key: told.set(), Metrics())
        [question] = actions(plan(facts), AskModel)
        advising.ask(facts.run.uid, question)
        await asyncio.wait_for(told.wait(), 10)
    status = plan(replace(facts, consultations=advising.of(facts.run.uid))).status

    assert [(each.model, each.tokens) for each in status.consultations] == [("small-model-2026-01-01", 876)]
    assert [(each.kind, each.error and each.error.source) for each in status.recoveries] == [
        (RecoveryKind.RETRY_UPSTREAM, Source.MODEL)
    ]
