"""What is read out of Jobs and pods."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support import kubelet
from tests.support.builders import succeeded
from webmend.controller.children import job_facts, owned_pod
from webmend.policy.run import PodFacts
from webmend.ports.cluster import Object

METADATA = {"name": "p", "uid": "pod-uid", "creationTimestamp": "2026-11-25T12:00:00Z"}
DISRUPTED = [{"type": "DisruptionTarget", "status": "True", "reason": "EvictionByEvictionAPI"}]


def pod(status: dict[str, Any], **metadata: Any) -> PodFacts:
    return owned_pod({"metadata": {**METADATA, **metadata}, "status": status}).facts


def want(**fields: Any) -> PodFacts:
    return PodFacts(
        **{
            "name": "p",
            "uid": "pod-uid",
            "phase": "Pending",
            "created": datetime(2026, 11, 25, 12, tzinfo=UTC),
            **fields,
        }
    )


LAST_WORD = succeeded().model_dump_json(by_alias=True, exclude_none=True)


@pytest.mark.parametrize(
    ("status", "facts"),
    [
        pytest.param({}, want(), id="new"),
        pytest.param(kubelet.running(), want(phase="Running", started=True), id="running"),
        pytest.param(
            kubelet.ended(succeeded()),
            want(
                phase="Succeeded",
                started=True,
                exit_code=0,
                terminated_reason="Completed",
                termination_message=LAST_WORD,
            ),
            id="ended well",
        ),
        pytest.param(
            kubelet.ended(None, exit_code=137, reason="OOMKilled"),
            want(phase="Failed", started=True, exit_code=137, terminated_reason="OOMKilled"),
            id="out of memory",
        ),
        pytest.param(
            kubelet.ended(None, exit_code=128, reason="StartError"),
            want(phase="Failed", started=False, exit_code=128, terminated_reason="StartError"),
            id="never ran",
        ),
        pytest.param(
            kubelet.waiting("ErrImagePull", "no such image"),
            want(waiting_reason="ErrImagePull", waiting_message="no such image"),
            id="no image",
        ),
        pytest.param(kubelet.unschedulable("0/1 nodes"), want(unschedulable="0/1 nodes"), id="no node"),
        pytest.param(
            kubelet.evicted("memory"), want(phase="Failed", reason="Evicted", message="memory"), id="thrown out"
        ),
        pytest.param(
            {"phase": "Failed", "conditions": DISRUPTED},
            want(phase="Failed", disrupted="EvictionByEvictionAPI"),
            id="disrupted",
        ),
        pytest.param(
            {"phase": "Running", "containerStatuses": [{"name": "istio-proxy", "state": {"running": {}}}]},
            want(phase="Running"),
            id="only somebody else's container runs",
        ),
    ],
)
def test_a_pod(status: dict[str, Any], facts: PodFacts) -> None:
    assert pod(status) == facts


def test_a_pod_says_on_which_node_it_is() -> None:
    found = owned_pod({"metadata": METADATA, "spec": {"nodeName": "n1"}, "status": {}})
    assert found.facts.node == "n1"


def test_a_pod_that_is_being_deleted_says_when_it_should_have_ended() -> None:
    assert pod({}, deletionTimestamp="2026-11-25T12:00:00Z").ends_at == datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_a_pod_belongs_to_the_job_that_controls_it() -> None:
    owners = [{"name": "other", "uid": "x"}, {"name": "job", "uid": "job-uid", "controller": True}]
    found = owned_pod({"metadata": {**METADATA, "ownerReferences": owners}})
    assert (found.job_name, found.job_uid) == ("job", "job-uid")


@pytest.mark.parametrize(
    ("conditions", "reason"),
    [
        ([], ""),
        ([{"type": "Failed", "status": "True", "reason": "DeadlineExceeded"}], "DeadlineExceeded"),
        ([{"type": "FailureTarget", "status": "True", "reason": "DeadlineExceeded"}], "DeadlineExceeded"),
        (
            [
                {"type": "FailureTarget", "status": "True", "reason": "DeadlineExceeded"},
                {"type": "Failed", "status": "True", "reason": "BackoffLimitExceeded"},
            ],
            "BackoffLimitExceeded",
        ),
        ([{"type": "Failed", "status": "False", "reason": "DeadlineExceeded"}], ""),
        ([{"type": "Complete", "status": "True", "reason": "CompletionsReached"}], ""),
    ],
)
def test_a_job_that_failed_says_why(conditions: list[Object], reason: str) -> None:
    facts = job_facts({"metadata": {"name": "j", "uid": "u"}, "status": {"conditions": conditions}})
    assert facts.failed_reason == reason


def test_a_job_belongs_to_the_run_that_controls_it() -> None:
    owners = [{"name": "run", "uid": "run-uid", "controller": True}]
    assert job_facts({"metadata": {"name": "j", "uid": "u", "ownerReferences": owners}}).owner_uid == "run-uid"
