"""From the arguments of `webmend list` to runs of the history."""

import argparse
import os
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from pydantic import ValidationError

from webmend.adapters.api import ApiClient, ApiRefused, ApiUnreachable
from webmend.adapters.clock import SystemClock
from webmend.cli import status
from webmend.cli.cluster import Place, in_cluster
from webmend.cli.commands.listing import SEVERAL
from webmend.cli.errors import Usage
from webmend.cli.output.listing import TABLE, WIDE, show
from webmend.cli.output.paper import complain, paper
from webmend.cli.runs.getting import latest_first, summary
from webmend.cli.runs.listing import listing
from webmend.domain.duration import seconds
from webmend.domain.record import RunFilter, RunSummary
from webmend.policy.filtering import is_meant
from webmend.ports.cluster import RUNS, ClusterError

from .asking import Unasked, opened

Parameter = tuple[str, str]
PAGE = 200
"""Runs asked for at once."""


def execute_list(arguments: argparse.Namespace) -> int:
    """List them; the exit status. Raises Usage."""
    now = SystemClock().now()
    asked = meant(arguments, now)
    if arguments.limit < 0:
        raise Usage("--limit is 0 or more")
    runs = in_cluster(arguments, lambda place: _found(arguments, place, asked))
    show(paper(), arguments.output, listing(runs, now, with_namespace=arguments.all_namespaces))
    return status.SUCCEEDED


def meant(arguments: argparse.Namespace, now: datetime) -> RunFilter:
    """Which runs the command line means, but for their namespaces. Raises Usage for a time or label that is none."""
    try:
        return RunFilter(
            **{each.field: getattr(arguments, each.field) for each in SEVERAL},
            labels=dict(arguments.labels),
            recovered=True if arguments.recovered else None,
            since=moment(arguments.since, now) if arguments.since else None,
            until=moment(arguments.until, now) if arguments.until else None,
            text=arguments.text or "",
        )
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
        raise Usage("; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in found)) from None


def parameters(asked: RunFilter) -> list[Parameter]:
    """The same as parameters of the API."""
    namespaces = [("namespace", name) for name in asked.namespaces or ()]
    several = [(each.parameter or each.option, str(value)) for each in SEVERAL for value in getattr(asked, each.field)]
    times = [(name, time.isoformat()) for name in ("since", "until") if (time := getattr(asked, name))]
    return [
        *namespaces,
        *several,
        *[("label", f"{key}={value}") for key, value in asked.labels.items()],
        *times,
        *([("recovered", "true")] if asked.recovered else []),
        *([("text", asked.text)] if asked.text else []),
    ]


def moment(text: str, now: datetime) -> datetime:
    """`today` (on this machine), `7d`, `90m` ago, or a time; raises Usage."""
    if text == "today":
        return now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        if text.endswith("d") and text[:-1].isdigit():
            return now - timedelta(days=int(text[:-1]))
        if text[:1].isdigit() and text[-1] in "hms":
            return now - timedelta(seconds=seconds(text))
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise Usage(f"{text!r} is no time: give 2026-11-25T08:00:00Z, 7d, 90m or today") from None


async def _found(arguments: argparse.Namespace, place: Place, asked: RunFilter) -> list[RunSummary]:
    """The runs that are meant: from the history, or from the cluster where that is enough. Raises Usage."""
    scoped = asked if arguments.all_namespaces else asked.with_(namespaces=(place.namespace,))
    if arguments.no_server:
        return await _there(place, scoped, arguments.limit)
    try:
        async with opened(arguments) as server:
            return [run async for run in _runs(await server(), parameters(scoped), arguments.limit)]
    except ApiRefused as refused:
        raise Usage(str(refused)) from None
    except (ClusterError, ApiUnreachable, Unasked) as error:
        if not _may_be_half(arguments):
            raise Usage(f"the server cannot be asked: {error}; with --no-server the cluster is") from None
        complain("list", f"only runs whose objects are there, since the server cannot be asked: {error}")
        return await _there(place, scoped, arguments.limit)


def _may_be_half(arguments: argparse.Namespace) -> bool:
    """Whether a person reads it, who has not said which server is to be asked."""
    return arguments.output in (TABLE, WIDE) and not (arguments.server or os.environ.get("WEBMEND_SERVER"))


async def _there(place: Place, asked: RunFilter, limit: int) -> list[RunSummary]:
    """Those whose objects are there."""
    namespace = asked.namespaces[0] if asked.namespaces else None
    objects = latest_first(await place.cluster.list(RUNS, namespace))
    found = [run for run in map(summary, objects) if is_meant(run, asked)]
    return found[:limit] if limit else found


async def _runs(client: ApiClient, asked: Sequence[Parameter], limit: int) -> AsyncIterator[RunSummary]:
    """So many at most, page by page; 0: all."""
    given, cursor = 0, ""
    while True:
        most = min(PAGE, limit - given) if limit else PAGE
        page = await client.runs([*asked, ("limit", str(most)), *([("cursor", cursor)] if cursor else [])])
        for run in page.items:
            yield run
        given += len(page.items)
        if page.next is None or (limit and given >= limit):
            return
        cursor = page.next
