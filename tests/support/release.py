"""What an older release has left in a cluster (tests/chart/release, made by hack/record_release.py), put back."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from tests.support.control_plane import ControlPlane
from webmend.ports.cluster import ERROR_CODES, JOBS, LEASES, PODS, RUNS, VERSIONS, WORKFLOWS, Object

FOLDER = Path(__file__).parents[1] / "chart/release"
CHART = FOLDER / "chart"
AWAY = timedelta(seconds=100)
"""How long no operator has been there: longer than the back-off of most runs that are requeued."""
NODE = "played"
"""A pod that is deleted stays until its end is played: without a node it would be gone at once."""
_A_NODE = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": NODE}}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
_PLACES = {kind.name: f"{kind.group}/{kind.plural}" for kind in (WORKFLOWS, VERSIONS, ERROR_CODES, RUNS)}
_PLACES |= {kind.name: kind.plural for kind in (JOBS, PODS, LEASES)}
"""Where the API server keeps objects in etcd: those of custom kinds under their group."""


@dataclass(frozen=True)
class Release:
    """What it has left."""

    objects: tuple[Object, ...]
    """Owners before what they own."""
    exchanges: dict[str, list[dict[str, Any]]]
    """What runners and server have said to one another, by run: method, path, body, status, answer."""

    def put_back(self, plane: ControlPlane) -> None:
        """Write it into etcd, UIDs and all: the API server would make every object a new one."""
        plane.kubectl("create", "--filename=-", input_=json.dumps(_A_NODE))
        for obj in self.objects:
            metadata = obj["metadata"]
            if obj["kind"] == PODS.name:
                obj["spec"]["nodeName"] = NODE
            key = f"/registry/{_PLACES[obj['kind']]}/{metadata['namespace']}/{metadata['name']}"
            plane.etcdctl("put", key, input_=json.dumps(obj))


def recorded() -> Release:
    """It, as if its operator had gone AWAY before now."""
    found = yaml.load((FOLDER / "objects.yaml").read_text(), Loader=yaml.CSafeLoader)
    since = datetime.now(UTC) - AWAY - datetime.fromisoformat(found["recordedAt"])  # noqa: TID251
    text = _TIME.sub(lambda time: _later(time[0], since), json.dumps(found["objects"]))
    exchanges = yaml.load((FOLDER / "exchanges.yaml").read_text(), Loader=yaml.CSafeLoader)
    return Release(tuple(json.loads(text)), exchanges)


def _later(time: str, by: timedelta) -> str:
    """The same time by so much later, with as many digits."""
    precision = "microseconds" if "." in time else "seconds"
    moved = datetime.fromisoformat(time) + by
    return moved.isoformat(timespec=precision).replace("+00:00", "Z")
