"""Whatever happens to operator, runs and workflow: never two runs for one scheduled time, and none that was not due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.builders import NOW, version, workflow
from webmend.domain.workflow import WorkflowState
from webmend.policy.schedule import Going, times
from webmend.policy.workflow import WorkflowFacts, WorkflowPlan, plan

ALL = 3
"""How many kinds of writes a plan asks for at most: start, status, stop."""


@dataclass(frozen=True)
class Step:
    """Minutes pass, and one thing happens."""

    minutes: int
    writes: int = ALL
    """So far the operator gets with its plan before it dies."""
    others_writes: int = 0
    """And so far another one that has made its plan at the same moment."""
    ends: bool = False
    """All runs come to their end, and those that the workflow's status knows of are removed."""
    schedule: dict[str, Any] | None = None
    """Somebody changes the schedule so, and pauses the workflow or not."""
    paused: bool = False


def _schedule(cron: str, zone: str, policy: str, deadline: int | None) -> dict[str, Any]:
    limit = {"startingDeadlineSeconds": deadline} if deadline else {}
    return {"cron": ["0 * * * *", cron], "timeZone": zone, "concurrencyPolicy": policy, **limit}


SCHEDULES = st.builds(
    _schedule,
    st.sampled_from(["*/7 * * * *", "30 1,2 * * *"]),
    st.sampled_from(["UTC", "Europe/Berlin", "Australia/Lord_Howe"]),
    st.sampled_from(["Allow", "Forbid", "Replace"]),
    st.sampled_from([None, None, 60, 7200]),
)
MINUTES = st.sampled_from([0, 1, 7, 61, 1500])
WRITES = st.integers(0, ALL)
STEPS = st.one_of(
    st.builds(Step, MINUTES),
    st.builds(Step, MINUTES, writes=WRITES),
    st.builds(Step, MINUTES, writes=WRITES, others_writes=WRITES),
    st.builds(Step, MINUTES, ends=st.just(True)),
    st.builds(Step, MINUTES, schedule=SCHEDULES, paused=st.booleans()),
)


class Cluster:
    """One workflow and its runs, on virtual time."""

    def __init__(self, schedule: dict[str, Any]) -> None:
        self.now = NOW
        self.workflow = workflow(schedule=schedule).with_(created=NOW)
        self.there: dict[str, datetime] = {}
        self.going: dict[str, Going] = {}
        self.made: list[datetime] = []

    def take(self, step: Step) -> None:
        self.now += timedelta(minutes=step.minutes, seconds=1)
        if step.schedule is not None:
            spec = workflow(schedule=step.schedule, state="Paused" if step.paused else "Active").spec
            self.workflow = self.workflow.with_(spec=spec)
        if step.ends:
            noted = self.workflow.status.last_schedule_time or NOW
            self.going = {}
            self.there = {name: due for name, due in self.there.items() if due > noted}
        plans = self.plan(), self.plan()
        self._carry_out(plans[0], step.writes, stale=False)
        self._carry_out(plans[1], step.others_writes, stale=step.writes > 1)

    def works(self) -> None:
        """The operator does all that there is to do."""
        for _ in range(2):
            self._carry_out(self.plan(), ALL, stale=False)

    def plan(self) -> WorkflowPlan:
        going = tuple(self.going[name] for name in sorted(self.going))
        return plan(WorkflowFacts(self.workflow, (version(self.workflow),), going), self.now)

    def _carry_out(self, made: WorkflowPlan, writes: int, *, stale: bool) -> None:
        """In the order of Execute. The API server refuses a stale status, and nothing more is done then."""
        if writes > 0 and made.start is not None:
            self._create(made.start)
        if writes > 1 and not stale:
            self.workflow = self.workflow.with_(status=made.status)
        if writes > 2 and not stale:
            replacing = made.status.schedule and made.status.schedule.replacing
            assert all(replacing and self.there[name] < replacing for name in made.stop)
            self.going.update({name: Going(name, is_stopping=True) for name in made.stop if name in self.going})

    def _create(self, body: Any) -> None:
        """The API server refuses a second one of a name."""
        name = body["metadata"]["name"]
        if name not in self.there:
            due = datetime.fromisoformat(body["metadata"]["annotations"]["webmend.io/due"])
            self._check(due)
            self.there[name] = due
            self.going[name] = Going(name)
            self.made.append(due)

    def _check(self, due: datetime) -> None:
        spec = self.workflow.spec
        assert spec.schedule is not None
        assert spec.state is WorkflowState.ACTIVE
        assert due <= self.now
        assert times.following(spec.schedule, due - timedelta(seconds=1)) == due
        assert spec.schedule.concurrency_policy == "Allow" or not self.going


@settings(max_examples=40)
@given(SCHEDULES, st.lists(STEPS, min_size=4, max_size=15))
def test_there_are_never_two_runs_for_one_scheduled_time(schedule: dict[str, Any], steps: list[Step]) -> None:
    cluster = Cluster(schedule)
    for step in steps:
        cluster.take(step)
    assert len(cluster.made) == len(set(cluster.made))
    cluster.works()
    again = cluster.plan()
    assert (again.start, again.stop, again.event) == (None, (), None)
    assert again.status == cluster.workflow.status, "nothing is written when nothing has changed"
