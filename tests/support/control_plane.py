"""A real control plane for tests: etcd, API server and controller manager on free loopback ports."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NODE = ROOT / "hack/cluster/node.sh"
BUILD = ROOT / "hack/cluster/build.sh"
BINARIES = ("etcd", "kube")


@dataclass(frozen=True)
class ControlPlane:
    """One that runs."""

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

    def etcdctl(self, *arguments: str, input_: str = "") -> str:
        """What etcdctl prints; raises AssertionError. For what the API server would not store as it is."""
        lines = (self.folder / "env").read_text().split()
        endpoints = next(line.partition("=")[2] for line in lines if line.startswith("ETCDCTL_ENDPOINTS="))
        return self.run("etcdctl", "--endpoints", endpoints, *arguments, input_=input_)

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
    path = binaries()
    with started(tmp_path_factory.mktemp("cluster", numbered=True) / "state", path) as plane:
        yield plane


@contextmanager
def started(folder: Path, path: str, **variables: str) -> Iterator[ControlPlane]:
    """One that runs until the block ends. `path`: of its binaries; `variables`: those of hack/cluster/node.sh."""
    with bare(folder, path, **variables) as plane:
        plane.kubectl("apply", "--server-side", "-f", str(ROOT / "crds"))
        plane.kubectl("wait", "--for=condition=Established", "-f", str(ROOT / "crds"), "--timeout=30s")
        yield plane


@contextmanager
def bare(folder: Path, path: str, **variables: str) -> Iterator[ControlPlane]:
    """The same without webmend's kinds."""
    own = {"NODE": "0", "CLUSTER_STATE": str(folder), "PATH": f"{path}:{os.environ['PATH']}"}
    plane = ControlPlane(folder, {**os.environ, **own, **variables})
    try:
        plane.run(str(NODE), "up")
        yield plane
    finally:
        plane.run(str(NODE), "down")


def binaries() -> str:
    """Their folders as in PATH; without them the test is skipped, or fails where CI=true."""
    found = subprocess.run([BUILD, "--cached", *BINARIES], capture_output=True, text=True, check=False)
    if found.returncode:
        reason = f"no cluster binaries; build them with {BUILD.relative_to(ROOT)} {' '.join(BINARIES)}"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return found.stdout.strip()
