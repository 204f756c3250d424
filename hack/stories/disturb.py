"""What some stories do to the installation while they run."""

import json
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from .kubectl import get, items, kubectl, through_service
from .story import Story

SYSTEM = "webmend-system"
SERVER = "webmend-server"
LEASE = "webmend-operator"
HANDOVER = 15.0
"""Seconds within which another operator must have taken over."""


class Disturbance(Protocol):
    """Looks at the run about once a second and acts when its moment has come."""

    def look(self, status: dict[str, Any]) -> None:
        """Act if it is time."""
        ...

    def complaints(self) -> list[str]:
        """What did not go as it should have, once the run is over."""
        ...


class ServerAway:
    """The server is scaled to zero after the login and comes back once the run has been seen to wait for it."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.away = False
        self.seen_waiting = False

    def look(self, status: dict[str, Any]) -> None:
        if not self.away and _counters(self.story)["sign_ins"] > 0:
            kubectl("scale", "deployment", SERVER, "-n", SYSTEM, "--replicas=0")
            self.away = True
        elif not self.seen_waiting and status.get("reason") == "ServerUnavailable":
            self.seen_waiting = True
            kubectl("scale", "deployment", SERVER, "-n", SYSTEM, "--replicas=1")

    def complaints(self) -> list[str]:
        if self.seen_waiting:
            return []
        kubectl("scale", "deployment", SERVER, "-n", SYSTEM, "--replicas=1")
        return ["it was never seen Pending with reason ServerUnavailable"]


class OperatorKilled:
    """The leading operator is killed with SIGKILL, once, when its moment has come."""

    def __init__(self, story: Story, is_moment: "Moment") -> None:
        self.story = story
        self.is_moment = is_moment
        self.killed_at: float | None = None
        self.leader = ""
        self.handed_over: float | None = None

    def look(self, status: dict[str, Any]) -> None:
        if self.killed_at is None and self.is_moment(self.story, status):
            self.leader = leader()
            kill_container(self.leader)
            self.killed_at = time.monotonic()
        elif self.killed_at is not None and self.handed_over is None and leader() not in ("", self.leader):
            self.handed_over = time.monotonic() - self.killed_at

    def complaints(self) -> list[str]:
        if self.killed_at is None:
            return ["the operator was not killed: its moment was never seen"]
        # one second of slack: the lease is looked at once a second
        late = self.handed_over is not None and self.handed_over > HANDOVER + 1
        return [*([f"hand-over took {self.handed_over:.0f} s"] if late else []), *_double_jobs(self.story)]


Moment = Callable[[Story, dict[str, Any]], bool]


def _is_running(story: Story, status: dict[str, Any]) -> bool:
    """The runner has signed in, so its session is under way."""
    return status.get("phase") == "Running" and _counters(story)["sign_ins"] > 0


def _is_requeued(_story: Story, status: dict[str, Any]) -> bool:
    return status.get("phase") == "Requeued"


def _is_about_to_wait(story: Story, status: dict[str, Any]) -> bool:
    """The step that will fail has begun some seconds ago: its session will wait while nobody leads."""
    log = _tenant(story)["log"]
    opened = [entry["time"] for entry in log if entry["path"].endswith("/patients")]
    return bool(opened) and (datetime.now(UTC) - datetime.fromisoformat(opened[0])).total_seconds() > 12


DISTURBANCES: dict[str, Callable[[Story], Disturbance]] = {
    "ServerAway": ServerAway,
    "OperatorKilledWhileRunning": lambda story: OperatorKilled(story, _is_running),
    "OperatorKilledWhileRequeued": lambda story: OperatorKilled(story, _is_requeued),
    "OperatorKilledBeforeAnswer": lambda story: OperatorKilled(story, _is_about_to_wait),
}


def kill_container(pod: str) -> None:
    """SIGKILL of the only container of a pod of the installation, as the kernel would do it."""
    status = get("pod", pod, "-n", SYSTEM)["status"]
    container = status["containerStatuses"][0]["containerID"].removeprefix("containerd://")
    subprocess.run(
        ["ctr", "tasks", "kill", "--signal", "SIGKILL", container], check=True, capture_output=True, timeout=30
    )


def leader() -> str:
    """Pod that holds the operator's lease."""
    holder = get("lease", LEASE, "-n", SYSTEM)["spec"].get("holderIdentity") or ""
    return str(holder).split("_")[0]


def _tenant(story: Story) -> dict[str, Any]:
    """What the site says of the clinic that the story visits."""
    return dict(json.loads(through_service(story.namespace, "site", f"/_control/tenants/{story.workflow}")))


def _counters(story: Story) -> dict[str, int]:
    return dict(_tenant(story)["counters"])


def _double_jobs(story: Story) -> list[str]:
    run = get("workflowrun", story.name, "-n", story.namespace)
    attempts = run["status"]["attempt"]
    jobs = items("jobs", "-n", story.namespace, "-l", f"webmend.io/run={run['metadata']['uid']}")
    pods = items("pods", "-n", story.namespace, "-l", f"webmend.io/run={run['metadata']['uid']}")
    return [
        f"{len(o)} {what} for {attempts} attempts" for what, o in (("Jobs", jobs), ("pods", pods)) if len(o) != attempts
    ]
