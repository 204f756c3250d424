"""From the arguments of `webmend open` to an address in a browser."""

import argparse
import asyncio
import os
import sys
import webbrowser
from collections.abc import Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase

from webmend.adapters.api import ApiClient
from webmend.adapters.clock import SystemClock
from webmend.cli import status
from webmend.cli.errors import Usage
from webmend.cli.output.paper import complain, paper
from webmend.domain.left_behind import Artifact

from .asking import asking_server, wish

FAILED = "a*/files/failure-*"
"""Pictures of failures; see webmend.runner.failing."""


def execute_open(arguments: argparse.Namespace) -> int:
    """Open it; the exit status. Raises Usage."""

    async def act(client: ApiClient) -> int:
        item = chosen((await client.artifacts(arguments.run)).items, arguments.name)
        made = await client.link(arguments.run, item.name)
        url = f"{client.url}{made.path}"
        paper().line(url)
        if not arguments.print and not shown(url):
            complain("open", "there is no browser here: open the address yourself")
        if not wish(arguments, os.environ).is_address:
            await _held_open(made.expires_at)
        return status.SUCCEEDED

    return asking_server(arguments, act)


def chosen(items: Sequence[Artifact], pattern: str | None) -> Artifact:
    """The last thing of that name; without one the last picture of a failure, or the last one. Raises Usage."""
    if pattern is not None:
        found = [each for each in items if fnmatchcase(each.name, pattern)]
    else:
        pictures = [each for each in items if each.content_type.startswith("image/")]
        found = [each for each in pictures if fnmatchcase(each.name, FAILED)] or pictures
    if not found:
        raise Usage(f"the run has left nothing like {pattern}" if pattern else "the run has left no picture")
    return max(found, key=lambda each: (each.attempt, each.name))


def shown(url: str) -> bool:
    """Whether a browser with a window was started."""
    return has_window(os.environ, sys.platform) and webbrowser.open(url)


def has_window(environment: Mapping[str, str], platform: str) -> bool:
    """Whether there is a screen for one: the browsers of a bare terminal would take it over."""
    return platform in ("darwin", "win32") or any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


async def _held_open(until: datetime) -> None:
    """Until nobody can use the address any more; it leads through this process."""
    time = f"{until.astimezone():%H:%M:%S}"
    complain("open", f"the address is good until {time}, as long as this goes on (Ctrl-C ends it)")
    await asyncio.sleep(max(0.0, (until - SystemClock().now()).total_seconds()))
