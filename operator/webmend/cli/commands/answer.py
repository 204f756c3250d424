"""`webmend answer`: what a run asks for."""

import argparse
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options, pair

DESCRIPTION = """\
Answer the question that a run asks (phase InputRequired): new values, or the control to press. Without values and
choice, the terminal asks for them, secret ones unseen.

Secret values are put into a Secret of the run's own, which goes with the run; where you may not make Secrets, name one
that is there by --inputs-from.
"""

EPILOG = """\
examples:
  webmend answer portal-1 -n clinic -i patientId=P-1002
  webmend answer portal-1 --choose "Keep the old record"
  webmend answer portal-1                              # asks at the terminal
  webmend answer portal-1 --inputs-from one-time-code

exit status: 0 it is answered; 2 the run asks nothing, or the answer does not fit.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "answer",
        summary="answer what a run in a cluster asks",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("run", metavar="RUN")
    parser.add_argument(
        "-i", "--input", action="append", type=pair, default=[], metavar="NAME=VALUE", help="a new value of an input"
    )
    parser.add_argument("--inputs-from", metavar="SECRET", help="a Secret with values; each key is the name of one")
    parser.add_argument("--choose", metavar="CONTROL", help="one of the controls that the dialog offers")
    add_cluster_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Answer; the exit status."""
    from webmend.cli.answering import execute_answer

    return execute_answer(arguments)
