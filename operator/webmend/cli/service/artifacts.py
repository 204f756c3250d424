"""From the arguments of `webmend artifacts` to what a run has left."""

import argparse
from fnmatch import fnmatchcase
from pathlib import Path

from webmend.adapters.api import ApiClient, ApiRefused
from webmend.cli import status
from webmend.cli.errors import Usage
from webmend.cli.output.listing import Listing, show
from webmend.cli.output.paper import complain, paper
from webmend.cli.output.table import Column
from webmend.domain.left_behind import Artifact

from .asking import asking_server

UNITS = ("B", "KiB", "MiB", "GiB")


def execute_artifacts(arguments: argparse.Namespace) -> int:
    """List or get them; the exit status. Raises Usage."""
    if arguments.to and not arguments.download:
        raise Usage("--to goes with --download")

    async def asked(client: ApiClient) -> int:
        items = fitting((await client.artifacts(arguments.run)).items, arguments.patterns)
        if not items:
            complain("artifacts", f"{arguments.run} has left nothing that fits")
            return status.FAILED
        if arguments.download:
            return await _download(client, arguments.run, items, arguments.to or Path(arguments.run))
        show(paper(), arguments.output, listing(arguments.run, items))
        return status.SUCCEEDED

    try:
        return asking_server(arguments, asked)
    except OSError as error:
        raise Usage(str(error)) from None


def fitting(items: tuple[Artifact, ...], patterns: list[str]) -> tuple[Artifact, ...]:
    """Those whose names fit one of the patterns; all where there is none."""
    return tuple(each for each in items if not patterns or any(fnmatchcase(each.name, like) for like in patterns))


COLUMNS: tuple[Column[Artifact], ...] = (
    Column("NAME", lambda item: item.name),
    Column("SIZE", lambda item: size(item.size_bytes), worth=2),
    Column("TYPE", lambda item: item.content_type, worth=1),
    Column("BYTES", lambda item: str(item.size_bytes), is_wide=True),
)


def listing(run: str, items: tuple[Artifact, ...]) -> Listing[Artifact]:
    """They, in every form."""
    return Listing(items, COLUMNS, Artifact.stored, lambda item: f"{run}/{item.name}", f"{run} has left nothing.")


def size(many: int) -> str:
    """Bytes in the largest unit of which there is at least one."""
    value, unit = float(many), 0
    while value >= 1024 and unit < len(UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{value:.0f} {UNITS[unit]}" if unit == 0 else f"{value:.1f} {UNITS[unit]}"


async def _download(client: ApiClient, run: str, items: tuple[Artifact, ...], folder: Path) -> int:
    failed = 0
    for number, item in enumerate(items, 1):
        path = inside(folder, item.name)
        try:
            body = await client.artifact(run, item.name)
        except ApiRefused as refused:
            complain("artifacts", f"{item.name}: {refused}")
            failed += 1
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        paper().line(f"{number}/{len(items)} {path} ({size(len(body))})")
    return status.FAILED if failed else status.SUCCEEDED


def inside(folder: Path, name: str) -> Path:
    """The file of that name below the folder. Raises Usage for a name that leads out of it: a server chose it."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise Usage(f"the server names an artifact {name!r}, which leads out of {folder}")
    return path
