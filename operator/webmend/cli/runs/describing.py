"""One run for people: how it stands, why it failed, what was done, what is asked, what to do next."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from rich.text import Text

from webmend.cli.output.paper import Paper
from webmend.cli.output.plain import plain
from webmend.cli.output.times import age, moment
from webmend.cli.screen import label
from webmend.domain.condition import ConditionStatus
from webmend.domain.duration import duration, seconds
from webmend.domain.failure import Failure
from webmend.domain.phase import Phase
from webmend.domain.report import StepOutcome, StepReport
from webmend.domain.run import Attempt, Recovery, RecoveryState
from webmend.policy import inputs
from webmend.policy.redact import MASK

from .listing import STYLES
from .next_steps import Typed, next_steps
from .view import View

Lines = Iterator[Text]
LABEL = 12
"""Cells of the words before a value."""
MARKS = {
    RecoveryState.SUCCEEDED: ("✓", "helped", "green"),
    RecoveryState.FAILED: ("✗", "did not help", "red"),
    RecoveryState.PENDING: ("·", "under way", "yellow"),
    RecoveryState.NOT_ATTEMPTED: ("–", "nothing done", "bright_black"),
}
OUTCOMES = {
    StepOutcome.DONE: ("✓", "green"),
    StepOutcome.SKIPPED: ("–", "bright_black"),
    StepOutcome.FAILED: ("✗", "red"),
}
QUIET = "bright_black"
GOOD = frozenset({"Started", "Succeeded", "Finished", "Recorded", "Recovering", "InputRequired"})
"""Conditions that say what the phase, or this page, says besides."""


def describe(paper: Paper, view: View, now: datetime, typed: Typed) -> None:
    """Write all of it."""
    for title, section in SECTIONS:
        lines = list(section(view, now, typed))
        if lines and title:
            paper.line()
            paper.line(title, "bold")
        for line in lines:
            paper.write(line)


def _overview(view: View, now: datetime, _: Typed) -> Lines:
    run, status = view.run, view.run.status
    phase = status.phase or Phase.PENDING
    yield _field("Run", f"{run.name} in {run.namespace}", "bold")
    yield _field("Workflow", run.spec.workflow_ref.name + (f", version {status.version}" if status.version else ""))
    reason = f": {status.reason}" if status.reason and status.reason != phase else ""
    yield _field("Phase", f"{phase}{' after recovery' if status.recovered else ''}{reason}", STYLES.get(phase, ""))
    if status.message:
        yield _field("", status.message)
    yield from _origin(view)
    yield _field("Created", moment(run.created, now))
    yield from _times(view, now)
    if status.steps.total:
        at = f", at {view.title(status.steps.current)}" if status.steps.current else ""
        yield _field("Steps", f"{status.steps.done} of {status.steps.total} done{at}")
    if status.records:
        yield _field("Records", ", ".join(f"{rows.output} {rows.rows}" for rows in status.rows) or str(status.records))
    for name, value in _inputs(view):
        yield _field("Input", f"{name} = {value}")
    yield _field("Id", run.uid, QUIET)
    if view.is_kept:
        yield _field("Note", "its object has gone; this is what the history has", "yellow")


def _origin(view: View) -> Lines:
    spec, status = view.run.spec, view.run.status
    words = [
        str(spec.trigger),
        f"repeats {spec.replay_of}" if spec.replay_of else "",
        f"from the step {spec.start_from}" if spec.start_from else "",
        "dry run" if spec.dry_run else "",
    ]
    yield _field("Started by", ", ".join(filter(None, words)))
    if status.replays:
        yield _field("Repeated by", ", ".join(status.replays))


def _times(view: View, now: datetime) -> Lines:
    status = view.run.status
    if status.started_at:
        yield _field("Started", moment(status.started_at, now))
    if status.finished_at:
        took = f", took {duration(round(seconds(status.duration)))}" if status.duration else ""
        yield _field("Ended", moment(status.finished_at, now) + took)
    if status.next_attempt_time and status.phase is Phase.REQUEUED:
        yield _field("Next try", moment(status.next_attempt_time, now), "cyan")


def _inputs(view: View) -> Sequence[tuple[str, str]]:
    """As people may see them: of a workflow that has gone nobody can say which are secret."""
    if view.workflow is not None:
        return [(name, value) for name, value in inputs.shown(view.workflow.spec.inputs, view.run.spec.inputs) if value]
    return [(name, MASK) for name in view.run.spec.inputs]


def _failure(view: View, now: datetime, _: Typed) -> Lines:
    failure = view.failure
    if failure is None or view.run.status.phase is Phase.SUCCEEDED:
        return
    yield _line(label(failure), "yellow")
    yield _line(failure.message)
    if failure.node_id:
        yield _line(f"at the step {view.title(failure.node_id)}")
    if failure.code:
        yield _line(f"your code for it: {failure.code}")
    yield from _evidence(failure)
    if failure.suggested_fix:
        yield _line(f"To mend it: {failure.suggested_fix}", "bold")


def _evidence(failure: Failure) -> Lines:
    for sentence in failure.evidence:
        yield _line(f"· {sentence}", QUIET)
    for missing in failure.missing:
        yield _line(f"? would have helped: {missing}", QUIET)
    if other := failure.runner_up:
        name = f"{other.category} / {other.sub_type}" if other.sub_type else str(other.category)
        yield _line(f"? next likeliest: {name} ({other.confidence:.2f})", QUIET)


def _warnings(view: View, now: datetime, _: Typed) -> Lines:
    for warning in view.run.status.warnings:
        yield _line(f"! {warning.message} ({warning.rule}, fault: {warning.fault})", "yellow")


def _attempts(view: View, now: datetime, _: Typed) -> Lines:
    for attempt in view.run.status.attempts:
        yield _line(_attempt(attempt, now), "bold")
        for recovery in view.run.status.recoveries:
            if recovery.attempt == attempt.number:
                yield from _recovery(view, recovery)


def _attempt(attempt: Attempt, now: datetime) -> str:
    began = attempt.started_at or attempt.intended_at
    took = f", {duration(round(((attempt.finished_at or now) - began).total_seconds()))}"
    reason = f" ({attempt.reason})" if attempt.reason else ""
    return f"attempt {attempt.number}: {attempt.state}{reason}, version {attempt.version}, {age(now - began)} ago{took}"


def _recovery(view: View, recovery: Recovery) -> Lines:
    mark, word, style = MARKS[recovery.state]
    tier = f", tier {recovery.tier}" if recovery.tier else ""
    at = f" at {view.title(recovery.node_id)}" if recovery.node_id else ""
    yield _line(f"  {mark} {recovery.kind}{tier}{at}: {word}", style)
    if recovery.error:
        yield _line(f"    for {label(recovery.error)}", QUIET)
    yield _line(f"    {recovery.what}")
    if recovery.detail:
        yield _line(f"    {recovery.detail}", QUIET)
    if recovery.version:
        yield _line(f"    made version {recovery.version}", "cyan")


def _directive(view: View, now: datetime, _: Typed) -> Lines:
    told = view.run.status.directive
    if told is None or view.run.status.phase not in (Phase.RECOVERING, Phase.INPUT_REQUIRED):
        return
    at = f" at {view.title(told.node_id)}" if told.node_id else ""
    wait = f" after {duration(told.delay)}" if told.delay else ""
    yield _line(f"{told.kind}{at}{wait}: {told.reason}")


def _asked(view: View, now: datetime, _: Typed) -> Lines:
    request = view.run.status.input_request
    if request is None or view.run.status.phase is not Phase.INPUT_REQUIRED:
        return
    yield _line(f"{request.reason}, until {moment(request.expires_at, now)}", "bold yellow")
    if request.message:
        yield _line(request.message)
    for name, value in request.inputs.items():
        yield _line(f"{name} = {value}" if value else name)
    for action in request.actions:
        yield _line(f'choose "{action}"')


def _refused(view: View, now: datetime, _: Typed) -> Lines:
    for answer in view.run.status.answers:
        if not answer.accepted:
            yield _line(f"{answer.request_id}: {answer.message}", "yellow")


def _steps(view: View, now: datetime, _: Typed) -> Lines:
    for step in view.steps:
        yield step_line(step)


def step_line(step: StepReport) -> Text:
    """A step that is over, in a line."""
    mark, style = OUTCOMES[step.outcome]
    took = (step.finished_at - step.started_at).total_seconds()
    told = step.message or (f"→ {step.branch}" if step.branch else step.selector or step.input)
    line = Text.assemble("  ", (mark, style), f" {plain(step.title):<40} {took:6.1f} s")
    if told:
        line.append(f"  {plain(told)}", QUIET)
    return line


def _conditions(view: View, now: datetime, _: Typed) -> Lines:
    for condition in view.run.status.conditions:
        if condition.type not in GOOD and condition.status is ConditionStatus.TRUE:
            yield _line(f"{condition.type}: {condition.reason}. {condition.message}", "yellow")


def _next(view: View, now: datetime, typed: Typed) -> Lines:
    steps = next_steps(view, typed)
    width = max((len(step.what) for step in steps), default=0)
    for step in steps:
        yield Text.assemble("  ", f"{plain(step.what):<{width}}   ", (plain(step.command), "bold"))


def _unseen(view: View, now: datetime, _: Typed) -> Lines:
    for what in view.unseen:
        yield _line(what, QUIET)


SECTIONS: tuple[tuple[str, Callable[[View, datetime, Typed], Lines]], ...] = (
    ("", _overview),
    ("Why it failed", _failure),
    ("What is wrong with its data", _warnings),
    ("What is in the way", _conditions),
    ("What was done", _attempts),
    ("What its runner is told", _directive),
    ("What is asked for", _asked),
    ("Answers that were not taken", _refused),
    ("Steps of the last attempt", _steps),
    ("What to do next", _next),
    ("What could not be looked at", _unseen),
)
"""In the order in which they are read."""


def _field(name: str, value: str, style: str = "") -> Text:
    return Text.assemble(f"{name:<{LABEL}} ", (plain(value), style))


def _line(text: str, style: str = "") -> Text:
    return Text(f"  {plain(text)}", style)
