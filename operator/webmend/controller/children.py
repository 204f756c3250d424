"""What plans look at in Jobs, Pods and other owned objects, taken out of the raw objects."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webmend.domain import names
from webmend.domain.run import Trigger
from webmend.policy.run import JobFacts, PodFacts
from webmend.ports.cluster import Object

NEVER_RAN = ("StartError", "ContainerCannotRun", "RunContainerError", "CreateContainerError")
"""Reasons of a container that is terminated without ever having run."""


@dataclass(frozen=True)
class OwnedPod:
    """A pod and the Job that owns it."""

    facts: PodFacts
    job_name: str
    job_uid: str


def run_uid(obj: Object) -> str:
    """The run that a Job or Pod says it belongs to; good enough for waking it, not for believing it."""
    return str((obj["metadata"].get("labels") or {}).get(names.LABEL_RUN, ""))


def owner_uid(obj: Object) -> str:
    """UID of the workflow that owns a version or a run; empty: one that a person made."""
    owners = obj["metadata"].get("ownerReferences") or ()
    return next((str(o["uid"]) for o in owners if o.get("kind") == names.WORKFLOW), "")


def is_scheduled(run: Object) -> bool:
    """Whether a run says that a schedule has started it."""
    return bool((run.get("spec") or {}).get("trigger") == Trigger.SCHEDULE)


def job_facts(job: Object) -> JobFacts:
    """The facts of a Job."""
    metadata, started = job["metadata"], (job.get("status") or {}).get("startTime")
    return JobFacts(
        name=metadata["name"],
        uid=metadata["uid"],
        owner_uid=_controller(job).get("uid", ""),
        # While its pod is still being ended, only FailureTarget says why the Job is about to fail.
        failed_reason=(_condition(job, "Failed") or _condition(job, "FailureTarget")).get("reason", ""),
        deleting="deletionTimestamp" in metadata,
        suspended=bool((job.get("spec") or {}).get("suspend")),
        started_at=datetime.fromisoformat(started) if started else None,
        queue=str((metadata.get("labels") or {}).get(names.LABEL_QUEUE, "")),
    )


def owned_pod(pod: Object) -> OwnedPod:
    """The facts of a pod, with its owner."""
    owner = _controller(pod)
    return OwnedPod(_pod_facts(pod), owner.get("name", ""), owner.get("uid", ""))


def _pod_facts(pod: Object) -> PodFacts:
    metadata, status = pod["metadata"], pod.get("status") or {}
    state = _runner_state(status)
    terminated, waiting = state.get("terminated") or {}, state.get("waiting") or {}
    return PodFacts(
        name=metadata["name"],
        uid=metadata["uid"],
        phase=status.get("phase", "Pending"),
        created=datetime.fromisoformat(metadata["creationTimestamp"]),
        reason=status.get("reason", ""),
        message=status.get("message", ""),
        exit_code=terminated.get("exitCode"),
        terminated_reason=terminated.get("reason", ""),
        termination_message=terminated.get("message", ""),
        waiting_reason=waiting.get("reason", ""),
        waiting_message=waiting.get("message", ""),
        unschedulable=_unschedulable(pod),
        disrupted=_disrupted(pod),
        started="running" in state or (bool(terminated) and terminated.get("reason") not in NEVER_RAN),
        node=(pod.get("spec") or {}).get("nodeName", ""),
        ends_at=_time(metadata.get("deletionTimestamp")),
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _runner_state(status: dict[str, Any]) -> dict[str, Any]:
    """State of the runner's container."""
    containers = status.get("containerStatuses") or ()
    return next((c.get("state") or {} for c in containers if c["name"] == names.RUNNER_CONTAINER), {})


def _controller(obj: Object) -> dict[str, Any]:
    found = (o for o in obj["metadata"].get("ownerReferences") or () if o.get("controller"))
    return next(found, {})


def _condition(obj: Object, type_: str, status: str = "True") -> dict[str, Any]:
    conditions = (obj.get("status") or {}).get("conditions") or ()
    return next((c for c in conditions if c["type"] == type_ and c["status"] == status), {})


def _unschedulable(pod: Object) -> str:
    condition = _condition(pod, "PodScheduled", status="False")
    return str(condition.get("message") or condition["reason"]) if condition.get("reason") == "Unschedulable" else ""


def _disrupted(pod: Object) -> str:
    return str(_condition(pod, "DisruptionTarget").get("reason", ""))
