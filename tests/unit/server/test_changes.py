"""Changing a password or a second factor: what is stored when, for whom, how often; never a value anywhere else."""

import asyncio
import base64
import json
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from tests.support.builders import attempt
from tests.support.installation import ORIGIN, PASSWORD, SEED, Runner, portal
from tests.support.metrics import exposed
from tests.support.server import Server
from webmend.domain.directive import Directive, DirectiveKind
from webmend.policy import totp
from webmend.ports.cluster import SECRETS, Conflict, Forbidden

pytestmark = pytest.mark.looptime
SWITCHED_ON = {"passwordUpdateRecovery": True, "tfaSetupRecovery": True}
NEW_SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
DAY = 86_400


@pytest.fixture
async def runner(server: Server) -> Runner:
    await server.installed.install(portal(errorHandling=SWITCHED_ON))
    return await told(server, DirectiveKind.ROTATE)


async def told(server: Server, kind: DirectiveKind, run: str = "portal-1", **directive: Any) -> Runner:
    """The runner of a run whose operator has decided so."""
    runner = await server.installed.runner(await server.installed.run(run))
    await decided(server, runner, kind, **directive)
    return runner


async def decided(server: Server, runner: Runner, kind: DirectiveKind, **changes: Any) -> None:
    facts = {"sequence": 1, "attempt": 1, "kind": kind, "credential": "portal", **changes}
    await server.installed.set_status(runner.run, directive=Directive.model_validate(facts).stored())


async def rotate(server: Server, runner: Runner, rules: dict[str, Any] | None = None, **request: Any) -> httpx.Response:
    wish = {"sequence": 1, "alias": "portal", "origin": ORIGIN, "rules": rules or {}, **request}
    return await server.call(runner, "POST", "rotation", json=wish)


async def enrol(server: Server, runner: Runner, secret: str = NEW_SEED, **request: Any) -> httpx.Response:
    wish = {"sequence": 1, "alias": "portal", "origin": ORIGIN, "secret": secret, **request}
    return await server.call(runner, "POST", "enrolment", json=wish)


async def settle(server: Server, runner: Runner, stage: str, key: str = "password") -> httpx.Response:
    return await server.call(runner, "POST", "settlement", json={"alias": "portal", "key": key, "stage": stage})


async def stored(server: Server) -> dict[str, str]:
    data = (await server.cluster.get(SECRETS, "clinic", "login"))["data"]
    return {key: base64.b64decode(value).decode() for key, value in data.items()}


async def put(server: Server, **fields: Any) -> None:
    secret = await server.cluster.get(SECRETS, "clinic", "login")
    await server.cluster.replace(SECRETS, "clinic", "login", {**secret, **fields})


async def test_a_new_password_is_in_the_secret_before_anybody_has_it(server: Server, runner: Runner) -> None:
    answer = await rotate(server, runner, {"minLength": 24})

    given = answer.json()
    assert given["old"] == PASSWORD
    assert len(given["new"]) == 24
    assert await stored(server) == {"username": "ada", "password": PASSWORD, "totp": SEED, "pending": given["new"]}
    assert answer.headers["cache-control"] == "no-store"


async def test_one_that_works_becomes_the_password_and_the_old_one_is_kept(server: Server, runner: Runner) -> None:
    new = (await rotate(server, runner)).json()["new"]

    assert [(await settle(server, runner, "Pending")).status_code for _ in range(2)] == [204, 204]

    assert await stored(server) == {"username": "ada", "password": new, "totp": SEED, "previous": PASSWORD}


async def test_a_change_that_was_cut_off_goes_on_with_its_own_password(server: Server, runner: Runner) -> None:
    first = (await rotate(server, runner)).json()["new"]
    other = await told(server, DirectiveKind.ROTATE, "portal-2")
    await asyncio.sleep(3600)

    assert [(await rotate(server, other)).json()["new"] for _ in range(3)] == [first] * 3


