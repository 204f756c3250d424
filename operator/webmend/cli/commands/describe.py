"""`webmend describe`: all of a run."""

import argparse
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options
from .server_options import HELP, add_server_options

DESCRIPTION = """\
Tell all of a run: how it stands, why it failed with the evidence and what would mend it, every attempt with what was
done about its failures and what came of it, what is asked for now, and what to do next, as commands to type.

The API server alone is enough. A server of webmend's adds the steps of the last attempt, and runs whose objects have
gone; where none can be asked, that is said at the end.
"""

EPILOG = f"""\
examples:
  webmend describe portal-1 -n clinic
  webmend describe portal-1 portal-2 --no-server

{HELP}
exit status: 0 they are told; 1 one is not there; 2 they cannot be had.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "describe",
        summary="tell all of a run: why it failed, what was done, what to do next",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("runs", nargs="+", metavar="RUN")
    add_cluster_options(parser)
    add_server_options(parser, may_go_without=True)


def execute(arguments: argparse.Namespace) -> int:
    """Tell it; the exit status."""
    from webmend.cli.runs.telling import execute_describe

    return execute_describe(arguments)
