"""`webmend artifacts`: what a run has left."""

import argparse
from pathlib import Path
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options
from .output_options import add_output_options
from .server_options import HELP, add_server_options

DESCRIPTION = """\
List what a run has left in the artifact store: pictures, traces, films and downloads (files/), the evidence of its
failures (failures/), its steps, and what it extracted, below a1/, a2/ and so on for its attempts. With --download all
of it, or what fits a PATTERN, is put into a folder.
"""

EPILOG = f"""\
examples:
  webmend artifacts portal-1 -n clinic
  webmend artifacts portal-1 --download
  webmend artifacts portal-1 '*.pdf' --download --to statements

{HELP}
exit status: 0 all is listed or there; 1 something could not be downloaded, or nothing fits; 2 nothing can be had.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "artifacts",
        summary="list and download what a run in a cluster has left",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("patterns", nargs="*", metavar="PATTERN", help="of names, such as 'a1/*.png'; default: all")
    parser.add_argument("--download", action="store_true", help="get them")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="default: a folder named after the run")
    add_output_options(parser)
    add_cluster_options(parser)
    add_server_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    """List or get them; the exit status."""
    from webmend.cli.service.artifacts import execute_artifacts

    return execute_artifacts(arguments)
