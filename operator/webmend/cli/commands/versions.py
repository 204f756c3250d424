"""`webmend versions`: what a workflow's versions are, how they differ, and a person's word on them."""

import argparse
from typing import Any

from .beginning import begin
from .cluster_options import add_cluster_options
from .output_options import add_output_options

DESCRIPTION = """\
List and compare the versions of a workflow, revert to one, approve or reject one that waits for review. Everything but
a comparison of two files asks the cluster of the kubeconfig.
"""

EPILOG = """\
examples:
  webmend versions list portal -n clinic
  webmend versions diff portal 1 3 -n clinic
  webmend versions diff old.yaml new.yaml
  webmend versions revert portal 1 -n clinic --note "the new button was the wrong one"
  webmend versions approve portal 4 -n clinic

`webmend diff`, `revert`, `approve` and `reject` are the same without `versions`.

exit status of diff: 0 when the two are equal, 1 when they differ.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command with its own commands."""
    parser = begin(
        commands,
        "versions",
        summary="list, compare, revert, approve and reject versions",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = _add(actions, "list", "the versions of a workflow")
    listed.add_argument("workflow", metavar="WORKFLOW")
    add_output_options(listed)
    add_actions_to(actions)


def add_actions_to(actions: "argparse._SubParsersAction[Any]") -> None:
    """Add what is done with versions, below `versions` or as commands of their own."""
    diff = _add(actions, "diff", "the steps in which two versions, or two manifests, differ")
    diff.add_argument("what", nargs="+", metavar="WORKFLOW OLD NEW | FILE FILE")
    diff.add_argument("--json", action="store_true", help="as JSON")
    for action, help_ in (
        ("revert", "make a version equal to an earlier one"),
        ("approve", "let a proposed version take effect"),
        ("reject", "never let a proposed version take effect"),
    ):
        chosen = _add(actions, action, help_)
        chosen.add_argument("workflow", metavar="WORKFLOW")
        chosen.add_argument("number", type=int, metavar="NUMBER")
    actions.choices["revert"].add_argument("--note", default="", help="why, for those who read the versions later")


def execute(arguments: argparse.Namespace) -> int:
    """Carry it out; its exit status."""
    from webmend.cli.versions import execute_versions

    return execute_versions(arguments)


def _add(actions: "argparse._SubParsersAction[Any]", name: str, help_: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=help_, description=f"{help_.capitalize()}.")
    add_cluster_options(parser)
    parser.set_defaults(action=name, execute=execute)
    return parser
