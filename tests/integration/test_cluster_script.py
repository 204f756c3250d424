"""hack/cluster/node.sh: control planes come and go without a trace, and do not mind one another."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.control_plane import NODE, ControlPlane


def node(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NODE": "0", "CLUSTER_STATE": str(folder)}
    return subprocess.run([NODE, command], env=environment, capture_output=True, text=True, check=False, timeout=120)


def pids(folder: Path) -> dict[str, int]:
    return {file.name: int(file.read_text().split()[0]) for file in (folder / "pid").iterdir()}


def command_line(pid: int) -> str:
    """Empty once the process is gone or only waits to be reaped."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def end(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while command_line(pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def second(control_plane: ControlPlane, tmp_path: Path) -> Iterator[Path]:
    """The folder of one that is started beside another."""
    folder = tmp_path / "second/state"
    assert node(folder, "up").returncode == 0
    yield folder
    node(folder, "down")


def test_a_control_plane_lives_beside_another_until_it_leaves_without_a_trace(
    control_plane: ControlPlane, second: Path
) -> None:
    started = pids(second)
    assert set(started) == {"etcd", "kube-apiserver", "kube-controller-manager"}
    assert not set(started.values()) & set(pids(control_plane.folder).values())

    assert node(second, "up").returncode == 0
    assert pids(second) == started, "a second up changes nothing"

    assert node(second, "down").returncode == 0
    assert [command_line(pid) for pid in started.values()] == ["", "", ""]
    assert not second.parent.exists(), "the empty folder around it goes too"
    assert control_plane.kubectl("get", "--raw", "/readyz") == "ok"


def test_one_that_has_lost_a_process_says_so_and_starts_afresh(second: Path) -> None:
    lost = pids(second)
    end(lost["etcd"])
    said = node(second, "status")
    assert said.returncode == 1
    assert "down  etcd" in said.stdout

    assert node(second, "up").returncode == 0
    assert not set(lost.values()) & set(pids(second).values())


def test_without_one_there_is_nothing_to_ask_for(tmp_path: Path) -> None:
    said = node(tmp_path / "none", "env")
    assert (said.returncode, said.stdout, said.stderr) == (1, "", "no cluster is up\n")
