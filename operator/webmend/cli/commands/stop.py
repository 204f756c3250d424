"""`webmend stop`: ask runs to stop."""

import argparse
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options

DESCRIPTION = """\
Ask runs to stop, in the cluster of the kubeconfig. One that is under way ends with the step in flight, one that waits
never starts: both are Stopped. Steps that were done are not undone, and a stop cannot be taken back.
"""

EPILOG = """\
examples:
  webmend stop portal-1 -n clinic
  webmend stop portal-1 portal-2 && kubectl wait --for=condition=Finished wmr/portal-1 wmr/portal-2

exit status: 0 all are asked, or over already; 1 at least one is not there.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "stop",
        summary="stop runs in a cluster",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("runs", nargs="+", metavar="RUN")
    add_cluster_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Ask them; the exit status."""
    from webmend.cli.stopping import execute_stop

    return execute_stop(arguments)
