"""What a runner is given when it opens its session."""

import pytest

from tests.support.builders import at, attempt
from tests.support.installation import ORIGIN, PASSWORD, Runner, portal
from tests.support.server import Server
from webmend.domain.directive import Carried
from webmend.domain.session import SessionPlan
from webmend.ports.cluster import SECRETS, TOKEN_REVIEWS, VERSIONS, WORKFLOWS, Forbidden

pytestmark = pytest.mark.looptime


async def opened(server: Server, runner: Runner) -> SessionPlan:
    answer = await server.call(runner, "POST", "open", json={})
    assert answer.status_code == 200, answer.text
    return SessionPlan.model_validate(answer.json())


async def test_a_plan_says_what_to_run_for_whom(server: Server, runner: Runner) -> None:
    plan = await opened(server, runner)

    assert (plan.session_id, plan.run, plan.namespace) == (runner.run.uid, "portal-1", "clinic")
    assert (plan.workflow, plan.version, plan.attempt) == ("portal", 1, 1)
    assert plan.graph == portal().spec.graph
    assert plan.directive_timeout == 30
    assert plan.carried is None


async def test_a_plan_has_the_graph_of_its_attempts_version(server: Server) -> None:
    await server.installed.install(versions=2)
    runner = await server.installed.runner(await server.installed.run("portal-1", attempt(version=2)))
    obj = await server.cluster.get(VERSIONS, "clinic", "portal-v2")
    obj["spec"]["graph"]["nodes"][0]["waitTime"] = "30s"
    await server.cluster.replace(VERSIONS, "clinic", "portal-v2", obj)

    plan = await opened(server, runner)

    assert (plan.version, plan.graph.nodes[0].wait_time) == (2, "30s")


async def test_credentials_are_named_with_their_origins_and_without_values(server: Server, runner: Runner) -> None:
    answer = await server.call(runner, "POST", "open", json={})

    assert answer.json()["credentials"] == [{"alias": "portal", "origins": [ORIGIN, "http://localhost:8080"]}]
    assert PASSWORD not in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_inputs_come_from_defaults_the_run_and_its_secret_the_later_winning(server: Server) -> None:
    declared = [
        {"name": "ward", "default": "north"},
        {"name": "patient", "default": "nobody"},
        {"name": "pin", "secret": True},
        {"name": "note", "secret": True},
    ]
    await server.installed.install(portal(inputs=declared))
    await server.installed.secret("values", patient="Ada", pin="1234")
    given = {"inputs": {"patient": "Bob", "note": "n"}, "inputsFrom": {"secretRef": "values"}}
    runner = await server.installed.runner(await server.installed.run("portal-1", **given))

    plan = await opened(server, runner)

    assert plan.inputs == {"ward": "north", "patient": "Ada", "pin": "1234", "note": "n"}
    assert set(plan.secret_inputs) == {"pin", "note", "patient"}


async def test_a_key_of_the_secret_that_the_run_passes_over_leaves_its_own_input(server: Server) -> None:
    await server.installed.install(portal(inputs=[{"name": "patient"}, {"name": "pin"}]))
    await server.installed.secret("values", patient="Ada", pin="1234")
    given = {"inputs": {"patient": "Bob"}, "inputsFrom": {"secretRef": "values", "omit": ["patient"]}}
    runner = await server.installed.runner(await server.installed.run("portal-1", **given))

    assert (await opened(server, runner)).inputs == {"patient": "Bob", "pin": "1234"}


async def test_a_plan_brings_the_delay_that_the_attempt_carries(server: Server) -> None:
    await server.installed.install()
    carried = Carried(node_id="search", delay=15)
    run = await server.installed.run("portal-1", attempt(1), attempt(2, carried=carried))

    assert (await opened(server, await server.installed.runner(run))).carried == carried


async def test_opening_a_session_writes_nothing_but_the_review_of_the_token(server: Server, runner: Runner) -> None:
    before = len(server.cluster.writes)

    await opened(server, runner)
    await opened(server, runner)

    assert [write.kind for write in server.cluster.writes[before:]] == [TOKEN_REVIEWS]


@pytest.mark.parametrize(
    ("missing", "status", "detail"),
    [
        ((WORKFLOWS, "portal"), 409, "there is no Workflow portal"),
        ((VERSIONS, "portal-v1"), 409, "there is no WorkflowVersion portal-v1"),
        ((SECRETS, "values"), 404, "there is no Secret values"),
    ],
)
async def test_what_is_missing_is_named(server: Server, missing: tuple[object, str], status: int, detail: str) -> None:
    await server.installed.install()
    await server.installed.secret("values", pin="1")
    run = await server.installed.run("portal-1", inputsFrom={"secretRef": "values"})
    runner = await server.installed.runner(run)
    kind, name = missing
    obj = await server.cluster.get(kind, "clinic", name)  # type: ignore[arg-type]
    await server.cluster.delete(kind, "clinic", name, obj["metadata"]["uid"])  # type: ignore[arg-type]

    answer = await server.call(runner, "POST", "open", json={})

    assert (answer.status_code, answer.json()["detail"]) == (status, detail)


