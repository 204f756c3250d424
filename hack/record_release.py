"""Records what an older release of webmend leaves in a cluster: tests/chart/release/, from which upgrades are tested.

    usage: .venv/bin/python hack/record_release.py COMMIT

The release's own operator and server run on a real control plane with its own definitions, in its own tree, and
hack/upgrade/scenario.py brings runs into every phase there. Beside the objects and what runners and server said to one
another, its chart is kept as it renders. Needs the history that holds COMMIT, and the binaries that
`hack/cluster/build.sh etcd kube helm` makes.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
RELEASE = ROOT / "tests/chart/release"
SCENARIO = ROOT / "hack/upgrade/scenario.py"
NAMESPACE, SYSTEM = "clinic", "webmend-system"
VALUES = {"namespaces": [NAMESPACE]}


def main(commit: str) -> None:
    """Write tests/chart/release anew."""
    commit = _said("git", "-C", str(ROOT), "rev-parse", "--short", f"{commit}^{{commit}}").strip()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        extract(commit, tree)
        recorded = play(tree, Path(folder) / "recorded.json")
        shutil.rmtree(RELEASE / "chart", ignore_errors=True)
        chart(tree, RELEASE / "chart")
    write(RELEASE / "objects.yaml", {key: recorded[key] for key in ("recordedAt", "objects")} | {"commit": commit})
    write(RELEASE / "exchanges.yaml", recorded["exchanges"])


def extract(commit: str, tree: Path) -> None:
    """The tree of a commit; raises CalledProcessError where the history does not hold it."""
    tree.mkdir(parents=True)
    archive = subprocess.run(["git", "-C", str(ROOT), "archive", commit], check=True, capture_output=True).stdout
    subprocess.run(["tar", "--extract", f"--directory={tree}"], input=archive, check=True)


def play(tree: Path, recorded: Path) -> Any:
    """The scenario, in that tree and with its code."""
    test = tree / "tests/integration/test_recorded.py"
    shutil.copy(SCENARIO, test)
    environment = {**os.environ, "RECORDED": str(recorded), "PYTHONPATH": f"{tree / 'operator'}:{tree}"}
    command = [sys.executable, "-m", "pytest", "--quiet", "--exitfirst", str(test)]
    subprocess.run(command, cwd=tree, env=environment, check=True)
    return json.loads(recorded.read_text())


def chart(tree: Path, into: Path) -> None:
    """The release's chart with its values filled in, as a chart without any template: Helm has it to upgrade from."""
    source, objects = tree / "charts/webmend", into / "files/objects.yaml"
    rendered = _said("helm", "template", "webmend", str(source), "--namespace", SYSTEM, "--set-json", _json(VALUES))
    kept = [_without_descriptions(obj) for obj in yaml.load_all(rendered, Loader=yaml.CSafeLoader) if obj]
    for folder in (objects.parent, into / "templates"):
        folder.mkdir(parents=True)
    # JSON within YAML: half the lines
    objects.write_text("".join(f"---\n{json.dumps(obj)}\n" for obj in kept))
    (into / "templates/objects.yaml").write_text('{{ .Files.Get "files/objects.yaml" }}\n')
    for name in ("Chart.yaml", "values.yaml"):
        shutil.copy(source / name, into / name)


def write(path: Path, value: Any) -> None:
    path.write_text(yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, width=120))


def _without_descriptions(obj: Any) -> Any:
    """A definition without its texts, which nothing depends on; other objects as they are."""
    if obj["kind"] != "CustomResourceDefinition":
        return obj
    for version in obj["spec"]["versions"]:
        _undescribe(version["schema"]["openAPIV3Schema"])
    return obj


def _undescribe(schema: dict[str, Any]) -> None:
    schema.pop("description", None)
    nested = [schema.get("items"), schema.get("additionalProperties"), *schema.get("properties", {}).values()]
    for each in nested:
        if isinstance(each, dict):
            _undescribe(each)


def _json(values: dict[str, Any]) -> str:
    return ",".join(f"{key}={json.dumps(value)}" for key, value in values.items())


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    if len(sys.argv) != 2 or not re.fullmatch(r"\w[\w./-]*", sys.argv[1]):
        sys.exit(__doc__)
    main(sys.argv[1])