async def test_a_refused_password_is_followed_by_one_more_and_no_third(server: Server, runner: Runner) -> None:
    first = (await rotate(server, runner)).json()["new"]
    second = (await rotate(server, runner, {"cautious": True})).json()["new"]
    third = await rotate(server, runner, {"cautious": True})

    assert third.status_code == 409
    assert "once a day" in third.json()["detail"]
    assert len(second) == 16
    assert {"pending": second, "rejected": first, "password": PASSWORD}.items() <= (await stored(server)).items()


@pytest.mark.parametrize(("later", "status"), [(3600, 409), (DAY - 60, 409), (DAY + 1, 200)])
async def test_a_password_is_changed_once_a_day(server: Server, runner: Runner, later: int, status: int) -> None:
    await rotate(server, runner)
    await settle(server, runner, "Pending")
    other = await told(server, DirectiveKind.ROTATE, "portal-2")
    await asyncio.sleep(later)

    assert (await rotate(server, other)).status_code == status


@pytest.mark.parametrize(("undone", "status"), [(1, 200), (3, 200), (4, 409)])
async def test_a_change_that_did_not_come_about_goes_on_with_its_own_password_three_times(
    server: Server, runner: Runner, undone: int, status: int
) -> None:
    first = (await rotate(server, runner)).json()["new"]
    for _ in range(undone):
        await settle(server, runner, "Current")
        answer = await rotate(server, runner)

    assert answer.status_code == status
    if status == 200:
        assert answer.json()["new"] == first
        held = await stored(server)
        assert held["pending"] == first
        assert "rejected" not in held


async def test_a_change_that_came_about_after_all_is_over(server: Server, runner: Runner) -> None:
    await rotate(server, runner)
    await settle(server, runner, "Current")
    await rotate(server, runner)
    await settle(server, runner, "Pending")

    assert (await rotate(server, runner)).status_code == 409


async def test_a_secret_of_a_second_factor_is_stored_before_its_first_code_is_told(server: Server) -> None:
    await server.installed.install(portal(errorHandling=SWITCHED_ON))
    runner = await told(server, DirectiveKind.ENROL)

    answer = await enrol(server, runner)

    moment = int(server.clock.now().timestamp())
    assert answer.json()["code"] in {totp.code(NEW_SEED, moment), totp.code(NEW_SEED, moment - 1)}
    assert {"totp": SEED, "pending-totp": NEW_SEED}.items() <= (await stored(server)).items()
    await settle(server, runner, "Pending", key="totp")
    assert {"totp": NEW_SEED, "previous-totp": SEED}.items() <= (await stored(server)).items()


async def test_what_is_no_secret_is_refused_and_not_shown(server: Server) -> None:
    await server.installed.install(portal(errorHandling=SWITCHED_ON))
    runner = await told(server, DirectiveKind.ENROL)

    answer = await enrol(server, runner, "not-base-32!")

    assert answer.status_code == 422
    assert "not-base" not in answer.text
    assert "pending-totp" not in await stored(server)


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ({"origin": "https://evil.test"}, "may not be typed on that origin"),
        ({"origin": "https://portal.test.evil.test"}, "may not be typed on that origin"),
        ({"sequence": 2}, "no directive says Rotate"),
        ({"alias": "other"}, "no directive says Rotate"),
    ],
)
async def test_nothing_is_changed_but_what_the_operator_decided_on_a_declared_origin(
    server: Server, runner: Runner, request_: dict[str, Any], reason: str
) -> None:
    answer = await rotate(server, runner, **request_)

    assert answer.status_code == 403
    assert reason in answer.json()["detail"]
    assert "pending" not in await stored(server)


