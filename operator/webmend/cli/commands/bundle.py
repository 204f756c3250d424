"""`webmend bundle`: everything about a run for a bug report."""

import argparse
from pathlib import Path
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options
from .server_options import HELP, SERVER, add_server_options

DESCRIPTION = """\
Put everything about a run into one file for a bug report: its object, workflow, versions, Jobs, pods, Events, what its
runners wrote, the lines of operator and server that name it, what doctor finds, its steps and the list of what it has
left; README.md in it says what is what, and what could not be had.

Secrets are taken out by value and by shape, and so are the inputs of the run where they are given, and in all texts
those of 4 characters and more; pictures, downloads and what was extracted are not put in. The steps of the workflow are
as they are written. Look through it before you send it.
"""

EPILOG = f"""\
examples:
  webmend bundle portal-1 -n clinic
  webmend bundle portal-1 --with-evidence --to report.tar.gz
  tar -xzOf webmend-portal-1-*.tar.gz '*/README.md'

{HELP}
exit status: 0 it is made, be it with all or less; 2 there is no such run, or it cannot be written.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "bundle",
        summary="put everything about a run into a file for a bug report",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("--to", type=Path, metavar="FILE", help="default: webmend-RUN-TIME.tar.gz")
    parser.add_argument("--with-inputs", action="store_true", help="leave the values of inputs that are not secret")
    parser.add_argument("--with-evidence", action="store_true", help="put in what was seen when steps failed, too")
    default = SERVER.partition("/")[0]
    parser.add_argument(
        "--system-namespace", metavar="NAME", help=f"where operator and server are (default: {default})"
    )
    add_cluster_options(parser)
    add_server_options(parser, may_go_without=True)


def execute(arguments: argparse.Namespace) -> int:
    """Make it; the exit status."""
    from webmend.cli.bundle.making import execute_bundle

    return execute_bundle(arguments)
