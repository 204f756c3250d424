"""What every line to the server does, in memory and over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.builders import NOW, graph, report
from tests.support.session import FakeServer
from tests.support.session_http import TOKEN, served
from webmend.adapters.session import HttpSession
from webmend.adapters.session.client import token_file
from webmend.domain.directive import Carried, Directive, DirectiveKind
from webmend.domain.password import PasswordRules, Stage
from webmend.domain.report import Outputs, RecoveryOutcome, RecoveryReport, StepOutcome, StepReport
from webmend.domain.session import (
    Announcement,
    ClientCertificate,
    CodeRequest,
    CodeScope,
    CredentialRequest,
    CredentialScope,
    CredentialValue,
    EnrolmentRequest,
    RotationGrant,
    RotationRequest,
    SavedState,
    SessionPlan,
    Settlement,
    handed,
)
from webmend.domain.target import Fingerprint
from webmend.ports.session import ServerUnavailable, SessionRefused, SessionServer

PORTAL = "https://portal.test"
PLAN = SessionPlan(
    session_id="uid-1",
    run="run-1",
    namespace="clinic",
    workflow="portal",
    version=3,
    attempt=2,
    graph=graph(),
    inputs={"patient": "Zoë 漢"},
    secret_inputs=("patient",),
    credentials=(CredentialScope(alias="portal", origins=(PORTAL,)),),
    code_sources=(CodeScope(alias="sms", origins=(PORTAL,), timeout=60),),
    carried=Carried(node_id="open", delay=15),
    fingerprints={"new-patient": Fingerprint(tag="button", name="New Patient")},
)
RETRY = handed(Directive(sequence=2, attempt=2, kind=DirectiveKind.RETRY, node_id="new-patient", delay=15))


@pytest.fixture
def fake() -> FakeServer:
    server = FakeServer(PLAN)
    server.secrets = {("portal", "password"): "pässword"}
    return server


@pytest.fixture(params=["in memory", "over HTTP"])
async def line(request: pytest.FixtureRequest, fake: FakeServer) -> AsyncIterator[SessionServer]:
    if request.param == "in memory":
        yield fake
        return
    async with served(fake) as url:
        yield HttpSession(url, "uid-1", 2, lambda: TOKEN)


def step(node_id: str = "open", **fields: object) -> StepReport:
    facts: dict[str, object] = {
        "node_id": node_id,
        "title": node_id,
        "action": "navigate",
        "outcome": StepOutcome.DONE,
        "started_at": NOW,
        "finished_at": NOW + timedelta(seconds=1),
        "wait_time": 15,
        "waited": 0.25,
    }
    return StepReport.model_validate({**facts, **fields})


async def test_opening_gives_the_whole_plan(line: SessionServer) -> None:
    assert await line.open() == PLAN


async def test_steps_arrive_in_order_and_handing_one_in_twice_does_no_harm(
    line: SessionServer, fake: FakeServer
) -> None:
    first, second = step("open", input="***"), step("new-patient", fingerprint=Fingerprint(tag="button"))
    await line.report_steps((first, second))
    await line.report_steps((second,))
    assert fake.steps == [first, second]


async def test_what_begins_and_what_is_over_arrives(line: SessionServer, fake: FakeServer) -> None:
    begins = Announcement(node_id="pay", number=3, irreversible=True)
    await line.announce(begins)
    await line.announce(begins.with_(over=True))
    assert fake.announcements == [begins, begins.with_(over=True)]
    fake.refuses_announcements = True
    with pytest.raises(SessionRefused):
        await line.announce(begins)


async def test_a_failure_arrives_with_its_evidence(line: SessionServer, fake: FakeServer) -> None:
    failure = report(sequence=2, attempt_=2, safe_nodes=("open",), irreversible_done=True)
    await line.report_failure(failure)
    assert fake.failures == [failure]


async def test_without_an_answer_the_wait_ends_with_nothing(line: SessionServer) -> None:
    assert await line.directive(2, wait=0.05) is None


async def test_an_answer_given_before_is_there_at_once(line: SessionServer, fake: FakeServer) -> None:
    await fake.tell(RETRY)
    assert await line.directive(2, wait=30) == RETRY


async def test_an_answer_given_meanwhile_ends_the_wait(line: SessionServer, fake: FakeServer) -> None:
    waiting = asyncio.create_task(line.directive(2, wait=30))
    await asyncio.sleep(0.05)
    await fake.tell(RETRY)
    async with asyncio.timeout(5):
        assert await waiting == RETRY


async def test_the_answer_to_an_earlier_failure_is_none(line: SessionServer, fake: FakeServer) -> None:
    await fake.tell(RETRY.with_(sequence=1))
    assert await line.directive(2, wait=0.05) is None


async def test_the_outcome_of_a_recovery_arrives(line: SessionServer, fake: FakeServer) -> None:
    outcome = RecoveryReport(sequence=0, outcome=RecoveryOutcome.SUCCEEDED)
    await line.report_recovery(outcome)
    assert fake.recoveries == [outcome]


def asked(origin: str = PORTAL, key: str = "password") -> CredentialRequest:
    return CredentialRequest(node_id="type-password", alias="portal", key=key, origin=origin)


async def test_a_credential_is_handed_out_for_a_step_and_a_declared_origin(
    line: SessionServer, fake: FakeServer
) -> None:
    assert await line.credential(asked()) == CredentialValue(value="pässword")
    assert fake.released == [asked()]


@pytest.mark.parametrize("wrong", [asked(origin="https://elsewhere.test"), asked(key="totp")])
async def test_a_credential_is_refused_elsewhere(line: SessionServer, wrong: CredentialRequest) -> None:
    with pytest.raises(SessionRefused, match="portal"):
        await line.credential(wrong)


async def test_a_new_password_is_handed_out_with_the_old_one_and_settled(line: SessionServer, fake: FakeServer) -> None:
    fake.passwords = ["nëw"]
    wish = RotationRequest(sequence=2, alias="portal", origin=PORTAL, rules=PasswordRules(max_length=16, special="!"))
    assert await line.rotate(wish) == RotationGrant(old="pässword", new="nëw")
    assert (await line.credential(asked())).unsettled
    assert (await line.credential(asked().with_(stage=Stage.PENDING))).value == "nëw"
    await line.settle(Settlement(alias="portal", key="password", stage=Stage.PENDING))
    assert await line.credential(asked()) == CredentialValue(value="nëw")
    assert fake.rotations == [wish]


async def test_the_secret_of_a_second_factor_is_kept_and_its_code_handed_out(
    line: SessionServer, fake: FakeServer
) -> None:
    wish = EnrolmentRequest(sequence=2, alias="portal", origin=PORTAL, secret="JBSWY3DPEHPK3PXP")
    assert await line.enrol(wish) == "000001"
    assert fake.secrets["portal", "pending-totp"] == "JBSWY3DPEHPK3PXP"


@pytest.mark.parametrize("origin", ["https://elsewhere.test", "http://portal.test"])
async def test_no_credential_is_changed_elsewhere(line: SessionServer, origin: str) -> None:
    with pytest.raises(SessionRefused, match="may not be typed"):
        await line.rotate(RotationRequest(sequence=2, alias="portal", origin=origin))
    with pytest.raises(SessionRefused, match="may not be typed"):
        await line.enrol(EnrolmentRequest(sequence=2, alias="portal", origin=origin, secret="JBSWY3DPEHPK3PXP"))


async def test_a_code_that_the_site_has_sent_is_handed_out(line: SessionServer, fake: FakeServer) -> None:
    fake.codes = {"sms": "123456"}
    wish = CodeRequest(node_id="type-code", source="sms", origin=PORTAL, since=NOW)
    assert await line.code(wish, 60) == "123456"
    assert fake.asked_codes == [wish]
    with pytest.raises(SessionRefused):
        await line.code(wish.with_(origin="https://elsewhere.test"), 60)


async def test_an_artifact_gets_a_key_of_the_servers_choice(line: SessionServer, fake: FakeServer) -> None:
    body = bytes(range(256)) * 1000
    assert (await line.put_artifact("failure-1.png", body, "image/png")).endswith("failure-1.png")
    assert fake.artifacts == {"failure-1.png": body}


async def test_outputs_arrive_whole(line: SessionServer, fake: FakeServer) -> None:
    outputs = Outputs(values={"visits": [{"date": "2026-01-02", "cost": 3.5, "note": None, "who": "Zoë"}]})
    await line.put_outputs(outputs)
    assert fake.outputs == outputs


async def test_a_server_that_is_away_is_told_from_one_that_refuses(line: SessionServer, fake: FakeServer) -> None:
    fake.away = True
    with pytest.raises(ServerUnavailable):
        await line.open()
    fake.away, fake.over = False, True
    with pytest.raises(SessionRefused, match="over"):
        await line.open()


async def test_nobody_listening_is_a_server_that_is_away() -> None:
    with pytest.raises(ServerUnavailable):
        await HttpSession("http://127.0.0.1:1", "uid-1", 2, lambda: TOKEN).open()


async def test_a_wrong_token_is_refused(fake: FakeServer) -> None:
    async with served(fake) as url:
        with pytest.raises(SessionRefused, match="token"):
            await HttpSession(url, "uid-1", 2, lambda: "stale").open()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nnot json!",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + b" " * (17 * 1024 * 1024),
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x00" * 70_000,
    ],
    ids=["nothing", "cut off", "another server", "no JSON", "too much", "no HTTP", "garbage"],
)
async def test_an_answer_that_makes_no_sense_is_a_server_that_is_away(answer: bytes) -> None:
    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(say, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(ServerUnavailable):
            await HttpSession(f"http://127.0.0.1:{port}", "uid-1", 2, lambda: TOKEN).open()


def test_the_token_is_read_anew_for_each_call(tmp_path: Path) -> None:
    token = token_file(tmp_path / "token")
    with pytest.raises(ServerUnavailable):
        token()
    (tmp_path / "token").write_text("first\n")
    assert token() == "first"
    (tmp_path / "token").write_text("second\n")
    assert token() == "second"


async def test_the_client_certificate_comes_with_its_key(line: SessionServer, fake: FakeServer) -> None:
    fake.certificate = ClientCertificate(certificate="the certificate", key="the key")

    assert await line.client_certificate() == fake.certificate
    assert "the key" not in repr(fake.certificate)


async def test_a_workflow_without_a_client_certificate_is_refused_one(line: SessionServer) -> None:
    with pytest.raises(SessionRefused, match="names no client certificate"):
        await line.client_certificate()


async def test_what_the_browser_leaves_is_there_for_the_next_run(line: SessionServer) -> None:
    assert await line.state() == SavedState()

    await line.keep_state(SavedState(state='{"cookies": []}'))
    assert (await line.state()).state == '{"cookies": []}'

    await line.keep_state(SavedState())
    assert await line.state() == SavedState()
