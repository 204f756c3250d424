"""The chart, rendered by the Helm that the cluster's build makes."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CHART = ROOT / "charts/webmend"
BUILD = ROOT / "hack/cluster/build.sh"
SYSTEM = "webmend-system"

Object = dict[str, Any]


class Refused(Exception):
    """Helm will not render the chart with these values; the text says why."""


@dataclass(frozen=True)
class Rendered:
    """Objects of a release."""

    objects: tuple[Object, ...]

    def find(self, kind: str, name: str, namespace: str = SYSTEM) -> Object | None:
        """The object, where there is one; cluster-wide ones are found under any namespace."""
        for found in self.objects:
            metadata = found["metadata"]
            if (found["kind"], metadata["name"]) == (kind, name) and metadata.get("namespace", namespace) == namespace:
                return found
        return None

    def one(self, kind: str, name: str, namespace: str = SYSTEM) -> Object:
        """The object that must be there."""
        found = self.find(kind, name, namespace)
        assert found is not None, f"no {kind} {namespace}/{name}"
        return found

    def pod_templates(self) -> Iterator[tuple[str, Object]]:
        """Pods by what makes them."""
        for found in self.objects:
            if "template" in found.get("spec", {}):
                yield f"{found['kind']}/{found['metadata']['name']}", found["spec"]["template"]


@dataclass(frozen=True)
class Helm:
    """The command."""

    folder: str

    def run(self, *arguments: str, values: Object | None = None) -> str:
        """What it prints; raises Refused."""
        done = subprocess.run(
            [f"{self.folder}/helm", *arguments, *(["--values", "-"] if values is not None else [])],
            input=json.dumps(values) if values is not None else None,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        if done.returncode:
            raise Refused(done.stderr)
        return done.stdout

    def render(self, values: Object | None = None, release: str = "webmend", kinds: tuple[str, ...] = ()) -> Rendered:
        """The objects that a release of that name has with these values; raises Refused.

        `kinds`: further ones that the cluster has, as GROUP/VERSION/KIND.
        """
        known = [f"--api-versions={kind}" for kind in kinds]
        text = self.run("template", release, str(CHART), "--namespace", SYSTEM, *known, values=values or {})
        # the C loader: the definitions are long
        return Rendered(tuple(filter(None, yaml.load_all(text, Loader=yaml.CSafeLoader))))


@pytest.fixture(scope="session")
def helm() -> Helm:
    """Helm as pinned in hack/cluster/gomod; without it the test is skipped, or fails where CI=true."""
    found = subprocess.run([BUILD, "--cached", "helm"], capture_output=True, text=True, check=False)
    if found.returncode:
        reason = f"no helm; build it with {BUILD.relative_to(ROOT)} helm"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return Helm(found.stdout.strip())
