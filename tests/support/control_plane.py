"""A real control plane for tests: etcd, API server and controller manager on free loopback ports."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NODE = ROOT / "hack/cluster/node.sh"
BUILD = ROOT / "hack/cluster/build.sh"
BINARIES = ("etcd", "kube")


@dataclass(frozen=True)
class ControlPlane:
    """One that runs, with webmend's kinds installed."""

    folder: Path
    """Everything it writes; log/ holds one file a process."""
    environment: dict[str, str]

    @property
    def kubeconfig(self) -> str:
        """The administrator's."""
        return str(self.folder / "kubeconfig")

    def kubectl(self, *arguments: str, input_: str = "") -> str:
        """What kubectl prints; raises CalledProcessError."""
        return self.run("kubectl", "--kubeconfig", self.kubeconfig, *arguments, input_=input_)

    def run(self, *command: str, input_: str = "") -> str:
        """What a command prints; raises CalledProcessError with what it complained of."""
        done = subprocess.run(
            command, env=self.environment, input=input_, capture_output=True, text=True, check=False, timeout=120
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(command)} failed with {done.returncode}: {done.stderr[-2000:]}")
        return done.stdout


@pytest.fixture(scope="session")
def control_plane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ControlPlane]:
    """A control plane for all tests of this process."""
    path = _binaries()
    folder = tmp_path_factory.mktemp("cluster", numbered=True) / "state"
    environment = {**os.environ, "NODE": "0", "CLUSTER_STATE": str(folder), "PATH": f"{path}:{os.environ['PATH']}"}
    plane = ControlPlane(folder, environment)
    try:
        plane.run(str(NODE), "up")
        plane.kubectl("apply", "--server-side", "-f", str(ROOT / "crds"))
        plane.kubectl("wait", "--for=condition=Established", "-f", str(ROOT / "crds"), "--timeout=30s")
        yield plane
    finally:
        plane.run(str(NODE), "down")


def _binaries() -> str:
    """Their folders as in PATH; without them the test is skipped, or fails where CI=true."""
    found = subprocess.run([BUILD, "--cached", *BINARIES], capture_output=True, text=True, check=False)
    if found.returncode:
        reason = f"no cluster binaries; build them with {BUILD.relative_to(ROOT)} {' '.join(BINARIES)}"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return found.stdout.strip()
