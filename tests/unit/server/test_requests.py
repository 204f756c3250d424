"""What comes in and what goes out, whatever the route: sizes, faults, problems, probes."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from tests.support.installation import PASSWORD, Runner, reviewed
from tests.support.metrics import exposed
from tests.support.server import Server
from webmend.domain.session import Problem
from webmend.ports.cluster import SECRETS, Forbidden, Invalid, Unavailable
from webmend.server import keys
from webmend.server.limits import BODY_SECONDS, FILE_BYTES, MESSAGE_BYTES

pytestmark = pytest.mark.looptime
CHUNK = b"x" * 65536


class Flood:
    """A body in pieces, without end and without saying how long it is."""

    def __init__(self) -> None:
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.sent += len(CHUNK)
            yield CHUNK


async def test_a_body_that_says_it_is_too_long_is_refused_before_anybody_asks_who_sends_it(server: Server) -> None:
    headers = {"Content-Length": str(MESSAGE_BYTES + 1)}

    answer = await server.http.post("/sessions/u/attempts/1/open", headers=headers, content=CHUNK)

    assert (answer.status_code, answer.json()["title"]) == (413, Problem.model_validate(answer.json()).title)


async def test_a_body_that_turns_out_too_long_is_refused_when_it_does(server: Server, runner: Runner) -> None:
    flood = Flood()

    answer = await server.call(runner, "POST", "failure", content=flood)

    assert answer.status_code == 413
    assert flood.sent <= MESSAGE_BYTES + 2 * len(CHUNK)


async def test_nothing_of_a_strangers_body_is_read(server: Server) -> None:
    flood = Flood()

    answer = await server.http.put("/sessions/u/attempts/1/artifacts/page.png", content=flood)

    assert answer.status_code == 401
    assert flood.sent <= 2 * len(CHUNK)


@pytest.mark.parametrize(("size", "want"), [(MESSAGE_BYTES + 1, 200), (FILE_BYTES, 200), (FILE_BYTES + 1, 413)])
async def test_files_may_be_longer_than_messages(server: Server, runner: Runner, size: int, want: int) -> None:
    answer = await server.call(runner, "PUT", "artifacts/page.png", content=b"x" * size)

    assert answer.status_code == want


async def test_a_body_that_dribbles_is_not_waited_for(server: Server, runner: Runner) -> None:
    async def dribble() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(5)

    answer = await server.call(runner, "POST", "failure", content=dribble())

    assert answer.status_code == 408
    assert asyncio.get_running_loop().time() < BODY_SECONDS + 6


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"{", "body"),
        (b"", "body"),
        (b"[]", "body"),
        (b"\xff", "body"),
        (b'{"steps": 1}', "steps"),
        (b'{"steps": [{"nodeId": "hunter2 and more"}]}', "steps.0.nodeId"),
        (json.dumps({"steps": [{}] * 3}).encode(), "steps.0"),
        (b'{"steps": ' + b"[" * 5000 + b"]" * 5000 + b"}", ""),
    ],
)
async def test_what_cannot_be_understood_is_told_by_field_and_without_its_values(
    server: Server, runner: Runner, body: bytes, field: str
) -> None:
    answer = await server.call(runner, "POST", "steps", content=body)

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert field in answer.json()["detail"]
    assert "hunter2" not in answer.text


@pytest.mark.parametrize(
    "query", ["", "sequence=one", "sequence=1&wait=soon", "sequence=1&wait=nan", "sequence=1&wait=inf"]
)
async def test_a_question_that_cannot_be_understood_is_refused(server: Server, runner: Runner, query: str) -> None:
    answer = await server.call(runner, "GET", f"directive?{query}")

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


async def test_fields_of_a_later_version_are_passed_over(server: Server, runner: Runner) -> None:
    assert (await server.call(runner, "POST", "open", json={"protocol": 1, "novelty": True})).status_code == 200


@pytest.mark.parametrize(
    ("error", "status"), [(Unavailable("cut"), 503), (Forbidden("no role"), 500), (Invalid("schema"), 500)]
)
async def test_a_fault_of_ours_is_logged_in_full_and_told_in_a_word(
    server: Server, runner: Runner, error: Exception, status: int
) -> None:
    server.cluster.fail("get", error)  # type: ignore[arg-type]

    with capture_logs() as logs:
        answer = await server.call(runner, "POST", "open", json={})

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert str(error) not in answer.text
    assert logs


async def test_a_defect_is_a_problem_too_and_harms_no_other_request(
    server: Server, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError(PASSWORD)

    monkeypatch.setattr(server.app.state.parts.steps, "add", broken)

    with capture_logs():
        answer = await server.call(runner, "POST", "steps", json={"steps": []})

    assert (answer.status_code, answer.json()["title"]) == (500, "Internal Server Error")
    assert PASSWORD not in answer.text
    assert (await server.call(runner, "POST", "open", json={})).status_code == 200


async def test_a_run_that_cannot_be_read_is_refused(server: Server, runner: Runner) -> None:
    await server.installed.set_status(runner.run, attempts=[{"number": "one"}])

    answer = await server.call(runner, "POST", "open", json={})

    assert answer.status_code == 409
    assert "status.attempts.0" in answer.json()["detail"]


async def test_the_operator_is_told_which_secrets_are_missing(server: Server) -> None:
    await server.installed.install()
    pod = {"name": "webmend-operator-1", "uid": "operator-pod"}
    server.cluster.tokens["operator"] = reviewed("webmend-system", "webmend-operator", pod)
    query = {"namespace": "clinic", "names": ["login", "gone", "away"]}

    answer = await server.http.post("/prerequisites", json=query, headers={"Authorization": "Bearer operator"})

    assert answer.status_code == 200
    assert answer.json()["missing"] == ["gone", "away"]
    assert list(answer.json()["versions"]) == ["login"]


async def test_the_operator_is_told_what_the_latest_good_run_has_shown_and_nobody_else_is(
    server: Server, runner: Runner
) -> None:
    pod = {"name": "webmend-operator-1", "uid": "operator-pod"}
    server.cluster.tokens["operator"] = reviewed("webmend-system", "webmend-operator", pod)
    seen = {"finishedAt": "2026-11-25T12:00:00Z", "nodes": {"open": {"waits": [1.5]}}}
    await server.artifacts.put(keys.fingerprints("wf", 2), json.dumps(seen).encode(), "application/json")

    async def asked(version: int, token: str = "operator") -> tuple[int, object]:
        query = {"workflowUid": "wf", "version": version}
        answer = await server.http.post("/experience", json=query, headers={"Authorization": f"Bearer {token}"})
        return answer.status_code, answer.json().get("nodes")

    assert await asked(1) == (200, {})
    for version in (2, 3):
        assert await asked(version) == (200, {"open": {"waits": [1.5]}})
    assert (await asked(2, runner.token))[0] == 403


async def test_a_secret_that_has_changed_has_another_version(server: Server) -> None:
    await server.installed.install()
    pod = {"name": "webmend-operator-1", "uid": "operator-pod"}
    server.cluster.tokens["operator"] = reviewed("webmend-system", "webmend-operator", pod)

    async def version() -> str:
        query = {"namespace": "clinic", "names": ["login"]}
        answer = await server.http.post("/prerequisites", json=query, headers={"Authorization": "Bearer operator"})
        return str(answer.json()["versions"]["login"])

    before = await version()
    assert await version() == before
    secret = await server.cluster.get(SECRETS, "clinic", "login")
    secret["metadata"]["annotations"] = {"unlocked": "yes"}
    await server.cluster.replace(SECRETS, "clinic", "login", secret)
    assert await version() != before


async def test_the_server_is_ready_when_it_reaches_the_cluster_and_the_store(server: Server) -> None:
    assert (await server.http.get("/readyz")).status_code == 200

    server.cluster.fail("list", Unavailable("refused"))
    answer = await server.http.get("/readyz")

    assert (answer.status_code, answer.text) == (503, "Kubernetes API: refused\n")
    assert (await server.http.get("/healthz")).status_code == 200


async def test_requests_are_measured_by_the_pattern_of_their_route(server: Server, runner: Runner) -> None:
    await server.call(runner, "POST", "open", json={})
    await server.http.get(f"/anything/{PASSWORD}")
    await server.http.request(PASSWORD, "/readyz")

    metrics = exposed(server.metrics)
    assert 'route="/sessions/{uid}/attempts/{attempt:int}/open",status="200"' in metrics
    assert 'route="none",status="404"' in metrics
    assert 'method="_OTHER"' in metrics
    assert PASSWORD not in metrics
    assert runner.run.uid not in metrics


async def test_waiting_runners_are_counted(server: Server, runner: Runner) -> None:
    asking = asyncio.create_task(server.call(runner, "GET", "directive?sequence=1&wait=5"))
    await asyncio.sleep(1)

    assert "webmend_server_waiting_runners 1.0" in exposed(server.metrics)
    await asking
