"""Which runs do not get on, and which are not recorded."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from webmend.cli.doctor.facts import Facts
from webmend.cli.doctor.finding import Level, good, note, wrong
from webmend.domain import names
from webmend.domain.condition import RECORDED, find, is_true
from webmend.domain.failure import Fault
from webmend.domain.phase import TERMINAL, Phase
from webmend.domain.run import Run, current_attempt

from .shared import COMPONENT, MOST, Findings, named, unseen

PATIENCE = timedelta(minutes=1)
"""How long the operator may take to say something of a run."""
WAITING = timedelta(minutes=10)
"""How long a run may be Pending, or its runner silent, before somebody is told."""
LATE = timedelta(minutes=2)
"""How much later than it should a further attempt may begin."""
BEHIND = timedelta(minutes=10)
"""How long after its end a run may be without its record."""
RECENT = timedelta(days=1)
"""How long ago a run may have failed by the platform's fault to be named."""

Rule = Callable[[Facts, Run], Findings]


def _runs(facts: Facts) -> Findings:
    area = "Runs"
    if facts.runs.value is None:
        yield unseen(area, facts.runs)
        return
    found = [finding for rule in OF_A_RUN for finding in _of_all(facts, facts.runs.value, rule)]
    yield from found
    if not any(each.level is Level.WRONG for each in found):
        under_way = sum(run.status.phase not in TERMINAL for run in facts.runs.value)
        yield good(area, f"{len(facts.runs.value)}, of which {under_way} are not over; none is stuck")


def _of_all(facts: Facts, runs: Sequence[Run], rule: Rule) -> Findings:
    """What a rule finds, the first ones one by one."""
    found = [finding for run in runs for finding in rule(facts, run)]
    yield from found[:MOST]
    if len(found) > MOST:
        yield note("Runs", f"the same of {len(found) - MOST} more", "webmend get -o wide")


def _unheard(facts: Facts, run: Run) -> Findings:
    if run.status.phase is None and facts.now - run.created > PATIENCE:
        what = f"{run.name} has not been looked at by the operator"
        yield wrong("Runs", what, "see Operator, Leader, Namespaces served")


def _stalled(facts: Facts, run: Run) -> Findings:
    stalled = find(run.status.conditions, "Stalled")
    if stalled and is_true(run.status.conditions, "Stalled"):
        yield wrong("Runs", f"{run.name} is stalled: {stalled.message}", _describe(run))


def _blocked(facts: Facts, run: Run) -> Findings:
    blocked = find(run.status.conditions, "Blocked")
    if blocked and is_true(run.status.conditions, "Blocked") and blocked.reason != "Suspended":
        yield wrong("Runs", f"{run.name} cannot begin: {blocked.message}", _describe(run))


def _waits(facts: Facts, run: Run) -> Findings:
    start = max(run.created, run.spec.start_at or run.created)
    if run.status.phase is not Phase.PENDING or facts.now - start < WAITING or _is_said(run):
        return
    what = f"{run.name} is Pending for {_minutes(facts.now - start)}: {run.status.message or run.status.reason}"
    yield note("Runs", what, _describe(run))


def _is_said(run: Run) -> bool:
    """Whether another finding says that it waits."""
    return is_true(run.status.conditions, "Blocked") or is_true(run.status.conditions, "Stalled")


def _late(facts: Facts, run: Run) -> Findings:
    due = run.status.next_attempt_time
    if run.status.phase is Phase.REQUEUED and due and facts.now - due > LATE:
        what = f"the next attempt of {run.name} should have begun {_minutes(facts.now - due)} ago"
        yield wrong("Runs", what, "see Operator, Leader")


def _not_heard_of(facts: Facts, run: Run) -> Findings:
    attempt, session = current_attempt(run.status), run.status.session
    if run.status.phase is not Phase.RUNNING or attempt is None or (session and session.attempt == attempt.number):
        return
    if facts.now - attempt.intended_at > WAITING:
        what = f"the runner of {run.name} has not called the server for {_minutes(facts.now - attempt.intended_at)}"
        yield wrong("Runs", what, f"kubectl describe pods -n {run.namespace} -l {names.LABEL_RUN_NAME}={run.name}")


def _asks(facts: Facts, run: Run) -> Findings:
    if run.status.phase is Phase.INPUT_REQUIRED and run.status.input_request:
        yield note("Runs", f"{run.name} asks: {run.status.input_request.message}", _describe(run))


def _platform(facts: Facts, run: Run) -> Findings:
    error, ended = run.status.error, run.status.finished_at
    if error and error.fault is Fault.PLATFORM and ended and facts.now - ended < RECENT:
        yield note("Runs", f"{run.name} has failed by {error.reason}: {error.message}", _describe(run))


def _describe(run: Run) -> str:
    return f"webmend describe {run.name} -n {run.namespace}"


def _minutes(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"


OF_A_RUN: tuple[Rule, ...] = (
    _unheard,
    _stalled,
    _blocked,
    _waits,
    _late,
    _not_heard_of,
    _asks,
    _platform,
)


def _history(facts: Facts) -> Findings:
    ended = [run for run in facts.runs.value or () if run.status.phase in TERMINAL and run.status.finished_at]
    behind = [run for run in ended if _is_behind(facts, run)]
    if behind and _has_server(facts):
        whose = named([run.name for run in behind])
        todo = f"kubectl logs -n {facts.system} -l app.kubernetes.io/component=server"
        yield wrong("History", f"{len(behind)} runs that are over are not recorded: {whose}", todo)
    elif ended and not behind:
        yield good("History", f"{len(ended)} runs that are over are recorded")


def _has_server(facts: Facts) -> bool:
    """Whether there is somebody who records, as far as one can see."""
    labels = [each["metadata"].get("labels") or {} for each in facts.deployments.value or ()]
    return not facts.deployments.is_seen or any(each.get(COMPONENT) == "server" for each in labels)


def _is_behind(facts: Facts, run: Run) -> bool:
    assert run.status.finished_at is not None
    return facts.now - run.status.finished_at > BEHIND and not is_true(run.status.conditions, RECORDED)


CHECKS: tuple[Callable[[Facts], Findings], ...] = (_runs, _history)
