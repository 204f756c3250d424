"""What a run runs: its workflow, and the graph of its attempt's version."""

from collections.abc import Callable
from typing import Any, TypeVar

from webmend.domain.graph import Graph
from webmend.domain.names import version_name
from webmend.domain.resource import Malformed, version_from, workflow_from
from webmend.domain.run import Run
from webmend.domain.workflow import Workflow
from webmend.ports.cluster import VERSIONS, WORKFLOWS, Cluster, Kind, NotFound

from .problems import Refused

Value = TypeVar("Value")


class Definitions:
    """Reads them from the cluster, as they are now."""

    def __init__(self, cluster: Cluster):
        self._cluster = cluster

    async def workflow(self, run: Run) -> Workflow:
        """The run's workflow; refuses when it is gone."""
        return await self._read(WORKFLOWS, run.namespace, run.spec.workflow_ref.name, workflow_from)

    async def graph(self, workflow: Workflow, number: int) -> Graph:
        """The graph of the workflow's version with that number; refuses when there is none.

        A revert has the graph of the version that it names, which has a lower number than its own.
        """
        name = version_name(workflow.name, number)
        spec = (await self._read(VERSIONS, workflow.namespace, name, version_from)).spec
        if (spec.workflow, spec.number) != (workflow.name, number):
            raise Refused(409, f"WorkflowVersion {name} is not version {number} of {workflow.name}")
        return spec.graph or await self.graph(workflow, spec.revert_to or 0)

    async def _read(self, kind: Kind, namespace: str, name: str, read: Callable[[Any], Value]) -> Value:
        try:
            return read(await self._cluster.get(kind, namespace, name))
        except NotFound:
            raise Refused(409, f"there is no {kind.name} {name}") from None
        except Malformed as malformed:
            raise Refused(409, str(malformed)) from None
