"""Who may call what: every route of the table with every kind of credential."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi.routing import APIRoute

from tests.support.artifacts import FakeArtifacts
from tests.support.builders import SETTINGS, attempt
from tests.support.clock import VirtualClock
from tests.support.cluster import FakeCluster
from tests.support.installation import NAMESPACE, Runner, reviewed
from tests.support.server import Server
from webmend.domain.names import PROTOCOL_VERSION
from webmend.ports.cluster import JOBS, PODS, TOKEN_REVIEWS
from webmend.server.app import create_app
from webmend.server.parts import Outside
from webmend.server.routes import OPEN

Headers = dict[str, str]
pytestmark = pytest.mark.looptime


def _routes() -> list[tuple[str, str]]:
    app = create_app(Outside(FakeCluster(), FakeArtifacts(), VirtualClock(), SETTINGS))
    table = [route for router in app.routes for route in _flat(router)]
    assert all(isinstance(route, APIRoute) for route in table)
    return [(method, route.path) for route in table for method in sorted(route.methods or ())]


def _flat(route: Any) -> list[Any]:
    """The routes of an included router, or the route itself."""
    included = getattr(route, "original_router", None)
    return [each for inner in included.routes for each in _flat(inner)] if included else [route]


ROUTES = _routes()
SIGNED = {"/links/{word}"}
"""Whoever has the link is let in: see tests/unit/policy/test_linking.py."""
GUARDED = [(method, path) for method, path in ROUTES if path not in OPEN | SIGNED]
OF_RUNNERS = [(method, path) for method, path in GUARDED if path.startswith("/sessions/")]


async def nothing(server: Server, runner: Runner) -> Headers:
    return {}


async def another_scheme(server: Server, runner: Runner) -> Headers:
    return {"Authorization": f"Basic {runner.token}"}


async def an_empty_token(server: Server, runner: Runner) -> Headers:
    return {"Authorization": "Bearer "}


async def a_made_up_token(server: Server, runner: Runner) -> Headers:
    return {"Authorization": "Bearer made-up"}


async def a_token_for_another_audience(server: Server, runner: Runner) -> Headers:
    return bearer(server.installed.token(runner.pod, audiences=["https://kubernetes.default.svc"]))


async def a_token_without_a_pod(server: Server, runner: Runner) -> Headers:
    server.cluster.tokens["unbound"] = reviewed(NAMESPACE, "webmend-runner", None)
    return bearer("unbound")


async def the_token_of_a_person(server: Server, runner: Runner) -> Headers:
    person = {"authenticated": True, "audiences": ["webmend-server"], "user": {"username": "ada", "extra": {}}}
    server.cluster.tokens["person"] = person
    return bearer("person")


async def the_token_of_another_service_account(server: Server, runner: Runner) -> Headers:
    return bearer(server.installed.token(runner.pod, account="default"))


async def the_token_of_a_pod_that_is_gone(server: Server, runner: Runner) -> Headers:
    await server.cluster.delete(PODS, NAMESPACE, runner.pod["metadata"]["name"], runner.pod["metadata"]["uid"])
    return bearer(runner.token)


async def the_token_of_a_pod_whose_name_another_has_taken(server: Server, runner: Runner) -> Headers:
    await the_token_of_a_pod_that_is_gone(server, runner)
    await server.cluster.create(PODS, NAMESPACE, {**runner.pod, "status": {}})
    return bearer(runner.token)


async def the_token_of_a_pod_without_a_job(server: Server, runner: Runner) -> Headers:
    pod = await server.cluster.create(PODS, NAMESPACE, {"metadata": {"name": "lonely"}, "spec": {}})
    return bearer(server.installed.token(pod))


async def the_token_of_a_pod_that_claims_a_job_by_name(server: Server, runner: Runner) -> Headers:
    [owner] = runner.pod["metadata"]["ownerReferences"]
    forged = {"metadata": {"name": "forged", "ownerReferences": [{**owner, "uid": "made-up"}]}, "spec": {}}
    return bearer(server.installed.token(await server.cluster.create(PODS, NAMESPACE, forged)))


async def the_token_of_a_pod_that_its_job_does_not_control(server: Server, runner: Runner) -> Headers:
    [owner] = runner.pod["metadata"]["ownerReferences"]
    forged = {"metadata": {"name": "forged", "ownerReferences": [{**owner, "controller": False}]}, "spec": {}}
    return bearer(server.installed.token(await server.cluster.create(PODS, NAMESPACE, forged)))


async def the_token_of_a_pod_whose_job_is_nobodys(server: Server, runner: Runner) -> Headers:
    job = await server.cluster.create(JOBS, NAMESPACE, {"metadata": {"name": "other"}, "spec": {}})
    owner = {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "name": "other",
        "uid": job["metadata"]["uid"],
        "controller": True,
    }
    pod = {"metadata": {"name": "other-x", "ownerReferences": [owner]}, "spec": {}}
    return bearer(server.installed.token(await server.cluster.create(PODS, NAMESPACE, pod)))


async def the_token_of_another_runs_pod(server: Server, runner: Runner) -> Headers:
    other = await server.installed.runner(await server.installed.run("portal-2"))
    return bearer(other.token)


async def the_token_of_another_attempts_pod(server: Server, runner: Runner) -> Headers:
    attempts = [attempt(1).stored(), attempt(2).stored()]
    await server.installed.set_status(runner.run, attempt=2, attempts=attempts)
    status = await server.installed.status(runner.run)
    second = await server.installed.runner(runner.run.with_(status=status))
    return bearer(second.token)


async def the_token_of_a_runner_whose_run_is_over(server: Server, runner: Runner) -> Headers:
    await server.installed.set_status(runner.run, phase="Succeeded")
    return bearer(runner.token)


async def the_token_of_the_operator(server: Server, runner: Runner) -> Headers:
    pod = {"name": "webmend-operator-1", "uid": "operator-pod"}
    server.cluster.tokens["operator"] = reviewed(SETTINGS.own_namespace, "webmend-operator", pod)
    return bearer("operator")


async def the_token_of_another_operator(server: Server, runner: Runner) -> Headers:
    server.cluster.tokens["forged"] = reviewed(NAMESPACE, "webmend-operator", {"name": "forged", "uid": "forged"})
    return bearer("forged")


def bearer(token: str) -> Headers:
    return {"Authorization": f"Bearer {token}"}


UNKNOWN = [nothing, another_scheme, an_empty_token, a_made_up_token, a_token_for_another_audience]
UNKNOWN += [a_token_without_a_pod, the_token_of_a_person]
STRANGERS = [
    the_token_of_another_service_account,
    the_token_of_a_pod_that_is_gone,
    the_token_of_a_pod_whose_name_another_has_taken,
    the_token_of_a_pod_without_a_job,
    the_token_of_a_pod_that_claims_a_job_by_name,
    the_token_of_a_pod_that_its_job_does_not_control,
    the_token_of_a_pod_whose_job_is_nobodys,
    the_token_of_another_runs_pod,
    the_token_of_another_attempts_pod,
    the_token_of_another_operator,
]
WITHOUT_RIGHTS = [a_token_for_another_audience, a_token_without_a_pod, the_token_of_a_person]
"""Good tokens of somebody whom the cluster knows."""
OTHERS: dict[Any, dict[str, int]] = {
    the_token_of_the_operator: {"runners": 403, "people": 403},
    the_token_of_a_runner_whose_run_is_over: {"runners": 409, "operators": 403, "people": 403},
}
MATRIX = [
    *[
        (credential, {"runners": 401, "operators": 401, "people": 403 if credential in WITHOUT_RIGHTS else 401})
        for credential in UNKNOWN
    ],
    *[(credential, dict.fromkeys(("runners", "operators", "people"), 403)) for credential in STRANGERS],
    *OTHERS.items(),
]


@pytest.mark.parametrize(("credential", "want"), MATRIX, ids=lambda value: getattr(value, "__name__", ""))
async def test_a_guarded_route_answers_nobody_but_whom_it_is_for(
    server: Server,
    runner: Runner,
    credential: Callable[[Server, Runner], Awaitable[Headers]],
    want: dict[str, int],
) -> None:
    headers = {**await credential(server, runner), "Webmend-Protocol": str(PROTOCOL_VERSION)}
    before = server.changes()
    want_answers = {route: want[_whose(route)] for route in GUARDED if _whose(route) in want}

    # A body that is no JSON: who is calling comes first, whatever was sent.
    answers = {
        (method, path): await server.http.request(method, _address(path, runner), headers=headers, content=b"{")
        for method, path in want_answers
    }

    assert {route: answer.status_code for route, answer in answers.items()} == want_answers
    assert {answer.headers["content-type"] for answer in answers.values()} == {"application/problem+json"}
    assert server.changes() == before


def _whose(route: tuple[str, str]) -> str:
    if route in OF_RUNNERS:
        return "runners"
    return "people" if route[1].startswith(("/run/", "/api/")) else "operators"


def _address(path: str, runner: Runner) -> str:
    path = path.replace("{namespace}", NAMESPACE).replace("{run}", runner.run.name)
    path = (
        path.replace("{workflow}", "portal")
        .replace("{code}", "not-found")
        .replace("{number}", "1")
        .replace("{channel}", "ops")
    )
    path = path.replace("{session_id}", runner.run.uid)
    return path.replace("{uid}", runner.run.uid).replace("{attempt:int}", "1").replace("{name:path}", "page.png")


def test_the_table_holds_the_whole_protocol() -> None:
    ends = {path.removeprefix("/sessions/{uid}/attempts/{attempt:int}/") for _, path in OF_RUNNERS}

    want = {
        "open",
        "renew",
        "steps",
        "under-way",
        "failure",
        "directive",
        "recoveries",
        "credentials",
        "codes",
        "rotation",
        "enrolment",
        "settlement",
        "artifacts/{name:path}",
        "outputs",
        "certificate",
        "state",
    }
    assert ends == want
    people = {"/run/{session_id}", "/run/{session_id}/new_input_variables", "/run/{session_id}/interrupt"}
    operators = {"/prerequisites", "/experience"}
    public = {path for _, path in ROUTES if path.startswith("/api/v1/")}  # see test_rights.py
    assert {path for _, path in ROUTES} - {
        path for _, path in OF_RUNNERS
    } == OPEN | SIGNED | operators | people | public


async def test_the_runner_of_the_attempt_is_let_in(server: Server, runner: Runner) -> None:
    assert (await server.call(runner, "POST", "open", json={})).status_code == 200


async def test_the_token_of_an_earlier_attempt_opens_nothing_of_the_next(server: Server, runner: Runner) -> None:
    await server.installed.set_status(runner.run, attempt=2, attempts=[attempt(1).stored(), attempt(2).stored()])

    answer = await server.call(runner, "POST", "open", json={})

    assert answer.status_code == 409
    assert answer.json()["detail"] == "attempt 1 is over; attempt 2 is under way"


NO_ROUTES = [
    "/", "/sessions", "/docs", "/openapi.json", "//sessions/u/attempts/1/open", "/sessions/u/attempts/one/open",
    "/sessions/u/attempts/-1/open", "/sessions/u/attempts/1/open/", "/sessions/u/attempts/1/healthz",
    "/sessions/u/attempts/1/open/healthz", "/sessions/u%2Fattempts/1/open", "/healthz/", "/HEALTHZ",
]  # fmt: skip


@pytest.mark.parametrize("path", NO_ROUTES)
async def test_what_is_no_route_is_not_found(server: Server, path: str) -> None:
    assert (await server.http.put(path)).status_code in (404, 405)


async def test_a_token_is_reviewed_once_in_five_minutes(server: Server, runner: Runner) -> None:
    async def reviews() -> int:
        await server.call(runner, "POST", "steps", json={"steps": []})
        return sum(write.kind is TOKEN_REVIEWS for write in server.cluster.writes)

    assert [await reviews(), await reviews()] == [1, 1]
    await asyncio.sleep(299)
    assert await reviews() == 1
    await asyncio.sleep(2)
    assert await reviews() == 2


@pytest.mark.parametrize(
    ("said", "status", "detail"),
    [
        (str(PROTOCOL_VERSION), 200, ""),
        (str(PROTOCOL_VERSION - 1), 200, ""),
        (str(PROTOCOL_VERSION + 1), 400, "upgrade the server, then the runner's image"),
        ("999999999999999999999", 400, "upgrade the server"),
        (str(PROTOCOL_VERSION - 2), 400, "Webmend-Protocol"),
        ("one", 400, "Webmend-Protocol"),
        (b"\xb2", 400, "Webmend-Protocol"),
        ("", 400, "Webmend-Protocol"),
        (None, 400, "Webmend-Protocol"),
    ],
)
async def test_a_runner_of_this_version_and_of_the_one_before_is_served(
    server: Server, runner: Runner, said: str | bytes | None, status: int, detail: str
) -> None:
    headers: Any = bearer(runner.token) | ({"Webmend-Protocol": said} if said is not None else {})

    answer = await server.http.post(f"{runner.path}/open", json={}, headers=headers)

    assert answer.status_code == status
    assert detail in answer.json().get("detail", "")


@pytest.mark.parametrize("path", sorted(OPEN))
async def test_probes_need_no_token(server: Server, path: str) -> None:
    assert (await server.http.get(path)).status_code == 200
