"""The facts that plans are made from: out of the store, read anew only where an old view would do harm."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from webmend.domain.advice import Consultation
from webmend.domain.error_code import ErrorCode
from webmend.domain.phase import Phase
from webmend.domain.resource import Malformed
from webmend.domain.run import Attempt, AttemptState, Run, current_attempt
from webmend.domain.version import WorkflowVersion
from webmend.domain.workflow import Workflow
from webmend.policy import replaying
from webmend.policy.calling import Component
from webmend.policy.run import JobFacts, PodFacts, RunFacts, failure_of, is_about_to_launch, secrets_of
from webmend.policy.schedule import Going
from webmend.policy.workflow import WorkflowFacts, starts_run
from webmend.ports.cluster import RUNS, WORKFLOWS

from .children import is_scheduled, owner_uid
from .complaints import Complaints
from .logins import Logins
from .neighbours import Neighbours
from .originals import Originals
from .prerequisites import Prerequisites
from .queue import Queue
from .relist import Relist
from .store import Key, Store
from .table import Held, Unread

_log = structlog.get_logger()


class Gather:
    """Collects facts. Without prerequisites (None) no server is waited for.

    `epoch` gives the fencing epoch, `asked` what a model was asked about the run with that UID.
    """

    def __init__(
        self,
        store: Store,
        queue: Queue,
        relist: Relist,
        complaints: Complaints,
        prerequisites: Prerequisites | None,
        originals: Originals,
        now: Callable[[], datetime],
        epoch: Callable[[], int],
        asked: Callable[[str], tuple[Consultation, ...]] = lambda _uid: (),
    ) -> None:
        self._neighbours = Neighbours(now)
        self._logins = Logins(store)
        self._queue = queue
        self._store = store
        self._relist = relist
        self._complaints = complaints
        self._prerequisites = prerequisites
        self._originals = originals
        self._now = now
        self._epoch = epoch
        self._asked = asked

    async def workflow(self, uid: str) -> WorkflowFacts | None:
        """The facts of a workflow; None when it is gone.

        An old view of its status may not know that the run which is due was started before, and has gone since.
        """
        facts = self._workflow(uid)
        if facts is not None and starts_run(facts, self._now()):
            await self._relist.one(Key(WORKFLOWS, uid))
            return self._workflow(uid)
        return facts

    async def run(self, uid: str, *, doubtful: bool = False) -> RunFacts | None:
        """The facts of a run; None when it is gone or over.

        `doubtful`: nothing has been heard of it for long, so look again before silence is taken for an answer.
        """
        facts = self._run(uid)
        if facts is not None and (doubtful or _is_end_unseen(facts)) and _is_under_way(facts.run):
            await self._relist.run(uid)
            facts = self._run(uid)
            if facts is not None and facts.job is not None and not (facts.pods or facts.job.failed_reason):
                await self._complaints.hear(facts.run, facts.job)
                facts = self._run(uid)
        if facts is not None and facts.run.status.phase is Phase.VALIDATING and facts.workflow is not None:
            await self._relist.one(Key(WORKFLOWS, facts.workflow.uid))  # another run may be the last good one by now
            facts = self._run(uid)
        is_wanted = facts is not None and not (facts.run.spec.stop or facts.run.deleting)
        if facts is not None and is_wanted and replaying.is_open(facts.run):
            return replace(facts, original=await self._originals.of(facts.run))
        if facts is not None and is_about_to_launch(facts, self._now()):
            return await self._for_launch(facts)
        return facts

    def wanted(self, uid: str) -> tuple[str, ...]:
        """Keys of the limits that the run is about to count towards; empty: it is about to begin nothing."""
        facts = self._run(uid)
        return self._queue.limits(facts) if facts and is_about_to_launch(facts, self._now()) else ()

    async def _for_launch(self, facts: RunFacts) -> RunFacts | None:
        """With its rivals and with what the server says; and when nothing is in the way, the run as it is now.

        Another may have launched it in the meantime: its Job and pods are then those of another attempt.
        """
        facts = self._with_others(facts)
        if self._queue.is_busy(facts):
            return facts
        said = await self._ask_server(facts)
        facts = replace(facts, **said)
        if not facts.server_ready or facts.missing_secrets:
            return facts
        await self._relist.one(Key(RUNS, facts.run.uid))
        fresh = self._run(facts.run.uid)
        return replace(self._with_others(fresh), **said) if fresh else None

    def _with_others(self, facts: RunFacts) -> RunFacts:
        return replace(facts, rivals=self._queue.rivals(facts), troubles=self._logins.troubles(facts))

    async def _ask_server(self, facts: RunFacts) -> dict[str, Any]:
        """What the server says of the attempt's Secrets, as fields of the facts; empty when none is waited for."""
        if self._prerequisites is None:
            return {}
        said = await self._prerequisites.ask(facts.run.namespace, secrets_of(facts))
        return {
            "server_ready": said.server_ready,
            "missing_secrets": said.missing_secrets,
            "secret_versions": said.secret_versions,
        }

    def _workflow(self, uid: str) -> WorkflowFacts | None:
        held = self._store.workflows.get(uid)
        if held is None:
            return None
        facts = WorkflowFacts(held.content.value, versions_of(self._store, held), _going(self._store, held))
        return replace(facts, components=_components(self._store, held))

    def _run(self, uid: str) -> RunFacts | None:
        held = self._store.runs.get(uid)
        if held is None:
            return None
        run = held.content.value
        workflow = self._store.workflow(run.namespace, run.spec.workflow_ref.name)
        attempt = current_attempt(run.status)
        facts = RunFacts(
            run=run,
            workflow=workflow.content.value if workflow else None,
            versions=versions_of(self._store, workflow) if workflow else (),
            codes=self._codes(run.namespace),
            job=self._job(uid, attempt),
            refusal=self._store.refusal(uid),
            job_seen=attempt is not None and self._was_job_there(run, attempt),
            pods=self._pods(uid, attempt),
            consultations=self._asked(uid),
            epoch=self._epoch(),
        )
        return replace(facts, site=self._neighbours.look(run, failure_of(facts)))

    def _codes(self, namespace: str) -> tuple[ErrorCode, ...]:
        """Its error codes; one that cannot be read harms no run, and is passed over."""
        return tuple(code for held in self._store.codes.of(namespace) if (code := _readable(held)))

    def _job(self, run: str, attempt: Attempt | None) -> JobFacts | None:
        found = [j for j in self._store.jobs.of(run) if attempt is not None and j.name == attempt.job_name]
        newest = max(found, key=lambda held: held.mark, default=None)
        return newest.content if newest else None

    def _was_job_there(self, run: Run, attempt: Attempt) -> bool:
        """Whether this process has seen the Job, or the server its runner."""
        session = run.status.session
        return bool(self._store.seen_job(run.uid, attempt.job_name)) or bool(
            session and session.attempt == attempt.number
        )

    def _pods(self, run: str, attempt: Attempt | None) -> tuple[PodFacts, ...]:
        """The pods of the attempt's Job: the one whose UID is known, or else the one of that name."""
        if attempt is None:
            return ()
        uid = self._store.seen_job(run, attempt.job_name)
        pods = (held.content for held in self._store.pods.of(run))
        return tuple(p.facts for p in pods if (p.job_uid == uid if uid else p.job_name == attempt.job_name))


