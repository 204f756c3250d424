"""Typing one-time codes, and codes that a site sends by SMS or e-mail."""

import asyncio

import pytest

from tests.support.builders import node
from tests.unit.runner.lab import SITE, Lab
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.report import AttemptOutcome
from webmend.domain.session import CodeRequest, CodeScope
from webmend.ports.browser import Performed

pytestmark = pytest.mark.looptime
TARGET = {"selectors": [{"label": "Code"}]}
TOTP = node("code", "totp", totp={"credential": "portal"}, target=TARGET)
SENT = node("code", "code", code={"source": "sms"}, target=TARGET)
SMS = (CodeScope(alias="sms", origins=(SITE,), timeout=60),)
END = Directive(sequence=1, attempt=1, kind=DirectiveKind.END)


async def test_the_code_of_this_moment_is_typed_and_shown_nowhere() -> None:
    lab = Lab(TOTP)
    lab.server.secrets["portal", "totp"] = "123456"
    report = await lab.run()
    assert lab.tab.typed["code"] == "123456"
    assert lab.tab.origins["code"] == (SITE,)
    (step,) = lab.server.steps
    assert (step.action, step.input) == ("totp", "***")
    assert "123456" not in report.model_dump_json()


async def test_a_code_that_is_not_to_be_had_yet_is_waited_for() -> None:
    lab = Lab(node("open", "navigate"), TOTP)
    lab.tab.gives["open"] = [1.0]
    lab.server.secrets["portal", "totp"] = "123456"
    loop = asyncio.get_running_loop()
    loop.call_later(0.5, setattr, lab.server, "away", True)
    loop.call_later(18, setattr, lab.server, "away", False)
    await lab.run()
    assert lab.tab.typed["code"] == "123456"


async def test_a_sent_code_is_asked_for_since_the_form_was_sent() -> None:
    lab = Lab(node("open", "navigate"), node("sign-in"), SENT, code_sources=SMS)
    lab.tab.gives["open"] = [5.0]
    lab.tab.gives["sign-in"] = [Performed()]
    lab.server.codes = {"sms": "987654"}
    began = lab.clock.now()
    await lab.run()
    assert lab.tab.typed["code"] == "987654"
    assert lab.tab.origins["code"] == (SITE,)
    (request,) = lab.server.asked_codes
    assert request == CodeRequest(node_id="code", source="sms", origin=SITE, since=request.since)
    assert 4.9 < (request.since - began).total_seconds() < 6


async def test_a_code_is_not_typed_on_another_origin_nor_asked_for() -> None:
    lab = Lab(SENT, code_sources=SMS)
    lab.tab.url = "http://phishing.test/"
    lab.told(END)
    report = await lab.run()
    assert (lab.server.asked_codes, lab.tab.done) == ([], [])
    assert report.failure is not None
    assert "http://phishing.test" in report.failure.evidence.error.message


@pytest.mark.parametrize(("sources", "why"), [(SMS, "no code came from sms"), ((), "declares no code source sms")])
async def test_a_code_that_does_not_come_fails_the_step(sources: tuple[CodeScope, ...], why: str) -> None:
    lab = Lab(SENT, code_sources=sources)
    lab.told(END)
    report = await lab.run()
    assert report.outcome is AttemptOutcome.FAILED
    assert report.failure is not None
    assert why in report.failure.evidence.error.message
