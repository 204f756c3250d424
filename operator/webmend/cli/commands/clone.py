"""`webmend clone`: a workflow under another name."""

import argparse
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options

DESCRIPTION = """\
Copy a workflow to a new name, in the cluster of the kubeconfig. The copy is a Draft: it runs by hand alone, and its
schedule is silent until somebody makes it Active. Its graph is that of the version that takes effect, repairs folded
in, or of another one. Settings, inputs and the names of its Secrets are those of the original; its runs, versions and
status are not copied, nor are annotations, nor labels with a prefix, by which tools know what is theirs.
"""

EPILOG = """\
examples:
  webmend clone portal portal-test -n clinic
  webmend clone portal portal-old --version 3
  kubectl patch wmw portal-test --type=merge -p '{"spec":{"state":"Active"}}'   # when it has proven itself
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "clone",
        summary="copy a workflow to a new name, as a Draft",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("workflow", metavar="WORKFLOW")
    parser.add_argument("name", metavar="NAME", help="at most 50 characters: a-z, 0-9 and -")
    parser.add_argument("--version", type=int, metavar="NUMBER", help="default: the version that takes effect")
    add_cluster_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Make the copy; the exit status."""
    from webmend.cli.cloning import execute_clone

    return execute_clone(arguments)
