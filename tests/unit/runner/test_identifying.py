"""The client certificate of an attempt: fetched when the plan is known to name one, and kept out of every text."""

import asyncio

import pytest

from tests.support.builders import graph
from tests.support.clock import VirtualClock
from tests.support.session import FakeServer
from webmend.domain.evidence import ErrorKind
from webmend.domain.session import ClientCertificate, SessionPlan
from webmend.ports.browser import StepFailed
from webmend.runner.identifying import identified
from webmend.runner.secrets import Secrets

pytestmark = pytest.mark.looptime

LINES = ("MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg", "c2VjcmV0IGtleSBvZiBhIG51cnNlIGF0IHRoZSBjbGluaWM=")
KEY = "\n".join(("-----BEGIN PRIVATE KEY-----", *LINES, "-----END PRIVATE KEY-----", ""))


def server(certificate: ClientCertificate | None) -> FakeServer:
    plan = {"session_id": "u", "run": "r", "namespace": "n", "workflow": "w", "version": 1, "attempt": 1}
    fake = FakeServer(SessionPlan.model_validate({**plan, "graph": graph()}))
    fake.certificate = certificate
    return fake


async def test_no_line_of_its_key_is_left_in_a_text() -> None:
    secrets = Secrets()
    await identified(server(ClientCertificate(certificate="c", key=KEY)), VirtualClock(), secrets)()

    assert secrets(f"it was {KEY}.") == "it was ***\n."
    assert [secrets(f"broken off at {line}") for line in LINES] == ["broken off at ***"] * 2
    assert secrets("-----BEGIN PRIVATE KEY-----") == "-----BEGIN PRIVATE KEY-----"


async def test_a_server_that_is_away_for_a_while_is_waited_for() -> None:
    fake = server(ClientCertificate(certificate="c", key=KEY))
    fake.away = True
    asyncio.get_running_loop().call_later(20, setattr, fake, "away", False)

    assert (await identified(fake, VirtualClock(), Secrets())()).key == KEY


async def test_a_server_that_stays_away_is_a_fault_of_ours() -> None:
    fake = server(None)
    fake.away = True
    with pytest.raises(StepFailed) as raised:
        await identified(fake, VirtualClock(), Secrets())()

    assert (raised.value.error.kind, raised.value.error.type) == (ErrorKind.PLATFORM, "ServerUnavailable")


async def test_a_refusal_is_the_workflows() -> None:
    with pytest.raises(StepFailed) as raised:
        await identified(server(None), VirtualClock(), Secrets())()

    assert raised.value.error.kind is ErrorKind.DEFINITION
    assert "names no client certificate" in raised.value.error.message
