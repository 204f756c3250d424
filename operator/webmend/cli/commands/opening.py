"""`webmend open`: something that a run has left, in a browser."""

import argparse
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options
from .server_options import HELP, add_server_options

DESCRIPTION = """\
Open one thing that a run has left in your browser, and print its address: by default the picture of its last failure,
otherwise its last picture. The address is signed, and anybody who has it gets that one thing for five minutes.
"""

EPILOG = f"""\
examples:
  webmend open portal-1 -n clinic
  webmend open portal-1 a1/files/receipt.pdf
  webmend open portal-1 --print                  # where there is no browser
  webmend open portal-1 'a2/*/trace.zip'

Where the server is reached through `kubectl port-forward`, the address leads through this command: it goes on until
the address has run out, or Ctrl-C.

{HELP}
exit status: 0 it is opened, or printed; 2 there is none, or it cannot be had.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "open",
        summary="open a picture, or something else that a run has left, in a browser",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("name", nargs="?", metavar="PATTERN", help="of its name, as `webmend artifacts` lists it")
    parser.add_argument("--print", action="store_true", help="print the address, and start no browser")
    add_cluster_options(parser)
    add_server_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Open it; the exit status."""
    from webmend.cli.service.opening import execute_open

    return execute_open(arguments)
