"""`webmend doctor`: what is wrong with an installation."""

import argparse
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options
from .output_options import add_output_options
from .server_options import HELP, SERVER, add_server_options

DESCRIPTION = """\
Look for what is wrong, and say what to do about it: Kubernetes, the definitions and whether they are of this release,
operator, server and who leads, which namespaces are served, what runs may reach, what you may do, workflows that are
not accepted, Secrets that are missing or lack keys, runs that are stalled, stuck or not recorded.

Nothing of it takes more than the right to look: what you may not see is named, and is not wrong for that. Of Secrets
the names of keys are looked at, never values.
"""

EPILOG = f"""\
examples:
  webmend doctor -n clinic
  webmend doctor --all-namespaces -o json
  webmend doctor -n clinic --system-namespace ops --no-server

{HELP}
exit status: 0 nothing is wrong, 1 something is, 2 the cluster cannot be asked.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "doctor",
        summary="say what is wrong with an installation, and what to do",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    default = SERVER.partition("/")[0]
    parser.add_argument(
        "--system-namespace", metavar="NAME", help=f"where operator and server are (default: {default})"
    )
    add_output_options(parser)
    add_cluster_options(parser, all_namespaces=True)
    add_server_options(parser, may_go_without=True)


def execute(arguments: argparse.Namespace) -> int:
    """Look; the exit status."""
    from webmend.cli.doctor.telling import execute_doctor

    return execute_doctor(arguments)
