"""A namespace on a real API server with a workflow in it; pods are played, since there is no kubelet."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from tests.support import builders, kubelet
from tests.support.builders import succeeded
from tests.support.control_plane import ControlPlane
from webmend.domain import names
from webmend.domain.phase import TERMINAL, Phase
from webmend.domain.report import AttemptReport
from webmend.domain.resource import run_from
from webmend.domain.run import Run
from webmend.domain.settings import RecoverySettings, Settings
from webmend.ports.cluster import JOBS, PODS, RUNS, VERSIONS, WORKFLOWS, Cluster, Kind, Object

NAMESPACES = Kind("", "v1", "namespaces", "Namespace")
SERVICE_ACCOUNTS = Kind("", "v1", "serviceaccounts", "ServiceAccount")
PATIENCE = 30.0


async def eventually(holds: Callable[[], Awaitable[bool]], within: float = PATIENCE, every: float = 0.02) -> None:
    """Wait until it holds, looking so often (in seconds); raises TimeoutError."""
    async with asyncio.timeout(within):
        while not await holds():
            await asyncio.sleep(every)


class Clinic:
    """One namespace. `settings` are those of an operator that serves it alone and has its Lease there."""

    def __init__(self, cluster: Cluster, plane: ControlPlane, namespace: str) -> None:
        self.cluster = cluster
        self.plane = plane
        self.namespace = namespace
        self.settings = Settings(
            namespaces=(namespace,),
            own_namespace=namespace,
            runner=builders.SETTINGS.runner,
            recovery=RecoverySettings(backoff_base="1s", platform_delay="1s", lease="1s"),
            server_required=False,
        )

    async def open(self) -> None:
        """Make the namespace with what runner pods need."""
        await self.cluster.create(NAMESPACES, None, {"metadata": {"name": self.namespace}})
        account = {"metadata": {"name": names.RUNNER_SERVICE_ACCOUNT}}
        await self.cluster.create(SERVICE_ACCOUNTS, self.namespace, account)

    async def apply_workflow(self, name: str = "portal", **spec: Any) -> Object:
        body = {"metadata": {"name": name}, "spec": {**builders.workflow().spec.stored(), **spec}}
        return await self.cluster.create(WORKFLOWS, self.namespace, body)

    async def wait_for_version(self) -> None:
        """The operator has made the first version of a workflow."""

        async def is_there() -> bool:
            return bool(await self.cluster.list(VERSIONS, self.namespace))

        await eventually(is_there)

    async def apply_run(self, name: str = "portal-1", **spec: Any) -> Object:
        body = {"metadata": {"name": name}, "spec": {"workflowRef": {"name": "portal"}, **spec}}
        return await self.cluster.create(RUNS, self.namespace, body)

    async def run(self, name: str = "portal-1") -> Run:
        return run_from(await self.cluster.get(RUNS, self.namespace, name))

    async def is_in(self, phase: Phase, name: str = "portal-1") -> bool:
        return (await self.run(name)).status.phase is phase

    async def is_over(self, name: str = "portal-1") -> bool:
        return (await self.run(name)).status.phase in TERMINAL

    async def jobs(self, run: str = "") -> list[Object]:
        """All Jobs, or those of a run."""
        labels = f"{names.LABEL_RUN_NAME}={run}" if run else ""
        return await self.cluster.list(JOBS, self.namespace, labels=labels)

    async def pod(self, run: str = "portal-1", attempt: int = 1) -> Object:
        """The pod of an attempt, waited for."""
        labels = f"{names.LABEL_RUN_NAME}={run},{names.LABEL_ATTEMPT}={attempt}"

        async def is_there() -> bool:
            return bool(await self.cluster.list(PODS, self.namespace, labels=labels))

        await eventually(is_there)
        return (await self.cluster.list(PODS, self.namespace, labels=labels))[0]

    async def play(self, status: Mapping[str, Any], run: str = "portal-1", attempt: int = 1) -> None:
        """Have the attempt's pod be in this status."""
        pod = await self.pod(run, attempt)
        await self.cluster.patch_status(PODS, self.namespace, pod["metadata"]["name"], status, "")

    async def end(self, report: AttemptReport | None = None, run: str = "portal-1", attempt: int = 1) -> None:
        """Have the runner of an attempt come to its end, well if nothing else is said."""
        await self.play(kubelet.running(), run, attempt)
        await self.play(kubelet.ended(report or succeeded()), run, attempt)

    async def sees_a_run_through(self, run: str) -> None:
        """A new run gets its Job, and its end is noticed."""
        await self.apply_run(run)
        await self.end(run=run)
        await eventually(lambda: self.is_over(run))

    def audited(self, user_agent: str = "") -> list[str]:
        """Writes in this namespace by clients whose User-Agent begins so, as `verb resource[/part]`."""
        lines = Path(self.plane.folder / "audit.log").read_text().splitlines()
        entries = [json.loads(line) for line in lines if self.namespace in line]
        return [
            f"{e['verb']} {_resource(e['objectRef'])}"
            for e in entries
            if e["verb"] not in ("get", "list", "watch") and e.get("userAgent", "").startswith(user_agent)
        ]


def _resource(reference: Mapping[str, Any]) -> str:
    part = reference.get("subresource", "")
    return f"{reference['resource']}/{part}" if part else str(reference["resource"])
