"""`webmend import`: a recording of a browser session as a workflow."""

import argparse
from pathlib import Path
from typing import Any

from .beginning import begin

DESCRIPTION = """\
Make a workflow of a recording and print its manifest. Read are:

  recorder               Chrome DevTools Recorder: "Export as JSON"
  selenium-ide           Selenium IDE: a .side project
  playwright-python      Playwright codegen: a test in Python (pytest, library, async)
  playwright-javascript  Playwright codegen: a test in JavaScript, or in TypeScript as codegen writes it
  cloudcruise            CloudCruise's and BADGER's workflow JSON

The content says which it is. Code is read, and never run. What was typed into a password field is not in the manifest:
a look-up of a credential stands there, and the field before it gives its user name. Other typed values become inputs
with the recorded value as default.

What a workflow cannot do is named with its line in the recording, on stderr and in the manifest's first lines. A note
on stderr names what is carried otherwise than one may think.
"""

EPILOG = """\
examples:
  webmend import checkout.json > workflow.yaml
  webmend import project.side --test "log in" --name login > workflow.yaml
  webmend import test_portal.py --unsupported refuse > workflow.yaml
  pbpaste | webmend import - --from recorder | webmend validate -

exit status: 0 all of it is in the workflow, 1 some of it is not (with --unsupported accept: 0), 2 it cannot be
imported, and nothing is printed but why.
"""
POLICIES = ("report", "refuse", "accept")


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "import",
        summary="make a workflow of a recording",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the recording; - reads from stdin")
    parser.add_argument("--from", dest="form", metavar="FORMAT", help="its format (default: what the content says)")
    parser.add_argument("--test", metavar="NAME", help="which one, when the file holds several")
    parser.add_argument("--name", metavar="NAME", help="of the workflow (default: made of the recording's title)")
    parser.add_argument(
        "--unsupported",
        choices=POLICIES,
        default="report",
        help="what a workflow cannot do: report it, print the rest and exit with 1 (default); refuse to print anything "
        "and exit with 1; accept it: report it and exit with 0",
    )
    parser.add_argument(
        "--keep-values", action="store_true", help="leave what was typed in the steps, but for secrets: no inputs"
    )


def execute(arguments: argparse.Namespace) -> int:
    """Print the manifest; 1 when something is not in it."""
    from webmend.cli.importing import execute_import

    return execute_import(arguments)
