"""From the arguments of `webmend versions` to what they ask for."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path

from webmend.domain import names
from webmend.domain.graph import Graph
from webmend.domain.resource import Malformed, version_from, workflow_from
from webmend.domain.version import Decision, WorkflowVersion
from webmend.policy import comparing, versions
from webmend.ports.cluster import VERSIONS, WORKFLOWS, AlreadyExists, Cluster, ClusterError, Object

from . import manifests, status
from .cluster import Where, place, where
from .errors import Usage
from .output.documents import as_json
from .output.listing import Listing, show
from .output.paper import paper
from .output.table import Column
from .output.times import NOTHING

FILES, NUMBERS = 2, 3
"""How many words follow `diff`."""
TRIES = 5
"""How often a revert takes the next number when another writer has taken the one before."""


def execute_versions(arguments: argparse.Namespace) -> int:
    """Carry it out; its exit status. Raises Usage."""
    if arguments.action == "diff" and len(arguments.what) == FILES:
        old, new = (_graph_of(Path(file)) for file in arguments.what)
        return _tell(old, new, arguments.json)
    if arguments.action == "diff" and not _names_versions(arguments.what):
        raise Usage("diff takes two files, or a workflow and two numbers of its versions")
    try:
        return asyncio.run(_with_cluster(arguments))
    except (ClusterError, Malformed) as error:
        raise Usage(str(error)) from None


class Asked:
    """The versions of workflows in one namespace of a cluster. Every method may raise a ClusterError or Usage."""

    def __init__(self, cluster: Cluster, namespace: str) -> None:
        self._cluster = cluster
        self._namespace = namespace

    async def workflow(self, name: str) -> Object:
        """The workflow as the cluster stores it."""
        return await self._cluster.get(WORKFLOWS, self._namespace, name)

    async def all(self, workflow: str) -> tuple[WorkflowVersion, ...]:
        """Every version of the workflow, the oldest first."""
        selected = f"spec.workflow={workflow}"
        found = [version_from(o) for o in await self._cluster.list(VERSIONS, self._namespace, fields=selected)]
        if not found:
            raise Usage(f"there is no version of a workflow {workflow} in the namespace {self._namespace}")
        return tuple(sorted(found, key=lambda version: version.spec.number))

    async def graph(self, workflow: str, number: int) -> Graph:
        """The graph that a version stands for."""
        version = versions.numbered(await self.all(workflow), number)
        if version is None or version.spec.graph is None:
            raise Usage(f"{workflow} has no version {number} with a graph")
        return version.spec.graph

    async def revert(self, workflow: str, number: int, note: str) -> str:
        """Make a version equal to that one; its name."""
        owner = workflow_from(await self.workflow(workflow))
        for _ in range(TRIES):
            existing = await self.all(workflow)
            spec = versions.reverting(existing, workflow, number, note)
            if spec is None:
                raise Usage(f"{workflow} has no version {number}; it has 1 to {existing[-1].spec.number}")
            try:
                await self._cluster.create(VERSIONS, self._namespace, versions.body(owner, spec))
            except AlreadyExists:
                continue
            return versions.object_name(spec)
        raise Usage(f"{workflow} gets versions faster than one can be made; try again")

    async def decide(self, workflow: str, number: int, decision: Decision) -> str:
        """Say the word on a version; its name. A word that was said already stays."""
        name = names.version_name(workflow, number)
        version = version_from(await self._cluster.get(VERSIONS, self._namespace, name))
        if said := versions.contradicted(version, decision):
            raise Usage(said)
        await self._cluster.patch_spec(VERSIONS, self._namespace, name, {"decision": str(decision)}, "")
        return name


async def _with_cluster(arguments: argparse.Namespace) -> int:
    async with asked(where(arguments)) as cluster:
        return await ACTIONS[arguments.action](cluster, arguments)


@asynccontextmanager
async def asked(where: Where) -> AsyncIterator[Asked]:
    """The workflows of a namespace; by default of that of the kubeconfig's context. Raises Usage."""
    async with place(where) as found:
        yield Asked(found.cluster, found.namespace)


