"""Gauges of what the cluster holds, read from the store when Prometheus asks. The replica that leads tells them."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from webmend.adapters.metrics import Scope
from webmend.domain.error_code import CodeState
from webmend.domain.phase import TERMINAL, Phase
from webmend.domain.resource import Malformed
from webmend.domain.run import Run
from webmend.domain.workflow import Schedule, Workflow
from webmend.policy import overdue
from webmend.policy.run import PodFacts
from webmend.ports.cluster import Object

from .outcomes import Outcomes
from .queue import waits_for
from .store import Store

UNFINISHED = tuple(phase for phase in Phase if phase not in TERMINAL)
POD_REASONS = frozenset(
    {
        "ContainerCreating", "CrashLoopBackOff", "CreateContainerConfigError", "CreateContainerError",
        "DeadlineExceeded", "DeletionByTaintManager", "ErrImageNeverPull", "ErrImagePull", "Error", "Evicted",
        "EvictionByEvictionAPI", "ImagePullBackOff", "InvalidImageName", "NodeLost", "NodeShutdown", "OOMKilled",
        "PodInitializing", "PreemptionByScheduler", "RunContainerError", "StartError", "TerminationByKubelet",
        "Unschedulable",
    }
)  # fmt: skip
"""Kubernetes' words that are told as they are; every other one is `Other`: anybody may write a pod's status."""


class StateMetrics:
    """Reads the store. `leads`: since when this replica leads; None: it does not."""

    def __init__(
        self,
        store: Store,
        outcomes: Outcomes,
        scope: Scope,
        now: Callable[[], datetime],
        leads: Callable[[], datetime | None],
    ) -> None:
        self._store = store
        self._outcomes = outcomes
        self._scope = scope
        self._now = now
        self._leads = leads
        self._late: dict[tuple[Schedule, datetime], datetime | None] = {}

    def describe(self) -> list[Metric]:
        """Every gauge, empty."""
        return list(_Families(self._scope.names).all())

    def collect(self) -> Iterator[Metric]:
        """Every gauge."""
        made, since = _Families(self._scope.names), self._leads()
        if since is not None:
            self._runs(made)
            self._workflows(made, since)
            made.codes.add_metric((), sum(_is_suggested(held.content.obj) for held in self._store.codes))
            self._pods(made)
        return made.all()

    def _runs(self, made: "_Families") -> None:
        now, stuck = self._now(), 0
        waiting: list[datetime] = []
        asking: list[datetime] = []
        for held in self._store.runs:
            with suppress(Malformed):
                run = held.content.value
                stuck += overdue.is_stuck(run, self._workflow(run), now)
                if waits_for(held.content.obj):
                    waiting.append(max(run.created, run.spec.start_at or run.created))
                if run.status.input_request:
                    asking.append(run.status.input_request.asked_at)
        for labels, count in self._phases().items():
            made.runs.add_metric(labels, count)
        made.stuck.add_metric((), stuck)
        made.depth.add_metric((), len(waiting))
        made.oldest.add_metric((), _age(waiting, now))
        made.asking.add_metric((), len(asking))
        made.asking_oldest.add_metric((), _age(asking, now))

    def _workflows(self, made: "_Families", since: datetime) -> None:
        late = 0
        for held in self._store.workflows:
            success = self._outcomes.last(held.namespace, held.name)
            where = self._scope.of(held.namespace, held.name)
            if success and (held.namespace, held.name) == where:
                made.success.add_metric(where, success.timestamp())
            with suppress(Malformed):
                late += self._is_late(held.content.value, success or since)
        made.late.add_metric((), late)

    def _is_late(self, workflow: Workflow, success: datetime) -> bool:
        begin = overdue.counts_from(workflow, success)
        if begin is None or workflow.spec.schedule is None:
            return False
        known = workflow.spec.schedule, begin
        if known not in self._late:
            if len(self._late) > 2 * len(self._store.workflows):
                self._late.clear()
            self._late[known] = overdue.late_at(*known)
        at = self._late[known]
        return at is not None and self._now() >= at

    def _pods(self, made: "_Families") -> None:
        pods = Counter((held.content.facts.phase, pod_reason(held.content.facts)) for held in self._store.pods)
        for labels, count in pods.items():
            made.pods.add_metric(labels, count)

    def _workflow(self, run: Run) -> Workflow | None:
        held = self._store.workflow(run.namespace, run.spec.workflow_ref.name)
        return held.content.value if held else None

    def _phases(self) -> Counter[tuple[str, ...]]:
        """How many runs there are, by phase and where; each phase is told."""
        found = Counter((_phase(held.content.obj), held.group) for held in self._store.runs)
        counts = Counter({(phase, *self._scope.of("", "")): 0 for phase in UNFINISHED})
        for (phase, group), count in found.items():
            assert isinstance(group, tuple)
            namespace, workflow = group
            known = workflow if self._store.workflow(namespace, workflow) else ""
            counts[(phase, *self._scope.of(namespace, known))] += count
        return counts


class _Families:
    """The gauges, to be filled."""

    def __init__(self, where: tuple[str, ...]) -> None:
        self.runs = _gauge("runs", "Runs that are not over", "phase", *where)
        self.stuck = _gauge("runs_stuck", "Runs whose next step is overdue by more than 10 minutes")
        self.depth = _gauge("queue_depth", "Runs that wait for a limit of runs at once")
        self.oldest = _gauge("queue_oldest_seconds", "How long the oldest of them has waited since it could begin")
        self.asking = _gauge("input_required", "Runs that wait for somebody's answer")
        self.asking_oldest = _gauge("input_required_oldest_seconds", "How long the oldest of their questions is open")
        self.codes = _gauge("error_codes_pending", "Suggested error codes that wait for a person's word")
        self.pods = _gauge(
            "runner_pods", "Pods of unfinished runs, with what keeps or has ended them", "phase", "reason"
        )
        self.success = _gauge("workflow_last_success_timestamp_seconds", "When a workflow has succeeded last", *where)
        self.late = _gauge(
            "workflows_without_recent_success", "Workflows without a success in two full periods of their schedule"
        )

    def all(self) -> Iterator[Metric]:
        """Every one of them."""
        yield from vars(self).values()


def pod_reason(pod: PodFacts) -> str:
    """What keeps the pod from running, or has ended it, in Kubernetes' own word; empty: nothing."""
    found = pod.waiting_reason or pod.terminated_reason or pod.reason or ("Unschedulable" if pod.unschedulable else "")
    return found if found in POD_REASONS or found in ("", "Completed") else "Other"


def _gauge(name: str, help_: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"webmend_{name}", help_, labels=labels)


def _age(times: list[datetime], now: datetime) -> float:
    return max(0.0, (now - min(times)).total_seconds()) if times else 0.0


def _phase(run: Object) -> str:
    phase = (run.get("status") or {}).get("phase")
    return str(phase) if phase in UNFINISHED else str(Phase.PENDING)


def _is_suggested(code: Object) -> bool:
    return bool((code.get("spec") or {}).get("state") == CodeState.SUGGESTED)
