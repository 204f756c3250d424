"""Pods as a kubelet reports them, for clusters that have none."""

from typing import Any

from webmend.domain import names
from webmend.domain.report import AttemptReport
from webmend.ports.cluster import Object

STARTED = "2026-11-25T12:00:01Z"
ENDED = "2026-11-25T12:00:09Z"


def pod_of(job: Object) -> Object:
    """The pod that the Job controller makes of a Job."""
    metadata = job["metadata"]
    owner = {"apiVersion": "batch/v1", "kind": "Job", "name": metadata["name"], "uid": metadata["uid"]}
    return {
        "metadata": {
            "name": f"{metadata['name']}-abcde",
            "labels": job["spec"]["template"]["metadata"]["labels"],
            "ownerReferences": [{**owner, "controller": True}],
        },
        "spec": job["spec"]["template"]["spec"],
    }


def running() -> dict[str, Any]:
    """Status of a pod whose runner is at work."""
    return {"phase": "Running", "containerStatuses": [_runner({"running": {"startedAt": STARTED}})]}


def ended(report: AttemptReport | None, exit_code: int = 0, reason: str = "") -> dict[str, Any]:
    """Status of a pod whose runner has ended, with its last word."""
    terminated = {
        "exitCode": exit_code,
        "reason": reason or ("Completed" if exit_code == 0 else "Error"),
        "startedAt": STARTED,
        "finishedAt": ENDED,
        **({"message": report.model_dump_json(by_alias=True, exclude_none=True)} if report else {}),
    }
    phase = "Succeeded" if exit_code == 0 else "Failed"
    return {"phase": phase, "containerStatuses": [_runner({"terminated": terminated})]}


def waiting(reason: str, message: str = "") -> dict[str, Any]:
    """Status of a pod whose container does not start."""
    return {"phase": "Pending", "containerStatuses": [_runner({"waiting": {"reason": reason, "message": message}})]}


def unschedulable(message: str) -> dict[str, Any]:
    """Status of a pod that no node takes."""
    condition = {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": message}
    return {"phase": "Pending", "conditions": [condition]}


def evicted(message: str = "The node was low on resource: memory.") -> dict[str, Any]:
    """Status of a pod that its node has thrown out."""
    return {"phase": "Failed", "reason": "Evicted", "message": message}


def _runner(state: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": names.RUNNER_CONTAINER,
        "image": "webmend/runner:test",
        "imageID": "",
        "ready": False,
        "restartCount": 0,
        "state": state,
    }
