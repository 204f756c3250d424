"""`webmend versions`: what a workflow's versions are, how they differ, and a person's word on them."""

import argparse
from pathlib import Path
from typing import Any

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

exit status of diff: 0 when the two are equal, 1 when they differ.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command with its own commands."""
    parser = commands.add_parser(
        "versions",
        help="list, compare, revert, approve and reject versions",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add(actions, "list", "the versions of a workflow").add_argument("workflow", metavar="WORKFLOW")
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
    chosen = actions.choices["revert"]
    chosen.add_argument("--note", default="", help="why, for those who read the versions later")


def execute(arguments: argparse.Namespace) -> int:
    """Carry it out; its exit status."""
    from webmend.cli.versions import execute_versions

    return execute_versions(arguments)


def _add(actions: "argparse._SubParsersAction[Any]", name: str, help_: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=help_, description=f"{help_.capitalize()}.")
    parser.set_defaults(execute=execute)
    parser.add_argument("-n", "--namespace", metavar="NAME", help="default: that of the kubeconfig's context")
    parser.add_argument("--kubeconfig", type=Path, metavar="FILE", help="default: KUBECONFIG, ~/.kube/config")
    return parser
