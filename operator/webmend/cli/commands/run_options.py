"""What a new run is to be like, for the commands that make one."""

import argparse

from .cluster_options import pair


def add_run_options(group: "argparse._ActionsContainer") -> None:
    """Add the options that `run_spec.said_of_run` reads."""
    group.add_argument(
        "-i", "--input", action="append", type=pair, default=[], metavar="NAME=VALUE", help="a value of an input"
    )
    group.add_argument("--inputs-from", metavar="SECRET", help="a Secret with values of inputs, such as secret ones")
    group.add_argument(
        "--version", type=_version, metavar="NUMBER", help="this version; `active`: the one that takes effect now"
    )
    group.add_argument("--start-from", metavar="STEP", help="begin with this step")
    group.add_argument(
        "--dry-run",
        action=argparse.BooleanOptionalAction,
        help="end well before the first irreversible step, or (--no-dry-run) take it",
    )
    group.add_argument("--priority", type=int, metavar="NUMBER", help="-1000 to 1000, higher goes first")
    group.add_argument(
        "--at", metavar="TIME", help="not before this time, such as 2026-12-01T06:00 (here) or ...T06:00Z"
    )


def _version(text: str) -> int | str:
    if text == "active" or (text.isdigit() and int(text) > 0):
        return text if text == "active" else int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is neither a number from 1 nor `active`")
