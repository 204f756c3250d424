"""`webmend list`: runs, those whose objects have gone too."""

import argparse
from dataclasses import dataclass
from typing import Any

from webmend.domain.failure import Category
from webmend.domain.phase import Phase
from webmend.domain.run import Trigger

from .beginning import begin
from .cluster_options import add_cluster_options, pair
from .output_options import add_output_options
from .server_options import HELP, add_server_options

DESCRIPTION = """\
List runs from the history, the latest first: also those whose objects, or whose workflow, have been deleted.
An option that is given several times means any of its values; different options mean all of them.

Where no server is named and none can be asked, a table has the runs whose objects are there, and the standard error
output says so. Other forms then need --no-server: what a program reads is never half of what it seems to be.
"""

EPILOG = f"""\
examples:
  webmend list -n clinic
  webmend list --all-namespaces --phase Failed --since 7d
  webmend list --workflow visits --category UPSTREAM_ERROR --since today --output json
  webmend list --all-namespaces --since 30d --limit 0 --output csv > runs.csv
  webmend list --no-server --label team=billing

TIME is a time such as 2026-11-25T08:00:00Z, a length of time ago such as 90m, 24h, 7d, or today.

{HELP}
exit status: 0 they are listed, be there any or none; 2 they cannot be had.
"""

LIMIT = 50


@dataclass(frozen=True)
class Several:
    """An option that may be given several times: any of its values."""

    option: str
    field: str
    """Of RunFilter."""
    metavar: str
    help: str
    choices: tuple[str, ...] | None = None
    parameter: str = ""
    """Of the API, where it is not called as the option."""


SEVERAL = (
    Several("workflow", "workflows", "NAME", "of this workflow"),
    Several("phase", "phases", "PHASE", "in this phase: %(choices)s", tuple(map(str, Phase))),
    Several("version", "versions", "N", "of this version of the workflow"),
    Several("trigger", "triggers", "TRIGGER", "started so: %(choices)s", tuple(map(str, Trigger))),
    Several("category", "categories", "CATEGORY", "failed so: %(choices)s", tuple(map(str, Category))),
    Several("sub-type", "sub_types", "SUB-TYPE", "failed so, within the category", parameter="subType"),
    Several("code", "codes", "NAME", "failed as this ErrorCode says"),
    Several("site", "sites", "HOST", "of this site"),
    Several("type", "types", "TYPE", "of workflows of this type"),
)


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "list",
        summary="list the runs of a cluster's history",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    for each in SEVERAL:
        parser.add_argument(
            f"--{each.option}",
            dest=each.field,
            metavar=each.metavar,
            help=each.help,
            choices=each.choices,
            action="append",
            default=[],
        )
    parser.add_argument(
        "--label",
        dest="labels",
        metavar="KEY=VALUE",
        help="with this label; several: each of them",
        type=pair,
        action="append",
        default=[],
    )
    parser.add_argument("--recovered", action="store_true", help="in which something was mended")
    parser.add_argument("--text", metavar="WORDS", help="in the name, the workflow's name or the message")
    parser.add_argument("--since", metavar="TIME", help="created at this time or later")
    parser.add_argument("--until", metavar="TIME", help="created before this time")
    parser.add_argument("--limit", type=int, default=LIMIT, metavar="N", help="0: all of them (default: %(default)s)")
    add_output_options(parser)
    add_cluster_options(parser, all_namespaces=True)
    add_server_options(parser, may_go_without=True)


def execute(arguments: argparse.Namespace) -> int:
    """List them; the exit status."""
    from webmend.cli.service.listing import execute_list

    return execute_list(arguments)
