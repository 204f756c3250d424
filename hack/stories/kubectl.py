"""kubectl, as far as stories need it."""

import json
import subprocess
from collections.abc import Sequence
from typing import Any


class KubectlFailed(Exception):
    """kubectl ended with an error; says what it said."""


def kubectl(*args: str, stdin: str | None = None, seconds: float = 120) -> str:
    """What kubectl prints. The cluster is the one of KUBECONFIG."""
    done = subprocess.run(["kubectl", *args], input=stdin, capture_output=True, text=True, timeout=seconds, check=False)
    if done.returncode != 0:
        raise KubectlFailed(f"kubectl {' '.join(args)}: {done.stderr.strip()}")
    return done.stdout


def get(*args: str) -> Any:
    """The JSON of `kubectl get ARGS`."""
    return json.loads(kubectl("get", *args, "--output=json"))


def items(*args: str) -> list[dict[str, Any]]:
    """The objects of a list."""
    return list(get(*args)["items"])


def apply(objects: Sequence[dict[str, Any]]) -> None:
    """Apply the objects with strict field validation."""
    body = json.dumps({"apiVersion": "v1", "kind": "List", "items": list(objects)})
    kubectl("apply", "--validate=strict", "--filename=-", stdin=body)


def create(obj: dict[str, Any]) -> dict[str, Any]:
    """Create the object; what was stored."""
    return dict(
        json.loads(kubectl("create", "--validate=strict", "--filename=-", "--output=json", stdin=json.dumps(obj)))
    )


def through_service(namespace: str, service: str, path: str) -> str:
    """GET of a Service's address through the API server's proxy."""
    return kubectl("get", "--raw", f"/api/v1/namespaces/{namespace}/services/{service}:http/proxy{path}")
