"""What a person sees of a run."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tests.support.builders import NOW, SETTINGS, failure, node, run, workflow
from tests.support.clock import VirtualClock
from webmend.cli import result
from webmend.cli.local.folder import Folder
from webmend.cli.local.operator import Operator
from webmend.cli.screen import Screen
from webmend.domain.data import DataRuleKind, DataWarning
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.failure import Category, SubType
from webmend.domain.phase import Phase
from webmend.domain.report import RecoveryOutcome, RecoveryReport, StepOutcome, StepReport
from webmend.domain.run import Recovery, RecoveryKind, RecoveryState, Steps


@pytest.fixture
def paper() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def screen(paper: io.StringIO) -> Screen:
    return Screen(Console(file=paper, width=200, highlight=False))


def step(**fields: Any) -> StepReport:
    facts = {
        "node_id": "go",
        "title": "Click Go",
        "action": "click",
        "outcome": StepOutcome.DONE,
        "started_at": NOW,
        "finished_at": NOW + timedelta(seconds=1.26),
        "wait_time": 15,
        "waited": 0.2,
        "selector": "css=#go",
    }
    return StepReport(**{**facts, **fields})


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, ["✓ Click Go", "1.3 s", "css=#go"]),
        ({"waited": 9}, ["1.3 of 15 s"]),
        ({"outcome": StepOutcome.SKIPPED, "message": "runIf does not hold"}, ["– Click Go", "runIf does not hold"]),
        ({"outcome": StepOutcome.FAILED, "message": "NoMatch: none"}, ["✗ Click Go", "1.3 of 15 s", "NoMatch: none"]),
        ({"action": "condition", "branch": "whenTrue"}, ["→ whenTrue"]),
        ({"action": "extract", "records": 12}, ["12 records"]),
        ({"action": "navigate", "selector": "", "input": "http://x/"}, ["http://x/"]),
    ],
)
def test_a_step_is_a_line(screen: Screen, paper: io.StringIO, fields: dict[str, Any], says: list[str]) -> None:
    screen.step_started(node("go"), 15)
    screen.step_ended(step(**fields))
    (line,) = paper.getvalue().splitlines()
    assert all(part in line for part in says)


def test_a_failure_is_explained_and_its_recovery_told(screen: Screen, paper: io.StringIO) -> None:
    seen = failure(Category.PAGE_STILL_LOADING, SubType.SPINNER_VISIBLE, confidence=0.93, evidence=("A spinner.",))
    screen.explained(seen)
    screen.told(Directive(sequence=1, attempt=1, kind=DirectiveKind.RETRY))
    screen.waiting(15, "Waited 15s")
    screen.recovered(RecoveryReport(sequence=1, outcome=RecoveryOutcome.SUCCEEDED))
    assert [line.strip() for line in paper.getvalue().splitlines()] == [
        "PAGE_STILL_LOADING / SPINNER_VISIBLE (0.93, fault: Website)",
        "A spinner.",
        "↻ Waited 15s",
        "↻ that helped",
    ]


def test_a_page_cannot_write_elsewhere_on_the_terminal(screen: Screen, paper: io.StringIO) -> None:
    hostile = "\x1b[2J\x1b]0;owned\x07[red]x[/red]\r\nnext \u202eback"
    screen.say(hostile)
    screen.step_ended(step(title=hostile, selector=hostile))
    assert not set("\x1b\x07\r\u202e") & set(paper.getvalue())
    assert "[red]x[/red]" in paper.getvalue()
    assert len(paper.getvalue().splitlines()) == 2


def test_off_a_terminal_nothing_moves(screen: Screen, paper: io.StringIO) -> None:
    with screen.shown():
        screen.step_started(node("go"), 15)
    assert paper.getvalue() == ""


def test_the_end_says_what_failed_what_was_tried_and_what_to_do(
    screen: Screen, paper: io.StringIO, tmp_path: Path
) -> None:
    operator = Operator(run(), workflow(), SETTINGS, ClockAtRest(), lambda: 0.5)
    error = failure(
        Category.PAGE_NOT_FOUND,
        node_id="open",
        evidence=("The site answered 404.",),
        missing=("a picture",),
        suggested_fix="Check the id.",
    )
    recovery = Recovery(
        attempt=1,
        sequence=1,
        kind=RecoveryKind.WAIT_AND_RETRY,
        what="Waited 15s",
        state=RecoveryState.FAILED,
        decided_at=NOW,
    )
    status = operator.run.status.with_(
        phase=Phase.FAILED,
        error=error,
        duration="1m5s123ms",
        steps=Steps(total=4, done=2),
        attempt=2,
        recoveries=(recovery,),
    )
    operator.run = operator.run.with_(status=status)
    folder = Folder(tmp_path)
    result.tell(operator, folder, result.leave(operator, {}, folder), screen)
    said = paper.getvalue()
    for part in (
        "Failed · 1m5s · 2 of 4 steps · 2 attempts",
        "at the step open: PAGE_NOT_FOUND",
        "· The site answered 404.",
        "? would have helped: a picture",
        "To mend it: Check the id.",
        "✗ did not help: Waited 15s",
        f"Results: {tmp_path}/ (run.json)",
    ):
        assert part in said


def test_the_end_says_what_is_wrong_with_the_data_and_where_they_are(
    screen: Screen, paper: io.StringIO, tmp_path: Path
) -> None:
    operator = Operator(run(), workflow(), SETTINGS, ClockAtRest(), lambda: 0.5)
    warning = DataWarning(output="visits", rule=DataRuleKind.MIN_ROWS, message="visits has 0 rows")
    status = operator.run.status.with_(
        phase=Phase.SUCCEEDED, message="All steps done; 1 data warning", attempt=1, warnings=(warning,)
    )
    operator.run = operator.run.with_(status=status)
    result.tell(operator, Folder(tmp_path), {}, screen)
    assert "  ! visits has 0 rows (MinRows, fault: Data)" in paper.getvalue()
    assert "All steps done; 1 data warning; these are in attempt-1/outputs.json" in paper.getvalue()


class ClockAtRest(VirtualClock):
    """It is always NOW."""

    def now(self) -> Any:
        return NOW
