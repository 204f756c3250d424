"""A run as it goes on: what its object says, and what its runner writes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from rich.text import Text

from webmend.cli.output.plain import plain
from webmend.cli.output.times import age
from webmend.domain.duration import duration, seconds
from webmend.domain.phase import TERMINAL, Phase
from webmend.domain.report import StepOutcome
from webmend.domain.run import Run

from .describing import OUTCOMES, QUIET
from .listing import STYLES
from .log_lines import LogLine


@dataclass(frozen=True)
class Doing:
    """A step that has begun."""

    node: str
    action: str
    began: datetime | None
    ceiling: float = 0.0
    """Seconds that it may take; 0 where nobody knows."""
    outcome: StepOutcome | None = None
    """None: it is under way."""
    took: float = 0.0
    """Seconds."""
    told: str = ""


class Progress:
    """What is known of one run so far."""

    def __init__(self, run: Run):
        self.run = run
        self.steps: tuple[Doing, ...] = ()
        """Of the attempt under way."""
        self._attempt = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come."""
        return self.run.status.phase in TERMINAL

    def saw(self, run: Run) -> bool:
        """The run's object is so now; whether that is another phase, reason or message."""
        before, self.run = self.run.status, run
        now = run.status
        return (before.phase, before.reason, before.message) != (now.phase, now.reason, now.message)

    def heard(self, attempt: int, line: LogLine) -> None:
        """A runner has written a line."""
        if attempt != self._attempt:
            self._attempt, self.steps = attempt, ()
        if line.event == "step started":
            self.steps = (*self.steps, _begun(line))
        elif line.event == "step ended":
            self.steps = _ended(self.steps, line)
        elif line.event in ("waiting", "told") and self.steps:
            why = str(line.facts.get("why") or line.facts.get("reason") or "")
            self.steps = (*self.steps[:-1], replace(self.steps[-1], told=why))

    def lines(self, now: datetime, most: int) -> Iterator[Text]:
        """It all, in so many lines at most."""
        yield headline(self.run, now)
        shown = self.steps[-max(1, most - 4) :]
        if len(shown) < len(self.steps):
            yield Text(f"  … {len(self.steps) - len(shown)} steps before", QUIET)
        for step in shown:
            yield _line(step, now)
        if self.run.status.message:
            yield Text(f"  {plain(self.run.status.message)}", STYLES.get(self.run.status.phase or Phase.PENDING, ""))


def headline(run: Run, now: datetime) -> Text:
    """How a run stands, in a line."""
    status = run.status
    phase = status.phase or Phase.PENDING
    words = [
        f"{phase}{' after recovery' if status.recovered else ''}",
        status.reason if status.reason and status.reason != phase else "",
        f"attempt {status.attempt}" if status.attempt > 1 else "",
        f"{status.steps.done} of {status.steps.total} steps" if status.steps.total else "",
        _time(run, now),
    ]
    return Text.assemble(
        (plain(run.name), "bold"), " · ", (" · ".join(filter(None, map(plain, words))), STYLES.get(phase, ""))
    )


def _time(run: Run, now: datetime) -> str:
    status = run.status
    if status.phase in TERMINAL:
        return duration(round(seconds(status.duration))) if status.duration else ""
    if status.phase is Phase.REQUEUED and status.next_attempt_time:
        return f"next attempt in {age(max(status.next_attempt_time - now, now - now))}"
    return age(now - (status.started_at or run.created))


def _begun(line: LogLine) -> Doing:
    facts = line.facts
    return Doing(
        node=str(facts.get("node", "")),
        action=str(facts.get("action", "")),
        began=line.at,
        ceiling=_number(facts.get("wait_time")),
    )


def _ended(steps: tuple[Doing, ...], line: LogLine) -> tuple[Doing, ...]:
    """The step under way is over; one that was skipped has not begun before."""
    facts, node = line.facts, str(line.facts.get("node", ""))
    is_begun = bool(steps) and steps[-1].node == node and steps[-1].outcome is None
    over = replace(
        steps[-1] if is_begun else Doing(node, "", line.at),
        outcome=_outcome(str(facts.get("outcome"))),
        took=_number(facts.get("seconds")),
        told=str(facts.get("message") or facts.get("selector") or ""),
    )
    return (*(steps[:-1] if is_begun else steps), over)


def _outcome(said: str) -> StepOutcome:
    return StepOutcome(said) if said in set(StepOutcome) else StepOutcome.DONE


def _number(said: object) -> float:
    return float(said) if isinstance(said, int | float) else 0.0


def _line(step: Doing, now: datetime) -> Text:
    mark, style = OUTCOMES[step.outcome] if step.outcome else ("→", "cyan")
    spent = step.took if step.outcome else (now - step.began).total_seconds() if step.began else 0.0
    of = f" of {step.ceiling:.0f}" if step.ceiling and step.outcome is None else ""
    line = Text.assemble("  ", (mark, style), f" {plain(step.node):<32} {plain(step.action):<10} {spent:6.1f}{of} s")
    if step.told:
        line.append(f"  {plain(step.told)}", QUIET)
    return line
