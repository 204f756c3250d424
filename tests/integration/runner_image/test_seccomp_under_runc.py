"""The strict seccomp profile, loaded by a real runtime and probed flag by flag."""

import json
import os
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import Any

import pytest

IMAGE = Path(__file__).resolve().parents[3] / "runner-image"
STRICT = json.loads((IMAGE / "chromium.json").read_text())
DEFAULT = json.loads((IMAGE / "seccomp_base.json").read_text())
NAMESPACES = ("pid", "network", "ipc", "uts", "mount")


def cannot_run_containers() -> str:
    """Why not, empty if it can."""
    if os.geteuid() != 0:
        return "not root"
    return "" if shutil.which("runc") else "no runc"


@pytest.fixture(autouse=True)
def _runtime() -> None:
    if reason := cannot_run_containers():
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


def bind(source: Path | str, destination: str) -> dict[str, Any]:
    return {"destination": destination, "source": str(source), "type": "bind", "options": ["rbind", "ro"]}


def container(seccomp: dict[str, Any]) -> dict[str, Any]:
    """What a runner's container is like: no root, no capabilities, no new privileges; the host's Python inside."""
    system = [bind(path, path) for path in ("/usr", "/lib", "/lib64", "/bin") if Path(path).exists()]
    return {
        "ociVersion": "1.0.2",
        "process": {
            "user": {"uid": 1001, "gid": 1001},
            "args": ["/usr/bin/python3", "/probe/probe_seccomp.py"],
            "env": ["PATH=/usr/bin"],
            "cwd": "/",
            "noNewPrivileges": True,
        },
        "root": {"path": "rootfs", "readonly": True},
        "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"}, bind(IMAGE, "/probe"), *system],
        "linux": {"namespaces": [{"type": name} for name in NAMESPACES], "seccomp": seccomp},
    }


def probe(bundle: Path, seccomp: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """The probe's answers in a container under this profile."""
    for name in ("rootfs/proc", "rootfs/probe", "rootfs/usr", "rootfs/lib", "rootfs/lib64", "rootfs/bin"):
        (bundle / name).mkdir(parents=True)
    (bundle / "config.json").write_text(json.dumps(container(seccomp)))
    command = ["runc", "--root", str(bundle / "state"), "run", "--bundle", str(bundle), f"probe-{uuid.uuid4().hex}"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def with_mask(mask: int) -> dict[str, Any]:
    """The strict profile with another mask in the rule for clone and unshare."""
    profile: dict[str, Any] = json.loads(json.dumps(STRICT))
    (rule,) = (rule for rule in profile["syscalls"] if "unshare" in rule["names"])
    rule["args"][0]["value"] = mask
    return profile


def test_under_the_strict_profile_every_call_is_answered_as_it_should_be(tmp_path: Path) -> None:
    done = probe(tmp_path, STRICT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("profile", "want_difference"),
    [
        pytest.param(DEFAULT, ("unshare", "NEWUSER", "EPERM"), id="runtime default"),
        pytest.param(with_mask(0x0E000080), ("unshare", "NEWUSER|NEWNS", "ok"), id="mount namespaces forgotten"),
        pytest.param(with_mask(0x0E020000), ("unshare", "NEWUSER|NEWTIME", "ok"), id="time namespaces forgotten"),
    ],
)
def test_the_probe_tells_a_wrong_profile(
    tmp_path: Path, profile: dict[str, Any], want_difference: tuple[str, str, str]
) -> None:
    done = probe(tmp_path, profile)
    assert done.returncode == 1
    assert want_difference in {tuple(line.split()[:3]) for line in done.stdout.splitlines() if "WANTED" in line}
