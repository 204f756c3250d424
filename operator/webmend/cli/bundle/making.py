"""From the arguments of `webmend bundle` to a file."""

import argparse
import importlib.metadata
import os
import platform
from datetime import datetime
from pathlib import Path

from webmend.adapters.clock import SystemClock
from webmend.cli import status
from webmend.cli.cluster import Place, in_cluster
from webmend.cli.commands.server_options import SERVER
from webmend.cli.doctor.gathering import Scope
from webmend.cli.errors import Usage
from webmend.cli.output.paper import complain, paper
from webmend.cli.runs import gathering as runs
from webmend.cli.runs.view import View
from webmend.cli.service.artifacts import size
from webmend.cli.service.asking import opened

from .contents import Bundle
from .gathering import Gatherer, Want
from .masking import masker

SECRETS_OUT = "Secrets are taken out by value and by shape (`***`)"
MASKED = (
    f"{SECRETS_OUT}, and so are the inputs of the run where they are given, and in all texts those of 4 characters and "
    "more. Steps are as they are written."
)
SHOWN = f"{SECRETS_OUT}; the values of other inputs are here, as was wanted. Steps are as they are written."
PRIVATE = 0o600


def execute_bundle(arguments: argparse.Namespace) -> int:
    """Make the file; the exit status. Raises Usage."""
    now = SystemClock().now()

    async def act(place: Place) -> int:
        async with opened(arguments) as server:
            asked = None if arguments.no_server else server
            view = await runs.Gatherer(place, asked).view(arguments.run)
            bundle = await bundled(place, view, asked, wanted(arguments, place), now, arguments.with_inputs)
        file = arguments.to or Path(f"{bundle.folder}.tar.gz")
        written = write(file, bundle.packed(now, SHOWN if arguments.with_inputs else MASKED))
        for missing in bundle.missing:
            complain("bundle", f"not in it: {missing}")
        paper().line(f"{file}: {len(bundle.files) + 1} files, {size(written)}. Look through it before you send it.")
        return status.SUCCEEDED

    return in_cluster(arguments, act)


def wanted(arguments: argparse.Namespace, place: Place) -> Want:
    """What goes in."""
    system = arguments.system_namespace or SERVER.partition("/")[0]
    release = importlib.metadata.version("webmend")
    return Want(Scope(place.namespace, system, release), evidence=arguments.with_evidence)


async def bundled(
    place: Place, view: View, server: runs.Server | None, want: Want, now: datetime, with_inputs: bool
) -> Bundle:
    """Everything about the run; raises nothing for what cannot be had."""
    run = view.run
    bundle = Bundle(
        folder=f"webmend-{run.name}-{now:%Y%m%d-%H%M%S}",
        about=f"WorkflowRun {run.namespace}/{run.name}, {run.uid}, as of {now:%Y-%m-%d %H:%M:%S} UTC",
    )
    hide = masker(run, view.workflow, with_inputs=with_inputs)
    await Gatherer(place, view, hide, bundle, want).fill(server, now)
    about = f"webmend {want.scope.release}, Python {platform.python_version()}, {platform.platform()}\n"
    bundle.add("program.txt", about, "the program that made this")
    return bundle


def write(file: Path, body: bytes) -> int:
    """For its owner alone, and over no other file; how many bytes. Raises Usage."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as opened_:
            return opened_.write(body)
    except FileExistsError:
        raise Usage(f"--to {file}: it is there already") from None
    except OSError as error:
        raise Usage(f"--to {file}: {error.strerror}") from None
