"""`webmend run`: a workflow on this machine, with the runner and the recovery that a cluster would use."""

import argparse
from pathlib import Path
from typing import Any

from .beginning import begin
from .browser_options import add_browser_options
from .cluster_options import pair

DESCRIPTION = """\
Run a workflow on this machine, without a cluster: the same runner, the same classification of failures, the same
recovery. Each step is shown as it ends; pictures, step logs, what was extracted and, where a recovery has taught
something, the mended workflow are put into a folder.
"""

EPILOG = """\
examples:
  webmend run portal.yaml --input patient=P-1001
  webmend run portal.yaml --credential portal=login.yaml --headed
  webmend run portal.yaml --credential portal=env:PORTAL        # PORTAL_USERNAME, PORTAL_PASSWORD
  webmend run portal.yaml --resolve portal.example=127.0.0.1:8080 --out results

FILE may hold several documents: the Workflow is run; a WorkflowRun in it gives inputs, Secrets give credentials and the
client certificate, a ConfigMap the certificates to trust.

exit status: 0 succeeded, 1 failed, 2 cannot be run as given, 3 a further attempt would follow (--no-requeue),
4 input required, 130 stopped.
"""


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = begin(
        commands,
        "run",
        summary="run a workflow on this machine, without a cluster",
        description=DESCRIPTION,
        epilog=EPILOG,
        execute=execute,
    )
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="YAML with the workflow; - reads from stdin"
    )

    what = parser.add_argument_group("what to run")
    what.add_argument(
        "-i", "--input", action="append", type=pair, default=[], metavar="NAME=VALUE", help="a value of an input"
    )
    what.add_argument(
        "-c",
        "--credential",
        action="append",
        type=pair,
        default=[],
        metavar="ALIAS=SOURCE",
        help="where a credential's values are: a YAML file with username and password, a Secret, or env:PREFIX",
    )
    what.add_argument("--workflow", metavar="NAME", help="which one, when the files hold several")
    what.add_argument("--run", metavar="NAME", help="the WorkflowRun whose inputs to use (default: the first one)")

    what.add_argument("--start-from", metavar="STEP", help="begin with this step, and leave out those before it")
    what.add_argument("--dry-run", action="store_true", help="end well before the first irreversible step")
    what.add_argument(
        "-a",
        "--answer",
        action="append",
        type=pair,
        default=[],
        metavar="NAME=VALUE",
        help="a new value, should the run ask for one (default: asked for at the terminal)",
    )
    what.add_argument("--choose", metavar="CONTROL", help="the control to press, should the run ask for a decision")

    how = parser.add_argument_group("how to run it")
    how.add_argument(
        "-o", "--out", type=Path, metavar="DIR", help="where results go (default: webmend-results/NAME-TIME)"
    )
    how.add_argument(
        "--known",
        type=Path,
        metavar="FILE",
        help="what good runs have shown of its steps, for repairs (default: webmend-results/NAME.known.json)",
    )
    how.add_argument("--no-requeue", action="store_true", help="end where a further attempt would follow later")
    how.add_argument(
        "--backoff-base", default="10m", metavar="DURATION", help="before a further attempt (default: 10m)"
    )

    browser = add_browser_options(parser)
    browser.add_argument(
        "--ca-bundle", type=Path, metavar="FILE", help="certificates (PEM) that the browser trusts besides its own"
    )
    browser.add_argument(
        "--client-certificate",
        type=Path,
        metavar="FILE",
        help="the workflow's client certificate with its key (PEM); default: its Secret in the files",
    )
    browser.add_argument("--headed", action="store_true", help="show the browser's window")
    browser.add_argument(
        "--hold-on-failure",
        metavar="DURATION",
        help="keep the browser of an attempt that fails open so long (1s to 1h), for a look into it with --headed, or "
        "from another Chrome at chrome://inspect",
    )
    browser.add_argument(
        "--resolve",
        action="append",
        type=pair,
        default=[],
        metavar="HOST=ADDRESS[:PORT]",
        help="reach a host at another address",
    )


def execute(arguments: argparse.Namespace) -> int:
    """Carry the run out; the exit status of its phase."""
    from webmend.cli.running import execute_run

    return execute_run(arguments)
