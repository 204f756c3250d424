"""Gather, decide, execute on a cluster in memory: what is written, in which order, and what is not."""

import asyncio

import pytest

from tests.support import kubelet
from tests.support.builders import failed, report, succeeded
from tests.support.recordings.chat import label, verdict
from tests.unit.controller.conftest import NAMESPACE, Rig
from tests.unit.policy.classify.evidence import seen
from tests.unit.policy.run.test_consulting import QUOTE, WITH_MODEL, held
from webmend.domain.phase import Phase
from webmend.domain.run import AttemptState
from webmend.ports.cluster import JOBS, PODS, RUNS, VERSIONS, WORKFLOWS, Object, Unavailable

JOB = "portal-1-"


async def started(rig: Rig) -> Object:
    """A run of portal whose first attempt has its Job."""
    await rig.apply_workflow()
    await rig.apply_run()
    await rig.settle()
    [job] = await rig.jobs()
    return job


async def test_a_workflow_gets_its_first_version_and_one_status_that_names_it(rig: Rig) -> None:
    await rig.apply_workflow()
    rig.writes()
    await rig.settle()
    assert rig.writes() == ["create WorkflowVersion portal-v1", "patch_status Workflow portal"]
    assert (await rig.workflow()).status.active_version == 1
    [version] = await rig.versions()
    assert version["metadata"]["ownerReferences"][0]["name"] == "portal"


async def test_a_plain_run_takes_two_status_writes_and_one_job(rig: Rig) -> None:
    await rig.apply_workflow()
    await rig.settle()
    await rig.apply_run()
    rig.writes()
    await rig.settle()
    [job] = await rig.jobs()
    name = job["metadata"]["name"]
    assert rig.writes() == ["patch_status WorkflowRun portal-1", f"create Job {name}"]
    await rig.pod(job, kubelet.running())
    await rig.settle()
    await rig.pod(job, kubelet.ended(succeeded()))
    rig.writes()
    await rig.settle()
    assert rig.writes() == ["patch_status WorkflowRun portal-1"]
    assert (await rig.run()).status.phase is Phase.SUCCEEDED


async def test_nothing_is_written_when_nothing_has_changed(rig: Rig) -> None:
    job = await started(rig)
    await rig.pod(job, kubelet.running())
    await rig.settle()
    rig.writes()
    for _ in range(3):
        for key in rig.store.reconciled():
            rig.workers.queue.add(key)
        await rig.settle()
    assert rig.writes() == []


async def test_a_run_that_came_before_its_workflow_starts_when_the_workflow_comes(rig: Rig) -> None:
    await rig.apply_run()
    await rig.settle()
    assert (await rig.run()).status.reason == "WorkflowNotFound"
    await rig.apply_workflow()
    await rig.settle()
    assert (await rig.run()).status.phase is Phase.RUNNING


async def test_a_finished_run_is_forgotten_with_its_job_and_pods(rig: Rig) -> None:
    job = await started(rig)
    await rig.pod(job, kubelet.ended(succeeded()))
    await rig.settle()
    await rig.pod(job, kubelet.ended(succeeded()))
    assert [len(table) for table in (rig.store.runs, rig.store.jobs, rig.store.pods)] == [0, 0, 0]
    assert list(rig.store.reconciled()) == [(WORKFLOWS, (await rig.workflow()).uid)]


async def test_a_late_view_of_a_finished_run_does_not_bring_it_back(rig: Rig) -> None:
    job = await started(rig)
    late = await rig.cluster.get(RUNS, NAMESPACE, "portal-1")
    await rig.pod(job, kubelet.ended(succeeded()))
    await rig.settle()
    rig.observer.event(RUNS, "MODIFIED", late)
    assert len(rig.store.runs) == 0


