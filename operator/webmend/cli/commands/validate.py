"""`webmend validate`: whether manifests would be accepted."""

import argparse
from pathlib import Path
from typing import Any

from webmend.cli import status


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser(
        "validate",
        help="check workflows without running them",
        description="Check workflows as the operator would: their schema, their graph, their templates.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="YAML with workflows; - reads from stdin")
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Check the files; 0 when all is well."""
    from webmend.cli import manifests
    from webmend.policy.graph import problems

    found = [
        f"{workflow.name}: {problem}"
        for workflow in manifests.read(arguments.files).workflows
        for problem in problems(workflow.spec)
    ]
    for line in found:
        print(line)
    return status.FAILED if found else status.SUCCEEDED
