"""Waiting for a directive."""

import asyncio
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from tests.support.builders import attempt
from tests.support.installation import Runner
from tests.support.server import Server
from webmend.domain.directive import Directive
from webmend.ports.cluster import RUNS

pytestmark = pytest.mark.looptime


def directive(**fields: Any) -> dict[str, Any]:
    return Directive(
        **{"sequence": 1, "attempt": 1, "kind": "Retry", "node_id": "search", "delay": 15, **fields}
    ).stored()


async def ask(server: Server, runner: Runner, sequence: int = 1, wait: float = 30) -> httpx.Response:
    return await server.call(runner, "GET", f"directive?sequence={sequence}&wait={wait}")


async def asked(server: Server, runner: Runner, **question: Any) -> asyncio.Task[httpx.Response]:
    """A runner that waits."""
    asking = asyncio.create_task(ask(server, runner, **question))
    while not server.app.state.parts.waiting_room.waiting:
        await asyncio.sleep(0.001)
    return asking


def now() -> float:
    return asyncio.get_running_loop().time()


async def test_a_directive_that_is_there_is_handed_out_at_once(server: Server, runner: Runner) -> None:
    await server.installed.set_status(runner.run, directive=directive())

    answer = await ask(server, runner)

    assert Directive.model_validate(answer.json()) == Directive.model_validate(directive())
    assert now() < 1


async def test_a_directive_wakes_the_runner_that_waits_for_it(server: Server, runner: Runner) -> None:
    asking = await asked(server, runner)
    await asyncio.sleep(10)
    told_at = now()

    await server.installed.set_status(runner.run, directive=directive())

    assert (await asking).json()["kind"] == "Retry"
    assert now() - told_at < 0.05


async def test_without_a_directive_the_runner_is_told_nothing_after_its_wait(server: Server, runner: Runner) -> None:
    answer = await ask(server, runner, wait=20)

    assert (answer.status_code, answer.content) == (204, b"")
    assert 20 <= now() < 21


@pytest.mark.parametrize(("wait", "least", "most"), [(0, 0, 1), (-5, 0, 1), (9999, 60, 61)])
async def test_nobody_waits_for_longer_than_a_minute(
    server: Server, runner: Runner, wait: float, least: float, most: float
) -> None:
    assert (await ask(server, runner, wait=wait)).status_code == 204
    assert least <= now() < most


@pytest.mark.parametrize(
    ("told", "asked_for", "want"),
    [
        ({"sequence": 1}, 1, 200),
        ({"sequence": 1}, 2, 204),  # the answer to an earlier failure
        ({"sequence": 2}, 1, 200),
        ({"attempt": 2}, 1, 204),  # another attempt's
    ],
)
async def test_a_runner_gets_the_answer_to_its_own_failure(
    server: Server, runner: Runner, told: dict[str, Any], asked_for: int, want: int
) -> None:
    await server.installed.set_status(runner.run, directive=directive(**told))

    assert (await ask(server, runner, sequence=asked_for, wait=1)).status_code == want


@pytest.mark.parametrize("phase", ["Failed", "Stopped", "Succeeded"])
async def test_a_run_that_ends_ends_the_waiting(server: Server, runner: Runner, phase: str) -> None:
    asking = await asked(server, runner)

    await server.installed.set_status(runner.run, phase=phase)

    assert (await asking).status_code == 409
    assert now() < 1


async def test_a_run_that_is_deleted_ends_the_waiting(server: Server, runner: Runner) -> None:
    asking = await asked(server, runner)

    await server.cluster.delete(RUNS, "clinic", runner.run.name, runner.run.uid)

    assert (await asking).status_code == 409


async def test_other_changes_of_the_run_do_not_end_the_waiting(server: Server, runner: Runner) -> None:
    asking = await asked(server, runner, wait=5)

    await server.installed.set_status(runner.run, message="still at it")

    assert (await asking).status_code == 204
    assert now() >= 5


async def test_a_server_that_ends_sends_everybody_away(server: Server, runner: Runner) -> None:
    asking = await asked(server, runner)

    server.app.state.parts.waiting_room.close()

    assert (await asking).status_code == 204
    assert now() < 1


async def test_each_runner_hears_of_its_own_run(server: Server, runner: Runner) -> None:
    other = await server.installed.runner(await server.installed.run("portal-2"))
    mine, others = await asked(server, runner, wait=5), await asked(server, other, wait=5)

    await server.installed.set_status(other.run, directive=directive())

    assert (await others).status_code == 200
    assert (await mine).status_code == 204


async def test_a_run_that_cannot_be_read_keeps_nobody_else_waiting(server: Server, runner: Runner) -> None:
    bad = await server.installed.run("bad", attempt())
    asking = await asked(server, runner)

    with capture_logs() as logs:
        await server.installed.set_status(bad, directive={"sequence": "not a number"}, phase="Running")
        await server.installed.set_status(bad, attempts="none", phase="Succeeded")
        await server.installed.set_status(runner.run, directive=directive())
        answer = await asking

    assert [log["event"] for log in logs] == ["an object could not be read"] * 2
    assert answer.status_code == 200


async def test_nobody_is_remembered_after_leaving(server: Server, runner: Runner) -> None:
    asking = await asked(server, runner)
    await server.installed.set_status(runner.run, phase="Failed")
    await asking

    assert server.app.state.parts.waiting_room.waiting == 0
