"""What is kept of a run in objects beside it: its error code's count, its workflow's pause, the login that
the site has refused, the run that it repeats, and that its data are the good ones.

Each note is identified by the failure or the run, so that taking it again after a crash changes nothing.
"""

import structlog

from webmend.domain import names
from webmend.domain.resource import error_code_from, error_code_status_patch, run_from, run_status_patch
from webmend.domain.run import Run
from webmend.policy import codes, replaying
from webmend.policy.run import NoteCode, NoteGoodRun, NoteReplay, NoteTrouble, PauseWorkflow
from webmend.ports.cluster import ERROR_CODES, RUNS, WORKFLOWS, AlreadyExists, Cluster, Conflict, NotFound, Object

from .observer import Observer

_log = structlog.get_logger()
TRIES = 5
"""How often a count is tried that other runs of the same failure count at the same moment."""


class Notes:
    """Takes notes. Every method may raise a ClusterError."""

    def __init__(self, cluster: Cluster, observer: Observer) -> None:
        self._cluster = cluster
        self._observer = observer

    async def code(self, namespace: str, note: NoteCode) -> None:
        """Count the failure with the error code of that name; nothing when a person has deleted it meanwhile."""
        try:
            stored = await self._made(namespace, note)
        except NotFound:
            return None
        for _ in range(TRIES):
            try:
                return await self._counted(namespace, note, stored)
            except Conflict:
                stored = await self._cluster.get(ERROR_CODES, namespace, note.name)
        raise Conflict(f"error code {note.name} is counted by too many at once")

    async def replay(self, run: Run, note: NoteReplay) -> None:
        """Have the other run name this one as a replay of it. Conflict: decide anew; nothing when it is gone."""
        try:
            other = run_from(await self._cluster.get(RUNS, run.namespace, note.name))
            status = other.status.with_(replays=replaying.with_replay(other.status.replays, run.name))
            patch = run_status_patch(other.status, status)
            if patch and other.uid == note.uid:
                await self._cluster.patch_status(RUNS, run.namespace, other.name, patch, other.resource_version)
        except NotFound:
            return

    async def pause(self, run: Run, note: PauseWorkflow) -> None:
        """Pause the run's workflow; nothing when it is gone."""
        await self._workflow(run, {"paused": note.pause.stored()})
        _log.info("workflow paused", namespace=run.namespace, run=run.name, code=note.pause.code)

    async def trouble(self, run: Run, note: NoteTrouble) -> None:
        """Have no run use the Secret as it is; nothing when the run's workflow is gone."""
        await self._workflow(run, {"credentials": {note.secret: note.trouble.stored()}})
        _log.info("credential held", namespace=run.namespace, run=run.name, secret=note.secret)

    async def good_run(self, run: Run, note: NoteGoodRun) -> None:
        """Have the run's workflow name it as the last good one; nothing when the workflow is gone."""
        await self._workflow(run, {"lastGoodRun": note.good.stored()})

    async def _workflow(self, run: Run, status: Object) -> None:
        """Merge what only such notes write into the status of the run's workflow, whatever else is in it."""
        name = run.spec.workflow_ref.name
        try:
            stored = await self._cluster.patch_status(WORKFLOWS, run.namespace, name, status, "")
        except NotFound:
            return
        self._observer.seen(WORKFLOWS, stored)

    async def _made(self, namespace: str, note: NoteCode) -> Object:
        """The error code as it is stored, made if it is to be."""
        if note.make is None:
            return await self._cluster.get(ERROR_CODES, namespace, note.name)
        body = {
            "apiVersion": names.API_VERSION,
            "kind": names.ERROR_CODE,
            "metadata": {
                "name": note.name,
                "labels": {
                    names.LABEL_WORKFLOW: note.sample.workflow,
                    names.LABEL_MANAGED_BY: names.MANAGED_BY,
                },
            },
            "spec": note.make.stored(),
        }
        try:
            return await self._cluster.create(ERROR_CODES, namespace, body)
        except AlreadyExists:  # by another run that failed so
            return await self._cluster.get(ERROR_CODES, namespace, note.name)

    async def _counted(self, namespace: str, note: NoteCode, stored: Object) -> None:
        code = error_code_from(stored)
        patch = error_code_status_patch(code.status, codes.with_sample(code.status, note.sample))
        if patch:
            stored = await self._cluster.patch_status(ERROR_CODES, namespace, note.name, patch, code.resource_version)
        self._observer.seen(ERROR_CODES, stored)
