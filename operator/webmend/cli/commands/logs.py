"""`webmend logs`: what the runner of a run writes."""

import argparse
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options
from .server_options import HELP, add_server_options

DESCRIPTION = """\
Print what the runner of a run writes: each step as it begins and ends, failures, what it was told about them. Secrets
are taken out before it is written. The log of the pod is read, which takes the right to get pods/log; where the pod has
gone, a server of webmend's still knows the steps.
"""

EPILOG = f"""\
examples:
  webmend logs portal-1 -n clinic                # the last attempt
  webmend logs portal-1 --follow                 # until the run is over, over all attempts to come
  webmend logs portal-1 --attempt 1 --raw | jq .

{HELP}
exit status: 0 it is printed; 1 there is none; 2 it cannot be had.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "logs",
        summary="print what the runner of a run writes",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("run", metavar="RUN")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--attempt", type=int, metavar="N", help="of this attempt (default: the last one)")
    which.add_argument("--all", action="store_true", help="of all attempts")
    parser.add_argument("-f", "--follow", action="store_true", help="go on until the run is over")
    parser.add_argument("--tail", type=int, metavar="N", help="the last N lines of an attempt")
    parser.add_argument("--raw", action="store_true", help="JSON, as it is written")
    add_cluster_options(parser)
    add_server_options(parser, may_go_without=True)


def execute(arguments: argparse.Namespace) -> int:
    """Print it; the exit status."""
    from webmend.cli.runs.logs import execute_logs

    return execute_logs(arguments)
