"""What is kept of failures beside their runs: counted error codes and paused workflows, on a cluster in memory."""

from typing import Any

import pytest

from tests.support import kubelet
from tests.support.builders import failed, report
from tests.unit.controller.conftest import NAMESPACE, Rig
from webmend.domain.evidence import DocumentFacts, Evidence, StepFacts
from webmend.domain.phase import Phase
from webmend.domain.report import FailureReport
from webmend.ports.cluster import ERROR_CODES, RUNS, WORKFLOWS, Conflict, Object, Unavailable


def not_found(title: str = "Open P-1001") -> FailureReport:
    """The page answers 404: the user's to solve."""
    step = StepFacts(id="open", action="navigate", title=title)
    page = DocumentFacts(status=404, final_url="https://clinic.example/patients/P-1001", ready_state="complete")
    return report("open", evidence=Evidence(step=step, document=page))


async def fails(rig: Rig, name: str, failure: FailureReport | None = None, **spec: Any) -> None:
    """A run of portal fails so."""
    await rig.apply_run(name, **spec)
    await rig.settle()
    [job] = [j for j in await rig.jobs() if j["metadata"]["name"].startswith(name)]
    await rig.pod(job, kubelet.ended(failed(failure or not_found()), exit_code=1))
    await rig.settle()


async def codes(rig: Rig) -> list[Object]:
    return await rig.cluster.list(ERROR_CODES)


async def change(rig: Rig, **spec: Any) -> Object:
    """A person's patch of the only code."""
    [code] = await codes(rig)
    stored = await rig.cluster.patch_spec(ERROR_CODES, NAMESPACE, code["metadata"]["name"], spec, "")
    rig.observer.seen(ERROR_CODES, stored)
    return stored


async def test_a_failure_that_no_code_fits_is_suggested_with_the_run_as_its_sample(rig: Rig) -> None:
    await rig.apply_workflow()
    await fails(rig, "portal-1")
    [code] = await codes(rig)
    assert code["spec"]["state"] == "Suggested"
    assert code["spec"]["match"]["category"] == "PAGE_NOT_FOUND"
    assert code["status"]["occurrences"] == 1
    assert [s["run"] for s in code["status"]["samples"]] == ["portal-1"]
    assert (await rig.run()).status.error.code is None  # type: ignore[union-attr]


async def test_many_runs_that_fail_so_make_one_suggestion(rig: Rig) -> None:
    await rig.apply_workflow()
    for number in (1, 2, 3):
        await fails(rig, f"portal-{number}", not_found(f"Open P-{number}"))
    [code] = await codes(rig)
    assert code["status"]["occurrences"] == 3


async def test_two_runs_that_fail_at_the_same_moment_make_one_suggestion(rig: Rig) -> None:
    await rig.apply_workflow()
    await fails(rig, "portal-1")
    for held in rig.store.codes:  # the second run has not heard of it
        rig.store.remove(ERROR_CODES, held.uid)
    await fails(rig, "portal-2")
    [code] = await codes(rig)
    assert code["status"]["occurrences"] == 2


async def test_a_crash_before_the_status_is_stored_counts_nothing_twice(rig: Rig) -> None:
    await rig.apply_workflow()
    await rig.apply_run()
    await rig.settle()
    rig.cluster.fail("patch_status", Unavailable("gone"), of=RUNS)
    [job] = await rig.jobs()
    await rig.pod(job, kubelet.ended(failed(not_found()), exit_code=1))
    await rig.settle()
    rig.advance(60)
    await rig.settle()
    [code] = await codes(rig)
    assert code["status"]["occurrences"] == 1
    assert (await rig.run()).status.phase is Phase.FAILED


async def test_a_count_that_another_run_makes_at_that_moment_is_made_again(rig: Rig) -> None:
    await rig.apply_workflow()
    await fails(rig, "portal-1")
    rig.cluster.fail("patch_status", Conflict("changed"), times=2, of=ERROR_CODES)
    await fails(rig, "portal-2")
    [code] = await codes(rig)
    assert code["status"]["occurrences"] == 2