async def test_the_intent_of_an_attempt_is_stored_before_its_job_is_made(rig: Rig) -> None:
    await rig.apply_workflow()
    await rig.settle()
    await rig.apply_run()
    rig.cluster.fail("create", Unavailable("gone"), times=2)
    await rig.settle()
    assert (await rig.run()).status.job_name.startswith(JOB)
    assert await rig.jobs() == []
    rig.advance(1)
    await rig.settle()
    assert len(await rig.jobs()) == 1
    assert (await rig.run()).status.attempt == 1


async def test_an_attempt_whose_status_cannot_be_stored_gets_no_job(rig: Rig) -> None:
    await rig.apply_workflow()
    await rig.settle()
    await rig.apply_run()
    rig.cluster.fail("patch_status", Unavailable("gone"))
    await rig.settle()
    assert await rig.jobs() == []


async def test_a_job_that_is_there_already_and_is_the_runs_own_is_its_job(rig: Rig) -> None:
    job = await started(rig)
    await rig.pod(job, kubelet.running())
    other = Rig()
    other.cluster, other.relist._cluster, other.execute._cluster = rig.cluster, rig.cluster, rig.cluster
    for kind in (WORKFLOWS, VERSIONS, RUNS):  # a replica that has not seen the Job yet
        for obj in await rig.cluster.list(kind):
            other.observer.seen(kind, obj)
    rig.writes()
    await other.settle()
    assert rig.writes() == []
    assert len(await rig.jobs()) == 1


async def test_a_job_of_that_name_that_is_not_the_runs_fails_the_run_and_is_left_alone(rig: Rig) -> None:
    await rig.apply_workflow()
    await rig.settle()
    run = await rig.apply_run()
    name = f"portal-1-{run['metadata']['uid'][:8]}-a1"
    await rig.cluster.create(JOBS, NAMESPACE, {"metadata": {"name": name}, "spec": {}})
    await rig.settle()
    status = (await rig.run()).status
    assert status.attempts[0].reason == "JobNameTaken"
    assert [job["metadata"]["name"] for job in await rig.jobs()] == [name]


async def test_a_run_that_is_to_stop_has_its_job_deleted_and_is_over_when_its_runner_is(rig: Rig) -> None:
    job = await started(rig)
    pod = await rig.pod(job, kubelet.running())
    await rig.settle()
    run = await rig.cluster.get(RUNS, NAMESPACE, "portal-1")
    run["spec"]["stop"] = True
    rig.observer.seen(RUNS, await rig.cluster.replace(RUNS, NAMESPACE, "portal-1", run))
    rig.writes()
    await rig.settle()
    assert rig.writes() == [f"delete Job {job['metadata']['name']}", "patch_status WorkflowRun portal-1"]
    assert (await rig.run()).status.reason == "Stopping"
    rig.observer.gone(PODS, pod["metadata"]["uid"])
    await rig.settle()
    assert (await rig.run()).status.phase is Phase.STOPPED


async def test_a_changed_run_is_read_again_and_decided_anew(rig: Rig) -> None:
    job = await started(rig)
    await rig.cluster.patch_status(RUNS, NAMESPACE, "portal-1", {"session": {"attempt": 1}}, "")  # the server's write
    await rig.pod(job, kubelet.ended(succeeded(records=5)))
    await rig.settle()
    status = (await rig.run()).status
    assert (status.phase, status.records) == (Phase.SUCCEEDED, 5)
    assert status.session is not None


async def test_an_attempt_that_another_operator_has_just_started_is_not_judged_by_the_pod_of_the_one_before(
    rig: Rig,
) -> None:
    job = await started(rig)
    pod = await rig.pod(job, kubelet.ended(None, exit_code=137))
    await rig.settle()
    rig.advance(3600)
    late = Rig(beside=rig)
    for kind in (WORKFLOWS, VERSIONS, RUNS):
        for obj in await rig.cluster.list(kind):
            late.observer.seen(kind, obj)
    late.observer.seen(JOBS, job)
    late.observer.seen(PODS, pod)
    await rig.settle()
    assert (await rig.run()).status.attempt == 2
    await late.settle()
    assert [a.state for a in (await rig.run()).status.attempts] == [AttemptState.INTERRUPTED, AttemptState.RUNNING]


