"""`webmend heal`: what a repair would make of an element on a changed page, asked without a run."""

import argparse
from pathlib import Path
from typing import Any

from .beginning import begin
from .browser_options import add_browser_options

DESCRIPTION = """\
Say what a repair would do: the elements that selectors find in a page as it was are looked for in the page as it is,
with the fingerprints, the comparison and the bands that a run uses. Both pages are files. Nothing of them runs, and
nothing outside their folders is reached; style sheets, pictures and fonts beside them are used.
"""

EPILOG = """\
examples:
  webmend heal --before old.html --after new.html --selector '#save'
  webmend heal --before old.html --after new.html --selector 'input[name=q]' --action fill
  webmend heal --before old.html --after new.html --selectors steps.txt

A file of selectors has one a line, with its action behind a tab where it is not --action; empty lines and lines that
begin with "# " are passed over. All selectors of a page are assigned together: no two of them get the same element.

The answer is one JSON object. Of each element it says: failure (why the selector fails in the new page; null where it
still finds one element, so that a run would repair nothing), band (Apply: a run would use it; Propose: a person is
asked; Refuse: the element may be gone), confidence, reason, selectors (each finds the element and no other; the best
first), element (the one that is most like it, with HTML and absolute XPath), reveals (controls that may bring a hidden
one into sight, which a run would use first), runnerUp, and milliseconds.

exit status: 0 every element would be used, 1 some would not, 2 cannot be done as given.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "heal",
        summary="say what a repair would make of a selector on a changed page",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument("--before", type=Path, required=True, metavar="OLD.html", help="the page as it was")
    parser.add_argument("--after", type=Path, required=True, metavar="NEW.html", help="the page as it is")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--selector", action="append", metavar="SELECTOR", help="finds one element of the old page")
    what.add_argument("--selectors", type=Path, metavar="FILE", help="several, one a line; - reads from stdin")
    parser.add_argument("--action", default="click", metavar="ACTION", help="what the step does (default: click)")
    parser.add_argument(
        "--hide",
        default="",
        metavar="NAMES",
        help="leave these attributes out of what is known of the elements, to see how well they are found without; "
        "text stands for all that they say (such as: id,name,text)",
    )
    add_browser_options(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Print the answer; the exit status."""
    from webmend.cli.heal import execute_heal

    return execute_heal(arguments)
