"""Reaction times, writes and memory of an installation on the local cluster, as one JSON object on standard output.

Called by `make bench-reaction` once the cluster is up and the images are built. Nothing else should run beside it.
"""

import argparse
import json
import os
import platform
import sys
import time

from reaction import figures, workflows
from stories import installation, kubectl
from stories.installation import SPACE


def main() -> int:
    """Exit status 0 when everything could be measured; what was measured is for the reader to judge."""
    options = _options()
    images = installation.images()
    installation.install(images)
    if not options.keep:
        _clean()
    workflows.apply_workflows()
    started = time.monotonic()
    measured: dict[str, object] = {}
    for figure in (
        lambda: figures.reaction(options.runs),
        lambda: figures.start(options.runs, images["RUNNER_IMAGE"]),
        lambda: {"idle": figures.idle(100, 60)},
        lambda: {"memory": figures.memory(1000)},
    ):
        measured |= figure()
        print(json.dumps(measured), file=sys.stderr)
    result = {"ranOn": _ran_on(), "tookSeconds": round(time.monotonic() - started), **measured}
    print(json.dumps(result, indent=2))
    if not options.keep:
        _clean()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=12, help="runs a figure (default 12)")
    parser.add_argument(
        "--keep", action="store_true", help="leave the runs of this and of earlier calls where they are"
    )
    return parser.parse_args()


def _clean() -> None:
    # As collections: one by one, a thousand runs take minutes.
    for kind in ("apis/webmend.io/v1alpha1/namespaces/{}/workflowruns", "apis/batch/v1/namespaces/{}/jobs"):
        path = f"/{kind.format(SPACE)}?labelSelector=bench&propagationPolicy=Background"
        kubectl.kubectl("delete", "--raw", path, seconds=300)


def _ran_on() -> dict[str, object]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "memoryGigabytes": round(memory / 2**30),
        "kernel": platform.release(),
        "kubernetes": json.loads(kubectl.kubectl("version", "--output=json"))["serverVersion"]["gitVersion"],
    }


if __name__ == "__main__":
    sys.exit(main())
