"""Handing out credentials: what a step names, where it may be typed, and what is written down of it."""

import asyncio
import base64
import json
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from tests.support.builders import attempt, node
from tests.support.installation import ORIGIN, PASSWORD, SEED, Runner, portal
from tests.support.metrics import exposed
from tests.support.server import Server
from webmend.policy import totp
from webmend.ports.cluster import SECRETS, VERSIONS, WORKFLOWS, Forbidden
from webmend.server import credentials

pytestmark = pytest.mark.looptime


async def ask(server: Server, runner: Runner, **request: Any) -> httpx.Response:
    wish = {"nodeId": "password", "alias": "portal", "key": "password", "origin": ORIGIN, **request}
    return await server.call(runner, "POST", "credentials", json=wish)


def audit(server: Server, runner: Runner) -> list[dict[str, Any]]:
    lines = server.artifacts.bodies.get(f"runs/{runner.run.uid}/audit.jsonl", b"").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize(
    ("request_", "want"),
    [
        ({}, PASSWORD),
        ({"nodeId": "user", "key": "username"}, "ada"),
        ({"origin": "http://localhost:8080"}, PASSWORD),
        ({"origin": "https://portal.test:443"}, PASSWORD),
        ({"origin": "https://Portal.Test"}, PASSWORD),
    ],
)
async def test_a_step_gets_what_it_names_for_an_origin_that_is_declared(
    server: Server, runner: Runner, request_: dict[str, Any], want: str
) -> None:
    answer = await ask(server, runner, **request_)

    assert (answer.status_code, answer.json()) == (200, {"value": want, "unsettled": False})
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ({"nodeId": "search"}, "the step search names no portal.password"),
        ({"nodeId": "user"}, "the step user names no portal.password"),
        ({"nodeId": "elsewhere"}, "the version that runs has no step elsewhere"),
        ({"key": "username"}, "the step password names no portal.username"),
        ({"key": "totp"}, "the step password names no portal.totp"),
        ({"alias": "other"}, "the step password names no other.password"),
        *[
            ({"origin": origin}, "portal may not be typed on that origin")
            for origin in (
                "http://portal.test",
                "https://portal.test:8443",
                "https://portal.test.evil.test",
                "https://evil.test#portal.test",
                "https://portal.test@evil.test",
                "https://evilportal.test",
                "https://xn--prtal-jua.test",
                "https://portal.test\\evil.test",
                "https://portal.test:443:443",
                "https://portal.test:x",
                "http://localhost",
                "http://127.0.0.1:8080",
            )
        ],
    ],
)
async def test_everything_else_is_refused_with_the_reason(
    server: Server, runner: Runner, request_: dict[str, Any], reason: str
) -> None:
    answer = await ask(server, runner, **request_)

    assert (answer.status_code, answer.json()["detail"]) == (403, reason)
    assert audit(server, runner) == []


@pytest.mark.parametrize(
    "request_",
    [
        {"origin": "null"},
        {"origin": ""},
        {"origin": "https://portal.test/login"},
        {"key": "previous"},
        {"alias": "../x"},
    ],
)
async def test_what_is_no_request_is_refused_without_a_word_of_its_values(
    server: Server, runner: Runner, request_: dict[str, Any]
) -> None:
    answer = await ask(server, runner, **request_)

    assert answer.status_code == 422
    assert next(iter(request_)) in answer.json()["detail"]


async def test_an_alias_that_the_workflow_has_dropped_since_is_refused(server: Server, runner: Runner) -> None:
    obj = await server.cluster.get(WORKFLOWS, "clinic", "portal")
    await server.cluster.replace(WORKFLOWS, "clinic", "portal", {**obj, "spec": {**obj["spec"], "credentials": []}})

    answer = await ask(server, runner)

    assert (answer.status_code, answer.json()["detail"]) == (403, "the workflow declares no credential portal")


async def test_what_counts_is_the_graph_of_the_attempts_version(server: Server) -> None:
    await server.installed.install(versions=2)
    obj = await server.cluster.get(VERSIONS, "clinic", "portal-v2")
    obj["spec"]["graph"] = {"nodes": [node("open", "navigate").stored()]}
    await server.cluster.replace(VERSIONS, "clinic", "portal-v2", obj)
    runner = await server.installed.runner(await server.installed.run("portal-1", attempt(version=2)))

    assert (await ask(server, runner)).status_code == 403


async def test_a_run_that_was_asked_to_stop_gets_nothing_more(server: Server) -> None:
    await server.installed.install()
    runner = await server.installed.runner(await server.installed.run(stop=True))

    answer = await ask(server, runner)

    assert (answer.status_code, answer.json()["detail"]) == (403, "somebody asked the run to stop")


async def test_the_secret_is_read_fresh_each_time(server: Server, runner: Runner) -> None:
    await ask(server, runner)
    secret = await server.cluster.get(SECRETS, "clinic", "login")
    await server.cluster.replace(SECRETS, "clinic", "login", {**secret, "data": {"password": "bmV3"}})

    assert (await ask(server, runner)).json()["value"] == "new"


@pytest.mark.parametrize(
    ("data", "status", "detail"),
    [
        ({}, 404, "the Secret login has no key password"),
        ({"password": ""}, 404, "the Secret login has no key password"),
        ({"password": "/w=="}, 422, "the key password of the Secret login is no text"),
        ({"password": "not base64"}, 422, "the key password of the Secret login is no text"),
    ],
)
async def test_what_a_secret_lacks_is_named(
    server: Server, runner: Runner, data: dict[str, str], status: int, detail: str
) -> None:
    secret = await server.cluster.get(SECRETS, "clinic", "login")
    await server.cluster.replace(SECRETS, "clinic", "login", {**secret, "data": data})

    answer = await ask(server, runner)

    assert (answer.status_code, answer.json()["detail"]) == (status, detail)


