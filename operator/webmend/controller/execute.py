"""Carries plans out, in an order in which a crash at any point loses nothing. The order for a run:

1. Versions are made: the status is about to name them.
2. What other objects keep of a failure is noted there: a run whose status says that it is over is not looked at again.
3. Jobs are deleted, for the same reason.
4. The status is written, under the resource version that the plan was made from.
5. Events are handed over.
6. Jobs are made: an attempt is intended in the status before it has a Job.
7. A model is asked, on the side.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from webmend.domain.resource import run_status_patch, version_from, workflow_status_patch
from webmend.domain.run import Run, RunStatus
from webmend.domain.version import VersionSpec
from webmend.domain.workflow import Workflow, WorkflowStatus
from webmend.policy import versions
from webmend.policy.run import (
    Action,
    AskModel,
    CreateJob,
    CreateVersion,
    DeleteJob,
    EmitEvent,
    NoteCode,
    NoteTrouble,
    PauseWorkflow,
    RunFacts,
)
from webmend.policy.workflow import WorkflowPlan
from webmend.ports.cluster import (
    JOBS,
    RUNS,
    VERSIONS,
    WORKFLOWS,
    AlreadyExists,
    Cluster,
    Conflict,
    Invalid,
    NotFound,
    Object,
)

from .advising import Advising
from .events import EventRecorder
from .notes import Notes
from .observer import Observer
from .store import Key, Store

A = TypeVar("A", bound=Action)


class Execute:
    """Acts on the cluster. Every method may raise a ClusterError; doing it all again after that does no harm."""

    def __init__(
        self, cluster: Cluster, store: Store, observer: Observer, events: EventRecorder, advising: Advising
    ) -> None:
        self._cluster = cluster
        self._store = store
        self._observer = observer
        self._events = events
        self._advising = advising
        self._notes = Notes(cluster, observer)

    async def run(self, facts: RunFacts, status: RunStatus, actions: Sequence[Action]) -> None:
        """Make this the status of the run, and do the rest of what its plan asks for."""
        run = facts.run
        for version in _only(CreateVersion, actions):
            assert facts.workflow is not None
            await self.version(facts.workflow, version.spec)
        for note in _only(NoteCode, actions):
            await self._notes.code(run.namespace, note)
        for pause in _only(PauseWorkflow, actions):
            await self._notes.pause(run, pause)
        for trouble in _only(NoteTrouble, actions):
            await self._notes.trouble(run, trouble)
        for job in _only(DeleteJob, actions):
            await self._cluster.delete(JOBS, run.namespace, job.name, job.uid)
        await self._run_status(run, status)
        for event in _only(EmitEvent, actions):
            self._events.tell(run, event)
        for creation in _only(CreateJob, actions):
            await self._job(run, creation)
        for question in _only(AskModel, actions):
            self._advising.ask(run.uid, question)

    async def workflow(self, workflow: Workflow, plan: WorkflowPlan, status: WorkflowStatus) -> None:
        """Make this the status of the workflow, and do what its schedule asks for."""
        if plan.start is not None:
            await self._start(workflow, plan.start)
        await self.workflow_status(workflow, status)
        for run in plan.stop:
            await self._stop(workflow.namespace, run)
        if plan.event is not None:
            self._events.tell(workflow, plan.event)

    async def workflow_status(self, workflow: Workflow, status: WorkflowStatus) -> None:
        """Store a workflow's status, if it differs from the stored one."""
        patch = workflow_status_patch(workflow.status, status)
        if patch:
            stored = await self._cluster.patch_status(
                WORKFLOWS, workflow.namespace, workflow.name, patch, workflow.resource_version
            )
            self._observer.seen(WORKFLOWS, stored)

    async def version(self, workflow: Workflow, spec: VersionSpec) -> None:
        """Make a version. Raises Conflict when its number has been given to another: decide anew."""
        body = versions.body(workflow, spec)
        try:
            stored = await self._cluster.create(VERSIONS, workflow.namespace, body)
        except AlreadyExists:
            stored = await self._cluster.get(VERSIONS, workflow.namespace, body["metadata"]["name"])
            self._observer.seen(VERSIONS, stored)
            if version_from(stored).spec != spec or not _is_owned_by(stored, workflow.uid):
                raise Conflict(f"version {spec.number} of {workflow.name} is another one") from None
        self._observer.seen(VERSIONS, stored)

    async def _start(self, workflow: Workflow, body: Mapping[str, Any]) -> None:
        """Start a run. Its name is derived, so one that is there already is the same, or not ours: that is an error."""
        try:
            run = await self._cluster.create(RUNS, workflow.namespace, body)
        except AlreadyExists:
            run = await self._cluster.get(RUNS, workflow.namespace, body["metadata"]["name"])
            if not _is_owned_by(run, workflow.uid):
                raise Invalid(f"the run {run['metadata']['name']} is there and is not this workflow's") from None
        self._observer.seen(RUNS, run)

    async def _stop(self, namespace: str, run: str) -> None:
        """Ask a run to stop, as a person would; nothing when it is gone."""
        try:
            stored = await self._cluster.patch_spec(RUNS, namespace, run, {"stop": True}, "")
        except NotFound:
            return
        self._observer.seen(RUNS, stored)

    async def _run_status(self, run: Run, status: RunStatus) -> None:
        patch = run_status_patch(run.status, status)
        if patch:
            stored = await self._cluster.patch_status(RUNS, run.namespace, run.name, patch, run.resource_version)
            self._observer.seen(RUNS, stored)

    async def _job(self, run: Run, creation: CreateJob) -> None:
        """Make the Job of an attempt. Its name is derived, so one that is there already is the same, or not ours."""
        try:
            job = await self._cluster.create(JOBS, run.namespace, creation.body)
        except AlreadyExists:
            job = await self._cluster.get(JOBS, run.namespace, creation.body["metadata"]["name"])
        if _is_owned_by(job, run.uid):
            self._observer.seen(JOBS, job)
        else:
            self._store.put_in_the_way(run.uid, job)
            self._observer.wake(Key(RUNS, run.uid))


def _only(kind: type[A], actions: Sequence[Action]) -> list[A]:
    return [action for action in actions if isinstance(action, kind)]


def _is_owned_by(obj: Object, uid: str) -> bool:
    return any(owner["uid"] == uid for owner in obj["metadata"].get("ownerReferences") or ())
