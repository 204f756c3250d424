"""The operator as a process of its own, as it is shipped, and what it costs."""

import asyncio
import json
import re
import subprocess
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.integration.clinic import Clinic, eventually
from tests.support.control_plane import ControlPlane
from tests.support.helm import BUILD, Helm
from tests.support.replica import Replica, replica
from webmend.adapters.kubernetes import connect
from webmend.domain.settings import HistorySettings
from webmend.ports.cluster import Cluster

from .load import SPACE

READS = frozenset({"get", "list", "watch"})
APART = frozenset({"events", "leases"})
POLICY = "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy"


@asynccontextmanager
async def clinic(plane: ControlPlane) -> AsyncIterator[tuple[Clinic, Cluster]]:
    """A namespace with what runners need in it, and a client."""
    cluster = await connect(plane.kubeconfig)
    try:
        made = Clinic(cluster, plane, SPACE)
        await made.open()
        yield made, cluster
    finally:
        await cluster.close()


@asynccontextmanager
async def operator(made: Clinic) -> AsyncIterator[Replica]:
    """The operator, once it leads, with the settings of the chart; only the server is left out: there is none here."""
    made.settings = made.settings.with_(history=HistorySettings(recorder=True))
    _hold_runs(made.plane)
    async with replica(made.settings, made.plane.kubeconfig, made.plane.folder, "operator") as process:
        await eventually(process.is_leader, 60)
        yield process


def _hold_runs(plane: ControlPlane) -> None:
    """Have the API server put the finalizer on new runs, as the chart does."""
    folder = subprocess.run([BUILD, "helm"], capture_output=True, text=True, check=True).stdout.strip()
    found = Helm(folder).render({"namespaces": [SPACE]}, kinds=(POLICY,)).objects
    items = [each for each in found if each["kind"].startswith("MutatingAdmissionPolicy")]
    plane.kubectl("apply", "-f", "-", input_=json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))


def writes(plane: ControlPlane) -> Counter[str]:
    """What the operator has written so far, by verb and resource; Events and Leases apart.

    This bench uses the same client, but makes nothing except what no operator makes.
    """
    entries = map(json.loads, (plane.folder / "audit.log").read_text().splitlines())
    return Counter(
        f"{entry['verb']} {_resource(entry['objectRef'])}"
        for entry in entries
        if entry["verb"] not in READS
        and entry.get("userAgent", "").startswith("webmend")
        and entry["objectRef"]["resource"] not in APART
        and not (entry["verb"] == "create" and entry["objectRef"]["resource"] in ("workflowruns", "workflows"))
        and entry["objectRef"]["resource"] not in ("namespaces", "serviceaccounts")
    )


def _resource(reference: dict[str, Any]) -> str:
    part = reference.get("subresource", "")
    return f"{reference['resource']}/{part}" if part else str(reference["resource"])


def memory(process: Replica) -> dict[str, float]:
    """Resident megabytes now, and at most so far."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    sizes = {name: int(kilobytes) for name, kilobytes in re.findall(r"(VmRSS|VmHWM):\s+(\d+) kB", status)}
    return {"resident": round(sizes["VmRSS"] / 1024, 1), "most": round(sizes["VmHWM"] / 1024, 1)}


async def quiet(process: Replica, seconds: float) -> None:
    """Wait until the operator has had nothing to do for a moment, and then so long."""

    async def is_idle() -> bool:
        return await process.metric("webmend_workqueue_depth") == 0

    await eventually(is_idle, 120)
    await asyncio.sleep(seconds)
