"""A run on a terminal: a line for each step as it ends, the one under way below them with its clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from webmend.domain.directive import Directive
from webmend.domain.duration import duration
from webmend.domain.failure import Failure
from webmend.domain.graph import Node
from webmend.domain.report import FailureReport, RecoveryOutcome, RecoveryReport, StepOutcome, StepReport
from webmend.domain.run import Attempt

from .output.plain import plain

_MARKS = {
    StepOutcome.DONE: ("✓", "green"),
    StepOutcome.SKIPPED: ("–", "bright_black"),
    StepOutcome.FAILED: ("✗", "red"),
}
_QUIET = "bright_black"
TITLE_WIDTH = 40


class Screen:
    """Shows a run; the audience of `webmend run`."""

    def __init__(self, console: Console):
        self._console = console
        self._doing = Doing()
        self._live = Live(self._doing, console=console, refresh_per_second=8, transient=True)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """While this lasts, the step under way is shown (on a terminal)."""
        if not self._console.is_terminal:
            yield
            return
        with self._live:
            yield

    def say(self, text: str, style: str = "") -> None:
        """A line; what comes from a page cannot move the cursor or colour it."""
        self._console.print(Text(plain(text), style), soft_wrap=True)

    def ask(self, text: str) -> None:
        """A line that the answer is typed behind."""
        self._console.print(Text(plain(text)), end="", soft_wrap=True)

    @contextmanager
    def still(self) -> Iterator[None]:
        """While this lasts, nothing is shown of what is under way: somebody types."""
        was_shown = self._live.is_started
        self._live.stop()
        try:
            yield
        finally:
            if was_shown:
                self._live.start()

    def step_started(self, node: Node, ceiling: float) -> None:
        self._doing.begins(node.title, ceiling)

    def step_ended(self, report: StepReport) -> None:
        self._doing.ends()
        mark, colour = _MARKS[report.outcome]
        line = Text.assemble("  ", (mark, colour), " ", plain(report.title).ljust(TITLE_WIDTH), " ", _took(report))
        if detail := _detail(report):
            line.append(f"  {plain(detail)}", _QUIET)
        self._console.print(line, soft_wrap=True)

    def failed(self, report: FailureReport) -> None:
        self._doing.begins("looking into it", 0)

    def explained(self, failure: Failure) -> None:
        self.say(f"    {label(failure)}", "yellow")
        for sentence in failure.evidence[:4]:
            self.say(f"    {sentence}", _QUIET)

    def told(self, directive: Directive | None) -> None:
        self._doing.ends()

    def waiting(self, seconds: float, why: str) -> None:
        self.say(f"  ↻ {why}", "cyan")
        self._doing.begins("waiting", seconds)

    def recovered(self, report: RecoveryReport) -> None:
        helped = report.outcome is RecoveryOutcome.SUCCEEDED
        self.say("  ↻ that helped" if helped else "  ↻ that did not help", "cyan" if helped else "yellow")

    def requeued(self, why: str, seconds: float) -> None:
        self.say(f"  ⟳ {why}", "cyan")
        self.say(f"    waiting {duration(round(seconds))} for it; Ctrl-C ends the run", _QUIET)
        self._doing.begins("waiting for the next attempt", seconds)

    def begins(self, attempt: Attempt) -> None:
        if attempt.number > 1:
            self.say(f"  attempt {attempt.number}", "bold")
        self._doing.begins("starting the browser", 0)

    def not_kept(self, why: str) -> None:
        self.say(f"  the browser's session is not kept for the next run: {why}", "yellow")

    def not_recorded(self, name: str, why: str) -> None:
        self.say(f"  {name} is not kept: {why}", "yellow")

    def fault(self, text: str) -> None:
        for line in text.splitlines():
            self.say(line, "red")


class Doing:
    """What is under way: a spinner, its name, the seconds it has taken of those it may take."""

    def __init__(self) -> None:
        self._spinner = Spinner("dots")
        self._title = ""
        self._ceiling = 0.0
        self._began = 0.0

    def begins(self, title: str, ceiling: float) -> None:
        """Something begins that may take so many seconds (0: nobody knows)."""
        self._title, self._ceiling, self._began = plain(title), ceiling, monotonic()

    def ends(self) -> None:
        """It is over."""
        self._title = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self._title:
            of = f" of {self._ceiling:.0f}" if self._ceiling else ""
            self._spinner.update(text=Text(f"{self._title}  {monotonic() - self._began:.0f}{of} s", _QUIET))
            yield Text("  ", end="")
            yield self._spinner


def label(failure: Failure) -> str:
    """Category, sub-type and confidence in a line."""
    name = f"{failure.category} / {failure.sub_type}" if failure.sub_type else str(failure.category)
    reason = f", {failure.reason}" if failure.reason else ""
    return f"{name} ({failure.confidence:.2f}, fault: {failure.fault}{reason})"


def _took(report: StepReport) -> Text:
    seconds = (report.finished_at - report.started_at).total_seconds()
    if report.outcome is StepOutcome.SKIPPED:
        return Text("       ")
    slow = report.outcome is StepOutcome.FAILED or report.waited > report.wait_time / 2
    of = f" of {report.wait_time:.0f}" if slow else ""
    return Text(f"{seconds:5.1f}{of} s", "yellow" if slow else "")


def _detail(report: StepReport) -> str:
    """What else there is to say of the step, in a few words."""
    if report.outcome is not StepOutcome.DONE:
        return report.message
    if report.branch:
        return f"→ {report.branch}"
    if report.action == "extract":
        return f"{report.records} records"
    return report.selector or (report.input if report.action == "navigate" else "")
