"""`webmend`: browser workflows on one's own machine."""

import argparse
import sys
from collections.abc import Sequence

from . import status
from .commands import COMMANDS
from .errors import Usage


def main(arguments: Sequence[str] | None = None) -> None:
    """Carry out the command on the command line and end the process with its status."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command; its exit status."""
    given = parser().parse_args(arguments)
    try:
        result: int = given.execute(given)
    except Usage as wrong:
        print(f"webmend {given.command}: {wrong}", file=sys.stderr)
        return status.USAGE
    except KeyboardInterrupt:
        return status.STOPPED
    return result


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="webmend", description="Browser workflows that mend themselves.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(commands)
    return top
