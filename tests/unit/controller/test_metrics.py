"""What the operator tells Prometheus: counted where it is written, read where it is held."""

from typing import Any

import pytest

from tests.support import builders, kubelet
from tests.support.builders import at, failed, report, succeeded
from tests.support.metrics import number, told
from tests.unit.controller.conftest import NAMESPACE, Rig
from tests.unit.controller.test_reconcile import started
from tests.unit.controller.test_retention import ended, retention
from webmend.controller.metrics import Metrics
from webmend.controller.state_metrics import StateMetrics, pod_reason
from webmend.domain.evidence import ErrorFacts, ErrorKind, Evidence
from webmend.domain.settings import MetricsSettings
from webmend.policy.run import PodFacts
from webmend.ports.cluster import ERROR_CODES, RUNS, WORKFLOWS, ClusterError, Conflict, Unavailable

PER_WORKFLOW = builders.SETTINGS.with_(metrics=MetricsSettings(per_workflow=True, max_workflows=1))


def watch_state(rig: Rig, *, leads: bool = True) -> None:
    """Have the rig tell what its store holds."""
    since = rig.now() if leads else None
    state = StateMetrics(rig.store, rig.outcomes, rig.metrics.scope, rig.now, lambda: since)
    rig.metrics.registry.register(state)


async def ends(rig: Rig, said: Any = None, exit_code: int = 0) -> None:
    latest = max(await rig.jobs(), key=lambda job: str(job["metadata"]["name"]))
    await rig.pod(latest, kubelet.ended(said or succeeded(), exit_code=exit_code))
    await rig.settle()


async def test_a_run_is_counted_when_it_starts_and_when_it_ends(rig: Rig) -> None:
    await started(rig)
    assert told(rig.metrics.registry, "runs_started_total") == {("Manual",): 1}
    assert told(rig.metrics.registry, "runs_finished_total") == {}
    await ends(rig)
    assert told(rig.metrics.registry, "runs_finished_total") == {("Succeeded", ""): 1}
    assert number(rig.metrics.registry, "run_duration_seconds_count") == 1
    assert number(rig.metrics.registry, "run_queue_seconds_count") == 1
    assert told(rig.metrics.registry, "workflow_versions_created_total") == {("User",): 1}


async def test_a_failed_step_is_counted_with_what_is_known_of_it(rig: Rig) -> None:
    await started(rig)
    await ends(rig, failed(report(evidence=Evidence(error=ErrorFacts(kind=ErrorKind.OTHER)))), exit_code=1)
    metrics = rig.metrics.registry
    [(category, _)] = told(metrics, "steps_failed_total")
    assert told(metrics, "runs_finished_total") == {("Failed", category): 1}
    assert number(metrics, "classification_confidence_count") == 1
    assert number(metrics, "unclassified_total") == (category == "NOT_CONFIDENT")


async def test_an_operator_that_begins_anew_counts_nothing_again(rig: Rig) -> None:
    await started(rig)
    await ends(rig)
    await rig.apply_run("portal-2")
    await rig.settle()
    anew = Rig(beside=rig)
    for kind in (WORKFLOWS, RUNS):
        for obj in await rig.cluster.list(kind):
            anew.observer.seen(kind, obj)
    await anew.settle()
    for counter in ("runs_started_total", "runs_finished_total", "workflow_versions_created_total"):
        assert told(anew.metrics.registry, counter) == {}


async def test_what_another_has_written_meanwhile_is_not_counted(rig: Rig) -> None:
    """The plan was made from an old view: its write is refused, and only the one that succeeds is counted."""
    job = await started(rig)
    other = Rig(beside=rig)
    for kind in (WORKFLOWS, RUNS):
        for obj in await rig.cluster.list(kind):
            other.observer.seen(kind, obj)
    await rig.pod(job, kubelet.ended(succeeded()))
    await other.pod(job, kubelet.ended(succeeded()))
    await rig.settle()
    await other.settle()
    both = [told(each.metrics.registry, "runs_finished_total") for each in (rig, other)]
    assert both == [{("Succeeded", ""): 1}, {}]


async def test_what_alerts_look_at_begins_with_zero() -> None:
    metrics = Metrics().registry
    assert number(metrics, "runs_finished_total", result="Failed", category="UPSTREAM_ERROR") == 0
    assert number(metrics, "runs_finished_total", result="Succeeded", category="") == 0
    locked = {"category": "AUTHENTICATION_ERROR", "sub_type": "ACCOUNT_LOCKED"}
    assert number(metrics, "steps_failed_total", **locked) == 0
    assert number(metrics, "repair_regressions_total") == 0


async def test_a_recovery_begins_with_zero_before_its_outcome_is_known(rig: Rig) -> None:
    job = await started(rig)
    await rig.pod(job, kubelet.ended(None, exit_code=137, reason="OOMKilled"))
    await rig.settle()
    tried = {"category": "NOT_CONFIDENT", "action": "RetryPlatform", "outcome": "Succeeded"}
    assert number(rig.metrics.registry, "recovery_attempts_total", **tried) == 0
    rig.advance(60)
    await rig.settle()
    await ends(rig)
    assert number(rig.metrics.registry, "recovery_attempts_total", **tried) == 1


async def test_workflows_are_told_apart_where_that_is_asked_for_up_to_a_number() -> None:
    rig = Rig(PER_WORKFLOW)
    for name in ("portal", "shop"):
        await rig.apply_workflow(name)
        await rig.apply_run(f"{name}-1", workflowRef={"name": name})
    await rig.settle()
    assert told(rig.metrics.registry, "runs_started_total") == {
        ("Manual", NAMESPACE, "portal"): 1,
        ("Manual", "__other__", "__other__"): 1,
    }
    watch_state(rig)
    assert told(rig.metrics.registry, "runs") == {
        ("Running", NAMESPACE, "portal"): 1,
        ("Running", "__other__", "__other__"): 1,
    }


