"""`webmend replay`: runs again, as they were or otherwise."""

import argparse
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options
from .run_options import add_run_options

DESCRIPTION = """\
Repeat runs that are over: each gets a new run in the cluster of the kubeconfig. What no option says is as it was: the
version, the inputs, the Secret with inputs, the first step, whether it is dry, the priority. The run that is repeated
stays, and each of the two names the other.
"""

EPILOG = """\
examples:
  webmend replay portal-1 -n clinic                        # exactly as it was
  webmend replay portal-1 --version active                 # with what the workflow has learned since
  webmend replay portal-1 --input patientId=P-1002
  webmend replay portal-1 --start-from open-record --dry-run
  webmend replay portal-1 --at 2026-12-01T06:00:00Z
  webmend replay portal-1 portal-2 portal-3                # many at once
  webmend replay portal-1 --confirm-irreversible           # what cannot be undone is done again

The new run is called NAME-r1, NAME-r2, ... unless --name says otherwise. See them all:
  kubectl get wmr -l webmend.io/replay-of=portal-1

exit status: 0 all are made, 1 at least one is not (the others are), 2 nothing can be done as given.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "replay",
        summary="repeat runs in a cluster, as they were or otherwise",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("runs", nargs="+", metavar="RUN", help="a run that is over: Succeeded, Failed or Stopped")

    other = parser.add_argument_group("other than it was")
    add_run_options(other)

    parser.add_argument("--name", help="name of the new run; only with a single RUN")
    parser.add_argument(
        "--confirm-irreversible",
        action="store_true",
        help="repeat also a run that has taken an irreversible step, or may have",
    )
    add_cluster_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Make the replays; the exit status."""
    from webmend.cli.replaying import execute_replay

    return execute_replay(arguments)