async def test_an_approved_code_is_given_to_the_failures_that_follow(rig: Rig) -> None:
    await rig.apply_workflow()
    await fails(rig, "portal-1")
    await change(rig, state="Approved", code="NO_SUCH_PATIENT")
    await fails(rig, "portal-2")
    assert (await rig.run("portal-2")).status.error.code == "NO_SUCH_PATIENT"  # type: ignore[union-attr]


async def test_a_rejected_code_is_neither_given_nor_suggested_again(rig: Rig) -> None:
    await rig.apply_workflow()
    await fails(rig, "portal-1")
    await change(rig, state="Rejected")
    await fails(rig, "portal-2")
    [code] = await codes(rig)
    assert (code["spec"]["state"], code["status"]["occurrences"]) == ("Rejected", 1)


async def test_a_code_that_says_retry_brings_so_many_further_attempts(rig: Rig) -> None:
    await rig.apply_workflow()
    await fails(rig, "portal-1")
    await change(rig, state="Approved", action="Retry", count=1, after="10s")
    await fails(rig, "portal-2")
    waiting = (await rig.run("portal-2")).status
    assert (waiting.phase, waiting.recoveries[-1].kind) == (Phase.REQUEUED, "RetryByCode")
    rig.advance(11)
    await rig.settle()
    [again] = [j for j in await rig.jobs() if j["metadata"]["name"].endswith("-a2")]
    await rig.pod(again, kubelet.ended(failed(not_found().with_(attempt=2)), exit_code=1))
    await rig.settle()
    assert (await rig.run("portal-2")).status.phase is Phase.FAILED
    assert (await codes(rig))[0]["status"]["occurrences"] == 3


@pytest.fixture
async def paused(rig: Rig) -> Rig:
    """A workflow that an error code has paused."""
    await rig.apply_workflow()
    await fails(rig, "portal-1")
    await change(rig, state="Approved", action="Pause")
    await fails(rig, "portal-2")
    return rig


async def is_running(rig: Rig, name: str, trigger: str) -> bool:
    await rig.apply_run(name, trigger=trigger)
    await rig.settle()
    return (await rig.run(name)).status.phase is Phase.RUNNING


async def test_a_pause_stands_in_the_status_and_leaves_the_users_spec_alone(paused: Rig) -> None:
    workflow = await paused.workflow()
    assert workflow.status.paused is not None
    assert workflow.status.paused.run == "portal-2"
    assert str(workflow.spec.state) == "Active"
    [condition] = [c for c in workflow.status.conditions if c.type == "Paused"]
    assert condition.status == "True"
    assert "kubectl annotate workflow portal webmend.io/resume=portal-2" in condition.message


@pytest.mark.parametrize(
    ("trigger", "want"), [("Schedule", False), ("API", False), ("Automatic", False), ("Manual", True), ("Replay", True)]
)
async def test_a_paused_workflow_is_started_by_hand_alone(paused: Rig, trigger: str, want: bool) -> None:
    assert await is_running(paused, "portal-3", trigger) is want
    if not want:
        assert (await paused.run("portal-3")).status.reason == "WorkflowPaused"


@pytest.mark.parametrize("how", ["annotation", "spec"])
async def test_a_pause_ends_when_somebody_has_seen_to_the_workflow(paused: Rig, how: str) -> None:
    assert not await is_running(paused, "portal-3", "Schedule")
    workflow = await paused.cluster.get(WORKFLOWS, NAMESPACE, "portal")
    if how == "annotation":
        workflow["metadata"]["annotations"] = {"webmend.io/resume": "portal-2"}
    else:
        workflow["spec"]["description"] = "Mended."
    paused.observer.seen(WORKFLOWS, await paused.cluster.replace(WORKFLOWS, NAMESPACE, "portal", workflow))
    paused.advance(5)
    await paused.settle()
    assert (await paused.workflow()).status.paused is None
    assert (await paused.run("portal-3")).status.phase is Phase.RUNNING


async def test_a_code_that_cannot_be_read_harms_no_run(rig: Rig) -> None:
    await rig.apply_workflow()
    bad = {"metadata": {"name": "bad"}, "spec": {"match": "everything"}}
    rig.observer.seen(ERROR_CODES, await rig.cluster.create(ERROR_CODES, NAMESPACE, bad))
    await fails(rig, "portal-1")
    assert (await rig.run()).status.phase is Phase.FAILED
