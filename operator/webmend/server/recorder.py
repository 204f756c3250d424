"""Every run into the history, from what the watch tells: after any outage it is told all of them again."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

import structlog

from webmend.domain.condition import RECORDED, Condition, ConditionStatus, is_true, put
from webmend.domain.phase import TERMINAL
from webmend.domain.record import RunRecord
from webmend.domain.resource import run_from
from webmend.domain.run import AttemptState, Run
from webmend.domain.workflow import Workflow
from webmend.policy import recording
from webmend.policy.telling.run import happened
from webmend.ports.clock import Clock
from webmend.ports.cluster import RUNS, Change, Cluster, ClusterError, Conflict, NotFound
from webmend.ports.store import Store, StoreFailed

from .definitions import Definitions
from .problems import Refused
from .step_log import StepLog

BUNDLE = 100
"""Runs recorded in one transaction."""
GATHERING = 0.05
"""Seconds in which runs that change are gathered for it."""
PAUSE = 2.0
"""Seconds between attempts while the history, or the cluster, fails."""
TRIES = 3
"""Times that a run is read anew because somebody else has changed it."""
Told = Callable[[], None]
"""Called when there are new events."""
_log = structlog.get_logger()


class Recorder:
    """Keeps the latest of each run that has changed, and says so of one that is over: it may go then."""

    def __init__(
        self, store: Store, cluster: Cluster, definitions: Definitions, steps: StepLog, clock: Clock, told: Told
    ) -> None:
        self._store = store
        self._cluster = cluster
        self._definitions = definitions
        self._steps = steps
        self._clock = clock
        self._told = told
        self._waiting: dict[str, Run] = {}
        self._marked: dict[str, str] = {}
        """The resource version that saying so has led to, of runs that are over."""
        self._something = asyncio.Event()

    @property
    def waiting(self) -> int:
        """Runs that have changed since they were recorded."""
        return len(self._waiting)

    def hear(self, change: Change) -> None:
        """A run has changed, or is there; raises Malformed."""
        run = run_from(change.object)
        if self._marked.get(run.uid) != run.resource_version:
            self._waiting[run.uid] = run
            self._something.set()
        if change.type == "DELETED":
            self._marked.pop(run.uid, None)

    async def run(self) -> None:
        """Record what changes, for ever."""
        while True:
            await self._something.wait()
            await self._clock.sleep(GATHERING)
            runs = self._taken()
            try:
                await self._keep(runs)
            except (StoreFailed, ClusterError, OSError) as error:
                _log.warning("runs not recorded yet", runs=len(runs), error=str(error))
                self._put_back(runs)
                await self._clock.sleep(PAUSE)

    def _taken(self) -> list[Run]:
        runs = [self._waiting.pop(uid) for uid in list(self._waiting)[:BUNDLE]]
        if not self._waiting:
            self._something.clear()
        return runs

    def _put_back(self, runs: Iterable[Run]) -> None:
        """For another try, unless they have changed meanwhile."""
        self._waiting = {run.uid: run for run in runs} | self._waiting
        self._something.set()

    async def _keep(self, runs: Sequence[Run]) -> None:
        seen = await self._store.seen(run.uid for run in runs)
        new = [run for run in runs if recording.is_news(run, seen.get(run.uid))]
        if new:
            records = await self._records(new)
            told = [each for run, kept in zip(new, records, strict=True) for each in happened(run, kept.summary)]
            await self._store.record(records, told)
            self._told()
        for run in runs:
            if run.status.phase in TERMINAL and not is_true(run.status.conditions, RECORDED):
                await self._say_so(run)

    async def _records(self, runs: Sequence[Run]) -> list[RunRecord]:
        one_of_each = {_workflow_of(run): run for run in runs}
        workflows = {key: await self._workflow(run) for key, run in one_of_each.items()}
        return [recording.record(run, workflows[_workflow_of(run)], await self._steps_of(run)) for run in runs]

    async def _workflow(self, run: Run) -> Workflow | None:
        try:
            return await self._definitions.workflow(run)
        except Refused:  # it has gone, or cannot be read
            return None

    async def _steps_of(self, run: Run) -> recording.Steps:
        """Those of attempts that are over: of the others more are to come."""
        over = [each.number for each in run.status.attempts if each.state is not AttemptState.RUNNING]
        return {number: await self._steps.read(run.uid, number) for number in over}

    async def _say_so(self, run: Run) -> None:
        """Set the condition by which the operator lets the run go."""
        for _ in range(TRIES):
            try:
                await self._mark(run)
                return
            except NotFound:
                return
            except Conflict:
                run = run_from(await self._cluster.get(RUNS, run.namespace, run.name))
        raise Conflict(f"{run.namespace}/{run.name} changes too often")

    async def _mark(self, run: Run) -> None:
        said = Condition(
            type=RECORDED,
            status=ConditionStatus.TRUE,
            reason="Recorded",
            message="The history has the run",
            last_transition_time=self._clock.now(),
        )
        conditions = [each.stored() for each in put(run.status.conditions, said)]
        stored = await self._cluster.patch_status(
            RUNS, run.namespace, run.name, {"conditions": conditions}, run.resource_version
        )
        self._marked[run.uid] = stored["metadata"]["resourceVersion"]


def _workflow_of(run: Run) -> tuple[str, str]:
    return run.namespace, run.spec.workflow_ref.name
