"""A control plane with a scheduler, and nodes that KWOK plays: pods on them run and end without a container."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.builders import succeeded
from tests.support.control_plane import BUILD, ControlPlane, started

HERE = Path(__file__).parent
KWOK = "sigs.k8s.io/kwok"
OWN_STAGES = ("node/fast/node-initialize", "node/heartbeat-with-lease/node-heartbeat-with-lease")
POD_STAGES = ("pod/fast/pod-ready", "pod/fast/pod-delete")
NODES = 20


@dataclass(frozen=True)
class Tuning:
    """How the control plane's own limits are set. Figures depend on them more than on anything of ours."""

    name: str
    manager: tuple[str, ...] = ()
    scheduler: tuple[str, ...] = ()


DEFAULTS = Tuning("defaults")
TUNED = Tuning(
    "tuned",
    manager=("--kube-api-qps=1000", "--kube-api-burst=1000", "--concurrent-job-syncs=50"),
    scheduler=("--kube-api-qps=1000", "--kube-api-burst=1000"),
)


@contextmanager
def simulated(tuning: Tuning, pods_end: bool = True) -> Iterator[ControlPlane]:
    """A fresh one, without anything in it. `pods_end`: whether pods end at once, or run for ever."""
    path = _built()
    with TemporaryDirectory(prefix="bench-runs-") as folder, ExitStack() as stack:
        state = Path(folder) / "state"
        plane = stack.enter_context(started(state, path, CLUSTER_MANAGER_FLAGS=" ".join(tuning.manager)))
        kubeconfig = f"--kubeconfig={plane.kubeconfig}"
        scheduler = ("kube-scheduler", kubeconfig, "--secure-port=0", "--leader-elect=false", *tuning.scheduler)
        stack.enter_context(_process(plane, *scheduler))
        stages = [f"--config={stage}" for stage in _stages(Path(folder), pods_end)]
        stack.enter_context(_process(plane, "kwok", kubeconfig, "--manage-all-nodes=true", *stages))
        _make_nodes(plane)
        yield plane


def _built() -> str:
    return subprocess.run([BUILD, "etcd", "kube", "kwok"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


@contextmanager
def _process(plane: ControlPlane, *command: str) -> Iterator[None]:
    with (plane.folder / f"log/{command[0]}.log").open("wb") as log:
        process = subprocess.Popen(command, env=plane.environment, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _stages(folder: Path, pods_end: bool) -> list[Path]:
    """KWOK's own, from its module, and ours; its limits on the work it does at once are raised."""
    download = ["go", "-C", str(HERE.parent / "cluster/gomod/kwok"), "mod", "download", "-json", KWOK]
    module = json.loads(subprocess.run(download, check=True, stdout=subprocess.PIPE, text=True).stdout)
    own = Path(module["Dir"])
    options = folder / "kwok-options.yaml"
    parallel = {"manageAllNodes": True, "podPlayStageParallelism": 32, "nodePlayStageParallelism": 4}
    kind = {"apiVersion": "config.kwok.x-k8s.io/v1alpha1", "kind": "KwokConfiguration"}
    options.write_text(json.dumps({**kind, "options": parallel}))
    finish = folder / "kwok-finish.yaml"
    last_word = succeeded().model_dump_json(by_alias=True, exclude_none=True).replace("'", "''")
    finish.write_text((HERE / "kwok.yaml").read_text().replace("${LAST_WORD}", last_word))
    stages = [own / f"kustomize/stage/{stage}.yaml" for stage in (*OWN_STAGES, *POD_STAGES)]
    return [options, *stages, *([finish] if pods_end else [])]


def _make_nodes(plane: ControlPlane) -> None:
    nodes = [{"apiVersion": "v1", "kind": "Node", "metadata": {"name": f"simulated-{n}"}} for n in range(NODES)]
    plane.kubectl("apply", "-f", "-", input_=json.dumps({"apiVersion": "v1", "kind": "List", "items": nodes}))
    plane.kubectl("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=60s")


def say(text: str) -> None:
    """Tell whoever waits."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)
