"""`webmend validate`: whether manifests would be accepted."""

import argparse
from pathlib import Path
from typing import Any

from webmend.cli import status

from .beginning import begin

DESCRIPTION = """\
Check workflows as the operator would: schema, graph, templates, schedule, outputs. The workflows that they call have to
be in the files too.
"""

EPILOG = """\
examples:
  webmend validate portal.yaml
  webmend validate examples/*.yaml

exit status: 0 all is well, 1 something is not, 2 a file cannot be read.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "validate",
        summary="check workflows without running them",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="YAML with workflows; - reads from stdin")


def execute(arguments: argparse.Namespace) -> int:
    """Check the files; 0 when all is well."""
    from webmend.adapters.clock import SystemClock
    from webmend.cli import manifests
    from webmend.cli.components import components
    from webmend.cli.output.plain import plain
    from webmend.policy.workflow import WorkflowFacts, problems

    read = manifests.read(arguments.files)
    known = components(read, SystemClock().now())
    found = [
        f"{workflow.name}: {problem}"
        for workflow in read.workflows
        for problem in problems(WorkflowFacts(workflow, components=known))
    ]
    for line in found:
        print(plain(line))
    return status.FAILED if found else status.SUCCEEDED
