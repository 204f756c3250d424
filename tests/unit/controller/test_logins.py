"""One login, many runs: who starts, who waits, who is held, on a cluster in memory."""

import asyncio
from typing import Any

import pytest

from tests.support import kubelet
from tests.support.builders import failed, graph, node, report, succeeded
from tests.unit.controller.conftest import NAMESPACE, Rig
from webmend.domain.evidence import DocumentFacts, DomFacts, ErrorKind, Evidence, FormFacts, SessionFacts, StepFacts
from webmend.domain.phase import Phase
from webmend.domain.report import FailureReport
from webmend.ports.cluster import RUNS, WORKFLOWS

LOGIN = {"alias": "portal", "secretRef": "login", "origins": ["https://clinic.example"]}
STEPS = graph(
    node("open", "navigate", navigate={"url": "https://clinic.example/"}),
    node("password", "fill", fill={"value": "{{ credentials.portal.password }}"}),
    node("sign-in"),
)


def refused() -> FailureReport:
    """The site says that the password is wrong."""
    evidence = Evidence(
        error={"kind": ErrorKind.EXPECTATION},  # type: ignore[arg-type]
        step=StepFacts(id="sign-in", action="click", title="Sign in"),
        document=DocumentFacts(status=200, final_url="https://clinic.example/login", ready_state="complete"),
        dom=DomFacts(alerts=("Wrong user name or password.",), forms=FormFacts(password_fields=1)),
        session=SessionFacts(login_node="password", login_submitted=True, login_pending=True),
    )
    return report("sign-in", evidence=evidence)


async def apply_workflow(rig: Rig, **login: Any) -> None:
    await rig.apply_workflow(graph=STEPS.stored(), credentials=[{**LOGIN, **login}])
    await rig.settle()


async def phases(rig: Rig, *names: str) -> list[str]:
    return [f"{(await rig.run(name)).status.phase} {(await rig.run(name)).status.reason}" for name in names]


async def end(rig: Rig, run: str, failure: FailureReport | None = None) -> None:
    [job] = [j for j in await rig.jobs() if j["metadata"]["name"].startswith(f"{run}-")]
    status = kubelet.ended(failed(failure), exit_code=1) if failure else kubelet.ended(succeeded())
    await rig.pod(job, status)
    await rig.settle()


async def test_a_second_run_waits_for_the_login_and_is_woken_when_it_is_free(rig: Rig) -> None:
    await apply_workflow(rig)
    for name in ("portal-1", "portal-2", "portal-3"):
        await rig.apply_run(name)
        await rig.settle()
        rig.advance(1)
    busy = ["Running Running", "Pending CredentialBusy", "Pending CredentialBusy"]
    assert await phases(rig, "portal-1", "portal-2", "portal-3") == busy
    assert "place 2 in the queue" in (await rig.run("portal-3")).status.message
    await end(rig, "portal-1")
    free = ["Succeeded Completed", "Running Running", "Pending CredentialBusy"]
    assert await phases(rig, "portal-1", "portal-2", "portal-3") == free


async def test_as_many_runs_as_the_credential_says_start_side_by_side(rig: Rig) -> None:
    await apply_workflow(rig, concurrency=2)
    for name in ("portal-1", "portal-2", "portal-3"):
        await rig.apply_run(name)
    await rig.settle()
    found = await phases(rig, "portal-1", "portal-2", "portal-3")
    assert sorted(found) == ["Pending CredentialBusy", "Running Running", "Running Running"]


async def test_no_two_workers_give_the_same_login_to_two_runs(rig: Rig) -> None:
    await apply_workflow(rig)
    for number in range(12):
        await rig.apply_run(f"portal-{number}")
    keys = [await rig.workers.queue.take() for _ in range(len(rig.workers.queue))]
    await asyncio.gather(*(rig.workers._round(key) for key in keys))
    assert len(await rig.jobs()) == 1


async def test_a_run_that_waits_asks_the_server_nothing(rig: Rig) -> None:
    await apply_workflow(rig)
    await rig.apply_run("portal-1")
    await rig.settle()
    asked = rig.broker.asked
    await rig.apply_run("portal-2")
    await rig.settle()
    assert rig.broker.asked == asked


@pytest.fixture
async def held(rig: Rig) -> Rig:
    """A run was refused, and another one waits."""
    await apply_workflow(rig)
    await rig.apply_run("portal-1")
    await rig.settle()
    await end(rig, "portal-1", refused())
    await rig.apply_run("portal-2")
    await rig.settle()
    return rig


async def test_after_a_refusal_no_other_run_tries_the_same_password(held: Rig) -> None:
    assert str((await held.run("portal-1")).status.error.sub_type) == "INVALID_CREDENTIALS"  # type: ignore[union-attr]
    assert await phases(held, "portal-2") == ["Pending CredentialHeld"]
    held.advance(7200)
    await held.settle()
    assert await phases(held, "portal-2") == ["Pending CredentialHeld"]
    assert len(await held.jobs()) == 1


async def test_a_changed_secret_lets_the_runs_go(held: Rig) -> None:
    held.broker.versions["login"] = "2"
    held.advance(60)
    await held.settle()
    assert (await held.run("portal-2")).status.phase is Phase.RUNNING


async def test_a_refusal_stands_in_the_workflows_status_where_a_restart_finds_it(held: Rig) -> None:
    known = (await held.workflow()).status.credentials
    assert {name: (trouble.run, trouble.version) for name, trouble in known.items()} == {"login": ("portal-1", "1")}


async def test_another_workflow_with_the_same_secret_is_held_too(held: Rig) -> None:
    spec = (await held.workflow()).spec.stored()
    await held._apply(WORKFLOWS, "lab", spec)
    await held._apply(RUNS, "lab-1", {"workflowRef": {"name": "lab"}})
    await held.settle()
    assert await phases(held, "lab-1") == ["Pending CredentialHeld"]


async def test_another_secret_of_the_same_workflow_lets_them_go(held: Rig) -> None:
    workflow = await held.cluster.get(WORKFLOWS, NAMESPACE, "portal")
    workflow["spec"]["credentials"] = [{**LOGIN, "secretRef": "new-login"}]
    held.observer.seen(WORKFLOWS, await held.cluster.replace(WORKFLOWS, NAMESPACE, "portal", workflow))
    await held.settle()
    assert (await held.run("portal-2")).status.phase is Phase.RUNNING
    assert (await held.workflow()).status.credentials == {}
