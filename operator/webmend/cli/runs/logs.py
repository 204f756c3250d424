"""From the arguments of `webmend logs` to what runners have written."""

import argparse

from webmend.adapters.clock import SystemClock
from webmend.cli import status
from webmend.cli.cluster import Place, in_cluster
from webmend.cli.output.paper import Paper, complain, paper
from webmend.cli.service.asking import opened
from webmend.domain.phase import TERMINAL
from webmend.domain.run import Run
from webmend.ports.cluster import Forbidden, NotFound

from .describing import step_line
from .gathering import NO_SERVER, Server, steps
from .log_lines import read, shown
from .runner_log import PAUSE, RunnerLog


def execute_logs(arguments: argparse.Namespace) -> int:
    """Print them; the exit status. Raises Usage."""

    async def act(place: Place) -> int:
        logs = Logs(paper(), RunnerLog(place, arguments.run, SystemClock()), raw=arguments.raw, tail=arguments.tail)
        async with opened(arguments) as server:
            return await _written(arguments, logs, None if arguments.no_server else server)

    return in_cluster(arguments, act)


class Logs:
    """Prints the log of attempts."""

    def __init__(self, out: Paper, log: RunnerLog, *, raw: bool, tail: int | None):
        self.out = out
        self.log = log
        self._raw = raw
        self._tail = tail

    async def attempt(self, number: int, *, follow: bool) -> None:
        """Print that of one attempt; raises as RunnerLog does."""
        async for line in self.log.attempt(number, follow=follow, tail=self._tail):
            if self._raw:
                self.out.line(line)
            else:
                self.out.write(shown(read(line)))


async def _written(arguments: argparse.Namespace, logs: Logs, server: Server | None) -> int:
    run = await logs.log.run()
    first = arguments.attempt or (1 if arguments.all else max(1, run.status.attempt))
    last = arguments.attempt or max(first, run.status.attempt)
    printed = 0
    for number in range(first, last + 1):
        printed += await _printed(logs, run, number, server, follow=arguments.follow)
    if arguments.follow and not arguments.attempt:
        printed += await _those_to_come(logs, last + 1)
    return status.SUCCEEDED if printed else status.FAILED


async def _printed(logs: Logs, run: Run, number: int, server: Server | None, *, follow: bool) -> bool:
    """Whether there was anything of that attempt: its pod's log, or its steps where the pod has gone."""
    if number > 1:
        logs.out.line(f"attempt {number}", "bold")
    try:
        await logs.attempt(number, follow=follow)
        return True
    except NotFound as gone:
        return await _steps(logs.out, run, number, server, str(gone))
    except Forbidden as error:
        return await _steps(logs.out, run, number, server, f"{error}: the right is get pods/log")


async def _steps(out: Paper, run: Run, number: int, server: Server | None, why: str) -> bool:
    """Print the steps that a server knows of the attempt; whether there are any."""
    complain("logs", why)
    if server is None:
        return False
    try:
        found = await steps(await server(), run.name, number)
    except NO_SERVER as error:
        complain("logs", f"its steps: {error}")
        return False
    for step in found:
        out.write(step_line(step))
    return bool(found)


async def _those_to_come(logs: Logs, number: int) -> int:
    """Follow further attempts until the run is over; how many there were."""
    followed = 0
    while (run := await logs.log.run()).status.phase not in TERMINAL:
        if run.status.attempt < number:
            await SystemClock().sleep(PAUSE)
            continue
        followed += await _printed(logs, run, number, None, follow=True)
        number += 1
    return followed
