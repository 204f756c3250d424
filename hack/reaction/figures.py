"""Each figure, measured; seconds unless its name says otherwise."""

import json
import os
import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from stories import kubectl
from stories.disturb import SYSTEM, leader
from stories.installation import SPACE

from . import workflows
from .watching import Object, Seen, watching

RUNS = f"/apis/webmend.io/v1alpha1/namespaces/{SPACE}/workflowruns"
PODS = f"/api/v1/namespaces/{SPACE}/pods"
WRITES = ("create", "update", "patch", "delete", "deletecollection")
LIMIT = 120.0


def summary(values: Iterable[float]) -> dict[str, float]:
    """Median, 95th percentile, least and most of at least two values, and how many there were."""
    numbers = sorted(values)
    return {
        "median": round(statistics.median(numbers), 3),
        "p95": round(statistics.quantiles(numbers, n=20, method="inclusive")[-1], 3),
        "min": round(numbers[0], 3),
        "max": round(numbers[-1], 3),
        "runs": len(numbers),
    }


def reaction(count: int) -> dict[str, Any]:
    """Failure reported -> directive received, by the runner's own log; pod ended -> run terminal, by two watches."""
    directives, ends = [], []
    with _terminal_runs() as over, watching(PODS, _ended_pod) as ended:
        for number in range(count):
            run = workflows.make_run(f"bench-failing-{number}", workflows.FAILING)
            finished = over.wait(run["metadata"]["uid"], LIMIT)
            ends.append(max(0.0, finished - ended.wait(run["metadata"]["uid"], LIMIT)))
            directives.append(_directive_seconds(run["metadata"]["uid"]))
    return {"failureReportedToDirective": summary(directives), "podEndedToRunTerminal": summary(ends)}


def start(count: int, image: str) -> dict[str, Any]:
    """Created -> first browser step, beside a bare script in the same Job; measured in turn."""
    ours, bare, writes = [], [], []
    with _terminal_runs() as over:
        for number in range(count):
            asked = time.time()
            workflows.make_bare_job(f"bench-bare-{number}", image)
            bare.append(_opened(f"bench-bare-{number}") - asked)
            asked, mark = time.time(), _audit_size()
            run = workflows.make_run(f"bench-plain-{number}", workflows.PLAIN)
            over.wait(run["metadata"]["uid"], LIMIT)
            ours.append(_started(f"bench-plain-{number}") - asked)
            time.sleep(3)
            writes.append(_writes_since(mark))
    return {
        "createdToFirstStep": summary(ours),
        "bareJobCreatedToBlankPage": summary(bare),
        "differenceOfMedians": round(statistics.median(ours) - statistics.median(bare), 3),
        "writesPerPlainRun": _most_frequent(writes),
    }


def idle(runs: int, seconds: float) -> dict[str, Any]:
    """Writes in that time with so many finished runs, Lease renewals apart."""
    _finished_runs(runs)
    _until_let_go()
    time.sleep(10)
    mark = _audit_size()
    time.sleep(seconds)
    return {"finishedRuns": runs, "seconds": seconds, "writes": sum(_writes_since(mark).values())}


def memory(runs: int) -> dict[str, Any]:
    """Resident memory of the leading operator, started afresh with so many finished runs, in MB."""
    _finished_runs(runs)
    kubectl.kubectl("rollout", "restart", "deployment/webmend-operator", "-n", SYSTEM)
    kubectl.kubectl("rollout", "status", "deployment/webmend-operator", "-n", SYSTEM, "--timeout=120s")
    time.sleep(30)
    return {"finishedRuns": runs, "residentMegabytes": _resident(leader())}


# --- reading ----------------------------------------------------------------------------------------------------------
@contextmanager
def _terminal_runs() -> Iterator[Seen]:
    with watching(RUNS, _over) as seen:
        yield seen


def _over(run: Object) -> str | None:
    over = run.get("status", {}).get("phase") in ("Succeeded", "Failed", "Stopped")
    return run["metadata"]["uid"] if over else None


