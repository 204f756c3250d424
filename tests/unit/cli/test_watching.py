"""`webmend logs` and `webmend watch`: what is shown of runs that go on."""

import asyncio
import io
import json
from typing import Any

import pytest

from tests.support.builders import NOW, at, run
from tests.support.clock import VirtualClock
from tests.support.cluster import FakeCluster
from tests.support.pod_logs import FakePodLogs
from tests.support.records import record
from webmend.cli import status
from webmend.cli.cluster import Place
from webmend.cli.main import run as webmend
from webmend.cli.output.paper import Paper
from webmend.cli.runs.log_lines import read, shown
from webmend.cli.runs.progress import Progress
from webmend.cli.runs.runner_log import RunnerLog
from webmend.cli.runs.watching import Table, watch_one
from webmend.domain import names
from webmend.domain.phase import Phase
from webmend.domain.run import RunStatus, Steps
from webmend.ports.cluster import PODS, RUNS, NotFound


class Terminal(io.StringIO):
    """A file that is one."""

    def isatty(self) -> bool:
        return True


def line(event: str, **facts: Any) -> str:
    return json.dumps({"event": event, "level": "info", "timestamp": "2026-11-25T12:00:00Z", **facts})


def started(node: str) -> str:
    return line("step started", node=node, action="click", wait_time=15.0)


def ended(node: str, outcome: str = "Done", **facts: Any) -> str:
    return line("step ended", node=node, outcome=outcome, seconds=1.26, **facts)


class TestLines:
    @pytest.mark.parametrize(
        ("raw", "want"),
        [
            (line("step ended", node="go", seconds=1.5), "step ended  node=go seconds=1.5"),
            (line("waiting", why="a spinner is in view"), 'waiting  why="a spinner is in view"'),
            (line("x", run="portal-1", attempt=1), "x"),
            ("Traceback (most recent call last)", "Traceback (most recent call last)"),
            ("[1, 2]", "[1, 2]"),
            (line("owned \x1b[2J\u202e"), "owned  [2J "),
        ],
    )
    def test_a_line_is_told_without_its_braces(self, raw: str, want: str) -> None:
        assert str(shown(read(raw).__class__(**{**read(raw).__dict__, "at": None}))) == want

    def test_a_line_begins_with_its_time(self) -> None:
        assert str(shown(read(line("x"))))[2::3][:2] == "::"


class TestProgress:
    def progress(self, *lines: str, attempt: int = 1, **facts: Any) -> list[str]:
        progress = Progress(run(RunStatus(phase=Phase.RUNNING, attempt=attempt, started_at=at(-60), **facts)))
        for each in lines:
            progress.heard(attempt, read(each))
        return [str(each).rstrip() for each in progress.lines(at(3), 8)]

    def test_steps_that_are_over_and_the_one_under_way(self) -> None:
        assert self.progress(started("open"), ended("open", selector="css=#go"), started("search")) == [
            "portal-1 · Running · 63s",
            f"  ✓ {'open':<32} {'click':<10}    1.3 s  css=#go",
            f"  → {'search':<32} {'click':<10}    3.0 of 15 s",
        ]

    def test_one_that_is_skipped_has_never_begun(self) -> None:
        assert self.progress(ended("open", "Skipped"))[1] == f"  – {'open':<32} {'':<10}    1.3 s"

    def test_what_is_waited_for_stands_behind_its_step(self) -> None:
        assert self.progress(started("open"), line("waiting", why="a spinner"))[1].endswith("a spinner")

    def test_there_are_no_more_lines_than_fit(self) -> None:
        lines = self.progress(*(word for n in range(9) for word in (started(f"s{n}"), ended(f"s{n}"))), message="Go")
        assert [line.split()[1] for line in lines[1:-1]] == ["5", "s5", "s6", "s7", "s8"]
        assert "… 5 steps before" in lines[1]
        assert lines[-1] == "  Go"

    def test_a_further_attempt_begins_with_no_steps(self) -> None:
        progress = Progress(run(RunStatus(phase=Phase.RUNNING)))
        progress.heard(1, read(started("open")))
        progress.heard(2, read(started("again")))
        assert [step.node for step in progress.steps] == ["again"]

    def test_the_headline_says_how_it_stands(self) -> None:
        steps = Steps(total=4, done=2)
        waits = RunStatus(phase=Phase.REQUEUED, reason="SiteDown", attempt=2, steps=steps, next_attempt_time=at(600))
        (first, *_) = Progress(run(waits)).lines(NOW, 8)
        assert str(first) == "portal-1 · Requeued · SiteDown · attempt 2 · 2 of 4 steps · next attempt in 10m"


@pytest.fixture
async def place() -> Place:
    """A run under way, with its pod."""
    cluster = FakeCluster()
    await cluster.create(
        RUNS, "clinic", {"metadata": {"name": "portal-1"}, "spec": {"workflowRef": {"name": "portal"}}}
    )
    await cluster.patch_status(RUNS, "clinic", "portal-1", {"phase": "Running", "attempt": 1}, "")
    labels = {names.LABEL_RUN_NAME: "portal-1", names.LABEL_ATTEMPT: "1"}
    await cluster.create(PODS, "clinic", {"metadata": {"name": "pod-1", "labels": labels}, "spec": {}})
    begun = {"containerStatuses": [{"name": "runner", "state": {"running": {}}}]}
    await cluster.patch_status(PODS, "clinic", "pod-1", begun, "")
    return Place(cluster, "clinic", FakePodLogs({"pod-1": [started("open"), ended("open")]}))


