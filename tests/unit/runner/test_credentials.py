"""A credential is fetched for the step that types it, for an origin that it may be typed on, and shown nowhere."""

import asyncio

import pytest

from tests.support.builders import node
from tests.unit.runner.lab import SITE, Lab, end, failed
from webmend.domain.evidence import ErrorKind
from webmend.domain.graph import Node
from webmend.domain.report import AttemptOutcome
from webmend.domain.session import CredentialRequest, CredentialScope

pytestmark = pytest.mark.looptime


def types(id_: str, value: str) -> Node:
    return node(id_, "fill", fill={"value": value})


USER = types("user", "{{ credentials.portal.username }}")
PASSWORD = types("password", "{{ credentials.portal.password }}")


async def test_the_step_gets_its_value_and_the_only_origins_for_it() -> None:
    lab = Lab(node("open", "navigate"), USER, PASSWORD)
    await lab.run()
    assert lab.tab.typed["password"] == "correct-horse"
    assert lab.tab.origins["password"] == (SITE,)
    assert lab.server.released == [
        CredentialRequest(node_id="user", alias="portal", key="username", origin=SITE),
        CredentialRequest(node_id="password", alias="portal", key="password", origin=SITE),
    ]


async def test_nothing_that_is_reported_holds_the_password() -> None:
    lab = Lab(PASSWORD, node("go"))
    lab.tab.gives["go"] = [failed(message="the page says correct-horse")]
    lab.told(end())
    report = await lab.run()
    said = report.model_dump_json() + "".join(step.model_dump_json() for step in lab.server.steps)
    assert lab.server.steps[0].input == "***"
    assert "correct-horse" not in lab.around.secrets(said)


async def test_on_another_origin_nothing_is_asked_for_and_nothing_typed() -> None:
    lab = Lab(PASSWORD)
    lab.tab.url = "http://phishing.test/login"
    lab.told(end())
    report = await lab.run()
    assert lab.server.released == []
    assert lab.tab.done == []
    assert report.failure is not None
    assert report.failure.evidence.error.kind is ErrorKind.DEFINITION
    assert "http://phishing.test" in report.failure.evidence.error.message


async def test_a_step_with_two_credentials_may_type_only_where_both_may() -> None:
    both = types("both", "{{ credentials.portal.username }}{{ credentials.other.username }}")
    scopes = (
        CredentialScope(alias="portal", origins=(SITE, "http://a.test")),
        CredentialScope(alias="other", origins=(SITE, "http://b.test")),
    )
    lab = Lab(both, credentials=scopes)
    lab.server.secrets["other", "username"] = "doc"
    await lab.run()
    assert lab.tab.origins["both"] == (SITE,)


@pytest.mark.parametrize(
    "step",
    [
        node("leak", "navigate", navigate={"url": "http://elsewhere.test/{{ credentials.portal.password }}"}),
        node("look", expect=[{"text": "{{ credentials.portal.password }}"}]),
    ],
)
async def test_a_credential_anywhere_but_in_a_fill_stops_the_step(step: Node) -> None:
    lab = Lab(step)
    lab.told(end())
    report = await lab.run()
    assert (lab.tab.done, lab.server.released) == ([], [])
    assert report.failure is not None
    assert "may only stand in the value of a fill" in report.failure.evidence.error.message


async def test_a_key_that_the_secret_does_not_have_is_named() -> None:
    lab = Lab(types("code", "{{ credentials.portal.totp }}"))
    lab.told(end())
    report = await lab.run()
    assert report.failure is not None
    assert "no key totp" in report.failure.evidence.error.message


async def test_a_server_that_comes_back_in_time_hands_it_out() -> None:
    lab = Lab(node("open", "navigate"), PASSWORD)
    lab.tab.gives["open"] = [1.0]
    loop = asyncio.get_running_loop()
    loop.call_later(0.5, setattr, lab.server, "away", True)
    loop.call_later(20, setattr, lab.server, "away", False)
    assert (await lab.run()).outcome is AttemptOutcome.SUCCEEDED


async def test_a_server_that_stays_away_is_a_fault_of_the_platform() -> None:
    lab = Lab(node("open", "navigate"), PASSWORD)
    lab.tab.gives["open"] = [1.0]
    asyncio.get_running_loop().call_later(0.5, setattr, lab.server, "away", True)
    report = await lab.run()
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "ServerUnavailable")
    assert report.failure is not None
    assert report.failure.evidence.error.type == "ServerUnavailable"
    assert 30 <= lab.clock.elapsed() < 60


LOGIN = (
    node("open", "navigate"),
    USER,
    PASSWORD,
    node("sign-in"),
    node("patients", "navigate"),
    node("search"),
    node("list"),
)


@pytest.mark.parametrize(
    ("fails", "authenticated", "pending", "submitted"),
    [
        ("password", False, False, False),
        ("sign-in", False, True, False),
        ("patients", False, True, True),
        ("search", False, True, True),
        ("list", True, False, True),
    ],
)
async def test_a_login_has_worked_once_a_step_behind_its_submission_passes(
    fails: str, authenticated: bool, pending: bool, submitted: bool
) -> None:
    lab = Lab(*LOGIN)
    lab.tab.gives[fails] = [failed()]
    lab.told(end())
    await lab.run()
    (question,) = lab.tab.asked
    assert question.session.was_authenticated is authenticated
    assert question.session.login_pending is pending
    assert question.session.login_submitted is submitted
    assert question.session.login_node == ("password" if authenticated or pending else "")
    assert lab.tab.authenticated == (["password"] if authenticated else [])


@pytest.mark.parametrize(("kind", "submitted"), [(ErrorKind.NO_MATCH, False), (ErrorKind.EXPECTATION, True)])
async def test_a_submission_that_fails_after_it_acted_has_sent_the_password(kind: ErrorKind, submitted: bool) -> None:
    lab = Lab(PASSWORD, node("sign-in", expect=[{"text": "Welcome"}]))
    lab.tab.gives["sign-in"] = [failed(kind)]
    lab.told(end())
    await lab.run()
    assert lab.tab.asked[0].session.login_submitted is submitted


async def test_a_submission_with_a_post_condition_shows_by_itself_that_the_login_worked() -> None:
    lab = Lab(PASSWORD, node("sign-in", expect=[{"text": "Welcome"}]), node("list"))
    lab.tab.gives["list"] = [failed()]
    lab.told(end())
    await lab.run()
    assert lab.tab.asked[0].session.was_authenticated