def _ended_pod(pod: Object) -> str | None:
    states = [c["state"] for c in pod.get("status", {}).get("containerStatuses", [])]
    ended = bool(states) and all("terminated" in state for state in states)
    return pod["metadata"]["labels"].get("webmend.io/run") if ended else None


def _directive_seconds(uid: str) -> float:
    log = kubectl.kubectl("logs", "-n", SPACE, "-l", f"webmend.io/run={uid}", "--tail=-1")
    at = {line["event"]: _epoch(line["timestamp"]) for line in map(json.loads, log.splitlines()) if "event" in line}
    return at["told"] - at["step failed"]


def _started(name: str) -> float:
    return _epoch(kubectl.get("workflowrun", name, "-n", SPACE)["status"]["startedAt"])


def _opened(job: str) -> float:
    kubectl.kubectl("wait", f"job/{job}", "-n", SPACE, "--for=condition=Complete", "--timeout=60s")
    log = kubectl.kubectl("logs", f"job/{job}", "-n", SPACE)
    return float(next(line.split()[1] for line in log.splitlines() if line.startswith("OPENED")))


def _epoch(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _audit_size() -> int:
    return Path(os.environ["AUDIT_LOG"]).stat().st_size


def _writes_since(mark: int) -> dict[str, int]:
    """Writes of operator and server by account and resource; Leases and Events apart."""
    with Path(os.environ["AUDIT_LOG"]).open() as file:
        file.seek(mark)
        lines = [json.loads(line) for line in file if line.endswith("\n")]
    counts: dict[str, int] = {}
    for line in lines:
        user, resource = line["user"]["username"], line.get("objectRef", {}).get("resource", "")
        ours = user.startswith(f"system:serviceaccount:{SYSTEM}:")
        if ours and line["verb"] in WRITES and resource not in ("leases", "events"):
            key = f"{user.rsplit(':', 1)[1]} {line['verb']} {resource}"
            counts[key] = counts.get(key, 0) + 1
    return counts


def _most_frequent(writes: list[dict[str, int]]) -> dict[str, Any]:
    """The counts of the run in the middle, and the totals of all."""
    by_total = sorted(writes, key=lambda w: sum(w.values()))
    middle = by_total[len(by_total) // 2]
    operator = sum(n for key, n in middle.items() if key.startswith("webmend-operator"))
    return {"total": sum(middle.values()), "operator": operator, "byKind": middle, "most": sum(by_total[-1].values())}


def _resident(pod: str) -> float:
    """Resident memory of the pod's first process."""
    status = kubectl.kubectl("exec", pod, "-n", SYSTEM, "--", "cat", "/proc/1/status")
    rss = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return round(int(rss.split()[1]) / 1024, 1)


# --- finished runs ----------------------------------------------------------------------------------------------------
def _finished_runs(count: int) -> None:
    """So many runs that are over: made for a far day, so that nobody starts them, and then marked as done."""
    there = len(kubectl.items("workflowruns", "-n", SPACE, "-l", "bench=finished"))
    bodies = [_far_run(number) for number in range(there, count)]
    for chunk in (bodies[i : i + 200] for i in range(0, len(bodies), 200)):
        kubectl.apply(chunk)
    for number in range(there, count):
        status = json.dumps({"status": {"phase": "Succeeded", "reason": "Completed"}})
        name = f"bench-finished-{number}"
        kubectl.kubectl("patch", "workflowrun", name, "-n", SPACE, "--subresource=status", "--type=merge", "-p", status)


def _until_let_go() -> None:
    """Wait until none is held any more: until all are recorded."""
    deadline = time.monotonic() + LIMIT
    while held := [run for run in kubectl.items("workflowruns", "-n", SPACE) if run["metadata"].get("finalizers")]:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{len(held)} runs are not recorded, one of them {held[0]['metadata']['name']}")
        time.sleep(0.5)


def _far_run(number: int) -> dict[str, Any]:
    return {
        "apiVersion": "webmend.io/v1alpha1",
        "kind": "WorkflowRun",
        "metadata": {"name": f"bench-finished-{number}", "namespace": SPACE, "labels": {"bench": "finished"}},
        "spec": {"workflowRef": {"name": workflows.PLAIN}, "startAt": "2100-01-01T00:00:00Z"},
    }
