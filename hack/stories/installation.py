"""webmend and the demo's site on the local cluster."""

import os
import string
import subprocess
import sys
from pathlib import Path

from .disturb import SYSTEM
from .kubectl import kubectl
from .story import changed_secrets

ROOT = Path(__file__).resolve().parents[2]
SPACE = "webmend-demo"
BACKOFF = "5s"
"""In place of the default 10 minutes, so that a demo can wait for it."""


def install(images: dict[str, str]) -> None:
    """Bring site and chart to the cluster and wait until both are ready. `images`: names by build.sh's keys."""
    _namespace()
    _site(images["SITE_IMAGE"])
    _chart(images)


def images() -> dict[str, str]:
    """The images that hack/images/build.sh has made, by its keys."""
    file = Path(os.environ.get("IMAGES_ENV", ROOT / "out/images.env"))
    return dict(line.split("=", 1) for line in file.read_text().split() if "=" in line)


def kubelet_root() -> str:
    """The kubelet's folder on the node, where seccomp profiles are looked for."""
    return os.environ.get("KUBELET_ROOT", "/var/lib/kubelet")


def _namespace() -> None:
    for name in ("namespace.yaml", "reader.yaml"):
        kubectl("apply", "--filename=-", stdin=_filled(name))


def _site(image: str) -> None:
    kubectl("apply", "--filename=-", stdin=_filled("site.yaml", IMAGE=image))
    kubectl("rollout", "restart", "deployment/site", "-n", SPACE)
    kubectl("rollout", "status", "deployment/site", "-n", SPACE, "--timeout=120s", seconds=150)


def _chart(images: dict[str, str]) -> None:
    values = {
        "namespaces": "{" + SPACE + "}",
        "image.ref": images["OPERATOR_IMAGE"],
        "image.pullPolicy": "Never",
        "runner.image.ref": images["RUNNER_IMAGE"],
        "runner.image.pullPolicy": "Never",
        "recovery.backoffBase": BACKOFF,
        "server.writableSecretNames": "{" + ",".join(changed_secrets()) + "}",
        "seccompInstaller.enabled": "true",
        "seccompInstaller.kubeletRoot": kubelet_root(),
    }
    sets = [f"--set={key}={value}" for key, value in values.items()]
    command = ["helm", "upgrade", "--install", "webmend", str(ROOT / "charts/webmend"), "-n", SYSTEM]
    options = ["--create-namespace", "--wait", "--timeout=180s", "--hide-notes"]
    # helm talks on standard output, which belongs to what the caller prints
    subprocess.run([*command, *options, *sets], check=True, stdout=sys.stderr)


def _filled(name: str, **values: str) -> str:
    text = (Path(__file__).parent / "manifests" / name).read_text()
    return string.Template(text).substitute(SPACE=SPACE, **values)
