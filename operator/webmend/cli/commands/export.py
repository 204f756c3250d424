"""`webmend export`: a workflow's manifest with what it has learned."""

import argparse
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options

DESCRIPTION = """\
Print a workflow's manifest with its repairs folded in, for a commit. It is the manifest that was applied, as far as the
cluster still knows it, with the graph of the version that takes effect, or of another one. The comments of its file are
not known to the cluster.
"""

EPILOG = """\
examples:
  webmend export portal -n clinic > portal.yaml
  webmend export portal -n clinic --version 3 | kubectl diff -f -
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "export",
        summary="print a workflow's manifest with its repairs folded in",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("workflow", metavar="WORKFLOW")
    parser.add_argument("--version", type=int, metavar="NUMBER", help="default: the version that takes effect")
    add_cluster_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Print it; the exit status."""
    from webmend.cli.exporting import execute_export

    return execute_export(arguments)
