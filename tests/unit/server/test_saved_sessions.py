"""Keeping browsers' sessions: for the next run with the same login, and for nobody else."""

import base64
import json
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from tests.support.builders import workflow
from tests.support.installation import ORIGIN, Runner, portal
from tests.support.server import Server
from webmend.ports.cluster import SECRETS, Forbidden
from webmend.ports.cluster import NotFound as Gone

pytestmark = pytest.mark.looptime

STATE = '{"cookies": [{"name": "sid", "value": "canary-4711"}]}'
LOGIN = {"alias": "portal", "secretRef": "login", "origins": [ORIGIN]}
NAME = "webmend-session-portal"


async def runner_of(server: Server, **run: Any) -> Runner:
    """The runner of a workflow that keeps its session."""
    spec = {"credentials": [LOGIN], "browser": {"keepSession": True}}
    await server.installed.install(workflow(portal().spec.graph, **spec))
    return await server.installed.runner(await server.installed.run(**run))


async def handed(server: Server, runner: Runner) -> httpx.Response:
    return await server.call(runner, "GET", "state")


async def keep(server: Server, runner: Runner, state: str = STATE) -> httpx.Response:
    return await server.call(runner, "PUT", "state", json={"state": state})


async def test_the_next_run_gets_what_a_good_one_has_left(server: Server) -> None:
    runner = await runner_of(server)
    assert (await handed(server, runner)).json() == {"state": ""}

    assert (await keep(server, runner)).status_code == 204
    assert (await keep(server, runner, STATE.replace("4711", "4712"))).status_code == 204

    answer = await handed(server, runner)
    assert answer.json() == {"state": STATE.replace("4711", "4712")}
    assert answer.headers["cache-control"] == "no-store"


async def test_it_goes_with_the_workflow_and_no_controller_would_undo_it(server: Server) -> None:
    await keep(server, await runner_of(server))

    [owner] = (await server.cluster.get(SECRETS, "clinic", NAME))["metadata"]["ownerReferences"]
    assert (owner["kind"], owner["name"], owner.get("controller")) == ("Workflow", "portal", None)


async def test_a_session_that_is_dropped_is_handed_to_nobody(server: Server) -> None:
    runner = await runner_of(server)
    await keep(server, runner)
    await keep(server, runner, "")

    assert (await handed(server, runner)).json() == {"state": ""}
    assert not (await server.cluster.get(SECRETS, "clinic", NAME))["data"]


async def test_there_is_nothing_to_drop_where_nothing_was_kept(server: Server) -> None:
    assert (await keep(server, await runner_of(server), "")).status_code == 204
    with pytest.raises(Gone):
        await server.cluster.get(SECRETS, "clinic", NAME)


async def test_the_session_of_another_user_is_handed_to_nobody(server: Server) -> None:
    runner = await runner_of(server)
    await keep(server, runner)
    login = await server.cluster.get(SECRETS, "clinic", "login")
    bob = {**login["data"], "username": base64.b64encode(b"bob").decode()}
    await server.cluster.replace(SECRETS, "clinic", "login", {**login, "data": bob})

    assert (await handed(server, runner)).json() == {"state": ""}


async def test_all_of_it_is_written_down_and_nothing_of_the_session(server: Server) -> None:
    runner = await runner_of(server)
    with capture_logs() as logs:
        await keep(server, runner)
        await handed(server, runner)
        await keep(server, runner, "")

    lines = server.artifacts.bodies[f"runs/{runner.run.uid}/audit.jsonl"].splitlines()
    said = [entry["event"] for entry in logs if entry["event"].startswith("browser session")]
    assert said == ["browser session kept", "browser session handed out", "browser session dropped"]
    assert [json.loads(line)["secret"] for line in lines] == [NAME] * 3
    assert "canary" not in json.dumps([logs, list(map(bytes.decode, lines))])


async def test_a_workflow_that_keeps_none_is_refused(server: Server, runner: Runner) -> None:
    for answer in (await handed(server, runner), await keep(server, runner)):
        assert (answer.status_code, answer.json()["detail"]) == (403, "the workflow keeps no session")


async def test_more_than_a_secret_should_hold_is_refused(server: Server) -> None:
    assert (await keep(server, await runner_of(server), "x" * 300_000)).status_code == 422
    assert (await keep(server, await runner_of_same(server), "漢" * 100_000)).status_code == 413


async def runner_of_same(server: Server) -> Runner:
    return await server.installed.runner(await server.installed.run("portal-2"))


@pytest.mark.parametrize("verb", ["create", "replace"])
async def test_a_secret_that_may_not_be_written_says_what_to_do(server: Server, verb: str) -> None:
    runner = await runner_of(server)
    server.cluster.fail(verb, Forbidden("RBAC"), of=SECRETS)

    answer = await keep(server, runner)

    assert answer.status_code == 403
    assert NAME in answer.json()["detail"]
    assert "server.writableSecretNames" in answer.json()["detail"]
    assert (await handed(server, runner)).json() == {"state": ""}
