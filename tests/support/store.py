"""A history in memory."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from webmend.domain.analytics import PERIODS, Counts, Grouping, Tally
from webmend.domain.event import Event, Posted
from webmend.domain.failure_pattern import ExampleRun, FailurePattern
from webmend.domain.kept import KeptCode, KeptVersion, VersionRecord
from webmend.domain.peak_hours import Quarter
from webmend.domain.phase import Phase
from webmend.domain.record import RecordedStep, RunFilter, RunRecord, RunSummary
from webmend.domain.report import StepOutcome
from webmend.domain.slow_steps import StepOrder, StepTally
from webmend.domain.standing import LastFailure, WorkflowTally
from webmend.policy.analytics import bucket
from webmend.policy.filtering import is_meant
from webmend.ports.store import StoreFailed


class FakeStore:
    """See ports.store.Store."""

    def __init__(self) -> None:
        self.records: dict[str, RunRecord] = {}
        self.events: dict[UUID, Posted] = {}
        self.versions: dict[str, VersionRecord] = {}
        self.codes: dict[str, KeptCode] = {}
        self.bundles: list[int] = []
        """How many records each write has brought."""
        self.is_down = False

    async def record(self, records: Sequence[RunRecord], events: Sequence[Event] = ()) -> None:
        self.check()
        if any(record.summary.phase is None for record in records):
            raise StoreFailed("a run without a phase")
        self.bundles.append(len(records))
        for record in records:
            kept = self.records.get(record.summary.uid)
            if kept is None or record.summary.seen >= kept.summary.seen:
                self.records[record.summary.uid] = record
        for event in events:
            self.events.setdefault(event.id, Posted(sequence=len(self.events) + 1, event=event))

    async def seen(self, uids: Iterable[str]) -> Mapping[str, int]:
        self.check()
        return {uid: self.records[uid].summary.seen for uid in uids if uid in self.records}

    async def runs(self, asked: RunFilter, limit: int, before: UUID | None = None) -> tuple[RunSummary, ...]:
        self.check()
        latest = sorted((record.summary for record in self.records.values()), key=lambda run: run.id, reverse=True)
        wanted = (run for run in latest if (before is None or run.id < before) and is_meant(run, asked))
        return tuple(run for run, _ in zip(wanted, range(limit), strict=False))

    async def run(self, namespace: str, name: str) -> RunRecord | None:
        self.check()
        found = [r for r in self.records.values() if (r.summary.namespace, r.summary.name) == (namespace, name)]
        return max(found, key=lambda record: record.summary.id, default=None)

    async def posted(self, after: int, limit: int) -> tuple[Posted, ...]:
        self.check()
        return tuple(each for each in self.events.values() if each.sequence > after)[:limit]

    async def tallies(
        self, asked: RunFilter, by: Grouping | None = None, begins: Sequence[datetime] = ()
    ) -> tuple[Tally, ...]:
        self.check()
        groups: dict[str, list[RunSummary]] = {}
        for run in await self.runs(asked, len(self.records)):
            groups.setdefault(_group(run, by, begins), []).append(run)
        return tuple(_tally(key, runs) for key, runs in groups.items())

    async def steps(self, asked: RunFilter, order: StepOrder, limit: int) -> tuple[StepTally, ...]:
        self.check()
        found = step_tallies(self.records.values(), asked)
        first = {StepOrder.TOTAL: lambda step: step.duration_ms, StepOrder.FAILED: lambda step: step.failed}.get(
            order, lambda step: step.duration_ms / step.executions
        )
        key = attrgetter("namespace", "workflow", "version", "node_id")
        return tuple(sorted(found, key=lambda step: (-first(step), key(step)))[:limit])

    async def failures(self, asked: RunFilter, limit: int) -> tuple[FailurePattern, ...]:
        alike: dict[Any, list[RunSummary]] = {}
        for run in await self.runs(asked, len(self.records)):
            if run.phase is Phase.FAILED:
                alike.setdefault((run.category, run.sub_type, run.node_id, run.site), []).append(run)
        found = sorted(alike.values(), key=lambda runs: (len(runs), runs[0].id), reverse=True)
        return tuple(map(_pattern, found))[:limit]

    async def quarters(self, asked: RunFilter) -> tuple[Quarter, ...]:
        found: dict[datetime, list[RunSummary]] = {}
        for run in await self.runs(asked, len(self.records)):
            created = run.created_at
            begins = created.replace(minute=created.minute // 15 * 15, second=0, microsecond=0)
            found.setdefault(begins, []).append(run)
        return tuple(
            Quarter(begins=begins, runs=len(runs), failed=sum(run.phase is Phase.FAILED for run in runs))
            for begins, runs in sorted(found.items())
        )

    async def workflows(self, asked: RunFilter) -> tuple[WorkflowTally, ...]:
        found: dict[tuple[str, str], list[RunSummary]] = {}
        for run in await self.runs(asked, len(self.records)):
            found.setdefault((run.namespace, run.workflow), []).append(run)
        return tuple(itertools.starmap(_workflow, found.items()))

    async def keep(self, versions: Sequence[VersionRecord], codes: Sequence[KeptCode]) -> None:
        self.check()
        for version in versions:
            if version.seen >= self.versions.get(version.uid, version).seen:
                self.versions[version.uid] = version
        for code in codes:
            if code.seen >= self.codes.get(code.uid, code).seen:
                self.codes[code.uid] = code

    async def kept_versions(self, asked: RunFilter, limit: int, before: UUID | None = None) -> tuple[KeptVersion, ...]:
        self.check()
        columns = {"namespaces": "namespace", "workflows": "workflow", "versions": "number"}
        found = _latest(self.versions.values(), asked, columns, before)[:limit]
        return tuple(KeptVersion.model_validate(dict(each)) for each in found)

    async def kept_version(self, namespace: str, workflow: str, number: int) -> VersionRecord | None:
        self.check()
        asked = RunFilter(namespaces=(namespace,), workflows=(workflow,), versions=(number,))
        found = await self.kept_versions(asked, 1)
        return self.versions[found[0].uid] if found else None

    async def kept_codes(self, asked: RunFilter, limit: int, before: UUID | None = None) -> tuple[KeptCode, ...]:
        self.check()
        columns = {"namespaces": "namespace", "codes": "code", "categories": "category", "sub_types": "sub_type"}
        return tuple(_latest(self.codes.values(), asked, columns, before)[:limit])

    async def oldest(self, asked: RunFilter, limit: int, after: UUID | None = None) -> tuple[RunSummary, ...]:
        found = reversed(await self.runs(asked, len(self.records)))
        return tuple(run for run in found if after is None or run.id > after)[:limit]

    async def forget(self, ids: Sequence[UUID]) -> None:
        self.check()
        self.records = {uid: record for uid, record in self.records.items() if record.summary.id not in ids}

    async def namespaces(self) -> tuple[str, ...]:
        self.check()
        return tuple(sorted({record.summary.namespace for record in self.records.values()}))

    async def close(self) -> None:
        pass

    def check(self) -> None:
        """Raise what every method raises while the history is down."""
        if self.is_down:
            raise StoreFailed("the history is down")


def _group(run: RunSummary, by: Grouping | None, begins: Sequence[datetime]) -> str:
    if by is None:
        return ""
    if by in PERIODS:
        return str(next(number for number, end in enumerate(begins[1:]) if run.created_at < end))
    value = getattr(run, "sub_type" if by is Grouping.SUB_TYPE else by.value)
    return "" if value is None else str(value)


def _tally(key: str, runs: Sequence[RunSummary]) -> Tally:
    phases = Counter(run.phase for run in runs)
    return Tally(
        key=key,
        runs=len(runs),
        succeeded=phases[Phase.SUCCEEDED],
        failed=phases[Phase.FAILED],
        stopped=phases[Phase.STOPPED],
        recovered=sum(run.recovered for run in runs),
        records=sum(run.records for run in runs),
        duration_ms=sum(run.duration_ms or 0 for run in runs),
        durations=Counter(run.duration_bucket for run in runs if run.duration_bucket is not None),
    )


Kept = TypeVar("Kept", VersionRecord, KeptCode)


def _latest(kept: Iterable[Kept], asked: RunFilter, columns: Mapping[str, str], before: UUID | None) -> list[Kept]:
    """Those that are meant, the latest first."""
    return sorted(
        (
            each
            for each in kept
            if all(
                (not values and (name != "namespaces" or values is None)) or getattr(each, field) in values
                for name, field in columns.items()
                for values in [getattr(asked, name)]
            )
            and (before is None or each.id < before)
            and (asked.since is None or each.created_at >= asked.since)
            and (asked.until is None or each.created_at < asked.until)
        ),
        key=lambda each: each.id,
        reverse=True,
    )


def _pattern(runs: Sequence[RunSummary]) -> FailurePattern:
    """Of runs that have failed alike, the latest first."""
    latest = runs[0]
    return FailurePattern(
        category=latest.category,
        sub_type=latest.sub_type,
        node_id=latest.node_id,
        site=latest.site,
        runs=len(runs),
        workflows=len({(run.namespace, run.workflow) for run in runs}),
        first_seen=min(run.created_at for run in runs),
        last_seen=max(run.created_at for run in runs),
        example=ExampleRun.model_validate(dict(latest)),
    )


def _workflow(of: tuple[str, str], runs: Sequence[RunSummary]) -> WorkflowTally:
    """Of the runs of a workflow, the latest first."""
    judged = [run for run in runs if run.phase in (Phase.FAILED, Phase.SUCCEEDED)]
    failed = [run for run in runs if run.phase is Phase.FAILED]
    counts = {name: value for name, value in dict(_tally("", runs)).items() if name in Counts.model_fields}
    return WorkflowTally(
        namespace=of[0],
        workflow=of[1],
        **counts,
        failed_in_a_row=len(list(itertools.takewhile(lambda run: run.phase is Phase.FAILED, judged))),
        last_failure=LastFailure.model_validate({**dict(failed[0]), "run": failed[0].name}) if failed else None,
    )


def step_tallies(records: Iterable[RunRecord], asked: RunFilter) -> Iterator[StepTally]:
    """Steps by their version, in no order."""
    groups: dict[tuple[str, str, int, str], list[RecordedStep]] = {}
    for record in records:
        run = record.summary
        ran = {attempt.number: attempt.version for attempt in record.attempts}
        if not is_meant(run, asked.with_(versions=())):
            continue
        for step in record.steps:
            version = ran.get(step.attempt, run.version or 0)
            if step.outcome is not StepOutcome.SKIPPED and (not asked.versions or version in asked.versions):
                groups.setdefault((run.namespace, run.workflow, version, step.node_id), []).append(step)
    together: Counter[tuple[str, ...]] = Counter()
    for key, steps in groups.items():
        together[key[:3]] += sum(map(_took, steps))
    for (namespace, workflow, version, node_id), steps in groups.items():
        yield StepTally(
            namespace=namespace,
            workflow=workflow,
            version=version,
            node_id=node_id,
            title=max(step.title for step in steps),
            action=max(step.action for step in steps),
            executions=len(steps),
            failed=sum(step.outcome is StepOutcome.FAILED for step in steps),
            duration_ms=sum(map(_took, steps)),
            workflow_ms=together[namespace, workflow, version],
            durations=Counter(bucket(_took(step)) for step in steps),
        )


def _took(step: RecordedStep) -> int:
    return round((step.finished_at - step.started_at).total_seconds() * 1000)
