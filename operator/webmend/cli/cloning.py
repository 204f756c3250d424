"""From the arguments of `webmend clone` to a workflow under another name."""

import argparse

from webmend.policy import manifest
from webmend.ports.cluster import WORKFLOWS, AlreadyExists

from . import status
from .cluster import Place, in_cluster
from .errors import Usage
from .exporting import exported
from .output.paper import paper
from .versions import Asked


def execute_clone(arguments: argparse.Namespace) -> int:
    """Make the copy; the exit status. Raises Usage."""

    async def one(place: Place) -> int:
        paper().line(await cloned(place, arguments.workflow, arguments.name, arguments.version))
        return status.SUCCEEDED

    return in_cluster(arguments, one)


async def cloned(place: Place, workflow: str, name: str, number: int | None) -> str:
    """Make a Draft of that name with the graph of a version; what was made, in a sentence. Raises a ClusterError or
    Usage."""
    if wrong := manifest.wrong_name(name):
        raise Usage(wrong)
    document, version = await exported(Asked(place.cluster, place.namespace), workflow, number)
    try:
        await place.cluster.create(WORKFLOWS, place.namespace, manifest.copy(document, name))
    except AlreadyExists:
        raise Usage(f"there is a workflow {name} already") from None
    return f"{name}: a Draft with version {version.spec.number} of {workflow}"