async def lines_of(place: Place, attempt: int, **how: Any) -> list[str]:
    log = RunnerLog(place, "portal-1", VirtualClock())
    return [read(each).event async for each in log.attempt(attempt, **{"follow": False, **how})]


class TestLog:
    async def test_the_log_of_an_attempt_is_that_of_its_pod(self, place: Place) -> None:
        assert await lines_of(place, 1) == ["step started", "step ended"]
        assert await lines_of(place, 1, tail=1) == ["step ended"]

    @pytest.mark.parametrize("state", [{}, {"waiting": {"reason": "ContainerCreating"}}])
    async def test_a_container_that_has_not_begun_has_none(self, place: Place, state: dict[str, Any]) -> None:
        waits = {"containerStatuses": [{"name": "runner", "state": state}]}
        await place.cluster.patch_status(PODS, "clinic", "pod-1", waits, "")
        with pytest.raises(NotFound, match="attempt 1 of portal-1 has no pod any more, or none yet"):
            await lines_of(place, 1)

    async def test_who_follows_waits_for_it_unless_it_cannot_come_any_more(self, place: Place) -> None:
        await place.cluster.patch_status(RUNS, "clinic", "portal-1", {"phase": "Failed"}, "")
        with pytest.raises(NotFound):
            await lines_of(place, 2, follow=True)


async def seen_through(place: Place, *after: dict[str, Any], patience: float | None = 5) -> tuple[int, list[str]]:
    """Exit status and lines of a watch, while the run's status becomes so."""
    file = io.StringIO()
    watching = asyncio.create_task(watch_one(place, "portal-1", Paper(file, {}), patience))
    for change in after:
        for _ in range(20):
            await asyncio.sleep(0)
        await place.cluster.patch_status(RUNS, "clinic", "portal-1", change, "")
    return await watching, file.getvalue().splitlines()


class TestWatchingOne:
    @pytest.mark.parametrize(
        ("phase", "want"), [("Succeeded", status.SUCCEEDED), ("Failed", status.FAILED), ("Stopped", status.STOPPED)]
    )
    async def test_its_end_is_the_exit_status(self, place: Place, phase: str, want: int) -> None:
        found, lines = await seen_through(place, {"phase": phase, "attempt": 1, "duration": "4s"})
        assert (found, lines[-1]) == (want, f"portal-1 · {phase} · 4s")

    async def test_every_phase_has_a_line_and_the_same_one_none(self, place: Place) -> None:
        _, lines = await seen_through(
            place, {"phase": "Recovering"}, {"steps": {"total": 2, "done": 1}}, {"phase": "Succeeded"}
        )
        assert [text.split(" · ")[1] for text in lines] == ["Recovering", "Succeeded", "Succeeded"]

    async def test_on_a_terminal_its_steps_are_left_as_they_were_last(self, place: Place) -> None:
        file = Terminal()
        watching = asyncio.create_task(watch_one(place, "portal-1", Paper(file, {"NO_COLOR": "1", "COLUMNS": "80"}), 5))
        for _ in range(50):
            await asyncio.sleep(0)
        await place.cluster.patch_status(RUNS, "clinic", "portal-1", {"phase": "Succeeded"}, "")
        assert await watching == status.SUCCEEDED
        last = file.getvalue().rpartition("portal-1 · ")[2]
        assert last.startswith("Succeeded")
        assert f"✓ {'open':<32} click" in last

    async def test_one_that_is_over_is_not_waited_for(self, place: Place) -> None:
        await place.cluster.patch_status(RUNS, "clinic", "portal-1", {"phase": "Failed"}, "")
        assert (await seen_through(place))[0] == status.FAILED

    async def test_one_that_takes_too_long_is_told(self, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
        assert (await seen_through(place, patience=0.05))[0] == status.NOT_OVER
        assert "portal-1 is not over yet: Running" in capsys.readouterr().err

    async def test_one_that_is_not_there_is_not_found(self, place: Place) -> None:
        with pytest.raises(NotFound):
            await watch_one(place, "portal-2", Paper(io.StringIO(), {}), 1)


class TestWatchingAll:
    def table(self, most: int = 10) -> tuple[Table, list[str]]:
        table = Table(with_namespace=False)
        for number, phase in enumerate((Phase.RUNNING, Phase.FAILED, Phase.PENDING)):
            table.saw("ADDED", record(f"r{number}", created=at(number), phase=phase).summary)
        return table, [str(line).split()[0] for line in table.lines(at(9), None, most)]

    def test_those_under_way_stand_before_those_that_are_over(self) -> None:
        assert self.table()[1] == ["NAME", "r2", "r0", "r1"]

    def test_those_for_which_there_is_no_room_are_counted(self) -> None:
        table, _ = self.table()
        assert str(table.lines(at(9), None, 4)[-1]) == "… and 1 more"

    @pytest.mark.parametrize(
        ("type_", "phase", "want"),
        [("MODIFIED", Phase.RUNNING, False), ("MODIFIED", Phase.SUCCEEDED, True), ("DELETED", Phase.RUNNING, False)],
    )
    def test_what_stands_as_before_is_no_news(self, type_: str, phase: Phase, want: bool) -> None:
        assert self.table()[0].saw(type_, record("r0", created=at(0), phase=phase).summary) is want

    def test_one_that_was_deleted_is_gone(self) -> None:
        table, _ = self.table()
        table.saw("DELETED", record("r0", created=at(0)).summary)
        assert len(table.lines(at(9), None, 10)) == 3


def test_a_name_does_not_go_with_a_selection(capsys: pytest.CaptureFixture[str]) -> None:
    assert webmend(["watch", "portal-1", "-A"]) == status.USAGE
    assert "a RUN goes without" in capsys.readouterr().err
