"""What all commands begin with: a name, what is said of it, what it does."""

import argparse
import re
from collections.abc import Callable
from typing import Any

from webmend.cli.called import called


def begin(
    commands: "argparse._SubParsersAction[Any]",
    name: str,
    *,
    summary: str,
    description: str,
    epilog: str = "",
    execute: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """Add a command. `summary`: its line in the list of all; `epilog`: examples, and what its exit status says."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=as_called(epilog),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(execute=execute)
    return parser


def as_called(text: str) -> str:
    """The text with its examples as one has to type them."""
    return re.sub(r"(?m)^  webmend ", f"  {called()} ", text)
