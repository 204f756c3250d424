"""Gather, decide, execute: one round for a workflow or a run."""

from collections.abc import Callable
from datetime import datetime

import structlog

from webmend.domain.settings import Settings
from webmend.policy import run as run_policy
from webmend.policy import workflow as workflow_policy
from webmend.ports.cluster import RUNS

from .execute import Execute
from .gather import Gather
from .quarantine import released
from .store import Key
from .turns import Turns

_log = structlog.get_logger()


class Reconcile:
    """Brings what there is in line with what is asked for. Level-triggered: it does not matter what woke it."""

    def __init__(
        self,
        gather: Gather,
        execute: Execute,
        settings: Settings,
        now: Callable[[], datetime],
        chance: Callable[[], float],
    ) -> None:
        self._turns = Turns()
        self._gather = gather
        self._execute = execute
        self._settings = settings
        self._now = now
        self._chance = chance

    async def one(self, key: Key, *, doubtful: bool) -> datetime | None:
        """One round; when to look again though nothing has changed. May raise anything.

        `doubtful`: the time to look again has come, so nothing has been heard of it since.
        """
        if key.kind == RUNS:
            return await self._run(key.uid, doubtful)
        return await self._workflow(key.uid)

    async def _run(self, uid: str, doubtful: bool) -> datetime | None:
        async with self._turns.of(self._gather.wanted(uid)):
            return await self._in_turn(uid, doubtful)

    async def _in_turn(self, uid: str, doubtful: bool) -> datetime | None:
        facts = await self._gather.run(uid, doubtful=doubtful)
        if facts is None:
            return None
        now = self._now()
        plan = run_policy.plan(facts, self._settings, now, self._chance())
        status = plan.status.with_(conditions=released(plan.status.conditions, now))
        await self._execute.run(facts, status, plan.actions)
        if status != facts.run.status:
            _log.info("run", namespace=facts.run.namespace, name=facts.run.name, phase=status.phase, why=plan.reason)
        return plan.due

    async def _workflow(self, uid: str) -> datetime | None:
        facts = await self._gather.workflow(uid)
        if facts is None:
            return None
        now = self._now()
        plan = workflow_policy.plan(facts, now)
        if plan.create is not None:
            await self._execute.version(facts.workflow, plan.create)
            _log.info("workflow", namespace=facts.workflow.namespace, name=facts.workflow.name, why=plan.reason)
            return None  # the new version has woken it: its status is written when it can name that version
        status = plan.status.with_(conditions=released(plan.status.conditions, now))
        await self._execute.workflow(facts, plan, status)
        if plan.event is not None:
            _log.info("schedule", namespace=facts.workflow.namespace, name=facts.workflow.name, why=plan.event.message)
        return plan.due
