"""The demo: installs webmend on the local cluster, plays every story of examples/, says how each ended.

Called by `make demo` once the cluster is up and the images are built. Exit status 0 only if every story ended as its
example says.
"""

import argparse
import sys
import time
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text
from stories import installation, reader
from stories.disturb import SYSTEM
from stories.play import Played, play
from stories.story import Story, stories

SIDE_BY_SIDE = 4
"""Browsers at once: two cores drive three slow pages well enough."""

console = Console(width=None if sys.stdout.isatty() else 150)


def main() -> int:
    """Exit status: 0 if every story ended as promised."""
    options = _options()
    chosen = [s for s in stories() if not options.story or any(s.file.startswith(o) for o in options.story)]
    console.rule("webmend: installing")
    installation.install(installation.images())
    console.rule(f"webmend: {len(chosen)} stories")
    started = time.monotonic()
    played = _play(chosen)
    _closing_words(played, time.monotonic() - started)
    return 0 if all(not p.differences for p in played) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("story", nargs="*", help="play only the examples whose file begins so, such as 02 05")
    return parser.parse_args()


def _play(chosen: list[Story]) -> list[Played]:
    if not sys.stdout.isatty():
        return play(chosen, SIDE_BY_SIDE, _Lines())
    with Live(console=console, refresh_per_second=2) as live:
        return play(chosen, SIDE_BY_SIDE, lambda played: live.update(_table(played)))


class _Lines:
    """Without a terminal: a line whenever a run enters another phase."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}

    def __call__(self, played: list[Played]) -> None:
        for one in played:
            now = f"{one.status.get('phase', '')} {one.status.get('message', '')}".strip()
            if now and self.said.get(one.story.name) != now:
                self.said[one.story.name] = now
                console.print(Text(f"{one.story.name:26} {now}"), soft_wrap=True)


def _table(played: list[Played]) -> Table:
    table = Table("Run", "Version", "Phase", "Category", "Attempt", "Steps", "What", box=None)
    for one in played:
        s, error = one.status, one.status.get("error", {})
        steps = s.get("steps", {})
        table.add_row(
            one.story.name,
            str(s.get("version", "")),
            _coloured(s.get("phase", "waiting to start")),
            error.get("category", ""),
            str(s.get("attempt", "")),
            f"{steps.get('done', 0)}/{steps.get('total', 0)}" if steps.get("total") else "",
            Text(s.get("message", "")[:70]),
        )
    return table


def _coloured(phase: str) -> str:
    colours = {"Succeeded": "green", "Failed": "red", "Recovering": "yellow", "Requeued": "yellow", "Running": "cyan"}
    return f"[{colours.get(phase, 'white')}]{phase}[/]"


def _closing_words(played: list[Played], seconds: float) -> None:
    console.rule(f"webmend: how it went, {seconds:.0f} s")
    for one in played:
        mark = "[green]as promised[/]" if not one.differences else "[red]NOT as promised[/]"
        console.print(f"{mark}  {one.story.title}", soft_wrap=True)
        console.print(Text(f"    {_in_a_line(one)}"), soft_wrap=True)
        for difference in one.differences:
            console.print(Text(f"    {difference}", "red"), soft_wrap=True)
    console.print("\nIn the history, as somebody sees it who may only look (kubectl webmend list):")
    console.print(Text(reader.webmend("list", "--limit", "8")), soft_wrap=True)
    console.print("Look further:")
    for line in (
        f"kubectl get workflowruns -n {installation.SPACE} -o wide",
        f"kubectl describe workflowrun slow-page -n {installation.SPACE}",
        f"kubectl get workflowversion slow-page-v2 -n {installation.SPACE} -o yaml",
        "kubectl explain workflow.spec.graph.nodes",
        f"kubectl webmend describe renamed-button -n {installation.SPACE}",
        "kubectl webmend doctor",
        f"kubectl port-forward -n {SYSTEM} service/webmend-server 8080:80   # the API: http://localhost:8080/api/v1/runs",
    ):
        console.print(f"  {line}", highlight=False)
    console.print("  (export KUBECONFIG=$(hack/cluster/node.sh kubeconfig) PATH=$PWD/.venv/bin:$PATH)", highlight=False)


def _in_a_line(one: Played) -> str:
    """What broke, what webmend said, what it did, how it ended."""
    status = one.status
    errors = [r["error"] for r in status.get("recoveries", []) if r.get("error")] or [status.get("error") or {}]
    first = errors[0]
    said = "/".join(p for p in (first.get("category"), first.get("subType")) if p)
    broke = f"{first.get('message', '').rstrip('.')} -> {said}" if said else "nothing broke"
    did = "; ".join(map(_did, status.get("recoveries", []))) or "nothing to do"
    ended = f"{status.get('phase')} after {status.get('duration') or '0s'}, attempt {status.get('attempt')}"
    return f"{broke} | did: {did} | {ended}, {status.get('records', 0)} records"


def _did(recovery: dict[str, Any]) -> str:
    if recovery["state"] == "NotAttempted":
        return f"nothing ({recovery['what']})"
    found = recovery.get("found", {})
    became = f": {found['was']} is now {found['now']}" if found.get("now") and found["band"] == "Apply" else ""
    opened = "".join(f", after {each['gesture'].lower()} {each['name']}" for each in found.get("reveals", []))
    return f"{recovery['kind']} ({recovery['state'].lower()}{became}{opened})"


if __name__ == "__main__":
    sys.exit(main())
