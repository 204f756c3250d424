"""Who is woken by what."""

from typing import Any

import pytest

from webmend.controller.observer import Observer
from webmend.controller.queue import Queue
from webmend.controller.store import Key, Store
from webmend.domain.names import LABEL_RUN
from webmend.domain.settings import QueueSettings
from webmend.ports.cluster import JOBS, PODS, RUNS, VERSIONS, WORKFLOWS, Kind, Object


class Eye:
    """An observer with workflow wf (portal) and its unfinished runs r1 and r2 in view, and who is woken then."""

    def __init__(self) -> None:
        self.woken: list[str] = []
        self.store = Store()
        self.observer = Observer(self.store, Queue(self.store, QueueSettings()), self._wake)
        self.observer.event(WORKFLOWS, "ADDED", obj("wf", name="portal", generation=1))
        for uid in ("r1", "r2"):
            self.observer.event(RUNS, "ADDED", obj(uid, spec={"workflowRef": {"name": "portal"}}))
        self.woken.clear()

    def _wake(self, key: Key) -> None:
        self.woken.append(key.uid)


def obj(uid: str, version: int = 1, name: str = "", labels: Any = None, generation: int = 1, **fields: Any) -> Object:
    metadata = {
        "namespace": "clinic",
        "name": name or uid,
        "uid": uid,
        "resourceVersion": str(version),
        "generation": generation,
        "labels": labels or {},
    }
    return {"metadata": metadata, **fields}


OF_R1 = {LABEL_RUN: "r1"}
OF_NOBODY = {LABEL_RUN: "finished"}
RUN = {"workflowRef": {"name": "portal"}}
VERSION = {"workflow": "portal", "number": 2}


@pytest.mark.parametrize(
    ("kind", "type_", "seen", "want"),
    [
        pytest.param(RUNS, "MODIFIED", obj("r1", 2, spec=RUN), ["r1"], id="a run wakes itself"),
        pytest.param(RUNS, "MODIFIED", obj("r1", 1, spec=RUN), [], id="a view that is known wakes nobody"),
        pytest.param(RUNS, "ADDED", obj("r3", spec=RUN), ["r3"], id="so does a new one"),
        pytest.param(RUNS, "DELETED", obj("r1", 2, spec=RUN), [], id="a run that is gone needs nothing"),
        pytest.param(JOBS, "ADDED", obj("j", labels=OF_R1), ["r1"], id="a Job wakes its run"),
        pytest.param(PODS, "ADDED", obj("p", labels=OF_R1, status={}), ["r1"], id="a pod wakes its run"),
        pytest.param(JOBS, "ADDED", obj("j", labels=OF_NOBODY), [], id="a Job of a finished run wakes nobody"),
        pytest.param(WORKFLOWS, "MODIFIED", obj("wf", 2, "portal"), ["wf"], id="its status concerns only itself"),
        pytest.param(
            WORKFLOWS, "MODIFIED", obj("wf", 2, "portal", generation=2), ["wf", "r1", "r2"], id="its spec all its runs"
        ),
        pytest.param(WORKFLOWS, "ADDED", obj("wf2", 1, "other"), ["wf2"], id="and no runs of others"),
        pytest.param(VERSIONS, "ADDED", obj("v", spec=VERSION), ["wf", "r1", "r2"], id="a version its workflow"),
    ],
)
def test_who_is_woken(kind: Kind, type_: str, seen: Object, want: list[str]) -> None:
    eye = Eye()
    seen["metadata"].setdefault("creationTimestamp", "2026-11-25T12:00:00Z")
    eye.observer.event(kind, type_, seen)
    assert eye.woken == want


def test_a_deleted_job_wakes_its_run() -> None:
    eye = Eye()
    eye.observer.event(JOBS, "ADDED", obj("j", labels=OF_R1))
    eye.woken.clear()
    eye.observer.event(JOBS, "DELETED", obj("j", 2, labels=OF_R1))
    assert eye.woken == ["r1"]


def test_a_pod_that_has_gone_unseen_wakes_its_run() -> None:
    eye = Eye()
    pod = obj("p", labels=OF_R1, status={})
    pod["metadata"]["creationTimestamp"] = "2026-11-25T12:00:00Z"
    eye.observer.event(PODS, "ADDED", pod)
    eye.woken.clear()
    eye.observer.event(PODS, "DELETED", obj("p", labels=OF_R1))
    assert eye.woken == ["r1"]
    assert eye.store.pods.get("p") is None


def test_a_deleted_workflow_wakes_its_runs() -> None:
    eye = Eye()
    eye.observer.event(WORKFLOWS, "DELETED", obj("wf", 2, "portal"))
    assert set(eye.woken) == {"wf", "r1", "r2"}


@pytest.mark.parametrize(
    ("type_", "phase", "trigger", "want"),
    [
        ("MODIFIED", "Succeeded", "Schedule", ["wf"]),
        ("DELETED", "Running", "Schedule", ["wf"]),
        ("MODIFIED", "Running", "Schedule", ["r1"]),
        ("MODIFIED", "Succeeded", "Manual", []),
    ],
)
def test_the_end_of_a_scheduled_run_wakes_its_workflow(type_: str, phase: str, trigger: str, want: list[str]) -> None:
    eye = Eye()
    for version, status in ((2, "Running"), (3, phase)):
        eye.woken.clear()
        run = obj("r1", version, spec={**RUN, "trigger": trigger}, status={"phase": status})
        eye.observer.event(RUNS, "MODIFIED" if version == 2 else type_, run)
    assert eye.woken == want


@pytest.mark.parametrize(
    "nonsense", [{}, {"metadata": None}, {"metadata": {"uid": "x"}}, {"metadata": {"uid": "x", "name": "y"}}]
)
@pytest.mark.parametrize("kind", [WORKFLOWS, RUNS, VERSIONS, JOBS, PODS])
def test_nothing_that_is_seen_stops_the_watch(kind: Kind, nonsense: Any) -> None:
    Eye().observer.event(kind, "ADDED", nonsense)
