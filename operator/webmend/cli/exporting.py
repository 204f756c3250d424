"""From the arguments of `webmend export` to a manifest."""

import argparse
import asyncio

from webmend.domain.resource import Malformed
from webmend.domain.version import WorkflowVersion
from webmend.domain.workflow import WorkflowSpec
from webmend.policy import calling, versions
from webmend.policy.manifest import Document, as_applied, with_graph
from webmend.ports.cluster import ClusterError

from . import status
from .cluster import where
from .errors import Usage
from .output.documents import as_yaml
from .output.paper import paper
from .versions import Asked, asked


def execute_export(arguments: argparse.Namespace) -> int:
    """Print it; the exit status. Raises Usage."""
    try:
        asyncio.run(_export(arguments))
    except (ClusterError, Malformed) as error:
        raise Usage(str(error)) from None
    return status.SUCCEEDED


async def exported(cluster: Asked, workflow: str, number: int | None) -> tuple[Document, WorkflowVersion]:
    """The manifest, and the version whose graph is in it. Raises a ClusterError or Usage."""
    document = as_applied(await cluster.workflow(workflow))
    existing = await cluster.all(workflow)
    version = versions.active(existing) if number is None else versions.numbered(existing, number)
    if version is None or version.spec.graph is None:
        which = f"version {number} with a graph" if number else "version that takes effect"
        raise Usage(f"{workflow} has no {which}; it has 1 to {existing[-1].spec.number}")
    return with_graph(document, version.spec), version


async def _export(arguments: argparse.Namespace) -> None:
    async with asked(where(arguments)) as cluster:
        document, version = await exported(cluster, arguments.workflow, arguments.version)
    spec = version.spec
    out = paper()
    out.line(f"# With version {spec.number} of {spec.workflow} ({spec.author}): {' '.join(spec.note.split())}")
    manifest = WorkflowSpec.model_validate(document["spec"]).graph
    for repair in calling.inside(manifest, spec):
        out.line(f"# Not in it, since the step belongs to a component: {' '.join(repair.note.split())}")
    out.document(as_yaml(document))
