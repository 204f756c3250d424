"""`webmend get`: runs as they are now."""

import argparse
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options
from .output_options import add_output_options

DESCRIPTION = """\
Show runs as they are now, from the API server alone: those whose objects are there, the latest first. `webmend list`
also has those whose objects have gone.
"""

EPILOG = """\
examples:
  webmend get -n clinic
  webmend get portal-1 portal-2 -o wide
  webmend get portal-1 -o yaml
  webmend get -A -l team=billing -o csv > runs.csv
  webmend get -n clinic -o name | xargs kubectl delete -n clinic

With -o json and yaml: the objects, as kubectl has them.

exit status: 0 they are shown, be there any or none; 1 one that is named is not there; 2 they cannot be had.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "get",
        summary="show runs as they are now",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("runs", nargs="*", metavar="RUN", help="default: all of the namespace")
    parser.add_argument("-l", "--selector", default="", metavar="LABELS", help="with these labels (as in kubectl)")
    add_output_options(parser)
    add_cluster_options(parser, all_namespaces=True)


def execute(arguments: argparse.Namespace) -> int:
    """Show them; the exit status."""
    from webmend.cli.runs.getting import execute_get

    return execute_get(arguments)
