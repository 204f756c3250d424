"""Runs that repeat others, on a cluster in memory: who is written to, and what remains when the other one goes."""

from typing import Any

import pytest

from tests.support import kubelet
from tests.support.builders import succeeded
from tests.unit.controller.conftest import NAMESPACE, Rig
from webmend.domain.phase import Phase
from webmend.domain.run import RunStatus, Trigger
from webmend.ports.cluster import RUNS, Conflict, Object, Unavailable


async def ended(rig: Rig, name: str, **report: Any) -> None:
    """The run comes to its end, well."""
    await rig.settle()
    job = next(job for job in await rig.jobs() if job["metadata"]["name"].startswith(f"{name}-"))
    await rig.pod(job, kubelet.ended(succeeded(**report)))
    await rig.settle()


@pytest.fixture
async def repeated(rig: Rig) -> Rig:
    """With a finished run portal-1 that has inputs and a priority."""
    await rig.apply_workflow(inputs=[{"name": "patient"}, {"name": "ward"}])
    await rig.settle()
    await rig.apply_run(inputs={"patient": "P-1", "ward": "north"}, priority=3)
    await ended(rig, "portal-1")
    rig.writes()
    return rig


async def stored(rig: Rig, name: str) -> Object:
    return await rig.cluster.get(RUNS, NAMESPACE, name)


async def gone(rig: Rig, name: str) -> None:
    await rig.cluster.delete(RUNS, NAMESPACE, name, (await stored(rig, name))["metadata"]["uid"])


async def test_a_replay_takes_one_write_more_than_any_run_and_one_on_the_run_that_it_repeats(repeated: Rig) -> None:
    await repeated.apply_run("again", replayOf="portal-1", inputs={"ward": "south"})
    repeated.writes()
    await ended(repeated, "again")
    made = [write for write in repeated.writes() if "Pod" not in write]
    assert [write for write in made if not write.startswith("create Job")] == [
        "patch_status WorkflowRun portal-1",
        "patch WorkflowRun again",
        "patch_status WorkflowRun again",
        "patch_status WorkflowRun again",
    ]
    spec = (await repeated.run("again")).spec
    assert (dict(spec.inputs), spec.priority, spec.version) == ({"patient": "P-1", "ward": "south"}, 3, 1)
    assert spec.trigger is Trigger.REPLAY


async def test_the_two_name_each_other(repeated: Rig) -> None:
    for name in ("again", "once-more"):
        await repeated.apply_run(name, replayOf="portal-1")
        await repeated.settle()
    found = await repeated.cluster.list(RUNS, NAMESPACE, labels="webmend.io/replay-of=portal-1")
    assert [run["metadata"]["name"] for run in found] == ["again", "once-more"]
    assert (await repeated.run()).status.replays == ("again", "once-more")
    assert (await repeated.run()).status.phase is Phase.SUCCEEDED


async def test_a_replay_that_has_taken_over_outlives_the_run_that_it_repeats(repeated: Rig) -> None:
    await repeated.apply_run("later", replayOf="portal-1", startAt="2026-11-25T13:00:00Z")
    await repeated.settle()
    assert (await repeated.run("later")).status.phase is Phase.PENDING
    await gone(repeated, "portal-1")
    repeated.advance(3600)
    await repeated.settle()
    run = await repeated.run("later")
    assert (run.status.phase, run.spec.inputs["patient"]) == (Phase.RUNNING, "P-1")


async def test_a_replay_of_a_replay_has_what_that_one_had(repeated: Rig) -> None:
    await repeated.apply_run("again", replayOf="portal-1", inputs={"ward": "south"})
    await ended(repeated, "again")
    await gone(repeated, "portal-1")
    await repeated.apply_run("third", replayOf="again", priority=0)
    await repeated.settle()
    spec = (await repeated.run("third")).spec
    assert (dict(spec.inputs), spec.priority) == ({"patient": "P-1", "ward": "south"}, 0)


async def test_a_run_that_is_gone_or_not_over_is_not_repeated(repeated: Rig) -> None:
    await repeated.apply_run("under-way")
    await repeated.apply_run("one", replayOf="nobody")
    await repeated.settle()
    await repeated.apply_run("two", replayOf="under-way")
    await repeated.settle()
    found = [(await repeated.run(name)).status for name in ("one", "two")]
    assert [(status.phase, status.reason) for status in found] == [
        (Phase.FAILED, "OriginalNotFound"),
        (Phase.FAILED, "OriginalNotOver"),
    ]
    assert (await repeated.run("under-way")).status.replays == ()


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ({}, "IrreversibleNotConfirmed"),
        ({"confirmIrreversible": True}, "Running"),
        ({"dryRun": True}, "Running"),
    ],
)
async def test_after_an_irreversible_step_only_on_confirmation(repeated: Rig, spec: Object, reason: str) -> None:
    await repeated.apply_run("ordered")
    await ended(repeated, "ordered", irreversible_done=True)
    await repeated.apply_run("again", replayOf="ordered", **spec)
    await repeated.settle()
    assert (await repeated.run("again")).status.reason == reason


async def test_the_confirmation_is_asked_for_again_over_a_dry_replay(repeated: Rig) -> None:
    await repeated.apply_run("ordered")
    await ended(repeated, "ordered", irreversible_done=True)
    await repeated.apply_run("dry", replayOf="ordered", dryRun=True)
    await ended(repeated, "dry")
    await repeated.apply_run("for-good", replayOf="dry", dryRun=False)
    await repeated.settle()
    status: RunStatus = (await repeated.run("for-good")).status
    assert status.reason == "IrreversibleNotConfirmed"
    assert status.message.startswith("ordered has taken an irreversible step")


@pytest.mark.parametrize(
    ("verb", "error"), [("get", Unavailable("away")), ("patch", Conflict("changed")), ("patch_status", Conflict("x"))]
)
async def test_whatever_goes_wrong_in_between_it_takes_over_in_the_end(
    repeated: Rig, verb: str, error: Exception
) -> None:
    repeated.cluster.fail(verb, error, of=RUNS)  # type: ignore[arg-type]
    await repeated.apply_run("again", replayOf="portal-1")
    await repeated.settle()
    repeated.advance(60)
    await repeated.settle()
    assert (await repeated.run("again")).status.phase is Phase.RUNNING
    assert (await repeated.run()).status.replays == ("again",)
