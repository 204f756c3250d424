"""Carries plans out, in an order in which a crash at any point loses nothing. The order for a run:

1. Versions are made: the status is about to name them.
2. What other objects keep of the run is noted there: a run whose status says that it is over is not looked at again.
3. Jobs are deleted, for the same reason.
4. The run itself is changed, or its status written, under the resource version that the plan was made from.
5. Events are handed over.
6. Jobs are made: an attempt is intended in the status before it has a Job.
7. A model is asked, on the side.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from webmend.domain.resource import run_status_patch, version_from, workflow_status_patch
from webmend.domain.run import Run, RunStatus
from webmend.domain.version import VersionSpec
from webmend.domain.workflow import Workflow, WorkflowStatus
from webmend.policy import blocking, versions
from webmend.policy.run import (
    Action,
    AskModel,
    ChangeRun,
    CreateJob,
    CreateVersion,
    DeleteJob,
    EmitEvent,
    NoteCode,
    NoteGoodRun,
    NoteReplay,
    NoteTrouble,
    PauseWorkflow,
    RunFacts,
)
from webmend.policy.workflow import WorkflowFacts, WorkflowPlan
from webmend.ports.cluster import (
    JOBS,
    RUNS,
    VERSIONS,
    WORKFLOWS,
    AlreadyExists,
    Cluster,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Object,
)

from .advising import Advising
from .counting import Counting
from .events import EventRecorder
from .notes import Notes
from .observer import Observer
from .store import Key, Store

A = TypeVar("A", bound=Action)


class Execute:
    """Acts on the cluster. Every method may raise a ClusterError; doing it all again after that does no harm."""

    def __init__(
        self,
        cluster: Cluster,
        store: Store,
        observer: Observer,
        events: EventRecorder,
        advising: Advising,
        counting: Counting,
        now: Callable[[], datetime],
    ) -> None:
        self._cluster = cluster
        self._store = store
        self._observer = observer
        self._events = events
        self._advising = advising
        self._counting = counting
        self._now = now
        self._notes = Notes(cluster, observer)

    async def run(self, facts: RunFacts, status: RunStatus, actions: Sequence[Action]) -> None:
        """Make this the status of the run, and do the rest of what its plan asks for."""
        run = facts.run
        for version in _only(CreateVersion, actions):
            assert facts.workflow is not None
            await self.version(facts.workflow, version.spec)
        await self._note(run, actions)
        for job in _only(DeleteJob, actions):
            await self._cluster.delete(JOBS, run.namespace, job.name, job.uid)
        for change in _only(ChangeRun, actions):
            await self._change(run, change)
        await self._run_status(facts, status)
        for event in _only(EmitEvent, actions):
            self._events.tell(run, event)
        for creation in _only(CreateJob, actions):
            await self._job(run, creation)
        for question in _only(AskModel, actions):
            self._advising.ask(run.uid, question)

    async def _note(self, run: Run, actions: Sequence[Action]) -> None:
        """Have other objects keep what they keep of the run."""
        for note in _only(NoteCode, actions):
            await self._notes.code(run.namespace, note)
        for replay in _only(NoteReplay, actions):
            await self._notes.replay(run, replay)
        for pause in _only(PauseWorkflow, actions):
            await self._notes.pause(run, pause)
        for trouble in _only(NoteTrouble, actions):
            await self._notes.trouble(run, trouble)
        for good in _only(NoteGoodRun, actions):
            await self._notes.good_run(run, good)

    async def workflow(self, facts: WorkflowFacts, plan: WorkflowPlan, status: WorkflowStatus) -> None:
        """Make this the status of the workflow, and do what its schedule asks for."""
        workflow = facts.workflow
        if plan.start is not None:
            await self._start(workflow, plan.start)
        await self._workflow_status(facts, status)
        for run in plan.stop:
            await self._stop(workflow.namespace, run)
        if plan.event is not None:
            self._events.tell(workflow, plan.event)

    async def _workflow_status(self, facts: WorkflowFacts, status: WorkflowStatus) -> None:
        """Store a workflow's status, if it differs from the stored one."""
        workflow = facts.workflow
        patch = workflow_status_patch(workflow.status, status)
        if patch:
            stored = await self._cluster.patch_status(
                WORKFLOWS, workflow.namespace, workflow.name, patch, workflow.resource_version
            )
            self._counting.workflow(facts, status)
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

    async def _change(self, run: Run, change: ChangeRun) -> None:
        stored = await self._cluster.patch(RUNS, run.namespace, run.name, change.change, run.resource_version)
        self._observer.seen(RUNS, stored)

    async def _run_status(self, facts: RunFacts, status: RunStatus) -> None:
        run = facts.run
        patch = run_status_patch(run.status, status)
        if patch:
            stored = await self._cluster.patch_status(RUNS, run.namespace, run.name, patch, run.resource_version)
            self._counting.run(facts, status)
            self._observer.seen(RUNS, stored)

    async def _job(self, run: Run, creation: CreateJob) -> None:
        """Make the Job of an attempt. Its name is derived, so one that is there already is the same, or not ours."""
        name = creation.body["metadata"]["name"]
        try:
            job = await self._cluster.create(JOBS, run.namespace, creation.body)
        except AlreadyExists:
            job = await self._cluster.get(JOBS, run.namespace, name)
        except (Forbidden, Invalid) as refused:
            if blocking.reason_of(str(refused)) is None:
                raise
            self._store.refuse(run.uid, name, str(refused), self._now())
            self._observer.wake(Key(RUNS, run.uid))
            return
        if _is_owned_by(job, run.uid):
            self._observer.seen(JOBS, job)
        else:
            self._store.put_in_the_way(run.uid, job)
            self._observer.wake(Key(RUNS, run.uid))


def _only(kind: type[A], actions: Sequence[Action]) -> list[A]:
    return [action for action in actions if isinstance(action, kind)]


def _is_owned_by(obj: Object, uid: str) -> bool:
    return any(owner["uid"] == uid for owner in obj["metadata"].get("ownerReferences") or ())