def versions_of(store: Store, workflow: Held[Unread[Workflow]]) -> tuple[WorkflowVersion, ...]:
    """Its versions, without those of an earlier workflow of the same name."""
    held = store.versions.of((workflow.namespace, workflow.name))
    return tuple(v.content.value for v in held if owner_uid(v.content.obj) in ("", workflow.uid))


def _components(store: Store, workflow: Held[Unread[Workflow]]) -> dict[str, Component]:
    """The workflows that it calls, and those that these call; one that cannot be read is none."""
    names = store.callers.called_by((workflow.namespace, workflow.name))
    found = (store.workflow(*name) for name in names)
    return {held.name: component for held in found if held and (component := _component(store, held))}


def _component(store: Store, held: Held[Unread[Workflow]]) -> Component | None:
    try:
        return Component(held.content.value.spec, versions_of(store, held))
    except Malformed:
        return None


def _going(store: Store, workflow: Held[Unread[Workflow]]) -> tuple[Going, ...]:
    """The runs that its schedule has started and that are not over; also those that cannot be read."""
    runs = (run.content.obj for run in store.runs.of((workflow.namespace, workflow.name)))
    ours = (run for run in runs if is_scheduled(run) and owner_uid(run) == workflow.uid)
    going = (Going(run["metadata"]["name"], bool(run["spec"].get("stop"))) for run in ours)
    return tuple(sorted(going, key=lambda run: run.name))


def _is_end_unseen(facts: RunFacts) -> bool:
    """The Job has failed and no pod says how: the watch of pods may only be behind."""
    return facts.job is not None and bool(facts.job.failed_reason) and not facts.pods


def _is_under_way(run: Run) -> bool:
    attempt = current_attempt(run.status)
    return attempt is not None and attempt.state is AttemptState.RUNNING


def _readable(held: Held[Unread[ErrorCode]]) -> ErrorCode | None:
    try:
        return held.content.value
    except Malformed as malformed:
        _log.warning("error code passed over", error=str(malformed))
        return None
