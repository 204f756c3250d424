"""Everything that this process knows of the cluster, from watches, sweeps and its own writes."""

from collections.abc import Hashable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from webmend.domain import resource
from webmend.domain.error_code import ErrorCode
from webmend.domain.phase import TERMINAL
from webmend.domain.run import Run
from webmend.domain.version import WorkflowVersion
from webmend.domain.workflow import Workflow
from webmend.policy.run import JobFacts, Refusal
from webmend.ports.cluster import ERROR_CODES, JOBS, PODS, RUNS, VERSIONS, WORKFLOWS, Kind, Object

from .callers import Callers
from .children import OwnedPod, job_facts, owned_pod, run_uid
from .table import Held, Table, Unread

CHILDREN = (JOBS, PODS)
REMEMBERED = 10_000
"""How many objects that are gone are remembered, so that a late view of one does not bring it back."""


class Key(NamedTuple):
    """What is reconciled: a workflow or a run, by UID, so that one created anew under an old name shares nothing."""

    kind: Kind
    uid: str


class Store:
    """Tables with the look-ups that reconciling needs. Finished runs are not held, nor are their Jobs and pods."""

    def __init__(self) -> None:
        self.workflows: Table[Unread[Workflow]] = Table(_named, lambda o: Unread(_slim(o), resource.workflow_from))
        self.runs: Table[Unread[Run]] = Table(_workflow_of_run, lambda o: Unread(_slim(o), resource.run_from))
        self.versions: Table[Unread[WorkflowVersion]] = Table(
            _workflow_of_version, lambda o: Unread(_slim(o), resource.version_from)
        )
        self.codes: Table[Unread[ErrorCode]] = Table(_namespace, lambda o: Unread(_slim(o), resource.error_code_from))
        self.jobs: Table[JobFacts] = Table(run_uid, job_facts)
        self.pods: Table[OwnedPod] = Table(run_uid, owned_pod)
        self._tables: dict[Kind, Table[Any]] = {
            WORKFLOWS: self.workflows,
            RUNS: self.runs,
            VERSIONS: self.versions,
            ERROR_CODES: self.codes,
            JOBS: self.jobs,
            PODS: self.pods,
        }
        self.callers = Callers()
        self._refusals: dict[str, Refusal] = {}
        self._gone: dict[str, None] = {}
        self._seen_jobs: dict[str, dict[str, str]] = {}
        self._marks = 0

    def table(self, kind: Kind) -> Table[Any]:
        """The table of a kind."""
        return self._tables[kind]

    @property
    def mark(self) -> int:
        """A point in time: what is put in later has a higher mark."""
        return self._marks

    def put(self, kind: Kind, obj: Object) -> Held[Any] | None:
        """What is now held of the object; None when that is nothing new.

        A run that is over is forgotten, with its Jobs and pods, and what comes of them later is ignored.
        """
        uid = obj["metadata"]["uid"]
        if uid in self._gone or (kind in CHILDREN and run_uid(obj) in self._gone):
            return None
        self._marks += 1
        held = self._tables[kind].put(obj, self._marks)
        if held is not None and kind == WORKFLOWS:
            self.callers.note(obj)
        if held is not None and kind == JOBS:
            if not self.seen_job(run_uid(obj), held.name):
                self._refusals.pop(run_uid(obj), None)
            self._seen_jobs.setdefault(run_uid(obj), {})[held.name] = uid
        if held is not None and kind == RUNS and _is_over(obj):
            self.remove(RUNS, uid)
        if held is not None and kind == PODS:
            self._refusals.pop(run_uid(obj), None)
        return held

    def put_in_the_way(self, run: str, job: Object) -> None:
        """A Job that is not this run's, but has the name that its attempt's Job should have."""
        self._marks += 1
        self.jobs.put(job, self._marks, group=run)

    def refuse(self, run: str, job: str, message: str, at: datetime) -> None:
        """The cluster has not let that Job of the run be made, or a pod of it."""
        known = self.refusal(run)
        times = known.times + 1 if known and known.job == job else 1
        self._refusals[run] = Refusal(job, message, at, times)

    def refusal(self, run: str) -> Refusal | None:
        """What the cluster has not let be made of the run's last attempt, as far as this process was told."""
        return self._refusals.get(run)

    def remove(self, kind: Kind, uid: str) -> Held[Any] | None:
        """What was held of an object that is gone for good."""
        self._gone[uid] = None
        if len(self._gone) > REMEMBERED:
            del self._gone[next(iter(self._gone))]
        if kind == RUNS:
            self._forget_children(uid)
        held = self._tables[kind].remove(uid)
        if held is not None and kind == WORKFLOWS:
            self._forget_calls(held)
        return held

    def workflow(self, namespace: str, name: str) -> Held[Unread[Workflow]] | None:
        """The workflow of that name; while an old one of that name is going, the newer."""
        return max(self.workflows.of((namespace, name)), key=lambda held: held.mark, default=None)

    def seen_job(self, run: str, name: str) -> str:
        """UID of the Job of that name that this process has seen of the run; empty: none."""
        return self._seen_jobs.get(run, {}).get(name, "")

    def reconciled(self) -> Iterator[Key]:
        """Everything that can be reconciled."""
        yield from (Key(WORKFLOWS, held.uid) for held in self.workflows)
        yield from (Key(RUNS, held.uid) for held in self.runs)

    def drop_orphans(self) -> None:
        """Forget Jobs and pods of runs that are not held: of finished ones, mostly."""
        for kind in CHILDREN:
            table = self._tables[kind]
            for held in table:
                if self.runs.get(str(held.group)) is None:
                    table.remove(held.uid)

    def _forget_calls(self, workflow: Held[Unread[Workflow]]) -> None:
        """Unless another of that name is there: one may be going while the next has come."""
        if self.workflow(workflow.namespace, workflow.name) is None:
            self.callers.forget(workflow.content.obj)

    def _forget_children(self, run: str) -> None:
        self._seen_jobs.pop(run, None)
        self._refusals.pop(run, None)
        for kind in CHILDREN:
            for held in self._tables[kind].of(run):
                self._tables[kind].remove(held.uid)


def _named(obj: Object) -> Hashable:
    return obj["metadata"].get("namespace", ""), obj["metadata"]["name"]


def _namespace(obj: Object) -> Hashable:
    return str(obj["metadata"].get("namespace", ""))


def _workflow_of_run(obj: Object) -> Hashable:
    reference = (obj.get("spec") or {}).get("workflowRef") or {}
    return obj["metadata"].get("namespace", ""), reference.get("name", "")


def _workflow_of_version(obj: Object) -> Hashable:
    return obj["metadata"].get("namespace", ""), (obj.get("spec") or {}).get("workflow", "")


def _is_over(run: Object) -> bool:
    return (run.get("status") or {}).get("phase") in TERMINAL


def _slim(obj: Object) -> Object:
    """Without what only the API server needs, often half of it."""
    metadata = {key: value for key, value in obj["metadata"].items() if key != "managedFields"}
    return {**obj, "metadata": metadata}
