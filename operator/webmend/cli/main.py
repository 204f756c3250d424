"""`webmend`, also `kubectl webmend`: browser workflows on one's own machine and in a cluster."""

import argparse
import os
import sys
from collections.abc import Sequence

from . import status
from .called import called
from .commands import add_all
from .commands.beginning import as_called
from .errors import Usage
from .output.paper import complain

EPILOG = """\
examples:
  webmend run portal.yaml --input patient=P-1001
  webmend list -n clinic --phase Failed --since 7d
  webmend COMMAND --help

exit status, where a command's own help says nothing else:
  0    it is done
  1    it is done, and something is not as it should be
  2    it cannot be done as given; the standard error output says why
  130  it was interrupted

environment:
  KUBECONFIG      the kubeconfig
  WEBMEND_SERVER  where webmend's server is, for commands that ask it
  WEBMEND_TOKEN   a bearer token for it
  NO_COLOR        if set, nothing is coloured; off a terminal nothing ever is
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Carry out the command on the command line and end the process with its status."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command; its exit status."""
    given = parser().parse_args(arguments)
    try:
        result: int = given.execute(given)
        sys.stdout.flush()
    except Usage as wrong:
        complain(given.command, str(wrong))
        return status.USAGE
    except KeyboardInterrupt:
        return status.STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python tries once more at its end
        return status.CLOSED
    return result


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog=called(),
        description="Browser workflows that mend themselves.",
        epilog=as_called(EPILOG),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add_all(commands)
    return top