@pytest.mark.parametrize(
    "directive", [{"kind": DirectiveKind.RETRY}, {"kind": DirectiveKind.ENROL}, {"attempt": 2}, {"credential": "other"}]
)
async def test_another_directive_is_no_leave(server: Server, runner: Runner, directive: dict[str, Any]) -> None:
    await decided(server, runner, **{"kind": DirectiveKind.ROTATE, **directive})

    assert (await rotate(server, runner)).status_code == 403
    assert "pending" not in await stored(server)


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ({}, "switched off"),
        (
            {
                "errorHandling": SWITCHED_ON,
                "credentials": [
                    {"alias": alias, "secretRef": "login", "origins": [ORIGIN]} for alias in ("portal", "second")
                ],
            },
            "2 credentials",
        ),
    ],
)
async def test_a_workflow_that_does_not_want_it_or_has_two_logins_changes_none(
    server: Server, spec: dict[str, Any], reason: str
) -> None:
    await server.installed.install(portal(**spec))
    runner = await told(server, DirectiveKind.ROTATE)

    answer = await rotate(server, runner)

    assert answer.status_code == 403
    assert reason in answer.json()["detail"]


async def test_a_run_that_was_asked_to_stop_changes_nothing(server: Server) -> None:
    await server.installed.install(portal(errorHandling=SWITCHED_ON))
    runner = await server.installed.runner(await server.installed.run("portal-1", attempt(), stop=True))
    await decided(server, runner, DirectiveKind.ROTATE)

    assert (await rotate(server, runner)).status_code == 403


async def test_a_form_that_takes_only_weak_passwords_gets_none(server: Server, runner: Runner) -> None:
    answer = await rotate(server, runner, {"maxLength": 6})

    assert answer.status_code == 422
    assert "pending" not in await stored(server)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"immutable": True}, "is immutable"),
        (
            {
                "metadata": {
                    "name": "login",
                    "ownerReferences": [{"kind": "ExternalSecret", "name": "login", "controller": True, "uid": "x"}],
                }
            },
            "kept by the ExternalSecret login",
        ),
    ],
)
async def test_a_secret_that_somebody_else_keeps_is_left_alone(
    server: Server, runner: Runner, fields: dict[str, Any], reason: str
) -> None:
    await put(server, **fields)

    answer = await rotate(server, runner)

    assert answer.status_code == 409
    assert reason in answer.json()["detail"]


async def test_a_secret_that_changes_meanwhile_is_read_again(server: Server, runner: Runner) -> None:
    server.cluster.fail("replace", Conflict("modified"), times=2, of=SECRETS)

    answer = await rotate(server, runner)

    assert (await stored(server))["pending"] == answer.json()["new"]


async def test_without_the_right_to_change_it_nothing_is_handed_out(server: Server, runner: Runner) -> None:
    server.cluster.fail("replace", Forbidden("RBAC"), of=SECRETS)

    answer = await rotate(server, runner)

    assert (answer.status_code, "may not change" in answer.json()["detail"]) == (403, True)


async def test_bytes_that_are_not_changed_stay_as_they_are(server: Server, runner: Runner) -> None:
    await rotate(server, runner)

    secret = await server.cluster.get(SECRETS, "clinic", "login")
    assert secret["data"]["password"] == base64.b64encode(PASSWORD.encode()).decode()


async def test_each_step_is_written_down_and_no_value_stands_anywhere_else(server: Server, runner: Runner) -> None:
    with capture_logs() as logs:
        new = (await rotate(server, runner)).json()["new"]
        await settle(server, runner, "Pending")
        await decided(server, runner, DirectiveKind.ENROL)
        code = (await enrol(server, runner)).json()["code"]
        await settle(server, runner, "Pending", key="totp")

    lines = server.artifacts.bodies[f"runs/{runner.run.uid}/audit.jsonl"].splitlines()
    secret = await server.cluster.get(SECRETS, "clinic", "login")
    everything = f"{logs} {server.artifacts.bodies} {secret['metadata']} {exposed(server.metrics)}"
    assert [entry["secret"] for entry in map(json.loads, lines)] == ["login"] * 4
    for value in (PASSWORD, new, SEED, NEW_SEED, code):
        assert value not in everything


async def test_without_an_audit_nothing_changes(
    server: Server, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(server.artifacts, "append", full)

    assert (await rotate(server, runner)).status_code == 503
    assert "pending" not in await stored(server)
