"""From the arguments of `webmend data` to what a run has extracted."""

import argparse
from typing import Any

from webmend.adapters.api import ApiClient
from webmend.cli import status
from webmend.cli.errors import Usage
from webmend.cli.output.paper import complain, paper
from webmend.domain.left_behind import RunData
from webmend.domain.phase import Phase

from .asking import asking_server
from .formats import WHOLE, WRITERS


def execute_data(arguments: argparse.Namespace) -> int:
    """Print them; the exit status. Raises Usage."""

    async def asked(client: ApiClient) -> int:
        found = await client.data(arguments.run)
        text = WRITERS[arguments.format](chosen(found, arguments.output, arguments.format))
        for remark in remarks(found):
            complain("data", remark)
        if arguments.to:
            arguments.to.write_text(text, newline="")
        else:
            paper().document(text)
        return status.SUCCEEDED

    try:
        return asking_server(arguments, asked)
    except OSError as error:
        raise Usage(f"--to {arguments.to}: {error}") from None


def chosen(found: RunData, output: str | None, form: str) -> Any:
    """The output that is named; all of them where none is, and the form holds them. Raises Usage."""
    names = ", ".join(found.values) or "none"
    if output is not None and output not in found.values:
        raise Usage(f"the run {found.run} has no output {output}; it has {names}")
    if output is not None:
        return found.values[output]
    if form in WHOLE:
        return found.values
    if len(found.values) != 1:
        raise Usage(f"--format {form} writes one output: name it with --output, of {names}")
    return next(iter(found.values.values()))


def remarks(found: RunData) -> list[str]:
    """What somebody who uses these data should know."""
    unfinished = [] if found.phase is Phase.SUCCEEDED else [f"the run is {found.phase or Phase.PENDING}, not Succeeded"]
    return [*unfinished, *found.warnings]
