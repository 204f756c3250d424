"""`webmend watch`: runs as they go on."""

import argparse
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options, length

DESCRIPTION = """\
Show runs as they go on: a table of all that changes in place; with a RUN that one with its steps, until it is over. The
steps come from the log of its pod, which takes the right to get pods/log; without it, its phases are shown. Off a
terminal there is a line for each change.
"""

EPILOG = """\
examples:
  webmend watch -n clinic
  webmend watch -A -l team=billing
  webmend watch portal-1 --timeout 10m && echo well done

exit status with a RUN: 0 it has succeeded, 1 it has failed, 3 it was not over after --timeout, 130 it was stopped.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "watch",
        summary="show runs, or the steps of one, as they go on",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("run", nargs="?", metavar="RUN", help="default: all of the namespace")
    parser.add_argument("-l", "--selector", default="", metavar="LABELS", help="with these labels (as in kubectl)")
    parser.add_argument("--timeout", type=length, metavar="DURATION", help="such as 90s or 10m (default: none)")
    add_cluster_options(parser, all_namespaces=True)


def execute(arguments: argparse.Namespace) -> int:
    """Look on; the exit status."""
    from webmend.cli.runs.watching import execute_watch

    return execute_watch(arguments)
