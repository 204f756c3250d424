"""From the arguments of `webmend doctor` to what is wrong."""

import argparse
import importlib.metadata
import re
from collections import Counter
from dataclasses import replace

from rich.text import Text

from webmend.adapters.clock import SystemClock
from webmend.cli import status
from webmend.cli.called import called
from webmend.cli.cluster import Place, in_cluster
from webmend.cli.commands.server_options import SERVER
from webmend.cli.output.listing import TABLE, Listing, show
from webmend.cli.output.paper import Paper, paper
from webmend.cli.output.plain import plain
from webmend.cli.output.table import Column
from webmend.cli.service.asking import opened

from .checks import findings
from .finding import Finding, Level
from .gathering import Scope, gather

MARKS = {
    Level.WRONG: ("✗", "red"),
    Level.NOTE: ("!", "yellow"),
    Level.UNSEEN: ("?", "bright_black"),
    Level.GOOD: ("✓", "green"),
}
OURS = re.compile(r"(?<![\w-])webmend (?=[a-z])")
"""Where a command of ours begins."""
AREA = 20
"""Cells of the area's name."""
COLUMNS: tuple[Column[Finding], ...] = (
    Column("LEVEL", lambda finding: str(finding.level), style=lambda finding: MARKS[finding.level][1]),
    Column("AREA", lambda finding: finding.area),
    Column("WHAT", lambda finding: finding.what),
    Column("TO DO", lambda finding: finding.todo),
)


def execute_doctor(arguments: argparse.Namespace) -> int:
    """Look at everything; 1 where something is wrong. Raises Usage."""

    async def act(place: Place) -> tuple[Finding, ...]:
        async with opened(arguments) as server:
            scope = Scope(
                namespace=None if arguments.all_namespaces else place.namespace,
                system=arguments.system_namespace or SERVER.partition("/")[0],
                release=importlib.metadata.version("webmend"),
                is_named=arguments.namespace is not None,
            )
            return findings(await gather(place, scope, None if arguments.no_server else server, SystemClock().now()))

    found = tuple(map(as_typed, in_cluster(arguments, act)))
    out = paper()
    if arguments.output == TABLE:
        tell(out, found)
    else:
        show(out, arguments.output, listing(found))
    return status.FAILED if any(each.level is Level.WRONG for each in found) else status.SUCCEEDED


def as_typed(finding: Finding) -> Finding:
    """It with our commands as one has to type them here."""
    return replace(finding, todo=OURS.sub(f"{called()} ", finding.todo))


def listing(found: tuple[Finding, ...]) -> Listing[Finding]:
    """The findings in every form."""
    return Listing(
        items=found,
        columns=COLUMNS,
        document=Finding.document,
        name=lambda finding: f"{finding.area}: {finding.level}",
        nothing="Nothing was looked at.",
    )


def tell(out: Paper, found: tuple[Finding, ...]) -> None:
    """Write them for people: each with what to do, and how many there are in the end."""
    for finding in found:
        mark, style = MARKS[finding.level]
        out.write(Text.assemble((mark, style), f" {plain(finding.area):<{AREA}} ", plain(finding.what)))
        if finding.todo:
            out.line(f"  {'':<{AREA}} → {finding.todo}", "bold" if finding.level is Level.WRONG else "")
    out.line()
    out.line(summary(found))


def summary(found: tuple[Finding, ...]) -> str:
    """How many of each, in a line."""
    many = Counter(finding.level for finding in found)
    parts = [
        f"{many[Level.WRONG]} wrong" if many[Level.WRONG] else "nothing is wrong",
        f"{many[Level.NOTE]} to know" if many[Level.NOTE] else "",
        f"{many[Level.UNSEEN]} could not be looked at" if many[Level.UNSEEN] else "",
    ]
    return ", ".join(filter(None, parts))