async def test_a_run_that_was_deleted_unseen_is_dropped_before_it_starts_an_attempt(rig: Rig) -> None:
    await rig.apply_workflow()
    await rig.settle()
    run = await rig.apply_run()
    await rig.cluster.delete(RUNS, NAMESPACE, "portal-1", run["metadata"]["uid"])
    rig.writes()
    await rig.settle()
    assert rig.writes() == []
    assert len(rig.store.runs) == 0


async def test_a_run_created_anew_under_the_same_name_shares_nothing(rig: Rig) -> None:
    old = await started(rig)
    await rig.pod(old, kubelet.running())
    run = await rig.run()
    await rig.cluster.delete(RUNS, NAMESPACE, "portal-1", run.uid)
    await rig.apply_run()
    await rig.settle()
    rig.observer.gone(RUNS, run.uid)
    await rig.settle()
    [job] = await rig.jobs()
    new = await rig.run()
    assert job["metadata"]["uid"] != old["metadata"]["uid"]
    assert (new.status.attempt, new.status.phase) == (1, Phase.RUNNING)


async def test_an_attempt_waits_for_a_server_that_is_away(rig: Rig) -> None:
    rig.broker.is_away = True
    await rig.apply_workflow()
    await rig.apply_run()
    await rig.settle()
    status = (await rig.run()).status
    assert (status.phase, status.reason) == (Phase.PENDING, "ServerUnavailable")
    rig.broker.is_away = False
    rig.advance(3)
    await rig.settle()
    assert (await rig.run()).status.phase is Phase.RUNNING


async def test_an_attempt_waits_for_a_secret_that_is_missing(rig: Rig) -> None:
    rig.broker.missing = {"portal-login"}
    credential = {"alias": "portal", "secretRef": "portal-login", "origins": ["http://site.test"]}
    await rig.apply_workflow(credentials=[credential])
    await rig.apply_run()
    await rig.settle()
    status = (await rig.run()).status
    assert (status.phase, status.reason) == (Phase.PENDING, "SecretNotFound")


async def test_a_due_time_looks_at_the_pod_again_before_silence_is_taken_for_an_answer(rig: Rig) -> None:
    job = await started(rig)
    pod = await rig.cluster.create(PODS, NAMESPACE, kubelet.pod_of(job))  # and no watch tells of it
    await rig.cluster.patch_status(PODS, NAMESPACE, pod["metadata"]["name"], kubelet.running(), "")
    rig.advance(601)
    await rig.settle()
    assert (await rig.run()).status.phase is Phase.RUNNING


async def test_an_attempt_whose_pod_never_came_ends_when_its_time_is_over(rig: Rig) -> None:
    job = await started(rig)
    rig.advance(601)
    await rig.settle()
    status = (await rig.run()).status
    assert status.attempts[0].reason == "PodNotCreated"
    assert job["metadata"]["uid"] not in {j["metadata"]["uid"] for j in await rig.jobs()}


async def test_two_versions_that_want_the_same_number_both_come_to_be(rig: Rig) -> None:
    await rig.apply_workflow()
    await rig.settle()
    [first] = await rig.versions()
    foreign = {**first["spec"], "number": 2, "note": "by hand", "sourceDigest": "x"}
    await rig.cluster.create(VERSIONS, NAMESPACE, {"metadata": {"name": "portal-v2"}, "spec": foreign})
    workflow = await rig.cluster.get(WORKFLOWS, NAMESPACE, "portal")
    workflow["spec"]["graph"]["nodes"][1]["name"] = "Click it"
    rig.observer.seen(WORKFLOWS, await rig.cluster.replace(WORKFLOWS, NAMESPACE, "portal", workflow))
    await rig.settle()
    rig.advance(1)
    await rig.settle()
    assert [version["spec"]["number"] for version in await rig.versions()] == [1, 2, 3]
    assert (await rig.workflow()).status.active_version == 3