async def test_a_secret_that_may_not_be_read_is_named(server: Server, runner: Runner) -> None:
    server.cluster.fail("get", Forbidden("RBAC"), of=SECRETS)

    assert (await ask(server, runner)).status_code == 403


async def test_a_one_time_code_is_handed_out_and_never_its_secret(server: Server, runner: Runner) -> None:
    answer = await ask(server, runner, nodeId="code", key="totp")

    [entry] = audit(server, runner)
    moment = int(server.clock.now().timestamp())
    assert answer.json()["value"] in {totp.code(SEED, moment), totp.code(SEED, moment - 1)}
    assert SEED not in answer.text
    assert entry["key"] == "totp"


async def test_no_code_is_handed_out_twice_nor_shortly_before_it_is_over(server: Server, runner: Runner) -> None:
    first = await ask(server, runner, nodeId="code", key="totp")
    second = await ask(server, runner, nodeId="code", key="totp")
    await asyncio.sleep(57)
    late = await ask(server, runner, nodeId="code", key="totp")
    await asyncio.sleep(int(late.headers["retry-after"]))
    third = await ask(server, runner, nodeId="code", key="totp")

    assert [answer.status_code for answer in (first, second, late, third)] == [200, 425, 425, 200]
    assert first.json()["value"] != third.json()["value"]


async def test_a_server_that_begins_anew_does_not_hand_out_what_the_one_before_may_have(
    server: Server, runner: Runner
) -> None:
    server.app.state.parts.one_time_codes.begin()

    first = await ask(server, runner, nodeId="code", key="totp")
    await asyncio.sleep(int(first.headers["retry-after"]))
    second = await ask(server, runner, nodeId="code", key="totp")

    assert [first.status_code, second.status_code] == [425, 200]


async def test_while_a_change_is_not_settled_both_values_can_be_had(server: Server, runner: Runner) -> None:
    secret = await server.cluster.get(SECRETS, "clinic", "login")
    data = {**secret["data"], "pending": base64.b64encode(b"newer").decode()}
    await server.cluster.replace(SECRETS, "clinic", "login", {**secret, "data": data})

    current, pending = await ask(server, runner), await ask(server, runner, stage="Pending")

    assert current.json() == {"value": PASSWORD, "unsettled": True}
    assert pending.json() == {"value": "newer", "unsettled": True}
    assert [entry.get("stage") for entry in audit(server, runner)] == [None, "Pending"]


async def test_what_was_pending_and_has_become_current_is_handed_out_as_either(server: Server, runner: Runner) -> None:
    assert (await ask(server, runner, stage="Pending")).json() == {"value": PASSWORD, "unsettled": False}


async def test_each_release_is_written_down_without_the_value(server: Server, runner: Runner) -> None:
    with capture_logs() as logs:
        await ask(server, runner)
        await ask(server, runner, nodeId="user", key="username")

    first, second = audit(server, runner)
    assert first == {
        "namespace": "clinic",
        "run": "portal-1",
        "session": runner.run.uid,
        "attempt": 1,
        "pod": runner.pod["metadata"]["name"],
        "node": "password",
        "alias": "portal",
        "key": "password",
        "origin": ORIGIN,
        "secret": "login",
        "time": first["time"],
    }
    assert second["key"] == "username"
    assert [log["event"] for log in logs] == ["credential released"] * 2


async def test_without_an_audit_nothing_is_handed_out(
    server: Server, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(server.artifacts, "append", full)

    answer = await ask(server, runner)

    assert answer.status_code == 503
    assert PASSWORD not in answer.text


async def test_too_many_in_a_minute_are_refused_until_the_minute_is_over(
    server: Server, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "MOST_RELEASES", 3)

    answers = [(await ask(server, runner)).status_code for _ in range(4)]
    refused = await ask(server, runner)
    await asyncio.sleep(int(refused.headers["retry-after"]))

    assert answers == [200, 200, 200, 429]
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert (await ask(server, runner)).status_code == 200


async def test_a_secret_stands_nowhere_but_in_the_answer(server: Server, runner: Runner) -> None:
    with capture_logs() as logs:
        for request in ({}, {"origin": "https://evil.test"}, {"nodeId": "search"}, {"nodeId": "code", "key": "totp"}):
            await ask(server, runner, **request)
        await server.call(runner, "POST", "open", json={})

    run = await server.installed.status(runner.run)
    metrics = exposed(server.metrics)
    everything = f"{logs} {server.artifacts.bodies} {run} {metrics}"
    for canary in (PASSWORD, SEED):
        assert canary not in everything
    assert "webmend_server_credential_releases_total 2.0" in metrics


async def test_a_bad_one_time_secret_is_named_and_not_shown(server: Server) -> None:
    await server.installed.install(portal(credentials=[{"alias": "portal", "secretRef": "bad", "origins": [ORIGIN]}]))
    await server.installed.secret("bad", totp="not-base-32!")
    runner = await server.installed.runner(await server.installed.run())

    answer = await ask(server, runner, nodeId="code", key="totp")

    assert (answer.status_code, answer.json()["detail"]) == (422, "the key totp of the Secret bad is no base32")