async def test_a_secret_that_may_not_be_read_is_named(server: Server) -> None:
    await server.installed.install()
    runner = await server.installed.runner(await server.installed.run(inputsFrom={"secretRef": "values"}))
    server.cluster.fail("get", Forbidden("no"), of=SECRETS)

    answer = await server.call(runner, "POST", "open", json={})

    assert (answer.status_code, answer.json()["detail"]) == (403, "the server may not read the Secret values")


async def test_a_version_that_is_another_workflows_is_refused(server: Server, runner: Runner) -> None:
    obj = await server.cluster.get(VERSIONS, "clinic", "portal-v1")
    obj["spec"]["workflow"] = "other"
    await server.cluster.replace(VERSIONS, "clinic", "portal-v1", obj)

    assert (await server.call(runner, "POST", "open", json={})).status_code == 409


FINGERPRINTED = {"action": "fill", "outcome": "Done", "waitTime": 15, "waited": 1, "finishedAt": at(2).isoformat()}


def step(node_id: str, name: str, second: float = 1, **fields: object) -> dict[str, object]:
    """A step that has used an element of that name."""
    began = at(second).isoformat()
    return {
        **FINGERPRINTED,
        "nodeId": node_id,
        "title": node_id,
        "startedAt": began,
        "fingerprint": {"name": name},
        **fields,
    }


async def names(server: Server, runner: Runner) -> dict[str, str]:
    return {node: known.name for node, known in (await opened(server, runner)).fingerprints.items()}


async def good_run(server: Server, name: str, finished: float, *steps: dict[str, object]) -> None:
    """A run that has reported these steps and has succeeded at that second."""
    runner = await server.installed.runner(await server.installed.run(name))
    assert (await server.call(runner, "POST", "steps", json={"steps": list(steps)})).status_code == 204
    await server.installed.set_status(runner.run, phase="Succeeded", finishedAt=at(finished).isoformat())
    await server.settled()


async def test_fingerprints_are_those_of_the_last_good_run(server: Server, runner: Runner) -> None:
    await good_run(server, "first", 10, step("user", "User"), step("search", "Search"))
    await good_run(server, "second", 20, step("user", "User name"))

    assert await names(server, runner) == {"user": "User name", "search": "Search"}


async def test_a_run_that_has_not_ended_well_leaves_no_fingerprints(server: Server, runner: Runner) -> None:
    await server.call(runner, "POST", "steps", json={"steps": [step("user", "User")]})
    other = await server.installed.runner(await server.installed.run("failed"))
    await server.call(other, "POST", "steps", json={"steps": [step("user", "User")]})
    await server.installed.set_status(other.run, phase="Failed", finishedAt=at(5).isoformat())
    await server.settled()

    assert await names(server, runner) == {}


async def test_a_step_that_failed_before_it_passed_leaves_the_fingerprint_of_its_pass(
    server: Server, runner: Runner
) -> None:
    failed = step("user", "Wrong", second=1, outcome="Failed")
    await good_run(server, "first", 10, step("user", "User", second=2), failed)

    assert await names(server, runner) == {"user": "User"}


async def test_an_older_run_told_again_does_not_take_the_place_of_a_newer_one(server: Server, runner: Runner) -> None:
    await good_run(server, "newer", 20, step("user", "New"))
    await good_run(server, "older", 10, step("user", "Old"))

    assert await names(server, runner) == {"user": "New"}


async def test_a_new_version_knows_what_an_earlier_one_has_shown_of_the_same_target(server: Server) -> None:
    await server.installed.install(versions=2)
    await good_run(server, "first", 10, step("user", "User"))
    second = await server.installed.runner(await server.installed.run("second", attempt(version=2)))

    assert await names(server, second) == {"user": "User"}


async def test_what_was_shown_of_another_target_tells_a_new_version_nothing(server: Server) -> None:
    await server.installed.install(versions=2)
    await good_run(server, "first", 10, step("user", "User"))
    obj = await server.cluster.get(VERSIONS, "clinic", "portal-v2")
    node = next(node for node in obj["spec"]["graph"]["nodes"] if node["id"] == "user")
    node["target"] = {"selectors": [{"css": "#another"}]}
    await server.cluster.replace(VERSIONS, "clinic", "portal-v2", obj)
    second = await server.installed.runner(await server.installed.run("second", attempt(version=2)))

    assert await names(server, second) == {}


async def test_the_waits_of_good_runs_are_known_the_latest_last(server: Server, runner: Runner) -> None:
    await good_run(server, "first", 10, step("user", "User", waited=1.5))
    await good_run(server, "second", 20, step("user", "User", waited=7.0))

    assert (await opened(server, runner)).waits == {"user": (1.5, 7.0)}