async def test_versions_of_an_earlier_workflow_of_the_same_name_count_for_nothing(rig: Rig) -> None:
    await rig.apply_workflow()
    await rig.settle()
    [old] = await rig.versions()
    old["metadata"] = {"name": "portal-v7", "ownerReferences": [{"kind": "Workflow", "name": "portal", "uid": "gone"}]}
    rig.observer.seen(
        VERSIONS, await rig.cluster.create(VERSIONS, NAMESPACE, {**old, "spec": {**old["spec"], "number": 7}})
    )
    await rig.settle()
    assert (await rig.workflow()).status.active_version == 1


@pytest.mark.parametrize("verb", ["get", "create", "patch_status"])
async def test_an_api_server_that_does_not_answer_once_delays_and_loses_nothing(rig: Rig, verb: str) -> None:
    await rig.apply_workflow()
    await rig.settle()
    await rig.apply_run()
    rig.cluster.fail(verb, Unavailable("away"))
    for _ in range(3):
        await rig.settle()
        rig.advance(1)
    assert (await rig.run()).status.phase is Phase.RUNNING
    assert len(await rig.jobs()) == 1


async def test_a_run_that_waits_for_a_model_goes_on_with_its_word_and_is_no_burden_meanwhile() -> None:
    rig = Rig(WITH_MODEL)
    rig.advisor.says = verdict(label("UPSTREAM_ERROR", "TIMING_RACE", 0.9, QUOTE))
    job = await started(rig)
    await rig.pod(job, kubelet.running())
    session = {"attempt": 1, "openedAt": "2026-11-25T12:00:00Z", "failure": held().stored()}
    stored = await rig.cluster.patch_status(RUNS, NAMESPACE, "portal-1", {"session": session}, "")
    rig.observer.seen(RUNS, stored)
    await rig.settle()
    assert (await rig.run()).status.directive is None
    async with asyncio.timeout(30):
        while not len(rig.workers.queue):
            await asyncio.sleep(0)
    await rig.settle()
    status = (await rig.run()).status
    assert [each.outcome for each in status.consultations] == ["Proposed"]
    assert status.directive is not None
    assert len(rig.advisor.asked) == 1


SLOW = seen("Timeout", network={"main_ttfb_ms": 4_000}, dom={"selector_counts": [1]})
"""A slow page on which a step waited in vain: by itself it says nothing."""


@pytest.mark.parametrize(
    ("others", "want"),
    [
        (("billing", "forms"), ("SERVICE_UNAVAILABLE", "ELEMENT_TIMEOUT")),
        (("billing",), ("NOT_CONFIDENT", None)),
        ((), ("NOT_CONFIDENT", None)),
    ],
    ids=["two other workflows", "one other", "it alone"],
)
@pytest.mark.parametrize("way", ["waiting", "ended"])
async def test_what_other_workflows_meet_on_the_same_host_is_evidence(
    rig: Rig, others: tuple[str, ...], want: tuple[str, str | None], way: str
) -> None:
    for name in (*others, "portal"):
        await rig.apply_workflow(name=name)
        await rig.apply_run(f"{name}-1", workflowRef={"name": name})
        await rig.settle()
        await fails(rig, f"{name}-1", way)
        await rig.settle()
    attempt = (await rig.run("portal-1")).status.attempts[0]
    assert attempt.error is not None
    assert (attempt.error.category, attempt.error.sub_type) == want


async def fails(rig: Rig, name: str, way: str) -> None:
    """The run's step fails on the slow page: its runner waits first, or only its last word tells of it."""
    [job] = [job for job in await rig.jobs() if job["metadata"]["name"].startswith(f"{name}-")]
    told = report(evidence=SLOW)
    if way == "waiting":
        await rig.pod(job, kubelet.running())
        session = {"attempt": 1, "openedAt": "2026-11-25T12:00:00Z", "failure": told.stored()}
        rig.observer.seen(RUNS, await rig.cluster.patch_status(RUNS, NAMESPACE, name, {"session": session}, ""))
        await rig.settle()
    await rig.pod(job, kubelet.ended(failed(told)))
