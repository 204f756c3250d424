"""From the arguments of `webmend watch` to runs that are looked at as they change."""

import argparse
import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing, asynccontextmanager
from datetime import datetime

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.text import Text

from webmend.adapters.clock import SystemClock
from webmend.cli import status
from webmend.cli.cluster import Place, in_cluster
from webmend.cli.errors import Usage
from webmend.cli.output.paper import Paper, complain, paper
from webmend.cli.output.table import lines
from webmend.domain.phase import TERMINAL, Phase
from webmend.domain.record import RunSummary
from webmend.domain.resource import run_from
from webmend.domain.run import Run
from webmend.policy import recording
from webmend.ports.cluster import RUNS, Cluster, ClusterError

from .listing import columns
from .log_lines import read
from .progress import Progress, headline
from .runner_log import RunnerLog

FRAMES = 4
"""Pictures of a second."""
LINGERING = 0.5
"""Seconds for the last lines of a log once the run is over."""


def execute_watch(arguments: argparse.Namespace) -> int:
    """Look on; the exit status. Raises Usage."""
    if arguments.run and (arguments.all_namespaces or arguments.selector):
        raise Usage("a RUN goes without --all-namespaces and --selector")

    async def act(place: Place) -> int:
        if arguments.run:
            return await watch_one(place, arguments.run, paper(), arguments.timeout)
        await _watch_all(place, paper(), arguments)
        return status.SUCCEEDED

    return in_cluster(arguments, act)


async def watch_one(place: Place, name: str, out: Paper, patience: float | None) -> int:
    """Show a run until it is over; the exit status of its phase, or that it is not over after so many seconds.

    Raises a ClusterError.
    """
    progress = Progress(run_from(await place.cluster.get(RUNS, place.namespace, name)))
    try:
        async with asyncio.timeout(patience), _shown(out, progress):
            await _followed(place, progress, out)
    except TimeoutError:
        complain("watch", f"{name} is not over yet: {progress.run.status.phase or Phase.PENDING}")
        return status.NOT_OVER
    if not out.is_terminal:
        out.write(headline(progress.run, SystemClock().now()))
    return status.BY_PHASE[progress.run.status.phase or Phase.FAILED]


async def _followed(place: Place, progress: Progress, out: Paper) -> None:
    """Let the progress hear everything until the run is over."""
    hearing = asyncio.create_task(_heard(place, progress))
    try:
        async for run in _changes(place, progress.run.name):
            if progress.saw(run) and not out.is_terminal:
                out.write(_told(run))
            if progress.is_over:
                break
        await asyncio.wait([hearing], timeout=LINGERING)
    finally:
        hearing.cancel()
        await asyncio.wait([hearing])


async def _heard(place: Place, progress: Progress) -> None:
    """What the runners write, attempt by attempt. Where it cannot be read, the run's object says enough."""
    log = RunnerLog(place, progress.run.name, SystemClock())
    number = max(1, progress.run.status.attempt)
    while place.logs is not None:
        try:
            async for line in log.attempt(number, follow=True):
                progress.heard(number, read(line))
        except ClusterError:
            return
        number += 1


async def _changes(place: Place, name: str) -> AsyncIterator[Run]:
    watch = place.cluster.watch(RUNS, place.namespace, fields=f"metadata.name={name}")
    async for change in watch:
        if change.type == "DELETED":
            raise Usage(f"{name} was deleted")
        yield run_from(change.object)


def _told(run: Run) -> Text:
    return Text.assemble(f"{SystemClock().now():%H:%M:%S} ", headline(run, SystemClock().now()))


class Board:
    """What is on the screen."""

    def __init__(self, progress: Progress):
        self._progress = progress

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self._progress.lines(SystemClock().now(), options.max_height):
            line.truncate(options.max_width, overflow="ellipsis")
            yield line


@asynccontextmanager
async def _shown(out: Paper, progress: Progress) -> AsyncIterator[None]:
    """While this lasts the progress is on the screen, where there is one."""
    if not out.is_terminal:
        yield
        return
    with Live(Board(progress), console=out.console, refresh_per_second=FRAMES):
        yield


class Table:
    """The runs of a cluster on the screen, the latest first."""

    def __init__(self, *, with_namespace: bool):
        self._with_namespace = with_namespace
        self._runs: dict[str, RunSummary] = {}

    def saw(self, type_: str, run: RunSummary) -> bool:
        """A run has changed, or has gone; whether it stands otherwise than before."""
        before = self._runs.pop(run.uid, None)
        if type_ != "DELETED":
            self._runs[run.uid] = run
        return before is None or (before.phase, before.reason) != (run.phase, run.reason)

    def lines(self, now: datetime, width: int | None, most: int) -> list[Text]:
        """As many as there is room for: those under way before those that are over."""
        shown = [column for column in columns(now, with_namespace=self._with_namespace) if not column.is_wide]
        latest = sorted(self._runs.values(), key=lambda run: run.id, reverse=True)
        latest.sort(key=lambda run: run.phase in TERMINAL)
        found = lines(shown, latest[: most - 2], width)
        left = len(latest) - (most - 2)
        return [*found, Text(f"… and {left} more", "bright_black")] if left > 0 else found

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from self.lines(SystemClock().now(), options.max_width, options.max_height)


async def _watch_all(place: Place, out: Paper, arguments: argparse.Namespace) -> None:
    """Show all runs for ever, or for so many seconds as are wanted."""
    namespace = None if arguments.all_namespaces else place.namespace
    await place.cluster.list(RUNS, namespace, labels=arguments.selector)  # what is refused is told: a watch tries on
    table = Table(with_namespace=arguments.all_namespaces)
    watch = _summaries(place.cluster, namespace, arguments.selector)
    try:
        async with asyncio.timeout(arguments.timeout), aclosing(watch):
            if out.is_terminal:
                with Live(table, console=out.console, refresh_per_second=FRAMES):
                    async for type_, run in watch:
                        table.saw(type_, run)
            else:
                await _written(out, table, watch, with_namespace=arguments.all_namespaces)
    except TimeoutError:
        return


async def _written(
    out: Paper, table: Table, watch: AsyncIterator[tuple[str, RunSummary]], *, with_namespace: bool
) -> None:
    """A line for each change, with blanks between what a table has columns for."""
    async for type_, run in watch:
        if table.saw(type_, run):
            now = SystemClock().now()
            shown = [column for column in columns(now, with_namespace=with_namespace) if not column.is_wide]
            out.line("   ".join(_cells(type_, [column.cell(run) for column in shown])))


def _cells(type_: str, cells: Iterable[str]) -> list[str]:
    return [*cells, "deleted"] if type_ == "DELETED" else [*cells]


async def _summaries(
    cluster: Cluster, namespace: str | None, labels: str
) -> AsyncGenerator[tuple[str, RunSummary], None]:
    async for change in cluster.watch(RUNS, namespace, labels=labels):
        yield change.type, recording.summary(run_from(change.object), None, {})