async def _list(asked: Asked, arguments: argparse.Namespace) -> int:
    found = await asked.all(arguments.workflow)
    active = versions.active(found)
    show(paper(), arguments.output, listing(found, active.spec.number if active else None))
    return status.SUCCEEDED


def listing(found: tuple[WorkflowVersion, ...], active: int | None) -> Listing[WorkflowVersion]:
    """The versions in every form. `active`: the number of the one that takes effect."""
    columns: tuple[Column[WorkflowVersion], ...] = (
        Column("ACTIVE", lambda version: "*" if version.spec.number == active else ""),
        Column("NUMBER", lambda version: str(version.spec.number)),
        Column("AUTHOR", lambda version: str(version.spec.author), worth=2),
        Column("CREATED", lambda version: f"{version.created:%Y-%m-%d %H:%M}" if version.created else "", worth=1),
        Column("DECISION", _decision, worth=3),
        Column("RUN", lambda version: version.spec.run or NOTHING, is_wide=True),
        Column("NOTE", lambda version: version.spec.note, is_long=True),
    )
    return Listing(
        items=found,
        columns=columns,
        document=WorkflowVersion.stored,
        name=lambda version: f"workflowversion.{names.GROUP}/{version.name}",
        nothing="No versions found.",
    )


def _decision(version: WorkflowVersion) -> str:
    spec = version.spec
    return "waits for approval" if spec.review and spec.decision is None else str(spec.decision or NOTHING)


async def _diff(asked: Asked, arguments: argparse.Namespace) -> int:
    workflow, *numbers = arguments.what
    old, new = [await asked.graph(workflow, int(number)) for number in numbers]
    return _tell(old, new, arguments.json)


async def _revert(asked: Asked, arguments: argparse.Namespace) -> int:
    paper().line(f"made {await asked.revert(arguments.workflow, arguments.number, arguments.note)}")
    return status.SUCCEEDED


async def _approve(asked: Asked, arguments: argparse.Namespace) -> int:
    paper().line(f"approved {await asked.decide(arguments.workflow, arguments.number, Decision.APPROVED)}")
    return status.SUCCEEDED


async def _reject(asked: Asked, arguments: argparse.Namespace) -> int:
    paper().line(f"rejected {await asked.decide(arguments.workflow, arguments.number, Decision.REJECTED)}")
    return status.SUCCEEDED


ACTIONS: dict[str, Callable[[Asked, argparse.Namespace], Awaitable[int]]] = {
    "list": _list,
    "diff": _diff,
    "revert": _revert,
    "approve": _approve,
    "reject": _reject,
}


def _names_versions(words: list[str]) -> bool:
    return len(words) == NUMBERS and all(word.isdigit() for word in words[1:])


def _tell(old: Graph, new: Graph, for_programs: bool) -> int:
    changes = comparing.compare(old, new)
    if for_programs:
        paper().document(as_json([asdict(change) for change in changes]))
    else:
        for line in comparing.lines(changes):
            paper().line(line)
    return status.FAILED if changes else status.SUCCEEDED


def _graph_of(file: Path) -> Graph:
    """The graph in a manifest of a Workflow or of a WorkflowVersion; raises Usage."""
    read = manifests.read([file])
    graphs = [w.spec.graph for w in read.workflows]
    graphs += [Graph.model_validate(d["spec"]["graph"]) for d in read.documents if _has_graph(d)]
    if len(graphs) != 1:
        raise Usage(f"{file} is to hold one Workflow, or one WorkflowVersion with a graph")
    return graphs[0]


def _has_graph(document: manifests.Document) -> bool:
    return document["kind"] == names.WORKFLOW_VERSION and "graph" in (document.get("spec") or {})
