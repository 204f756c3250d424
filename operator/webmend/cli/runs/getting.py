"""From the arguments of `webmend get` to runs of the cluster."""

import argparse
from collections.abc import Mapping
from typing import Any

from webmend.adapters.clock import SystemClock
from webmend.cli import status
from webmend.cli.cluster import Place, in_cluster
from webmend.cli.errors import Usage
from webmend.cli.output.documents import as_json, as_yaml
from webmend.cli.output.listing import JSON, YAML, show
from webmend.cli.output.paper import complain, paper
from webmend.domain.record import RunSummary
from webmend.domain.resource import run_from
from webmend.policy import recording
from webmend.ports.cluster import RUNS, NotFound, Object

from .listing import listing

_WRITERS = {JSON: as_json, YAML: as_yaml}


def execute_get(arguments: argparse.Namespace) -> int:
    """Show them; the exit status. Raises Usage."""
    if arguments.runs and (arguments.all_namespaces or arguments.selector):
        raise Usage("a RUN goes without --all-namespaces and --selector")

    async def act(place: Place) -> int:
        found = await (_named(place, arguments.runs) if arguments.runs else _all(place, arguments))
        if arguments.output in _WRITERS:
            paper().document(_WRITERS[arguments.output](_shown(found, alone=len(arguments.runs) == 1)))
        else:
            runs = [summary(obj) for obj in found]
            now = SystemClock().now()
            show(paper(), arguments.output, listing(runs, now, with_namespace=arguments.all_namespaces))
        return status.FAILED if len(found) < len(arguments.runs) else status.SUCCEEDED

    return in_cluster(arguments, act)


def summary(obj: Mapping[str, Any]) -> RunSummary:
    """A run's object as a list shows it; raises Malformed."""
    return recording.summary(run_from(obj), None, {})


def latest_first(objects: list[Object]) -> list[Object]:
    """The runs in the order of a list."""
    return sorted(objects, key=lambda obj: _place(obj["metadata"]), reverse=True)


def _place(metadata: Mapping[str, Any]) -> tuple[str, str]:
    return metadata["creationTimestamp"], metadata["name"]


async def _named(place: Place, names: list[str]) -> list[Object]:
    """Those that are there, in the order in which they are named; who is not is told."""
    found = []
    for name in names:
        try:
            found.append(await place.cluster.get(RUNS, place.namespace, name))
        except NotFound as missing:
            complain("get", str(missing))
    return found


async def _all(place: Place, arguments: argparse.Namespace) -> list[Object]:
    namespace = None if arguments.all_namespaces else place.namespace
    return latest_first(await place.cluster.list(RUNS, namespace, labels=arguments.selector))


def _shown(objects: list[Object], *, alone: bool) -> Object | list[Object]:
    """Without the notes of who wrote which field, which kubectl leaves out too."""
    shown = [{**obj, "metadata": {**obj["metadata"]}} for obj in objects]
    for obj in shown:
        obj["metadata"].pop("managedFields", None)
    return shown[0] if alone and shown else shown
