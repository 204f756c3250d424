"""From the arguments of `webmend export` to a manifest."""

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import ValidationError

from webmend.domain import names
from webmend.domain.resource import Malformed
from webmend.domain.version import WorkflowVersion
from webmend.domain.workflow import WorkflowSpec
from webmend.policy import versions
from webmend.ports.cluster import ClusterError

from . import status
from .errors import Usage
from .manifests import Document, with_graph
from .versions import Asked, asked

_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_KEPT = ("name", "namespace", "labels", "annotations")
"""Of the metadata that a cluster shows: what people write themselves."""


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


def as_applied(stored: Mapping[str, Any]) -> Document:
    """The manifest that somebody applied, as far as it can be told from what the cluster stores."""
    metadata = stored["metadata"]
    annotations = metadata.get("annotations") or {}
    applied = annotations.get(_APPLIED)
    found: Document = json.loads(applied) if applied else {}
    if found and _reads_equal(found, stored):
        return found
    known = {**metadata, "annotations": {key: value for key, value in annotations.items() if key != _APPLIED}}
    kept = {key: known[key] for key in _KEPT if known.get(key)}
    return {"apiVersion": names.API_VERSION, "kind": names.WORKFLOW, "metadata": kept, "spec": stored["spec"]}


def _reads_equal(applied: Document, stored: Mapping[str, Any]) -> bool:
    """Whether nobody has changed the workflow since by other means; what a cluster fills in by itself is no change."""
    try:
        mine, theirs = (WorkflowSpec.model_validate(each["spec"]).model_dump() for each in (applied, stored))
    except ValidationError:
        return False
    return mine == theirs


async def _export(arguments: argparse.Namespace) -> None:
    kubeconfig = str(arguments.kubeconfig) if arguments.kubeconfig else None
    async with asked(kubeconfig, arguments.namespace) as cluster:
        document, version = await exported(cluster, arguments.workflow, arguments.version)
    spec = version.spec
    print(f"# With version {spec.number} of {spec.workflow} ({spec.author}): {' '.join(spec.note.split())}")
    yaml.safe_dump(document, sys.stdout, sort_keys=False, allow_unicode=True, width=120)
