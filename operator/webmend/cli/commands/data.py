"""`webmend data`: what a run has extracted."""

import argparse
from pathlib import Path
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options
from .server_options import HELP, add_server_options

DESCRIPTION = """\
Print what a run has extracted. As JSON or YAML: all outputs by name, or with --output one of them alone. As JSON Lines
or CSV: the records of one output, a line each. Where the run is not Succeeded, or its data break a rule of
spec.outputs, the standard error output says so.

A cell of the CSV that a spreadsheet would take for a formula begins with an apostrophe.
"""

EPILOG = f"""\
examples:
  webmend data portal-1 -n clinic
  webmend data portal-1 --output visits --format csv > visits.csv

{HELP}
exit status: 0 there are data; 2 there are none, or they cannot be had.
"""

FORMATS = ("json", "jsonl", "yaml", "csv")


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "data",
        summary="print what a run in a cluster has extracted",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("--output", metavar="NAME", help="one of its outputs")
    parser.add_argument("--format", choices=FORMATS, default="json", help="default: %(default)s")
    parser.add_argument("--to", type=Path, metavar="FILE", help="default: the standard output")
    add_cluster_options(parser)
    add_server_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Print them; the exit status."""
    from webmend.cli.service.data import execute_data

    return execute_data(arguments)
