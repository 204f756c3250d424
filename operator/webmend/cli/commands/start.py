"""`webmend start`, as a plugin of kubectl `run`: a run of a workflow in a cluster."""

import argparse
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options, length
from .run_options import add_run_options

DESCRIPTION = """\
Start a run of a workflow in the cluster, and print its name. Its inputs are checked first, as far as they are known
here. Values of secret inputs belong into a Secret: the run's object can be read by many.

Called `run` as a plugin of kubectl (kubectl webmend run), and `start` otherwise: `webmend run` runs a workflow of a
file on this machine.
"""

EPILOG = """\
examples:
  webmend start portal -n clinic -i patientId=P-1001
  webmend start portal -i patientId=P-1001 --wait --timeout 10m
  webmend start portal --dry-run --wait                # ends well before what cannot be undone
  webmend start portal --inputs-from pin --at 2026-12-01T06:00

exit status: 0 it is started; 2 it cannot be. With --wait: 0 it has succeeded, 1 it has failed, 3 it was not over after
--timeout, 130 it was stopped.
"""


def add_to(commands: "argparse._SubParsersAction[Any]", name: str = "start") -> None:
    """Add the command under that name."""
    parser = begin(
        commands,
        name,
        summary="start a run of a workflow in a cluster",
        description=DESCRIPTION,
        epilog=EPILOG.replace("webmend start ", f"webmend {name} "),
        execute=execute,
    )
    parser.add_argument("workflow", metavar="WORKFLOW")
    add_run_options(parser.add_argument_group("the run"))
    parser.add_argument("--name", metavar="NAME", help="of the run (default: made of the workflow's)")
    parser.add_argument("-w", "--wait", action="store_true", help="show its steps, until it is over")
    parser.add_argument("--timeout", type=length, metavar="DURATION", help="how long to wait at most, such as 10m")
    add_cluster_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Start it; the exit status."""
    from webmend.cli.starting import execute_start

    return execute_start(arguments)
