"""`webmend codes`: a person's word on error codes."""

import argparse
from typing import Any

from webmend.domain.error_code import CodeState
from webmend.domain.workflow import CodeAction

from .beginning import begin
from .cluster_options import add_cluster_options
from .output_options import add_output_options

DESCRIPTION = """\
Error codes are your own names for kinds of failures, with what to do about them. webmend suggests one when a run fails
with something that only its user can solve; it has no effect until somebody approves it.
"""

EPILOG = """\
examples:
  webmend codes list -n clinic --state Suggested
  webmend codes approve page-not-found-5c1f0a9be3d2 --code NO_SUCH_RECORD
  webmend codes edit no-such-record --action Retry --count 2 --after 10m
  webmend codes merge page-not-found-5c1f0a9be3d2 no-such-record
  webmend codes reject page-not-found-5c1f0a9be3d2

exit status: 0 it is done; 2 it cannot be.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command with its own commands."""
    parser = begin(
        commands,
        "codes",
        summary="list, approve, edit, merge and reject error codes",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    actions = parser.add_subparsers(dest="action_", required=True, metavar="ACTION")
    listed = _add(actions, "list", "the error codes of a namespace")
    listed.add_argument("--state", choices=tuple(map(str, CodeState)), help="those in this state")
    add_output_options(listed)
    add_cluster_options(listed, all_namespaces=True)
    for name, help_ in (
        ("approve", "give failures of this kind the code, and act on it"),
        ("edit", "change a code"),
        ("reject", "never suggest it again"),
        ("merge", "give failures of this kind another code"),
    ):
        chosen = _add(actions, name, help_)
        chosen.add_argument("name", metavar="NAME", help="of the ErrorCode")
        if name in ("approve", "edit"):
            _add_fields(chosen)
        if name == "merge":
            chosen.add_argument("into", metavar="INTO", help="name of the other ErrorCode")
        add_cluster_options(chosen)


def execute(arguments: argparse.Namespace) -> int:
    """Carry it out; the exit status."""
    from webmend.cli.codes import execute_codes

    return execute_codes(arguments)


def _add(actions: "argparse._SubParsersAction[Any]", name: str, help_: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=help_, description=f"{help_.capitalize()}.")
    return parser


def _add_fields(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code", metavar="CODE", help="what failures are given as error.code")
    parser.add_argument("--description", metavar="TEXT", help="what goes wrong, for people")
    parser.add_argument("--action", choices=tuple(map(str, CodeAction)), help="what to do about them")
    parser.add_argument("--count", type=int, metavar="N", help="how many retries, with --action Retry")
    parser.add_argument("--after", metavar="DURATION", help="how long to wait before a retry")
    parser.add_argument(
        "--words",
        action="append",
        metavar="TEXT",
        help="words that are in what was said, in place of the fingerprint",
    )
