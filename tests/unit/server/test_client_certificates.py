"""Handing out client certificates: which one, to whom, and what is written down of it."""

import json
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from tests.support.builders import workflow
from tests.support.installation import ORIGIN, Runner, portal
from tests.support.server import Server
from webmend.ports.cluster import WORKFLOWS

pytestmark = pytest.mark.looptime

KEY = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49-canary\n-----END PRIVATE KEY-----\n"
SHOWN = {"browser": {"clientCertificate": {"secretRef": "nurse", "origins": [ORIGIN]}}}


async def runner_of(server: Server, secret: dict[str, str] | None = None, **run: Any) -> Runner:
    """The runner of a workflow that names a client certificate."""
    await server.installed.install(workflow(portal().spec.graph, **SHOWN))
    await server.installed.secret("nurse", **(secret or {"tls.crt": "the certificate", "tls.key": KEY}))
    return await server.installed.runner(await server.installed.run(**run))


async def ask(server: Server, runner: Runner) -> httpx.Response:
    return await server.call(runner, "POST", "certificate")


async def test_the_runner_gets_the_certificate_that_its_workflow_names(server: Server) -> None:
    answer = await ask(server, await runner_of(server))

    assert (answer.status_code, answer.json()) == (200, {"certificate": "the certificate", "key": KEY})
    assert answer.headers["cache-control"] == "no-store"


async def test_each_release_is_written_down_without_the_key(server: Server) -> None:
    runner = await runner_of(server)
    with capture_logs() as logs:
        await ask(server, runner)

    [entry] = [json.loads(line) for line in server.artifacts.bodies[f"runs/{runner.run.uid}/audit.jsonl"].splitlines()]
    assert (entry["secret"], entry["origins"], entry["run"]) == ("nurse", ORIGIN, runner.run.name)
    assert "canary" not in json.dumps([entry, logs])


async def test_a_workflow_that_names_none_gets_none(server: Server, runner: Runner) -> None:
    answer = await ask(server, runner)

    assert (answer.status_code, answer.json()["detail"]) == (403, "the workflow names no client certificate")


async def test_one_that_the_workflow_has_dropped_since_is_refused(server: Server) -> None:
    runner = await runner_of(server)
    obj = await server.cluster.get(WORKFLOWS, "clinic", "portal")
    await server.cluster.replace(WORKFLOWS, "clinic", "portal", {**obj, "spec": {**obj["spec"], "browser": {}}})

    assert (await ask(server, runner)).status_code == 403


async def test_a_run_that_was_asked_to_stop_gets_none(server: Server) -> None:
    answer = await ask(server, await runner_of(server, stop=True))

    assert (answer.status_code, answer.json()["detail"]) == (403, "somebody asked the run to stop")


@pytest.mark.parametrize(
    ("secret", "missing"), [({"tls.crt": "x"}, "tls.key"), ({"tls.key": KEY}, "tls.crt"), ({"token": "x"}, "tls.crt")]
)
async def test_what_its_secret_lacks_is_named(server: Server, secret: dict[str, str], missing: str) -> None:
    answer = await ask(server, await runner_of(server, secret))

    assert (answer.status_code, answer.json()["detail"]) == (404, f"the Secret nurse has no key {missing}")


async def test_no_runner_gets_it_over_and_over(server: Server) -> None:
    runner = await runner_of(server)
    answers = [await ask(server, runner) for _ in range(121)]

    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