async def test_runs_are_told_by_phase_and_none_is_a_number_too(rig: Rig) -> None:
    watch_state(rig)
    assert number(rig.metrics.registry, "runs", phase="Recovering") == 0
    await started(rig)
    await rig.apply_run("portal-2", startAt=at(3600).isoformat())
    await rig.settle()
    assert told(rig.metrics.registry, "runs") == {("Running",): 1, ("Pending",): 1}


async def test_the_queue_is_those_that_wait_for_a_limit(rig: Rig) -> None:
    watch_state(rig)
    await rig.apply_workflow(concurrency={"max": 1})
    for name in ("first", "second", "third"):
        await rig.apply_run(name)
        await rig.settle()
        rig.advance(10)
    assert number(rig.metrics.registry, "queue_depth") == 2
    assert number(rig.metrics.registry, "queue_oldest_seconds") == 20
    await rig.apply_run("later", startAt=at(3600).isoformat())
    await rig.settle()
    assert number(rig.metrics.registry, "queue_depth") == 2


async def test_a_replica_that_does_not_lead_tells_nothing_of_the_cluster(rig: Rig) -> None:
    watch_state(rig, leads=False)
    await started(rig)
    assert number(rig.metrics.registry, "runs", phase="Running") is None
    assert number(rig.metrics.registry, "queue_depth") is None


async def test_an_object_that_cannot_be_read_hides_no_other(rig: Rig) -> None:
    watch_state(rig)
    await started(rig)
    await rig._apply(RUNS, "poison", {"workflowRef": {"name": "portal"}, "startAt": "0000-01-01T00:00:00Z"})
    assert told(rig.metrics.registry, "runs") == {("Running",): 1, ("Pending",): 1}


async def test_suggested_codes_wait_for_a_person(rig: Rig) -> None:
    watch_state(rig)
    match = {"category": "PAGE_NOT_FOUND"}
    await rig._apply(ERROR_CODES, "a", {"state": "Suggested", "match": match})
    await rig._apply(ERROR_CODES, "b", {"state": "Approved", "match": match})
    assert number(rig.metrics.registry, "error_codes_pending") == 1


async def test_a_stuck_run_is_told(rig: Rig) -> None:
    watch_state(rig)
    await started(rig)
    assert number(rig.metrics.registry, "runs_stuck") == 0
    rig.advance(3600 + 601)
    assert number(rig.metrics.registry, "runs_stuck") == 1


async def test_a_workflow_is_late_until_a_run_of_it_has_succeeded(rig: Rig) -> None:
    await rig.apply_workflow(schedule={"cron": ["0 * * * *"]})
    await rig.settle()
    watch_state(rig)
    rig.advance(3 * 3600 - 1)
    assert number(rig.metrics.registry, "workflows_without_recent_success") == 0
    rig.advance(1)
    assert number(rig.metrics.registry, "workflows_without_recent_success") == 1
    await ended(rig, "good", finishedAt=rig.now().isoformat())
    await retention(rig).once()
    assert number(rig.metrics.registry, "workflows_without_recent_success") == 0


async def test_a_failed_run_of_it_is_no_success(rig: Rig) -> None:
    await rig.apply_workflow(schedule={"cron": ["0 * * * *"]})
    await rig.settle()
    watch_state(rig)
    rig.advance(3 * 3600)
    await ended(rig, "bad", phase="Failed", finishedAt=rig.now().isoformat())
    await retention(rig).once()
    assert number(rig.metrics.registry, "workflows_without_recent_success") == 1


async def test_when_each_has_succeeded_last_is_told_where_workflows_are_told_apart() -> None:
    rig = Rig(PER_WORKFLOW)
    watch_state(rig)
    await started(rig)
    await ends(rig)
    assert told(rig.metrics.registry, "workflow_last_success_timestamp_seconds") == {
        (NAMESPACE, "portal"): builders.NOW.timestamp()
    }


async def test_a_run_that_is_let_go_without_a_record_is_counted_and_a_recorded_one_is_not(rig: Rig) -> None:
    await rig.apply_workflow()
    await ended(rig, "kept")
    await ended(rig, "lost", recorded=False)
    rig.advance(7200)
    await retention(rig).once()
    assert number(rig.metrics.registry, "runs_not_recorded_total") == 1


@pytest.mark.parametrize(
    ("error", "want"), [(Unavailable("away"), {("Workflow",): 1}), (Conflict("another was quicker"), {})]
)
async def test_a_round_that_fails_is_an_error_and_one_that_comes_too_late_is_none(
    rig: Rig, error: ClusterError, want: Any
) -> None:
    await rig.apply_workflow()
    rig.cluster.fail("patch_status", error)
    await rig.settle()
    assert told(rig.metrics.registry, "reconcile_errors_total") == want
    assert told(rig.metrics.registry, "reconcile_retries_total") == {("Workflow",): 1}


@pytest.mark.parametrize(
    ("facts", "want"),
    [
        ({}, ""),
        ({"waiting_reason": "ImagePullBackOff"}, "ImagePullBackOff"),
        ({"terminated_reason": "OOMKilled"}, "OOMKilled"),
        ({"terminated_reason": "Completed"}, "Completed"),
        ({"unschedulable": "0/3 nodes are available"}, "Unschedulable"),
        ({"reason": "Evicted"}, "Evicted"),
        ({"reason": "written by a stranger, another one each time"}, "Other"),
    ],
)
def test_a_pod_is_told_by_a_word_of_kubernetes(facts: Any, want: str) -> None:
    assert pod_reason(PodFacts(name="p", uid="u", phase="Pending", created=builders.NOW, **facts)) == want
